import { portableExp } from "../portableExp.js";
import { portableLog } from "../portableLog.js";

/** Groups in an embedding, one after the other: centers, or where there are weights normal distributions of independent coordinates. */
export interface EmbeddedGroups {
  readonly k: number;
  readonly centers: Float64Array;
  readonly mixture?: { readonly weights: Float64Array; readonly variances: Float64Array };
}

/** Logarithms of the variance of a row's place, beyond which it is as if known or unknown. */
export const [narrow, wide] = [-12, 8];

/** How far a row is from a group: squared, or of a mixture twice what the group lacks of being certain, up to what all groups share. */
export function groupDistances(
  encoded: Float64Array,
  width: number,
  { k, centers, mixture }: EmbeddedGroups,
): { rows: number; apartOf: (i: number, c: number) => number } {
  const each = mixture === undefined ? width : 2 * width;
  const constants = Float64Array.from({ length: k }, (_, c) => {
    if (mixture === undefined) return 0;
    const own = mixture.variances.subarray(c * width, (c + 1) * width);
    return own.reduce((sum, variance) => sum + portableLog(variance), -2 * portableLog(mixture.weights[c]!));
  });
  const apartOf = (i: number, c: number) => {
    let apart = constants[c]!;
    for (let j = 0; j < width; j++) {
      const square = (encoded[i * each + j]! - centers[c * width + j]!) ** 2;
      apart +=
        mixture === undefined
          ? square
          : (square + portableExp(Math.min(wide, Math.max(narrow, encoded[i * each + width + j]!)))) /
            mixture.variances[c * width + j]!;
    }
    return apart;
  };
  return { rows: encoded.length / each, apartOf };
}
