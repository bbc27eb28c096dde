import { random } from "../random.js";

/** What has to be known of all rows before one is drawn. */
export interface CoresetPlan {
  readonly rows: number;
  /** Rows to draw, with replacement; where there are no more rows than that, all are taken once. */
  readonly size: number;
  readonly seed: number;
  /** The mean of all rows, and the sum of their squared distances to it. */
  readonly center: readonly number[];
  readonly squares: number;
}

/** A weighted sample. A row that was drawn twice stands in it once, with twice the weight. */
export interface Coreset {
  readonly values: readonly Float64Array[];
  readonly weights: Float64Array;
}

/** Takes all rows, piece by piece and in their order, and ends with those that were drawn. */
export interface Drawing {
  take(columns: readonly Float64Array[]): void;
  finish(): Coreset;
}

/**
 * A lightweight coreset for k-means (Bachem, Lucic and Krause 2018, algorithm 1) in one pass: a row's chance is q = 1/2 of 1/n plus 1/2 of
 * its share in the squared distances to the mean, and its weight 1 / (size q). The draws are points on a line of length 1 on
 * which each row has a piece of length q, so that sorted draws meet the rows in their order.
 */
export function lightweightCoreset({ rows, size, seed, center, squares }: CoresetPlan): Drawing {
  const width = center.length;
  const everything = rows <= size;
  const capacity = Math.min(rows, size);
  const values = Array.from({ length: width }, () => new Float64Array(capacity));
  const weights = new Float64Array(capacity);
  const generator = random(seed);
  const draws = everything
    ? new Float64Array(0)
    : Float64Array.from({ length: size }, () => generator.uniform()).sort();
  let seen = 0;
  let line = 0;
  let next = 0;
  let kept = 0;
  const keep = (columns: readonly Float64Array[], i: number, weight: number) => {
    for (let j = 0; j < width; j++) values[j]![kept] = columns[j]![i]!;
    weights[kept++] = weight;
  };
  return {
    take(columns) {
      const count = columns[0]!.length;
      for (let i = 0; i < count; i++, seen++) {
        if (everything) {
          keep(columns, i, 1);
          continue;
        }
        let distance = 0;
        for (let j = 0; j < width; j++) distance += (columns[j]![i]! - center[j]!) ** 2;
        const chance = squares > 0 ? 0.5 / rows + (0.5 * distance) / squares : 1 / rows;
        line += chance;
        // The pieces add up to 1 but for rounding: what is left belongs to the last row.
        const first = next;
        while (next < size && (draws[next]! < line || seen === rows - 1)) next++;
        if (next > first) keep(columns, i, (next - first) / (size * chance));
      }
    },
    finish: () => ({ values: values.map((column) => column.subarray(0, kept)), weights: weights.subarray(0, kept) }),
  };
}
