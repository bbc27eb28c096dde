import assert from "node:assert/strict";
import { test } from "node:test";
import { type Matrix, matrixOf } from "../../../src/matrix.js";
import { random } from "../../../src/random.js";
import { type ClusterTendency, clusterTendency } from "../../../src/segment/evaluate/clusterTendency.js";
import type { Method } from "../../../src/segment/evaluate/method.js";
import { kmeans } from "../../../src/segment/kmeans.js";
import { sharedColumns, skipWithout } from "../../sharedData.js";

function cloud(rows: number, columns: number, seed: number, shift = (_i: number, _j: number) => 0): Matrix {
  const draw = random(seed);
  return matrixOf(
    Object.fromEntries(
      Array.from({ length: columns }, (_, j) => [
        `c${j}`,
        Array.from({ length: rows }, (_, i) => draw.normal() + shift(i, j)),
      ]),
    ),
  );
}

test("two halves of a line leave 1 / 4 open of a uniform and 1 - 2 / pi of a normal distribution (closed form)", async () => {
  const draw = random(3);
  // The mean over the references is known up to four times its standard error.
  const near = (found: ClusterTendency, value: number) => {
    const [expected, spread] = ["expected", "spread"].map((name) => Number(found.table.get(name as "spread", 0)));
    assert.ok(Math.abs(expected! - value) < (4 * spread!) / Math.sqrt(found.against[0]!.references), `${expected}`);
  };
  const line = matrixOf({ x: Array.from({ length: 1000 }, draw.uniform) });
  const options = { k: 2, sample: "all" as const, references: 40, restarts: 3 };
  const even = await clusterTendency(line, { ...options, reference: "uniform" });
  near(even, Math.log(1 / 4));
  assert.equal(even.found, false);
  // A uniform sample is more clearly cut in two than any normal one.
  const bell = await clusterTendency(line, { ...options, reference: "gaussian" });
  near(bell, Math.log(1 - 2 / Math.PI));
  assert.deepEqual(bell.against, [{ reference: "gaussian", references: 40, asMuch: 0, p: 1 / 41 }]);
  assert.equal(bell.found, true);
});

test("finds segments where there are some, and says at which k and in words", async () => {
  const three = cloud(150, 3, 1, (i, j) => (i % 3 === j ? 9 : 0));
  const found = await clusterTendency(three);
  assert.equal(found.found, true);
  assert.equal(found.k, 3);
  assert.equal(
    found.words,
    "The data hold more structure than 99 evenly filled boxes and 99 clouds with one peak and 99 normal clouds without segments.",
  );
  assert.deepEqual(
    found.against.map(({ p }) => p),
    [0.01, 0.01, 0.01],
  );
  assert.equal(found.table.numRows(), 21);
});

test("on a cloud says after the first references that there are none", async () => {
  const none = await clusterTendency(cloud(150, 3, 1));
  assert.equal(none.found, false);
  assert.equal(none.k, undefined);
  assert.equal(none.against.length, 1);
  assert.equal(none.against[0]!.references, 19);
  assert.match(
    none.words,
    /^The data hold no more structure than a cloud without segments: \d+ of 19 evenly filled boxes showed/,
  );
});

test("iris holds more structure than any reference", { skip: skipWithout("iris.csv") }, async () => {
  const cells = Object.entries(sharedColumns("iris.csv")).slice(1, 5);
  const iris = matrixOf(Object.fromEntries(cells.map(([name, values]) => [name, values.map(Number)])));
  assert.equal((await clusterTendency(iris)).found, true);
});

test("values that a survey allows are no segments, but what answers have in common is", async () => {
  const draw = random(8);
  const answer = (share: number) => Number(draw.uniform() < share);
  const independent = Array.from({ length: 400 }, () => [
    answer(0.3),
    answer(0.5),
    answer(0.4),
    answer(0.6),
    answer(0.5),
  ]);
  const kinds = Array.from({ length: 400 }, (_, i) =>
    Array.from({ length: 9 }, (_, j) => answer(i % 3 === j % 3 ? 0.9 : 0.1)),
  );
  const matrix = (rows: number[][]) =>
    matrixOf(Object.fromEntries(rows[0]!.map((_, j) => [`q${j}`, rows.map((row) => row[j]!)])));
  assert.equal((await clusterTendency(matrix(independent))).found, false);
  assert.equal((await clusterTendency(matrix(kinds))).found, true);
  assert.equal((await clusterTendency(matrix(independent), { reference: "permuted" })).found, false);
});

test("gives the same answer for any number of threads, and for values of any unit", async () => {
  const data = cloud(400, 4, 2, (i, j) => (i % 2) * (j === 0 ? 5 : 0));
  const plain = await clusterTendency(data, { threads: 1, references: 30 });
  assert.deepEqual(await clusterTendency(data, { threads: 3, references: 30 }), plain);
  const huge = { ...data, values: data.values.map((column) => column.map((value) => value * 2 ** 900)) };
  const { against } = await clusterTendency(huge, { references: 30 });
  assert.deepEqual(against, plain.against);
});

test("any method is run on data and references alike, by its own objective where it has one", async () => {
  const asked: number[] = [];
  const costs: Method = async (matrix, options) => {
    asked.push(options.k);
    const found = await kmeans(matrix, { ...options, restarts: 3 });
    return { ...found, quality: { cost: found.quality.inertia! } };
  };
  const data = cloud(60, 2, 5, (i) => (i % 2) * 8);
  const byCost = await clusterTendency(data, { method: costs, k: 2 });
  assert.equal(byCost.found, true);
  assert.equal(byCost.against[0]!.references, 19);
  assert.deepEqual([...new Set(asked)], [2, 1]);
  const plain = await clusterTendency(data, {
    method: (matrix, options) => kmeans(matrix, { ...options, restarts: 3 }),
    k: 2,
  });
  const scores = [byCost, plain].map(({ table }) => Number(table.get("score", 0)));
  assert.ok(Math.abs(scores[0]! - scores[1]!) < 1e-9);
});

test("says where nothing can be told: too few rows, or all alike", async () => {
  for (const x of [[1], [1, 2, 3], [5, 5, 5, 5, 5, 5, 5]]) {
    const found = await clusterTendency(matrixOf({ x }));
    assert.equal(found.found, undefined);
    assert.match(found.words, /^Nothing tells whether there are segments: \d rows? with too few different ones/);
  }
});

test("stops when told, reports progress, and refuses what makes no sense", async () => {
  const data = cloud(50, 2, 1);
  await assert.rejects(clusterTendency(data, { signal: { aborted: true, reason: new Error("stop") } }), /stop/);
  const seen: number[] = [];
  await clusterTendency(data, { onProgress: (done, total) => seen.push(done / total!) });
  assert.equal(seen.at(-1), 1);
  for (const options of [{ k: 1 }, { k: [] }, { references: 0 }, { sample: 0.5 }, { reference: [] }, { seed: -1 }])
    await assert.rejects(clusterTendency(data, options), RangeError);
  await assert.rejects(clusterTendency(data, { reference: "flat" as "uniform" }), /expected reference to be of/);
  await assert.rejects(clusterTendency([] as never), TypeError);
  await assert.rejects(clusterTendency(data, { reference_: 9 } as object), /Did you mean "reference"\?/);
});
