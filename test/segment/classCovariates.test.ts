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
