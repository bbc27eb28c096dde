import assert from "node:assert/strict";
import { test } from "node:test";
import { survey } from "../../../src/collect/survey.js";

const agreement = ["Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"];
const often = ["Never", "Rarely", "Sometimes", "Often", "Always"];

/** Three items with all levels and one with those that are named, by 100 people in turn. */
function rows(levels: readonly string[], fewer: readonly string[]) {
  return Array.from({ length: 100 }, (_, i) => ({
    id: i,
    a: levels[i % 5],
    b: levels[(2 * i) % 5],
    c: levels[(3 * i) % 5],
    popular: fewer[i % fewer.length],
  }));
}

for (const levels of [agreement, often])
  test(`nobody answered ${levels[0]}, which others often did: the codes are those of the others, with a note`, async () => {
    const asked = await survey(rows(levels, levels.slice(1)));
    assert.deepEqual(asked.items[3]!.levels, levels);
    assert.deepEqual(asked.answers.array("popular").slice(0, 4), [2, 3, 4, 5]);
    assert.match(asked.report.notes.join("\n"), /popular: nobody answered ".*": the level is taken from other items/);
  });

test("a scale that lacks the middle, or both ends, is one of its own", async () => {
  for (const fewer of [
    ["Strongly disagree", "Disagree", "Agree", "Strongly agree"],
    ["Disagree", "Neutral", "Agree"],
  ])
    assert.deepEqual((await survey(rows(agreement, fewer))).items[3]!.levels, fewer);
});
