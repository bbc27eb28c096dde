import { type Segmentation, segmentName } from "../segmentation.js";
import { type Table, tableOf } from "../table.js";
import { classesOf } from "./classesOf.js";

/** The probability of an answer in a class. */
export interface ClassProbabilityRow {
  item: string;
  level: string;
  label: number;
  segment: string;
  probability: number;
  /** Its probability in all classes together, by the model. */
  overall: number;
}

/**
 * What the latent classes answer: the probability of each answer to each item in each class, one row for each, in the order of items, levels and classes.
 * `overall` is the probability in all classes together, so that what is typical of a class is what stands out from that.
 *
 * When it misleads: a probability of a small class is known badly, and one of 0 or 1 says only that nobody in these data was an exception.
 *
 * @throws TypeError where the segmentation has no latent classes.
 *
 * @example
 * const answers = matrix(
 *   ["yes yes", "yes yes", "yes no", "no no", "no no"].map((both, customer) => ({ customer, tea: both.split(" ")[0], milk: both.split(" ")[1] })),
 *   { columns: [], categorical: ["tea", "milk"] },
 * );
 * const all = classProbabilities(await latentClass(answers, { k: 1 }));
 * console.log(all.array("level").join(), Array.from(all.array("probability"), (p) => p.toFixed(2)).join()); // no,yes,no,yes 0.40,0.60,0.60,0.40
 */
export function classProbabilities(segmentation: Segmentation): Table<ClassProbabilityRow> {
  const { categorical, probabilities, weights } = classesOf(segmentation);
  const rows = categorical.flatMap(({ column, levels }, j) =>
    levels.flatMap((level, at) => {
      const overall = weights.reduce((sum, weight, c) => sum + weight * probabilities[c]![j]![at]!, 0);
      return weights.map(
        (_, label): ClassProbabilityRow => ({
          item: column,
          level,
          label,
          segment: segmentName(segmentation, label),
          probability: probabilities[label]![j]![at]!,
          overall,
        }),
      );
    }),
  );
  return tableOf<ClassProbabilityRow>({
    item: rows.map(({ item }) => item),
    level: rows.map(({ level }) => level),
    label: rows.map(({ label }) => label),
    segment: rows.map(({ segment }) => segment),
    probability: rows.map(({ probability }) => probability),
    overall: rows.map(({ overall }) => overall),
  });
}
