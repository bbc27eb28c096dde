import { type Segmentation, segmentName } from "../segmentation.js";
import { type Table, tableOf } from "../table.js";
import { classesOf } from "./classesOf.js";

/** Mean and standard deviation of a number in a class. */
export interface ClassMeanRow {
  column: string;
  label: number;
  segment: string;
  mean: number;
  standardDeviation: number;
}

/**
 * What the numbers are like in the latent classes (latent profiles): mean and standard deviation of each numeric column in each class, one row for
 * each, in the units of the matrix. A column that is the same in all rows is left out.
 *
 * @throws TypeError where the segmentation has no latent classes.
 *
 * @example
 * const all = classMeans(await latentClass(matrixOf({ age: [20, 30, 40] }), { k: 1 }));
 * console.log(all.get("mean", 0), all.get("standardDeviation", 0).toFixed(3)); // 30 8.165
 */
export function classMeans(segmentation: Segmentation): Table<ClassMeanRow> {
  const { columns, means, variances } = classesOf(segmentation);
  // A column that was left out has one mean and one variance in all classes.
  const constant = columns.map((_, j) => variances.every((own) => own[j] === 1 / (2 * Math.PI)));
  const rows = columns.flatMap((column, j) =>
    constant[j]
      ? []
      : means.map(
          (own, label): ClassMeanRow => ({
            column,
            label,
            segment: segmentName(segmentation, label),
            mean: own[j]!,
            standardDeviation: Math.sqrt(variances[label]![j]!),
          }),
        ),
  );
  return tableOf<ClassMeanRow>({
    column: rows.map(({ column }) => column),
    label: rows.map(({ label }) => label),
    segment: rows.map(({ segment }) => segment),
    mean: rows.map(({ mean }) => mean),
    standardDeviation: rows.map(({ standardDeviation }) => standardDeviation),
  });
}
