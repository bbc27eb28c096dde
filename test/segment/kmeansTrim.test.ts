// Trimmed k-means: the option `trim` of kmeans.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Matrix, matrixOf } from "../../src/matrix.js";
import { descendTrimmed } from "../../src/numeric/descendTrimmed.js";
import { KmeansSpace, kmeansMemory } from "../../src/numeric/kmeansSpace.js";
import { areStarted } from "../../src/numeric/pool.js";
import { random } from "../../src/random.js";
import { assign } from "../../src/segment/assign.js";
import { agreement } from "../../src/segment/evaluate/agreement.js";
import { kmeans } from "../../src/segment/kmeans.js";

/** The least inertia over all ways to give rows one of k labels or to leave `leftOut` of them out. */
function leastInertia(rows: readonly (readonly number[])[], k: number, leftOut: number): number {
  const width = rows[0]!.length;
  const groups = Array.from({ length: k }, (): number[] => []);
  const inertia = () => {
    let total = 0;
    for (const group of groups)
      for (let j = 0; j < width; j++) {
        const values = group.map((i) => rows[i]![j]! - rows[group[0]!]![j]!);
        const mean = values.reduce((a, b) => a + b, 0) / values.length;
        total += values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      }
    return total;
  };
  let least = Number.POSITIVE_INFINITY;
  const place = (i: number, left: number): void => {
    if (i === rows.length) {
      if (left === 0 && groups.every((group) => group.length > 0)) least = Math.min(least, inertia());
      return;
    }
    if (left > 0) place(i + 1, left - 1);
    for (const group of groups) {
      group.push(i);
      place(i + 1, left);
      group.pop();
      if (group.length === 0) break; // empty groups are alike
    }
  };
  place(0, leftOut);
  return least;
}

const matrixFrom = (rows: readonly (readonly number[])[]): Matrix =>
  matrixOf(Object.fromEntries(rows[0]!.map((_, j) => [`x${j}`, rows.map((row) => row[j]!)])));

test("computed by hand: without the 500, 0, 1, 2 and 10, 11, 12 have inertia 2 + 2", async () => {
  const found = await kmeans(matrixOf({ x: [500, 0, 1, 2, 10, 11, 12] }), { k: 2, trim: 1 / 7 });
  assert.deepEqual([...found.labels], [-1, 0, 0, 0, 1, 1, 1]);
  assert.equal(found.quality.inertia, 4);
  assert.deepEqual(found.sizes, [3, 3]);
  assert.equal(found.parameters.trim, 1 / 7);
});

test("never beats, and nearly always reaches, the least inertia over all subsets and partitions (property, brute force)", async () => {
  const value = fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: -3, max: 3 }) },
    { weight: 3, arbitrary: fc.double({ noNaN: true, min: -100, max: 100 }) },
    { weight: 1, arbitrary: fc.constantFrom(0, -0, 5e-324, 1e-200, 1e-8, 1e8, -1e15) },
  );
  const shapes = fc.integer({ min: 1, max: 3 }).chain((width) => {
    const place = fc.array(value, { minLength: width, maxLength: width });
    return fc.oneof(
      { weight: 3, arbitrary: fc.array(place, { minLength: 4, maxLength: 8 }) },
      // few places, many rows; and a constant column
      {
        weight: 1,
        arbitrary: fc
          .array(place, { minLength: 1, maxLength: 4 })
          .chain((places) => fc.array(fc.constantFrom(...places), { minLength: 4, maxLength: 8 })),
      },
      {
        weight: 1,
        arbitrary: fc.array(place, { minLength: 4, maxLength: 8 }).map((rows) => rows.map((row) => [...row, 7])),
      },
    );
  });
  let [cases, reached, refused] = [0, 0, 0];
  await fc.assert(
    fc.asyncProperty(
      shapes,
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 2 }),
      async (rows, k, leftOut) => {
        fc.pre(new Set(rows.map((row) => row.map((cell) => cell + 0).join())).size >= k && rows.length - leftOut >= k);
        const options = { k, trim: leftOut / rows.length, restarts: 40 };
        const found = await kmeans(matrixFrom(rows), options).catch((error: Error) => {
          assert.match(error.message, /squared distances a double can/);
          refused++;
        });
        if (found === undefined) return;
        const least = leastInertia(rows, k, leftOut);
        const inertia = found.quality.inertia!;
        // What rounding of coordinates of the size that is kept amounts to.
        const kept = rows.filter((_, i) => found.labels[i]! >= 0);
        const size = Math.max(...kept.flat().map(Math.abs));
        const rounding = (value: number) => 1e-9 * value + 1e-24 * size * size;
        assert.ok(inertia >= least - rounding(least), `${inertia} is below ${least}`);
        assert.ok(found.model.kind === "centers");
        const { centers } = found.model;
        const squares = rows.map((row) =>
          centers.map((center) => row.reduce((sum, cell, j) => sum + (cell - center[j]!) ** 2, 0)),
        );
        const nearest = squares.map((own) => Math.min(...own));
        const own = nearest.filter((_, i) => found.labels[i]! >= 0);
        const others = nearest.filter((_, i) => found.labels[i]! < 0);
        assert.ok(Math.max(...own) <= Math.min(...others), "no kept row is farther than one that is left out");
        found.labels.forEach((label, i) => {
          if (label >= 0) assert.equal(squares[i]![label], nearest[i]);
        });
        const said = own.reduce((sum, value) => sum + value, 0);
        assert.ok(Math.abs(inertia - said) <= rounding(said), `${inertia} is said, ${said} is so`);
        assert.equal([...found.labels].filter((label) => label < 0).length, leftOut);
        assert.ok(
          found.sizes.every((size) => size > 0),
          `sizes ${found.sizes}`,
        );
        cases++;
        if (inertia <= least + rounding(least)) reached++;
      },
    ),
    { numRuns: 250, seed: 7 },
  );
  assert.ok(refused < 10, `${refused} refused`);
  assert.ok(cases >= 200 && reached >= 0.97 * cases, `reached in ${reached} of ${cases} cases`);
});

/** Three round groups and a tenth of rows far out. */
function contaminated(): { source: Matrix; truth: number[] } {
  const draw = random(5);
  const [x, y, truth]: number[][] = [[], [], []];
  for (let i = 0; i < 300; i++) {
    const group = i % 3;
    x!.push([0, 6, 12][group]! + draw.normal());
    y!.push([0, 8, 0][group]! + draw.normal());
    truth!.push(group);
  }
  for (let i = 0; i < 33; i++) {
    x!.push(60 + 100 * draw.uniform());
    y!.push(-200 + 400 * draw.uniform());
    truth!.push(-1);
  }
  return { source: matrixOf({ x: x!, y: y! }), truth: truth! };
}

test("where plain k-means spends segments on outliers, trimmed k-means finds the groups", async () => {
  const { source, truth } = contaminated();
  const plain = await kmeans(source, { k: 3 });
  const groups = (labels: ArrayLike<number>) =>
    agreement(Array.from(labels).slice(0, 300), truth.slice(0, 300)).adjustedRand;
  assert.ok(groups(plain.labels) < 0.01, "plain k-means puts the three groups into one");
  const trimmed = await kmeans(source, { k: 3, trim: 0.1 });
  assert.ok(groups(trimmed.labels) > 0.98);
  assert.deepEqual(
    [...trimmed.labels].map((label) => label < 0),
    truth.map((label) => label < 0),
  );
  assert.ok(trimmed.search!.timesFound >= 20, JSON.stringify(trimmed.search));
});

test("assign leaves out what lies farther than any kept row", async () => {
  const { source } = contaminated();
  const found = await kmeans(source, { k: 3, trim: 0.1 });
  assert.deepEqual(assign(found, source), found.labels);
  assert.deepEqual([...assign(found, matrixOf({ x: [1000], y: [0] }))], [-1]);
});

test("a share below one row leaves none out, and gives what plain k-means gives", async () => {
  const { source } = contaminated();
  const plain = await kmeans(source, { k: 3, restarts: 10 });
  const trimmed = await kmeans(source, { k: 3, restarts: 10, trim: 0.001 });
  assert.deepEqual(trimmed.labels, plain.labels);
});

test("a left-out row of 1e300 does not make every movement of the centers seem small", async () => {
  const source = matrixOf({ x: [1e300, 0, 1, 2, 3, 4, 20, 21, 22] });
  const options = { trim: 1 / 9, centers: [[0], [1]] };
  const found = await kmeans(source, { ...options, tolerance: 1e-4 });
  assert.deepEqual([...found.labels], [-1, 0, 0, 0, 0, 0, 1, 1, 1]);
  assert.equal(found.quality.inertia, 10 + 2);
});

test("duplicates only: two places stay two segments however many are left out", async () => {
  const found = await kmeans(matrixOf({ x: [7, 7, 7, 7, 7, 7, 9] }), { k: 2, trim: 0.5 });
  assert.deepEqual(found.sizes, [3, 1]);
  assert.equal(found.quality.inertia, 0);
});

test("refuses a share that is none, weights beside it, and too few rows", async () => {
  const points = matrixOf({ x: [1, 2, 3, 4] });
  const refused = (options: Parameters<typeof kmeans>[1], message: RegExp) =>
    assert.rejects(kmeans(points, options), { name: "RangeError", message });
  await refused({ k: 1, trim: 1 }, /share from 0 to below 1, got 1/);
  await refused({ k: 1, trim: Number.NaN }, /got NaN/);
  await refused({ k: 1, trim: 0.5, weights: [1, 1, 1, 1] }, /either trim.*or weights/);
  await refused({ k: 3, trim: 0.5 }, /beside the 2 that trim leaves out/);
});

test("threads, WebAssembly and its twin give the same bits", async () => {
  const draw = random(9);
  const rows = 60_000;
  const source = matrixOf(
    Object.fromEntries(["a", "b", "c"].map((name) => [name, Array.from({ length: rows }, () => draw.normal() ** 3)])),
  );
  // The first is large enough to start threads; once they run, they get the smaller ones too.
  for (const restarts of [9, 1, 3]) {
    const options = { k: 7, trim: 0.05, restarts, tolerance: 1e-2 };
    const [one, two, eight] = await Promise.all([1, 2, 8].map((threads) => kmeans(source, { ...options, threads })));
    assert.ok(areStarted());
    assert.deepEqual(two, one);
    assert.deepEqual(eight, one);
    assert.equal([...one!.labels].filter((label) => label < 0).length, 3000);
  }
  const start = (wasm: boolean) => {
    const shape = { rows, width: 3, k: 5, weighted: false, lanes: 1, threads: 1 };
    const space = new KmeansSpace(kmeansMemory(shape, wasm), shape, 0);
    for (let i = 0; i < rows; i++) for (let j = 0; j < 3; j++) space.x[i * 3 + j] = source.values[j]![i]!;
    const each = (what: number) => {
      for (let block = 0; block < space.blocks; block++) space.block(what, block, 0);
    };
    const steps = descendTrimmed(space, each, random(2), { maxIterations: 20, stopAt: -1, leftOut: 999 });
    for (;;) {
      const { done, value } = steps.next();
      if (done) return { ...value, labels: [...space.labels] };
    }
  };
  assert.deepEqual(start(true), start(false));
});
