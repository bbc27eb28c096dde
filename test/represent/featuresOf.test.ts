import assert from "node:assert/strict";
import { test } from "node:test";
import { transactions } from "../../src/collect/transactions.js";
import { random } from "../../src/random.js";
import { factors } from "../../src/represent/factors.js";
import { featuresOf } from "../../src/represent/featuresOf.js";
import { joinFeatures } from "../../src/represent/joinFeatures.js";
import { rfm } from "../../src/represent/rfm.js";
import { rfmScores } from "../../src/represent/rfmScores.js";
import { scales } from "../../src/represent/scales.js";

const lines = transactions(
  [
    { who: "Ada", when: new Date("2024-01-05"), money: 30 },
    { who: "Alan", when: new Date("2024-01-20"), money: 25 },
  ],
  { customer: "who", time: "when", amount: "money" },
);

test("a table of one's own gets a base and meanings, column by column", () => {
  const found = featuresOf(
    [
      { id: 1, tickets: 2, mood: "angry" },
      { id: 2, tickets: 0, mood: "calm" },
    ],
    {
      base: "behavioral",
      id: "id",
      source: "help desk",
      meanings: { mood: { base: "psychographic", unit: "category" } },
    },
  );
  assert.equal(found.id, "id");
  assert.deepEqual(found.dictionary.objects(), [
    { feature: "tickets", base: "behavioral", unit: null, source: "help desk", definition: null },
    { feature: "mood", base: "psychographic", unit: "category", source: "help desk", definition: null },
  ]);
});

test("every column of rfm, with and without a holdout, of its scores, of scales and of factors has a meaning that joinFeatures keeps", async () => {
  const held = await rfm(lines, { asOf: "2024-02-01", holdout: { to: "2024-03-01" } });
  const scored = rfmScores(await rfm(lines, { asOf: "2024-02-01" }), { levels: 2 });
  const answers = [5, 2, 4, 1].map((q, i) => ({ customer: `C${i}`, q1: q, q2: 6 - q, q3: q }));
  const says = scales(answers, { scales: { price: ["q1", "-q2", "q3"] }, range: [1, 5] });
  for (const part of [held, scored.table, says]) {
    const { dictionary, table } = joinFeatures({ part });
    assert.deepEqual(
      Array.from(dictionary.array("feature")),
      table.columnNames().filter((name) => name !== "customer"),
    );
    for (const row of dictionary.objects() as { feature: string; base: string; definition: string }[]) {
      assert.ok(row.base !== null && row.definition !== null, `${row.feature} is described`);
    }
  }
  assert.match(
    String(joinFeatures({ says }).dictionary.get("definition", 0)),
    /^Mean of the answers to 3 items \(those with a minus turned\); missing with fewer than 2\.$/,
  );
  assert.equal(says.dictionary.get("source", 0), "q1, -q2, q3");
  assert.equal(says.dictionary.get("base", 0), "psychographic");
});

test("what rfm said stays where featuresOf says nothing", async () => {
  const found = featuresOf(await rfm(lines, { asOf: "2024-02-01" }), {
    base: "demographic",
    meanings: { monetary: "Euros." },
  });
  const of = (feature: string) =>
    (found.dictionary.objects() as { feature: string; base: string; unit: string; definition: string }[]).find(
      (row) => row.feature === feature,
    )!;
  assert.deepEqual(of("recency"), {
    feature: "recency",
    base: "behavioral",
    unit: "days",
    source: "time",
    definition: "Calendar days from the last purchase to 2024-02-01.",
  } as never);
  assert.deepEqual([of("monetary").definition, of("monetary").unit], ["Euros.", "money"]);
});

test("warnings of features stay, and the id is no feature to describe", () => {
  const found = featuresOf([{ customer: 1, x: 2 }], { base: "needs" });
  const again = featuresOf({ ...found, warnings: ["told before"] }, { base: "behavioral", meanings: { x: "X." } });
  assert.deepEqual(again.warnings, ["told before"]);
  assert.throws(() => featuresOf([{ customer: 1, x: 2 }], { base: "needs", meanings: { customer: "Who." } }), {
    name: "DataError",
    message: /a feature named "customer"/,
  });
});

test("scores of factors know what they are and who they are of", async () => {
  const draw = random(3);
  const answers = Array.from({ length: 60 }, (_, who) => {
    const [a, b] = [draw.normal(), draw.normal()];
    const item = (of: number) => of + 0.5 * draw.normal();
    return { who, a1: item(a), a2: item(a), a3: item(a), b1: item(b), b2: item(b), b3: item(b) };
  });
  const { scores } = await factors(answers, { id: "who", k: 2 });
  const joined = joinFeatures({
    says: scores as never,
    knows: answers.map(({ who }) => ({ customer: who, age: 30 + who })),
  });
  assert.deepEqual(
    (joined.dictionary.objects() as { feature: string; base: string; source: string }[]).map(
      ({ feature, base, source }) => [feature, base, source],
    ),
    [
      ["factor1", "psychographic", "a1, a2, a3, b1, b2, b3"],
      ["factor2", "psychographic", "a1, a2, a3, b1, b2, b3"],
      ["age", null, "knows"],
    ],
  );
});

test("wrong bases, ids and names are told", () => {
  const data = [{ customer: 1, x: 2 }];
  assert.throws(() => featuresOf(data, {} as never), /expected a base, one of demographic, .*, got none/);
  assert.throws(() => featuresOf(data, { base: "behaviour" as never }), /got "behaviour"/);
  assert.throws(() => featuresOf(data, { base: "needs", meanings: { y: "?" } as never }), /"y"/);
  assert.throws(() => featuresOf(data, { base: "needs", meanings: { x: { base: "need" as never } } }), /base of x/);
  assert.throws(() => featuresOf([...data, ...data], { base: "needs" }), /each id once/);
});
