import assert from "node:assert/strict";
import { test } from "node:test";
import type { Rank, Variable } from "@tensorflow/tfjs";
import { Adam } from "../../../src/numeric/network/adam.js";
import { tensorflow } from "../../../src/numeric/tensorflow.js";

test("the first step is the rate, whatever the slope", () => {
  // By hand: the means are corrected to the slope and its square, so that the step is rate * slope / |slope|.
  const adam = new Adam(Float32Array.of(1, 2, 3));
  adam.step([Float32Array.of(5), Float32Array.of(-0.01, 0)], 0.1);
  for (const [i, wanted] of [0.9, 2.1, 3].entries())
    assert.ok(Math.abs(adam.parameters[i]! - wanted) < 1e-4, `parameter ${i}: ${adam.parameters[i]}`);
});

test("steps as TensorFlow.js 4.22's Adam does", async () => {
  const { tf } = await tensorflow({ backend: "cpu" });
  const start = [0.5, -1, 2];
  const slopes = Array.from({ length: 20 }, (_, step) => [Math.sin(step), 0.1 * (step - 5), step % 3 === 0 ? 0 : 4]);
  const adam = new Adam(Float32Array.from(start));
  const theirs = tf.variable(tf.tensor1d(start), true, "stepped");
  const optimizer = tf.train.adam(0.01);
  for (const slope of slopes) {
    adam.step([Float32Array.from(slope)], 0.01);
    optimizer.applyGradients({ stepped: tf.tensor1d(slope) as Variable<Rank.R1> });
  }
  const found = theirs.dataSync();
  for (const [i, value] of adam.parameters.entries())
    assert.ok(Math.abs(value - found[i]!) < 1e-4, `parameter ${i}: ${value} and ${found[i]}`);
  optimizer.dispose();
  theirs.dispose();
});

test("leaves the start alone", () => {
  const start = Float32Array.of(1);
  new Adam(start).step([[1]], 0.1);
  assert.deepEqual([...start], [1]);
});
