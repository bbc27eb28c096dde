// Hostile numbers: whatever the rows, k-means gives a clear error or the right answer.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Matrix, matrixOf } from "../../src/matrix.js";
import { random } from "../../src/random.js";
import { type KmeansOptions, kmeans } from "../../src/segment/kmeans.js";
import type { Segmentation } from "../../src/segmentation.js";

const matrixFrom = (rows: readonly (readonly number[])[]): Matrix =>
  matrixOf(Object.fromEntries(rows[0]!.map((_, j) => [`x${j}`, rows.map((row) => row[j]!)])));

/** Weighted inertia of the groups around their means, each difference divided by the unit, which keeps the squares within doubles. */
function inertiaOf(
  rows: readonly (readonly number[])[],
  labels: readonly number[],
  k: number,
  weights: readonly number[],
) {
  let total = 0;
  for (let c = 0; c < k; c++) {
    const own = rows.map((_, i) => i).filter((i) => labels[i] === c);
    const mass = own.reduce((sum, i) => sum + weights[i]!, 0);
    rows[0]!.forEach((_, j) => {
      const first = rows[own[0]!]?.[j] ?? 0;
      const mean = own.reduce((sum, i) => sum + weights[i]! * (rows[i]![j]! - first), 0) / mass;
      for (const i of own) total += weights[i]! * (rows[i]![j]! - first - mean) ** 2;
    });
  }
  return total;
}

/** The brute-force twin: the least inertia over all partitions into k groups. */
function leastInertia(rows: readonly (readonly number[])[], k: number, weights: readonly number[]): number {
  const labels: number[] = [];
  let least = Number.POSITIVE_INFINITY;
  const place = (used: number): void => {
    if (labels.length === rows.length) {
      if (used === k) least = Math.min(least, inertiaOf(rows, labels, k, weights));
      return;
    }
    for (let c = 0; c < Math.min(k, used + 1); c++) {
      labels.push(c);
      place(Math.max(used, c + 1));
      labels.pop();
    }
  };
  place(0);
  return least;
}

async function orRangeError(source: Matrix, options: KmeansOptions): Promise<Segmentation | RangeError> {
  try {
    return await kmeans(source, options);
  } catch (error) {
    assert.ok(error instanceof RangeError, String(error));
    assert.match(error.message, /expected .+/);
    return error;
  }
}

/** Shapes from 1 x 1, with columns that are constant, few places that many rows share, and numbers of very different size. */
const shapes = fc
  .record({ count: fc.integer({ min: 1, max: 8 }), width: fc.integer({ min: 1, max: 4 }) })
  .chain(({ count, width }) => {
    const cell = fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: -2, max: 2 }) },
      { weight: 2, arbitrary: fc.double({ noNaN: true, min: -1e6, max: 1e6 }) },
      { weight: 1, arbitrary: fc.constantFrom(0, -0, 1e-300, 5e-324, 1e-8, 1e8, 1e15) },
    );
    const place = fc.array(cell, { minLength: width, maxLength: width });
    return fc.oneof(
      fc.array(place, { minLength: count, maxLength: count }),
      // few places, many rows
      fc
        .array(place, { minLength: 1, maxLength: 3 })
        .chain((places) => fc.array(fc.constantFrom(...places), { minLength: count, maxLength: count })),
      // a constant column
      fc
        .tuple(fc.array(place, { minLength: count, maxLength: count }), cell)
        .map(([rows, constant]) => rows.map((row) => [constant, ...row.slice(1)])),
    );
  });

test("the least inertia over all partitions is never beaten and nearly always reached, or k is above the distinct rows (property, brute force)", async () => {
  let [cases, reached, refused] = [0, 0, 0];
  await fc.assert(
    fc.asyncProperty(shapes, fc.integer({ min: 1, max: 4 }), fc.boolean(), async (rows, k, weighted) => {
      const weights = rows.map((_, i) => (weighted ? 1 + (i % 3) : 1));
      const found = await orRangeError(matrixFrom(rows), { k, ...(weighted ? { weights } : {}) });
      const distinct = new Set(rows.map((row) => row.map((cell) => cell + 0).join())).size;
      if (found instanceof RangeError) {
        refused++;
        // Places nearer than a double's squares can tell apart cannot be told apart.
        if (distinct >= k) assert.match(found.message, /squared distances/);
        else assert.match(found.message, new RegExp(`k of at most ${distinct}, the number of distinct rows`));
        return;
      }
      cases++;
      assert.ok(distinct >= k);
      assert.equal(found.labels.length, rows.length);
      assert.ok(found.sizes.length === k && found.sizes.every((size) => size > 0), `sizes ${found.sizes}`);
      const least = leastInertia(rows, k, weights);
      const inertia = found.quality.inertia!;
      // What rounding of coordinates of this size alone amounts to.
      const size = rows.flat().reduce((most, cell) => Math.max(most, Math.abs(cell)), 0);
      const rounding = 1e-9 * least + 1e-24 * size * size;
      const own = inertiaOf(rows, [...found.labels], k, weights);
      assert.ok(Math.abs(inertia - own) <= 1e-9 * own + 1e-24 * size * size, `${inertia} is said, ${own} is so`);
      assert.ok(inertia >= least - rounding, `${inertia} is below ${least}`);
      if (inertia <= least + rounding) reached++;
    }),
    { numRuns: 500, seed: 11 },
  );
  assert.ok(cases > 250 && refused > 20, `${cases} cases, ${refused} refused`);
  assert.ok(reached >= 0.99 * cases, `reached in ${reached} of ${cases} cases`);
});

test("numbers up to the largest double give a partition, or the advice to scale the columns (property)", async () => {
  const cell = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(1e300, -1e300, Number.MAX_VALUE, 1e153, 1e-300, 0),
  );
  let [answers, refusals] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom(0, 0.2),
      async (rows, k, trim) => {
        const found = await orRangeError(matrixFrom(rows), { k, trim, restarts: 5 });
        if (found instanceof RangeError) {
          refusals++;
          assert.match(found.message, /scale the columns|distinct rows|beside the \d+ that trim/);
          return;
        }
        answers++;
        assert.ok(Number.isFinite(found.quality.inertia));
        assert.ok(found.model.kind === "centers" && found.model.centers.flat().every(Number.isFinite));
        assert.equal(
          found.sizes.reduce((a, b) => a + b, 0),
          rows.length - Math.floor(trim * rows.length),
        );
      },
    ),
    { numRuns: 300, seed: 12 },
  );
  assert.ok(answers > 20 && refusals > 20, `${answers} answers, ${refusals} refusals`);
});

test("NaN and infinity never get into a matrix", () => {
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
    assert.throws(() => matrixOf({ x: [1, bad] }), {
      name: "RangeError",
      message: /finite numbers in x, got .* in row 2/,
    });
});

test("a matrix made by hand with NaN or infinity in it is refused too", async () => {
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const source = { ...matrixOf({ x: [1, 2, 3] }), values: [Float64Array.of(1, bad, 3)] };
    for (const k of [1, 2])
      for (const trim of [0, 0.4]) // which could leave the row out
        await assert.rejects(kmeans(source, { k, trim }), {
          name: "RangeError",
          message: `expected finite numbers in x, got ${bad} in row 2`,
        });
  }
});

test("one row, zero rows, rows all alike", async () => {
  const one = await kmeans(matrixOf({ x: [1e300], y: [-5] }), { k: 1 });
  assert.deepEqual([one.sizes, one.quality.inertia], [[1], 0]);
  const alike = await kmeans(matrixOf({ x: Array(1000).fill(0.1), y: Array(1000).fill(1e9 + 0.3) }), { k: 1 });
  assert.deepEqual([alike.sizes, alike.quality.inertia], [[1000], 0]);
  const refused = (source: Matrix, k: number, message: RegExp) =>
    assert.rejects(kmeans(source, { k }), { name: "RangeError", message });
  await refused(matrixOf({ x: [1] }), 2, /k of at most 1/);
  await refused(matrixOf({ x: [] }), 1, /at least one row, got none/);
  await refused(matrixOf({}, ["a", "b"]), 1, /at least one numeric column/);
  await refused(matrixOf({ x: Array(1000).fill(0.1) }), 2, /k of at most 1, the number of distinct rows/);
});

test("rows whose squared distances vanish never leave a segment empty in silence", async () => {
  for (const x of [
    [0, 0, 0, 5e-324],
    [0, 1e-200, 2e-200, 0],
  ])
    for (const options of [{}, { trim: 0.25 }, { centers: [[0], [1]] }])
      await assert.rejects(kmeans(matrixOf({ x }), { k: 2, ...options }), {
        name: "RangeError",
        message: /squared distances a double can.*scale the columns/,
      });
});

test("2,000 columns, of which two tell the groups apart", async () => {
  const draw = random(3);
  const group = Array.from({ length: 60 }, (_, i) => i % 3);
  const source = matrixOf(
    Object.fromEntries(
      Array.from({ length: 2000 }, (_, j) => [
        `x${j}`,
        group.map((g) => (j < 2 ? 1000 * [0, 1, 3][g]! : j % 5 === 0 ? 7 : draw.normal())),
      ]),
    ),
  );
  const found = await kmeans(source, { k: 3 });
  assert.deepEqual([...found.labels], group);
  assert.equal(found.search!.timesFound, found.search!.restarts);
});

test("as many segments as rows: every row its own", async () => {
  const x = Array.from({ length: 40 }, (_, i) => (i * 7919) % 1009);
  const found = await kmeans(matrixOf({ x }), { k: 40 });
  assert.equal(found.quality.inertia, 0);
  assert.equal(new Set(found.labels).size, 40);
});
