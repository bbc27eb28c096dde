/** What a space tree is made of, as it is sent to a thread: plain numbers in memory that threads may share. */
export interface SpaceTreeParts {
  readonly width: number;
  /** The rows, one after the other, so that those of a leaf stand together. */
  readonly x: Float64Array;
  /** `order[place]` is the number of the row at a place. */
  readonly order: Int32Array;
  /** Node i holds the places `from[i]` to below `to[i]`; its halves are nodes 2i + 1 and 2i + 2, and the last level are leaves. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** The box around the rows of each node: the least and greatest value per column. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Rows of a leaf at most. */
const leafRows = 10;

/**
 * Sorts rows into a tree of boxes (a k-d tree: Bentley 1975): each node is cut at the middle of its rows, along the column in which they reach
 * farthest. A search for near rows then leaves out every box that is too far away.
 *
 * In many columns (twenty and more) hardly any box is far enough, and a search comes to comparing all rows.
 */
export function spaceTree(columns: readonly Float64Array[], rows: number, unit = 1, shared = false): SpaceTreeParts {
  const width = columns.length;
  const room = (bytes: number) => (shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
  let leaves = 1;
  while (rows / leaves > leafRows) leaves *= 2;
  const nodes = 2 * leaves - 1;
  const tree: SpaceTreeParts = {
    width,
    x: new Float64Array(room(rows * width * 8)),
    order: new Int32Array(room(rows * 4)),
    from: new Int32Array(room(nodes * 4)),
    to: new Int32Array(room(nodes * 4)),
    low: new Float64Array(room(nodes * width * 8)),
    high: new Float64Array(room(nodes * width * 8)),
  };
  const { x, order, from, to, low, high } = tree;
  for (let i = 0; i < rows; i++) order[i] = i;
  to[0] = rows;
  for (let node = 0; node < nodes; node++) {
    const first = from[node]!;
    const last = to[node]!;
    let widest = 0;
    let reach = -1;
    for (let j = 0; j < width; j++) {
      const column = columns[j]!;
      let least = Number.POSITIVE_INFINITY;
      let greatest = Number.NEGATIVE_INFINITY;
      for (let place = first; place < last; place++) {
        const value = column[order[place]!]!;
        if (value < least) least = value;
        if (value > greatest) greatest = value;
      }
      low[node * width + j] = least / unit;
      high[node * width + j] = greatest / unit;
      if (greatest / unit - least / unit > reach) {
        reach = greatest / unit - least / unit;
        widest = j;
      }
    }
    const left = 2 * node + 1;
    if (left >= nodes) continue;
    const middle = (first + last) >> 1;
    divide(order, columns[widest]!, first, last - 1, middle);
    from[left] = first;
    to[left] = middle;
    from[left + 1] = middle;
    to[left + 1] = last;
  }
  for (let place = 0, at = 0; place < rows; place++)
    for (let j = 0; j < width; j++, at++) x[at] = columns[j]![order[place]!]! / unit;
  return tree;
}

/** Moves the rows of smaller keys before `middle` and the others behind it (Hoare's selection). */
function divide(order: Int32Array, key: Float64Array, from: number, to: number, middle: number): void {
  let lo = from;
  let hi = to;
  while (lo < hi) {
    const pivot = key[order[(lo + hi) >> 1]!]!;
    let i = lo;
    let j = hi;
    while (i <= j) {
      while (key[order[i]!]! < pivot) i++;
      while (key[order[j]!]! > pivot) j--;
      if (i > j) break;
      const held = order[i]!;
      order[i++] = order[j]!;
      order[j--] = held;
    }
    if (middle <= j) hi = j;
    else if (middle >= i) lo = i;
    else return;
  }
}
