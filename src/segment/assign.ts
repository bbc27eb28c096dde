import { type Matrix, requireMatrix } from "../matrix.js";
import { type ModelPart, requireSegmentation, type Segmentation } from "../segmentation.js";
import { byCenters } from "./assign/byCenters.js";
import { byClasses } from "./assign/byClasses.js";
import { byDensity } from "./assign/byDensity.js";
import { byMixture } from "./assign/byMixture.js";
import { byModes } from "./assign/byModes.js";
import { byNeighbors } from "./assign/byNeighbors.js";
import { byNetwork } from "./assign/byNetwork.js";
import { byCells, byNesting } from "./assign/byParts.js";
import { byPrototypes } from "./assign/byPrototypes.js";
import { byRules } from "./assign/byRules.js";

/**
 * Labels rows that the method has not seen, by what it learned:
 * - the nearest center, modes or prototype (`kmeans`, `kmodes`, `kprototypes`);
 * - the most probable segment (`gaussianMixture`, and `latentClass`, where missing answers, and levels that the fit had not, count nothing: `matrix(rows, { like })`
 *   refuses such levels, so set them to missing, or make the Matrix without `like`);
 * - the segment of the nearest row of the fit (`ward`, and `cut` of a dendrogram);
 * - where the row joins the condensed tree (`hdbscan`): the row of the fit that is nearest by mutual reachability takes it along, at the distance
 *   between them; it is noise (-1) where the density there is too low for a segment;
 * - the nearest center, or the most probable segment, in the embedding (`autoencoder`; no TensorFlow is needed for it);
 * - the first rule that matches (`rules`), or two of these, one beside or within the other (`combine`, `subsegments`).
 *
 * A row can get none but the labels of the segmentation. On the rows that the
 * segmentation was made of it gives the same labels again, but for rules on missing values (a Matrix has none, and one that
 * was imputed counts like any other), and for rows that trimmed k-means left out though they are no farther than one that it kept:
 * they get its label.
 *
 * The matrix has to be prepared with the figures recorded with the segmentation: `matrix(newRows, { like: prepared })`,
 * where `prepared` is the first Matrix or its `preparation`. Its columns may stand in another order. Rules read plain
 * columns, so these must not be logged or scaled; a Matrix of more columns will do. Two stages that were prepared differently (`combine`,
 * `subsegments`) take a list of matrices of the same rows, such as `[plain, scaled]`: each stage reads the first that holds its columns as it
 * needs them.
 *
 * When it misleads: but for density and trimmed k-means every row gets a segment, however far from all of them it lies, and customers change: labels from last
 * year's centers say where a customer would have belonged then. Many new rows that are noise to a density are a sign of that.
 *
 * @returns One label per row of the matrix, numbered as in the segmentation; -1 where no rule matches and the
 *   segmentation has no segment for such rows, where the row lies farther from the centers than any row that trimmed k-means
 *   kept, where it stands too thin for a segment by density, or has no known column in common with any row of the fit (Gower's distance).
 * @throws TypeError where it is given no segmentation or no Matrix, or a list for a segmentation of one stage.
 * @throws DataError where a column is absent.
 * @throws RangeError where the matrix was prepared differently, or has columns that the method did not see; where the matrices of a list
 *   do not have the same rows.
 *
 * @example
 * const segments = await kmeans(matrixOf({ x: [0, 1, 2, 10, 11] }), { k: 2 });
 * console.log(assign(segments, matrixOf({ x: [9, 3] }))); // Int32Array(2) [ 1, 0 ]
 */
export function assign(segmentation: Segmentation, matrix: Matrix | readonly Matrix[]): Int32Array {
  requireSegmentation(segmentation);
  const given = Array.isArray(matrix) ? (matrix as readonly Matrix[]) : [matrix as Matrix];
  const { kind } = segmentation.model;
  const stages = kind === "combined" || kind === "nested";
  if (given.length === 0 || (given.length > 1 && !stages))
    throw new TypeError(
      `expected one Matrix${stages ? ", or several," : ""} for a segmentation by ${segmentation.method}, got a list of ${given.length}`,
    );
  for (const one of given) requireMatrix(one);
  const [first, ...others] = given as [Matrix, ...Matrix[]];
  for (const one of others) {
    const at = one.ids.findIndex((id, i) => id !== first.ids[i]);
    if (at >= 0 || one.rows !== first.rows)
      throw new RangeError(
        `expected matrices of the same rows in the same order, got ${at < 0 ? `${first.rows} and ${one.rows} rows` : `${JSON.stringify(first.ids[at])} and ${JSON.stringify(one.ids[at])} in row ${at + 1}`}`,
      );
  }
  return labelsOf(segmentation, given);
}

/** A model within another one is all that is left of a segmentation, and all that labeling reads. */
function labelsOf({ model, names }: ModelPart, matrices: readonly Matrix[]): Int32Array {
  const matrix = matrices[0]!;
  switch (model.kind) {
    case "centers":
      return byCenters(model, matrix);
    case "modes":
      return byModes(model, matrix);
    case "prototypes":
      return byPrototypes(model, matrix);
    case "mixture":
      return byMixture(model, matrix).labels;
    case "classes":
      return byClasses(model, matrix).labels;
    case "neighbors":
      return byNeighbors(model, matrix);
    case "rules":
      return byRules(model, names, matrix);
    case "combined":
      return byCells(model, matrices, labelsOf);
    case "nested":
      return byNesting(model, matrices, labelsOf);
    case "density":
      return byDensity(model, matrix);
    case "network":
      return byNetwork(model, matrix).labels;
  }
}
