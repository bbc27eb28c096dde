import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { mean, sampleStandardDeviation } from "simple-statistics";
import { survey } from "../../src/collect/survey.js";
import { random } from "../../src/random.js";
import { ipsatize } from "../../src/represent/ipsatize.js";
import { matrix } from "../../src/represent/matrix.js";
import { type Row, tableOf } from "../../src/table.js";
import { sharedColumns, skipWithout } from "../sharedData.js";

const answers = [
  { customer: "a", x: 1, y: 2, z: 6, age: 30 },
  { customer: "b", x: 4, y: null, z: 2, age: 40 },
  { customer: "c", x: 3, y: 3, z: 3, age: 50 },
  { customer: "d", x: null, y: null, z: 5, age: 60 },
];

test("computed by hand: centered by the person's mean of the answers that are there", () => {
  const own = ipsatize(answers, { items: ["x", "y", "z"] });
  assert.deepEqual(own.table.objects(), [
    { customer: "a", x: -2, y: -1, z: 3 },
    { customer: "b", x: 1, y: null, z: -1 },
    { customer: "c", x: 0, y: 0, z: 0 },
    { customer: "d", x: null, y: null, z: null },
  ]);
  assert.deepEqual(own.people.objects(), [
    { customer: "a", answers: 3, scaleMean: 3, scaleDeviation: Math.sqrt(7) },
    { customer: "b", answers: 2, scaleMean: 3, scaleDeviation: Math.sqrt(2) },
    { customer: "c", answers: 3, scaleMean: 3, scaleDeviation: 0 },
    { customer: "d", answers: 1, scaleMean: 5, scaleDeviation: null },
  ]);
  assert.match(own.warnings[0]!, /^1 of 4 respondents answered fewer than 2 of 3 items/);
  assert.match(own.warnings[1]!, /^1 of 4 respondents gave one and the same answer to all: .* all values are 0/);
});

test("computed by hand: standardized by the person's own deviation; equal answers leave nothing", () => {
  const own = ipsatize(answers, { items: ["x", "y", "z"], method: "standardize" });
  assert.deepEqual(own.table.array("z"), [3 / Math.sqrt(7), -1 / Math.sqrt(2), null, null]);
  assert.match(own.warnings[1]!, /all values are missing/);
});

test("matches pandas 3.1.1 on bfi's 25 items: sub(mean(axis=1)), and its mean correlation", {
  skip: skipWithout("bfi.csv"),
}, () => {
  const columns = sharedColumns("bfi.csv");
  const items = Object.keys(columns).filter((name) => /^[ACENO]\d$/.test(name));
  const table = tableOf<Row>({
    rowname: columns.rowname!,
    ...Object.fromEntries(items.map((name) => [name, columns[name]!.map((cell) => (cell === "" ? null : +cell))])),
  });
  const own = ipsatize(table, { items, id: "rowname" });
  const near = (found: number | null | undefined, wanted: number) =>
    assert.ok(Math.abs(found! - wanted) < 1e-9, `${found} for ${wanted}`);
  // mean of the entries outside the diagonal of cov() / outer(std, std); all of pandas' own rows.
  near(own.meanCorrelation.before, 0.04396930412396228);
  near(own.meanCorrelation.after, -0.04050807590642394);
  near(own.table.get("A1", 0), -1.3199999999999998);
  const n3 = (own.table.array("N3") as (number | null)[]).filter((value) => value !== null);
  near(sampleStandardDeviation(n3), 1.4151556159520526);
  const standard = ipsatize(table, { items, id: "rowname", method: "standardize" });
  near(standard.meanCorrelation.after, -0.0407233317296759);
  near(mean((standard.table.array("O5") as (number | null)[]).filter((value) => value !== null)), -0.7872936871462058);
});

test("properties: a person's values add up to 0, a person's constant changes nothing, nor does the order of rows", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), (seed) => {
      const draw = random(seed);
      const rows = Array.from({ length: 12 }, (_, customer) => {
        const one = () => (draw.uniform() < 0.15 ? null : 1 + draw.integer(7));
        return { customer, a: one(), b: one(), c: one(), d: one() };
      });
      const items = ["a", "b", "c", "d"] as const;
      for (const method of ["center", "standardize"] as const) {
        const own = ipsatize(rows, { items, method }).table.objects() as (typeof rows)[number][];
        const shifted = rows.map((row) => ({
          customer: row.customer,
          ...Object.fromEntries(items.map((name) => [name, row[name] === null ? null : row[name] + row.customer])),
        })) as typeof rows;
        const moved = ipsatize(shifted, { items, method }).table.objects() as typeof rows;
        const order = draw.shuffle([...rows]);
        const turned = ipsatize(order, { items, method }).table.objects() as typeof rows;
        own.forEach((row, i) => {
          const sum = items.reduce((all, name) => all + (row[name] ?? 0), 0);
          assert.ok(Math.abs(sum) < 1e-12);
          for (const name of items) {
            if (rows[i]![name] === null) assert.equal(row[name], null);
            assert.ok(Math.abs((row[name] ?? 9) - (moved[i]![name] ?? 9)) < 1e-12);
          }
          assert.deepEqual(turned[order.indexOf(rows[i]!)], row);
        });
      }
    }),
    { seed: 4, numRuns: 25 },
  );
});

test("says what it does to correlations: independent answers come near -1 / (p - 1)", () => {
  const draw = random(3);
  const items = Array.from({ length: 10 }, (_, j) => `i${j}`);
  const rows = Array.from({ length: 4000 }, (_, customer) => {
    const yes = draw.normal();
    return { customer, ...Object.fromEntries(items.map((name) => [name, yes + draw.normal()])) } as Row;
  });
  const { meanCorrelation, warnings } = ipsatize(rows, { id: "customer", items });
  assert.ok(Math.abs(meanCorrelation.before! - 0.5) < 0.02);
  assert.ok(Math.abs(meanCorrelation.after! + 1 / 9) < 0.003);
  assert.equal(meanCorrelation.byChance, -1 / 9);
  assert.match(
    warnings.join(),
    /The mean correlation of two items went from 0\.\d+ to -0\.11; answers by pure chance would have -0\.11 now/,
  );
});

test("a survey brings its id and its Likert items; the table goes into matrix", () => {
  const survey = {
    id: "customer",
    items: [
      { name: "x", kind: "likert" },
      { name: "y", kind: "likert" },
      { name: "z", kind: "likert" },
      { name: "age", kind: "number" },
    ],
    answers: tableOf<Row>({ customer: [1, 2, 3], x: [1, 2, 3], y: [3, 2, 1], z: [2, 5, 5], age: [20, 30, 40] }),
  };
  const own = ipsatize(survey);
  assert.deepEqual(own.items, ["x", "y", "z"]);
  assert.deepEqual(matrix(own.table, { id: "customer" }).columns, ["x", "y", "z"]);
  assert.deepEqual(ipsatize(answers).items, ["x", "y", "z", "age"]);
});

test("mistakes are named", () => {
  const bad =
    (options: object, data: readonly Row[] = answers) =>
    () =>
      ipsatize(data, { id: "customer", ...options });
  assert.throws(bad({ items: ["x", "ages"] }), /Did you mean "age"/);
  assert.throws(bad({ items: ["x"] }), /at least 2 items, got 1 \(x\)/);
  assert.throws(bad({ items: ["x", "x"] }), /"x" twice/);
  assert.throws(bad({ items: ["x", "customer"] }), /got the id/);
  assert.throws(bad({ method: "rank" }), RangeError);
  assert.throws(bad({ items: ["x", "y"], minimum: 1 }), /whole number from 2 to the 2 items, got 1/);
  assert.throws(bad({ columns: ["x", "y"] }), /options of ipsatize among/);
  assert.throws(bad({}, [{ customer: 1, x: 1, y: Number.NaN }]), /finite number/);
});

test("items of different ranges are said", async () => {
  const levels = (count: number) => Array.from({ length: count }, (_, i) => String(i + 1));
  const asked = await survey(
    Array.from({ length: 20 }, (_, i) => ({ id: i, a: 1 + (i % 5), b: 1 + ((i * 2) % 5), c: 1 + ((i * 3) % 7) })),
    { items: { a: { levels: levels(5) }, b: { levels: levels(5) }, c: { levels: levels(7) } } },
  );
  assert.match(ipsatize(asked).warnings[0]!, /different ranges \(1 to 5: a and 1 more; 1 to 7: c\)/);
  assert.doesNotMatch(ipsatize(asked, { items: ["a", "b"] }).warnings.join(), /ranges/);
});
