// Rows compared with all rows; see kernels.ts for what the arguments are.

import { eight, gatherFrom, squaresOfFour } from "./rows.ts";

/**
 * For each row lo..hi of `q` the sum of its distances to the rows from..to of `x` of each label, added to `sums` (k doubles a row, those
 * of row lo first). `pack` is scratch: 4 rows and 4 k + 10 doubles. Negative labels are left out.
 */
export function distances(
  q: usize,
  lo: i32,
  hi: i32,
  x: usize,
  width: i32,
  from: i32,
  to: i32,
  labels: usize,
  k: i32,
  sums: usize,
  pack: usize,
): void {
  const row = <usize>width * eight;
  const list = pack + row * 4;
  const line = <usize>k * eight;
  for (let i = lo; i < hi; i += 4) {
    const real = min(4, hi - i);
    gatherFrom(q, row, i, hi, list, pack);
    // Sums of four rows at a time: label by label, four doubles.
    const four = list + 16;
    const out = four + line * 4 + 32;
    memory.fill(four, 0, line * 4);
    let j = from;
    let other = x + <usize>from * row;
    for (; j + 1 < to; j += 2, other += row + row) {
      let a0 = f64x2.splat(0),
        a1 = a0,
        b0 = a0,
        b1 = a0;
      let at = pack;
      for (let o = other, e = other + row; o < e; o += eight, at += 32) {
        const xa = v128.load(at),
          xb = v128.load(at, 16);
        const c0 = v128.load64_splat(o),
          c1 = v128.load64_splat(o + row);
        let d = f64x2.sub(xa, c0);
        a0 = f64x2.add(a0, f64x2.mul(d, d));
        d = f64x2.sub(xb, c0);
        b0 = f64x2.add(b0, f64x2.mul(d, d));
        d = f64x2.sub(xa, c1);
        a1 = f64x2.add(a1, f64x2.mul(d, d));
        d = f64x2.sub(xb, c1);
        b1 = f64x2.add(b1, f64x2.mul(d, d));
      }
      add(four, load<i32>(labels + ((<usize>j) << 2)), k, a0, b0);
      add(four, load<i32>(labels + ((<usize>j) << 2), 4), k, a1, b1);
    }
    if (j < to) {
      squaresOfFour(pack, row, other, out);
      add(four, load<i32>(labels + ((<usize>j) << 2)), k, v128.load(out), v128.load(out, 16));
    }
    for (let lane = 0; lane < real; lane++)
      for (let c = 0; c < k; c++) {
        const at = sums + <usize>(i - lo + lane) * line + ((<usize>c) << 3);
        store<f64>(at, load<f64>(at) + load<f64>(four + ((<usize>c) << 5) + ((<usize>lane) << 3)));
      }
  }
}

/** Adds the roots of four squares to the sums of a label; those of no label to a place that nobody reads. */
function add(four: usize, label: i32, k: i32, a: v128, b: v128): void {
  const sum = four + ((<usize>(label < 0 ? k : label)) << 5);
  v128.store(sum, f64x2.add(v128.load(sum), f64x2.sqrt(a)));
  v128.store(sum, f64x2.add(v128.load(sum, 16), f64x2.sqrt(b)), 16);
}

/**
 * For each row lo..hi of `q` (of label `own`) the least squared distance to the rows from..to of `x` of other labels and the greatest
 * to those of the same label: lowers `near` and raises `far`. `pack` is scratch: 4 rows and 6 doubles. Negative labels are left out.
 */
export function extremes(
  q: usize,
  lo: i32,
  hi: i32,
  own: usize,
  x: usize,
  width: i32,
  from: i32,
  to: i32,
  labels: usize,
  near: usize,
  far: usize,
  pack: usize,
): void {
  const row = <usize>width * eight;
  const list = pack + row * 4;
  const out = list + 16;
  for (let i = lo; i < hi; i += 4) {
    const real = min(4, hi - i);
    gatherFrom(q, row, i, hi, list, pack);
    const o0 = own + ((<usize>load<i32>(list)) << 2),
      o1 = own + ((<usize>load<i32>(list, 4)) << 2),
      o2 = own + ((<usize>load<i32>(list, 8)) << 2),
      o3 = own + ((<usize>load<i32>(list, 12)) << 2);
    const ownA = f64x2.replace_lane(f64x2.splat(<f64>load<i32>(o0)), 1, <f64>load<i32>(o1));
    const ownB = f64x2.replace_lane(f64x2.splat(<f64>load<i32>(o2)), 1, <f64>load<i32>(o3));
    const none = f64x2.splat(0),
      most = f64x2.splat(Infinity);
    let nearA = most,
      nearB = most,
      farA = none,
      farB = none;
    for (let j = from; j < to; j++) {
      const label = load<i32>(labels + ((<usize>j) << 2));
      if (label < 0) continue;
      squaresOfFour(pack, row, x + <usize>j * row, out);
      const a = v128.load(out),
        b = v128.load(out, 16);
      const theirs = f64x2.splat(<f64>label);
      const sameA = f64x2.eq(ownA, theirs),
        sameB = f64x2.eq(ownB, theirs);
      nearA = f64x2.pmin(nearA, v128.bitselect(most, a, sameA));
      nearB = f64x2.pmin(nearB, v128.bitselect(most, b, sameB));
      farA = f64x2.pmax(farA, v128.and(a, sameA));
      farB = f64x2.pmax(farB, v128.and(b, sameB));
    }
    v128.store(pack, nearA);
    v128.store(pack, nearB, 16);
    v128.store(pack, farA, 32);
    v128.store(pack, farB, 48);
    for (let lane = 0; lane < real; lane++) {
      const at = (<usize>(i + lane)) << 3;
      const out = (<usize>lane) << 3;
      store<f64>(near + at, Math.min(load<f64>(near + at), load<f64>(pack + out)));
      store<f64>(far + at, Math.max(load<f64>(far + at), load<f64>(pack + 32 + out)));
    }
  }
}
