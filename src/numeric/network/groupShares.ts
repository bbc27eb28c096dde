import { portableExp } from "../portableExp.js";
import { type EmbeddedGroups, groupDistances } from "./groupDistances.js";

/**
 * How probable each group of a mixture is for each encoded row, one array a group: its share and density, the latter in the mean over the row's own distribution
 * of logarithms (Jiang and others 2017, equation 16, without a draw). The group of `nearestGroups` has the largest.
 */
export function groupShares(encoded: Float64Array, width: number, groups: EmbeddedGroups): Float64Array[] {
  const { rows, apartOf } = groupDistances(encoded, width, groups);
  const shares = Array.from({ length: groups.k }, () => new Float64Array(rows));
  for (let i = 0; i < rows; i++) {
    let least = Number.POSITIVE_INFINITY;
    shares.forEach((own, c) => {
      own[i] = apartOf(i, c);
      least = Math.min(least, own[i]!);
    });
    let total = 0;
    for (const own of shares) {
      own[i] = portableExp((least - own[i]!) / 2);
      total += own[i]!;
    }
    for (const own of shares) own[i] = own[i]! / total;
  }
  return shares;
}
