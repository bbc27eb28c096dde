import type { CategoricalColumn, Matrix } from "../../matrix.js";
import type { Model, Segmentation } from "../../segmentation.js";

/**
 * Columns between which Euclidean distances say how far rows are apart for the method that made the segments: the numbers, and for
 * methods that use categories a column for each level. With k-modes and k-prototypes the squared distance of two rows is then the distance that
 * the method lowers: squared differences of numbers plus gamma for each answer that differs. (With Gower's distance, numbers are in units
 * of their range and their differences are squared.) With latent classes each answer that differs counts 1. A missing answer stands in the middle of all answers.
 *
 * @throws RangeError where there is no column to measure.
 */
export function scoredColumns(matrix: Matrix, { model }: Segmentation): readonly Float64Array[] {
  const columns = columnsFor(matrix, model);
  if (columns.length === 0)
    throw new RangeError(
      "expected a matrix with columns that the distances of this method can be measured on, got none: numeric ones, or categorical ones with k-modes, k-prototypes and latent classes",
    );
  return columns;
}

function columnsFor({ columns, values, categorical }: Matrix, model: Model): readonly Float64Array[] {
  const answers = (names: readonly string[], gamma: number, rare = false) =>
    categorical.filter(({ name }) => names.includes(name)).flatMap((column) => levelColumns(column, gamma, rare));
  switch (model.kind) {
    case "modes":
      return answers(model.categorical, 1, model.frequencies !== undefined);
    case "prototypes": {
      const numbers = values.map((column, j) => {
        const range = model.ranges?.[model.columns.indexOf(columns[j]!)] ?? 1;
        return range === 1 ? column : column.map((value) => value / range);
      });
      return [...numbers, ...answers(model.categorical, model.gamma)];
    }
    case "classes": {
      const items = model.categorical.map(({ column }) => column);
      return [...values, ...answers(items, 1)];
    }
    default:
      return values;
  }
}

/** A column for each level that occurs: two rows with different answers are gamma apart when squared, or one over the frequency of either. */
function levelColumns({ levels, codes }: CategoricalColumn, gamma: number, rare: boolean): Float64Array[] {
  const counts = new Float64Array(levels.length);
  let given = 0;
  for (let i = 0; i < codes.length; i++) {
    if (codes[i]! < 0) continue;
    counts[codes[i]!] = counts[codes[i]!]! + 1;
    given++;
  }
  return levels.flatMap((_, level) => {
    const count = counts[level]!;
    if (count === 0) return [];
    const full = Math.sqrt(rare ? 1 / count : gamma / 2);
    const middle = (full * count) / given;
    return [Float64Array.from(codes, (code) => (code < 0 ? middle : code === level ? full : 0))];
  });
}
