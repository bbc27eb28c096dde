import { requireColumn } from "../../errors.js";
import type { CategoricalColumn, Matrix } from "../../matrix.js";
import { leastProbability } from "../../numeric/classSpace.js";
import { portableExp } from "../../numeric/portableExp.js";
import { portableLog } from "../../numeric/portableLog.js";
import type { Model } from "../../segmentation.js";
import { columnsOf } from "./columnsOf.js";

type ClassModel = Extract<Model, { kind: "classes" }>;

/** Which class each row most probably belongs to, and the probabilities of all classes. */
export interface ClassRowsFound {
  readonly labels: Int32Array;
  /** One array per class: the probability of each row. */
  readonly shares: Float64Array[];
}

/**
 * The probabilities of the classes for each row, by all that it answered, and the most probable one. Missing answers count nothing, and so do
 * answers that no row of the fit gave. Of classes equally probable the larger one wins, then the one whose probabilities come first in
 * lexicographic order, so that the answer does not depend on how classes are numbered.
 */
export function byClasses(model: ClassModel, matrix: Matrix): ClassRowsFound {
  const { weights, means, variances } = model;
  const { rows } = matrix;
  const k = weights.length;
  const values = columnsOf(model, matrix);
  const names = matrix.categorical.map(({ name }) => name);
  const items = model.categorical.map(({ column, levels }, j) => {
    requireColumn(names, column, "a categorical column of the segmentation");
    const own = matrix.categorical[names.indexOf(column)]!;
    return { codes: own.codes, logs: logsOf(model, j, levels, own) };
  });
  const order = weights.map((_, c) => c).sort((a, b) => weights[b]! - weights[a]! || compare(model, a, b));
  const constants = weights.map(
    (weight, c) =>
      portableLog(Math.max(weight, Number.MIN_VALUE)) -
      variances[c]!.reduce((sum, variance) => sum + 0.5 * portableLog(2 * Math.PI * variance), 0),
  );
  const labels = new Int32Array(rows);
  const shares = weights.map(() => new Float64Array(rows));
  const densities = new Float64Array(k);
  for (let i = 0; i < rows; i++) {
    let best = order[0]!;
    for (const c of order) {
      let density = constants[c]!;
      for (const { codes, logs } of items) if (codes[i]! >= 0) density += logs[c]![codes[i]!]!;
      values.forEach((column, j) => {
        density -= (column[i]! - means[c]![j]!) ** 2 / (2 * variances[c]![j]!);
      });
      densities[c] = density;
      if (density > densities[best]!) best = c;
    }
    const peak = densities[best]!;
    if (!Number.isFinite(peak))
      throw new RangeError(
        `expected rows whose squared distances a double can hold, got row ${i + 1} far from all classes; scale the columns`,
      );
    labels[i] = best;
    let total = 0;
    for (let c = 0; c < k; c++) total += densities[c] = portableExp(densities[c]! - peak);
    for (let c = 0; c < k; c++) shares[c]![i] = densities[c]! / total;
  }
  return { labels, shares };
}

/** For each class the logarithms of the probabilities of the matrix's levels; 0, which tells nothing, for levels that the fit had not. */
function logsOf(
  { probabilities }: ClassModel,
  item: number,
  levels: readonly string[],
  { levels: own }: CategoricalColumn,
): number[][] {
  const codes = own.map((level) => levels.indexOf(level));
  const given = levels.map((_, level) => probabilities.some((one) => one[item]![level]! > 0));
  return probabilities.map((one) =>
    codes.map((code) => (code < 0 || !given[code] ? 0 : portableLog(Math.max(leastProbability, one[item]![code]!)))),
  );
}

function compare({ probabilities, means }: ClassModel, a: number, b: number): number {
  const flat = (c: number) => [...probabilities[c]!.flat(), ...means[c]!];
  const other = flat(b);
  const differs = flat(a).map((value, at) => value - other[at]!);
  return differs.find((difference) => difference !== 0) ?? 0;
}
