import assert from "node:assert/strict";
import { test } from "node:test";
import type { Tensor, Tensor2D } from "@tensorflow/tfjs";
import { blocksOf, drawLayers, layerShapes, splitBlocks } from "../../../src/numeric/network/blocks.js";
import { denseLayers } from "../../../src/numeric/network/denseLayers.js";
import type { Activation } from "../../../src/numeric/network/plainLayers.js";
import { reconstructionLoss } from "../../../src/numeric/network/reconstructionLoss.js";
import { type TensorflowBackend, tensorflow } from "../../../src/numeric/tensorflow.js";
import { random } from "../../../src/random.js";

const sizes = [5, 7, 2, 7, 5];
const count = 33;
const draw = random(3);
const rows = Float32Array.from({ length: count * 5 }, () => draw.normal());
const parameters = drawLayers(sizes, "relu", draw.fork(1)).map((value) => value + 0.1);

/** Loss and gradients, by our layers or by TensorFlow.js's own operations and gradients. */
async function gradients(
  backend: TensorflowBackend,
  way: "ours" | "given" | "plain",
  activation: Activation,
): Promise<number[][]> {
  const { tf } = await tensorflow({ backend });
  const before = tf.memory().numTensors;
  const found = tf.tidy(() => {
    const x = tf.tensor2d(rows, [count, 5]);
    const layers = denseLayers({ tf, backend }, activation);
    const loss = reconstructionLoss(tf, { numbers: 5, levels: [] }, (tensor) => tensor);
    const plain = (all: readonly Tensor[]) => {
      let signals = x;
      for (let at = 0; at < all.length; at += 2) {
        signals = signals.matMul(all[at] as Tensor2D).add(all[at + 1]!);
        if (at + 2 < all.length) signals = signals[activation]();
      }
      return signals.squaredDifference(x).mean().asScalar();
    };
    const { value, grads } = tf.valueAndGrads((...all: Tensor[]) =>
      way === "plain" ? plain(all) : loss(layers(x, all, way === "given" ? way : undefined), x, undefined),
    )(splitBlocks(tf, parameters, blocksOf(layerShapes(sizes))));
    return [value, ...grads].map((one) => Array.from(one.dataSync()));
  });
  assert.equal(tf.memory().numTensors, before);
  return found;
}

const near = (found: number[][], wanted: number[][]) => {
  assert.deepEqual(
    found.map(({ length }) => length),
    wanted.map(({ length }) => length),
  );
  found.forEach((values, part) => {
    values.forEach((value, i) => {
      const expected = wanted[part]![i]!;
      assert.ok(Math.abs(value - expected) < 1e-5, `part ${part}, ${i}: ${value} instead of ${expected}`);
    });
  });
};

for (const backend of ["cpu", "wasm"] as const)
  for (const activation of ["relu", "tanh"] satisfies Activation[])
    test(`${backend}, ${activation}: loss and gradients are those of TensorFlow.js's own operations`, async () => {
      const wanted = await gradients("cpu", "plain", activation);
      near(await gradients(backend, "ours", activation), wanted);
      near(await gradients(backend, "given", activation), wanted);
    });

test("rows that are not given get their gradient", async () => {
  const { tf, backend } = await tensorflow({ backend: "wasm" });
  tf.tidy(() => {
    const layers = denseLayers({ tf, backend }, "relu");
    const [weights, bias] = [tf.tensor2d([2, -3], [2, 1]), tf.tensor1d([1])];
    // By hand: the output is 2a - 3b + 1.
    const slope = tf.grad((x) => layers(x as Tensor2D, [weights, bias]).sum())(tf.tensor2d([5, 6, 7, 8], [2, 2]));
    assert.deepEqual(Array.from(slope.dataSync()), [2, -3, 2, -3]);
  });
});

for (const backend of ["cpu", "wasm"] satisfies TensorflowBackend[])
  for (const activation of ["relu", "tanh"] satisfies Activation[])
    test(`${backend}, ${activation}: with units left out, loss and gradients are those of TensorFlow.js's own operations`, async () => {
      const { tf } = await tensorflow({ backend });
      const before = tf.memory().numTensors;
      const shapes = [4, 6, 5, 3];
      const own = drawLayers(shapes, activation, random(6)).map((value) => value + 0.1);
      const factor = (count: number, units: number) =>
        tf.tensor2d(
          Float32Array.from({ length: count * units }, (_, at) => (at % 3 === 0 ? 0 : 1.5)),
          [count, units],
        );
      const run = (loss: (all: Tensor[]) => Tensor) =>
        tf.tidy(() => {
          const { value, grads } = tf.valueAndGrads((...all) => loss(all).square().mean().asScalar())([
            tf.tensor2d(
              Float32Array.from({ length: 7 * 4 }, (_, at) => Math.sin(at)),
              [7, 4],
            ),
            ...splitBlocks(tf, own, blocksOf(layerShapes(shapes))),
          ]);
          return [value, ...grads].flatMap((one) => Array.from(one.dataSync()));
        });
      const layers = denseLayers({ tf, backend }, activation);
      const found = run(([rows, ...all]) => layers(rows as Tensor2D, all, undefined, factor));
      const wanted = run(([rows, ...all]) => {
        let signals = rows as Tensor2D;
        for (let at = 0; at < all.length; at += 2) {
          signals = signals.matMul(all[at] as Tensor2D).add(all[at + 1]!);
          if (at + 2 < all.length) signals = signals[activation]().mul(factor(signals.shape[0], signals.shape[1]));
        }
        return signals;
      });
      assert.equal(found.length, wanted.length);
      wanted.forEach((value, i) => {
        assert.ok(Math.abs(found[i]! - value) < 1e-5, `place ${i}: ${found[i]} and ${value}`);
      });
      assert.equal(tf.memory().numTensors, before);
    });
