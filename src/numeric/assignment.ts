/**
 * The assignment problem: one column for each row, each column at most once, so that the costs sum up to the least
 * (the Hungarian method; here by shortest augmenting paths with prices on rows and columns, Jonker and Volgenant 1987, without
 * their start). Time grows with rows² x columns.
 *
 * @returns The column of each row.
 * @throws RangeError where there are more rows than columns, rows of different lengths, or a cost that is not finite.
 */
export function assignment(costs: readonly (readonly number[])[]): Int32Array {
  const rows = costs.length;
  const columns = costs[0]?.length ?? 0;
  if (rows > columns)
    throw new RangeError(`expected no more rows than columns, got ${rows} and ${columns}; turn the table`);
  for (const row of costs) {
    if (row.length !== columns) throw new RangeError(`expected ${columns} costs in each row, got ${row.length}`);
    if (!row.every(Number.isFinite)) throw new RangeError(`expected finite costs, got ${row.join(", ")}`);
  }
  const rowPrice = new Float64Array(rows);
  const columnPrice = new Float64Array(columns);
  const rowOf = new Int32Array(columns).fill(-1);
  const columnOf = new Int32Array(rows).fill(-1);
  const distance = new Float64Array(columns);
  const before = new Int32Array(columns); // the row from which a column was reached
  const done = new Uint8Array(columns);
  for (let free = 0; free < rows; free++) {
    distance.fill(Number.POSITIVE_INFINITY);
    done.fill(0);
    let row = free;
    let reached = 0;
    let last = -1;
    while (last < 0) {
      let nearest = -1;
      for (let j = 0; j < columns; j++) {
        if (done[j] === 1) continue;
        const way = reached + costs[row]![j]! - rowPrice[row]! - columnPrice[j]!;
        if (way < distance[j]!) {
          distance[j] = way;
          before[j] = row;
        }
        if (nearest < 0 || distance[j]! < distance[nearest]!) nearest = j;
      }
      reached = distance[nearest]!;
      done[nearest] = 1;
      if (rowOf[nearest]! < 0) last = nearest;
      else row = rowOf[nearest]!;
    }
    rowPrice[free] = rowPrice[free]! + reached;
    for (let j = 0; j < columns; j++) {
      if (done[j] === 0 || j === last) continue;
      const owner = rowOf[j]!;
      rowPrice[owner] = rowPrice[owner]! + reached - distance[j]!;
      columnPrice[j] = columnPrice[j]! - reached + distance[j]!;
    }
    // Along the path each row takes the column that its successor gives up.
    for (let j = last; j >= 0; ) {
      const owner = before[j]!;
      const freed = columnOf[owner]!;
      rowOf[j] = owner;
      columnOf[owner] = j;
      j = owner === free ? -1 : freed;
    }
  }
  return columnOf;
}
