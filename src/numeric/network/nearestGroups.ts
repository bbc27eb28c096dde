/** Groups in an embedding, one after the other: centers, or where there are weights normal distributions of independent coordinates. */
export interface EmbeddedGroups {
  readonly k: number;
  readonly centers: Float64Array;
  readonly mixture?: { readonly weights: Float64Array; readonly variances: Float64Array };
}

/**
 * The group of each encoded row: the one of the nearest center, or the most probable one, where a row is itself a normal distribution (`width` means, and as many
 * logarithms of variances). Of equal ones the first.
 */
export function nearestGroups(
  encoded: Float64Array,
  width: number,
  { k, centers, mixture }: EmbeddedGroups,
): Int32Array {
  const each = mixture === undefined ? width : 2 * width;
  const labels = new Int32Array(encoded.length / each);
  // Twice what a group lacks of being certain, up to what all rows share.
  const constants = Float64Array.from({ length: k }, (_, c) => {
    if (mixture === undefined) return 0;
    const own = mixture.variances.subarray(c * width, (c + 1) * width);
    return own.reduce((sum, variance) => sum + Math.log(variance), -2 * Math.log(mixture.weights[c]!));
  });
  for (let i = 0; i < labels.length; i++) {
    let least = Number.POSITIVE_INFINITY;
    for (let c = 0; c < k; c++) {
      let apart = constants[c]!;
      for (let j = 0; j < width; j++) {
        const square = (encoded[i * each + j]! - centers[c * width + j]!) ** 2;
        apart +=
          mixture === undefined
            ? square
            : (square + Math.exp(encoded[i * each + width + j]!)) / mixture.variances[c * width + j]!;
      }
      if (apart < least) [least, labels[i]] = [apart, c];
    }
  }
  return labels;
}
