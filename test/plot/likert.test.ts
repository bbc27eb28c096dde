import assert from "node:assert/strict";
import { test } from "node:test";
import { survey } from "../../src/collect/survey.js";
import { likert } from "../../src/plot/likert.js";
import { surveyOf } from "./surveys.js";

const levels = ["Disagree", "Neutral", "Agree"];
const asked = () =>
  survey(
    [
      { id: 1, taste: "Agree", price: "Disagree" },
      { id: 2, taste: "Agree", price: "Neutral" },
      { id: 3, taste: "Neutral", price: "Agree" },
      { id: 4, taste: "Disagree", price: "Disagree" },
      { id: 5, taste: null, price: "Disagree" },
    ],
    { items: { taste: { levels }, price: { levels } } },
  );

interface Bars {
  name: string;
  x: number[];
  base: number[];
  xaxis?: string;
}

test("shares of those who answered, the neutral level half on each side of zero, sorted by lean, missing beside", async () => {
  const figure = likert(await asked());
  const [disagree, neutral, agree, missing] = figure.data as unknown as Bars[];
  // taste: 1, 1, 2 of 4 answers lean right; price: 3, 1, 1 of 5 lean left.
  assert.deepEqual(disagree!.x, [25, 60]);
  assert.deepEqual(neutral!.x, [25, 20]);
  assert.deepEqual(neutral!.base, [-12.5, -10]);
  assert.deepEqual(disagree!.base, [-37.5, -70]);
  assert.deepEqual(agree!.base, [12.5, 10]);
  assert.deepEqual(agree!.x, [50, 20]);
  assert.equal(missing!.xaxis, "x2");
  assert.deepEqual(missing!.x, [20, 0]);
  assert.match(figure.alt, /taste: 50 % above the middle, 25 % below, 20 % without an answer; price: 20 % above/);
});

test("without a neutral level the bars meet at zero; as asked keeps the order", async () => {
  const figure = likert(await asked(), { neutral: null, sort: "asked", items: ["price", "taste"] });
  const [disagree, neutral] = figure.data as unknown as Bars[];
  assert.deepEqual(disagree!.x, [60, 25]);
  assert.deepEqual(disagree!.base, [-60, -25]);
  assert.deepEqual(neutral!.base, [0, 0]);
});

test("a reversed item says so, and items with other levels are counted", () => {
  const made = surveyOf(["a", "b", "c"], levels);
  const figure = likert({ ...made, items: [...made.items, { name: "z", kind: "likert", levels: ["no", "yes"] }] });
  assert.match(figure.alt, /c \(reversed\)/);
  assert.match(JSON.stringify(figure.layout).replaceAll("<br>", " "), /1 Likert item with other levels is not drawn/);
});

test("what cannot be drawn is refused", async () => {
  const one = await asked();
  assert.throws(() => likert(one, { neutral: "maybe" }), /expected neutral to be one of/);
  assert.throws(() => likert(one, { items: ["tast"] }), /Did you mean "taste"/);
  assert.throws(() => likert(one, { items: [] }), RangeError);
  assert.throws(() => likert(one, { sort: "size" as never }), RangeError);
  assert.throws(() => likert(one, { by: "size" } as never), TypeError);
  assert.throws(() => likert(asked() as never), /await it/);
  const none = await survey([
    { id: 1, color: "red" },
    { id: 2, color: "blue" },
  ]);
  assert.throws(() => likert(none, { items: ["color"] }), /whose levels have an order, got "color", a choice/);
  assert.throws(() => likert(none), /declare their levels/);
});

test("levels that begin with a no have no middle: all but the first stand above zero", async () => {
  const asked = await survey(
    ["No, not at all", "Somewhat", "Very", "Somewhat"].map((rude, id) => ({ id, rude })),
    { items: { rude: { levels: ["No, not at all", "Somewhat", "Very"] } } },
  );
  assert.match(likert(asked).alt, /75 % above/);
  assert.match(likert(asked, { neutral: "Somewhat" }).alt, /25 % above/);
});
