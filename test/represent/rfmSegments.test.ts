import assert from "node:assert/strict";
import { test } from "node:test";
import { read } from "../../src/collect/read.js";
import { transactions } from "../../src/collect/transactions.js";
import { matrixOf } from "../../src/matrix.js";
import { rfm } from "../../src/represent/rfm.js";
import { rfmRules } from "../../src/represent/rfmRules.js";
import { rfmScores } from "../../src/represent/rfmScores.js";
import { rfmSegments } from "../../src/represent/rfmSegments.js";
import { assign } from "../../src/segment/assign.js";
import { rules } from "../../src/segment/rules.js";
import { sharedFile, skipWithout } from "../sharedData.js";

const scored = (scores: readonly (readonly [number, number, number])[]) =>
  scores.map(([recencyScore, frequencyScore, monetaryScore], i) => ({
    customer: `c${i}`,
    recencyScore,
    frequencyScore,
    monetaryScore,
  }));
const cells = Array.from(
  { length: 125 },
  (_, i) => [Math.floor(i / 25) + 1, (Math.floor(i / 5) % 5) + 1, (i % 5) + 1] as const,
);
const named = (segments: ReturnType<typeof rfmSegments>) =>
  Array.from(segments.labels, (label) => segments.names?.[label]);

test("the first rule that matches names the customer", () => {
  const segments = rfmSegments(
    scored([
      [5, 5, 5],
      [3, 4, 3],
      [2, 1, 5],
      [1, 1, 1],
      [1, 1, 1],
    ]),
  );
  // 3 4 3 is Loyal and Need Attention as well; 2 1 5 matches nothing.
  assert.deepEqual(named(segments), ["Champions", "Potential Loyalist", "Others", "Lost", "Lost"]);
  assert.equal(segments.method, "rfmSegments");
  assert.deepEqual(segments.sizes.slice(0, 4), [2, 1, 1, 1]);
  assert.ok(segments.warnings.some((warning) => /1 of 5 customers match no rule/.test(warning)));
  assert.ok(segments.warnings.some((warning) => /match more than one rule.*58 of 125/.test(warning)));
});

test("the complete table gives every cell one segment, in any order of its rules", () => {
  const forward = rfmSegments(scored(cells), { rules: rfmRules.complete });
  const backward = rfmSegments(scored(cells), { rules: [...rfmRules.complete].reverse() });
  assert.deepEqual(named(forward), named(backward));
  assert.ok(!named(forward).includes("Others"));
  assert.equal(new Set(named(forward)).size, rfmRules.complete.length);
  assert.deepEqual(forward.warnings, []);
});

test("agrees with rules() on the same table", () => {
  const other = rules(scored(cells), { rules: rfmRules.classic });
  assert.deepEqual(
    named(rfmSegments(scored(cells))),
    Array.from(other.labels, (label) => other.names?.[label]),
  );
});

test("a collapsed scale is told again with the segments", () => {
  const customers = [1, 1, 1, 1, 5, 6].map((value, i) => ({
    customer: `c${i}`,
    recency: i,
    frequency: value,
    monetary: i,
  }));
  const segments = rfmSegments(rfmScores(customers), { rules: rfmRules.complete });
  assert.match(segments.warnings[0] ?? "", /frequency takes/);
});

test("wrong input is refused", () => {
  assert.throws(() => rfmSegments(scored([[1, 1, 1]]), { rules: [] }), { name: "RangeError" });
  assert.throws(() => rfmSegments([{ customer: "a", recencyScore: 1 }] as never), {
    name: "DataError",
    message: /frequencyScore/,
  });
  assert.throws(
    () =>
      rfmSegments([
        ...scored([[1, 1, 1]]),
        { customer: "x", recencyScore: 1, frequencyScore: null, monetaryScore: 1 },
      ] as never),
    {
      name: "DataError",
      message: /row 2/,
    },
  );
  const open = { name: "open", when: { recencyScore: [4, Infinity], frequencyScore: [1, 5], monetaryScore: [1, 5] } };
  assert.throws(() => rfmSegments(scored([[1, 1, 1]]), { rules: [open as never] }), {
    name: "RangeError",
    message: /such as \[4, 5\], got an infinite one/,
  });
  const three = rfmScores(
    [1, 2, 3].map((n) => ({ customer: `${n}`, recency: n, frequency: n, monetary: n })),
    { levels: 3 },
  );
  assert.throws(() => rfmSegments(three), { name: "RangeError", message: /scores from 1 to 3, got rules up to 5/ });
});

test("the model names a segment for the rest only where there is one, so that a new name cannot take its place", () => {
  const complete = rfmSegments(scored([[5, 5, 5]]), { rules: rfmRules.complete });
  const renamed = { ...complete, names: complete.names!.map((name) => (name === "Lost" ? "Others" : name)) };
  assert.ok(complete.model.kind === "rules" && complete.model.otherwise === undefined);
  assert.deepEqual(
    [...assign(renamed, matrixOf({ recencyScore: [0], frequencyScore: [0], monetaryScore: [0] }))],
    [-1],
  );
  const classic = rfmSegments(scored([[5, 4, 1]]), { otherwise: "Rest" }); // a cell that no classic rule matches
  assert.ok(classic.model.kind === "rules" && classic.model.otherwise === "Rest");
});

test("rfm_orders.csv: segment counts of the R package rfm 0.3.0", { skip: skipWithout("rfm_orders.csv") }, async () => {
  const raw = await read(sharedFile("rfm_orders.csv")!);
  const lines = transactions(raw, { customer: "customer_id", time: "order_date", amount: "revenue" } as never);
  const segments = rfmSegments(rfmScores(await rfm(lines, { asOf: "2006-12-31" })));
  assert.deepEqual(Object.fromEntries(segments.names!.map((name, label) => [name, segments.sizes[label]])), {
    "About To Sleep": 102,
    "At Risk": 28,
    "Can't Lose": 47,
    Champions: 35,
    Lost: 148,
    Loyal: 170,
    "Need Attention": 10,
    New: 104,
    "Potential Loyalist": 342,
    Promising: 9,
  });
});
