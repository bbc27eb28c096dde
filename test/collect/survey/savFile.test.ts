import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { savFile } from "../../../src/collect/survey/savFile.js";
import { DataError } from "../../../src/errors.js";

// Written by pyreadstat 1.3.7 (ReadStat): answers.sav plain, answers.zsav compressed by zlib, compressed.sav by bytes and without labels.
const folder = join(import.meta.dirname, "../../fixtures/survey");
const load = (name: string) => readFileSync(join(folder, name));

for (const name of ["answers.sav", "answers.zsav"])
  test(`${name} gives what pyreadstat 1.3.7 wrote: cases, texts beyond ASCII and beyond 255 bytes, labels and missing values`, () => {
    const { variables, columns, cases, encoding } = savFile(load(name), name);
    assert.equal(cases, 5);
    assert.equal(encoding, "utf-8");
    const by = Object.fromEntries(variables.map((variable, j) => [variable.name, columns[j]!]));
    assert.deepEqual(by.coffee_matters, [1, 5, 9, 3, null]);
    assert.deepEqual(by.how_often, [1, 2, 3, 98, 99]);
    assert.deepEqual(by.city, ["Köln", "Zürich", "1234567ü90", "Genève", ""]);
    assert.deepEqual(by.remark, ["gut", "Größe und Wärme: ä".repeat(20), "", "naïve café", "ok"]);
    assert.deepEqual(by.age, [23, 41, 35.5, -1, 60]);
    const find = (wanted: string) => variables.find((variable) => variable.name === wanted)!;
    assert.equal(find("how_often").label, "How often do you drink it? – öfter");
    assert.deepEqual(find("how_often").missing, { values: [], range: [98, 99] });
    assert.deepEqual(find("coffee_matters").missing.values, [9]);
    assert.equal(find("coffee_matters").measure, "ordinal");
    assert.deepEqual(find("drinks_tea").labels, [
      { code: 0, label: "Nein" },
      { code: 1, label: "Ja" },
    ]);
  });

test("a file compressed by bytes, as pyreadstat 1.3.7 writes it", () => {
  const { variables, columns } = savFile(load("compressed.sav"), "compressed.sav");
  const by = Object.fromEntries(variables.map((variable, j) => [variable.name, columns[j]!]));
  assert.deepEqual(by.how_often, [1, 2, 3, 98, 99]);
  assert.deepEqual(by.age, [23, 41, 35.5, -1, 60]);
  assert.deepEqual(by.city, ["Köln", "Zürich", "1234567ü90", "Genève", ""]);
  assert.deepEqual(by.coffee_matters, [1, 5, 9, 3, null]);
});

test("a file that is cut anywhere, or has a byte changed, is read or refused, and never breaks otherwise", () => {
  for (const name of ["answers.sav", "answers.zsav", "compressed.sav"]) {
    const bytes = load(name);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.boolean(), (at, value, cut) => {
        const other = cut ? bytes.subarray(0, at) : Buffer.from(bytes);
        if (!cut) other[at] = value;
        try {
          savFile(other, "broken.sav");
        } catch (error) {
          assert.ok(error instanceof DataError, String((error as Error).stack));
          assert.match(error.message, /broken\.sav/);
        }
      }),
      { numRuns: 400, seed: 7 },
    );
  }
});

test("what is no SPSS file is refused by name", () => {
  assert.throws(() => savFile(Buffer.from("a,b\n1,2\n"), "x.sav"), /expected an SPSS system file.*x\.sav/);
});
