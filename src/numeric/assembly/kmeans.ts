// What k-means does with rows that have a label; see kernels.ts for what the arguments are.

import { eight, squares } from "./rows.ts";

/**
 * Adds rows lo..hi to the masses and counts of their labels, and to the sums how far the rows lie from the centers: sums of
 * differences stay exact where the rows are far from zero.
 */
export function tally(
  x: usize,
  width: i32,
  lo: i32,
  hi: i32,
  weights: usize,
  centers: usize,
  labels: usize,
  sums: usize,
  mass: usize,
  counts: usize,
): void {
  const row = <usize>width * eight;
  for (let i = lo; i < hi; i++) {
    const label = <i32>load<i16>(labels + ((<usize>i) << 1));
    if (label < 0) continue;
    const weight = weights === 0 ? 1.0 : load<f64>(weights + ((<usize>i) << 3));
    const p = x + <usize>i * row;
    const at = <usize>label * row;
    for (let o: usize = 0; o < row; o += eight)
      store<f64>(sums + at + o, load<f64>(sums + at + o) + weight * (load<f64>(p + o) - load<f64>(centers + at + o)));
    const m = mass + ((<usize>label) << 3);
    store<f64>(m, load<f64>(m) + weight);
    const n = counts + ((<usize>label) << 2);
    store<i32>(n, load<i32>(n) + 1);
  }
}

/**
 * Moves single rows to another center where that lowers the weighted within sum of squares, the centers following at once
 * (Hartigan 1975). Until the first one moves, rows whose gap shows that they cannot gain are passed over. What moved has no gap that
 * could be trusted. Returns how many rows moved.
 */
export function exchange(
  x: usize,
  width: i32,
  rows: i32,
  weights: usize,
  centers: usize,
  k: i32,
  labels: usize,
  gap: usize,
  limit: usize,
  mass: usize,
  counts: usize,
): i32 {
  const row = <usize>width * eight;
  let lightest: f64 = Infinity;
  for (let c = 0; c < k; c++) lightest = Math.min(lightest, load<f64>(mass + ((<usize>c) << 3)));
  let moved = 0;
  for (let i = 0; i < rows; i++) {
    const from = <i32>load<i16>(labels + ((<usize>i) << 1));
    const weight = weights === 0 ? 1.0 : load<f64>(weights + ((<usize>i) << 3));
    const own = load<f64>(mass + ((<usize>from) << 3));
    // Beside a weight of 1e17 one of 1 vanishes in the sum: such a row is its label, like the last one.
    if (load<i32>(counts + ((<usize>from) << 2)) < 2 || !(own > weight)) continue;
    const p = x + <usize>i * row;
    const near = squares(p, centers + <usize>from * row, row);
    let least = ((near * own) / (own - weight)) * (1 - 1e-12);
    const behind = <f64>load<f32>(gap + ((<usize>i) << 2)) - load<f64>(limit + ((<usize>from) << 3));
    if (moved === 0 && behind > 0) {
      const next = Math.sqrt(near) + behind;
      if (((next * next * lightest) / (lightest + weight)) * (1 - 1e-9) > least) continue;
    }
    let to = -1;
    for (let c = 0; c < k; c++) {
      if (c === from) continue;
      const other = load<f64>(mass + ((<usize>c) << 3));
      const cost = (squares(p, centers + <usize>c * row, row) * other) / (other + weight);
      if (cost < least) {
        least = cost;
        to = c;
      }
    }
    if (to < 0) continue;
    const gained = load<f64>(mass + ((<usize>to) << 3)) + weight;
    const left = own - weight;
    const a = centers + <usize>from * row;
    const b = centers + <usize>to * row;
    for (let o: usize = 0; o < row; o += eight) {
      const value = load<f64>(p + o);
      store<f64>(a + o, load<f64>(a + o) - ((value - load<f64>(a + o)) * weight) / left);
      store<f64>(b + o, load<f64>(b + o) + ((value - load<f64>(b + o)) * weight) / gained);
    }
    store<f64>(mass + ((<usize>from) << 3), left);
    store<f64>(mass + ((<usize>to) << 3), gained);
    store<i32>(counts + ((<usize>from) << 2), load<i32>(counts + ((<usize>from) << 2)) - 1);
    store<i32>(counts + ((<usize>to) << 2), load<i32>(counts + ((<usize>to) << 2)) + 1);
    store<i16>(labels + ((<usize>i) << 1), <i16>to);
    store<f32>(gap + ((<usize>i) << 2), 0);
    moved++;
  }
  return moved;
}

/** Sum over rows lo..hi of the weighted squared distances to the center of their label. */
export function inertia(x: usize, width: i32, lo: i32, hi: i32, weights: usize, centers: usize, labels: usize): f64 {
  const row = <usize>width * eight;
  let total = 0.0;
  for (let i = lo; i < hi; i++) {
    const label = <i32>load<i16>(labels + ((<usize>i) << 1));
    if (label < 0) continue;
    const weight = weights === 0 ? 1.0 : load<f64>(weights + ((<usize>i) << 3));
    total += weight * squares(x + <usize>i * row, centers + <usize>label * row, row);
  }
  return total;
}
