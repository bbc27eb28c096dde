import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { type TensorflowBackend, tensorflow } from "../../src/numeric/tensorflow.js";
import { sharedEngine, sharedOn } from "../sharedEngine.js";

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

for (const first of ["danfo", "Clientele"] as const) {
  test(`danfo and Clientele share one engine on wasm, ${first} loaded first`, { timeout: 120_000 }, () => {
    const { saw, err } = sharedEngine("wasm", first);
    assert.deepEqual(saw, sharedOn("wasm"));
    assert.doesNotMatch(err, /already registered|has already been set/);
  });
}

test("beside another copy of TensorFlow.js, such as danfo's own without our overrides, no kernel is said to be there twice", () => {
  const script = `
    import { createRequire } from "node:module";
    import { tensorflow } from ${JSON.stringify(new URL("../../src/numeric/tensorflow.ts", import.meta.url).href)};
    const load = createRequire(${JSON.stringify(import.meta.url)});
    load("@tensorflow/tfjs");
    for (const file of Object.keys(load.cache)) delete load.cache[file]; // what is loaded now is another copy
    console.log((await tensorflow({ backend: "wasm" })).tf.getBackend());`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", script], {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    encoding: "utf8",
    timeout: 60_000,
  });
  assert.equal(stdout, "wasm\n");
  assert.doesNotMatch(stderr, /already registered|has already been set/);
});

test("the WebAssembly backend leaves no listener for errors that nobody caught", async () => {
  const counts = () => [process.listenerCount("uncaughtException"), process.listenerCount("unhandledRejection")];
  const before = counts();
  await tensorflow({ backend: "cpu" });
  await tensorflow({ backend: "wasm" });
  assert.deepEqual(counts(), before);
});
