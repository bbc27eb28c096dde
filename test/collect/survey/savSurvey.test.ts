import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { careless } from "../../../src/collect/careless.js";
import { type Survey, survey } from "../../../src/collect/survey.js";

// Written by pyreadstat 1.3.7.
const open = (name: string) => survey(join(import.meta.dirname, "../../fixtures/survey", name));
const item = (asked: Survey, name: string) => asked.items.find((one) => one.name === name)!;

test("answers without a label leave the labels standing: usual codes are missing, others levels with a warning", async () => {
  const asked = await open("unlabelled.sav");
  assert.equal(item(asked, "trust").kind, "likert");
  assert.deepEqual(item(asked, "trust").levels, ["Stimme gar nicht zu", "eher nicht", "teils", "eher", "voll"]);
  assert.deepEqual(asked.answers.array("trust"), [1, 5, null, 3, 2, 4]);
  // Nominal by the file, so 5 is no point between West and Abroad.
  assert.equal(item(asked, "region").kind, "choice");
  assert.deepEqual(item(asked, "region").levels, ["North", "South", "East", "West", "5", "Abroad"]);
  assert.match(asked.report.warnings.join("\n"), /region: 5 has no label in the file \(1 answer, in row 3\)/);
  // A label that says so makes a code missing, as the same text does in other files.
  assert.deepEqual(item(asked, "reason").levels, ["Price", "Taste"]);
  assert.deepEqual(asked.report.missing.objects(), [
    { item: "trust", code: "99", count: 1 },
    { item: "reason", code: "8 (Don't know)", count: 1 },
  ]);
  assert.equal(item(asked, "recommend").levels!.length, 11);
});

test("a time of the format TIME is seconds", async () => {
  const asked = await open("unlabelled.sav");
  assert.deepEqual(asked.about.array("interview"), [300, 90, 3600, 1, 120, 180]);
});

test("an SPSS file from Qualtrics: its own columns are no items, statements have a stem, single labels are choices", async () => {
  const asked = await open("qualtrics.sav");
  assert.equal(asked.report.form, "an SPSS file from Qualtrics");
  assert.deepEqual(
    asked.items.map(({ name, kind, of, question }) => [name, kind, of, question]),
    [
      ["Q1_1", "likert", "Q1", "Prices are fair"],
      ["Q1_2", "likert", "Q1", "The staff is kind"],
      ["Q2_1", "multiple", "Q2", "Price"],
      ["Q2_2", "multiple", "Q2", "Taste"],
    ],
  );
  assert.deepEqual(asked.answers.array("Q2_1"), [1, 0, null]);
  assert.deepEqual(asked.answers.array("Q2_2"), [1, 1, null]);
  assert.deepEqual(asked.report.missing.objects(), [
    { item: "Q2_1", code: "(empty)", count: 1 },
    { item: "Q2_1", code: "-99", count: 1 },
    { item: "Q2_2", code: "-99", count: 1 },
  ]);
  // 300 seconds for 3 questions, 60 for 3, 45 for 2: the choices of Q2 are one.
  assert.deepEqual(careless(asked).table.array("secondsPerItem"), [100, 20, 22.5]);
});
