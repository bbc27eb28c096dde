import type { KmeansSpace } from "./kmeansSpace.js";

/**
 * Puts the rows of centers into lexicographic order, and the limits and labels with them: of centers equally near, the first
 * then does not depend on the start.
 */
export function sortCenters({ centers, limit, labels, shape }: KmeansSpace): void {
  const { k, width } = shape;
  const rows = Array.from({ length: k }, (_, c) => ({
    old: c,
    row: centers.slice(c * width, (c + 1) * width),
    limit: limit[c]!,
  }));
  rows.sort(({ row: a }, { row: b }) => {
    const at = a.findIndex((value, j) => value !== b[j]);
    return at < 0 ? 0 : a[at]! - b[at]!;
  });
  const renamed = new Int16Array(k);
  rows.forEach((one, c) => {
    centers.set(one.row, c * width);
    limit[c] = one.limit;
    renamed[one.old] = c;
  });
  for (let i = 0; i < labels.length; i++) if (labels[i]! >= 0) labels[i] = renamed[labels[i]!]!;
}
