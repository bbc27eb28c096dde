import { requireOptions } from "../errors.js";
import type { Matrix } from "../matrix.js";
import { counted } from "../readable.js";
import type { Segmentation } from "../segmentation.js";
import { customersOnPlane } from "./customersOnPlane.js";
import type { Figure } from "./figure.js";
import { embed, project } from "./project.js";
import { columnsOf, inWords, projectMixed } from "./projectMixed.js";
import { requireSameRows } from "./requireSameRows.js";
import { rowsBySegment, sampleBySegment } from "./rowsBySegment.js";

/** Options of `plot.segments`. */
export interface SegmentsOptions {
  /** The plane: the first two principal components, or a neighbor embedding. */
  method?: "pca" | "umap";
  /** For "umap": how many nearest neighbors of a customer to keep near. */
  neighbors?: number;
  /** For "umap": seed of the embedding. */
  seed?: number;
}

/** Points at most: what a page can carry, and what can be embedded within some seconds. */
const mostPoints = { pca: 5000, umap: 2000 };

/**
 * Customers on a plane, colored and shaped by segment, with the middle of each segment labeled.
 *
 * With two columns the plane is these columns; with more it is the first two principal components of the matrix, whose share of the
 * variance stands in the axis titles and whose loadings are drawn as arrows (their directions count; their length is stretched to
 * the plot). With one column, segments stand in rows along it. More than 5,000 customers are sampled, every segment in proportion, and the
 * subtitle says so.
 *
 * Where the matrix has categories, numbers and categories are projected together by a factor analysis of mixed data (Pagès 2004; with
 * categories alone it is a multiple correspondence analysis), and the subtitle says so: numbers are standardized, levels are columns of 0 and 1 that count the more the
 * rarer they are, a missing answer stands in the middle, and levels beyond the thirty most frequent of a category count as one. Customers with one and
 * the same place are spread around it. The shares of the variance are small by nature there, since every level is a dimension.
 *
 * It misleads where the two components carry little of the variance: segments that overlap here may lie far apart in a dimension that
 * is not drawn. It is a picture and no evidence; see silhouette and stability for that.
 *
 * `method: "umap"` places customers so that those who are alike in all columns stand near one another (McInnes, Healy and Melville 2018),
 * starting from the principal components; more than 2,000 are sampled, and it takes some seconds. The subtitle says how many of a
 * customer's nearest neighbors the picture keeps, and how many the components would. Here only who stands beside whom means
 * something: the method tears clouds into islands that are no segments, and neither the size of an island nor the gap to the next one
 * can be read. Never segment by these places.
 *
 * @throws RangeError where the matrix is empty (or has fewer than 4 rows, for "umap"), the segmentation labels other rows, or an option is out of range.
 *
 * @example
 * const points = matrixOf({ recency: [1, 2, 90, 95], frequency: [9, 8, 1, 1] });
 * const segmentation = await kmeans(points, { k: 2, seed: 1 });
 * console.log(plot.segments(points, segmentation).title); // 2 segments of 4 customers
 */
export function segments(matrix: Matrix, segmentation: Segmentation, options: SegmentsOptions = {}): Figure {
  requireOptions(options, { method: true, neighbors: true, seed: true }, "plot.segments");
  const { method = "pca", neighbors = 15, seed = 1 } = options;
  if (method !== "pca" && method !== "umap")
    throw new RangeError(`expected method "pca" or "umap", got ${JSON.stringify(method)}`);
  if (!Number.isInteger(neighbors) || neighbors < 2)
    throw new RangeError(`expected neighbors to be a whole number of 2 or more, got ${neighbors}`);
  requireSameRows(matrix, segmentation, { orCategories: true });
  const mixed = matrix.categorical.length > 0;
  const groups = rowsBySegment(segmentation.labels);
  const shown = sampleBySegment(groups, mostPoints[method]);
  const projection =
    method === "pca"
      ? (mixed ? projectMixed : project)(matrix, segmentation)
      : embed(
          mixed ? columnsOf(matrix).map(({ values }) => values) : matrix.values,
          [...shown.values()].flat().sort((a, b) => a - b),
          { neighbors, seed },
        );
  const note =
    mixed && method === "umap" ? `${projection.note}. Near is who is near in ${inWords(matrix)}` : projection.note;
  const title = `${counted(segmentation.k, "segment")} of ${counted(segmentation.labels.length, "customer")}`;
  return customersOnPlane(segmentation, { projection: { ...projection, note }, groups, shown, title });
}
