// The loops of k-means; see kernels.ts for what the arguments are.

import { eight, gather, squares } from "./rows.ts";

/**
 * Rows lo..hi: the nearest of k centers. `gap[i]`, a 32-bit float, is how far the second nearest center is behind the nearest, plus
 * `limit[label]` of that moment; while `gap[i] > limit[label]` no center can have come nearer (the triangle inequality), and the
 * row is passed over unless `distances` are wanted. Where labels change, `sums`, `mass` and `counts` of the labels change with them.
 * `distances` (0: not wanted) receives the squared distances of all rows. `list` and `pack` are scratch: hi - lo + 4 integers, 4 rows and 8 doubles.
 * Returns how many labels changed.
 */
export function assign(
  x: usize,
  width: i32,
  lo: i32,
  hi: i32,
  weights: usize,
  centers: usize,
  k: i32,
  labels: usize,
  gap: usize,
  limit: usize,
  distances: usize,
  sums: usize,
  mass: usize,
  counts: usize,
  list: usize,
  pack: usize,
): i32 {
  // Most rows of late iterations are passed over: four at a time where all four are above the highest limit.
  let highest: f64 = 0;
  for (let c = 0; c < k; c++) highest = Math.max(highest, load<f64>(limit + ((<usize>c) << 3)));
  const above = f32x4.splat(<f32>(highest * 1.000001));
  let found = 0;
  for (let i = lo; i < hi; ) {
    const four = i + 4 <= hi;
    if (four && distances === 0 && v128.all_true<i32>(f32x4.gt(v128.load(gap + ((<usize>i) << 2)), above))) {
      i += 4;
      continue;
    }
    for (const end = four ? i + 4 : hi; i < end; i++) {
      store<i32>(list + ((<usize>found) << 2), i);
      const label = <i32>load<i16>(labels + ((<usize>i) << 1));
      // Not "<=": a gap that is no number proves nothing.
      found += i32(
        distances !== 0 ||
          label < 0 ||
          !(<f64>load<f32>(gap + ((<usize>i) << 2)) > load<f64>(limit + ((<usize>label) << 3))),
      );
    }
  }
  if (found === 0) return 0;
  fillUp(list, found);
  const row = <usize>width * eight;
  const best = pack + row * 4;
  const who = best + 32;
  let changed = 0;
  for (let p = 0; p < found; p += 4) {
    const at = list + ((<usize>p) << 2);
    gather(x, row, at, pack);
    let bestA = f64x2.splat(Infinity),
      bestB = bestA,
      nextA = bestA,
      nextB = bestA;
    let whoA = f64x2.splat(0),
      whoB = whoA;
    let c = 0;
    let center = centers;
    for (; c + 1 < k; c += 2, center += row + row) {
      let a0 = f64x2.splat(0),
        a1 = a0,
        b0 = a0,
        b1 = a0;
      let q = pack;
      for (let o = center, e = center + row; o < e; o += eight, q += 32) {
        const xa = v128.load(q),
          xb = v128.load(q, 16);
        const c0 = v128.load64_splat(o),
          c1 = v128.load64_splat(o + row);
        let t = f64x2.sub(xa, c0);
        a0 = f64x2.add(a0, f64x2.mul(t, t));
        t = f64x2.sub(xb, c0);
        b0 = f64x2.add(b0, f64x2.mul(t, t));
        t = f64x2.sub(xa, c1);
        a1 = f64x2.add(a1, f64x2.mul(t, t));
        t = f64x2.sub(xb, c1);
        b1 = f64x2.add(b1, f64x2.mul(t, t));
      }
      const n0 = f64x2.splat(c),
        n1 = f64x2.splat(c + 1);
      nextA = f64x2.pmin(nextA, f64x2.pmax(bestA, a0));
      whoA = v128.bitselect(n0, whoA, f64x2.lt(a0, bestA));
      bestA = f64x2.pmin(bestA, a0);
      nextB = f64x2.pmin(nextB, f64x2.pmax(bestB, b0));
      whoB = v128.bitselect(n0, whoB, f64x2.lt(b0, bestB));
      bestB = f64x2.pmin(bestB, b0);
      nextA = f64x2.pmin(nextA, f64x2.pmax(bestA, a1));
      whoA = v128.bitselect(n1, whoA, f64x2.lt(a1, bestA));
      bestA = f64x2.pmin(bestA, a1);
      nextB = f64x2.pmin(nextB, f64x2.pmax(bestB, b1));
      whoB = v128.bitselect(n1, whoB, f64x2.lt(b1, bestB));
      bestB = f64x2.pmin(bestB, b1);
    }
    if (c < k) {
      let a0 = f64x2.splat(0),
        b0 = a0;
      let q = pack;
      for (let o = center, e = center + row; o < e; o += eight, q += 32) {
        const c0 = v128.load64_splat(o);
        let t = f64x2.sub(v128.load(q), c0);
        a0 = f64x2.add(a0, f64x2.mul(t, t));
        t = f64x2.sub(v128.load(q, 16), c0);
        b0 = f64x2.add(b0, f64x2.mul(t, t));
      }
      const n0 = f64x2.splat(c);
      nextA = f64x2.pmin(nextA, f64x2.pmax(bestA, a0));
      whoA = v128.bitselect(n0, whoA, f64x2.lt(a0, bestA));
      bestA = f64x2.pmin(bestA, a0);
      nextB = f64x2.pmin(nextB, f64x2.pmax(bestB, b0));
      whoB = v128.bitselect(n0, whoB, f64x2.lt(b0, bestB));
      bestB = f64x2.pmin(bestB, b0);
    }
    v128.store(best, bestA);
    v128.store(best, bestB, 16);
    v128.store(who, whoA);
    v128.store(who, whoB, 16);
    v128.store(pack, f64x2.sub(f64x2.sqrt(nextA), f64x2.sqrt(bestA)));
    v128.store(pack, f64x2.sub(f64x2.sqrt(nextB), f64x2.sqrt(bestB)), 16);
    const real = found - p < 4 ? found - p : 4;
    for (let lane = 0; lane < real; lane++) {
      const i = load<i32>(at + ((<usize>lane) << 2));
      const o = (<usize>lane) << 3;
      const to = <i32>load<f64>(who + o);
      const behind = load<f64>(pack + o) + load<f64>(limit + ((<usize>to) << 3));
      // Rounded down, so that a bound stays a bound; beyond what 32 bits hold it is cut.
      const bound: f64 = behind > 3e38 ? 3e38 : behind < 1e-30 ? 0 : behind * 0.9999997615814209;
      store<f32>(gap + ((<usize>i) << 2), <f32>bound);
      if (distances !== 0) store<f64>(distances + ((<usize>i) << 3), load<f64>(best + o));
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

/** Repeats the last entry, so that there are always four to work on. */
function fillUp(list: usize, found: i32): void {
  const last = load<i32>(list + ((<usize>(found - 1)) << 2));
  for (let p = found; p < found + 3; p++) store<i32>(list + ((<usize>p) << 2), last);
}

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
 * Rows lo..hi against `count` candidate rows: adds to `totals[t]` what the weighted squared distances to the nearest center would
 * sum up to if candidate t became a center; `nearest` holds them as they are.
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
  for (let i = lo; i < hi; i += 4) {
    const real = hi - i < 4 ? hi - i : 4;
    const list = pack + row * 4;
    for (let lane = 0; lane < 4; lane++) store<i32>(list + ((<usize>lane) << 2), i + (lane < real ? lane : 0));
    gather(x, row, list, pack);
    for (let t = 0; t < count; t++) {
      const center = x + <usize>load<i32>(rows + ((<usize>t) << 2)) * row;
      let a = f64x2.splat(0),
        b = a;
      let q = pack;
      for (let o = center, e = center + row; o < e; o += eight, q += 32) {
        const c = v128.load64_splat(o);
        let d = f64x2.sub(v128.load(q), c);
        a = f64x2.add(a, f64x2.mul(d, d));
        d = f64x2.sub(v128.load(q, 16), c);
        b = f64x2.add(b, f64x2.mul(d, d));
      }
      const out = list + 16;
      v128.store(out, a);
      v128.store(out, b, 16);
      let total = load<f64>(totals + ((<usize>t) << 3));
      for (let lane = 0; lane < real; lane++) {
        const j = (<usize>(i + lane)) << 3;
        const value = load<f64>(out + ((<usize>lane) << 3)) * (weights === 0 ? 1.0 : load<f64>(weights + j));
        total += Math.min(value, load<f64>(nearest + j));
      }
      store<f64>(totals + ((<usize>t) << 3), total);
    }
  }
}

/** Lets row `center` be one of the centers: lowers `nearest` of rows lo..hi and returns its sum. */
export function nearer(x: usize, width: i32, lo: i32, hi: i32, weights: usize, center: i32, nearest: usize): f64 {
  const row = <usize>width * eight;
  const c = x + <usize>center * row;
  let total = 0.0;
  for (let i = lo; i < hi; i++) {
    const p = x + <usize>i * row;
    let squares = 0.0;
    for (let o: usize = 0; o < row; o += eight) {
      const d = load<f64>(p + o) - load<f64>(c + o);
      squares += d * d;
    }
    const at = nearest + ((<usize>i) << 3);
    const value = Math.min(squares * (weights === 0 ? 1.0 : load<f64>(weights + ((<usize>i) << 3))), load<f64>(at));
    store<f64>(at, value);
    total += value;
  }
  return total;
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
