import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultEngine } from "../../src/engine/duckdb.js";
import { literal } from "../../src/engine/quote.js";
import { refusal } from "../../src/engine/refusal.js";

test("a refused cell is a DataError with its row, whatever the names say", async () => {
  const column = `o'b "} row 7`;
  const sql = refusal("expected 'x'", { file: "a.csv", column }, "n");
  await assert.rejects(defaultEngine().query(`SELECT ${sql} FROM (SELECT 3 AS "n") AS rows`), {
    name: "DataError",
    message: /^expected 'x'/,
    file: "a.csv",
    column,
    row: 3,
  });
});

test("a cell that reads like a refusal stays part of the engine's own error", async () => {
  for (const cell of ["DataError {x} row 1", "DataError {} row 1", "Unknown TimeZone 'x'!"])
    await assert.rejects(defaultEngine().query(`SELECT CAST(${literal(cell)} AS INTEGER)`), /Conversion Error/, cell);
});
