import assert from "node:assert/strict";
import { test } from "node:test";
import { matrixOf } from "../../src/matrix.js";
import { random } from "../../src/random.js";
import { bootstrapLikelihoodRatio } from "../../src/segment/bootstrapLikelihoodRatio.js";
import { skipWithout } from "../sharedData.js";
import { drawnAnswers, sharedAnswers } from "./classAnswers.js";

test("carcinoma: a second and third class are more than chance, a fourth is not", {
  skip: skipWithout("lca_carcinoma.csv"),
}, async () => {
  const answers = sharedAnswers("lca_carcinoma.csv");
  const options = { replicates: 19, restarts: 5 };
  const third = await bootstrapLikelihoodRatio(answers, { k: 3, ...options });
  // 2 x (317.2568 - 293.7050), poLCA 1.6
  assert.ok(Math.abs(third.ratio - 47.1036) < 1e-3);
  assert.equal(third.p, 0.05);
  assert.match(third.words, /^3 classes say more than 2: none of 19/);
  const fourth = await bootstrapLikelihoodRatio(answers, { k: 4, ...options });
  assert.ok(fourth.p > 0.1, String(fourth.p));
  assert.deepEqual((await bootstrapLikelihoodRatio(answers, { k: 4, ...options, threads: 1 })).ratios, fourth.ratios);
});

test("says that a fit with a collapsed class cannot be tested", async () => {
  const draw = random(3);
  const columns = ["a", "b", "c", "d"].map((name) => [name, Array.from({ length: 200 }, () => 1 + draw.integer(5))]);
  const { p, words, ratios } = await bootstrapLikelihoodRatio(matrixOf(Object.fromEntries(columns)), { k: 6 });
  assert.ok(Number.isNaN(p), String(p));
  assert.equal(ratios.length, 0);
  assert.match(words, /^6 classes cannot be tested against 5: of \d classes one collapsed in every start/);
});

test("keeps what is missing, reports progress, stops when told, and refuses what it cannot use", async () => {
  const { matrix } = drawnAnswers(60, 5, 2, 2, 1);
  const holes = {
    ...matrix,
    categorical: matrix.categorical.map((one) => ({
      ...one,
      codes: one.codes.map((code, i) => (i % 7 === 0 ? -1 : code)),
    })),
  };
  const seen: number[] = [];
  const { ratios } = await bootstrapLikelihoodRatio(holes, {
    k: 2,
    replicates: 3,
    restarts: 2,
    onProgress: (done, total) => seen.push(done / total!),
  });
  assert.ok(ratios.every((ratio) => ratio >= 0 && Number.isFinite(ratio)));
  assert.equal(seen.at(-1), 1);
  await assert.rejects(bootstrapLikelihoodRatio(matrix, { k: 1 }), /2 or more, got 1/);
  await assert.rejects(bootstrapLikelihoodRatio(matrix, { k: 2, replicates: 0 }), /1 or more, got 0/);
  let began = false;
  const onProgress = () => {
    began = true;
  };
  await assert.rejects(bootstrapLikelihoodRatio(matrix, { k: 2, restarts: 0, onProgress }), /restarts.*got 0/);
  assert.equal(began, false); // refused before anything is fitted
  await assert.rejects(
    bootstrapLikelihoodRatio(matrix, { k: 2, signal: { aborted: true, reason: new Error("enough") } }),
    /enough/,
  );
});
