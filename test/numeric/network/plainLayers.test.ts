import assert from "node:assert/strict";
import { test } from "node:test";
import { blocksOf, drawLayers, layerShapes, splitBlocks } from "../../../src/numeric/network/blocks.js";
import { denseLayers } from "../../../src/numeric/network/denseLayers.js";
import { type Activation, plainLayers } from "../../../src/numeric/network/plainLayers.js";
import { tensorflow } from "../../../src/numeric/tensorflow.js";
import { random } from "../../../src/random.js";

test("one layer and two, by hand", () => {
  const activation = "relu";
  // y = 2a - 3b + 1
  const one = plainLayers(Float64Array.of(1, 1, 5, 2), {
    sizes: [2, 1],
    activation,
    parameters: Float32Array.of(2, -3, 1),
  });
  assert.deepEqual([...one], [0, 5]);
  // h = max(0, x - 1), y = 3h + 2
  const two = { sizes: [1, 1, 1], activation, parameters: Float32Array.of(1, -1, 3, 2) } as const;
  assert.deepEqual([...plainLayers(Float64Array.of(-4, 1, 3), two)], [2, 2, 8]);
  const bent = plainLayers(Float64Array.of(0.5), { ...two, activation: "tanh" });
  assert.ok(Math.abs(bent[0]! - (3 * Math.tanh(-0.5) + 2)) < 1e-15, `got ${bent[0]}`);
});

for (const activation of ["relu", "tanh"] satisfies Activation[])
  test(`${activation}: TensorFlow.js's layers, for any number of rows`, async () => {
    const loaded = await tensorflow({ backend: "cpu" });
    const draw = random(4);
    const sizes = [3, 6, 5, 2];
    const parameters = drawLayers(sizes, activation, draw).map((value) => value + 0.05);
    for (const count of [1, 4, 5, 11]) {
      const rows = Float32Array.from({ length: 3 * count }, () => 2 * draw.normal());
      const wanted = loaded.tf.tidy(() =>
        denseLayers(loaded, activation)(
          loaded.tf.tensor2d(rows, [count, 3]),
          splitBlocks(loaded.tf, parameters, blocksOf(layerShapes(sizes))),
        ).dataSync(),
      );
      const found = plainLayers(Float64Array.from(rows), { sizes, activation, parameters });
      assert.equal(found.length, wanted.length);
      wanted.forEach((value, i) => {
        assert.ok(Math.abs(found[i]! - value) < 1e-5, `${count} rows, place ${i}: ${found[i]} and ${value}`);
      });
    }
  });
