import type { CategoricalColumn } from "../matrix.js";
import { type ClassRows, classRows } from "./classRows.js";
import { classLayout } from "./classSpace.js";
import { mixedRows } from "./mixedRows.js";
import { safeUnit } from "./safeUnit.js";

/** Answers and numbers as the search for latent classes reads them, and what leads back to their units. */
export interface ClassData {
  readonly rows: ClassRows;
  /** The place of each given row among the different ones. */
  readonly numbers: Int32Array;
  /** Mean and standard deviation of each column; a constant one, which tells nothing, has standard deviation 0 and is not in `rows`. */
  readonly centers: Float64Array;
  readonly units: Float64Array;
}

/** Shares, probabilities, means and variances of classes, in the units of the columns. */
export interface ClassParameters {
  readonly weights: number[];
  /** By class, item and level. */
  readonly probabilities: number[][][];
  /** By class and column. */
  readonly means: number[][];
  readonly variances: number[][];
}

/** The variance of a normal density that is 1 at its mean, so that a constant column adds nothing to any log likelihood. */
const neutral = 1 / (2 * Math.PI);

/** Prepares columns; `shared`: for other threads to read. */
export function classData(
  values: readonly Float64Array[],
  categorical: readonly CategoricalColumn[],
  rows: number,
  shared: boolean,
): ClassData {
  const constant = values.map((column) => column.every((value) => value === column[0]));
  const varied = values.filter((_, j) => !constant[j]);
  const { mixed, numbers } = mixedRows(varied, categorical, rows, shared);
  const centers = Float64Array.from(values, (column) => column[0] ?? 0);
  const units = new Float64Array(values.length);
  let at = 0;
  values.forEach((column, j) => {
    if (constant[j]) return;
    const place = at++;
    const safe = safeUnit([column]);
    const { x, width, count, weights } = mixed;
    // Over the rows in their own order, so that nothing hangs on that in which they came.
    let sum = 0;
    const first = x[place]! / safe;
    for (let i = 0; i < count; i++) sum += weights[i]! * (x[i * width + place]! / safe - first);
    const center = first + sum / rows;
    let squares = 0;
    for (let i = 0; i < count; i++) squares += weights[i]! * (x[i * width + place]! / safe - center) ** 2;
    const unit = Math.sqrt(squares / rows) || 1;
    for (let i = 0; i < count; i++) x[i * width + place] = (x[i * width + place]! / safe - center) / unit;
    centers[j] = center * safe;
    units[j] = unit * safe;
  });
  return { rows: classRows(mixed), numbers, centers, units };
}

/** What the log likelihood of the prepared rows is more than that of the rows in their own units. */
export function logStretch({ rows, units }: ClassData): number {
  return rows.total * units.reduce((sum, unit) => sum + (unit > 0 ? Math.log(unit) : 0), 0);
}

/** The parameters of a model of the prepared rows. */
export function classParameters(model: Float64Array, k: number, { rows, centers, units }: ClassData): ClassParameters {
  const { slots, means, variances } = classLayout(rows, k);
  const { answers, begins } = rows;
  const classes = Array.from({ length: k }, (_, c) => c);
  const place = Array.from(units, (unit, j) => (unit > 0 ? units.subarray(0, j).filter((one) => one > 0).length : -1));
  return {
    weights: classes.map((c) => model[c]!),
    probabilities: classes.map((c) =>
      Array.from({ length: answers }, (_, j) =>
        Array.from(
          { length: begins[j + 1]! - 1 - begins[j]! },
          (_, level) => model[slots + (begins[j]! + level) * k + c]!,
        ),
      ),
    ),
    means: classes.map((c) =>
      place.map((at, j) => (at < 0 ? centers[j]! : centers[j]! + units[j]! * model[means + at * k + c]!)),
    ),
    variances: classes.map((c) =>
      place.map((at, j) => (at < 0 ? neutral : units[j]! ** 2 * model[variances + at * k + c]!)),
    ),
  };
}

/** How many numbers a model of k classes can choose: shares, probabilities of levels that occur, means and variances. */
export function classFreedom({ rows }: Pick<ClassData, "rows">, k: number): number {
  return k - 1 + k * (levelsGiven(rows).reduce((sum, levels) => sum + Math.max(0, levels - 1), 0) + 2 * rows.width);
}

/** How many levels of each item somebody chose. */
export function levelsGiven(rows: ClassRows): number[] {
  const { count, answers, begins } = rows;
  const { groups, cells, cellBegins } = rows;
  const width = groups.length - 1;
  const seen = new Uint8Array(begins[answers]!);
  for (let g = 0; g < width; g++) {
    const used = new Set<number>();
    for (let i = 0; i < count; i++) used.add(cells[i * width + g]! - cellBegins[g]!);
    for (const cell of used) {
      let left = cell;
      for (let j = groups[g]!; j < groups[g + 1]!; j++) {
        const levels = begins[j + 1]! - begins[j]!;
        seen[begins[j]! + (left % levels)] = 1;
        left = Math.floor(left / levels);
      }
    }
  }
  return Array.from({ length: answers }, (_, j) =>
    seen.subarray(begins[j]!, begins[j + 1]! - 1).reduce((sum, one) => sum + one, 0),
  );
}
