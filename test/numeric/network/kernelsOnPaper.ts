import assert from "node:assert/strict";
import type { Tensor } from "@tensorflow/tfjs";
import { layerKernels } from "../../../src/numeric/network/layerKernels.js";
import { type TensorflowBackend, tensorflow } from "../../../src/numeric/tensorflow.js";

/** Holds the kernels of a backend against small numbers worked out by hand. */
export async function kernelsOnPaper(backend: TensorflowBackend): Promise<void> {
  const { tf } = await tensorflow({ backend });
  const { forward, through, product, sums } = layerKernels({ tf, backend });
  const equal = (found: Tensor, shape: number[], values: number[], what: string) => {
    assert.deepEqual(found.shape, shape, what);
    assert.deepEqual(Array.from(found.dataSync()), values, what);
  };
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const rows = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
    const weights = tf.tensor2d([1, -1, 0, 2, -1, 1], [2, 3]);
    const bias = tf.tensor1d([10, 0, -3]);
    equal(forward(rows, weights, bias, undefined), [3, 3], [15, -3, -1, 21, -7, 1, 27, -11, 3], "forward");
    equal(forward(rows, weights, bias, "relu"), [3, 3], [15, 0, 0, 21, 0, 1, 27, 0, 3], "rectified");
    const back = tf.tensor2d([5, 6, 7, 8], [2, 2]);
    equal(through(back, tf.tensor2d([0, 3, 0, 1e-30], [2, 2]), "relu"), [2, 2], [0, 6, 0, 8], "through a rectifier");
    // The slope of a tangent that gave t is 1 - t squared.
    equal(
      through(back, tf.tensor2d([0, 0.5, -0.5, 1], [2, 2]), "tanh"),
      [2, 2],
      [5, 4.5, 5.25, 0],
      "through a tangent",
    );
    const bent = Array.from(
      forward(tf.tensor2d([0, 1, -2], [3, 1]), tf.tensor2d([1], [1, 1]), tf.tensor1d([0]), "tanh").dataSync(),
    );
    bent.forEach((value, i) => {
      assert.ok(Math.abs(value - Math.tanh([0, 1, -2][i]!)) < 1e-6, `tangent ${i}: ${value}`);
    });
    equal(product(rows, tf.tensor2d([1, 0, 1], [3, 1]), "a"), [2, 1], [6, 8], "the first transposed");
    equal(product(rows, tf.tensor2d([1, 1], [1, 2]), "b"), [3, 1], [3, 7, 11], "the second transposed");
    equal(sums(rows), [2], [9, 12], "sums");
  });
  assert.equal(tf.memory().numTensors, before, "tensors are left behind");
}
