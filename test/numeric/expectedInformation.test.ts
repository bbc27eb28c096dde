import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { expectedInformation } from "../../src/numeric/expectedInformation.js";
import { random } from "../../src/random.js";

/** Mutual information of two groupings in nats. */
function information(a: readonly number[], b: readonly number[]): number {
  const share = (test: (i: number) => boolean) => a.filter((_, i) => test(i)).length / a.length;
  let total = 0;
  for (const x of new Set(a))
    for (const y of new Set(b)) {
      const both = share((i) => a[i] === x && b[i] === y);
      if (both > 0) total += both * Math.log(both / share((i) => a[i] === x) / share((i) => b[i] === y));
    }
  return total;
}

test("by hand: two pairs against two pairs agree or cross", () => {
  // Of the 6 ways to choose a pair of four rows 2 give the same groups (log 2) and 4 give none.
  assert.ok(Math.abs(expectedInformation([2, 2], [2, 2]) - Math.LN2 / 3) < 1e-15);
  assert.equal(expectedInformation([4], [1, 3]), 0);
});

test("is the mean over all orders of the rows (property, five rows)", () => {
  const orders = (items: readonly number[]): number[][] =>
    items.length < 2
      ? [[...items]]
      : items.flatMap((item, i) => orders(items.filter((_, j) => j !== i)).map((rest) => [item, ...rest]));
  const labels = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 5, maxLength: 5 });
  const sizes = (list: readonly number[]) => [0, 1, 2].map((x) => list.filter((y) => y === x).length).filter(Boolean);
  fc.assert(
    fc.property(labels, labels, (a, b) => {
      const all = orders(b);
      const mean = all.reduce((sum, order) => sum + information(a, order), 0) / all.length;
      assert.ok(Math.abs(expectedInformation(sizes(a), sizes(b)) - mean) < 1e-12);
    }),
    { numRuns: 30 },
  );
});

test("is the mean of many shuffles where groups are large", () => {
  const draw = random(1);
  const a = Array.from({ length: 300 }, (_, i) => Number(i > 100) + Number(i > 250));
  const b = Array.from({ length: 300 }, (_, i) => Number(i > 20));
  let sum = 0;
  for (let time = 0; time < 400; time++) sum += information(a, draw.shuffle(b));
  assert.ok(Math.abs(expectedInformation([101, 150, 49], [21, 279]) - sum / 400) < 5e-4);
});
