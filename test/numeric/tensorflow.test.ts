import assert from "node:assert/strict";
import { test } from "node:test";
import { type TensorflowBackend, tensorflow } from "../../src/numeric/tensorflow.js";

for (const backend of ["wasm", "cpu"] satisfies TensorflowBackend[]) {
  test(`TensorFlow.js multiplies matrices on the ${backend} backend as on paper`, async () => {
    const loaded = await tensorflow({ backend });
    assert.equal(loaded.backend, backend);
    assert.equal(loaded.tf.getBackend(), backend);
    const product = loaded.tf.tidy(() =>
      loaded.tf
        .matMul(
          [
            [1, 2],
            [3, 4],
          ],
          [
            [5, 6],
            [7, 8],
          ],
        )
        .arraySync(),
    );
    assert.deepEqual(product, [
      [19, 22],
      [43, 50],
    ]);
  });
}

test("without a wish the fastest backend that works is taken, and the reason says why not a faster one", async () => {
  const { backend, reason } = await tensorflow();
  if (backend === "native") assert.match(reason, /native backend works/);
  else assert.match(reason, /^native: /);
});
