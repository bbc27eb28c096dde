import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DataError } from "../../src/errors.js";
import { type MatrixOptions, matrix } from "../../src/represent/matrix.js";
import { assign } from "../../src/segment/assign.js";
import { kmeans } from "../../src/segment/kmeans.js";
import { rowsOf } from "../../src/segment/rowsOf.js";
import { rules } from "../../src/segment/rules.js";
import { fromJson, toJson } from "../../src/segmentation.js";
import { type Row, type Table, tableOf, toTable } from "../../src/table.js";
import { sharedColumns, skipWithout } from "../sharedData.js";

const people = toTable([
  { customer: "Ada", recency: 10, monetary: 100, country: "France", member: true },
  { customer: "Alan", recency: 30, monetary: 300, country: "Germany", member: false },
  { customer: "Grace", recency: 20, monetary: 200, country: "France", member: true },
]);

const near = (actual: ArrayLike<number>, expected: readonly number[], within = 1e-12) => {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) => {
    assert.ok(
      Math.abs(actual[i]! - value) <= within * Math.max(1, Math.abs(value)),
      `${actual[i]} is not ${value} at ${i}`,
    );
  });
};

const features = ["Fresh", "Milk", "Grocery", "Frozen", "Detergents_Paper", "Delicassen"];
function wholesale(): Table {
  const columns = sharedColumns("wholesale_customers.csv");
  return tableOf({
    customer: columns.Fresh!.map((_, i) => i + 1),
    ...Object.fromEntries(features.map((name) => [name, columns[name]!.map(Number)])),
  }) as Table;
}
const firstRow = (table: Table, options: MatrixOptions) => matrix(table, options).values.map((values) => values[0]!);

test("log + standard matches scikit-learn 1.9.1, StandardScaler of log1p, on wholesale customers", {
  skip: skipWithout("wholesale_customers.csv"),
}, () => {
  const prepared = matrix(wholesale(), { log: true, scale: "standard" });
  assert.deepEqual(prepared.columns, features);
  near(
    prepared.preparation.columns.map((column) => column.scale!.center),
    [8.732813311705376, 8.121615411883598, 8.442204989744056, 7.303127575282886, 6.791781237592827, 6.671094442349846],
  );
  near(
    prepared.preparation.columns.map((column) => column.scale!.spread),
    [
      1.4689463905701883, 1.0794060885108425, 1.1102596702211363, 1.2804305406672798, 1.7075757373806077,
      1.2924887818711503,
    ],
  );
  near(
    prepared.values.map((values) => values[0]!),
    [
      0.48618449672121283, 0.9762988362768859, 0.4401546843627022, -1.5092498076062226, 0.6441432714571971,
      0.4089659506182248,
    ],
    1e-11,
  );
});

test("robust and range match scikit-learn 1.9.1, RobustScaler and MinMaxScaler, on wholesale customers", {
  skip: skipWithout("wholesale_customers.csv"),
}, () => {
  const robust = matrix(wholesale(), { scale: "robust" });
  near(
    robust.preparation.columns.flatMap(({ scale }) => [scale!.center, scale!.spread]),
    [8504, 13806, 3627, 5657.25, 4755.5, 8502.75, 1526, 2812, 816.5, 3665.25, 965.5, 1412],
  );
  near(
    firstRow(wholesale(), { scale: "robust" }),
    [
      0.30168042879907286, 1.0657121392902913, 0.3299520743288936, -0.4665718349928876, 0.5067867130482232,
      0.2638101983002833,
    ],
  );
  near(
    firstRow(wholesale(), { scale: "range" }),
    [
      0.11294004351392802, 0.1307272306414498, 0.08146415598693642, 0.0031063046479521397, 0.06542719968645895,
      0.02784730913642053,
    ],
  );
});

test("takes all numeric columns but the id, in their order, and says nothing else", () => {
  const plain = matrix(people);
  assert.deepEqual(plain.columns, ["recency", "monetary"]);
  assert.deepEqual(plain.ids, ["Ada", "Alan", "Grace"]);
  assert.deepEqual([...plain.values[1]!], [100, 300, 200]);
  assert.equal(plain.preparation.warnings, undefined);
});

test("one-hot gives a 0/1 column per level, sorted, beside scaled numbers; categorical keeps codes", () => {
  const wide = matrix(people, { columns: ["recency"], oneHot: ["country"], categorical: ["member"], scale: "range" });
  assert.deepEqual(wide.columns, ["recency", "country=France", "country=Germany"]);
  assert.deepEqual(
    wide.values.map((column) => [...column]),
    [
      [0, 1, 0.5],
      [1, 0, 1],
      [0, 1, 0],
    ],
  );
  assert.deepEqual(wide.categorical[0]?.levels, ["false", "true"]);
  assert.deepEqual([...wide.categorical[0]!.codes], [1, 0, 1]);
  assert.deepEqual(
    matrix(people, { categorical: true }).categorical.map(({ name }) => name),
    ["country", "member"],
  );
});

test("like prepares new rows with the recorded figures, also after JSON", () => {
  const first = matrix(people, { columns: ["monetary"], oneHot: ["country"], log: true, scale: "standard" });
  const again = matrix(people, { like: JSON.parse(JSON.stringify(first.preparation)) });
  assert.deepEqual(again.values, first.values);
  const one = matrix([{ customer: 9, monetary: 200, country: "Germany" }], { like: first });
  assert.equal(one.values[0]![0], first.values[0]![2]);
  assert.throws(() => matrix([{ customer: 9, monetary: 1, country: "Peru" }], { like: first }), {
    name: "DataError",
    message: /recorded levels \("France", "Germany"\), got "Peru".*row 1, column "country"/,
  });
  assert.throws(() => matrix(people, { like: first, scale: "robust" }), TypeError);
  assert.throws(() => matrix([{ customer: 9, monetary: null, country: "France" }], { like: first }), /missing value/);
});

test("missing values are an error with row, column, count and remedy, unless a rule is named; the rule is recorded", () => {
  const holes = toTable([
    { customer: 1, x: 1 },
    { customer: 2, x: null },
    { customer: 3, x: 2 },
    { customer: 4, x: 6 },
    { customer: 5, x: null },
  ]);
  assert.throws(() => matrix(holes), {
    name: "DataError",
    message: /got 2 missing values.*impute: "mean", "median" or "zero".*row 2, column "x"/,
  });
  const value = (impute: "mean" | "median" | "zero") => matrix(holes, { impute }).values[0]![1];
  assert.deepEqual([value("mean"), value("median"), value("zero")], [3, 2, 0]);
  const prepared = matrix(holes, { impute: "median" });
  assert.deepEqual(prepared.preparation.columns[0]!.impute, { rule: "median", value: 2, count: 2 });
  assert.equal(matrix([{ customer: 7, x: null }], { like: prepared }).values[0]![0], 2);
  assert.throws(() => matrix([{ customer: 1, x: null }], { impute: "mean" }), DataError);
});

test("NaN, infinity and text are never taken for numbers", () => {
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, "12"])
    assert.throws(
      () =>
        matrix(
          [
            { customer: 1, x: 1 },
            { customer: 2, x: bad },
          ] as Row[],
          { impute: "mean" },
        ),
      {
        name: "DataError",
        row: 2,
        column: "x",
      },
    );
});

test("a constant column becomes 0 and a warning; equal quartiles of another column are an error", () => {
  const flat = matrix(
    [
      { customer: 1, x: 7 },
      { customer: 2, x: 7 },
    ],
    { scale: "standard" },
  );
  assert.deepEqual([...flat.values[0]!], [0, 0]);
  assert.match(flat.preparation.warnings![0]!, /x is the same in all rows/);
  const rounding = matrix(
    [0.1 + 0.2, 0.3].map((x, customer) => ({ customer, x })),
    { scale: "standard" },
  );
  assert.ok(
    rounding.values[0]!.every((value) => Math.abs(value) < 1e-15) && rounding.preparation.warnings !== undefined,
  );
  const mostly = [0, 0, 0, 0, 9].map((x, customer) => ({ customer, x }));
  assert.throws(() => matrix(mostly, { scale: "robust" }), { name: "DataError", message: /quartiles that differ/ });
});

test("a column with refunds is shifted before its logarithm, and a warning says so", () => {
  const refunds = matrix(
    [-9, 0, 90].map((monetary, customer) => ({ customer, monetary })),
    { log: ["monetary"] },
  );
  near(refunds.values[0]!, [0, Math.log(10), Math.log(100)]);
  assert.match(refunds.preparation.warnings![0]!, /goes down to -9.*\+ 9/);
  assert.throws(() => matrix([{ customer: 1, monetary: -10 }], { like: refunds }), { row: 1, column: "monetary" });
});

test("says which id, column or option is wrong", () => {
  const untyped = people as Table;
  assert.throws(() => matrix(untyped, { columns: ["monetry"] }), /Did you mean "monetary"\?/);
  assert.throws(() => matrix([{ x: 1 }]), /pass id as one of "x"/);
  assert.throws(
    () =>
      matrix([
        { customer: 1, x: 1 },
        { customer: 1, x: 2 },
      ]),
    /got 1 in rows 1 and 2.*row 2, column "customer"/,
  );
  assert.throws(() => matrix([{ customer: null, x: 1 }]), /expected an id.*got none/);
  assert.throws(() => matrix(people, { columns: ["recency", "recency"] }), RangeError);
  assert.throws(() => matrix(people, { columns: ["recency"], log: ["monetary"] }), RangeError);
  assert.throws(() => matrix(people, { scale: "zscore" as "standard" }), /"standard".*got "zscore"/);
  assert.throws(() => matrix([{ customer: 1, name: "x" }]), /at least one numeric column/);
  assert.throws(() => matrix([{ customer: 1, empty: null }]), /got 1 missing value/);
});

test("a misspelt column is a type error where the column types are known, and any name is taken where not", () => {
  const wrong = () => {
    // @ts-expect-error the column is called monetary
    matrix(people, { columns: ["monetry"] });
    // @ts-expect-error country holds text
    matrix(people, { columns: ["country"] });
    // @ts-expect-error the id column is called customer
    matrix(people, { id: "custmer" });
    matrix(people as Table, { columns: ["anything"], id: "at all" });
  };
  assert.throws(wrong, DataError);
});

test("any finite numbers are prepared to finite numbers or refused, and the same way again by like (property)", () => {
  const cell = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer({ min: -5, max: 5 }),
    fc.constant(null),
  );
  const scales = fc.constantFrom("none", "standard", "robust", "range") as fc.Arbitrary<MatrixOptions["scale"]>;
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 20 }), scales, fc.boolean(), (values, scale, log) => {
      const rows = values.map((x, customer) => ({ customer, x }));
      const options = { scale, log, impute: "median" } as const;
      let prepared: ReturnType<typeof matrix>;
      try {
        prepared = matrix(rows, options);
      } catch (error) {
        assert.ok(error instanceof DataError, String(error));
        return;
      }
      assert.ok(prepared.values[0]!.every(Number.isFinite));
      assert.deepEqual(matrix(rows, { like: prepared }).values, prepared.values);
    }),
    { numRuns: 300 },
  );
});

test("says how many values were made up where they are more than one in twenty, and takes over what a segmentation recorded", async () => {
  const rows = Array.from({ length: 20 }, (_, customer) => ({
    customer,
    x: customer < 2 ? null : customer,
    y: customer < 1 ? null : customer % 7,
  }));
  const filled = matrix(rows, { impute: "mean" });
  assert.deepEqual(filled.preparation.warnings, [
    "x: 2 missing values of 20 (10 %) became the mean, which a method may take for a segment.",
  ]);
  const segments = fromJson(JSON.parse(JSON.stringify(toJson(await kmeans(filled, { k: 2 })))));
  const later = matrix([{ customer: "new", x: null, y: 3 }], { like: segments });
  assert.deepEqual([later.values[0]![0], later.values[1]![0]], [10.5, 3]);
  assert.equal(assign(segments, later).length, 1);
  const byRules = rules(rows, { rules: [{ name: "Few", when: { y: [0, 3] } }] });
  assert.throws(() => matrix(rows, { like: byRules }), /a segmentation that was made of a Matrix/);
});

test("rare levels are pooled as by scikit-learn 1.9.1's OneHotEncoder (max_categories counts its pool, ours does not), new levels with them", () => {
  const rows = [..."aaaaabbbccddef"].map((letter, customer) => ({ customer, letter }));
  const encoded = (rule: { mostLevels?: number; leastShare?: number }) => {
    const made = matrix(rows, { columns: [], oneHot: ["letter"], ...rule });
    const later = matrix(
      [..."dza"].map((letter, customer) => ({ customer, letter })),
      { like: made },
    );
    return [made.columns, [0, 1, 2].map((i) => later.values.map((values) => values[i]))];
  };
  // OneHotEncoder(max_categories=3, handle_unknown="infrequent_if_exist")
  assert.deepEqual(encoded({ mostLevels: 2 }), [
    ["letter=a", "letter=b", "letter=(other)"],
    [
      [0, 0, 1],
      [0, 0, 1],
      [1, 0, 0],
    ],
  ]);
  // Of c and d, equally frequent, the first stays (max_categories=4 would keep d).
  assert.deepEqual(encoded({ mostLevels: 3 })[0], ["letter=a", "letter=b", "letter=c", "letter=(other)"]);
  // min_frequency=0.15, and with 0.1 and max_categories=3
  assert.deepEqual(encoded({ leastShare: 0.15 })[0], ["letter=a", "letter=b", "letter=(other)"]);
  assert.deepEqual(encoded({ leastShare: 0.1, mostLevels: 2 })[0], ["letter=a", "letter=b", "letter=(other)"]);
});

test("pooled categories keep codes, say what was pooled, survive a segmentation's JSON, and never pool a single level", () => {
  const rows = [..."aaaabbbcd"].map((letter, customer) => ({ customer, x: customer, letter }));
  const made = matrix(rows, { columns: ["x"], categorical: ["letter"], mostLevels: 2 });
  assert.deepEqual(made.categorical[0]!.levels, ["a", "b", "(other)"]);
  assert.deepEqual([...made.categorical[0]!.codes], [0, 0, 0, 0, 1, 1, 1, 2, 2]);
  assert.deepEqual(made.preparation.others, { letter: "(other)" });
  assert.match(made.preparation.warnings![0]!, /^letter: 2 levels of 4 became "\(other\)", 2 rows of 9 \(22 %\)\.$/);
  const again = JSON.parse(JSON.stringify(made.preparation)) as typeof made.preparation;
  assert.deepEqual([...matrix([{ customer: 1, x: 2, letter: "new" }], { like: again }).categorical[0]!.codes], [2]);
  assert.deepEqual(matrix(rows, { categorical: ["letter"], mostLevels: 3 }).categorical[0]!.levels, [..."abcd"]);
  const named = [..."aabc"].map((letter, customer) => ({ customer, letter: letter === "b" ? "(other)" : letter }));
  assert.deepEqual(
    matrix([...named, { customer: 9, letter: "d" }], { columns: [], oneHot: ["letter"], mostLevels: 1 }).columns,
    ["letter=a", "letter=((other))"],
  );
  const inherited = named.map(({ customer, letter }) => ({ customer, letter, valueOf: "a" }));
  const recorded = matrix(inherited as Row[], { columns: [], oneHot: ["letter", "valueOf"], mostLevels: 1 });
  assert.throws(
    () => matrix([{ customer: 9, letter: "a", valueOf: "b" }] as Row[], { like: recorded }),
    /one of the recorded levels \("a"\), got "b"/,
  );
  // 0.07 * 100 is a little more than 7 in doubles.
  const hundred = Array.from({ length: 100 }, (_, i) => ({
    customer: i,
    letter: i < 7 ? "a" : i < 50 ? "b" : i < 94 ? "c" : i < 97 ? "d" : "e",
  }));
  assert.deepEqual(matrix(hundred, { columns: [], oneHot: ["letter"], leastShare: 0.07 }).columns, [
    "letter=a",
    "letter=b",
    "letter=c",
    "letter=(other)",
  ]);
  assert.throws(() => matrix(rows, { mostLevels: 0 }), /mostLevels to be a whole number from 1, got 0/);
  assert.throws(() => matrix(rows, { leastShare: 1 }), /leastShare from 0 to below 1, got 1/);
});

test("a matrix remembers which numbers were missing, and so do its rows and those made like it", () => {
  const rows = [
    { customer: 1, a: 5, b: null, kind: "x" },
    { customer: 2, a: 7, b: 2, kind: "y" },
    { customer: 3, a: 9, b: 4, kind: "x" },
  ];
  const made = matrix(rows, { columns: ["a", "b"], oneHot: ["kind"], impute: "mean" });
  assert.deepEqual(made.missing, [undefined, Uint8Array.of(1, 0, 0), undefined, undefined]);
  assert.deepEqual(rowsOf(made, Int32Array.of(2, 0)).missing, [undefined, Uint8Array.of(0, 1), undefined, undefined]);
  const later = matrix([{ customer: 4, a: null, b: 1, kind: "y" }], { like: made });
  assert.deepEqual(later.missing, [Uint8Array.of(1), undefined, undefined, undefined]);
  assert.equal(matrix(rows.slice(1), { columns: ["a", "b"] }).missing, undefined);
});
