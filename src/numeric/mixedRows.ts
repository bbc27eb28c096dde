import type { CategoricalColumn } from "../matrix.js";

/**
 * Different rows of numbers and categories, in an order of their own, each with the number of rows that it stands for. A category
 * is a slot: every column of categories has one slot per level and a last one for missing answers.
 */
export interface MixedRows {
  readonly count: number;
  /** Numbers a row, and their values, row after row. */
  readonly width: number;
  readonly x: Float64Array;
  /** Categories a row, and their slots, row after row. */
  readonly answers: number;
  readonly slots: Int32Array;
  /** `begins[j]` is the first slot of column j of categories; the last entry is the number of slots. */
  readonly begins: Int32Array;
  /** Rows that each stands for. */
  readonly weights: Float64Array;
}

/**
 * The slots of columns of categories, one row after the other.
 *
 * @throws RangeError where a column made by hand has not one code per row, each that of a level or -1.
 */
export function slotsOf(columns: readonly CategoricalColumn[], rows: number): Pick<MixedRows, "slots" | "begins"> {
  const answers = columns.length;
  const begins = new Int32Array(answers + 1);
  columns.forEach(({ levels }, j) => {
    begins[j + 1] = begins[j]! + levels.length + 1;
  });
  const slots = new Int32Array(rows * answers);
  columns.forEach(({ name, levels, codes }, j) => {
    if (codes.length !== rows)
      throw new RangeError(`expected ${rows} codes in ${name}, one per row, got ${codes.length}`);
    const odd = codes.findIndex((code) => !(code >= -1 && code < levels.length));
    if (odd >= 0)
      throw new RangeError(
        `expected codes from -1 (missing) to ${levels.length - 1} in ${name}, got ${codes[odd]} in row ${odd + 1}`,
      );
    const missing = begins[j + 1]! - 1;
    for (let i = 0; i < rows; i++) slots[i * answers + j] = codes[i]! < 0 ? missing : begins[j]! + codes[i]!;
  });
  return { slots, begins };
}

/**
 * The different rows, sorted by their categories and then by their numbers, so that nothing that is computed from them depends on
 * the order in which the rows came. `numbers[i]` is the place of row i among them. `shared`: for other threads to read.
 */
export function mixedRows(
  values: readonly Float64Array[],
  categorical: readonly CategoricalColumn[],
  rows: number,
  shared: boolean,
): { mixed: MixedRows; numbers: Int32Array } {
  const width = values.length;
  const answers = categorical.length;
  const { slots: all, begins } = slotsOf(categorical, rows);
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  const compare = (a: number, b: number): number => {
    for (let j = 0, p = a * answers, q = b * answers; j < answers; j++, p++, q++)
      if (all[p] !== all[q]) return all[p]! - all[q]!;
    for (let j = 0; j < width; j++) {
      const column = values[j]!;
      if (column[a] !== column[b]) return column[a]! < column[b]! ? -1 : 1;
    }
    return 0;
  };
  order.sort(compare);
  const numbers = new Int32Array(rows);
  let count = 0;
  for (let at = 0; at < rows; at++) {
    if (at > 0 && compare(order[at - 1]!, order[at]!) !== 0) count++;
    numbers[order[at]!] = count;
  }
  count = rows === 0 ? 0 : count + 1;
  const room = (bytes: number) => (shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
  const x = new Float64Array(room(count * width * 8));
  const slots = new Int32Array(room(count * answers * 4));
  const weights = new Float64Array(room(count * 8));
  for (let i = 0; i < rows; i++) {
    const at = numbers[i]!;
    if (weights[at]!++ > 0) continue;
    for (let j = 0; j < width; j++) x[at * width + j] = values[j]![i]! + 0; // 0 and -0 are the same
    for (let j = 0; j < answers; j++) slots[at * answers + j] = all[i * answers + j]!;
  }
  return { mixed: { count, width, x, answers, slots, begins, weights }, numbers };
}
