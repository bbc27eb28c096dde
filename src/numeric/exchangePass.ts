import { squaredDistance } from "./squaredDistance.js";

/**
 * One pass of single-row moves over all rows: a row goes to another center where that lowers the weighted within sum of
 * squares, and both centers follow at once (Hartigan 1975). It leaves local optima in which Lloyd's iteration stays, since
 * it counts how far the centers themselves move (Telgarsky and Vattani 2010). Changes `labels`, `centers`, `weight` and
 * `counts`; the last row of a label stays. Returns how many rows moved.
 */
export function exchangePass(
  flat: Float64Array,
  width: number,
  labels: Int32Array,
  centers: Float64Array,
  weight: Float64Array,
  counts: Int32Array,
  weights?: Float64Array,
): number {
  const k = counts.length;
  let moved = 0;
  for (let i = 0, row = 0; i < labels.length; i++, row += width) {
    const from = labels[i]!;
    const w = weights === undefined ? 1 : weights[i]!;
    // Beside a weight of 1e17 one of 1 vanishes in the sum: such a row is its label, like the last one.
    if (counts[from]! < 2 || !(weight[from]! > w)) continue;
    const saving = (squaredDistance(flat, row, centers, from * width, width) * weight[from]!) / (weight[from]! - w);
    let to = -1;
    let least = saving * (1 - 1e-12); // a gain within rounding could go back and forth forever
    for (let c = 0; c < k; c++) {
      if (c === from) continue;
      const cost = (squaredDistance(flat, row, centers, c * width, width) * weight[c]!) / (weight[c]! + w);
      if (cost < least) {
        least = cost;
        to = c;
      }
    }
    if (to < 0) continue;
    const out = w / (weight[from]! - w);
    const into = w / (weight[to]! + w);
    for (let j = 0; j < width; j++) {
      const value = flat[row + j]!;
      const left = from * width + j;
      const joined = to * width + j;
      centers[left] = centers[left]! + (centers[left]! - value) * out;
      centers[joined] = centers[joined]! + (value - centers[joined]!) * into;
    }
    weight[from] = weight[from]! - w;
    weight[to] = weight[to]! + w;
    counts[from] = counts[from]! - 1;
    counts[to] = counts[to]! + 1;
    labels[i] = to;
    moved++;
  }
  return moved;
}
