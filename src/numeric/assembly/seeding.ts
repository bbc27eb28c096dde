// The draws of k-means++; see kernels.ts for what the arguments are.

import { eight, gatherFrom, squaresOfFour } from "./rows.ts";

/**
 * Rows lo..hi against `count` candidate rows: sets `totals[t]` to what the weighted squared distances to the nearest center would
 * sum up to if candidate t became a center; `nearest` holds them as they are. `pack` is scratch: 4 rows, 8 doubles, and 4
 * doubles for each candidate. Four sums run side by side, each over every fourth row.
 */
export function candidates(
  x: usize,
  width: i32,
  lo: i32,
  hi: i32,
  weights: usize,
  rows: usize,
  count: i32,
  nearest: usize,
  totals: usize,
  pack: usize,
): void {
  const row = <usize>width * eight;
  const out = pack + row * 4;
  const sums = out + 64;
  memory.fill(sums, 0, (<usize>count) << 5);
  for (let i = lo; i < hi; i += 4) {
    gatherFrom(x, row, i, hi, out + 32, pack);
    for (let t = 0; t < count; t++) {
      squaresOfFour(pack, row, x + <usize>load<i32>(rows + ((<usize>t) << 2)) * row, out);
      lower(out, weights, nearest, i, hi);
      const sum = sums + ((<usize>t) << 5);
      v128.store(sum, f64x2.add(v128.load(sum), v128.load(out)));
      v128.store(sum, f64x2.add(v128.load(sum, 16), v128.load(out, 16)), 16);
    }
  }
  for (let t = 0; t < count; t++) store<f64>(totals + ((<usize>t) << 3), ofFour(sums + ((<usize>t) << 5)));
}

/**
 * Lets row `center` be one of the centers: lowers `nearest` of rows lo..hi and returns its sum, made of four as in `candidates`.
 * `pack` is scratch: 4 rows and 12 doubles.
 */
export function nearer(
  x: usize,
  width: i32,
  lo: i32,
  hi: i32,
  weights: usize,
  center: i32,
  nearest: usize,
  pack: usize,
): f64 {
  const row = <usize>width * eight;
  const out = pack + row * 4;
  const sums = out + 64;
  memory.fill(sums, 0, 32);
  for (let i = lo; i < hi; i += 4) {
    gatherFrom(x, row, i, hi, out + 32, pack);
    squaresOfFour(pack, row, x + <usize>center * row, out);
    lower(out, weights, nearest, i, hi);
    v128.store(sums, f64x2.add(v128.load(sums), v128.load(out)));
    v128.store(sums, f64x2.add(v128.load(sums, 16), v128.load(out, 16)), 16);
    memory.copy(nearest + ((<usize>i) << 3), out, (<usize>min(4, hi - i)) << 3);
  }
  return ofFour(sums);
}

/** Weighs the squared distances of rows i.. in `out` and lowers them to what the rows have; of no row there is nothing. */
function lower(out: usize, weights: usize, nearest: usize, i: i32, hi: i32): void {
  const at = (<usize>i) << 3;
  if (i + 4 <= hi) {
    let a = v128.load(out),
      b = v128.load(out, 16);
    if (weights !== 0) {
      a = f64x2.mul(a, v128.load(weights + at));
      b = f64x2.mul(b, v128.load(weights + at, 16));
    }
    v128.store(out, f64x2.min(a, v128.load(nearest + at)));
    v128.store(out, f64x2.min(b, v128.load(nearest + at, 16)), 16);
    return;
  }
  for (let lane: usize = 0; lane < 4; lane++) {
    const own = at + (lane << 3);
    const to = out + (lane << 3);
    const weight = weights === 0 || i + <i32>lane >= hi ? 1.0 : load<f64>(weights + own);
    store<f64>(to, i + <i32>lane >= hi ? 0 : Math.min(load<f64>(to) * weight, load<f64>(nearest + own)));
  }
}

function ofFour(sums: usize): f64 {
  return load<f64>(sums) + load<f64>(sums, 8) + (load<f64>(sums, 16) + load<f64>(sums, 24));
}
