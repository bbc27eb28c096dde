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

test("an answer outside the scale of other items is named with its row, and does not stop the codes", async () => {
  for (const typed of [55, 7, 4.5]) {
    const asked = await survey(people({ 5: { q4: typed }, 6: { q4: 99 } }));
    assert.match(
      asked.report.warnings.join("\n"),
      new RegExp(`^q4: ${typed} \\(1 answer, in row 5\\) is outside 1 to 5 of 3 other items; correct it, or declare`),
    );
    assert.deepEqual(asked.report.missing.objects(), [{ item: "q4", code: "99", count: 1 }]);
  }
  const declared = await survey(people({ 5: { q4: 55 } }), { items: { q4: { missing: [55] } } });
  assert.deepEqual(declared.report.warnings, []);
  assert.equal(declared.items[3]!.kind, "likert");
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
