import { requireColumn } from "../../errors.js";
import type { Matrix } from "../../matrix.js";
import { slotsOf } from "../../numeric/mixedRows.js";
import { nearestPrototype } from "../../numeric/nearestPrototype.js";
import { answerCost } from "../../numeric/prototypes.js";
import { rowMajor } from "../../numeric/rowMajor.js";

/** Prototypes in label order, as a model holds them. */
export interface NearestModes {
  readonly values: readonly Float64Array[];
  readonly centers: readonly (readonly number[])[];
  readonly categorical: readonly string[];
  readonly modes: readonly (readonly (string | null)[])[];
  readonly gamma: number;
  readonly absolute: boolean;
  readonly ties: readonly number[];
  readonly frequencies?: readonly (readonly (readonly [string, number])[])[] | undefined;
}

/**
 * The label of the nearest prototype of each row. An answer that no row of the fit gave matches no mode, and a missing one counts
 * nothing.
 *
 * @throws DataError where a column of categories is absent.
 */
export function nearestModes(model: NearestModes, matrix: Matrix): Int32Array {
  const { values, centers, modes, ties, gamma, absolute } = model;
  const names = matrix.categorical.map(({ name }) => name);
  const columns = model.categorical.map((name) => {
    requireColumn(names, name, "a categorical column of the segmentation");
    return matrix.categorical[names.indexOf(name)]!;
  });
  const count = matrix.rows;
  const { slots, begins } = slotsOf(columns, count);
  const length = begins[columns.length]!;
  const known = model.frequencies?.map((column) => new Map(column));
  const rarity = known && new Float64Array(length);
  if (rarity !== undefined)
    columns.forEach(({ levels }, j) => {
      levels.forEach((level, code) => {
        const count = known![j]!.get(level);
        if (count !== undefined) rarity[begins[j]! + code] = 1 / count;
      });
    });
  const costs = new Float64Array(ties.length * length);
  ties.forEach((label, c) => {
    columns.forEach(({ levels }, j) => {
      const level = modes[label]![j]!;
      const code = level === null ? -1 : levels.indexOf(level);
      const mode = code < 0 ? -1 : begins[j]! + code;
      // A mode that these rows have no name for is a level of the fit all the same.
      const unnamed = level !== null && code < 0 ? known?.[j]?.get(level) : undefined;
      for (let slot = begins[j]!; slot < begins[j]! + levels.length; slot++)
        costs[c * length + slot] =
          unnamed === undefined ? answerCost(slot, mode, rarity) : (rarity?.[slot] ?? 0) + 1 / unnamed;
    });
  });
  const width = values.length;
  const rows = {
    count,
    width,
    x: rowMajor(values, count),
    answers: columns.length,
    slots,
    begins,
    weights: new Float64Array(0),
  };
  const table = {
    k: ties.length,
    centers: Float64Array.from(ties.flatMap((label) => centers[label] ?? [])),
    costs,
    gamma,
    absolute,
    least: 0,
  };
  return Int32Array.from({ length: count }, (_, i) => ties[nearestPrototype(rows, table, i)]!);
}
