import assert from "node:assert/strict";
import { test } from "node:test";
import type { Scalar, Tensor, Tensor2D } from "@tensorflow/tfjs";
import { neighborLoss } from "../../../src/numeric/network/neighborLoss.js";
import { type TensorflowBackend, tensorflow } from "../../../src/numeric/tensorflow.js";
import { random } from "../../../src/random.js";

test("two rows on a line, by hand", async () => {
  const { tf } = await tensorflow({ backend: "cpu" });
  // Rows at 0 and 2, their neighbors at 1 and 2. Nearness is 1 / (1 + squared distance).
  // Row 0: neighbors 1/2 and 1/5, the other row 1/5: its own neighbor has 1/2 of 9/10. Row 1: 1/2 and 1, the other row 1/5: 1 of 17/10.
  const wanted = (Math.log(9 / 10 / (1 / 2)) + Math.log(17 / 10)) / 2;
  const found = tf.tidy(() => neighborLoss(tf)(tf.tensor2d([[0], [2]]), tf.tensor2d([[1], [2]])).dataSync()[0]!);
  assert.ok(Math.abs(found - wanted) < 1e-6, `${found} and ${wanted}`);
});

for (const backend of ["cpu", "wasm"] satisfies TensorflowBackend[])
  test(`${backend}: loss and gradients are those of plain operations and TensorFlow.js's own gradients`, async () => {
    const { tf } = await tensorflow({ backend });
    const before = tf.memory().numTensors;
    const draw = random(5);
    const values = () => Float32Array.from({ length: 9 * 3 }, () => 2 * draw.normal());
    const [a, b] = [values(), values()];
    const plain = (places: Tensor, neighbors: Tensor): Scalar => {
      const nearness = (one: Tensor, other: Tensor) =>
        one.expandDims(1).sub(other.expandDims(0)).square().sum(2).add(1).reciprocal();
      const total = nearness(places, neighbors)
        .sum(1)
        .add(
          nearness(places, places)
            .mul(tf.sub(1, tf.eye(9)))
            .sum(1),
        );
      const own = places.squaredDifference(neighbors).sum(1).add(1).reciprocal();
      return total.div(own).log().mean();
    };
    const run = (loss: (places: Tensor, neighbors: Tensor) => Scalar) =>
      tf.tidy(() => {
        const { value, grads } = tf.valueAndGrads((x, y) => loss(x, y).mul(3))([
          tf.tensor2d(a, [9, 3]),
          tf.tensor2d(b, [9, 3]),
        ]);
        return [value, ...grads].flatMap((one) => Array.from(one.dataSync()));
      });
    const near = neighborLoss(tf);
    const found = run((x, y) => near(x as Tensor2D, y as Tensor2D));
    run(plain).forEach((value, i) => {
      assert.ok(Math.abs(found[i]! - value) < 1e-5, `place ${i}: ${found[i]} and ${value}`);
    });
    assert.equal(tf.memory().numTensors, before);
  });
