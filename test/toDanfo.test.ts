import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Table, tableOf, toTable } from "../src/table.js";
import { toDanfo } from "../src/toDanfo.js";

test("toDanfo and back: numbers, text, true and false, and missing values; dates as ISO text", () => {
  const made = tableOf(
    { "2": [1, null, -0.25], "1": ["a", null, "c"], yes: [true, false, true], at: [new Date(0), null, new Date(1)] },
    ["2", "1", "yes", "at"],
  );
  const frame = toDanfo(made);
  assert.deepEqual(frame.shape, [3, 4]);
  assert.deepEqual(frame.columns, ["2", "1", "yes", "at"]);
  assert.deepEqual(toTable(frame).objects(), [
    { "1": "a", "2": 1, yes: true, at: "1970-01-01T00:00:00.000Z" },
    { "1": null, "2": null, yes: false, at: null },
    { "1": "c", "2": -0.25, yes: true, at: "1970-01-01T00:00:00.001Z" },
  ]);
  assert.deepEqual(toDanfo(made.slice(0, 0) as Table).shape, [0, 4]);
});

test("toDanfo and back keeps any table of numbers and text", () => {
  const cell = fc.record({
    n: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => (Object.is(x, -0) ? 0 : x))),
    s: fc.option(fc.string({ minLength: 1 })),
  });
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 8 }), (rows) => {
      assert.deepEqual(toTable(toDanfo(toTable(rows))).objects(), toTable(rows).objects());
    }),
    { numRuns: 50 },
  );
});

test("toDanfo refuses a whole number that it would round", () => {
  assert.deepEqual(toTable(toDanfo(tableOf({ id: [5n] }))).objects(), [{ id: 5 }]);
  assert.throws(() => toDanfo(tableOf({ id: [5n, 2n ** 60n] })), { name: "DataError", row: 2, column: "id" });
});
