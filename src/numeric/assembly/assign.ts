// Which center is nearest to each row; see kernels.ts for what the arguments are.

import { eight, gather, gatherFrom, squares, squaresOfFour } from "./rows.ts";

/** Copies rows lo..hi to `thin` in 32 bits, as seen from `origin`: of rows near to it, more digits are left. */
export function shrink(x: usize, width: i32, lo: i32, hi: i32, origin: usize, thin: usize): void {
  const row = <usize>width * eight;
  const end = x + <usize>hi * row;
  let to = thin + <usize>lo * (row >> 1);
  for (let from = x + <usize>lo * row; from < end; from += row)
    for (let o: usize = 0; o < row; o += eight, to += 4)
      store<f32>(to, <f32>(load<f64>(from + o) - load<f64>(origin + o)));
}

/**
 * Gives rows lo..hi the label of the nearest of k centers; of centers equally near, the first. `gap[i]`, a 32-bit float, is at most
 * how much farther than the nearest center any other is, plus `limit[label]` of that moment. While `gap[i] > limit[label]` no other
 * can have become the nearest (the triangle inequality), and the row is passed over. The others are measured in 32 bits first
 * (`thin` and `origin`: see `shrink`), eight at a time, and in 64 where 32 cannot tell which is the nearest: the labels are
 * those of 64 bits. Where labels change, `sums`, `mass` and `counts` of the labels change with them. `list` and `pack` are
 * scratch: hi - lo + 8 integers; 4 rows, 24 doubles, and k + 1 rows and k numbers in 32 bits. Returns how many labels changed.
 */
export function assign(
  x: usize,
  thin: usize,
  origin: usize,
  width: i32,
  lo: i32,
  hi: i32,
  weights: usize,
  centers: usize,
  k: i32,
  labels: usize,
  gap: usize,
  limit: usize,
  sums: usize,
  mass: usize,
  counts: usize,
  list: usize,
  pack: usize,
): i32 {
  const row = <usize>width * eight;
  const half = row >> 1;
  const who = pack + row * 4 + 128; // behind what settleDoubts needs
  const behind = who + 32;
  const small = behind + 32;
  const limits = small + half * <usize>(k + 1);
  const found = unsettled(lo, hi, k, labels, gap, limit, limits, list);
  if (found === 0) return 0;
  const last = load<i32>(list + ((<usize>(found - 1)) << 2));
  for (let p = found; p < found + 7; p++) store<i32>(list + ((<usize>p) << 2), last);
  const reach = shrinkCenters(centers, width, k, origin, small);
  // A distance d in 32 bits is wrong by at most u (2 reach + (width / 2 + 3) d), where u = 2^-24: half a unit in the last place.
  // Seen from the origin, a center lies at most `reach` away and a row at most reach + d, and each is rounded by u; a difference,
  // its square and each sum round by u more, of which the root keeps half. Two distances are compared, each at most the greater or
  // too far to matter. What is above that in the constants covers second-order terms (up to a width of 100,000), the rounding
  // here, squares too small for 32 bits, and that 64 bits round too. Beyond the range of 32 bits `behind` is no number.
  const fixed = f32x4.splat(<f32>(reach * 4 * 6.1e-8 + 1e-18));
  const growing = f32x4.splat(<f32>(<f64>(width + 8) * 6.1e-8));
  let changed = 0;
  for (let p = 0; p < found; p += 8) {
    const at = list + ((<usize>p) << 2);
    gatherThin(thin, half, at, pack);
    gatherThin(thin, half, at + 16, pack + 16);
    let bestA = f32x4.splat(Infinity),
      bestB = bestA,
      nextA = bestA,
      nextB = bestA;
    let whoA = i32x4.splat(0),
      whoB = whoA;
    // The row behind the last center is infinitely far, so that there are always two.
    for (let c = 0, center = small; c < k; c += 2, center += half + half) {
      let a0 = f32x4.splat(0),
        a1 = a0,
        b0 = a0,
        b1 = a0;
      let q = pack;
      for (let o = center, e = center + half; o < e; o += 4, q += 32) {
        const xa = v128.load(q),
          xb = v128.load(q, 16);
        const c0 = v128.load32_splat(o),
          c1 = v128.load32_splat(o + half);
        let t = f32x4.sub(xa, c0);
        a0 = f32x4.add(a0, f32x4.mul(t, t));
        t = f32x4.sub(xb, c0);
        b0 = f32x4.add(b0, f32x4.mul(t, t));
        t = f32x4.sub(xa, c1);
        a1 = f32x4.add(a1, f32x4.mul(t, t));
        t = f32x4.sub(xb, c1);
        b1 = f32x4.add(b1, f32x4.mul(t, t));
      }
      const n0 = i32x4.splat(c),
        n1 = i32x4.splat(c + 1);
      nextA = f32x4.pmin(nextA, f32x4.pmax(bestA, a0));
      whoA = v128.bitselect(n0, whoA, f32x4.lt(a0, bestA));
      bestA = f32x4.pmin(bestA, a0);
      nextB = f32x4.pmin(nextB, f32x4.pmax(bestB, b0));
      whoB = v128.bitselect(n0, whoB, f32x4.lt(b0, bestB));
      bestB = f32x4.pmin(bestB, b0);
      nextA = f32x4.pmin(nextA, f32x4.pmax(bestA, a1));
      whoA = v128.bitselect(n1, whoA, f32x4.lt(a1, bestA));
      bestA = f32x4.pmin(bestA, a1);
      nextB = f32x4.pmin(nextB, f32x4.pmax(bestB, b1));
      whoB = v128.bitselect(n1, whoB, f32x4.lt(b1, bestB));
      bestB = f32x4.pmin(bestB, b1);
    }
    nextA = f32x4.sqrt(nextA);
    nextB = f32x4.sqrt(nextB);
    const behindA = f32x4.sub(f32x4.sub(nextA, f32x4.sqrt(bestA)), f32x4.add(fixed, f32x4.mul(growing, nextA)));
    const behindB = f32x4.sub(f32x4.sub(nextB, f32x4.sqrt(bestB)), f32x4.add(fixed, f32x4.mul(growing, nextB)));
    v128.store(who, whoA);
    v128.store(who, whoB, 16);
    v128.store(behind, behindA);
    v128.store(behind, behindB, 16);
    settleDoubts(x, row, at, centers, k, pack, who, behind);
    settleDoubts(x, row, at + 16, centers, k, pack, who + 16, behind + 16);
    const real = min(8, found - p);
    for (let lane = 0; lane < real; lane++) {
      const o = (<usize>lane) << 2;
      const i = load<i32>(at + o);
      const to = load<i32>(who + o);
      const proven = <f64>load<f32>(behind + o) + load<f64>(limit + ((<usize>to) << 3));
      store<f32>(gap + ((<usize>i) << 2), bound(proven));
      const from = <i32>load<i16>(labels + ((<usize>i) << 1));
      if (from === to) continue;
      store<i16>(labels + ((<usize>i) << 1), <i16>to);
      changed++;
      const weight = weights === 0 ? 1.0 : load<f64>(weights + ((<usize>i) << 3));
      move(x + <usize>i * row, row, weight, to, sums, mass, counts, 1);
      if (from >= 0) move(x + <usize>i * row, row, -weight, from, sums, mass, counts, -1);
    }
  }
  return changed;
}

/** Puts the rows of lo..hi whose gap does not prove that their label is right into `list`; returns how many. */
function unsettled(lo: i32, hi: i32, k: i32, labels: usize, gap: usize, limit: usize, limits: usize, list: usize): i32 {
  // Rounded up, so that a bound stays a bound.
  for (let c = 0; c < k; c++) {
    store<f32>(limits + ((<usize>c) << 2), <f32>(load<f64>(limit + ((<usize>c) << 3)) * (1 + 2.4e-7)));
  }
  let to = list;
  let i = lo;
  for (; i + 4 <= hi; i += 4) {
    // A row without a label has gap 0, which no limit is below.
    const at = labels + ((<usize>i) << 1);
    let own = v128.load32_zero(limits + slot(load<i16>(at)));
    own = v128.load32_lane(limits + slot(load<i16>(at, 2)), own, 1);
    own = v128.load32_lane(limits + slot(load<i16>(at, 4)), own, 2);
    own = v128.load32_lane(limits + slot(load<i16>(at, 6)), own, 3);
    const settled = i32x4.bitmask(f32x4.gt(v128.load(gap + ((<usize>i) << 2)), own));
    // Each is written, and kept only where it counts: no branch to guess.
    store<i32>(to, i);
    to += (~settled & 1) << 2;
    store<i32>(to, i + 1);
    to += (~settled & 2) << 1;
    store<i32>(to, i + 2);
    to += ~settled & 4;
    store<i32>(to, i + 3);
    to += (~settled & 8) >> 1;
  }
  for (; i < hi; i++) {
    store<i32>(to, i);
    const own = load<f32>(limits + slot(load<i16>(labels + ((<usize>i) << 1))));
    if (!(load<f32>(gap + ((<usize>i) << 2)) > own)) to += 4;
  }
  return <i32>((to - list) >> 2);
}

/** Where the 32-bit number of a label stands; that of no label is any. */
function slot(label: i16): usize {
  return (<usize>max(<i32>label, 0)) << 2;
}

/** The centers in 32 bits, with one more that is infinitely far; returns how far from the origin the farthest of the k is. */
function shrinkCenters(centers: usize, width: i32, k: i32, origin: usize, small: usize): f64 {
  const row = <usize>width * eight;
  let farthest = 0.0;
  for (let c = 0; c < k; c++) farthest = Math.max(farthest, squares(centers + <usize>c * row, origin, row));
  shrink(centers, width, 0, k, origin, small);
  const behind = small + <usize>k * (row >> 1);
  for (let j = 0; j < width; j++) store<f32>(behind + ((<usize>j) << 2), Infinity);
  return Math.sqrt(farthest);
}

/**
 * Four rows of 32-bit numbers, turned as by `gather`, with room for four other rows beside each column's four values. Reads and
 * writes up to the next multiple of four columns; what lies there is not looked at.
 */
function gatherThin(thin: usize, half: usize, at: usize, pack: usize): void {
  let p0 = thin + <usize>load<i32>(at) * half,
    p1 = thin + <usize>load<i32>(at, 4) * half,
    p2 = thin + <usize>load<i32>(at, 8) * half,
    p3 = thin + <usize>load<i32>(at, 12) * half;
  for (const end = p0 + half; p0 < end; p0 += 16, p1 += 16, p2 += 16, p3 += 16, pack += 128) {
    const a = v128.load(p0),
      b = v128.load(p1),
      c = v128.load(p2),
      d = v128.load(p3);
    const near = v128.shuffle<f32>(a, b, 0, 4, 1, 5),
      other = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    v128.store(pack, v128.shuffle<f64>(near, other, 0, 2));
    v128.store(pack, v128.shuffle<f64>(near, other, 1, 3), 32);
    const high = v128.shuffle<f32>(a, b, 2, 6, 3, 7),
      low = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    v128.store(pack, v128.shuffle<f64>(high, low, 0, 2), 64);
    v128.store(pack, v128.shuffle<f64>(high, low, 1, 3), 96);
  }
}

/** Of four rows, those of which 32 bits do not show that the second nearest center is `behind` are measured in 64. */
function settleDoubts(
  x: usize,
  row: usize,
  at: usize,
  centers: usize,
  k: i32,
  pack: usize,
  who: usize,
  behind: usize,
): void {
  const sure = f32x4.gt(v128.load(behind), f32x4.splat(0)); // what is no number proves nothing
  if (v128.all_true<i32>(sure)) return;
  gather(x, row, at, pack);
  const found = pack + row * 4;
  nearestOfFour(pack, row, centers, k, found);
  for (let lane = 0; lane < 4; lane++) {
    const o = (<usize>lane) << 2;
    if (load<f32>(behind + o) > 0) continue;
    store<i32>(who + o, <i32>load<f64>(found + o + o, 64));
    store<f32>(behind + o, <f32>(load<f64>(found + o + o, 32) * (1 - 1.2e-7)));
  }
}

/**
 * Rows lo..hi: the nearest of k centers, its squared distance into `distances`, and `gap` as `assign` sets it. `pack` is scratch:
 * 4 rows and 16 doubles.
 */
export function measure(
  x: usize,
  width: i32,
  lo: i32,
  hi: i32,
  centers: usize,
  k: i32,
  labels: usize,
  gap: usize,
  limit: usize,
  distances: usize,
  pack: usize,
): void {
  const row = <usize>width * eight;
  const found = pack + row * 4;
  const list = found + 96; // read before nearestOfFour writes there
  for (let i = lo; i < hi; i += 4) {
    gatherFrom(x, row, i, hi, list, pack);
    nearestOfFour(pack, row, centers, k, found);
    const real = min(4, hi - i);
    for (let lane = 0; lane < real; lane++) {
      const o = (<usize>lane) << 3;
      const to = <i32>load<f64>(found + o, 64);
      store<i16>(labels + ((<usize>(i + lane)) << 1), <i16>to);
      store<f64>(distances + ((<usize>(i + lane)) << 3), load<f64>(found + o));
      const proven = load<f64>(found + o, 32) + load<f64>(limit + ((<usize>to) << 3));
      store<f32>(gap + ((<usize>(i + lane)) << 2), bound(proven));
    }
  }
}

/**
 * The nearest center of four rows that `gather` has turned: four squared distances, how far the next is at least behind, and
 * which it is. A distance is wrong by at most its (width / 2 + 2) 2^-53, and two are compared, now and when the row is passed over:
 * less would let a center pass for the nearest that would not be if it were measured again.
 */
function nearestOfFour(pack: usize, row: usize, centers: usize, k: i32, found: usize): void {
  const out = found + 96;
  const least = f64x2.splat(1 - <f64>((row >> 2) + 8) * 1.2e-16);
  let bestA = f64x2.splat(Infinity),
    bestB = bestA,
    nextA = bestA,
    nextB = bestA;
  let whoA = f64x2.splat(0),
    whoB = whoA;
  for (let c = 0, center = centers; c < k; c++, center += row) {
    squaresOfFour(pack, row, center, out);
    const a = v128.load(out),
      b = v128.load(out, 16);
    const n = f64x2.splat(c);
    nextA = f64x2.pmin(nextA, f64x2.pmax(bestA, a));
    whoA = v128.bitselect(n, whoA, f64x2.lt(a, bestA));
    bestA = f64x2.pmin(bestA, a);
    nextB = f64x2.pmin(nextB, f64x2.pmax(bestB, b));
    whoB = v128.bitselect(n, whoB, f64x2.lt(b, bestB));
    bestB = f64x2.pmin(bestB, b);
  }
  v128.store(found, bestA);
  v128.store(found, bestB, 16);
  v128.store(found, f64x2.sub(f64x2.mul(f64x2.sqrt(nextA), least), f64x2.sqrt(bestA)), 32);
  v128.store(found, f64x2.sub(f64x2.mul(f64x2.sqrt(nextB), least), f64x2.sqrt(bestB)), 48);
  v128.store(found, whoA, 64);
  v128.store(found, whoB, 80);
}

/** What is proven, rounded down so that a bound stays a bound; beyond what 32 bits hold it is cut. */
function bound(proven: f64): f32 {
  return <f32>(proven > 3e38 ? 3e38 : proven < 1e-30 ? 0 : proven * 0.9999997615814209);
}

function move(
  from: usize,
  row: usize,
  weight: f64,
  label: i32,
  sums: usize,
  mass: usize,
  counts: usize,
  one: i32,
): void {
  const sum = sums + <usize>label * row;
  for (let o: usize = 0; o < row; o += eight) store<f64>(sum + o, load<f64>(sum + o) + weight * load<f64>(from + o));
  const m = mass + ((<usize>label) << 3);
  store<f64>(m, load<f64>(m) + weight);
  const n = counts + ((<usize>label) << 2);
  store<i32>(n, load<i32>(n) + one);
}
