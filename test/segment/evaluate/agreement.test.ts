import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { agreement } from "../../../src/segment/evaluate/agreement.js";
import { labeled } from "./labeled.js";

test("matches scikit-learn 1.9.1, adjusted_rand_score and rand_score, on the two cases of REFERENCE", () => {
  assert.ok(Math.abs(agreement([0, 0, 1, 2], [0, 0, 1, 1]).adjustedRand - 0.5714285714285714) < 1e-15);
  assert.ok(Math.abs(agreement([0, 0, 1, 2], [0, 0, 1, 1]).rand - 0.8333333333333334) < 1e-15);
  assert.equal(agreement([0, 0, 1, 1], [0, 1, 0, 1]).adjustedRand, -0.5);
});

test("counts rows per pair of groups", () => {
  const found = agreement(["b", "a", "a"], [10, 9, 10]);
  assert.deepEqual(found.groups, [
    ["a", "b"],
    [9, 10],
  ]);
  assert.deepEqual(found.table, [
    [1, 1],
    [0, 1],
  ]);
  assert.equal(found.rows, 3);
});

test("joins segmentations by id", () => {
  const a = labeled([0, 0, 1, 1]);
  const turned = { ...a, ids: [3, 2, 1, 0], labels: Int32Array.of(1, 1, 0, 0) };
  assert.equal(agreement(a, turned).adjustedRand, 1);
  assert.equal(agreement(a, { ...turned, labels: Int32Array.of(0, 1, 0, 1) }).adjustedRand, -0.5);
  assert.throws(() => agreement(a, { ...a, ids: [0, 1, 2, 9] }), /1 ids in the first only, such as 3/);
  assert.throws(() => agreement([1], [1, 2]), /got 1 and 2 rows/);
  assert.throws(() => agreement([], []), RangeError);
});

test("groupings that leave nothing to choose agree fully", () => {
  assert.equal(agreement([0, 0], [5, 5]).adjustedRand, 1);
  assert.equal(agreement([0, 1], ["a", "b"]).adjustedRand, 1);
  assert.equal(agreement([4], [4]).adjustedRand, 1);
});

test("is symmetric, at most 1, 1 with itself renamed, and equals the count over all pairs (property)", () => {
  const labels = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })), {
    minLength: 2,
    maxLength: 20,
  });
  fc.assert(
    fc.property(labels, (pairs) => {
      const a = pairs.map(([x]) => x);
      const b = pairs.map(([, y]) => y);
      const found = agreement(a, b);
      assert.equal(found.adjustedRand, agreement(b, a).adjustedRand);
      assert.ok(found.adjustedRand <= 1 + 1e-12);
      assert.equal(
        agreement(
          a,
          a.map((x) => `group ${3 - x}`),
        ).adjustedRand,
        1,
      );
      let same = 0;
      let all = 0;
      for (let i = 0; i < a.length; i++)
        for (let j = 0; j < i; j++) {
          all++;
          if ((a[i] === a[j]) === (b[i] === b[j])) same++;
        }
      assert.ok(Math.abs(found.rand - same / all) < 1e-12);
    }),
  );
});
