// How rows are taken from memory; see kernels.ts for what the arguments are.

export const eight: usize = 8;

/** The four rows whose numbers stand at `at`, turned: for each column the four values one after the other. */
export function gather(x: usize, row: usize, at: usize, pack: usize): void {
  const p0 = x + <usize>load<i32>(at) * row;
  const p1 = x + <usize>load<i32>(at, 4) * row;
  const p2 = x + <usize>load<i32>(at, 8) * row;
  const p3 = x + <usize>load<i32>(at, 12) * row;
  for (let o: usize = 0, q = pack; o < row; o += eight, q += 32) {
    v128.store(q, v128.load64_lane(p1 + o, v128.load64_zero(p0 + o), 1));
    v128.store(q, v128.load64_lane(p3 + o, v128.load64_zero(p2 + o), 1), 16);
  }
}

/** Four rows from row i on, turned as by `gather`; beyond row hi - 1, that one again. Their numbers are put into `list`. */
export function gatherFrom(x: usize, row: usize, i: i32, hi: i32, list: usize, pack: usize): void {
  for (let lane = 0; lane < 4; lane++) store<i32>(list + ((<usize>lane) << 2), min(i + lane, hi - 1));
  gather(x, row, list, pack);
}

/** Squared distance of two rows. */
export function squares(a: usize, b: usize, row: usize): f64 {
  let total = 0.0;
  for (let o: usize = 0; o < row; o += eight) {
    const d = load<f64>(a + o) - load<f64>(b + o);
    total += d * d;
  }
  return total;
}

/** Squared distances to a center of the four rows that `gather` has turned; four doubles at `out`. */
export function squaresOfFour(pack: usize, row: usize, center: usize, out: usize): void {
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
  v128.store(out, a);
  v128.store(out, b, 16);
}
