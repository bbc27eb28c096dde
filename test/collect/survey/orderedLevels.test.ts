import assert from "node:assert/strict";
import { test } from "node:test";
import { orderedLevels } from "../../../src/collect/survey/orderedLevels.js";

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
