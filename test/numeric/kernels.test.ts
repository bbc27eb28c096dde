import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { type Descent, descend } from "../../src/numeric/descend.js";
import { kernelBytes } from "../../src/numeric/kernelBytes.js";
import { hasWasm } from "../../src/numeric/kernels.js";
import { KmeansSpace, kmeansMemory, step } from "../../src/numeric/kmeansSpace.js";
import { PairSpace, pairMemory } from "../../src/numeric/pairSpace.js";
import { random } from "../../src/random.js";

test("the kernels were compiled from the source as it is (test/integration/kernels.test.ts compiles it again)", async () => {
  const numeric = new URL("../../src/numeric/", import.meta.url);
  const { kernelText } = (await import(new URL("assembly/make.mjs", numeric).href)) as {
    kernelText(base64: string): string;
  };
  const text = readFileSync(new URL("kernelBytes.ts", numeric), "utf8");
  assert.ok(text === kernelText(kernelBytes), "the kernels or their source were changed: run npm run kernels");
});

test("this machine runs WebAssembly, so that the other tests here compare two things", () => assert.ok(hasWasm()));

/** One start on the compiled kernels or on their twins: where it ended, with labels and distances. */
function start(
  x: Float64Array,
  { rows, width, k, seed, weights }: { rows: number; width: number; k: number; seed: number; weights?: Float64Array },
  wasm: boolean,
): Descent & { labels: number[] } {
  const shape = { rows, width, k, weighted: weights !== undefined, lanes: 1, threads: 1 };
  const space = new KmeansSpace(kmeansMemory(shape, wasm), shape, 0);
  space.x.set(x);
  if (weights !== undefined) space.weights!.set(weights);
  const each = (what: number) => {
    for (let block = 0; block < space.blocks; block++) space.block(what, block, 0);
  };
  space.shrink(each);
  const steps = descend(space, each, random(seed), { maxIterations: 100, stopAt: -1 });
  for (;;) {
    const { done, value } = steps.next();
    if (done) return { ...value, labels: [...space.labels] };
  }
}

/** Rows that doubles cannot tell apart by their squares are refused, by both in the same words. */
function orError<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    assert.ok(error instanceof RangeError, String(error));
    return error.message;
  }
}

test("compiled kernels and twins give the same bits (property), also over several blocks of rows", () => {
  const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, min: -1e6, max: 1e6 }));
  const points = fc
    .integer({ min: 1, max: 6 })
    .chain((width) =>
      fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 40 }),
    );
  fc.assert(
    fc.property(points, fc.integer({ min: 1, max: 7 }), fc.boolean(), (found, wanted, weighted) => {
      const width = found[0]!.length;
      const k = Math.min(wanted, new Set(found.map((row) => row.map((cell) => cell + 0).join())).size);
      const weights = weighted ? Float64Array.from(found, (_, i) => 0.5 + (i % 4)) : undefined;
      const problem = { rows: found.length, width, k, seed: 3, ...(weights === undefined ? {} : { weights }) };
      const x = Float64Array.from(found.flat());
      assert.deepEqual(
        orError(() => start(x, problem, true)),
        orError(() => start(x, problem, false)),
      );
    }),
    { numRuns: 300 },
  );
  const draw = random(1);
  const rows = 9001; // three blocks, the last one short
  const x = Float64Array.from({ length: rows * 3 }, draw.normal);
  assert.deepEqual(
    start(x, { rows, width: 3, k: 5, seed: 2 }, true),
    start(x, { rows, width: 3, k: 5, seed: 2 }, false),
  );
});

test("bounds spare distances, not rows: labels are those of a plain search of the nearest center", () => {
  const draw = random(4);
  const [rows, width, k] = [6000, 4, 9];
  const x = Float64Array.from({ length: rows * width }, draw.normal);
  const found = start(x, { rows, width, k, seed: 8 }, true);
  let inertia = 0;
  for (let i = 0; i < rows; i++) {
    const squares = Array.from({ length: k }, (_, c) =>
      Array.from({ length: width }, (_, j) => (x[i * width + j]! - found.centers[c * width + j]!) ** 2).reduce(
        (a, b) => a + b,
      ),
    );
    assert.equal(found.labels[i], squares.indexOf(Math.min(...squares)));
    inertia += Math.min(...squares);
  }
  assert.ok(Math.abs(found.inertia / inertia - 1) < 1e-12);
});

/** The plain search: the nearest center of each row, of centers equally near the first. */
function plainly(x: Float64Array, centers: Float64Array, width: number): number[] {
  return Array.from({ length: x.length / width }, (_, i) => {
    let [label, least] = [0, Number.POSITIVE_INFINITY];
    for (let c = 0; c * width < centers.length; c++) {
      let squares = 0;
      for (let j = 0; j < width; j++) squares += (x[i * width + j]! - centers[c * width + j]!) ** 2;
      if (squares < least) [label, least] = [c, squares];
    }
    return label;
  });
}

/** Raises the limits by how far the centers move, as `descend` does, and moves them. */
function moveTo(space: KmeansSpace, centers: Float64Array): void {
  const { k, width } = space.shape;
  const moves = Array.from({ length: k }, (_, c) => {
    let squares = 0;
    for (let at = c * width; at < (c + 1) * width; at++) squares += (centers[at]! - space.centers[at]!) ** 2;
    return Math.sqrt(squares);
  });
  const fastest = (c: number) => moves.reduce((most, move, other) => (other === c ? most : Math.max(most, move)), 0);
  moves.forEach((move, c) => {
    space.limit[c] = space.limit[c]! + move + fastest(c);
  });
  space.centers.set(centers);
}

test("rows almost or exactly as near to two centers get the labels of 64 bits, from 1e-300 to 1e300, far from zero, and when the centers move a little (property)", () => {
  const draw = random(5);
  const one = <T>(...of: T[]): T => of[draw.integer(of.length)]!;
  const small = (from: number, to: number) => draw.normal() * 10 ** -(from + draw.integer(to - from));
  for (let turn = 0; turn < 800; turn++) {
    const width = turn % 500 === 0 ? 2000 : one(1, 2, 3, 4, 5, 7, 9, 31);
    const [k, rows] = [1 + draw.integer(6), 2 * (1 + draw.integer(width > 100 ? 6 : 15))];
    const size = 10 ** one(-300, -160, -40, -23, -20, -18, -3, 0, 0, 0, 3, 18, 19, 20, 38, 39, 45, 150, 154, 300);
    const far = one(0, Math.min(1e300, size * 10 ** draw.integer(12)));
    const scales = Float64Array.from({ length: width }, () => one(1, 1, 10 ** -draw.integer(9)) * size);
    const origins = Float64Array.from({ length: width }, () => far * one(-1, 0, 1));
    const lattice = draw.integer(2) === 0;
    const around = draw.integer(3) === 0; // rows on all sides, much farther from the centers than these from each other
    const centers = new Float64Array(k * width);
    for (let at = 0; at < centers.length; at++) {
      const j = at % width;
      const twin = at >= width && !lattice && draw.integer(3) === 0;
      if (twin) centers[at] = centers[at - width]! * (1 + small(5, 15));
      else centers[at] = lattice ? (draw.integer(5) / 3) * size : origins[j]! + draw.normal() * scales[j]!;
    }
    const x = new Float64Array(rows * width);
    for (let i = 0; i < rows; i++) {
      const [a, b] = [draw.integer(k) * width, draw.integer(k) * width];
      const off = one(0, small(4, 16));
      const beside = around ? 10 ** draw.integer(9) : one(0, 0, 1e-3);
      for (let j = 0; j < width; j++) {
        const way = centers[b + j]! - centers[a + j]!;
        const place = centers[a + j]! + way * (0.5 + off) + beside * draw.normal() * scales[j]!;
        x[i * width + j] = around && i % 2 === 1 ? 2 * centers[j]! - x[(i - 1) * width + j]! : place;
      }
    }
    const shape = { rows, width, k, weighted: false, lanes: 1, threads: 1 };
    const spaces = [true, false].map((wasm) => new KmeansSpace(kmeansMemory(shape, wasm), shape, 0));
    for (const space of spaces) {
      space.x.set(x);
      space.labels.fill(-1);
      space.shrink((what) => space.block(what, 0, 0));
      space.centers.set(centers);
    }
    for (let move = 0; move < 6; move++) {
      const expected = plainly(x, centers, width);
      for (const space of spaces) {
        space.block(step.assign, 0, 0);
        assert.deepEqual([...space.labels], expected, `turn ${turn}, move ${move}`);
      }
      const least = one(1e-16, 1e-16, small(1, 16)); // of a double, or of the size
      for (let at = 0; at < centers.length; at++)
        centers[at] = centers[at]! + least * draw.normal() * (least > 1e-16 ? scales[at % width]! : centers[at]!);
      for (const space of spaces) moveTo(space, centers);
    }
  }
});

/** All rows, or the first `scored` of them, compared with all rows on the compiled kernels or on their twins. */
function pairs(x: Float64Array, labels: Int32Array, { k, scored }: { k: number; scored?: number }, wasm: boolean) {
  const rows = labels.length;
  const shape = { rows, width: x.length / rows, k, threads: 1, ...(scored === undefined ? {} : { scored }) };
  const space = new PairSpace(pairMemory(shape, wasm), shape);
  space.x.set(x);
  space.labels.set(labels);
  space.q.set(x.subarray(0, space.q.length));
  space.own.set(labels.subarray(0, space.own.length));
  space.near.fill(Number.POSITIVE_INFINITY);
  const count = space.own.length;
  for (const what of ["sums", "extremes"] as const)
    for (let lo = 0; lo < count; lo += 30) space.measure(what, lo, Math.min(count, lo + 30), 0);
  return [space.sums, space.near, space.far].map((values) => [...values]);
}

test("compiled comparisons of rows and their twins give the same bits (property), also over several ranges of rows", () => {
  const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, min: -1e200, max: 1e200 }));
  const points = fc
    .integer({ min: 1, max: 5 })
    .chain((width) =>
      fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 40 }),
    );
  fc.assert(
    fc.property(points, fc.array(fc.integer({ min: -1, max: 3 }), { minLength: 40, maxLength: 40 }), (found, drawn) => {
      const x = Float64Array.from(found.flat());
      const labels = Int32Array.from(drawn.slice(0, found.length));
      for (const size of [{ k: 4 }, { k: 4, scored: Math.ceil(found.length / 3) }])
        assert.deepEqual(pairs(x, labels, size, true), pairs(x, labels, size, false));
    }),
  );
  const draw = random(6);
  const x = Float64Array.from({ length: 9001 * 2 }, draw.normal);
  const labels = Int32Array.from({ length: 9001 }, () => draw.integer(6) - 1);
  const size = { k: 5, scored: 61 };
  assert.deepEqual(pairs(x, labels, size, true), pairs(x, labels, size, false));
});
