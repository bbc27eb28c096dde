import assert from "node:assert/strict";
import { test } from "node:test";
import { survey } from "../../../src/collect/survey.js";

/** Four items with the answers 1 to 5 in turn, and what is put in their place. */
function people(changes: Readonly<Record<number, Readonly<Record<string, unknown>>>>, count = 50) {
  return Array.from({ length: count }, (_, i) => ({
    id: i + 1,
    q1: 1 + (i % 5),
    q2: 1 + ((2 * i) % 5),
    q3: 1 + ((3 * i + 1) % 5),
    q4: 1 + ((4 * i + 2) % 5),
    ...changes[i + 1],
  }));
}

test("66, 96 and 97 are codes as 98 and 99 are, and one switches no other off", async () => {
  const asked = await survey(people({ 1: { q1: 97, q2: 99 }, 2: { q1: 96 }, 3: { q2: 66 } }));
  assert.deepEqual(
    asked.items.map(({ kind }) => kind),
    ["likert", "likert", "likert", "likert"],
  );
  assert.deepEqual(asked.report.missing.objects(), [
    { item: "q1", code: "96", count: 1 },
    { item: "q1", code: "97", count: 1 },
    { item: "q2", code: "66", count: 1 },
    { item: "q2", code: "99", count: 1 },
  ]);
});

test("an answer far outside the scale of other items counts as none, is named with its row, and leaves the item on the scale", async () => {
  for (const typed of [55, 4.5]) {
    const asked = await survey(people({ 5: { q4: typed }, 6: { q4: 99 } }));
    assert.match(
      asked.report.warnings.join("\n"),
      new RegExp(
        `^q4: ${typed} \\(1 answer, in row 5\\) is outside 1 to 5 of 3 other items and counts as no answer; correct it, or declare`,
      ),
    );
    assert.deepEqual(asked.report.missing.objects(), [
      { item: "q4", code: String(typed), count: 1 },
      { item: "q4", code: "99", count: 1 },
    ]);
    assert.equal(asked.items[3]!.kind, "likert");
    assert.deepEqual(asked.items[3]!.codes, [1, 2, 3, 4, 5]);
    assert.deepEqual(asked.answers.array("q4").slice(3, 7), [5, null, null, 2]);
  }
  const declared = await survey(people({ 5: { q4: 55 } }), { items: { q4: { missing: [55] } } });
  assert.deepEqual(declared.report.warnings, []);
  assert.equal(declared.items[3]!.kind, "likert");
});

test("an answer that a longer scale could have stays, its item is a number, and a warning says so", async () => {
  const asked = await survey(people({ 5: { q4: 7 }, 6: { q4: 99 } }));
  assert.match(
    asked.report.warnings.join("\n"),
    /^q4: 7 \(1 answer, in row 5\) is outside 1 to 5 of 3 other items and counts as an answer, so that the items may be numbers/,
  );
  assert.deepEqual(asked.report.missing.objects(), [{ item: "q4", code: "99", count: 1 }]);
  assert.equal(asked.items[3]!.kind, "number");
  assert.equal(asked.answers.array("q4")[4], 7);
});

/** Items of other names than these of a series, with the answers 1 to 5 in turn. */
function namedApart(names: readonly string[], changes: Readonly<Record<number, Readonly<Record<string, unknown>>>>) {
  return Array.from({ length: 50 }, (_, i) => ({
    id: i + 1,
    ...Object.fromEntries(names.map((name, j) => [name, 1 + ((i * (1 + (j % 4))) % 5)])),
    ...changes[i + 1],
  }));
}

test("typing errors do not hide a scale of three items, nor do three among five", async () => {
  const three = await survey(namedApart(["trust", "price", "taste"], { 8: { trust: 44 } }));
  const five = await survey(
    namedApart(["trust", "price", "taste", "smell", "look"], { 8: { trust: 44 }, 9: { price: 33 }, 10: { look: -4 } }),
  );
  for (const { kind, codes } of [...three.items, ...five.items]) {
    assert.equal(kind, "likert");
    assert.deepEqual(codes, [1, 2, 3, 4, 5]);
  }
  assert.equal(three.answers.array("trust")[7], null);
  assert.match(
    three.report.warnings.join("\n"),
    /^trust: 44 \(1 answer, in row 8\) is outside 1 to 5 of 2 other items/,
  );
  assert.deepEqual(five.report.missing.objects(), [
    { item: "trust", code: "44", count: 1 },
    { item: "price", code: "33", count: 1 },
    { item: "look", code: "-4", count: 1 },
  ]);
  // A seven could be of a longer scale: nothing is taken away, but not unsaid.
  const seven = await survey(namedApart(["trust", "price", "taste"], { 8: { trust: 7 } }));
  assert.match(seven.report.warnings.join("\n"), /^trust: 7 \(1 answer, in row 8\) is outside 1 to 5 of 2 other items/);
});

test("counts that run on above 11 are no ratings with typing errors", async () => {
  const asked = await survey(
    Array.from({ length: 100 }, (_, i) => ({
      id: i,
      visits: i > 97 ? i - 85 : i % 12,
      orders: i > 96 ? i - 84 : (5 * i) % 12,
      calls: i === 95 ? 14 : (7 * i) % 12,
    })),
  );
  assert.equal(asked.report.missing.numRows(), 0);
  assert.ok(
    asked.items.every(({ kind }) => kind === "number"),
    "all are numbers",
  );
});

test("an item that is declared a number keeps its 99 and is no stray of the others", async () => {
  const asked = await survey(people({ 5: { q4: 40 }, 6: { q4: 99 } }), { items: { q4: { kind: "number" } } });
  assert.equal(asked.report.missing.numRows(), 0);
  assert.doesNotMatch(asked.report.warnings.join("\n"), /outside/);
});

test("a scale of its own is no stray: 0 to 10 beside 1 to 5", async () => {
  const asked = await survey(people({}).map((row, i) => ({ ...row, recommend: i % 11 })));
  assert.deepEqual(asked.report.warnings, []);
});

test("usual codes among other numbers count as answers and are named where they lie apart", async () => {
  const asked = await survey(
    Array.from({ length: 40 }, (_, i) => ({
      id: i + 1,
      age: i === 3 ? -1 : i === 4 ? 999 : 20 + i,
      income: i === 5 ? -99 : 1000 + 17 * i,
      balance: -200 + 11 * i,
      points: 60 + i,
    })),
  );
  assert.equal(asked.report.missing.numRows(), 0);
  assert.deepEqual(
    asked.report.warnings.map((warning) => warning.replace(/;.*/, "")),
    [
      "age: -1 (1 answer), 999 (1 answer) lie apart from the other numbers, 20 to 59, and count as answers",
      "income: -99 (1 answer) lies apart from the other numbers, 1000 to 1663, and counts as an answer",
    ],
  );
});

test("codes that are given replace the usual ones, and every usual one that is there is named", async () => {
  const asked = await survey(people({ 1: { q1: 99 }, 2: { q2: "Prefer not to say" }, 3: { q3: -1 } }), {
    missing: [99],
  });
  assert.deepEqual(asked.report.missing.objects(), [{ item: "q1", code: "99", count: 1 }]);
  const notes = asked.report.notes.join("\n");
  assert.match(notes, /q2: "Prefer not to say" \(1 answer\) counts as an answer, since \{ missing \} replaces/);
  assert.match(notes, /q3: "-1" \(1 answer\) counts as an answer/);
});

test("codes that come as bigint are codes, too", async () => {
  const asked = await survey(
    Array.from({ length: 20 }, (_, i) => ({ id: i, q1: i === 3 ? 99n : BigInt(1 + (i % 5)) })),
  );
  assert.deepEqual(asked.report.missing.objects(), [{ item: "q1", code: "99", count: 1 }]);
});
