import assert from "node:assert/strict";
import { test } from "node:test";
import { transactions } from "../../src/collect/transactions.js";
import { behavioral } from "../../src/represent/behavioral.js";
import { joinFeatures } from "../../src/represent/joinFeatures.js";
import { matrix } from "../../src/represent/matrix.js";
import { rfm } from "../../src/represent/rfm.js";

const orders = transactions(
  [
    { who: "1", when: new Date("2024-01-05"), money: 30 },
    { who: "1", when: new Date("2024-01-15"), money: 10 },
    { who: "10", when: new Date("2024-02-04"), money: 20 },
  ],
  { customer: "who", time: "when", amount: "money" },
);
const accounts = [
  { customer: 2, age: 30 },
  { customer: 10, age: 50 },
  { customer: 1, age: null },
];

test("ids of one text are one customer; who is missing where is told; the dictionary goes along", async () => {
  const joined = joinFeatures({
    rfm: await rfm(orders, { asOf: "2024-03-01" }),
    buys: await behavioral(orders, { asOf: "2024-03-01" }),
    account: accounts,
  });
  assert.deepEqual(joined.table.array("customer"), ["1", "2", "10"]);
  assert.deepEqual(joined.table.array("monetary"), [40, null, 20]);
  assert.deepEqual(joined.table.array("interpurchaseDays"), [10, null, null]);
  assert.deepEqual(joined.table.array("age"), [null, 30, 50]);
  assert.deepEqual(joined.coverage.objects(), [
    { part: "rfm", features: 7, customers: 2, missing: 1, share: 2 / 3, onlyHere: 0 },
    { part: "buys", features: 6, customers: 2, missing: 1, share: 2 / 3, onlyHere: 0 },
    { part: "account", features: 1, customers: 3, missing: 0, share: 1, onlyHere: 1 },
  ]);
  assert.deepEqual(joined.patterns.objects(), [
    { parts: "rfm + buys + account", customers: 2, share: 2 / 3 },
    { parts: "account", customers: 1, share: 1 / 3 },
  ]);
  assert.deepEqual(joined.without, { rfm: ["2"], buys: ["2"], account: [] });
  assert.deepEqual(joined.dictionary.array("feature"), joined.table.columnNames().slice(1));
  assert.equal(joined.dictionary.array("base")[7], "behavioral");
  assert.match(joined.warnings.join("\n"), /rfm lacks 1 customer of 3 \(33 %\)\./);
});

test("complete keeps those that all parts know, and says who is left out; what comes out goes into matrix", async () => {
  const joined = joinFeatures(
    { rfm: await rfm(orders, { asOf: "2024-03-01" }), account: accounts },
    { keep: "complete" },
  );
  assert.deepEqual(joined.table.array("customer"), ["1", "10"]);
  assert.match(joined.warnings.join("\n"), /rfm lacks 1 customer of 3 \(33 %\), who are left out/);
  const features = matrix(joined.table, { columns: ["monetary", "age"] as never[], impute: "mean" });
  assert.deepEqual([...features.values[1]!], [50, 50]);
});

test("numbers stay numbers where no part has texts; the order of rows and parts changes no customer", () => {
  const [a, b] = [
    [
      { customer: 10, x: 1 },
      { customer: 9, x: 2 },
    ],
    [{ customer: 9, y: 3 }],
  ];
  const joined = joinFeatures({ a, b });
  assert.deepEqual(joined.table.array("customer"), [9, 10]);
  const turned = joinFeatures({ b, a: [...a].reverse() });
  assert.deepEqual(turned.table.select("customer", "x", "y").objects(), joined.table.objects());
});

test("refuses what would lose or mix features", () => {
  const a = [{ customer: 1, x: 1 }];
  assert.throws(() => joinFeatures({ a, b: [{ customer: 1, x: 2 }] }), /each feature in one part, got "x" in a and b/);
  assert.throws(
    () =>
      joinFeatures({
        a: [
          { customer: 1, x: 1 },
          { customer: "1", x: 2 },
        ],
      }),
    /got "1" in rows 1 and 2/,
  );
  assert.throws(() => joinFeatures({ a, b: [{ customer: 2, y: 2 }] }, { keep: "complete" }), /all of a, b, got none/);
  assert.throws(() => joinFeatures({}), /at least one part/);
  assert.throws(() => joinFeatures([a] as never), TypeError);
  assert.throws(() => joinFeatures({ a }, { keep: "some" } as never), /"all" or "complete", got "some"/);
  assert.throws(() => joinFeatures({ a }, { keeps: "all" } as never), /Did you mean "keep"/);
});

test("ids are joined as they stand; those that differ by case or spaces alone are told", () => {
  const joined = joinFeatures({
    a: [
      { customer: "C1", x: 1 },
      { customer: " C1", x: 2 },
    ],
    b: [
      { customer: "C1", y: 1 },
      { customer: "c1", y: 2 },
    ],
  });
  assert.deepEqual(joined.table.array("customer"), [" C1", "C1", "c1"]);
  assert.match(
    joined.warnings[0]!,
    /^2 ids differ from another by case or spaces alone, such as " C1" and "C1", and count as customers of their own; \{ ids: "merge" \} joins them\.$/,
  );
  const merged = joinFeatures(
    {
      accounts: [{ customer: "C1", age: 40 }],
      orders: [{ customer: " c1", orders: 3 }],
      says: [{ customer: "C 1", trust: 2 }],
    },
    { ids: "merge" },
  );
  assert.deepEqual(merged.table.objects(), [{ customer: "C1", age: 40, orders: 3, trust: 2 }]);
  assert.deepEqual(merged.warnings, [
    'orders: 1 id joined under another form, such as " c1" under "C1".',
    'says: 1 id joined under another form, such as "C 1" under "C1".',
  ]);
  const twice = { a: [{ customer: "C1" }, { customer: "c1" }] };
  assert.throws(() => joinFeatures(twice, { ids: "merge" }), /one row a customer in a, got "c1" in rows 1 and 2/);
  assert.throws(() => joinFeatures(twice, { ids: "trim" as "merge" }), /"merge".*got "trim"/);
});

test("ids without their zeros are told, and a blank id is none", () => {
  const joined = joinFeatures({
    accounts: [
      { customer: "007", age: 40 },
      { customer: "00x", age: 30 },
      { customer: "0", age: 20 },
    ],
    orders: [{ customer: 7, orders: 3 }],
  });
  assert.equal(joined.table.numRows(), 4);
  assert.match(
    joined.warnings[0]!,
    /^1 id differs from another by zeros at the start alone, such as "007" and "7", and count as a customer/,
  );
  assert.throws(() => joinFeatures({ a: [{ customer: "x" }, { customer: " " }] }), {
    name: "DataError",
    message: /an id for every customer in a, got " " \(row 2, column "customer"\)/,
  });
});

test("a part whose name is that of two others is not counted as them", () => {
  const joined = joinFeatures({
    a: [{ customer: 1, x: 1 }],
    b: [{ customer: 1, y: 1 }],
    "a + b": [{ customer: 2, z: 1 }],
  });
  assert.deepEqual(Array.from(joined.coverage.array("onlyHere")), [0, 0, 1]);
  assert.deepEqual(Array.from(joined.patterns.array("customers")), [1, 1]);
});

test("a misspelt column of joined features is a type error", async () => {
  const lines = transactions([{ who: "1", when: new Date("2024-01-05"), money: 30 }], {
    customer: "who",
    time: "when",
    amount: "money",
  });
  const joined = joinFeatures({
    value: await rfm(lines, { asOf: "2024-02-01" }),
    buys: await behavioral(lines, { asOf: "2024-02-01" }),
    says: [{ customer: "1", trust: 5, mood: "calm" }],
  });
  const made = matrix(joined, { columns: ["recency", "trust", "linesPerOrder"], categorical: ["mood"] });
  assert.deepEqual(made.columns, ["recency", "trust", "linesPerOrder"]);
  const wrong = () => {
    // @ts-expect-error the column is called recency
    matrix(joined, { columns: ["recncy"] });
    // @ts-expect-error mood holds text
    matrix(joined, { columns: ["mood"] });
  };
  assert.throws(wrong, /Did you mean "recency"/);
});
