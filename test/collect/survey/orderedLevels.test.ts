import assert from "node:assert/strict";
import { test } from "node:test";
import { orderedBrackets, orderedLevels } from "../../../src/collect/survey/orderedLevels.js";

function inOrder(levels: readonly string[]): string[] | undefined {
  const known = orderedLevels([...levels].sort());
  return known && [...known.ranks].sort((a, b) => a[1] - b[1]).map(([level]) => level);
}

for (const levels of [
  [
    "Strongly disagree",
    "Disagree",
    "Somewhat disagree",
    "Neither agree nor disagree",
    "Somewhat agree",
    "Agree",
    "Strongly agree",
  ],
  ["Extremely unlikely", "Somewhat unlikely", "Neither likely nor unlikely", "Somewhat likely", "Extremely likely"],
  ["Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied"],
  ["Never", "Rarely", "Sometimes", "Often", "Always"],
  [
    "Never",
    "Once a year or less",
    "Once a month or less",
    "A few times per month",
    "A few times per week",
    "Every day",
  ],
  ["Never", "Once a year", "Every three months", "Once a month", "Once a week", "More than once a week"],
  ["Not at all important", "Slightly important", "Moderately important", "Very important", "Extremely important"],
  ["No, not at all rude", "Yes, somewhat rude", "Yes, very rude"],
  ["Definitely not", "Probably not", "Might or might not", "Probably yes", "Definitely yes"],
  ["Very poor", "Poor", "Fair", "Good", "Excellent"],
])
  test(`${levels.join(" < ")}`, () => assert.deepEqual(inOrder(levels), levels));

test("sets that are not known in full, or where two stand in one place, have no order", () => {
  for (const levels of [
    ["Red", "Blue"],
    ["Agree", "Disagree", "Purple"],
    ["stimme zu", "stimme nicht zu"],
    ["Rarely", "Seldom", "Always"],
    ["Very rude", "Somewhat loud"],
    ["Agree"],
    [],
  ])
    assert.equal(orderedLevels(levels), undefined, levels.join());
});

test("brackets go by their numbers; codes and texts with a number do not", () => {
  assert.deepEqual(orderedBrackets(["> 60", "18-29", "45-60", "30-44"]), ["18-29", "30-44", "45-60", "> 60"]);
  assert.deepEqual(orderedBrackets(["65 or older", "Under 18", "18 to 64"]), ["Under 18", "18 to 64", "65 or older"]);
  assert.deepEqual(orderedBrackets(["$1,000 - $1,999", "$500 - $999", "$2,000+"]), [
    "$500 - $999",
    "$1,000 - $1,999",
    "$2,000+",
  ]);
  assert.equal(orderedBrackets(["Shop 1", "Shop 2"]), undefined);
  assert.equal(orderedBrackets(["1", "2"]), undefined);
});
