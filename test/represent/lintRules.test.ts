import assert from "node:assert/strict";
import { test } from "node:test";
import { lintRules } from "../../src/represent/lintRules.js";
import { rfmRules } from "../../src/represent/rfmRules.js";

test("the R package rfm's rules: 58 cells match several rules, 10 match none", () => {
  const found = lintRules(rfmRules.classic);
  assert.equal(found.cells, 125);
  assert.deepEqual(found.counts, { overlapping: 58, uncovered: 10, coveredOnce: 57 });
  assert.equal(found.overlaps.numRows(), 58);
  assert.equal(found.uncovered.numRows(), 10);
  assert.deepEqual(found.unreachable, []);
});

test("the complete rules cover every cell exactly once", () => {
  assert.deepEqual(lintRules(rfmRules.complete).counts, { overlapping: 0, uncovered: 0, coveredOnce: 125 });
});

test("a small table by hand: overlap, hole and a rule that never wins", () => {
  const found = lintRules(
    [
      { name: "good", when: { a: [2, 3] } },
      { name: "best", when: { a: [3, 3], b: [3, 3] } },
      { name: "odd", when: { a: [1, 1], b: [1, 2] } },
      { name: "none", when: { a: [7, 9] } },
    ],
    { levels: 3 },
  );
  assert.equal(found.cells, 9);
  assert.deepEqual(found.overlaps.objects(), [{ a: 3, b: 3, rules: "good, best", winner: "good" }]);
  assert.deepEqual(found.uncovered.objects(), [{ a: 1, b: 3 }]);
  assert.deepEqual(found.unreachable, ["best", "none"]);
  assert.deepEqual(found.sentences, [
    "1 of 9 cells match several rules, so their order decides.",
    "1 of 9 cells match no rule; their customers end in no named segment.",
    'Rule 2, "best", never wins a cell.',
    'Rule 4, "none", never wins a cell.',
  ]);
});

test("of two rules with one name, the one that never wins is told by its number", () => {
  const found = lintRules(
    [
      { name: "A", when: { a: [1, 2] } },
      { name: "A", when: { a: [1, 1] } },
      { name: "B", when: { a: [3, 3] } },
    ],
    { levels: 3 },
  );
  assert.deepEqual(found.unreachable, ["A"]);
  assert.equal(found.sentences.at(-1), 'Rule 2, "A", never wins a cell.');
});

test("wrong tables are refused", () => {
  assert.throws(() => lintRules([]), { name: "RangeError" });
  assert.throws(() => lintRules("x" as never), { name: "TypeError" });
  assert.throws(() => lintRules([{ name: "x", when: { a: [3, 1] } }]), {
    name: "RangeError",
    message: /for a in the rule "x"/,
  });
  assert.throws(() => lintRules(rfmRules.classic, { levels: 1 }), { name: "RangeError" });
  assert.throws(() => lintRules(rfmRules.classic, { levels: 101 }), { name: "RangeError" });
  const wide = { name: "x", when: Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`c${i}`, [1, 2] as const])) };
  assert.throws(() => lintRules([wide]), { name: "RangeError", message: /a million/ });
});
