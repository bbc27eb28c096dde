import assert from "node:assert/strict";
import { test } from "node:test";
import { read } from "../../src/collect/read.js";
import { type Transaction, transactions } from "../../src/collect/transactions.js";
import { defaultEngine } from "../../src/engine/duckdb.js";
import { Relation } from "../../src/engine/relation.js";

const day = new Date("2024-01-05T10:30:00Z");

test("gives columns the names of their roles, and the money of quantity and price", async () => {
  const lines = transactions([{ who: "Ada", inv: "A1", when: day, n: -3, each: 2.5, sku: 7, land: "FR" }], {
    customer: "who",
    order: "inv",
    time: "when",
    quantity: "n",
    price: "each",
    product: "sku",
    country: "land",
  });
  assert.deepEqual(lines.names, [
    "row",
    "customer",
    "order",
    "time",
    "amount",
    "quantity",
    "price",
    "product",
    "country",
  ]);
  assert.deepEqual((await lines.toTable()).object(0), {
    row: 1,
    customer: "Ada",
    order: "A1",
    time: day,
    amount: -7.5,
    quantity: -3,
    price: 2.5,
    product: "7",
    country: "FR",
  });
});

test("whole-number ids stay whole, other ids stay as they are, missing stays missing", async () => {
  const numbers = transactions(
    [17850, 17850.5, Number.NaN, null, 1e15].map((who) => ({ who, when: day, money: 1 })),
    { customer: "who", time: "when", amount: "money" },
  );
  assert.deepEqual(Array.from((await numbers.toTable()).array("customer")), [
    "17850",
    "17850.5",
    null,
    null,
    "1000000000000000",
  ]);
  const texts = transactions(
    [" Ada", "ada", "007", ""].map((who) => ({ who, when: day, money: 1 })),
    { customer: "who", time: "when", amount: "money" },
  );
  assert.deepEqual(Array.from((await texts.toTable()).array("customer")), [" Ada", "ada", "007", ""]);
});

test("without an order column each row is an order of its own, named by its row", async () => {
  const lines = transactions(
    [
      { c: "a", t: day, m: 1 },
      { c: "a", t: day, m: 1 },
    ],
    { customer: "c", time: "t", amount: "m" },
  );
  assert.deepEqual(Array.from((await lines.toTable()).array("order")), ["row 1", "row 2"]);
});

test("rows keep their number where the source has a column called row or rowid", async () => {
  const raw = [5, 9].map((n) => ({ row: n, ROW_: n, rowid: n, c: "a", t: day, m: n }));
  const lines = transactions(raw, { customer: "c", time: "t", amount: "m" });
  assert.deepEqual(Array.from((await lines.toTable()).array("row")), [1, 2]);
});

test("a misspelt column or role is a type error before anything runs", () => {
  const raw = [{ who: "Ada", when: day, money: 1 }];
  // @ts-expect-error: the column is called who
  assert.throws(() => transactions(raw, { customer: "whom", time: "when", amount: "money" }), /Did you mean "who"/);
  // @ts-expect-error: the role is called time
  assert.throws(() => transactions(raw, { customer: "who", tim: "when", amount: "money" }), /Did you mean time/);
});

test("a day column becomes a time", async () => {
  const engine = defaultEngine();
  const sql = "SELECT 'a' AS c, DATE '2024-02-29' AS t, 1 AS m";
  const lines = transactions(new Relation(engine, sql, await engine.describe(sql)), {
    customer: "c",
    time: "t",
    amount: "m",
  });
  assert.deepEqual((await lines.toTable()).get("time", 0), new Date("2024-02-29T00:00:00Z"));
});

test("mistakes in the mapping name the closest role or column", () => {
  const raw = [{ CustomerID: 1, when: day, Total: 1 }];
  const call = (mapping: object) => () => transactions(raw, mapping as never);
  assert.throws(call({ customer: "CustomerId", time: "when", amount: "Total" }), {
    name: "DataError",
    message: /a column for customer named "CustomerId".*Did you mean "CustomerID"\?/,
  });
  assert.throws(call({ custommer: "CustomerID", time: "when", amount: "Total" }), {
    name: "TypeError",
    message: /got "custommer".*Did you mean customer\?/,
  });
  assert.throws(call({ time: "when", amount: "Total" }), { name: "TypeError", message: /role customer, got none/ });
  assert.throws(call({ customer: "CustomerID", amount: "Total" }), { name: "TypeError", message: /role time/ });
  assert.throws(call({ customer: "CustomerID", time: "when" }), {
    name: "TypeError",
    message: /amount, or .*quantity/,
  });
  assert.throws(call({ customer: "CustomerID", time: "when", price: "Total" }), { message: /quantity as well/ });
  assert.throws(call({ customer: 1, time: "when", amount: "Total" }), {
    name: "TypeError",
    message: /name of a column/,
  });
  assert.throws(() => transactions(raw, undefined as never), { name: "TypeError", message: /expected a mapping/ });
});

test("columns of the wrong type are refused with their column", () => {
  const raw = [{ c: "a", t: day, m: 1, yes: true, words: "ten" }];
  const call = (mapping: object) => () => transactions(raw, mapping as never);
  assert.throws(call({ customer: "c", time: "words", amount: "m" }), {
    name: "DataError",
    message: /dates or times for time, found text.*column "words"/,
  });
  assert.throws(call({ customer: "c", time: "t", amount: "words" }), { message: /numbers for amount, found text/ });
  assert.throws(call({ customer: "yes", time: "t", amount: "m" }), {
    message: /whole numbers for customer, found yes\/no/,
  });
  assert.throws(call({ customer: "t", time: "t", amount: "m" }), { message: /customer, found times/ });
  assert.throws(call({ customer: "c", time: "m", amount: "m" }), { message: /for time, found numbers/ });
});

test("cells that stand in the way are named from read's report", async () => {
  const raw = await read([
    { c: "a", t: "2024-01-05", m: 1 },
    { c: "b", t: "yesterday", m: 2 },
  ]);
  assert.throws(() => transactions(raw, { customer: "c", time: "t", amount: "m" }), {
    name: "DataError",
    message: /dates or times for time, found text, because of 1 cell such as "yesterday" in row 2/,
  });
});

const discounted = async (rows: object[], mapping: object) =>
  (
    (
      await transactions(rows as never, { customer: "c", time: "t", ...mapping } as never).toTable()
    ).objects() as Transaction[]
  ).map(({ amount, discount }) => [amount, discount]);

test("by hand: discounts as money, and as shares of an amount that is what was left to pay", async () => {
  const bought = (m: number | null, s: number | null, q = 1, p = 20) => ({ c: "a", t: day, m, s, q, p });
  assert.deepEqual(await discounted([bought(16, 4), bought(20, 0), bought(20, null)], { amount: "m", discount: "s" }), [
    [16, 4],
    [20, 0],
    [20, null],
  ]);
  const shares = [bought(15, 0.25), bought(20, 0), bought(0, 1), bought(-15, 0.25), bought(20, null), bought(20, 1.5)];
  const alone = [
    [15, 5],
    [20, 0],
    [0, null],
    [-15, -5],
    [20, null],
    [20, null],
  ];
  assert.deepEqual(await discounted(shares, { amount: "m", discountShare: "s" }), alone);
  alone[2]![1] = 20; // free: all of the price
  assert.deepEqual(await discounted(shares, { amount: "m", discountShare: "s", quantity: "q", price: "p" }), alone);
});

test("by hand: without an amount it is quantity times price less the discount", async () => {
  const bought = (q: number, p: number, d: number | null) => ({ c: "a", t: day, q, p, d });
  const roles = { quantity: "q", price: "p" };
  assert.deepEqual(
    await discounted(
      [bought(2, 10, 0.25), bought(2, 10, 1), bought(-2, 10, 0.25), bought(2, 10, null), bought(2, 10, 25)],
      {
        ...roles,
        discountShare: "d",
      },
    ),
    [
      [15, 5],
      [0, 20],
      [-15, -5],
      [20, null],
      [null, null],
    ],
  );
  assert.deepEqual(
    await discounted([bought(2, 10, 5), bought(-2, 10, 5), bought(-2, 10, -5), bought(2, 10, null)], {
      ...roles,
      discount: "d",
    }),
    [
      [15, 5],
      [-15, 5],
      [-15, -5],
      [20, null],
    ],
  );
  assert.throws(
    () =>
      transactions([bought(1, 1, 0)], {
        customer: "c",
        time: "t",
        quantity: "q",
        price: "p",
        discount: "d",
        discountShare: "d",
      }),
    { name: "TypeError", message: /discount \(money\) or discountShare \(0 to 1\), got both/ },
  );
});

test("hostile column names and values stay names and values", async () => {
  const name = '"; DROP TABLE x; --';
  const value = "Robert'); DROP TABLE students;--";
  const lines = transactions([{ [name]: value, "'": day, 'a"b': 2, "<script>": "x" }], {
    customer: name,
    time: "'",
    amount: 'a"b',
    product: "<script>",
  });
  const table = await lines.toTable();
  assert.equal(table.get("customer", 0), value);
  assert.equal(table.get("amount", 0), 2);
  assert.equal((await lines.where({ customer: value }).toTable()).numRows(), 1);
});
