// The survey of Dolnicar, Gruen and Leisch, Market Segmentation Analysis (2018), appendix A, whose four segments are a local optimum.
import assert from "node:assert/strict";
import { test } from "node:test";
import { agreement } from "../../src/segment/evaluate/agreement.js";
import { kmeans } from "../../src/segment/kmeans.js";
import { mcdonalds, skipWithout } from "../sharedData.js";

const skip = skipWithout("mcdonalds.csv");

/** The means of the book's segments, to two decimals. */
const bookCenters = [
  [0.36, 0.93, 0.08, 0.96, 0.82, 0.95, 0.95, 0.47, 0.02, 0.07, 0.3],
  [0.85, 0.98, 0.09, 0.7, 0.08, 0.97, 0.94, 0.97, 0.02, 0.45, 0.01],
  [0.9, 0.97, 0.13, 0.91, 0.55, 0.87, 0.09, 0.94, 0.87, 0.19, 0.11],
  [0.02, 0.68, 0.08, 0.9, 0.65, 0.74, 0.06, 0.08, 0.85, 0.06, 0.67],
];

test("the book's segments (470, 402, 324, 257; SSE 1656.43) are a local optimum, .626 like the best one", {
  skip,
}, async () => {
  const book = await kmeans(mcdonalds(), { centers: bookCenters });
  assert.equal(book.quality.inertia!.toFixed(2), "1656.43");
  assert.deepEqual(book.sizes, [470, 402, 324, 257]);
  const best = await kmeans(mcdonalds(), { k: 4 });
  assert.equal(agreement(book, best).adjustedRand.toFixed(3), "0.626");
});

test("says that the book's segments are dominated, and returns the better solution", { skip }, async () => {
  const found = await kmeans(mcdonalds(), { centers: bookCenters, restarts: 200 });
  assert.equal(found.quality.inertia!.toFixed(3), "1602.899");
  assert.match(found.warnings.join(), /given centers lead to a solution with 3\.3 % more inertia than the best of 199/);
});

test("a default call is as good as the best of 200 starts for each k (REFERENCE), and better from k 6 on", {
  skip,
}, async () => {
  const reference = [2145.5, 1818.7, 1602.9, 1434.6, 1331.69, 1245.74, 1181.67];
  for (const [at, best] of reference.entries()) {
    const k = at + 2;
    const inertia = (await kmeans(mcdonalds(), { k })).quality.inertia!;
    if (k < 6) assert.equal(inertia.toFixed(2), best.toFixed(2), `k ${k}`);
    else assert.ok(inertia < best, `k ${k}: ${inertia} is not below ${best}`);
  }
});

test("the two best optima for four segments are 1602.899 (580, 318, 315, 240) and 1602.91 (580, 324, 308, 241)", {
  skip,
}, async () => {
  const best = await kmeans(mcdonalds(), { k: 4 });
  assert.equal(best.quality.inertia!.toFixed(3), "1602.899");
  assert.deepEqual(best.sizes, [580, 318, 315, 240]);
  const second = best.search!.optima![1]!.value;
  assert.equal(second.toFixed(2), "1602.91");
  for (let seed = 0; ; seed++) {
    const one = await kmeans(mcdonalds(), { k: 4, restarts: 1, seed });
    if (Math.abs(one.quality.inertia! - second) > 1e-6) continue;
    assert.deepEqual(one.sizes, [580, 324, 308, 241]);
    break;
  }
});
