import assert from "node:assert/strict";
import { test } from "node:test";
import { survey } from "../../../src/collect/survey.js";

function table(names: readonly string[], rows: readonly (readonly string[])[]): Record<string, string>[] {
  return rows.map((row) => Object.fromEntries(names.map((name, j) => [name, row[j]!])));
}

test("a classic export, whose own columns are called V1 and on: the row of texts is no respondent, and names the columns", async () => {
  const names = ["V1", "V2", "V3", "V4", "Q1_1", "Q1_2"];
  const asked = await survey(
    table(names, [
      ["ResponseID", "ResponseSet", "StartDate", "Finished", "How far? - Price", "How far? - Taste"],
      ["R_1", "Default Response Set", "2015-01-01 10:00:00", "1", "4", "2"],
      ["R_2", "Default Response Set", "2015-01-01 11:00:00", "1", "5", "1"],
      ["R_3", "Default Response Set", "2015-01-01 12:00:00", "1", "1", "3"],
    ]),
  );
  assert.equal(asked.report.form, "a Qualtrics CSV export with two header rows");
  assert.deepEqual(asked.ids, ["R_1", "R_2", "R_3"]);
  assert.deepEqual(asked.about.columnNames(), ["ResponseID", "ResponseSet", "StartDate", "Finished"]);
  assert.deepEqual(asked.answers.array("Q1_1"), [4, 5, 1]);
  assert.equal(asked.items[0]!.question, "Price");
});

test("an export in another language with two header rows: words above dates and numbers are texts", async () => {
  const names = ["StartDate", "EndDate", "Progress", "ResponseId", "Q1"];
  const rows = [
    ["2025-01-01 10:00:00", "2025-01-01 10:05:00", "100", "R_1", "Ja"],
    ["2025-01-01 11:00:00", "2025-01-01 11:05:00", "100", "R_2", "Nein"],
  ];
  const asked = await survey(table(names, [["Startdatum", "Enddatum", "Fortschritt", "Antwort-ID", "Und?"], ...rows]));
  assert.deepEqual(asked.ids, ["R_1", "R_2"]);
  assert.equal(asked.items[0]!.question, "Und?");
  assert.match(
    asked.report.notes.join("\n"),
    /first row is taken for the question texts.*"Startdatum" in StartDate.*if it is a respondent, rename these columns/,
  );
  // Without such a row nobody is taken for a header.
  assert.deepEqual((await survey(table(names, rows))).ids, ["R_1", "R_2"]);
});

test("a row with a number in it is a respondent, not the question texts, whatever its dates say", async () => {
  const dated = Array.from({ length: 9 }, (_, i) => ({
    id: i + 2,
    StartDate: `2025-01-0${i + 1}`,
    EndDate: `2025-01-0${i + 1}`,
    q1: 1 + (i % 5),
  }));
  const asked = await survey([{ id: 1, StartDate: "unknown", EndDate: "ongoing", q1: 4 }, ...dated]);
  assert.equal(asked.report.form, "a table");
  assert.equal(asked.report.respondents, 10);
});

test("a column that ends in _DO is the order of display only beside its question", async () => {
  const names = [
    "StartDate",
    "EndDate",
    "ResponseId",
    "THINGS_TO_DO",
    "ALSO_TO_DO_1",
    "ALSO_TO_DO_2",
    "Q2",
    "Q2_DO",
    "Q3_1",
    "Q3_DO_1",
    "FL_4_DO",
  ];
  const row = ["2025-01-01", "2025-01-01", "R_1", "4", "2", "3", "1", "2|1", "5", "1", "Block1|Block2"];
  const texts = [
    "Start Date",
    "End Date",
    "Response ID",
    "How much?",
    "Also - a",
    "Also - b",
    "Which?",
    "Order",
    "How? - a",
    "Order",
    "Order",
  ];
  const asked = await survey(table(names, [texts, row]));
  assert.deepEqual(asked.about.columnNames(), ["ResponseId", "StartDate", "EndDate", "Q2_DO", "Q3_DO_1", "FL_4_DO"]);
});
