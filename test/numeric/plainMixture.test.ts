import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { hasWasm } from "../../src/numeric/kernels.js";
import { type MixtureShape, MixtureSpace, mixtureMemory } from "../../src/numeric/mixtureSpace.js";
import { random } from "../../src/random.js";

/** One pass over all rows on the compiled kernels or on their twins: the log likelihood and the mixture that comes next. */
function pass(x: Float64Array, problem: Omit<MixtureShape, "lanes" | "threads">, seed: number, wasm: boolean) {
  const shape = { ...problem, lanes: 2, threads: 2 };
  const { rows, width, k, full } = shape;
  const space = new MixtureSpace(mixtureMemory(shape, wasm), shape, 1);
  space.x.set(x);
  const draw = random(seed);
  const each = full ? width * width : width;
  const before = {
    mass: Float64Array.from({ length: k }, (_, c) => (rows * 2 * (c + 1)) / (k * (k + 1))),
    means: Float64Array.from({ length: k * width }, () => 2 * draw.normal()),
    spread: Float64Array.from({ length: k * each }, (_, at) => {
      const [row, column] = [Math.floor((at % each) / width), at % width];
      return !full || row === column ? 0.2 + (at % 3) : 0.1;
    }),
  };
  space.set(before);
  for (let block = 0; block < space.blocks; block++) space.block(block, block % 2);
  return { logLikelihood: space.logLikelihood(), next: space.next(before), before };
}

test("this machine runs WebAssembly, so that the others compare two things", () => assert.ok(hasWasm()));

test("the compiled pass and its twin give the same bits (property)", () => {
  const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, min: -30, max: 30 }));
  const points = fc
    .integer({ min: 1, max: 11 })
    .chain((width) =>
      fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 40 }),
    );
  fc.assert(
    fc.property(points, fc.integer({ min: 1, max: 7 }), fc.boolean(), fc.nat(99), (rows, k, full, seed) => {
      const problem = { rows: rows.length, width: rows[0]!.length, k, full };
      const x = Float64Array.from(rows.flat());
      assert.deepEqual(pass(x, problem, seed, true), pass(x, problem, seed, false));
    }),
    { numRuns: 300 },
  );
});

test("also over several blocks of rows, the last one short, and where few components have a share in a row", () => {
  const draw = random(1);
  for (const [width, spread] of [
    [3, 1],
    [8, 1],
    [16, 30],
  ] as const)
    for (const full of [true, false]) {
      const rows = 2500;
      const x = Float64Array.from({ length: rows * width }, () => spread * draw.normal());
      const problem = { rows, width, k: 5, full };
      assert.deepEqual(pass(x, problem, 2, true), pass(x, problem, 2, false));
    }
});

test("a pass is what the formulas say, row by row with Math.exp", () => {
  const draw = random(4);
  const [rows, width, k] = [300, 3, 4];
  const x = Float64Array.from({ length: rows * width }, draw.normal);
  const { logLikelihood, next, before } = pass(x, { rows, width, k, full: false }, 5, true);
  const mass = new Float64Array(k);
  const means = new Float64Array(k * width);
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const densities = Array.from(before.mass, (own, c) => {
      let density = own / rows;
      for (let j = 0; j < width; j++) {
        const variance = before.spread[c * width + j]!;
        const apart = x[i * width + j]! - before.means[c * width + j]!;
        density *= Math.exp((-apart * apart) / 2 / variance) / Math.sqrt(2 * Math.PI * variance);
      }
      return density;
    });
    const sum = densities.reduce((a, b) => a + b);
    total += Math.log(sum);
    densities.forEach((density, c) => {
      mass[c] = mass[c]! + density / sum;
      for (let j = 0; j < width; j++)
        means[c * width + j] = means[c * width + j]! + (density / sum) * x[i * width + j]!;
    });
  }
  assert.ok(Math.abs(logLikelihood - total) < 1e-10 * Math.abs(total));
  for (let c = 0; c < k; c++) {
    assert.ok(Math.abs(next.mass[c]! - mass[c]!) < 1e-10);
    for (let j = 0; j < width; j++)
      assert.ok(Math.abs(next.means[c * width + j]! - means[c * width + j]! / mass[c]!) < 1e-10);
  }
});
