import assert from "node:assert/strict";
import { test } from "node:test";
import { designWarnings } from "../../../src/represent/maxDiff/designWarnings.js";

test("many thousand customers are counted, whatever a call can take as arguments", () => {
  const customers = Array.from({ length: 200_000 }, (_, who) => who);
  const sets = customers.flatMap((customer) => {
    const set = { customer, items: [0, 1], best: 0, worst: 1 };
    return customer === 7 ? [set] : [set, set];
  });
  assert.deepEqual(designWarnings({ customers, items: ["a", "b"], sets, unanswered: 0 }), [
    "1 customer of 200000 answered fewer sets than others, who answered 2.",
    "A customer saw an item 2 times on average: the score of one customer takes few values.",
  ]);
});
