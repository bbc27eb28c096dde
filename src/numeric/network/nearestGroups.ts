import { type EmbeddedGroups, groupDistances } from "./groupDistances.js";

/**
 * The group of each encoded row: the one of the nearest center, or the most probable one, where a row is itself a normal distribution (`width` means, and as many
 * logarithms of variances). Of equal ones the first.
 */
export function nearestGroups(encoded: Float64Array, width: number, groups: EmbeddedGroups): Int32Array {
  const { rows, apartOf } = groupDistances(encoded, width, groups);
  const labels = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    let least = Number.POSITIVE_INFINITY;
    for (let c = 0; c < groups.k; c++) {
      const apart = apartOf(i, c);
      if (apart < least) [least, labels[i]] = [apart, c];
    }
  }
  return labels;
}
