import assert from "node:assert/strict";
import { test } from "node:test";
import { unpackLayers } from "../../../src/numeric/network/unpackLayers.js";
import { packSingles } from "../../../src/numeric/packSingles.js";

test("layers come back as they were packed, and a text that holds other numbers is refused", () => {
  // Two inputs, three hidden units, one output: weights and biases of each layer.
  const parameters = Float32Array.from({ length: 2 * 3 + 3 + 3 * 1 + 1 }, (_, i) => i / 3);
  const packed = packSingles(parameters);
  const activation = "tanh";
  assert.deepEqual(unpackLayers({ sizes: [2, 3, 1], activation, packed }), {
    sizes: [2, 3, 1],
    activation,
    parameters,
  });
  assert.throws(() => unpackLayers({ sizes: [2, 4, 1], activation, packed }), /expected 17 packed numbers, got 13/);
});
