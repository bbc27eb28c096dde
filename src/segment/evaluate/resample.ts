import type { Matrix } from "../../matrix.js";
import { random } from "../../random.js";
import { rowsOf } from "../rowsOf.js";

/** Rows to fit a method to, and the seed of that fit. */
export interface Sample {
  /** Rows of the matrix; in a bootstrap sample some stand several times. */
  readonly rows: Int32Array;
  readonly seed: number;
}

/** Equal rows of a matrix under one number. */
export interface DistinctRows {
  /** Number of each row. */
  readonly numbers: Int32Array;
  /** The first row with each number. */
  readonly first: Int32Array;
}

/** Numbers the distinct rows of a matrix in the order of their first appearance; 0 and -0 are the same. */
export function distinctOf({ rows, values, categorical }: Matrix): DistinctRows {
  const seen = new Map<string, number>();
  const first: number[] = [];
  const columns = [...values, ...categorical.map(({ codes }) => codes)];
  const numbers = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    const key = columns.map((column) => column[i]!).join();
    let number = seen.get(key);
    if (number === undefined) {
      number = first.push(i) - 1;
      seen.set(key, number);
    }
    numbers[i] = number;
  }
  return { numbers, first: Int32Array.from(first) };
}

/** The rows of a sample as a matrix, named anew, since some stand in it several times. */
export function sampleOf(matrix: Matrix, { rows }: Sample): Matrix {
  return { ...rowsOf(matrix, rows), ids: Array.from(rows.keys()) };
}

/** Draws of rows, so often as it takes until `least` of them are distinct. */
const mostDraws = 1000;

/**
 * Bootstrap pair number `pair`: two samples of as many rows as there are, drawn with replacement. A sample of fewer than `least`
 * distinct rows, which has no solution, is drawn again.
 */
export function bootstrapSamples(
  distinct: DistinctRows,
  least: number,
  seed: number,
  pair: number,
): readonly [Sample, Sample] {
  const rows = distinct.numbers.length;
  const draw = (stream: number): Sample => {
    const generator = random(seed).fork(stream);
    for (let tried = 0; tried < mostDraws; tried++) {
      const drawn = Int32Array.from({ length: rows }, () => generator.integer(rows));
      if (holds(distinct, drawn, least)) return { rows: drawn, seed: generator.integer(2 ** 32) };
    }
    throw tooFew(distinct, least);
  };
  return [draw(3 * pair), draw(3 * pair + 1)];
}

/** Division number `division` of all rows into two random halves, drawn again where a half has fewer than `least` distinct rows. */
export function halvedSamples(
  distinct: DistinctRows,
  least: number,
  seed: number,
  division: number,
): readonly [Sample, Sample] {
  const rows = distinct.numbers.length;
  const generator = random(seed).fork(3 * division + 2);
  for (let tried = 0; tried < mostDraws; tried++) {
    const order = generator.shuffle(Int32Array.from({ length: rows }, (_, i) => i));
    const [a, b] = [order.subarray(0, rows >> 1).sort(), order.subarray(rows >> 1).sort()];
    if (holds(distinct, a, least) && holds(distinct, b, least))
      return [
        { rows: a, seed: generator.integer(2 ** 32) },
        { rows: b, seed: generator.integer(2 ** 32) },
      ];
  }
  throw tooFew(distinct, least);
}

function holds({ numbers }: DistinctRows, rows: Int32Array, least: number): boolean {
  const seen = new Set<number>();
  for (let i = 0; i < rows.length && seen.size < least; i++) seen.add(numbers[rows[i]!]!);
  return seen.size >= least;
}

function tooFew({ first }: DistinctRows, least: number): RangeError {
  return new RangeError(
    `expected k far below the ${first.length} distinct rows of the matrix, so that samples hold as many, got ${least}; ask for fewer segments, or leave out the prediction strength with divisions: 0`,
  );
}
