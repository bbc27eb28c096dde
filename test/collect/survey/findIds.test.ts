import assert from "node:assert/strict";
import { test } from "node:test";
import { survey } from "../../../src/collect/survey.js";

test("a question called number that repeats is no id: respondents are numbered, and a warning says so", async () => {
  const asked = await survey([
    { number: 3, q: "Yes" },
    { number: 3, q: "No" },
    { number: 2, q: "No" },
  ]);
  assert.equal(asked.id, "respondent");
  assert.deepEqual(asked.ids, [1, 2, 3]);
  assert.deepEqual(asked.answers.array("number"), [3, 3, 2]);
  assert.match(asked.report.warnings[0]!, /"number" does not tell respondents apart.*\{ id: null \}/);
  const told = await survey([
    { No: 7, q: "Yes" },
    { No: 8, q: "No" },
  ]);
  assert.deepEqual(told.ids, [7, 8]);
});

test("an id of null numbers the rows, whatever the columns are called", async () => {
  const asked = await survey(
    [
      { user_id: 4, q: "Yes" },
      { user_id: 4, q: "No" },
    ],
    { id: null },
  );
  assert.deepEqual(asked.ids, [1, 2]);
  assert.deepEqual(
    asked.items.map(({ name }) => name),
    ["user_id", "q"],
  );
});

test("a question whose short name is number is no id; one about the id is", async () => {
  const asked = await survey([{ "Which number?": 3 }, { "Which number?": 3 }, { "Which number?": 2 }]);
  assert.deepEqual(asked.ids, [1, 2, 3]);
  assert.deepEqual(asked.answers.array("number"), [3, 3, 2]);
  const told = await survey([
    { "What is your participant ID?": "a", "Which number?": 4 },
    { "What is your participant ID?": "b", "Which number?": 5 },
  ]);
  assert.deepEqual(told.ids, ["a", "b"]);
});
