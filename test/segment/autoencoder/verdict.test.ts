import assert from "node:assert/strict";
import { test } from "node:test";
import { verdict } from "../../../src/segment/autoencoder/verdict.js";
import type { BaselineRow, SeedRow } from "../../../src/segment/autoencoder.js";

const figures = { silhouette: 0.3, calinskiHarabasz: 10, daviesBouldin: 1 };

function seeds(silhouette: number, truths: readonly number[] = []): SeedRow[] {
  return [1, 2, 3].map((seed, i) => ({
    ...figures,
    silhouette,
    seed,
    chosen: seed === 1,
    loss: 1,
    epochs: 5,
    converged: true,
    agreement: 0.9,
    ...(truths.length === 0 ? {} : { truth: truth(truths[i]!) }),
  }));
}

function truth(adjustedRand: number) {
  return { adjustedRand, accuracy: adjustedRand, normalizedMutualInformation: adjustedRand };
}

function plain(method: BaselineRow["method"], agreement: number, silhouette: number, met?: number): BaselineRow {
  return { ...figures, method, agreement, silhouette, ...(met === undefined ? {} : { truth: truth(met) }) };
}

const again = [0.9, 0.92, 0.94];

test("segments that other seeds do not find again did not earn it", () => {
  assert.match(
    verdict(seeds(0.9), [0.1, 0.5, 0.3], [plain("kmeans", 0.2, 0.1)]),
    /did not earn its cost: any two of the 3 seeds agree by an adjusted Rand index of 0\.30 .*chance decides/,
  );
});

test("segments that a plain method finds too did not earn it, and the method is named", () => {
  assert.match(
    verdict(seeds(0.9), again, [plain("kmeans", 0.3, 0.1), plain("ward", 0.85, 0.1)]),
    /did not earn its cost: Ward's method agrees with it by 0\.85, .*nearly the same segments/,
  );
});

test("own segments that come back and are more separate earned it", () => {
  assert.match(
    verdict(seeds(0.4), again, [plain("kmeans", 0.3, 0.2)]),
    /^The network earned its cost by these figures: .*silhouette 0\.40, k-means 0\.20/,
  );
});

test("own segments that come back and are less separate: the figures cannot tell", () => {
  assert.match(
    verdict(seeds(0.1), again, [plain("gaussianMixture", 0.3, 0.2)]),
    /figures cannot tell: .*a Gaussian mixture agrees with it by 0\.30.*Compare both by what was not used/,
  );
});

test("known groups decide, by the median of the seeds", () => {
  const beside = [plain("kmeans", 0.9, 0.2, 0.5), plain("ward", 0.9, 0.2, 0.7)];
  assert.match(
    verdict(seeds(0.1, [0.2, 0.9, 0.95]), again, beside),
    /^The network earned its cost: .*by .*0\.90 \(median of 3\), Ward's method by 0\.70/,
  );
  assert.match(verdict(seeds(0.9, [0.99, 0.6, 0.65]), again, beside), /^The network did not earn its cost: .*0\.65 /);
});

test("known groups that only some seeds find: chance decides", () => {
  assert.match(
    verdict(seeds(0.1, [0.9, 0.1, 0.95]), [0.1, 0.2, 0.9], [plain("kmeans", 0.9, 0.2, 0.5)]),
    /^The network can find the known groups, but chance decides which seed does: .*0\.20 in the median, so without/,
  );
});

test("one seed, no plain method, and methods that could not do the columns", () => {
  assert.match(verdict(seeds(0.1).slice(0, 1), [], [plain("kmeans", 0.3, 0.2)]), /^Only one seed was tried/);
  assert.match(verdict(seeds(0.1), again, []), /No plain method stands beside it/);
  const unable: BaselineRow = {
    method: "ward",
    agreement: null,
    silhouette: null,
    calinskiHarabasz: null,
    daviesBouldin: null,
    reason: "no",
  };
  assert.match(verdict(seeds(0.1), again, [unable]), /No plain method stands beside it/);
});

test("a network that puts all customers in one segment did not earn it, however often it does", () => {
  const lost = seeds(0.1).map((seed) => ({ ...seed, silhouette: null }));
  assert.match(
    verdict(lost, [1, 1, 1], [plain("kmeans", 0, 0.4)]),
    /^The network did not earn its cost: it found no segments, but puts all customers in one\. Any two of the 3 seeds agree/,
  );
});

test("two seeds are called so", () => {
  assert.match(verdict(seeds(0.4).slice(0, 2), [0.9], [plain("kmeans", 0.3, 0.2)]), /The two seeds agree by .*0\.90/);
});
