import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { random } from "../../src/random.js";
import { joinFeatures } from "../../src/represent/joinFeatures.js";
import { type PartWorthsOptions, partWorths } from "../../src/represent/partWorths.js";
import type { Row } from "../../src/table.js";

const estimated = [
  { customer: "b", "Brand: A": 1.5, "Brand: B": -0.5, "Price=5": 3, "Price=7": 0, "Price=9": -3, RLH: 0.6 },
  { customer: "a", "Brand: A": -2, "Brand: B": 2, "Price=5": 0.5, "Price=7": 0.5, "Price=9": -1, RLH: 0.7 },
  { customer: "c", "Brand: A": 0, "Brand: B": 0, "Price=5": 0, "Price=7": null, "Price=9": 0, RLH: 0.5 },
  { customer: "d", "Brand: A": 0, "Brand: B": 0, "Price=5": 0, "Price=7": 0, "Price=9": 0, RLH: 0.5 },
];

test("computed by hand: zero-centered differences, importances and preferred levels", () => {
  const found = partWorths(estimated);
  // b: ranges 2 and 6, so times 100 * 2 / 8 = 25; brand's mean of 0.5 goes first. a: ranges 4 and 1.5, times 200 / 5.5.
  const f = 200 / 5.5;
  assert.deepEqual(found.table.objects(), [
    {
      customer: "a",
      "Brand: A": -2 * f,
      "Brand: B": 2 * f,
      "Price=5": 0.5 * f,
      "Price=7": 0.5 * f,
      "Price=9": -1 * f,
      BrandImportance: 4 / 5.5,
      PriceImportance: 1.5 / 5.5,
      BrandPreferred: "B",
      PricePreferred: "5",
    },
    {
      customer: "b",
      "Brand: A": 25,
      "Brand: B": -25,
      "Price=5": 75,
      "Price=7": 0,
      "Price=9": -75,
      BrandImportance: 0.25,
      PriceImportance: 0.75,
      BrandPreferred: "A",
      PricePreferred: "5",
    },
    ...[
      { customer: "c", worth: null },
      { customer: "d", worth: 0 },
    ].map(({ customer, worth }) => ({
      customer,
      "Brand: A": worth,
      "Brand: B": worth,
      "Price=5": worth,
      "Price=7": worth,
      "Price=9": worth,
      BrandImportance: null,
      PriceImportance: null,
      BrandPreferred: null,
      PricePreferred: null,
    })),
  ]);
  const attributes = found.attributes.objects() as { importanceDeviation: number }[];
  assert.deepEqual(
    attributes.map((row) => ({ ...row, importanceDeviation: Number(row.importanceDeviation.toFixed(12)) })),
    [
      { attribute: "Brand", levels: 2, importance: (4 / 5.5 + 0.25) / 2, preferred: "A" },
      { attribute: "Price", levels: 3, importance: (1.5 / 5.5 + 0.75) / 2, preferred: "5" },
    ].map((row) => ({ ...row, importanceDeviation: Number(((4 / 5.5 - 0.25) / Math.SQRT2).toFixed(12)) })),
  );
  assert.deepEqual(found.levels.array("preferredShare"), [0.5, 0.5, 1, 0, 0]);
  assert.deepEqual(found.dictionary.array("feature"), found.table.columnNames().slice(1));
  assert.deepEqual([...new Set(found.dictionary.array("base") as string[])], ["needs"]);
  const said = found.warnings.join("\n");
  assert.match(said, /^Not read, because not named as a level of an attribute: RLH\./m);
  assert.match(said, /^1 of 4 customers \(25 %\) without one of the part-worths/m);
  assert.match(said, /^1 of 4 customers \(25 %\) with equal part-worths in every attribute/m);
  assert.match(said, /^Brand: the part-worths of 1 of 4 customers \(25 %\) did not add up to 0/m);
  assert.match(said, /^Price: 1 of 4 customers \(25 %\) with several levels of the highest/m);
  assert.equal(joinFeatures({ conjoint: found }).dictionary.numRows(), 9);
});

test("attributes that are named, and part-worths that are only centered", () => {
  const rows = [{ who: 1, a1: 3, a2: 1, p1: 0, p2: 4 }];
  const found = partWorths(rows, {
    id: "who",
    attributes: { brand: ["a1", "a2"], price: ["p1", "p2"] },
    scaling: "none",
  });
  assert.deepEqual(found.table.objects(), [
    {
      who: 1,
      a1: 1,
      a2: -1,
      p1: -2,
      p2: 2,
      brandImportance: 2 / 6,
      priceImportance: 4 / 6,
      brandPreferred: "a1",
      pricePreferred: "p2",
    },
  ]);
  assert.equal(found.id, "who");
});

test("properties: importances add up to 1, mean ranges are 100, a customer's unit and zero change nothing, nor does the order of rows", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), (seed) => {
      const draw = random(seed);
      const columns = ["A: 1", "A: 2", "B: 1", "B: 2", "B: 3", "C: x=1", "C: x=2"];
      const rows = Array.from({ length: 9 }, (_, customer) => ({
        customer,
        ...Object.fromEntries(columns.map((name) => [name, draw.normal()])),
      })) as Row[];
      const found = partWorths(rows);
      const own = found.table.objects() as Record<string, number>[];
      for (const row of own) {
        assert.ok(Math.abs(row.AImportance! + row.BImportance! + row.CImportance! - 1) < 1e-12, "importances");
        const range = (name: string) => {
          const values = columns.filter((column) => column.startsWith(name)).map((column) => row[column]!);
          assert.ok(Math.abs(values.reduce((sum, value) => sum + value, 0)) < 1e-9, "sum");
          return Math.max(...values) - Math.min(...values);
        };
        assert.ok(Math.abs(range("A") + range("B") + range("C") - 300) < 1e-9, "ranges");
      }
      const other = partWorths(
        rows.map((row) => ({
          customer: row.customer,
          ...Object.fromEntries(columns.map((name) => [name, row[name] * (1 + row.customer) + name.charCodeAt(0)])),
        })) as Row[],
      ).table.objects() as Record<string, number>[];
      own.forEach((row, i) => {
        for (const name of [...columns, "AImportance"])
          assert.ok(Math.abs(row[name]! - other[i]![name]!) < 1e-9, `${name} ${row[name]} ${other[i]![name]}`);
      });
      const turned = partWorths(draw.shuffle([...rows]));
      assert.deepEqual(turned.table.objects(), own);
      assert.deepEqual(turned.attributes.objects(), found.attributes.objects());
    }),
    { seed: 2, numRuns: 20 },
  );
});

test("mistakes are named", () => {
  const bad =
    (options: object, data: readonly Row[] = estimated) =>
    () =>
      partWorths(data, options as PartWorthsOptions<string, "customer">);
  assert.throws(bad({}, [{ customer: 1, brand: 2 }]), /columns named as levels, such as "Brand: A".*found "brand"/);
  assert.throws(bad({}, [{ customer: 1, "Price: slope": 2 }]), /two levels of Price, got one \(slope\).*with a slope/);
  assert.throws(bad({ attributes: { brand: ["Brand: A", "Brand: C"] } }), /Did you mean "Brand: /);
  assert.throws(bad({ attributes: { brand: ["Brand: A", "Brand: A"] } }), /brand twice/);
  assert.throws(bad({ attributes: { a: ["Brand: A", "Brand: B"], b: ["Brand: A", "RLH"] } }), /in a and b/);
  assert.throws(
    bad({}, [{ customer: 1, "Brand: A": 1, "Brand=A": 2, "Brand: B": 0 }]),
    /one column a level, got "Brand: A" and "Brand=A" for A of Brand/,
  );
  assert.throws(bad({ attributes: ["Brand: A"] }), /expected attributes such as/);
  assert.throws(bad({ attributes: {} }), /at least one attribute/);
  assert.throws(bad({ scaling: "points" }), /scaling to be/);
  assert.throws(bad({ scalings: "none" }), /Did you mean "scaling"/);
  assert.throws(bad({}, [{ customer: 1, "A: 1": 2, "A: 2": "x" }]), /finite number, got "x".*row 1, column "A: 2"/);
  assert.throws(
    bad({ attributes: { a: ["aImportance", "b"] } }, [{ customer: 1, aImportance: 1, b: 0 }]),
    /"aImportance", which is a column to be made/,
  );
});
