// One pass over rows of a mixture of normal distributions; see kernels.ts for what the arguments are.

import { eight } from "./rows.ts";

/** Rows that are worked on at a time, and the bytes of one double for each of them. */
const tileRows = 128;
const column: usize = 1024;

/** Below exp(-40) beside 1, a share is 0: it would change no digit of a sum. */
const least = -40.0;

/**
 * Rows lo..hi: the share that each of k components has in each of them, and what these shares add up to. A component has `width` means, a
 * constant (the logarithm of what its density is at the mean, times its share of the rows) and factors that turn differences
 * from the mean into coordinates of variance 1: where it is `full` a lower triangle, row after row, else one number a column.
 *
 * Adds to the `sums` of each component: where full the lower triangle of products, row after row, of the differences and a last column of ones; else
 * the shares, the differences and their squares. `figures` become the sum of the largest logarithms of each row, and the
 * product of the sums of the rows beside them, with how often it was divided by 2 to the 500th. `scratch` is 2 * width + k + 3 columns of a
 * tile, and 4 rows.
 */
export function mixture(
  x: usize,
  width: i32,
  lo: i32,
  hi: i32,
  k: i32,
  full: i32,
  means: usize,
  factors: usize,
  constants: usize,
  sums: usize,
  figures: usize,
  scratch: usize,
): void {
  const row = <usize>width * eight;
  const triangle = (<usize>width * <usize>(width + 1)) >> 1;
  const factorBytes = full ? triangle << 3 : row;
  const sumBytes = full ? (triangle + <usize>width + 1) << 3 : row * 2 + eight;
  const turned = scratch;
  const columns = turned + <usize>width * column;
  const shares = columns + <usize>(width + 1) * column;
  const peaks = shares + <usize>k * column;
  const totals = peaks + column;
  const pack = totals + column;
  let peak = 0.0,
    product = 1.0,
    folds = 0.0;
  for (let from = lo; from < hi; from += tileRows) {
    const count = min(tileRows, hi - from);
    const first = x + <usize>from * row;
    turn(first, row, count, turned);
    const end = (<usize>(count + 7) >> 3) << 6; // whole groups of eight rows
    for (let c = 0; c < k; c++) {
      const mean = means + <usize>c * row;
      const factor = factors + <usize>c * factorBytes;
      const constant = load<f64>(constants + ((<usize>c) << 3));
      const own = shares + <usize>c * column;
      if (full) densitiesFull(turned, end, width, mean, factor, constant, own, pack);
      else densitiesDiagonal(turned, end, row, mean, factor, constant, own);
    }
    sharesOf(shares, k, end, peaks, totals);
    for (let o: usize = 0; o < (<usize>count) << 3; o += eight) {
      peak += load<f64>(peaks + o);
      product *= load<f64>(totals + o);
      if (product > 3.273390607896142e150) {
        product *= 3.054936363499605e-151;
        folds += 1;
      }
    }
    for (let c = 0; c < k; c++) {
      const mean = means + <usize>c * row;
      const own = shares + <usize>c * column;
      const into = sums + <usize>c * sumBytes;
      if (full) addFull(turned, count, width, mean, own, columns, into);
      else addDiagonal(first, row, count, mean, own, columns, into);
    }
  }
  store<f64>(figures, peak);
  store<f64>(figures, product, 8);
  store<f64>(figures, folds, 16);
}

/** Rows, turned: column after column; the last row stands for those that are missing to a multiple of eight. */
function turn(first: usize, row: usize, count: i32, turned: usize): void {
  const real = (<usize>count) << 3;
  const end = ((real + 63) >> 6) << 6;
  for (let t: usize = 0, at = first; t < end; t += eight) {
    for (let o: usize = 0, to = turned + t; o < row; o += eight, to += column) store<f64>(to, load<f64>(at + o));
    if (t + eight < real) at += row;
  }
}

/** Logarithms of the densities of a component with a factor of its own: four rows at a time, two rows of the factor at once. */
function densitiesFull(
  turned: usize,
  end: usize,
  width: i32,
  mean: usize,
  factor: usize,
  constant: f64,
  own: usize,
  pack: usize,
): void {
  const half = f64x2.splat(0.5),
    top = f64x2.splat(constant);
  for (let t: usize = 0; t < end; t += 32) {
    for (let j = 0, at = turned + t, q = pack, m = mean; j < width; j++, at += column, q += 32, m += eight) {
      const middle = v128.load64_splat(m);
      v128.store(q, f64x2.sub(v128.load(at), middle));
      v128.store(q, f64x2.sub(v128.load(at, 16), middle), 16);
    }
    let a = f64x2.splat(0),
      b = a;
    let p = factor;
    let j = 0;
    for (; j + 1 < width; j += 2) {
      const bytes = (<usize>(j + 1)) << 3;
      let a0 = f64x2.splat(0),
        b0 = a0,
        a1 = a0,
        b1 = a0;
      let q = pack;
      for (const last = p + bytes; p < last; p += eight, q += 32) {
        const xa = v128.load(q),
          xb = v128.load(q, 16);
        const p0 = v128.load64_splat(p),
          p1 = v128.load64_splat(p + bytes);
        a0 = f64x2.add(a0, f64x2.mul(xa, p0));
        b0 = f64x2.add(b0, f64x2.mul(xb, p0));
        a1 = f64x2.add(a1, f64x2.mul(xa, p1));
        b1 = f64x2.add(b1, f64x2.mul(xb, p1));
      }
      p += bytes;
      const p1 = v128.load64_splat(p);
      a1 = f64x2.add(a1, f64x2.mul(v128.load(q), p1));
      b1 = f64x2.add(b1, f64x2.mul(v128.load(q, 16), p1));
      p += eight;
      a = f64x2.add(a, f64x2.mul(a0, a0));
      b = f64x2.add(b, f64x2.mul(b0, b0));
      a = f64x2.add(a, f64x2.mul(a1, a1));
      b = f64x2.add(b, f64x2.mul(b1, b1));
    }
    if (j < width) {
      let a0 = f64x2.splat(0),
        b0 = a0;
      for (let q = pack, last = pack + ((<usize>width) << 5); q < last; q += 32, p += eight) {
        const p0 = v128.load64_splat(p);
        a0 = f64x2.add(a0, f64x2.mul(v128.load(q), p0));
        b0 = f64x2.add(b0, f64x2.mul(v128.load(q, 16), p0));
      }
      a = f64x2.add(a, f64x2.mul(a0, a0));
      b = f64x2.add(b, f64x2.mul(b0, b0));
    }
    v128.store(own + t, f64x2.sub(top, f64x2.mul(half, a)));
    v128.store(own + t, f64x2.sub(top, f64x2.mul(half, b)), 16);
  }
}

/** Logarithms of the densities of a component whose columns are not correlated: eight rows at a time. */
function densitiesDiagonal(
  turned: usize,
  end: usize,
  row: usize,
  mean: usize,
  factor: usize,
  constant: f64,
  own: usize,
): void {
  const half = f64x2.splat(0.5),
    top = f64x2.splat(constant);
  for (let t: usize = 0; t < end; t += 64) {
    let a = f64x2.splat(0),
      b = a,
      c = a,
      d = a;
    for (let o: usize = 0, at = turned + t; o < row; o += eight, at += column) {
      const middle = v128.load64_splat(mean + o),
        p = v128.load64_splat(factor + o);
      let y = f64x2.mul(f64x2.sub(v128.load(at), middle), p);
      a = f64x2.add(a, f64x2.mul(y, y));
      y = f64x2.mul(f64x2.sub(v128.load(at, 16), middle), p);
      b = f64x2.add(b, f64x2.mul(y, y));
      y = f64x2.mul(f64x2.sub(v128.load(at, 32), middle), p);
      c = f64x2.add(c, f64x2.mul(y, y));
      y = f64x2.mul(f64x2.sub(v128.load(at, 48), middle), p);
      d = f64x2.add(d, f64x2.mul(y, y));
    }
    v128.store(own + t, f64x2.sub(top, f64x2.mul(half, a)));
    v128.store(own + t, f64x2.sub(top, f64x2.mul(half, b)), 16);
    v128.store(own + t, f64x2.sub(top, f64x2.mul(half, c)), 32);
    v128.store(own + t, f64x2.sub(top, f64x2.mul(half, d)), 48);
  }
}

/** Turns logarithms of densities into shares that add up to 1, with the largest logarithm of each row and the sum beside it. */
function sharesOf(shares: usize, k: i32, end: usize, peaks: usize, totals: usize): void {
  const behind = shares + <usize>k * column;
  const one = f64x2.splat(1),
    low = f64x2.splat(least);
  for (let t: usize = 0; t < end; t += 32) {
    let a = v128.load(shares + t),
      b = v128.load(shares + t, 16);
    for (let at = shares + column + t; at < behind; at += column) {
      a = f64x2.pmax(a, v128.load(at));
      b = f64x2.pmax(b, v128.load(at, 16));
    }
    v128.store(peaks + t, a);
    v128.store(peaks + t, b, 16);
    let sumA = f64x2.splat(0),
      sumB = sumA;
    for (let at = shares + t; at < behind; at += column) {
      const ta = f64x2.sub(v128.load(at), a),
        tb = f64x2.sub(v128.load(at, 16), b);
      const thereA = f64x2.ge(ta, low),
        thereB = f64x2.ge(tb, low);
      if (!v128.any_true(v128.or(thereA, thereB))) {
        v128.store(at, f64x2.splat(0));
        v128.store(at, f64x2.splat(0), 16);
        continue;
      }
      const ea = v128.and(exponential(ta), thereA),
        eb = v128.and(exponential(tb), thereB);
      v128.store(at, ea);
      v128.store(at, eb, 16);
      sumA = f64x2.add(sumA, ea);
      sumB = f64x2.add(sumB, eb);
    }
    v128.store(totals + t, sumA);
    v128.store(totals + t, sumB, 16);
    const inverseA = f64x2.div(one, sumA),
      inverseB = f64x2.div(one, sumB);
    for (let at = shares + t; at < behind; at += column) {
      v128.store(at, f64x2.mul(v128.load(at), inverseA));
      v128.store(at, f64x2.mul(v128.load(at, 16), inverseB), 16);
    }
  }
}

/** exp(t) for t from -40 to 0, to within some units of the last place: a power of two, and a polynomial for the rest. */
function exponential(t: v128): v128 {
  // 1.5 times 2 to the 52nd: adding it leaves no digit behind the point, and the whole number in the last bits.
  const whole = f64x2.splat(6755399441055744);
  const shifted = f64x2.add(f64x2.mul(t, f64x2.splat(Math.LOG2E)), whole);
  const n = f64x2.sub(shifted, whole);
  const r = f64x2.sub(
    f64x2.sub(t, f64x2.mul(n, f64x2.splat(0.6931471803691238))),
    f64x2.mul(n, f64x2.splat(1.9082149292705877e-10)),
  );
  let p = f64x2.splat(1.6059043836821613e-10); // 1 / 13!
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(2.08767569878681e-9));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(2.505210838544172e-8));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(2.755731922398589e-7));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(2.7557319223985893e-6));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(2.48015873015873e-5));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.984126984126984e-4));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.388888888888889e-3));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(8.333333333333333e-3));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(4.1666666666666664e-2));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(0.16666666666666666));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(0.5));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1));
  return i64x2.add(p, i64x2.shl(shifted, 52));
}

/** Rows with a share in the component, each times the root of it, and the roots as one column more: all products of two columns. */
function addFull(turned: usize, count: i32, width: i32, mean: usize, own: usize, columns: usize, into: usize): void {
  const roots = columns + <usize>width * column;
  const zero = f64x2.splat(0);
  let m: usize = 0;
  let t: usize = 0;
  for (const end = (<usize>count) << 3; t < end; t += 16) {
    const pair = v128.load(own + t);
    // The row behind an odd last one is no row.
    const there = i64x2.bitmask(f64x2.gt(pair, zero)) & (t + 8 < end ? 3 : 1);
    if (there === 0) continue;
    const root = f64x2.sqrt(pair);
    let at = turned + t,
      to = columns + m;
    if (there === 3) {
      for (let mid = mean; to < roots; at += column, to += column, mid += eight)
        v128.store(to, f64x2.mul(f64x2.sub(v128.load(at), v128.load64_splat(mid)), root));
      v128.store(roots + m, root);
      m += 16;
    } else {
      const lane: usize = there === 1 ? 0 : 8;
      const r = Math.sqrt(load<f64>(own + t + lane));
      at += lane;
      for (let mid = mean; to < roots; at += column, to += column, mid += eight)
        store<f64>(to, (load<f64>(at) - load<f64>(mid)) * r);
      store<f64>(roots + m, r);
      m += 8;
    }
  }
  if (m === 0) return;
  if (m & 8) {
    for (let at = columns + m; at <= roots + m; at += column) store<f64>(at, 0);
    m += 8;
  }
  let to = into; // where the row of column i begins
  let i = 0;
  for (; i < width; i += 2) {
    const p = columns + <usize>i * column;
    const next = to + ((<usize>(i + 1)) << 3);
    let q = columns;
    for (let o: usize = 0; q < p; o += 16, q += column * 2) {
      let a = zero,
        b = zero,
        c = zero,
        d = zero;
      for (let s: usize = 0; s < m; s += 16) {
        const p0 = v128.load(p + s),
          p1 = v128.load(p + s, 1024),
          q0 = v128.load(q + s),
          q1 = v128.load(q + s, 1024);
        a = f64x2.add(a, f64x2.mul(p0, q0));
        b = f64x2.add(b, f64x2.mul(p0, q1));
        c = f64x2.add(c, f64x2.mul(p1, q0));
        d = f64x2.add(d, f64x2.mul(p1, q1));
      }
      addLanes(to + o, a);
      addLanes(to + o + 8, b);
      addLanes(next + o, c);
      addLanes(next + o + 8, d);
    }
    let a = zero,
      c = zero,
      d = zero;
    for (let s: usize = 0; s < m; s += 16) {
      const p0 = v128.load(p + s),
        p1 = v128.load(p + s, 1024);
      a = f64x2.add(a, f64x2.mul(p0, p0));
      c = f64x2.add(c, f64x2.mul(p1, p0));
      d = f64x2.add(d, f64x2.mul(p1, p1));
    }
    const o = (<usize>i) << 3;
    addLanes(to + o, a);
    addLanes(next + o, c);
    addLanes(next + o + 8, d);
    to = next + ((<usize>(i + 2)) << 3);
  }
  if (i > width) return;
  for (let q = columns; q <= roots; q += column, to += eight) {
    let a = zero;
    for (let s: usize = 0; s < m; s += 16) a = f64x2.add(a, f64x2.mul(v128.load(roots + s), v128.load(q + s)));
    addLanes(to, a);
  }
}

function addLanes(at: usize, lanes: v128): void {
  store<f64>(at, load<f64>(at) + (f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1)));
}

/** Sums of shares, of differences from the mean, and of their squares; a lane is a column. */
function addDiagonal(first: usize, row: usize, count: i32, mean: usize, own: usize, columns: usize, into: usize): void {
  // Rows with a share: the shares, and behind them where the rows stand.
  let m: usize = 0;
  let mass = 0.0;
  for (let t: usize = 0, end = (<usize>count) << 3, at = first; t < end; t += eight, at += row) {
    const share = load<f64>(own + t);
    mass += share;
    store<f64>(columns + m, share);
    store<u32>(columns + column + m, <u32>at);
    if (share > 0) m += 8;
  }
  if (m === 0) return;
  store<f64>(into, load<f64>(into) + mass);
  const end = columns + m;
  const sums = into + eight,
    squares = into + eight + row;
  let o: usize = 0;
  for (; o + 64 <= row; o += 64) {
    const m0 = v128.load(mean + o),
      m1 = v128.load(mean + o, 16),
      m2 = v128.load(mean + o, 32),
      m3 = v128.load(mean + o, 48);
    let a = f64x2.splat(0),
      b = a,
      c = a,
      d = a,
      e = a,
      f = a,
      g = a,
      h = a;
    for (let s = columns; s < end; s += eight) {
      const share = v128.load64_splat(s);
      const at = <usize>load<u32>(s, 1024) + o;
      let difference = f64x2.sub(v128.load(at), m0);
      let weighed = f64x2.mul(share, difference);
      a = f64x2.add(a, weighed);
      e = f64x2.add(e, f64x2.mul(weighed, difference));
      difference = f64x2.sub(v128.load(at, 16), m1);
      weighed = f64x2.mul(share, difference);
      b = f64x2.add(b, weighed);
      f = f64x2.add(f, f64x2.mul(weighed, difference));
      difference = f64x2.sub(v128.load(at, 32), m2);
      weighed = f64x2.mul(share, difference);
      c = f64x2.add(c, weighed);
      g = f64x2.add(g, f64x2.mul(weighed, difference));
      difference = f64x2.sub(v128.load(at, 48), m3);
      weighed = f64x2.mul(share, difference);
      d = f64x2.add(d, weighed);
      h = f64x2.add(h, f64x2.mul(weighed, difference));
    }
    addPair(sums + o, a);
    addPair(sums + o + 16, b);
    addPair(sums + o + 32, c);
    addPair(sums + o + 48, d);
    addPair(squares + o, e);
    addPair(squares + o + 16, f);
    addPair(squares + o + 32, g);
    addPair(squares + o + 48, h);
  }
  for (; o + 16 <= row; o += 16) {
    const middle = v128.load(mean + o);
    let a = f64x2.splat(0),
      e = a;
    for (let s = columns; s < end; s += eight) {
      const difference = f64x2.sub(v128.load(<usize>load<u32>(s, 1024) + o), middle);
      const weighed = f64x2.mul(v128.load64_splat(s), difference);
      a = f64x2.add(a, weighed);
      e = f64x2.add(e, f64x2.mul(weighed, difference));
    }
    addPair(sums + o, a);
    addPair(squares + o, e);
  }
  if (o === row) return;
  let sum = 0.0,
    square = 0.0;
  for (let s = columns; s < end; s += eight) {
    const difference = load<f64>(<usize>load<u32>(s, 1024) + o) - load<f64>(mean + o);
    const weighed = load<f64>(s) * difference;
    sum += weighed;
    square += weighed * difference;
  }
  store<f64>(sums + o, load<f64>(sums + o) + sum);
  store<f64>(squares + o, load<f64>(squares + o) + square);
}

function addPair(at: usize, pair: v128): void {
  v128.store(at, f64x2.add(v128.load(at), pair));
}
