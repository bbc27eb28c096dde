import assert from "node:assert/strict";
import { test } from "node:test";
import { numberReadings } from "../../../src/collect/read/numberForms.js";

/** Which decimal marks a text can have. */
function marks(text: string): string {
  const found = numberReadings(text);
  return found === undefined ? "none" : `${found.dot ? "." : ""}${found.comma ? "," : ""}`;
}

test("decimal marks that fit", () => {
  const expected = {
    "12": ".,",
    "1.5": ".",
    "1,5": ",",
    "1,234": ".,",
    "1.234": ".,",
    "0.125": ".",
    "1,234.5": ".",
    "1.234,5": ",",
    "12,34.5": "none",
    "1,23,456": "none",
    "£1,234.50": ".",
    "1.234,50 €": ",",
    "-£3": ".,",
    "(2.00)": ".",
    "1'234.5": ".",
    "12%": ".,",
    "1e+05": ".",
    "1.5e3": ".",
    NaN: ".,",
    "-inf": ".,",
  };
  for (const [text, want] of Object.entries(expected)) assert.equal(marks(text), want, text);
});

test("codes, words and dates are no numbers", () => {
  for (const text of [
    "00123",
    "12E4",
    "1_000",
    "0x1f",
    "",
    "-",
    "C536379",
    "1.2.2010",
    "1-2",
    "(2",
    "£",
    "Infinite",
    "1 2",
  ])
    assert.equal(marks(text), "none", text);
});

test("units are told apart", () => {
  assert.equal(numberReadings("£5")!.unit, "£");
  assert.equal(numberReadings("5 USD")!.unit, "USD");
  assert.equal(numberReadings("5%")!.unit, "%");
  assert.equal(numberReadings("5")!.unit, "");
});
