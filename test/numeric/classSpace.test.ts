import assert from "node:assert/strict";
import { test } from "node:test";
import { classClimb } from "../../src/numeric/classClimb.js";
import { classData, classFreedom, levelsGiven } from "../../src/numeric/classData.js";
import { ClassSpace } from "../../src/numeric/classSpace.js";
import { drawnClasses, slotOf } from "../../src/numeric/classStart.js";
import { random } from "../../src/random.js";

const n = 300;

/** Items of 2 to 5 levels with missing answers, and two columns of numbers. */
function sample(seed: number) {
  const draw = random(seed);
  const categorical = [2, 3, 5, 2, 4, 2, 2, 3].map((levels, j) => ({
    name: `i${j}`,
    levels: Array.from({ length: levels }, (_, level) => String(level)),
    codes: Int32Array.from({ length: n }, () => (draw.uniform() < 0.1 ? -1 : draw.integer(levels))),
  }));
  const values = [0, 1].map((j) => Float64Array.from({ length: n }, () => 100 * j + (j + 1) * draw.normal()));
  return { categorical, values, data: classData(values, categorical, n, false) };
}

test("items that are looked up together are the answers that were given", () => {
  const { categorical, data } = sample(1);
  const { rows, numbers } = data;
  assert.ok(rows.groups.length - 1 < categorical.length);
  for (let i = 0; i < n; i++)
    categorical.forEach(({ codes, levels }, j) => {
      const slot = slotOf(rows, numbers[i]!, j) - rows.begins[j]!;
      assert.equal(slot, codes[i]! < 0 ? levels.length : codes[i]!);
    });
  assert.deepEqual(levelsGiven(rows), [2, 3, 5, 2, 4, 2, 2, 3]);
  assert.equal(classFreedom(data, 3), 2 + 3 * (1 + 2 + 4 + 1 + 3 + 1 + 1 + 2 + 4));
});

test("a pass and the model that follows are those of the plain formulas, row by row and item by item", () => {
  const { data } = sample(2);
  const { rows } = data;
  const k = 3;
  const space = new ClassSpace(rows, k, 1e-6);
  const model = drawnClasses(space, rows, random(5), false);
  const { means, variances, length } = space.layout;
  const sums = new Float64Array(length);
  const mass = new Float64Array(k);
  let logLikelihood = 0;
  const posts: number[][] = [];
  for (let i = 0; i < rows.count; i++) {
    const joint = Array.from({ length: k }, (_, c) => {
      let density = model[c]!;
      for (let j = 0; j < rows.answers; j++) {
        const slot = slotOf(rows, i, j);
        if (slot < rows.begins[j + 1]! - 1) density *= model[k + slot * k + c]!;
      }
      for (let j = 0; j < rows.width; j++) {
        const variance = model[variances + j * k + c]!;
        const away = rows.x[i * rows.width + j]! - model[means + j * k + c]!;
        density *= Math.exp((-away * away) / 2 / variance) / Math.sqrt(2 * Math.PI * variance);
      }
      return density;
    });
    const all = joint.reduce((sum, one) => sum + one, 0);
    logLikelihood += rows.weights[i]! * Math.log(all);
    posts.push(joint.map((one) => (rows.weights[i]! * one) / all));
    posts[i]!.forEach((post, c) => {
      mass[c]! += post;
      for (let j = 0; j < rows.answers; j++) sums[k + slotOf(rows, i, j) * k + c]! += post;
      for (let j = 0; j < rows.width; j++) sums[means + j * k + c]! += post * rows.x[i * rows.width + j]!;
    });
  }
  const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-9 * (1 + Math.abs(b)), `${a} ${b}`);
  near(space.pass(model), logLikelihood);
  const next = new Float64Array(length);
  assert.equal(space.next(model, next), false);
  for (let c = 0; c < k; c++) {
    near(next[c]!, mass[c]! / n);
    for (let j = 0; j < rows.answers; j++) {
      let given = 0;
      for (let slot = rows.begins[j]!; slot < rows.begins[j + 1]! - 1; slot++) given += sums[k + slot * k + c]!;
      for (let slot = rows.begins[j]!; slot < rows.begins[j + 1]! - 1; slot++)
        near(next[k + slot * k + c]!, sums[k + slot * k + c]! / given);
    }
    for (let j = 0; j < rows.width; j++) {
      const mean = sums[means + j * k + c]! / mass[c]!;
      near(next[means + j * k + c]!, mean);
      let squares = 0;
      for (let i = 0; i < rows.count; i++) squares += posts[i]![c]! * (rows.x[i * rows.width + j]! - mean) ** 2;
      near(next[variances + j * k + c]!, squares / mass[c]!);
    }
  }
});

test("accelerated, a start ends no lower than plain steps lead from the same model", () => {
  const { data } = sample(3);
  const { rows } = data;
  const k = 2;
  for (let seed = 1; seed <= 5; seed++) {
    const space = new ClassSpace(rows, k, 1e-6);
    const start = drawnClasses(space, rows, random(seed), true);
    const [a, b] = [start.slice(), start.slice()];
    let last = Number.NEGATIVE_INFINITY;
    for (let step = 0; step < 300; step++) {
      const now = space.pass(a);
      assert.ok(now >= last - 1e-9, "a step of expectation and maximization lost");
      last = now;
      space.next(a, b);
      a.set(b);
    }
    const steps = classClimb({
      task: "classes",
      rows,
      k,
      floor: 1e-6,
      start: 0,
      seed,
      model: start,
      maxIterations: 2000,
      stopAt: 1e-9,
      stop: new Int32Array(1),
    });
    let step = steps.next();
    while (!step.done) step = steps.next();
    // It may end on another, higher peak, but not below what 300 plain steps reach on its own.
    assert.ok(step.value.converged);
    assert.ok(step.value.logLikelihood >= last - 2, `${step.value.logLikelihood} ${last}`);
    // Where it ends, a plain step gains nothing.
    const there = space.pass(step.value.model);
    space.next(step.value.model, b);
    assert.ok(space.pass(b) - there < 1e-7);
  }
});
