import { centroids } from "../centroids.js";

/** Groups of rows as normal distributions of independent coordinates. */
export interface Groups {
  readonly weights: Float64Array;
  /** Group by group. */
  readonly centers: Float64Array;
  readonly variances: Float64Array;
  /** Mean variance within the groups. */
  readonly spread: number;
}

/** The shares, centers and variances of labeled rows; no variance is less than a twentieth of the mean one, so that a small group does not begin as a point. */
export function labeledGroups(rows: Float64Array, width: number, labels: Int32Array, k: number): Groups {
  const { centers, weight: counts } = centroids(rows, width, labels, k);
  const squares = new Float64Array(k * width);
  labels.forEach((label, i) => {
    for (let j = 0; j < width; j++)
      squares[label * width + j]! += (rows[i * width + j]! - centers[label * width + j]!) ** 2;
  });
  const spread = Math.max(1e-6, squares.reduce((sum, square) => sum + square, 0) / rows.length);
  return {
    weights: counts.map((count) => count / labels.length),
    centers,
    variances: squares.map((square, at) => Math.max(square / counts[Math.floor(at / width)]!, spread / 20)),
    spread,
  };
}
