import { type Random, random } from "../random.js";
import { type PrincipalAxes, principalAxes } from "./principalAxes.js";
import { symmetricEigen } from "./symmetricEigen.js";
import { quantileOf, unimodalMargin } from "./unimodalMargin.js";

/**
 * A cloud without groups: evenly in a box along the principal axes or the columns, one peak along each axis, normal, or the columns
 * shuffled one by one.
 */
export type CloudKind = "axes" | "columns" | "peaked" | "normal" | "shuffled";

/** Draws the columns of one cloud. */
export type Cloud = (draw: Random) => Float64Array[];

/**
 * Clouds of as many rows as the columns have, without groups but else like them.
 *
 * "axes" and "columns" fill the box around the rows evenly (Tibshirani, Walther and Hastie 2001). "peaked" has along each
 * principal axis the distribution with one peak that is nearest to the rows', with their variance: skew and long tails stay, groups go. "normal" has exactly the means and
 * covariances of the columns: given these, all normal samples are alike, so that a comparison with such clouds is exact whatever the
 * parameters of a normal population are. "shuffled" keeps the values of each column and nothing of how they go together.
 *
 * The columns numbered in `tied` have few distinct values; in any cloud they keep their values, dealt out by rank. In a normal
 * cloud the normal scores behind them go together as much more as ranks blur it, so that the correlations come out as they were.
 */
export function referenceCloud(columns: readonly Float64Array[], kind: CloudKind, tied: readonly number[] = []): Cloud {
  const rows = columns[0]!.length;
  if (kind === "shuffled") return (draw) => columns.map((column) => draw.shuffle(column.slice()));
  const cloud = made[kind](columns, tied);
  const sorted = tied.map((j) => columns[j]!.slice().sort());
  const order = new Int32Array(rows);
  return (draw) => {
    const drawn = cloud(draw);
    tied.forEach((j, t) => {
      byRank(drawn[j]!, sorted[t]!, order);
    });
    return drawn;
  };
}

const made = { axes: boxed, columns: evenly, peaked, normal } as const;

function evenly(sides: readonly Float64Array[]): Cloud {
  const ends = sides.map((side) => [
    side.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
    side.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
  ]);
  const rows = sides[0]!.length;
  return (draw) =>
    ends.map(([low, high]) => Float64Array.from({ length: rows }, () => low! + draw.uniform() * (high! - low!)));
}

function boxed(columns: readonly Float64Array[]): Cloud {
  const { center, axes, scores } = principalAxes(columns);
  const inAxes = evenly(scores);
  return (draw) => turned(inAxes(draw), axes, center);
}

function peaked(columns: readonly Float64Array[], tied: readonly number[]): Cloud {
  const { center, axes, scores, variance } = tied.length === 0 ? principalAxes(columns) : behindTies(columns, tied);
  const margins = scores.map((score) => unimodalMargin(score));
  const rows = columns[0]!.length;
  return (draw) =>
    turned(
      margins.map((margin, a) => {
        const column = Float64Array.from({ length: rows }, () => quantileOf(margin, draw.uniform()));
        return standardized(column, Math.sqrt(variance[a]!));
      }),
      axes,
      center,
    );
}

function normal(columns: readonly Float64Array[], tied: readonly number[]): Cloud {
  const rows = columns[0]!.length;
  const { center, variance, axes } = tied.length === 0 ? principalAxes(columns) : behindTies(columns, tied);
  const used = Array.from(axes.keys()).filter((a) => a < rows - 1 && variance[a]! > 1e-12 * variance[0]!);
  const spread = used.map((a) => Math.sqrt(variance[a]!));
  const kept = used.map((a) => axes[a]!);
  return (draw) => {
    const scores = frame(draw, rows, used.length);
    scores.forEach((score, a) => {
      for (let i = 0; i < rows; i++) score[i] = score[i]! * spread[a]!;
    });
    return turned(scores, kept, center, rows); // no scores at all where nothing varies
  };
}

/** Scores on axes as columns. */
function turned(
  scores: readonly Float64Array[],
  axes: readonly Float64Array[],
  center: Float64Array,
  rows: number = scores[0]!.length,
): Float64Array[] {
  return Array.from(center, (middle, j) => {
    const column = new Float64Array(rows).fill(middle);
    axes.forEach((axis, a) => {
      for (let i = 0; i < rows; i++) column[i] = column[i]! + axis[j]! * scores[a]![i]!;
    });
    return column;
  });
}

/** Random columns of mean 0, variance 1 (divisor rows - 1) and no correlation: normal draws, centered and made orthogonal. */
function frame(draw: Random, rows: number, count: number): Float64Array[] {
  const made: Float64Array[] = [];
  for (let a = 0; a < count; a++) {
    const column = Float64Array.from({ length: rows }, () => draw.normal());
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += column[i]!;
    for (let i = 0; i < rows; i++) column[i] = column[i]! - sum / rows;
    // Twice is enough (Giraud, Langou and Rozloznik 2005): the second pass takes out the rounding of the first.
    for (let pass = 0; pass < 2; pass++)
      for (const before of made) {
        const share = dot(column, before) / (rows - 1);
        for (let i = 0; i < rows; i++) column[i] = column[i]! - share * before[i]!;
      }
    made.push(standardized(column, 1));
  }
  return made;
}

/** The values moved and stretched so that they have mean 0 and this standard deviation (divisor rows - 1). */
function standardized(column: Float64Array, deviation: number): Float64Array {
  const rows = column.length;
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += column[i]!;
  for (let i = 0; i < rows; i++) column[i] = column[i]! - sum / rows;
  const own = Math.sqrt(dot(column, column) / (rows - 1));
  const factor = own > 0 ? deviation / own : 0;
  for (let i = 0; i < rows; i++) column[i] = column[i]! * factor;
  return column;
}

/** Rows of the sample from which the correlations behind tied columns are learned, and how often they are set right. */
const learned = { rows: 2000, times: 8 };

/**
 * Mean and axes of a normal cloud whose correlations are those of the columns once the tied ones have been given their values by
 * rank: found by correcting them for what the ranks blurred, on one fixed sample (Lurie and Goldberg 1998).
 */
function behindTies(columns: readonly Float64Array[], tied: readonly number[]): Omit<PrincipalAxes, "share"> {
  const width = columns.length;
  const { center, deviations, correlations: wanted } = correlationsOf(columns);
  const sample = frame(random(1), learned.rows, width);
  const sorted = tied.map((j) => {
    const values = columns[j]!.slice().sort();
    return Float64Array.from(
      { length: learned.rows },
      (_, i) => values[Math.floor(((i + 0.5) * values.length) / learned.rows)]!,
    );
  });
  const order = new Int32Array(learned.rows);
  let behind: Float64Array = wanted;
  for (let time = 0; time < learned.times; time++) {
    const { values, vectors } = symmetricEigen(behind, width);
    const scores = sample.map((score, a) => score.map((value) => value * Math.sqrt(Math.max(0, values[a]!))));
    const drawn = turned(scores, vectors, new Float64Array(width));
    tied.forEach((j, t) => {
      byRank(drawn[j]!, sorted[t]!, order);
    });
    const { correlations: got } = correlationsOf(drawn);
    behind = nearest(
      behind.map((value, at) => value + wanted[at]! - got[at]!),
      width,
    );
  }
  const { values, vectors } = symmetricEigen(
    behind.map((value, at) => value * deviations[Math.floor(at / width)]! * deviations[at % width]!),
    width,
  );
  const scores = vectors.map((vector) => {
    const score = new Float64Array(columns[0]!.length);
    columns.forEach((column, j) => {
      for (let i = 0; i < score.length; i++) score[i] = score[i]! + vector[j]! * (column[i]! - center[j]!);
    });
    return score;
  });
  return { center, variance: values.map((value) => Math.max(0, value)), axes: vectors, scores };
}

/** The correlation matrix that is left where negative eigenvalues are set to 0. */
function nearest(matrix: Float64Array, width: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, width);
  const made = new Float64Array(width * width);
  vectors.forEach((vector, a) => {
    const value = Math.max(0, values[a]!);
    for (let j = 0; j < width; j++)
      for (let k = 0; k < width; k++) made[j * width + k] = made[j * width + k]! + value * vector[j]! * vector[k]!;
  });
  const diagonal = Float64Array.from({ length: width }, (_, j) => Math.sqrt(made[j * width + j]!));
  return made.map((value, at) => {
    const [j, k] = [Math.floor(at / width), at % width];
    return j === k ? 1 : diagonal[j]! * diagonal[k]! > 0 ? value / (diagonal[j]! * diagonal[k]!) : 0;
  });
}

function correlationsOf(columns: readonly Float64Array[]): {
  center: Float64Array;
  deviations: Float64Array;
  correlations: Float64Array;
} {
  const rows = columns[0]!.length;
  const width = columns.length;
  const center = Float64Array.from(columns, (column) => column.reduce((sum, value) => sum + value, 0) / rows);
  const centered = columns.map((column, j) => column.map((value) => value - center[j]!));
  const deviations = Float64Array.from(centered, (column) => Math.sqrt(dot(column, column) / (rows - 1)));
  const correlations = new Float64Array(width * width);
  for (let j = 0; j < width; j++)
    for (let k = 0; k <= j; k++) {
      const scale = deviations[j]! * deviations[k]! * (rows - 1);
      const value = j === k ? 1 : scale > 0 ? dot(centered[j]!, centered[k]!) / scale : 0;
      correlations[j * width + k] = value;
      correlations[k * width + j] = value;
    }
  return { center, deviations, correlations };
}

/** Replaces the values by the sorted ones of the same rank. */
function byRank(values: Float64Array, sorted: Float64Array, order: Int32Array): void {
  for (let i = 0; i < order.length; i++) order[i] = i;
  order.sort((a, b) => values[a]! - values[b]! || a - b);
  for (let rank = 0; rank < order.length; rank++) values[order[rank]!] = sorted[rank]!;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
