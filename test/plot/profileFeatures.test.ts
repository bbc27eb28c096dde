import assert from "node:assert/strict";
import { test } from "node:test";
import { profileFeatures } from "../../src/plot/profileFeatures.js";
import { answered, yesOrNo } from "./answered.js";

test("of yes and no the yes alone, of others each level, numbers first", () => {
  const { profile } = answered({ ...yesOrNo, tea: ["green", "black"] }, { numbers: ["age"] });
  const { features, notes } = profileFeatures(profile);
  assert.equal(features.length, 1 + 11 + 2);
  assert.deepEqual(
    [0, 1, 11, 12, 13].map((j) => features[j]!.name),
    ["age", "yummy: Yes", "disgusting: Yes", "tea: black", "tea: green"],
  );
  assert.deepEqual(notes, []);
  const [first] = profile.segments;
  assert.equal(features[12]!.of(first!), first!.levels.tea!.black);
  assert.equal(features[12]!.against(first!).strength, Math.log2(first!.levelLift.tea!.black!));
});

test("where the profile has bases, features stand by them, levels with their column; what no base names comes last", () => {
  const { profile } = answered({ tea: ["green", "black", "white"] }, { numbers: ["age", "visits"] });
  const bases = [
    { base: "demographic" as const, columns: ["age"] },
    { base: "behavioral" as const, columns: ["tea"] },
  ];
  const { features, groups } = profileFeatures({ ...profile, bases });
  assert.deepEqual(
    groups.map(({ base, of }) => [base, of.map(({ name }) => name)]),
    [
      ["demographic", ["age"]],
      ["behavioral", ["tea: black", "tea: green", "tea: white"]],
      ["other", ["visits"]],
    ],
  );
  assert.deepEqual(
    features,
    groups.flatMap(({ of }) => of),
  );
  assert.deepEqual(profileFeatures({ ...profile, bases: [] }).groups, []);
});

test("of more than twelve levels the most frequent, in their order, and a note says so", () => {
  const levels = Array.from({ length: 15 }, (_, i) => `l${String(i).padStart(2, "0")}`);
  const { profile } = answered({ answer: levels }, { rows: 900 });
  const { features, notes } = profileFeatures(profile);
  const shares = levels.map((level) => profile.all.levels.answer![level]!).sort((a, b) => b - a);
  assert.equal(features.length, 12);
  assert.ok(features.every(({ of }) => of(profile.all) >= shares[11]!));
  assert.deepEqual(
    [...features].map(({ name }) => name).sort(),
    features.map(({ name }) => name),
  );
  assert.deepEqual(notes, ["Of answer the 12 most frequent of 15 levels are shown"]);
});
