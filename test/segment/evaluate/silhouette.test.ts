import assert from "node:assert/strict";
import { test } from "node:test";
import { type Matrix, matrixOf } from "../../../src/matrix.js";
import { random } from "../../../src/random.js";
import { silhouette } from "../../../src/segment/evaluate/silhouette.js";
import { kmeans } from "../../../src/segment/kmeans.js";
import type { Segmentation } from "../../../src/segmentation.js";
import { hurriedClock } from "../../hurriedClock.js";
import { sharedColumns, skipWithout } from "../../sharedData.js";
import { labeled } from "./labeled.js";

test("matches scikit-learn 1.9.1, silhouette_samples, on iris at k 3: rows, segments and mean", {
  skip: skipWithout("iris.csv"),
}, async () => {
  const columns = Object.entries(sharedColumns("iris.csv")).slice(1, 5);
  const iris = matrixOf(Object.fromEntries(columns.map(([name, cells]) => [name, cells.map(Number)])));
  const found = await silhouette(iris, await kmeans(iris, { k: 3 }));
  assert.ok(Math.abs(found.mean - 0.5528190123564101) < 1e-12);
  [0.85295506, 0.81549476, 0.8293151, 0.80501395, 0.8493016].forEach((value, i) => {
    assert.ok(Math.abs(found.values[i]! - value) < 5e-9);
  });
  const means = [0.41731992154093384, 0.7981404884286227, 0.451105060434013];
  found.segments.forEach((segment, label) => {
    assert.ok(Math.abs(segment.mean! - means[label]!) < 1e-12);
    assert.equal(segment.scored, segment.size);
  });
  assert.equal(found.sampled, false);
  assert.equal(found.interval, undefined);
});

test("computed by hand; a row alone has 0 (Rousseeuw 1987), noise is left out", async () => {
  const points = matrixOf({ x: [0, 2, 10, 500] });
  const found = await silhouette(points, labeled([0, 0, 1, -1]));
  assert.deepEqual([...found.values], [(10 - 2) / 10, (8 - 2) / 8, 0]);
  assert.deepEqual([...found.neighbors], [1, 1, 0]);
  assert.deepEqual(found.ids, [0, 1, 2]);
  assert.equal(found.segments[1]!.mean, 0);
});

test("equal rows in two segments have 0, not NaN", async () => {
  assert.equal((await silhouette(matrixOf({ x: [1, 1, 1, 1] }), labeled([0, 0, 1, 1]))).mean, 0);
});

test("a sample scores rows exactly, and its interval covers the mean of all rows in about 95 of 100 draws", async () => {
  const draw = random(3);
  const labels = Array.from({ length: 400 }, (_, i) => i % 3);
  const points = matrixOf({ x: labels.map((label) => 2 * label + draw.normal()), y: labels.map(() => draw.normal()) });
  const all = await silhouette(points, labeled(labels));
  let covered = 0;
  for (let seed = 0; seed < 200; seed++) {
    const some = await silhouette(points, labeled(labels), { sample: 100, seed });
    some.ids.forEach((id, at) => {
      assert.equal(some.values[at], all.values[id as number]);
    });
    const [low, high] = some.interval!;
    if (all.mean >= low && all.mean <= high) covered++;
  }
  assert.ok(covered >= 180 && covered <= 199, `${covered} of 200`);
  assert.deepEqual(
    await silhouette(points, labeled(labels), { sample: 100, seed: 7 }),
    await silhouette(points, labeled(labels), { sample: 100, seed: 7 }),
  );
});

test("does not change with the unit, the place or a turn of the axes", async () => {
  const draw = random(5);
  const x = Array.from({ length: 30 }, draw.normal);
  const y = Array.from({ length: 30 }, draw.normal);
  const labels = labeled(x.map((_, i) => i % 2));
  const plain = (await silhouette(matrixOf({ x, y }), labels)).mean;
  const moved = matrixOf({
    a: x.map((value, i) => 7 + 3 * (0.6 * value - 0.8 * y[i]!)),
    b: x.map((value, i) => 3 * (0.8 * value + 0.6 * y[i]!)),
  });
  assert.ok(Math.abs((await silhouette(moved, labels)).mean - plain) < 1e-12);
});

test("is the same for any number of threads, all rows or a sample", async () => {
  const draw = random(8);
  const rows = 6000;
  const columns = Object.fromEntries([..."abcd"].map((name) => [name, Array.from({ length: rows }, draw.normal)]));
  const points = matrixOf(columns);
  const labels = labeled(Array.from({ length: rows }, (_, i) => (i % 50 === 0 ? -1 : i % 5)));
  for (const sample of ["all", 5000] as const) {
    const one = await silhouette(points, labels, { sample, threads: 1 });
    assert.deepEqual(await silhouette(points, labels, { sample, threads: 3 }), one);
  }
});

test("stops in the middle when told", async (t) => {
  hurriedClock(t);
  const rows = 15_000;
  const points = matrixOf({ x: Array.from({ length: rows }, (_, i) => (i * 7919) % rows) });
  const labels = labeled(Array.from({ length: rows }, (_, i) => i % 5));
  const signal = { aborted: false, reason: new Error("stop") };
  const seen: number[] = [];
  const onProgress = (done: number) => {
    seen.push(done);
    signal.aborted = true;
  };
  await assert.rejects(silhouette(points, labels, { sample: "all", threads: 1, signal, onProgress }), /stop/);
  assert.equal(seen.length, 1);
  assert.ok(seen[0]! < 1);
});

test("refuses one segment, other rows and senseless samples", async () => {
  const points = matrixOf({ x: [1, 2, 3] });
  const refused = (message: RegExp, matrix: Matrix, segmentation: Segmentation, sample?: number) =>
    assert.rejects(silhouette(matrix, segmentation, sample === undefined ? {} : { sample }), {
      name: "RangeError",
      message,
    });
  await refused(/at least two segments/, points, labeled([0, 0, 0]));
  await refused(/of 2 rows, got one of 3/, points, labeled([0, 1]));
  await refused(
    /order of the segmentation, got "b" instead of 0/,
    matrixOf({ x: [1, 2, 3] }, ["b", 1, 2]),
    labeled([0, 1, 1]),
  );
  await refused(/sample/, points, labeled([0, 1, 1]), 1);
  await assert.rejects(silhouette({} as Matrix, labeled([0, 1])), { name: "TypeError", message: /a Matrix/ });
  await assert.rejects(silhouette(points, {} as Segmentation), { name: "TypeError", message: /a Segmentation/ });
});
