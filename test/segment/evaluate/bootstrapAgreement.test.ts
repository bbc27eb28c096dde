import assert from "node:assert/strict";
import { test } from "node:test";
import { type Matrix, matrixOf } from "../../../src/matrix.js";
import { bootstrapAgreement } from "../../../src/segment/evaluate/bootstrapAgreement.js";
import { hdbscan } from "../../../src/segment/hdbscan.js";
import { kmeans } from "../../../src/segment/kmeans.js";

const points = matrixOf({ x: Array.from({ length: 40 }, (_, i) => (i % 2) * 100 + i) });
const asked = { replicates: 5, k: 2, seed: 3 };

test("two halves far apart come back in every pair; samples in which nothing is found count 0, not 1", async () => {
  const two = (sample: Matrix, seed: number) => kmeans(sample, { k: 2, seed });
  assert.deepEqual([...(await bootstrapAgreement(points, two, asked))], [1, 1, 1, 1, 1]);
  const one = (sample: Matrix, seed: number) => kmeans(sample, { k: 1, seed });
  assert.deepEqual([...(await bootstrapAgreement(points, one, asked))], [0, 0, 0, 0, 0]);
  const none = (sample: Matrix) => hdbscan(sample, { minClusterSize: 40 });
  assert.deepEqual([...(await bootstrapAgreement(points, none, asked))], [0, 0, 0, 0, 0]);
});

test("samples may differ in k: of one segment and two the index is 0 by its definition", async () => {
  let calls = 0;
  const first = (sample: Matrix, seed: number) => kmeans(sample, { k: calls++ % 2 === 0 ? 1 : 2, seed });
  assert.deepEqual([...(await bootstrapAgreement(points, first, asked))], [0, 0, 0, 0, 0]);
  assert.equal(calls, 10);
});

test("each sample has as many rows, named anew, and a seed of its own; progress ends at 1, and it stops when told", async () => {
  const seen: (readonly [number, number])[] = [];
  const method = (sample: Matrix, seed: number) => {
    seen.push([seed, sample.rows]);
    assert.equal(new Set(sample.ids).size, 40);
    return kmeans(sample, { k: 2, seed });
  };
  const done: number[] = [];
  await bootstrapAgreement(points, method, { ...asked, onProgress: (at, total) => done.push(at / total!) });
  assert.deepEqual(
    seen.map(([, rows]) => rows),
    Array(10).fill(40),
  );
  assert.equal(new Set(seen.map(([seed]) => seed)).size, 10);
  assert.equal(done.at(-1), 1);
  const signal = { aborted: true, reason: new Error("stop") };
  await assert.rejects(bootstrapAgreement(points, method, { ...asked, signal }), /stop/);
});
