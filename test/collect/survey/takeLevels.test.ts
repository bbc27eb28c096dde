import assert from "node:assert/strict";
import { test } from "node:test";
import { survey } from "../../../src/collect/survey.js";

const levels = ["stimme gar nicht zu", "stimme eher nicht zu", "teils/teils", "stimme eher zu", "stimme voll zu"];
/** Five items none of which need hold every level, and one of another kind. */
const rows = Array.from({ length: 60 }, (_, i) => ({
  id: i,
  q1: levels[i % 5],
  q2: levels[1 + (i % 4)],
  q3: levels[i % 4],
  q4: levels[i % 3],
  q5: i % 9 === 0 ? "keine Angabe" : levels[i % 5],
  shop: ["Bonn", "Köln", "Ulm"][i % 3],
}));

test("items that share a scale in another language are named together, also where none has all levels", async () => {
  const { report } = await survey(rows);
  const notes = report.notes.filter((note) => /share the levels/.test(note));
  assert.equal(notes.length, 1);
  assert.match(notes[0]!, /^q1: 5 items share the levels "keine Angabe", .*\(q1, q2, q3, q4, q5\).*pass \{ levels:/);
});

test("levels of the survey hold for every item whose answers are all among them", async () => {
  const asked = await survey(rows, {
    levels,
    missing: ["keine Angabe"],
    items: { q4: { levels: levels.slice(0, 3) } },
  });
  assert.deepEqual(
    asked.items.map(({ kind, levels: own }) => [kind, own!.length]),
    [
      ["likert", 5],
      ["likert", 5],
      ["likert", 5],
      ["likert", 3],
      ["likert", 5],
      ["choice", 3],
    ],
  );
  assert.deepEqual(asked.answers.array("q2").slice(0, 4), [2, 3, 4, 5]);
  assert.equal(asked.answers.get("q5", 0), null);
  await assert.rejects(survey(rows, { levels: "teils" as never }), /expected levels as a list of texts/);
  await assert.rejects(survey(rows, { levels: ["a", "a"] }), RangeError);
});
