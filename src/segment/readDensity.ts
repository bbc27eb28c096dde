import { requireResult } from "../errors.js";
import { unpackDoubles } from "../numeric/unpackDoubles.js";
import type { DensityModel, Segmentation } from "../segmentation.js";

/** For each row the last cluster that it is in, and the distance at which it leaves it. */
export interface InTree {
  readonly home: ArrayLike<number>;
  readonly left: Float64Array;
}

/** The rows of a density model: their numbers by column, core distances, and places in the tree. */
export function readDensity(model: DensityModel): InTree & { columns: Float64Array[]; core: Float64Array } {
  const { home, packed, columns } = model;
  const rows = home.length;
  const numbers = unpackDoubles(packed, rows * (columns.length + 2));
  const part = (j: number) => numbers.slice(j * rows, (j + 1) * rows);
  return { columns: columns.map((_, j) => part(j)), core: part(columns.length), left: part(columns.length + 1), home };
}

/** The segment of a row that leaves a cluster at a distance; -1: none. */
export function segmentAt({ clusters, reach }: DensityModel, cluster: number, distance: number): number {
  const { segment } = clusters[cluster]!;
  return reach !== undefined && distance > reach ? -1 : segment;
}

/** The density model of a segmentation. @throws TypeError where it has another. */
export function densityOf(segmentation: Segmentation): DensityModel {
  requireResult(segmentation, "model", "hdbscan");
  const { model } = segmentation;
  if (model.kind !== "density")
    throw new TypeError(
      `expected a segmentation by density, got one by ${segmentation.method}; make one with hdbscan(matrix, { minClusterSize })`,
    );
  return model;
}
