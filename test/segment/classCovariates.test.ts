import assert from "node:assert/strict";
import { test } from "node:test";
import { DataError } from "../../src/errors.js";
import { matrixOf } from "../../src/matrix.js";
import { random } from "../../src/random.js";
import { type ClassCovariatesOptions, classCovariates } from "../../src/segment/classCovariates.js";
import { kmeans } from "../../src/segment/kmeans.js";
import { latentClass } from "../../src/segment/latentClass.js";
import { rowsOf } from "../../src/segment/rowsOf.js";
import { sharedColumns, skipWithout } from "../sharedData.js";
import { answersMatrix, sharedAnswers } from "./classAnswers.js";

const near = (actual: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `expected ${expected}, got ${actual}`);

// StepMix(2, n_steps = 3, measurement = "binary", structural = "covariate", correction = "ML" | "BCH", assignment = "modal", n_init = 20,
// abs_tol = 1e-13), the 315 students who gave their GPA; its coefficients are those of class 1 less those of class 0, the frequent class. It stops
// the first step at six digits of the shares, hence 3e-5.
test("matches StepMix 3.0.0 on the cheating data with GPA as covariate, by ML and BCH", {
  skip: skipWithout("lca_cheating.csv"),
}, async () => {
  const gpa = sharedColumns("lca_cheating.csv").GPA!;
  const keep = Int32Array.from(gpa.keys()).filter((i) => gpa[i] !== "" && gpa[i] !== "NA");
  const answers = rowsOf(sharedAnswers("lca_cheating.csv", ["LIEEXAM", "LIEPAPER", "FRAUD", "COPYEXAM"]), keep);
  assert.equal(answers.rows, 315);
  const classes = await latentClass(answers, { k: 2, restarts: 20 });
  const covariates = matrixOf({ GPA: Array.from(keep, (i) => Number(gpa[i])) }, answers.ids);
  for (const [method, intercept, slope] of [
    ["ml", -0.24165724, -0.70312629],
    ["bch", -0.22532812, -0.71434582],
  ] as const) {
    const { table, converged, errors } = classCovariates(classes, answers, covariates, { method });
    near(Number(table.get("coefficient", 0)), intercept, 3e-5);
    near(Number(table.get("coefficient", 1)), slope, 3e-5);
    near(Number(table.get("oddsRatio", 1)), Math.exp(slope), 3e-5);
    assert.ok(Number(table.get("p", 1)) < 0.02);
    assert.equal(converged, true);
    for (const row of errors) near(row[0]! + row[1]!, 1, 1e-12);
    // Against the other class the coefficients turn around.
    const turned = classCovariates(classes, answers, covariates, { method, reference: 1 });
    near(Number(turned.table.get("coefficient", 1)), -Number(table.get("coefficient", 1)), 1e-7);
    near(Number(turned.table.get("standardError", 1)), Number(table.get("standardError", 1)), 1e-7);
  }
});

/** Two classes of four items that are often answered wrongly; a person's odds of the second multiply by exp(beta) with x. */
function people(rows: number, beta: number, seed: number) {
  const draw = random(seed);
  const x = Array.from({ length: rows }, () => draw.normal());
  const second = x.map((value) => draw.uniform() < 1 / (1 + Math.exp(0.5 - beta * value)));
  const items = ["a", "b", "c", "d"].map((name) => [
    name,
    second.map((yes) => (draw.uniform() < (yes ? 0.8 : 0.25) ? "y" : "n")),
  ]);
  return { x, answers: answersMatrix(Object.fromEntries(items)) };
}

test("finds the coefficient that the classes were drawn with, where labels make it smaller, within its standard error", async () => {
  const estimates: number[] = [];
  const errors: number[] = [];
  for (let seed = 1; seed <= 12; seed++) {
    const { x, answers } = people(1500, 1, seed);
    const classes = await latentClass(answers, { k: 2, restarts: 5 });
    const { table } = classCovariates(classes, answers, matrixOf({ x }, answers.ids));
    estimates.push(Math.abs(Number(table.get("coefficient", 1))));
    errors.push(Number(table.get("standardError", 1)));
  }
  const mean = estimates.reduce((sum, one) => sum + one, 0) / 12;
  near(mean, 1, 0.12);
  const spread = Math.sqrt(estimates.reduce((sum, one) => sum + (one - mean) ** 2, 0) / 11);
  const error = errors.reduce((sum, one) => sum + one, 0) / 12;
  assert.ok(error > spread / 2 && error < spread * 2, `${error} ${spread}`);
});

test("takes categories by their levels, and refuses what tells nothing", async () => {
  const { x, answers } = people(400, 1, 3);
  const classes = await latentClass(answers, { k: 2, restarts: 5 });
  const groups = answersMatrix({ group: x.map((value) => (value < -0.5 ? "a" : value < 0.5 ? "b" : "c")) });
  const { table } = classCovariates(classes, answers, groups);
  assert.deepEqual([...table.array("covariate")], ["intercept", "group=b", "group=c"]);
  const missing = {
    ...groups,
    categorical: [{ ...groups.categorical[0]!, codes: new Int32Array(400).fill(-1, 7, 8) }],
  };
  assert.throws(
    () => classCovariates(classes, answers, missing),
    (error) => error instanceof DataError && error.row === 8 && error.column === "group",
  );
  const covariates = matrixOf({ x }, answers.ids);
  assert.throws(() => classCovariates(classes, answers, matrixOf({ x, y: x }, answers.ids)), /sum of others/);
  assert.throws(() => classCovariates(classes, answers, covariates, { reference: 2 }), /label from 0 to 1/);
  assert.throws(
    () => classCovariates(classes, answers, covariates, { method: "modal" } as unknown as ClassCovariatesOptions),
    /"ml" or "bch"/,
  );
  assert.throws(() => classCovariates(classes, answers, matrixOf({ x: x.slice(1) })), /of 400 rows, got one of 399/);
  const numbers = matrixOf({ x });
  const clusters = await kmeans(numbers, { k: 2 });
  assert.throws(() => classCovariates(clusters, numbers, numbers), /made by latentClass, got one made by kmeans/);
});

/** Two classes told apart without error by six equal answers, and a covariate with so many rows of each level in each. */
async function toldApart(counts: Readonly<Record<string, readonly [first: number, second: number]>>) {
  const rows = Object.entries(counts).flatMap(([group, [first, second]]) =>
    Array.from({ length: first + second }, (_, i) => ({ group, answer: i < first ? "n" : "y" })),
  );
  const answer = rows.map((row) => row.answer);
  const answers = answersMatrix(Object.fromEntries(["a", "b", "c", "d", "e", "f"].map((name) => [name, answer])));
  const classes = await latentClass(answers, { k: 2, restarts: 5 });
  return { classes, answers, groups: answersMatrix({ group: rows.map((row) => row.group) }) };
}

// By hand: log odds ratio log(20 x 30 / (40 x 10)) against group a, its variance 1/40 + 1/10 + 1/20 + 1/30 (Woolf 1955); group c has nobody in class 1.
test("a level of which nobody is in a class has no standard error, p or interval; the others keep theirs", async () => {
  const { classes, answers, groups } = await toldApart({ a: [40, 10], b: [30, 20], c: [15, 0] });
  const { table, warnings } = classCovariates(classes, answers, groups);
  const [intercept, b, c] = table.objects() as { [name: string]: number | null }[];
  near(intercept!.coefficient!, Math.log(10 / 40), 1e-6);
  near(intercept!.standardError!, Math.sqrt(1 / 40 + 1 / 10), 1e-6);
  near(b!.coefficient!, Math.log((20 * 40) / (30 * 10)), 1e-6);
  near(b!.standardError!, Math.sqrt(1 / 40 + 1 / 10 + 1 / 20 + 1 / 30), 1e-6);
  assert.ok(c!.coefficient! < -10, String(c!.coefficient));
  assert.deepEqual([c!.standardError, c!.z, c!.p, c!.lower, c!.upper], [null, null, null, null, null]);
  assert.match(warnings.join(), /^group=c \(.*\): hardly any row is an exception/);
  // Where the first level is the one without exceptions, nothing can be compared with it.
  const turned = await toldApart({ a: [15, 0], b: [30, 20], c: [40, 10] });
  const none = classCovariates(turned.classes, turned.answers, turned.groups);
  assert.deepEqual([...none.table.array("p")], [null, null, null]);
});

test("a number that tells the class without exception has no standard error, and neither has the intercept", async () => {
  const { classes, answers } = await toldApart({ a: [40, 20] });
  const x = Array.from(classes.labels, (label, i) => 100 * label + (i % 10));
  for (const values of [x, x.map((value) => value / 1e5), x.map((value) => 2000 - value)]) {
    const { table } = classCovariates(classes, answers, matrixOf({ x: values }, answers.ids));
    assert.deepEqual([...table.array("standardError")], [null, null]);
  }
});

test("the unit and the origin of a covariate change nothing but the coefficient", async () => {
  const { x, answers } = people(400, 1, 3);
  const classes = await latentClass(answers, { k: 2, restarts: 5 });
  const found = [x, x.map((value) => 2000 - value / 10), x.map((value) => value / 1e5)].map((values) =>
    classCovariates(classes, answers, matrixOf({ x: values }, answers.ids)),
  );
  const p = Number(found[0]!.table.get("p", 1));
  for (const { table, warnings } of found) {
    near(Number(table.get("p", 1)) / p, 1, 1e-4);
    assert.deepEqual(warnings, []);
  }
});
