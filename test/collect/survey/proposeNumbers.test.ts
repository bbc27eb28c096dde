import assert from "node:assert/strict";
import { test } from "node:test";
import { survey } from "../../../src/collect/survey.js";

const turn = (i: number, low: number, high: number) => low + (i % (high - low + 1));

test("an item where nobody gave the lowest is on the scale of those that are named alike, and says so", async () => {
  const asked = await survey(
    Array.from({ length: 60 }, (_, i) => ({
      id: i,
      q1: turn(i, 1, 5),
      q2: turn(2 * i, 1, 5),
      q3: turn(3 * i, 1, 5),
      q4: turn(i, 2, 5),
      q5: turn(i, 4, 5),
    })),
  );
  for (const { kind, codes } of asked.items) {
    assert.equal(kind, "likert");
    assert.deepEqual(codes, [1, 2, 3, 4, 5]);
  }
  assert.deepEqual(asked.answers.array("q4").slice(0, 4), [2, 3, 4, 5]);
  const notes = asked.report.notes.join("\n");
  assert.match(notes, /q4: nobody answered 1: the level is taken from other items, such as q1/);
  assert.match(notes, /q5: nobody answered 1, 2, 3:/);
});

test("an item of another name within the range of others stays a number, with a note", async () => {
  const asked = await survey(
    Array.from({ length: 60 }, (_, i) => ({
      id: i,
      q1: turn(i, 1, 6),
      q2: turn(5 * i, 1, 6),
      q3: turn(7 * i, 1, 6),
      education: turn(i, 1, 5),
    })),
  );
  assert.equal(asked.items[3]!.kind, "number");
  assert.match(asked.report.notes.join("\n"), /education: 1 to 5 lies within 1 to 6 of 3 other items/);
});
