import assert from "node:assert/strict";
import { after, test } from "node:test";
import { duckdb } from "../../src/engine/duckdb.js";
import { type Condition, withRow } from "../../src/engine/relation.js";

const engine = duckdb({ threads: 2 });
after(() => engine.close());
const nasty = '"; DROP TABLE x; --';
const rows = engine.load([
  { id: 1, name: "Ada", [nasty]: 10, on: new Date("2011-01-01T00:00:00Z") },
  { id: 2, name: "O'Hara", [nasty]: 20, on: new Date("2011-02-01T00:00:00Z") },
  { id: 3, name: null, [nasty]: 30, on: new Date("2011-03-01T00:00:00Z") },
]);

async function ids(relation: { toTable(): Promise<{ array(name: string): unknown }> }): Promise<number[]> {
  return Array.from((await relation.toTable()).array("id") as ArrayLike<number>);
}

test("knows its columns without asking the engine", () => {
  assert.deepEqual(rows.names, ["id", "name", nasty, "on"]);
  assert.equal(rows.typeOf("name"), "text");
  assert.equal(rows.typeOf("on"), "time");
  assert.throws(() => rows.typeOf("nam"), /Did you mean "name"\?/);
});

test("head, toTable and count", async () => {
  assert.equal((await rows.head(2)).numRows(), 2);
  assert.equal((await rows.head(0)).numRows(), 0);
  assert.equal(await rows.count(), 3);
  assert.deepEqual(await ids(rows), [1, 2, 3]);
  assert.throws(() => rows.head(-1), RangeError);
  assert.throws(() => rows.head(1.5), RangeError);
});

test("where: a value, several, null, a range with both ends, and several columns at once", async () => {
  assert.deepEqual(await ids(rows.where({ name: "O'Hara" })), [2]);
  assert.deepEqual(await ids(rows.where({ id: [1, 3] })), [1, 3]);
  assert.deepEqual(await ids(rows.where({ id: [] })), []);
  assert.deepEqual(await ids(rows.where({ name: null })), [3]);
  assert.deepEqual(await ids(rows.where({ [nasty]: { from: 20 } })), [2, 3]);
  assert.deepEqual(await ids(rows.where({ id: { from: 1, to: 2 }, [nasty]: { to: 10 } })), [1]);
  assert.deepEqual(await ids(rows.where({ on: { from: new Date("2011-02-01T00:00:00Z") } })), [2, 3]);
  assert.equal(rows.where({}), rows);
  assert.throws(() => rows.where({ nam: 1 } as never), /Did you mean "name"\?/);
  assert.throws(() => rows.where({ id: {} }), TypeError);
  assert.throws(() => rows.where({ id: { from: null } } as never), {
    name: "TypeError",
    message: /got \{ from: null \}/,
  });
  assert.throws(() => rows.where({ id: { from: 1, too: 2 } } as never), { name: "TypeError", message: /too: 2/ });
});

test("where: null in a list asks for missing values, undefined is a mistake", async () => {
  const some = engine.load([{ a: 1 }, { a: null }, { a: 2 }, { a: null }, { a: 3 }]);
  const found = async (condition: Condition) => (await some.where({ a: condition }).toTable()).objects();
  assert.deepEqual(await found([1, null]), [{ a: 1 }, { a: null }, { a: null }]);
  assert.deepEqual(await found([null]), [{ a: null }, { a: null }]);
  const long = [null, ...Array.from({ length: 300 }, (_, i) => i + 2)];
  assert.deepEqual(await found(long), [{ a: null }, { a: 2 }, { a: null }, { a: 3 }]);
  assert.deepEqual(await found([]), []);
  for (const bad of [undefined, [1, undefined], {}])
    assert.throws(() => some.where({ a: bad as never }), { name: "TypeError", message: /column "a"/ });
});

test("where: a number asked of a column of text is its digits", async () => {
  const coded = engine.load(["7", "007", "Ada", "9007199254740993"].map((code) => ({ code })));
  const found = async (condition: Condition) =>
    Array.from((await coded.where({ code: condition }).toTable()).array("code"));
  assert.deepEqual(await found(7), ["7"]);
  assert.deepEqual(await found([7, "Ada", null]), ["7", "Ada"]);
  assert.deepEqual(await found(9007199254740993n), ["9007199254740993"]);
});

test("a long list of values keeps the order of the rows", async () => {
  const many = engine.load(Array.from({ length: 250_000 }, (_, i) => ({ id: i })));
  for (const length of [4, 40, 1000]) {
    const wanted = Array.from({ length }, (_, i) => i * Math.floor(250_000 / length));
    assert.deepEqual(await ids(many.where({ id: [...wanted].reverse() })), wanted);
  }
});

test("select computes columns; a relation can be asked again and again", async () => {
  const more = rows.select<{ id: number; double: number }>([
    { name: "id", type: "number", sql: '"id"' },
    { name: "double", type: "number", sql: '"id" * 2' },
  ]);
  assert.deepEqual((await more.where({ double: { from: 4 } }).toTable()).objects(), [
    { id: 2, double: 4 },
    { id: 3, double: 6 },
  ]);
  assert.deepEqual(await ids(more), [1, 2, 3]);
});

test("withRow numbers the rows of the source, from 1", async () => {
  const numbered = withRow(rows);
  assert.deepEqual(numbered.names, ["row", "id", "name", nasty, "on"]);
  const table = await numbered.where({ id: [3, 1] }).toTable();
  assert.deepEqual(Array.from(table.array("row") as ArrayLike<number>), [1, 3]);
  // After `where` it is the place among the rows left.
  const left = await withRow(rows.where({ id: { from: 2 } }), "at").toTable();
  assert.deepEqual(Array.from(left.array("at") as ArrayLike<number>), [1, 2]);
  assert.throws(() => withRow(rows, "ID"), RangeError);
});

test("withRow on many rows is the place in the source whatever the threads", async () => {
  const many = engine.load(Array.from({ length: 250_000 }, (_, i) => ({ id: i + 1 })));
  const wrong = await engine.query(`SELECT count(*) AS n FROM ${withRow(many).from} WHERE "row" <> "id"`);
  assert.equal(wrong.get("n", 0), 0);
});
