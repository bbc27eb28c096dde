/**
 * An order of the rows that depends on their values only, not on where they stand: the same rows in another order come out the same. It
 * looks like a random order. Equal rows stand together; 0 and -0 are the same.
 */
export function rowOrder(columns: readonly Float64Array[], rows: number): Int32Array {
  const value = new Float64Array(1);
  const halves = new Int32Array(value.buffer);
  const places = 2 ** Math.ceil(Math.log2(Math.max(2, rows)));
  const shift = Math.max(0, Math.log2(places) - 21); // of a hash and a place a double holds 53 bits
  const hashes = new Int32Array(rows);
  for (const column of columns) {
    for (let i = 0; i < rows; i++) {
      value[0] = column[i]! + 0;
      let hash = Math.imul(hashes[i]! ^ halves[0]!, 0x85ebca6b);
      hash = Math.imul(hash ^ (hash >>> 15) ^ halves[1]!, 0xc2b2ae35);
      hashes[i] = hash ^ (hash >>> 13);
    }
  }
  const keys = new Float64Array(rows);
  for (let i = 0; i < rows; i++) keys[i] = (hashes[i]! >>> shift) * places + i;
  keys.sort();
  const order = Int32Array.from(keys, (key) => key % places);
  const hash = (at: number) => Math.floor(keys[at]! / places);
  const compare = (a: number, b: number) => {
    for (const column of columns) if (column[a] !== column[b]) return column[a]! - column[b]!;
    return 0;
  };
  for (let from = 0; from < rows; ) {
    let to = from + 1;
    while (to < rows && hash(to) === hash(from)) to++;
    if (to - from > 1) order.subarray(from, to).sort(compare);
    from = to;
  }
  return order;
}
