import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { clean } from "../../src/collect/clean.js";
import { read } from "../../src/collect/read.js";
import { transactions } from "../../src/collect/transactions.js";
import { plot } from "../../src/plot/index.js";
import { rfm } from "../../src/represent/rfm.js";
import { rfmScores } from "../../src/represent/rfmScores.js";
import type { Table } from "../../src/table.js";
import { sharedFile, skipWithout } from "../sharedData.js";

const names = ["recency", "frequency", "monetary"] as const;
const numbers = (table: Table, name: string) => Array.from(table.array(name) as ArrayLike<number>);
const customers = (values: readonly number[]) =>
  values.map((value, i) => ({ customer: `c${i}`, recency: value, frequency: value, monetary: value }));

test("five equal groups; recent, frequent and much money are high (by hand)", () => {
  const { table, cuts, collapsed } = rfmScores(customers([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
  // Type 7 quantiles of 1..10 at .2, .4, .6, .8 are 2.8, 4.6, 6.4, 8.2; whole numbers are cut one above.
  assert.deepEqual(cuts.frequency, [3.8, 5.6, 7.4, 9.2]);
  assert.deepEqual(numbers(table, "frequencyScore"), [1, 1, 1, 2, 2, 3, 3, 4, 4, 5]);
  assert.deepEqual(numbers(table, "recencyScore"), [5, 5, 5, 4, 4, 3, 3, 2, 2, 1]);
  assert.deepEqual(table.get("rfmScore", 0), "511");
  assert.deepEqual(collapsed, []);
});

test("where values are no whole numbers a level ends with its quantile, on any scale", () => {
  const values = [0.5, 1.25, 2.5, 3.75, 5.5, 6.25, 7.5, 8.75, 9.5, 10.25];
  const scores = numbers(rfmScores(customers(values)).table, "monetaryScore");
  assert.deepEqual(scores, [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
  const tiny = values.map((value) => value / 4096);
  assert.deepEqual(numbers(rfmScores(customers(tiny)).table, "monetaryScore"), scores);
});

test("tied customers who stand across several levels get the lowest of them, and the collapse is told", () => {
  const once = customers([1, 1, 1, 1, 1, 1, 1, 2, 3, 4]);
  const { table, collapsed, warnings } = rfmScores(once);
  // Quantiles 1, 1, 1 and 2.2, so the cuts are 2, 2, 2 and 3.2.
  assert.deepEqual(numbers(table, "frequencyScore"), [1, 1, 1, 1, 1, 1, 1, 4, 4, 5]);
  const frequency = collapsed.find((scale) => scale.column === "frequency");
  assert.deepEqual([frequency?.asked, frequency?.got], [5, 3]);
  assert.match(
    frequency?.because ?? "",
    /frequency takes 3 of 5 scores \(nobody gets 2, 3\): 7 of 10 customers have frequency 1/,
  );
  assert.equal(warnings.length, collapsed.length);
  const old = rfmScores(customers([1, 2, 9, 9, 9, 9, 9, 9, 9, 9])).table; // most customers left long ago
  assert.deepEqual(numbers(old, "recencyScore"), [5, 5, 1, 1, 1, 1, 1, 1, 1, 1]);
});

test("equal values get equal scores, larger values never lower ones, by every method", () => {
  const value = fc.oneof(
    fc.integer({ min: 0, max: 4 }),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    fc.constantFrom(0, -0, 1e-300, 1e15),
  );
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 2, max: 9 }),
      fc.constantFrom("quantile", "naturalBreaks"),
      (values, levels, method) => {
        const { table, cuts, collapsed } = rfmScores(customers(values), { levels, method });
        const fixed = rfmScores(customers(values), { cuts });
        for (const name of names) {
          const scores = numbers(table, `${name}Score`);
          assert.ok(scores.every((score) => Number.isInteger(score) && score >= 1 && score <= levels));
          const sign = name === "recency" ? -1 : 1;
          for (let i = 0; i < values.length; i++)
            for (let j = 0; j < values.length; j++) {
              if (values[i] === values[j]) assert.equal(scores[i], scores[j]);
              if (values[i]! > values[j]!) assert.ok(sign * (scores[i]! - scores[j]!) >= 0);
            }
          assert.equal(
            collapsed.some((scale) => scale.column === name),
            new Set(scores).size < levels,
          );
          assert.deepEqual(
            numbers(fixed.table, `${name}Score`),
            scores,
            "the cuts score the same customers the same way",
          );
        }
      },
    ),
    { numRuns: 150, seed: 11 },
  );
});

test("natural breaks find the gaps (by hand), and few distinct values keep the best score", () => {
  const { table, cuts } = rfmScores(customers([1, 2, 1, 50, 51, 52, 900, 901]), { levels: 3, method: "naturalBreaks" });
  assert.deepEqual(cuts.monetary, [50, 900]);
  assert.deepEqual(numbers(table, "monetaryScore"), [1, 1, 1, 2, 2, 2, 3, 3]);
  const two = rfmScores(customers([1, 1, 7]), { method: "naturalBreaks" });
  assert.deepEqual(numbers(two.table, "frequencyScore"), [1, 1, 5]);
  assert.equal(two.collapsed.length, 3);
});

test("natural breaks of many customers stay quick", () => {
  const many = customers(Array.from({ length: 40000 }, (_, i) => (i * 7919) % 40009));
  const { cuts, collapsed } = rfmScores(many, { method: "naturalBreaks" });
  cuts.monetary.forEach((cut, j) => {
    // Uniform values break into equal parts.
    assert.ok(Math.abs(cut - ((j + 1) * 40009) / 5) < 200, `cut ${j + 1} is ${cut}`);
  });
  assert.deepEqual(collapsed, []);
});

test("wrong options and values are refused", () => {
  const one = customers([1, 2, 3]);
  assert.throws(() => rfmScores(one, { levels: 10 }), { name: "RangeError", message: /2 to 9, got 10/ });
  assert.throws(() => rfmScores(one, { method: "fixed" }), { name: "TypeError", message: /expected cuts/ });
  assert.throws(() => rfmScores(one, { method: "ntile" as never }), { name: "RangeError" });
  const cuts = { recency: [1, 2], frequency: [2, 1], monetary: [1, 2] };
  assert.throws(() => rfmScores(one, { cuts }), {
    name: "RangeError",
    message: /frequency to be finite and ascending/,
  });
  assert.throws(() => rfmScores(one, { cuts: { ...cuts, frequency: [1] } }), { message: /2 cuts for frequency/ });
  assert.throws(() => rfmScores(one, { cuts: { recency: [1] } as never }), { name: "TypeError" });
  assert.throws(() => rfmScores([{ recency: 1, frequency: 1 }] as never), { name: "DataError", message: /monetary/ });
  const bad = (monetary: number | null) => [...one, { customer: "x", recency: 1, frequency: 1, monetary }] as never;
  assert.throws(() => rfmScores(bad(null)), { name: "DataError", message: /1 without.*row 4/ });
  assert.throws(() => rfmScores(bad(Number.NaN)), { name: "DataError", message: /row 4/ });
  assert.throws(() => rfmScores(bad(Number.POSITIVE_INFINITY)), { name: "DataError" });
  assert.throws(() => rfmScores([]), { name: "DataError" });
});

test("the scores draw as a grid", () => {
  assert.equal(plot.rfmGrid(rfmScores(customers([1, 2, 3, 4, 5]))).title, "Customers by recency and frequency");
});

test("rfm_orders.csv: cut points of the R package rfm 0.3.0", { skip: skipWithout("rfm_orders.csv") }, async () => {
  const raw = await read(sharedFile("rfm_orders.csv")!);
  const lines = transactions(raw, { customer: "customer_id", time: "order_date", amount: "revenue" } as never);
  const { cuts, collapsed } = rfmScores(await rfm(lines, { asOf: "2006-12-31" }));
  assert.deepEqual(cuts, {
    recency: [115, 181, 297.4, 482],
    frequency: [4, 5, 6, 8],
    monetary: [255.8, 382, 506.4, 666],
  });
  assert.deepEqual(collapsed, []);
});

test("CDNOW sample: tied values never get different scores, and the collapsed scale is reported", {
  skip: skipWithout("cdnow_sample.txt"),
}, async () => {
  const raw = await read(sharedFile("cdnow_sample.txt")!, {
    header: false,
    columns: ["all", "id", "date", "cds", "dollars"],
  });
  const { transactions: orders } = await clean(
    transactions(raw, { customer: "id", time: "date", amount: "dollars" } as never),
  );
  const { table, collapsed } = rfmScores(await rfm(orders, { asOf: "1998-06-30" }));
  assert.equal(table.numRows(), 2357);
  for (const name of names) {
    const byValue = new Map<number, number>();
    const values = numbers(table, name);
    numbers(table, `${name}Score`).forEach((score, i) => {
      assert.equal(byValue.get(values[i]!) ?? score, score);
      byValue.set(values[i]!, score);
    });
  }
  assert.deepEqual(
    collapsed.map((scale) => scale.column),
    ["frequency"],
  );
  const scores = numbers(table, "frequencyScore");
  assert.ok(scores.includes(5), "the best segments are not empty");
  assert.equal(scores[numbers(table, "frequency").indexOf(1)], 1);
});
