import assert from "node:assert/strict";
import { test } from "node:test";
import { matrixOf } from "../../../src/matrix.js";
import { tensorflow } from "../../../src/numeric/tensorflow.js";
import { random } from "../../../src/random.js";
import { autoencoder, type TrainingEpoch } from "../../../src/segment/autoencoder.js";
import { hurriedClock } from "../../hurriedClock.js";

test("told to end in its first seed: the result is that seed's, those not begun are left out, and the last onEpochs has all epochs", async () => {
  const generator = random(1);
  const points = matrixOf({
    x: Array.from({ length: 300 }, (_, i) => 9 * (i % 2) + generator.normal()),
    y: Array.from({ length: 300 }, generator.normal),
  });
  const stop = new AbortController();
  const calls: [epochs: readonly TrainingEpoch[], total: number][] = [];
  const found = await autoencoder(points, {
    k: 2,
    layers: [8],
    embedding: 1,
    epochs: 5000,
    patience: 5000,
    restarts: 3,
    seed: 4,
    threads: 1,
    signal: stop.signal,
    onEpochs: (epochs, total) => {
      calls.push([epochs, total]);
      if (epochs.length > 0) stop.abort(new Error("enough"));
    },
  });
  assert.deepEqual(
    found.seeds.map(({ seed, chosen, converged }) => [seed, chosen, converged]),
    [[4, true, false]],
  );
  assert.ok(Number.isFinite(found.quality.loss), String(found.quality.loss));
  assert.match(found.warnings.join(" "), /The training was interrupted/);
  assert.equal(calls[0]![1], 15_000, "at most");
  const [epochs, total] = calls.at(-1)!;
  assert.deepEqual([total, found.history], [epochs.length, epochs]);
});

test("told to end while plain methods are fitted beside it: what was learned is kept, and a warning says that they are missing", async () => {
  const generator = random(2);
  const points = matrixOf({
    x: Array.from({ length: 200 }, generator.normal),
    y: Array.from({ length: 200 }, generator.normal),
  });
  const stop = new AbortController();
  const found = await autoencoder(points, {
    k: 2,
    layers: [4],
    embedding: 1,
    epochs: 3,
    restarts: 5,
    threads: 1,
    signal: stop.signal,
    onProgress: (_done, _total, note) => {
      if (note === "kmeans beside it") stop.abort(new Error("enough"));
    },
  });
  assert.equal(found.seeds.length, 5);
  assert.deepEqual(found.baselines, []);
  assert.match(found.warnings.join(" "), /interrupted before the plain methods beside it were fitted/);
});

test("told to end before the first epoch is over: the signal's reason comes, and every tensor is given back", async () => {
  const { tf } = await tensorflow({ backend: "wasm" });
  const before = tf.memory().numTensors;
  const stop = new AbortController();
  // Batches of one row, so that an epoch takes longer than the first report.
  const training = autoencoder(matrixOf({ x: Array.from({ length: 4000 }, (_, i) => i % 97) }), {
    k: 2,
    layers: [4],
    batchSize: 1,
    neighborWeight: 0,
    validation: 0,
    epochs: 2,
    restarts: 1,
    backend: "wasm",
    signal: stop.signal,
    onProgress: () => stop.abort(new Error("enough")),
  });
  await assert.rejects(training, /enough/);
  assert.equal(tf.memory().numTensors, before);
});

test("told to end once the training is over, before its seeds are measured: what was learned is kept", async () => {
  const stop = new AbortController();
  const found = await autoencoder(matrixOf({ x: [0, 1, 2, 7, 8, 9] }), {
    k: 2,
    layers: [4],
    epochs: 3,
    restarts: 5,
    signal: stop.signal,
    onEpochs: (epochs, total) => {
      if (epochs.length === total) stop.abort(new Error("enough"));
    },
  });
  assert.equal(found.seeds.length, 5);
  assert.deepEqual(found.baselines, []);
  assert.match(found.warnings.join(" "), /interrupted before the plain methods beside it were fitted/);
});

test("looking for neighbors does not reach the total, at which a progress line ends: the training does", async (context) => {
  hurriedClock(context);
  const generator = random(3);
  const points = matrixOf({
    x: Array.from({ length: 90 }, generator.normal),
    y: Array.from({ length: 90 }, generator.normal),
  });
  const calls: { done: number; total: number | undefined; note: string | undefined }[] = [];
  const cheap = { k: 2, layers: [2], embedding: 1, epochs: 1, restarts: 1, baselines: false, threads: 1 };
  await autoencoder(points, { ...cheap, onProgress: (done, total, note) => calls.push({ done, total, note }) });
  const looking = calls.filter(({ note }) => note?.includes("neighbors"));
  assert.ok(looking.length > 0, "it is told");
  for (const { done, total } of looking) assert.ok(done < total!, `${done} of ${total}`);
  assert.deepEqual(calls.at(-1), { done: 1, total: 1, note: "Autoencoder, k 2" });
});

test("an error of onProgress is no interrupt: it comes out as it is, and every tensor is given back", async () => {
  const { tf } = await tensorflow({ backend: "wasm" });
  const before = tf.memory().numTensors;
  const points = matrixOf({ x: Array.from({ length: 500 }, (_, i) => i % 97) });
  const onProgress = (done: number) => {
    if (done > 1) throw new TypeError("no such element");
  };
  const options = { k: 2, layers: [4], epochs: 5000, restarts: 1, backend: "wasm", threads: 1, onProgress } as const;
  await assert.rejects(autoencoder(points, options), new TypeError("no such element"));
  assert.equal(tf.memory().numTensors, before);
});

test("progress reaches its total once, when the plain methods beside it are fitted, too", async () => {
  const points = matrixOf({ x: Array.from({ length: 60 }, (_, i) => (i % 2) * 9 + (i % 7)) });
  const calls: { over: boolean; note: string | undefined }[] = [];
  const onProgress = (done: number, total?: number, note?: string) => calls.push({ over: done >= total!, note });
  await autoencoder(points, { k: 2, layers: [2], embedding: 1, epochs: 2, restarts: 2, threads: 1, onProgress });
  assert.deepEqual(
    calls.filter(({ over }) => over),
    [{ over: true, note: "Autoencoder, k 2" }],
  );
  assert.equal(calls.at(-1)!.over, true);
  assert.deepEqual(
    calls.flatMap(({ note }) => (note?.endsWith("beside it") ? [note] : [])),
    ["kmeans beside it", "ward beside it", "gaussianMixture beside it"],
  );
});
