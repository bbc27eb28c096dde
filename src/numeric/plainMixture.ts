/** What a pass over rows of a mixture does; see assembly/mixture.ts for the arguments, which are addresses where they are named after data. */
export type MixturePass = (
  x: number,
  width: number,
  lo: number,
  hi: number,
  k: number,
  full: number,
  means: number,
  factors: number,
  constants: number,
  sums: number,
  figures: number,
  scratch: number,
) => void;

/** Rows that are worked on at a time: what is known of them stays in the cache. */
export const tileRows = 128;

/** Below exp(-40) beside 1, a share is 0: it would change no digit of a sum. */
const least = -40;

/** The twin of assembly/mixture.ts: the same operations in the same order, and so the same bits. */
export function plainMixture(memory: ArrayBufferLike): MixturePass {
  const f = new Float64Array(memory);
  return (x, width, lo, hi, k, full, means, factors, constants, sums, figures) => {
    const shares = new Float64Array(k * tileRows);
    const columns = new Float64Array((width + 1) * tileRows);
    const size = sumsSize(width, full === 1);
    let [peaks, product, folds] = [0, 1, 0];
    for (let from = lo; from < hi; from += tileRows) {
      const count = Math.min(tileRows, hi - from);
      const first = (x >>> 3) + from * width;
      for (let c = 0; c < k; c++) {
        const mean = (means >>> 3) + c * width;
        const constant = f[(constants >>> 3) + c]!;
        const of = full === 1 ? squaresFull : squaresDiagonal;
        const factor = (factors >>> 3) + c * (full === 1 ? (width * (width + 1)) / 2 : width);
        for (let t = 0; t < count; t++)
          shares[c * tileRows + t] = constant - 0.5 * of(f, first + t * width, mean, factor, width, columns);
      }
      for (let t = 0; t < count; t++) {
        let peak = shares[t]!;
        for (let at = t + tileRows; at < k * tileRows; at += tileRows) if (shares[at]! > peak) peak = shares[at]!;
        let total = 0;
        for (let at = t; at < k * tileRows; at += tileRows) {
          shares[at] = exponential(shares[at]! - peak);
          total += shares[at]!;
        }
        const inverse = 1 / total;
        for (let at = t; at < k * tileRows; at += tileRows) shares[at] = shares[at]! * inverse;
        peaks += peak;
        product *= total;
        if (product > 2 ** 500) {
          product *= 2 ** -500;
          folds++;
        }
      }
      for (let c = 0; c < k; c++) {
        const mean = (means >>> 3) + c * width;
        const into = (sums >>> 3) + c * size;
        if (full === 1) addFull(f, first, mean, width, count, shares, c, columns, into);
        else addDiagonal(f, first, mean, width, count, shares, c, into);
      }
    }
    f[figures >>> 3] = peaks;
    f[(figures >>> 3) + 1] = product;
    f[(figures >>> 3) + 2] = folds;
  };
}

/** How many sums a component has: the lower triangle of one row and column more than there are columns, or one and twice the columns. */
export function sumsSize(width: number, full: boolean): number {
  return full ? ((width + 1) * (width + 2)) / 2 : 2 * width + 1;
}

function squaresFull(
  f: Float64Array,
  row: number,
  mean: number,
  factor: number,
  width: number,
  differences: Float64Array,
): number {
  for (let j = 0; j < width; j++) differences[j] = f[row + j]! - f[mean + j]!;
  let total = 0;
  for (let j = 0, at = factor; j < width; j++) {
    let y = 0;
    for (let i = 0; i <= j; i++) y += differences[i]! * f[at++]!;
    total += y * y;
  }
  return total;
}

function squaresDiagonal(f: Float64Array, row: number, mean: number, factor: number, width: number): number {
  let total = 0;
  for (let j = 0; j < width; j++) {
    const y = (f[row + j]! - f[mean + j]!) * f[factor + j]!;
    total += y * y;
  }
  return total;
}

/**
 * Rows with a share in the component, each times the root of it, and the roots as one column more: the products of any two of these columns
 * are all that is needed. Even and odd rows are added apart, as two lanes do.
 */
function addFull(
  f: Float64Array,
  first: number,
  mean: number,
  width: number,
  count: number,
  shares: Float64Array,
  c: number,
  columns: Float64Array,
  into: number,
): void {
  let m = 0;
  for (let t = 0; t < count; t++) {
    const share = shares[c * tileRows + t]!;
    if (!(share > 0)) continue;
    const root = Math.sqrt(share);
    for (let j = 0; j < width; j++) columns[j * tileRows + m] = (f[first + t * width + j]! - f[mean + j]!) * root;
    columns[width * tileRows + m++] = root;
  }
  if (m === 0) return;
  if (m % 2 === 1) {
    for (let j = 0; j <= width; j++) columns[j * tileRows + m] = 0;
    m++;
  }
  for (let i = 0, at = into; i <= width; i++) {
    for (let j = 0; j <= i; j++, at++) {
      let [even, odd] = [0, 0];
      for (let p = i * tileRows, q = j * tileRows, end = p + m; p < end; p += 2, q += 2) {
        even += columns[p]! * columns[q]!;
        odd += columns[p + 1]! * columns[q + 1]!;
      }
      f[at] = f[at]! + (even + odd);
    }
  }
}

/** Sums of shares, of differences from the mean, and of their squares. */
function addDiagonal(
  f: Float64Array,
  first: number,
  mean: number,
  width: number,
  count: number,
  shares: Float64Array,
  c: number,
  into: number,
): void {
  let mass = 0;
  for (let t = 0; t < count; t++) mass += shares[c * tileRows + t]!;
  f[into] = f[into]! + mass;
  for (let j = 0; j < width; j++) {
    let [sum, squares] = [0, 0];
    for (let t = 0; t < count; t++) {
      const share = shares[c * tileRows + t]!;
      if (!(share > 0)) continue;
      const difference = f[first + t * width + j]! - f[mean + j]!;
      const weighed = share * difference;
      sum += weighed;
      squares += weighed * difference;
    }
    f[into + 1 + j] = f[into + 1 + j]! + sum;
    f[into + 1 + width + j] = f[into + 1 + width + j]! + squares;
  }
}

/** Powers of two from 0 down. */
const powers: Float64Array = Float64Array.from({ length: 60 }, (_, n) => 2 ** -n);

/** 1.5 times 2 to the 52nd: adding it leaves no digit behind the point. */
const whole = 6755399441055744;

/** exp(t) for t up to 0, to within some units of the last place; 0 below -40. A polynomial, since libraries differ in their last bits. */
function exponential(t: number): number {
  if (!(t >= least)) return 0;
  const n = t * Math.LOG2E + whole - whole;
  const r = t - n * 0.6931471803691238 - n * 1.9082149292705877e-10;
  let p = 1.6059043836821613e-10; // 1 / 13!
  p = p * r + 2.08767569878681e-9;
  p = p * r + 2.505210838544172e-8;
  p = p * r + 2.755731922398589e-7;
  p = p * r + 2.7557319223985893e-6;
  p = p * r + 2.48015873015873e-5;
  p = p * r + 1.984126984126984e-4;
  p = p * r + 1.388888888888889e-3;
  p = p * r + 8.333333333333333e-3;
  p = p * r + 4.1666666666666664e-2;
  p = p * r + 0.16666666666666666;
  p = p * r + 0.5;
  p = p * r + 1;
  p = p * r + 1;
  return p * powers[-n]!;
}
