import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ckmeans, variance } from "simple-statistics";
import { type Matrix, matrixOf } from "../../src/matrix.js";
import { areStarted } from "../../src/numeric/pool.js";
import { random } from "../../src/random.js";
import { matrix } from "../../src/represent/matrix.js";
import { agreement } from "../../src/segment/evaluate/agreement.js";
import { kmeans } from "../../src/segment/kmeans.js";
import { tableOf } from "../../src/table.js";
import { sharedColumns, skipWithout } from "../sharedData.js";

function iris(): Matrix {
  const columns = sharedColumns("iris.csv");
  const names = ["Sepal.Length", "Sepal.Width", "Petal.Length", "Petal.Width"];
  return matrixOf(Object.fromEntries(names.map((name) => [name, columns[name]!.map(Number)])));
}

test("matches scikit-learn 1.9.1 on iris, best of 200 starts for k 2 to 8: inertia and sizes", {
  skip: skipWithout("iris.csv"),
}, async () => {
  const expected: [number, number, number[]][] = [
    [2, 152.3479517603579, [97, 53]],
    [3, 78.851441426146, [62, 50, 38]],
    [4, 57.22847321428572, [50, 40, 32, 28]],
    [5, 46.446182051282065, [50, 39, 25, 24, 12]],
    [6, 39.03998724608726, [39, 28, 25, 24, 22, 12]],
    [7, 34.29822966507178, [28, 28, 22, 22, 19, 19, 12]],
    [8, 29.988943950786055, [28, 22, 22, 21, 19, 19, 12, 7]],
  ];
  for (const [k, inertia, sizes] of expected) {
    const found = await kmeans(iris(), { k });
    assert.ok(Math.abs(found.quality.inertia! - inertia) < 1e-9, `k ${k}: ${found.quality.inertia}`);
    assert.deepEqual(found.sizes, sizes);
    assert.ok(found.converged);
  }
});

test("has adjusted Rand .7302 against the species of iris (scikit-learn 1.9.1)", {
  skip: skipWithout("iris.csv"),
}, async () => {
  const found = await kmeans(iris(), { k: 3 });
  const { adjustedRand } = agreement(found.labels, sharedColumns("iris.csv").Species!);
  assert.ok(Math.abs(adjustedRand - 0.7302382722834697) < 1e-12);
});

test("takes weights as scikit-learn 1.9.1 does, iris with weights 1, 2, 3, 1, ...", {
  skip: skipWithout("iris.csv"),
}, async () => {
  const found = await kmeans(iris(), { k: 3, weights: Array.from({ length: 150 }, (_, i) => 1 + (i % 3)) });
  assert.ok(Math.abs(found.quality.inertia! - 159.49894008264462) < 1e-9);
  assert.deepEqual(found.sizes, [61, 50, 39]);
});

test("reaches adjusted Rand .514 against Channel on wholesale customers, log + standard (REFERENCE; scikit-learn 1.9.1)", {
  skip: skipWithout("wholesale_customers.csv"),
}, async () => {
  const { Channel, Region, ...features } = sharedColumns("wholesale_customers.csv");
  assert.equal(Region?.length, 440);
  const table = tableOf({
    customer: Channel!.map((_, i) => i),
    ...Object.fromEntries(Object.entries(features).map(([name, cells]) => [name, cells.map(Number)])),
  });
  const found = await kmeans(matrix(table, { log: true, scale: "standard" }), { k: 2 });
  assert.ok(Math.abs(found.quality.inertia! - 1844.0640687542104) < 1e-8);
  assert.equal(agreement(found.labels, Channel!).adjustedRand.toFixed(3), "0.514");
});

test("reaches adjusted Rand .156 against the truth of the known segments (REFERENCE; scikit-learn 1.9.1)", {
  skip: skipWithout("known_segments_chapman_feit.csv"),
}, async () => {
  // pandas.get_dummies, which gives gender two columns, then StandardScaler and KMeans(4, n_init=200): inertia 1019.7706.
  const { Segment, age, gender, income, kids, own_home, subscribe } = sharedColumns("known_segments_chapman_feit.csv");
  const sizes = ["suburb_mix", "travelers", "moving_up", "urban_hip"].map(
    (name) => Segment!.filter((own) => own === name).length,
  );
  assert.deepEqual(sizes, [100, 80, 70, 50]);
  const is = (cells: string[], value: string) => cells.map((cell) => Number(cell === value));
  const table = tableOf({
    customer: Segment!.map((_, i) => i),
    age: age!.map(Number),
    income: income!.map(Number),
    kids: kids!.map(Number),
    own_home: is(own_home!, "True"),
    subscribe: is(subscribe!, "True"),
    female: is(gender!, "female"),
    male: is(gender!, "male"),
  });
  const found = await kmeans(matrix(table, { scale: "standard" }), { k: 4 });
  assert.ok(Math.abs(found.quality.inertia! - 1019.7706186712517) < 1e-8, String(found.quality.inertia));
  assert.equal(agreement(found.labels, Segment!).adjustedRand.toFixed(3), "0.156");
});

test("computed by hand: 0, 1, 2 and 10, 11 have means 1 and 10.5 and inertia 2 + 0.5", async () => {
  const found = await kmeans(matrixOf({ x: [10, 0, 1, 11, 2] }), { k: 2 });
  assert.deepEqual([...found.labels], [1, 0, 0, 1, 0]);
  assert.equal(found.quality.inertia, 2.5);
  assert.ok(found.model.kind === "centers");
  assert.deepEqual(found.model.centers, [[1], [10.5]]);
  // Every start ends there, and twenty are enough.
  assert.deepEqual(found.search, { restarts: 20, timesFound: 20, best: 2.5, optima: [{ value: 2.5, times: 20 }] });
  assert.deepEqual(found.warnings, []);
});

test("single moves leave an optimum in which Lloyd's iteration stays", async () => {
  // By hand: {0} | {2, 3, 5.5} is stable for nearest centers (2 is 2 from 0 and 1.5 from 3.5) with inertia 6.5. Moving 2
  // saves 3 / 2 * 2.25 and costs 1 / 2 * 4; then moving 3 saves 2 * 1.5625 and costs 2 / 3 * 4: {0, 2, 3} | {5.5} has 14 / 3.
  const found = await kmeans(matrixOf({ x: [0, 2, 3, 5.5] }), { centers: [[0], [3.5]] });
  assert.ok(Math.abs(found.quality.inertia! - 14 / 3) < 1e-12);
});

test("finds the exact optimum of one column, as simple-statistics' ckmeans (Wang and Song 2011) computes it", async () => {
  const draw = random(8);
  const x = Array.from({ length: 200 }, () => Math.exp(draw.normal()));
  for (const k of [2, 3, 4, 5, 6]) {
    const exact = ckmeans(x, k).reduce((sum, group) => sum + group.length * variance(group), 0);
    const found = await kmeans(matrixOf({ x }), { k });
    assert.ok(Math.abs(found.quality.inertia! - exact) < 1e-9, `k ${k}: ${found.quality.inertia}, exactly ${exact}`);
  }
});

test("a weight of 2 counts as two equal rows", async () => {
  const x = [0, 1, 4, 10, 12, 13];
  const weights = [1, 2, 1, 3, 1, 1];
  const repeated = x.flatMap((value, i) => Array<number>(weights[i]!).fill(value));
  const weighted = await kmeans(matrixOf({ x }), { k: 2, weights });
  const plain = await kmeans(matrixOf({ x: repeated }), { k: 2 });
  assert.ok(Math.abs(weighted.quality.inertia! - plain.quality.inertia!) < 1e-12);
});

test("a weight beside which the others vanish still leaves them their places (by hand: 1 + 2 * .25)", async () => {
  const found = await kmeans(matrixOf({ x: [0, 1, 2, 3] }), { k: 2, weights: [1e17, 1, 1, 1] });
  assert.deepEqual([...found.labels], [0, 0, 1, 1]);
  assert.equal(found.quality.inertia, 1.5);
  assert.ok(found.converged);
});

test("a large common offset and a change of unit leave the segments as they are", async () => {
  const draw = random(4);
  const x = Array.from({ length: 60 }, (_, i) => draw.normal() + (i % 3) * 4);
  const plain = await kmeans(matrixOf({ x }), { k: 3 });
  for (const change of [(value: number) => value * 1e-3, (value: number) => value + 1e6]) {
    const other = await kmeans(matrixOf({ x: x.map(change) }), { k: 3 });
    assert.deepEqual(other.labels, plain.labels);
  }
});

test("an empty segment takes the row farthest from its center", async () => {
  const found = await kmeans(matrixOf({ x: [0, 1, 2, 20] }), { centers: [[1], [-1000], [1001]] });
  assert.deepEqual([...found.sizes], [2, 1, 1]);
  assert.equal(found.quality.inertia, 0.5);
});

test("says in words when the best start was found once or seldom, one start was tried, or it did not converge", async () => {
  const draw = random(2);
  const noise = matrixOf({ x: Array.from({ length: 300 }, draw.normal), y: Array.from({ length: 300 }, draw.normal) });
  const scattered = await kmeans(noise, { k: 25, restarts: 5 });
  assert.equal(scattered.search!.timesFound, 1);
  assert.match(scattered.warnings.join(), /found only once/);
  const seldom = await kmeans(noise, { k: 6, restarts: 150 });
  const { timesFound } = seldom.search!;
  assert.ok(timesFound > 1 && timesFound < 15, `found ${timesFound} times`);
  assert.match(seldom.warnings.join(), new RegExp(`in only ${timesFound} of them; the next best has 0\\.\\d+ % more`));
  assert.match((await kmeans(noise, { k: 3, restarts: 1 })).warnings.join(), /Only one start/);
  const hurried = await kmeans(noise, { k: 8, maxIterations: 1 });
  assert.equal(hurried.converged, false);
  assert.match(hurried.warnings.join(), /not converged after 1 iterations/);
});

test("a tolerance stops earlier and never does better", async () => {
  const draw = random(5);
  const cloud = matrixOf({ x: Array.from({ length: 500 }, draw.normal), y: Array.from({ length: 500 }, draw.normal) });
  const exact = await kmeans(cloud, { k: 6, restarts: 1 });
  const loose = await kmeans(cloud, { k: 6, restarts: 1, tolerance: 0.01 });
  assert.ok(loose.converged && loose.iterations < exact.iterations);
  assert.ok(loose.quality.inertia! >= exact.quality.inertia!);
});

test("refuses what it cannot do, and says why", async () => {
  const points = matrixOf({ x: [1, 1, 2] });
  const refused = (options: Parameters<typeof kmeans>[1], message: RegExp, from = points) =>
    assert.rejects(kmeans(from, options), { name: "RangeError", message });
  await refused({ k: 3 }, /k of at most 2, the number of distinct rows/);
  await refused({ k: 0 }, /whole number of 1 or more, got 0/);
  await refused({}, /got undefined/);
  await refused({ k: 1.5 }, /got 1.5/);
  await refused({ k: 2, restarts: 0 }, /restarts/);
  await refused({ k: 2, maxIterations: 0 }, /maxIterations/);
  await refused({ k: 2, tolerance: -1 }, /tolerance/);
  await refused({ k: 2, seed: -1 }, /seed/);
  await refused({ k: 2, centers: [[1]] }, /2 rows of centers/);
  await refused({ centers: [[1], [Number.NaN]] }, /centers\[1\], one per column, got \[NaN\]/);
  await refused({ k: 2, weights: [1, 1] }, /3 weights/);
  await refused({ k: 2, weights: [1, 0, 1] }, /above 0.*row 2/);
  await refused({ k: 1 }, /at least one row/, matrixOf({ x: [] }));
  await refused({ k: 2 }, /scale the columns/, matrixOf({ x: [1e200, -1e200, 0] }));
  await assert.rejects(kmeans([[1], [2]] as unknown as Matrix, { k: 2 }), TypeError);
});

test("reports progress, stops when told, and its pauses do not change the result", async () => {
  const draw = random(6);
  const rows = 20_000;
  const cloud = matrixOf({
    x: Array.from({ length: rows }, draw.normal),
    y: Array.from({ length: rows }, draw.normal),
  });
  const seen: number[] = [];
  let ticks = 0;
  const ticking = setInterval(() => ticks++, 10);
  const found = await kmeans(cloud, { k: 8, restarts: 30, onProgress: (done) => seen.push(done) });
  clearInterval(ticking);
  assert.ok(ticks > 0, "the event loop ran meanwhile");
  assert.equal(seen.at(-1), 30);
  assert.ok(seen.length > 1 && seen.every((done, i) => i === 0 || done >= seen[i - 1]!));
  assert.deepEqual(await kmeans(cloud, { k: 8, restarts: 30 }), found);

  const stop = new AbortController();
  const running = kmeans(cloud, { k: 8, restarts: 1000, signal: stop.signal });
  setTimeout(() => stop.abort(new Error("enough")), 60);
  await assert.rejects(running, /enough/);
});

test("any finite matrix gives a partition that no center improves, or a RangeError (property)", async () => {
  const value = fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.double({ noNaN: true, min: -1e3, max: 1e3 }),
  );
  const points = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(points, fc.integer({ min: 1, max: 6 }), async (rows, k) => {
      const source = matrixOf({ x: rows.map(([x]) => x), y: rows.map(([, y]) => y) });
      let found: Awaited<ReturnType<typeof kmeans>>;
      try {
        found = await kmeans(source, { k, restarts: 3 });
      } catch (error) {
        assert.ok(error instanceof RangeError, String(error));
        return;
      }
      assert.equal(
        found.sizes.reduce((a, b) => a + b, 0),
        rows.length,
      );
      assert.ok(found.sizes.every((size, i) => size > 0 && (i === 0 || size <= found.sizes[i - 1]!)));
      assert.ok(found.model.kind === "centers");
      const { centers } = found.model;
      const squares = (row: readonly number[], center: readonly number[]) =>
        (row[0]! - center[0]!) ** 2 + (row[1]! - center[1]!) ** 2;
      rows.forEach((row, i) => {
        const own = squares(row, centers[found.labels[i]!]!);
        assert.ok(centers.every((center) => own <= squares(row, center)));
      });
    }),
    { numRuns: 300 },
  );
});

test("the search goes on until the best has come back twenty times; hard and large data get a limit", async () => {
  const draw = random(3);
  const noise = (rows: number, width: number) =>
    matrixOf(
      Object.fromEntries(Array.from({ length: width }, (_, j) => [`x${j}`, Array.from({ length: rows }, draw.normal)])),
    );
  const small = (await kmeans(noise(200, 2), { k: 3 })).search!;
  assert.ok(small.timesFound === 20 && small.restarts < 500, JSON.stringify(small));
  const hard = (await kmeans(noise(150, 6), { k: 12 })).search!;
  assert.equal(hard.restarts, 500);
  assert.ok(hard.timesFound < 20);
  assert.equal((await kmeans(noise(100_000, 4), { k: 20, tolerance: 0.01 })).search!.restarts, 12);
});

test("the report counts the distinct optima, best first", async () => {
  const draw = random(2);
  const noise = matrixOf({ x: Array.from({ length: 300 }, draw.normal), y: Array.from({ length: 300 }, draw.normal) });
  const { search } = await kmeans(noise, { k: 6, restarts: 60 });
  const { optima, best, timesFound } = search!;
  assert.deepEqual(optima![0], { value: best, times: timesFound });
  assert.equal(
    optima!.reduce((sum, { times }) => sum + times, 0),
    60,
  );
  assert.ok(optima!.every(({ value }, i) => i === 0 || value > optima![i - 1]!.value * (1 + 1e-9)));
});

test("any number of threads gives the same bits, side by side and together on one start", async () => {
  const draw = random(9);
  const source = matrixOf(
    Object.fromEntries(["a", "b", "c"].map((name) => [name, Array.from({ length: 60_000 }, draw.normal)])),
  );
  const weights = Array.from({ length: 60_000 }, () => 0.5 + draw.uniform());
  // The first is large enough to start threads; once they run, they get the smaller ones too.
  for (const options of [{ restarts: 9, weights }, { restarts: 1 }, { restarts: 3 }]) {
    const [one, two, eight] = await Promise.all(
      [1, 2, 8].map((threads) => kmeans(source, { k: 7, threads, tolerance: 1e-3, ...options })),
    );
    assert.ok(areStarted());
    assert.deepEqual(two, one);
    assert.deepEqual(eight, one);
  }
});
