import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { defaultEngine, duckdb } from "../../src/engine/duckdb.js";
import { type ResponseRow, responses } from "../../src/represent/responses.js";

const on = (day: string) => new Date(`${day}T00:00:00Z`);
const sent = [
  { who: 7, what: "a", kind: "letter", when: on("2024-01-10") },
  { who: 7, what: "a", kind: "letter", when: on("2024-01-12") }, // sent twice
  { who: 7, what: "b", kind: "mail", when: on("2024-02-10") },
  { who: 7, what: "c", kind: "mail", when: on("2024-02-01") },
  { who: 8, what: "a", kind: "letter", when: on("2024-01-10") },
];
const used = [
  { by: "7", of: "a", at: on("2024-01-20") },
  { by: "7", of: "a", at: on("2024-01-21") },
  { by: "7", of: "z", at: on("2024-02-25") }, // not received
  { by: "9", of: "a", at: on("2024-01-31") }, // never contacted
];
const contact = { customer: "who", campaign: "what", type: "kind", time: "when" } as const;
const redemptions = { data: used, customer: "by", campaign: "of", time: "at" } as const;

test("by hand: campaigns received, of which kind, answered, redeemed, and when", async () => {
  const found = await responses(sent, contact, { asOf: "2024-03-01", redemptions });
  const shape = { campaigns: 0, "campaigns=letter": 0, "campaigns=mail": 0, lastContactDays: null as number | null };
  assert.deepEqual(found.table.objects() as ResponseRow[], [
    {
      customer: "7",
      campaigns: 3,
      "campaigns=letter": 1,
      "campaigns=mail": 2,
      lastContactDays: 20,
      redemptions: 3,
      campaignsAnswered: 1,
      responseShare: 1 / 3,
      firstRedemptionDays: 41,
      lastRedemptionDays: 5,
    },
    {
      customer: "8",
      campaigns: 1,
      "campaigns=letter": 1,
      "campaigns=mail": 0,
      lastContactDays: 51,
      redemptions: 0,
      campaignsAnswered: 0,
      responseShare: 0,
      firstRedemptionDays: null,
      lastRedemptionDays: null,
    },
    {
      customer: "9",
      ...shape,
      redemptions: 1,
      campaignsAnswered: 0,
      responseShare: null,
      firstRedemptionDays: 30,
      lastRedemptionDays: 30,
    },
  ]);
  assert.deepEqual(found.warnings, [
    "2 redemptions of 2 customers (first in row 3) are of a campaign that the customer did not receive: no answer to it.",
  ]);
});

test("the dictionary defines every column; without redemptions and times there are none of theirs, and no asOf is needed", async () => {
  const whole = await responses(sent, contact, { asOf: "2024-03-01", redemptions });
  assert.deepEqual(whole.table.columnNames(), ["customer", ...Array.from(whole.dictionary.array("feature"))]);
  assert.deepEqual([...new Set(whole.dictionary.array("base"))], ["behavioral"]);
  assert.ok(
    Array.from(whole.dictionary.array("definition") as ArrayLike<string>).every((text) => text.length > 10),
    "every feature has a definition",
  );
  const { table, warnings } = await responses(sent, { customer: "who", campaign: "what" });
  assert.deepEqual(table.objects(), [
    { customer: "7", campaigns: 3 },
    { customer: "8", campaigns: 1 },
  ]);
  assert.deepEqual(warnings, []);
});

test("kinds beyond the most share a column, whatever they are called", async () => {
  const kinds = ["(other)", "'; DROP TABLE received; --", 'd"e', "(other)"];
  const rows = kinds.map((kind, i) => ({ who: "Ada", what: `${i}`, kind }));
  const { table, warnings } = await responses(
    rows,
    { customer: "who", campaign: "what", type: "kind" },
    { mostTypes: 1 },
  );
  assert.deepEqual(table.object(0), {
    customer: "Ada",
    campaigns: 4,
    "campaigns=(other)": 2,
    "campaigns=((other))": 2,
  });
  assert.match(warnings.join(), /3 types: the 1 of most contacts/);
});

test("the type is the campaign's, for customers whose row lacks it, too", async () => {
  const { table } = await responses(
    [
      { who: "Ada", what: "a", kind: "letter" },
      { who: "Alan", what: "a", kind: null },
      { who: "Alan", what: "b", kind: null },
    ],
    { customer: "who", campaign: "what", type: "kind" },
  );
  assert.deepEqual(table.array("campaigns=letter"), [1, 1]);
  assert.deepEqual(table.array("campaigns"), [1, 2]);
});

test("any contacts and redemptions, in any order and on any number of threads, give what a plain loop counts (property)", async () => {
  const [one, four] = [duckdb({ threads: 1 }), duckdb({ threads: 4 })];
  const pair = fc.record({ who: fc.constantFrom("a", "b", "c"), what: fc.constantFrom("x", "y", "z") });
  await fc.assert(
    fc.asyncProperty(
      fc.array(pair, { minLength: 1, maxLength: 12 }),
      fc.array(pair, { minLength: 1, maxLength: 8 }),
      async (contacts, answers) => {
        const expected = [...new Set([...contacts, ...answers].map(({ who }) => who))].sort().map((who) => {
          const own = new Set(contacts.filter((each) => each.who === who).map(({ what }) => what));
          const redeemed = answers.filter((each) => each.who === who);
          const answered = [...own].filter((what) => redeemed.some((each) => each.what === what)).length;
          return {
            customer: who,
            campaigns: own.size,
            redemptions: redeemed.length,
            campaignsAnswered: answered,
            responseShare: own.size === 0 ? null : answered / own.size,
          };
        });
        for (const [engine, rows] of [
          [one, contacts],
          [four, [...contacts].reverse()],
        ] as const) {
          const { table } = await responses(
            engine.load(rows),
            { customer: "who", campaign: "what" },
            { redemptions: { data: answers, customer: "who", campaign: "what" } },
          );
          assert.deepEqual(table.objects(), expected);
        }
      },
    ),
    { numRuns: 15 },
  );
  await Promise.all([one.close(), four.close()]);
});

test("refuses what has no answer", async () => {
  const plain = { customer: "who", campaign: "what" } as const;
  await assert.rejects(responses(sent, contact), { name: "TypeError", message: /expected asOf/ });
  await assert.rejects(responses(sent, plain, { redemptions }), { name: "TypeError", message: /expected asOf/ });
  await assert.rejects(responses(sent, contact, { asOf: "2024-02-01" }), {
    name: "DataError",
    row: 3,
    message: /no rows after asOf \(2024-02-01\), got 1/,
  });
  await assert.rejects(responses(sent, plain, { asOf: "2024-02-01", redemptions }), { name: "DataError", row: 3 });
  await assert.rejects(responses(sent, { customer: "who" } as never), { message: /role campaign of contacts/ });
  await assert.rejects(responses(sent, { ...plain, campain: "what" } as never), /Did you mean "campaign"/);
  // @ts-expect-error: the column is called what
  await assert.rejects(responses(sent, { customer: "who", campaign: "whatt" }), /Did you mean "what"/);
  // @ts-expect-error: the column is called of
  const misspelt = responses(sent, plain, { redemptions: { data: used, customer: "by", campaign: "off" } });
  await assert.rejects(misspelt, /Did you mean "of"/);
  await assert.rejects(responses(sent, plain, { mostTypes: 0 }), RangeError);
  await assert.rejects(responses(sent, plain, { mostType: 3 } as never), /Did you mean "mostTypes"/);
  await assert.rejects(
    responses([...sent, { who: 9, what: "a", kind: "mail", when: on("2024-01-10") }], contact, { asOf: "2024-03-01" }),
    { name: "DataError", message: /one type a campaign, got "letter" and "mail" for "a"/ },
  );
  await assert.rejects(responses([{ who: "Ada", what: "" }], plain), { name: "DataError", row: 1 });
  const other = duckdb();
  await assert.rejects(
    responses(defaultEngine().load(sent), plain, {
      redemptions: { data: other.load(used), customer: "by", campaign: "of" },
    }),
    /one engine, got two/,
  );
  await other.close();
});
