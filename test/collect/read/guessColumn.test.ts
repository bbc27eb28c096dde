import assert from "node:assert/strict";
import { after, test } from "node:test";
import fc from "fast-check";
import { guessColumn } from "../../../src/collect/read/guessColumn.js";
import { duckdb } from "../../../src/engine/duckdb.js";
import { literal } from "../../../src/engine/quote.js";

const engine = duckdb();
after(() => engine.close());

/** Reads values by the guess made of them, on the engine. */
async function readBy(values: readonly string[]) {
  const guess = guessColumn(values, {});
  const rows = values.map((value, i) => `(${i}, ${literal(value)})`).join(", ");
  const table = await engine.query(`SELECT ${guess.sql("v")} AS r FROM (VALUES ${rows}) AS t(i, v) ORDER BY i`);
  return { guess, read: Array.from(table.array("r") as ArrayLike<unknown>) };
}

test("no value, booleans, whole numbers, numbers", async () => {
  assert.equal(guessColumn([], {}).type, "text");
  assert.deepEqual((await readBy(["TRUE", "false"])).read, [true, false]);
  assert.deepEqual((await readBy(["0", "-7", "9007199254740991"])).read, [0, -7, 9007199254740991]);
  assert.deepEqual((await readBy([".5", "1e-05", "+3", "7"])).read, [0.5, 0.00001, 3, 7]);
  assert.equal(guessColumn(["9007199254740992"], {}).type, "text");
  assert.equal(guessColumn(["NaN"], {}).type, "text");
});

test("what the guess accepts, the engine reads: numbers in every dress", async () => {
  const whole = fc.integer({ min: 0, max: 9_999_999 });
  const dress = fc.record({
    whole,
    cents: fc.integer({ min: 0, max: 99 }),
    negative: fc.boolean(),
    unit: fc.constantFrom("", "£", "€", "USD "),
    comma: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(dress, async ({ whole, cents, negative, unit, comma }) => {
      const [group, mark] = comma ? [".", ","] : [",", "."];
      const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, group);
      const text = `${negative ? "-" : ""}${unit}${grouped}${mark}${String(cents).padStart(2, "0")}`;
      const { guess, read } = await readBy([text]);
      assert.equal(guess.type, "number", text);
      const value = (negative ? -1 : 1) * Number(`${whole}.${String(cents).padStart(2, "0")}`);
      assert.equal((read[0] as number) + 0, value + 0, text);
    }),
    { numRuns: 200, seed: 2 },
  );
});

test("what the guess accepts, the engine reads: every day in every order", async () => {
  const day = fc.date({
    min: new Date("1970-01-01T00:00:00Z"),
    max: new Date("2060-12-31T00:00:00Z"),
    noInvalidDate: true,
  });
  await fc.assert(
    fc.asyncProperty(
      day,
      fc.constantFrom("ymd", "mdy", "dmy"),
      fc.constantFrom("/", "-", "."),
      async (date, order, mark) => {
        const [y, m, d] = date.toISOString().slice(0, 10).split("-") as [string, string, string];
        // A second value, the last day of a year, leaves one order only.
        const write = (year: string, month: string, dayOfMonth: string) =>
          (order === "ymd"
            ? [year, month, dayOfMonth]
            : order === "mdy"
              ? [month, dayOfMonth, year]
              : [dayOfMonth, month, year]
          ).join(mark);
        const { guess, read } = await readBy([write(y, m, d), write("2011", "12", "31")]);
        assert.equal(guess.order, order);
        assert.deepEqual(read[0], new Date(`${y}-${m}-${d}T00:00:00Z`));
      },
    ),
    { numRuns: 200, seed: 2 },
  );
});

test("says why a column is text", () => {
  assert.match(guessColumn(["00123", "4"], {}).words, /leading zeros of codes such as "00123"/);
  assert.match(guessColumn(["12345678901234567890"], {}).words, /would lose digits/);
  assert.match(guessColumn(["£1.50", "$2.50"], {}).words, /several units \("£", "\$"\)/);
  assert.match(guessColumn(["1", "C536379"], {}).words, /such as "C536379"/);
});
