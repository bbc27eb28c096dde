import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readBands } from "../src/bands.js";

/** Text, ends and midpoint of each band. */
const rows = (texts: readonly string[]) =>
  readBands(texts)?.bands.map(({ text, low, high, midpoint }) => [text, low, high, midpoint]);

test("ages, lowest first; an open band is as wide as the one beside it", () => {
  assert.deepEqual(rows(["65+", "25-34", "55-64", "19-24", "35-44", "45-54"]), [
    ["19-24", 19, 24, 21.5],
    ["25-34", 25, 34, 29.5],
    ["35-44", 35, 44, 39.5],
    ["45-54", 45, 54, 49.5],
    ["55-64", 55, 64, 59.5],
    ["65+", 65, null, 69.5],
  ]);
});

test("incomes in thousands, with and without signs, as Complete Journey and shops write them", () => {
  assert.deepEqual(rows(["Under 15K", "15-24K", "250K+", "100-124K"]), [
    ["Under 15K", null, 15_000, 10_500],
    ["15-24K", 15_000, 24_000, 19_500],
    ["100-124K", 100_000, 124_000, 112_000],
    ["250K+", 250_000, null, 262_000],
  ]);
  assert.deepEqual(
    rows(["over $150K", "under $25K", "$25-50K", "$100-150K"])?.map(([text, , , middle]) => [text, middle]),
    [
      ["under $25K", 12_500],
      ["$25-50K", 37_500],
      ["$100-150K", 125_000],
      ["over $150K", 175_000],
    ],
  );
  assert.deepEqual(rows(["1.000 bis 1.999 €", "unter 1.000 €", "2.000 € oder mehr", "1,5–2 Mio"])?.at(-1), [
    "1,5–2 Mio",
    1_500_000,
    2_000_000,
    1_750_000,
  ]);
  assert.deepEqual(rows(["$1,000 - $1,999", "$2,000 or more"])?.[0], ["$1,000 - $1,999", 1000, 1999, 1499.5]);
});

test("plain numbers beside an open band are bands of one number", () => {
  assert.deepEqual(
    rows(["1", "5+", "2", "4", "3"])?.map(([text, , , middle]) => [text, middle]),
    [
      ["1", 1],
      ["2", 2],
      ["3", 3],
      ["4", 4],
      ["5+", 5],
    ],
  );
});

test("what is no band is none: plain numbers, words, one text alone, a range upside down", () => {
  for (const texts of [
    ["1", "2", "3"],
    ["Married", "Single"],
    ["25-34"],
    ["25-34", "unknown"],
    ["34-25", "35-44"],
    ["Shop 1", "Shop 2+"],
  ])
    assert.equal(readBands(texts), undefined, texts.join());
});

test("bands that overlap are named", () => {
  assert.deepEqual(readBands(["18-25", "25-34", "30-44"])?.overlapping, ["30-44"]);
  assert.deepEqual(readBands(["18-24", "25-34"])?.overlapping, []);
});

test("consecutive bands of any numbers come back in order, whatever dash and unit (property)", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 900 }), { minLength: 3, maxLength: 9 }),
      fc.constantFrom("-", "–", " - ", " to "),
      fc.constantFrom("", "K"),
      fc.integer(),
      (cuts, dash, unit, turn) => {
        const sorted = [...cuts].sort((a, b) => a - b);
        const texts = [
          `under ${sorted[0]}${unit}`,
          ...sorted.slice(1).map((end, i) => `${sorted[i]}${dash}${end}${unit}`),
          `${sorted.at(-1)}${unit}+`,
        ];
        const shift = Math.abs(turn) % texts.length;
        const found = readBands([...texts.slice(shift), ...texts.slice(0, shift)]);
        assert.deepEqual(
          found?.bands.map(({ text }) => text),
          texts,
        );
        assert.deepEqual(found?.overlapping, []);
        const middles = found!.bands.map(({ midpoint }) => midpoint);
        assert.ok(
          middles.every((middle, i) => i === 0 || middle >= middles[i - 1]!),
          middles.join(),
        );
      },
    ),
  );
});

test("brackets as surveys have them, the highest one first or last; codes and texts with a number are none", () => {
  const texts = (list: readonly string[]) => readBands(list)?.bands.map(({ text }) => text);
  assert.deepEqual(texts(["> 60", "18-29", "45-60", "30-44"]), ["18-29", "30-44", "45-60", "> 60"]);
  assert.deepEqual(texts(["65 or older", "Under 18", "18 to 64"]), ["Under 18", "18 to 64", "65 or older"]);
  assert.deepEqual(texts(["$1,000 - $1,999", "$500 - $999", "$2,000+"]), ["$500 - $999", "$1,000 - $1,999", "$2,000+"]);
  assert.equal(texts(["Shop 1", "Shop 2"]), undefined);
});

test("sizes of companies: separators of thousands, and M, B and words for millions and billions, each end with its own", () => {
  assert.deepEqual(
    rows(["1,001-5,000", "1-10", "10,001+", "11-50"])?.map(([text, low, high]) => [text, low, high]),
    [
      ["1-10", 1, 10],
      ["11-50", 11, 50],
      ["1,001-5,000", 1001, 5000],
      ["10,001+", 10_001, null],
    ],
  );
  assert.deepEqual(
    rows(["$1B+", "$1M-$10M", "$500K - $1M", "$10M - $1B", "Less than $500K"])?.map(([text, low, high]) => [
      text,
      low,
      high,
    ]),
    [
      ["Less than $500K", null, 500_000],
      ["$500K - $1M", 500_000, 1_000_000],
      ["$1M-$10M", 1_000_000, 10_000_000],
      ["$10M - $1B", 10_000_000, 1e9],
      ["$1B+", 1e9, null],
    ],
  );
  assert.deepEqual(
    rows(["$1 mil. - $5 mil.", "5-50mm", "1-2.5bn", "über 3 Mrd €"])?.map(([, low, high]) => [low, high]),
    [
      [1e6, 5e6],
      [5e6, 50e6],
      [1e9, 2.5e9],
      [3e9, null],
    ],
  );
  assert.deepEqual(
    rows(["11 - 50 employees", "51+ employees"])?.map(([, , , middle]) => middle),
    [30.5, 70.5],
  );
  assert.equal(readBands(["25-34"], 1)?.bands[0]?.midpoint, 29.5);
  assert.equal(readBands(["25"], 1), undefined);
});

test("mil is a thousand in Spanish and a million elsewhere, so it is no unit", () => {
  assert.equal(readBands(["menos de 15 mil", "15-50 mil", "más de 50 mil"]), undefined);
});
