import type { Kernels } from "./kernels.js";
import { plainMixture } from "./plainMixture.js";

/**
 * The inner loops in plain TypeScript, for machines without WebAssembly and as a second opinion on it: numbers are added up in
 * the same order as in assembly/kernels.ts, so that both give the same bits. Slower, and on the same kind of memory. `assign` does
 * without the look in 32 bits, which changes no label.
 */
export function plainKernels(memory: ArrayBufferLike): Kernels {
  const f = new Float64Array(memory);
  const n = new Int32Array(memory);
  const short = new Int16Array(memory);
  const float = new Float32Array(memory);
  const squares = (a: number, b: number, width: number): number => {
    let total = 0;
    for (let j = 0; j < width; j++) {
      const difference = f[a + j]! - f[b + j]!;
      total += difference * difference;
    }
    return total;
  };
  const nearestOf = (row: number, width: number, centers: number, k: number) => {
    let [best, next, to] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0];
    for (let c = 0; c < k; c++) {
      const distance = squares(row, (centers >>> 3) + c * width, width);
      if (distance < best) {
        next = best;
        best = distance;
        to = c;
      } else if (distance < next) next = distance;
    }
    // Rounded down as in assembly/assign.ts.
    const behind = Math.sqrt(next) * (1 - (2 * width + 8) * 1.2e-16) - Math.sqrt(best);
    return { best, behind, to };
  };
  const bound = (proven: number): number => (proven > 3e38 ? 3e38 : proven < 1e-30 ? 0 : proven * 0.9999997615814209);
  const move = (
    from: number,
    width: number,
    weight: number,
    label: number,
    sums: number,
    mass: number,
    counts: number,
    one: number,
  ): void => {
    const sum = (sums >>> 3) + label * width;
    for (let j = 0; j < width; j++) f[sum + j] = f[sum + j]! + weight * f[from + j]!;
    f[(mass >>> 3) + label] = f[(mass >>> 3) + label]! + weight;
    n[(counts >>> 2) + label] = n[(counts >>> 2) + label]! + one;
  };
  const ofFour = (sums: Float64Array): number => sums[0]! + sums[1]! + (sums[2]! + sums[3]!);
  const weightOf = (weights: number, i: number): number => (weights === 0 ? 1 : f[(weights >>> 3) + i]!);

  return {
    shrink() {}, // nothing here reads the copy in 32 bits
    assign(x, _thin, _origin, width, lo, hi, weights, centers, k, labels, gap, limit, sums, mass, counts) {
      let changed = 0;
      for (let i = lo; i < hi; i++) {
        const from = short[(labels >>> 1) + i]!;
        if (from >= 0 && float[(gap >>> 2) + i]! > f[(limit >>> 3) + from]!) continue;
        const row = (x >>> 3) + i * width;
        const { behind, to } = nearestOf(row, width, centers, k);
        float[(gap >>> 2) + i] = bound(behind + f[(limit >>> 3) + to]!);
        if (from === to) continue;
        short[(labels >>> 1) + i] = to;
        changed++;
        const weight = weightOf(weights, i);
        move(row, width, weight, to, sums, mass, counts, 1);
        if (from >= 0) move(row, width, -weight, from, sums, mass, counts, -1);
      }
      return changed;
    },
    measure(x, width, lo, hi, centers, k, labels, gap, limit, distances) {
      for (let i = lo; i < hi; i++) {
        const { best, behind, to } = nearestOf((x >>> 3) + i * width, width, centers, k);
        short[(labels >>> 1) + i] = to;
        f[(distances >>> 3) + i] = best;
        float[(gap >>> 2) + i] = bound(behind + f[(limit >>> 3) + to]!);
      }
    },
    tally(x, width, lo, hi, weights, centers, labels, sums, mass, counts) {
      for (let i = lo; i < hi; i++) {
        const label = short[(labels >>> 1) + i]!;
        if (label < 0) continue;
        const weight = weightOf(weights, i);
        const [row, sum, center] = [
          (x >>> 3) + i * width,
          (sums >>> 3) + label * width,
          (centers >>> 3) + label * width,
        ];
        for (let j = 0; j < width; j++) f[sum + j] = f[sum + j]! + weight * (f[row + j]! - f[center + j]!);
        f[(mass >>> 3) + label] = f[(mass >>> 3) + label]! + weight;
        n[(counts >>> 2) + label] = n[(counts >>> 2) + label]! + 1;
      }
    },
    candidates(x, width, lo, hi, weights, rows, count, nearest, totals) {
      for (let t = 0; t < count; t++) {
        const center = (x >>> 3) + n[(rows >>> 2) + t]! * width;
        const sums = new Float64Array(4);
        for (let i = lo; i < hi; i++) {
          const value = squares((x >>> 3) + i * width, center, width) * weightOf(weights, i);
          sums[(i - lo) % 4]! += Math.min(value, f[(nearest >>> 3) + i]!);
        }
        f[(totals >>> 3) + t] = ofFour(sums);
      }
    },
    nearer(x, width, lo, hi, weights, center, nearest) {
      const sums = new Float64Array(4);
      for (let i = lo; i < hi; i++) {
        const value = squares((x >>> 3) + i * width, (x >>> 3) + center * width, width) * weightOf(weights, i);
        const least = Math.min(value, f[(nearest >>> 3) + i]!);
        f[(nearest >>> 3) + i] = least;
        sums[(i - lo) % 4]! += least;
      }
      return ofFour(sums);
    },
    exchange(x, width, rows, weights, centers, k, labels, gap, limit, mass, counts) {
      let lightest = Number.POSITIVE_INFINITY;
      for (let c = 0; c < k; c++) lightest = Math.min(lightest, f[(mass >>> 3) + c]!);
      let moved = 0;
      for (let i = 0; i < rows; i++) {
        const from = short[(labels >>> 1) + i]!;
        const row = (x >>> 3) + i * width;
        const weight = weightOf(weights, i);
        const own = f[(mass >>> 3) + from]!;
        if (n[(counts >>> 2) + from]! < 2 || !(own > weight)) continue;
        const a = (centers >>> 3) + from * width;
        const near = squares(row, a, width);
        let least = ((near * own) / (own - weight)) * (1 - 1e-12);
        const behind = float[(gap >>> 2) + i]! - f[(limit >>> 3) + from]!;
        if (moved === 0 && behind > 0) {
          const next = Math.sqrt(near) + behind;
          if (((next * next * lightest) / (lightest + weight)) * (1 - 1e-9) > least) continue;
        }
        let to = -1;
        for (let c = 0; c < k; c++) {
          if (c === from) continue;
          const other = f[(mass >>> 3) + c]!;
          const cost = (squares(row, (centers >>> 3) + c * width, width) * other) / (other + weight);
          if (cost < least) {
            least = cost;
            to = c;
          }
        }
        if (to < 0) continue;
        const gained = f[(mass >>> 3) + to]! + weight;
        const left = own - weight;
        const b = (centers >>> 3) + to * width;
        for (let j = 0; j < width; j++) {
          const value = f[row + j]!;
          f[a + j] = f[a + j]! - ((value - f[a + j]!) * weight) / left;
          f[b + j] = f[b + j]! + ((value - f[b + j]!) * weight) / gained;
        }
        f[(mass >>> 3) + from] = left;
        f[(mass >>> 3) + to] = gained;
        n[(counts >>> 2) + from] = n[(counts >>> 2) + from]! - 1;
        n[(counts >>> 2) + to] = n[(counts >>> 2) + to]! + 1;
        short[(labels >>> 1) + i] = to;
        float[(gap >>> 2) + i] = 0;
        moved++;
      }
      return moved;
    },
    inertia(x, width, lo, hi, weights, centers, labels) {
      let total = 0;
      for (let i = lo; i < hi; i++) {
        const label = short[(labels >>> 1) + i]!;
        if (label >= 0)
          total += weightOf(weights, i) * squares((x >>> 3) + i * width, (centers >>> 3) + label * width, width);
      }
      return total;
    },
    distances(q, lo, hi, x, width, from, to, labels, k, sums) {
      for (let i = lo; i < hi; i++) {
        const row = new Float64Array(k);
        for (let j = from; j < to; j++) {
          const label = n[(labels >>> 2) + j]!;
          if (label < 0) continue;
          row[label] = row[label]! + Math.sqrt(squares((q >>> 3) + i * width, (x >>> 3) + j * width, width));
        }
        const at = (sums >>> 3) + (i - lo) * k;
        for (let c = 0; c < k; c++) f[at + c] = f[at + c]! + row[c]!;
      }
    },
    extremes(q, lo, hi, own, x, width, from, to, labels, near, far) {
      for (let i = lo; i < hi; i++) {
        let least = f[(near >>> 3) + i]!;
        let most = f[(far >>> 3) + i]!;
        for (let j = from; j < to; j++) {
          const label = n[(labels >>> 2) + j]!;
          if (label < 0) continue;
          const distance = squares((q >>> 3) + i * width, (x >>> 3) + j * width, width);
          if (label === n[(own >>> 2) + i]) most = Math.max(most, distance);
          else least = Math.min(least, distance);
        }
        f[(near >>> 3) + i] = least;
        f[(far >>> 3) + i] = most;
      }
    },
    mixture: plainMixture(memory),
  };
}
