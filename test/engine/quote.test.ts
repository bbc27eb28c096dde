import assert from "node:assert/strict";
import { after, test } from "node:test";
import fc from "fast-check";
import { duckdb } from "../../src/engine/duckdb.js";
import { identifier, literal } from "../../src/engine/quote.js";

const engine = duckdb();
after(() => engine.close());

test("identifiers are quoted and quotes doubled", () => {
  assert.equal(identifier('"; DROP TABLE x; --'), '"""; DROP TABLE x; --"');
  assert.equal(identifier("select"), '"select"');
  assert.throws(() => identifier("a\0b"), RangeError);
});

test("literals of each kind", () => {
  assert.equal(literal("O'Hara"), "'O''Hara'");
  assert.equal(literal(null), "NULL");
  assert.equal(literal(true), "TRUE");
  assert.equal(literal(-0), "0");
  assert.equal(literal(12n), "12");
  assert.equal(literal(new Date("2011-12-10T01:02:03.004Z")), "TIMESTAMP '2011-12-10 01:02:03.004'");
  assert.throws(() => literal("a\0b"), RangeError);
  assert.throws(() => literal(new Date(Number.NaN)), RangeError);
});

const text = fc.string({ unit: "grapheme" }).filter((value) => !/\p{Cs}/u.test(value) && !value.includes("\0"));

test("every text comes back from the engine as it went in", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(text, fc.constantFrom("'", "''", "\\'", "'; DROP TABLE x; --", "$$", "?")),
      async (value) => {
        const table = await engine.query(`SELECT ${literal(value)} AS a`);
        assert.equal(table.get("a", 0), value);
      },
    ),
    { numRuns: 200, seed: 2 },
  );
});

test("every finite number comes back as it went in, and so do NaN and the infinities", async () => {
  await fc.assert(
    fc.asyncProperty(fc.double(), async (value) => {
      const table = await engine.query(`SELECT CAST(${literal(value)} AS DOUBLE) AS a`);
      assert.ok(Object.is(table.get("a", 0), Object.is(value, -0) ? 0 : value));
    }),
    { numRuns: 200, seed: 2 },
  );
});

test("every name can be a column", async () => {
  await fc.assert(
    fc.asyncProperty(
      text.filter((name) => name !== "" && name !== "__proto__"),
      async (name) => {
        const table = await engine.query(`SELECT 1 AS ${identifier(name)}`);
        assert.deepEqual(table.columnNames(), [name]);
      },
    ),
    { numRuns: 100, seed: 2 },
  );
});
