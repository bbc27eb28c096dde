import assert from "node:assert/strict";
import { test } from "node:test";
import { coverage } from "../../src/plot/coverage.js";
import { joinFeatures } from "../../src/represent/joinFeatures.js";
import { partsOf } from "./examples.js";

interface Bars {
  name: string;
  x: number[];
  y: number[];
  text: string[];
  customdata: string[][];
}

const find = (figure: { data: readonly unknown[] }, name: string) =>
  (figure.data as Bars[]).filter((trace) => trace.name === name);

const row = (customer: number, column: string) => ({ customer, [column]: 1 });
/** Customers 1 to 10 buy, 6 to 10 answer, 10 and 11 surf. */
const joined = joinFeatures({
  buys: Array.from({ length: 10 }, (_, i) => row(i + 1, "orders")),
  says: Array.from({ length: 5 }, (_, i) => row(i + 6, "trust")),
  surfs: [row(10, "visits"), row(11, "visits")],
});

test("bars are shares of everybody, rows the combinations, the most frequent first; counted by hand", () => {
  const figure = coverage(joined);
  assert.equal(figure.title, "Only 9.1 % of 11 customers are known in all 3 parts");
  assert.deepEqual(find(figure, "Known")[0]!.text, ["91 % (10)", "45 % (5)", "18 % (2)"]);
  assert.match(find(figure, "Known")[0]!.customdata[0]!.join(" "), /^buys 1 feature 10 customers 1 5$/);
  const [bars] = find(figure, "Customers");
  assert.deepEqual(bars!.x, [5, 4, 1, 1]);
  assert.deepEqual(
    bars!.customdata.map(([who]) => who),
    ["only in buys", "only in buys and says", "in all 3 parts", "only in surfs"],
  );
  // Dark dots of row 2, all parts, and of row 3, the last part alone.
  const dots = find(figure, "Known")[1]!;
  assert.deepEqual(
    dots.x.filter((_, i) => dots.y[i]! >= 2),
    [0, 1, 2, 2],
  );
});

test("combinations are those of the table of patterns, and the rest is summed", () => {
  const many = partsOf(700, { a: 0.5, b: 0.4, c: 0.7, d: 0.6 });
  const counts = many.patterns.array("customers") as number[];
  const figure = coverage(many);
  const drawn = find(figure, "Customers")[0]!.x;
  assert.deepEqual(drawn, [...counts].sort((a, b) => b - a).slice(0, drawn.length));
  const rest = counts.slice(drawn.length);
  assert.match(find(figure, "Others")[1]!.text[0]!, new RegExp(`^${rest.reduce((sum, count) => sum + count, 0)} \\(`));
  assert.equal(find(figure, "Others")[0]!.text[0], `${rest.length} others`);
  // A plus sign in a name makes no other combination.
  const plus = coverage(partsOf(700, { a: 0.5, b: 0.4, "a + b": 0.7, c: 0.6 }));
  assert.deepEqual(find(plus, "Customers")[0]!.x, drawn);
  const complete = joinFeatures({ a: [row(1, "x"), row(2, "x")], b: [row(2, "y")] }, { keep: "complete" });
  assert.equal(coverage(complete).title, "50 % of 2 customers are known in both parts");
});

test("titles say what is found: all, none, one part", () => {
  const of = (a: number[], b: number[]) =>
    coverage(joinFeatures({ a: a.map((id) => row(id, "x")), b: b.map((id) => row(id, "y")) })).title;
  assert.equal(of([1, 2], [2, 1]), "All 2 customers are known in both parts");
  assert.equal(of([1], [1]), "The 1 customer is known in both parts");
  assert.equal(of([1], [2]), "None of 2 customers is known in both parts");
  assert.equal(of([1, 2, 3], [1, 2]), "67 % of 3 customers are known in both parts");
  const one = coverage(joinFeatures({ a: [row(1, "x")] }));
  assert.equal(one.title, "1 customer, known in one part");
  assert.equal(one.data.length, 1);
  assert.match(one.alt, /By combination: in the one part 1\.$/);
  const most = Array.from({ length: 1000 }, (_, i) => i);
  assert.equal(of(most, most.slice(2)), "99.8 % of 1,000 customers are known in both parts");
});

test("the alt text tells shares and combinations", () => {
  assert.match(coverage(joined).alt, /buys knows 10 customers \(91 %\).*only in buys 5; only in buys and says 4/);
});
