import assert from "node:assert/strict";
import { test } from "node:test";
import type { Tensor2D } from "@tensorflow/tfjs";
import { reconstructionLoss } from "../../../src/numeric/network/reconstructionLoss.js";
import { type TensorflowBackend, tensorflow } from "../../../src/numeric/tensorflow.js";

// Two numbers, a category of two levels and one of three.
const shape = { numbers: 2, levels: [2, 3] };
const rows = [
  [1, -1, 1, 0, 0, 0, 1],
  [0, 2, 0, 0, 1, 0, 0], // the first category is missing
  [0.5, 0, 0, 1, 0, 1, 0],
];
const made = [
  [0.5, -1, 2, 0, 1, 0, -1],
  [1, 1, 9, -9, 0, 0, 0],
  [7, 0, 1, 1, 0.2, 0.4, 0.6],
];
/** The first number of the last row is missing; columns of levels are no numbers. */
const known = rows.map((_, i) => [i === 2 ? 0 : 1, 1, 0, 0, 0, 0, 0]);

/** By the definitions, column by column. */
function byHand(): number {
  const entropy = (odds: number[], at: number) =>
    Math.log(odds.reduce((sum, odd) => sum + Math.exp(odd), 0)) - odds[at]!;
  const first = 0.5 ** 2 + 0 + entropy([2, 0], 0) + entropy([1, 0, -1], 2);
  const second = 1 + 1 + entropy([0, 0, 0], 0);
  const third = 0 + entropy([1, 1], 1) + entropy([0.2, 0.4, 0.6], 1);
  return (first + second + third) / 3 / 4;
}

for (const backend of ["cpu", "wasm"] satisfies TensorflowBackend[])
  test(`${backend}: numbers, categories and what is missing, by hand; the gradient by differences`, async () => {
    const { tf } = await tensorflow({ backend });
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const loss = reconstructionLoss(tf, shape, (tensor) => tensor);
      const [given, counts] = [tf.tensor2d(rows), tf.tensor2d(known)];
      const of = (values: number[][]) => loss(tf.tensor2d(values), given, counts).dataSync()[0]!;
      assert.ok(Math.abs(of(made) - byHand()) < 1e-5, `${of(made)} and ${byHand()}`);
      const gradient = tf
        .grad((x) => loss(x as Tensor2D, given, counts))(tf.tensor2d(made))
        .arraySync() as number[][];
      for (const [i, row] of made.entries())
        for (const j of row.keys()) {
          const moved = (by: number) =>
            of(made.map((own, a) => own.map((value, b) => (a === i && b === j ? value + by : value))));
          const wanted = (moved(0.01) - moved(-0.01)) / 0.02;
          assert.ok(
            Math.abs(gradient[i]![j]! - wanted) < 2e-3,
            `row ${i}, column ${j}: ${gradient[i]![j]} and ${wanted}`,
          );
        }
    });
    assert.equal(tf.memory().numTensors, before);
  });
