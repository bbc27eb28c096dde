import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { DataError } from "../../src/errors.js";
import { type Matrix, matrixOf } from "../../src/matrix.js";
import { random } from "../../src/random.js";
import { matrix } from "../../src/represent/matrix.js";
import { assign } from "../../src/segment/assign.js";
import { type AutoencoderOptions, autoencoder, type TrainingEpoch } from "../../src/segment/autoencoder.js";
import { fromJson, toJson } from "../../src/segmentation.js";

/** Networks that are small enough for tests. */
const small = {
  k: 3,
  layers: [10],
  embedding: 2,
  epochs: 40,
  clusterEpochs: 10,
  batchSize: 30,
  learningRate: 0.02,
  backend: "wasm",
} satisfies AutoencoderOptions;

/** Three clouds, in turn; the first customer lies far from all of them. */
function clouds(rows = 90, scale = 1): Matrix {
  const draw = random(8);
  const column = (places: readonly number[]) =>
    Array.from({ length: rows }, (_, i) => scale * (i === 0 ? 9 : places[i % 3]! + 0.3 * draw.normal()));
  return matrixOf({ a: column([0, 4, 0]), b: column([0, 0, 4]), c: column([3, -3, 0]) });
}

test("what it comes with: seeds, plain methods, embedding, errors, odd customers, history, verdict", async () => {
  const data = clouds();
  const seen: (readonly TrainingEpoch[])[] = [];
  const found = await autoencoder(data, { ...small, seed: 11, onEpochs: (epochs) => seen.push(epochs) });
  assert.deepEqual(
    found.seeds.map(({ seed }) => seed),
    [11, 12, 13, 14, 15],
  );
  assert.equal(found.seeds.filter(({ chosen }) => chosen).length, 1);
  assert.equal(found.seed, found.seeds.find(({ chosen }) => chosen)!.seed);
  // The chosen seed agrees most with the others, by the table itself.
  const mean = (row: readonly number[], i: number) => row.reduce((sum, one, j) => sum + (i === j ? 0 : one), 0) / 4;
  const means = found.seedAgreement.map(mean);
  assert.equal(found.seeds[means.indexOf(Math.max(...means))]!.chosen, true);
  found.seeds.forEach(({ agreement }, i) => {
    assert.ok(Math.abs(agreement! - means[i]!) < 1e-12, `seed ${i}: ${agreement} and ${means[i]}`);
  });
  assert.deepEqual(
    found.baselines.map(({ method }) => method),
    ["kmeans", "ward", "gaussianMixture"],
  );
  assert.match(found.verdict, /^The network did not earn its cost: .*nearly the same segments/);
  assert.equal(found.embedding.length, 90);
  assert.ok(found.embedding.every((place) => place.length === 2));
  assert.equal(found.odd[0]!.id, 0);
  assert.equal(found.odd[0]!.error, Math.max(...found.reconstructionErrors));
  assert.equal(found.history.length, 40);
  assert.ok(found.history.every(({ seed, part }) => seed === found.seed && part === "embedding"));
  assert.equal(seen.at(-1)!.length, 200);
  assert.equal(found.tensorflow.backend, "wasm");
  assert.deepEqual(fromJson(JSON.parse(JSON.stringify(toJson(found)))).labels, found.labels);
});

test("the unit of the columns changes nothing but rounding, and a seed alone is that of a series", async () => {
  const options = { ...small, baselines: false };
  const found = await autoencoder(clouds(), options);
  const larger = await autoencoder(clouds(90, 1024), options);
  assert.deepEqual(larger.labels, found.labels);
  assert.deepEqual(
    larger.model.kind === "network" && larger.model.encoder,
    found.model.kind === "network" && found.model.encoder,
  );
  const alone = await autoencoder(clouds(), { ...options, restarts: 1, seed: found.seed! });
  assert.deepEqual(alone.labels, found.labels);
  assert.deepEqual(alone.embedding, found.embedding);
  assert.match(alone.warnings.join(" "), /1 seed was tried; fewer than five/);
});

test("noise and units left out make other networks, the same for the same seed, that find the clouds all the same", async () => {
  const truth = Array.from({ length: 90 }, (_, i) => i % 3);
  const options = { ...small, baselines: false, restarts: 1, truth };
  const plain = await autoencoder(clouds(), options);
  for (const own of [{ noise: 0.2 }, { dropout: 0.2 }]) {
    const found = await autoencoder(clouds(), { ...options, ...own });
    assert.notDeepEqual(found.embedding, plain.embedding);
    assert.deepEqual((await autoencoder(clouds(), { ...options, ...own })).embedding, found.embedding);
    assert.ok(found.seeds[0]!.truth!.accuracy > 0.95, `${JSON.stringify(own)}: ${found.seeds[0]!.truth!.accuracy}`);
  }
});

test("known groups are measured and never learned from", async () => {
  const data = clouds();
  const truth = Array.from({ length: 90 }, (_, i) => `group ${i % 3}`);
  const found = await autoencoder(data, { ...small, truth });
  assert.ok(found.seeds.every((seed) => seed.truth!.accuracy > 0.95));
  assert.ok(found.baselines.every((one) => one.truth!.accuracy > 0.95));
  assert.match(found.verdict, /meets the known groups/);
  assert.deepEqual((await autoencoder(data, { ...small, baselines: false })).embedding, found.embedding);
});

test("missing values do not count: what stands in for them changes nothing", async () => {
  const draw = random(3);
  const rows = Array.from({ length: 60 }, (_, i) => ({
    customer: i,
    a: i % 7 === 0 ? null : 4 * (i % 3) + draw.normal(),
    b: 3 * (i % 2) + draw.normal(),
    channel: i % 11 === 0 ? null : ["web", "store", "phone"][i % 3]!,
  }));
  const prepared = (impute: "zero" | "mean") => matrix(rows, { columns: ["a", "b"], categorical: ["channel"], impute });
  const options = { ...small, baselines: false, restarts: 2, epochs: 15 };
  const [zero, mean] = [await autoencoder(prepared("zero"), options), await autoencoder(prepared("mean"), options)];
  assert.deepEqual(zero.labels, mean.labels);
  assert.deepEqual(zero.reconstructionErrors, mean.reconstructionErrors);
  assert.deepEqual(assign(mean, matrix(rows, { like: mean })), mean.labels);
});

test("too few customers, columns or values are refused, and what can be done is", async () => {
  const refused = async (data: Matrix, message: RegExp, options: Partial<AutoencoderOptions> = {}) =>
    assert.rejects(
      autoencoder(data, { ...small, ...options }),
      (error: Error) => (error instanceof RangeError || error instanceof DataError) && message.test(error.message),
      String(message),
    );
  const points = matrixOf({ x: [1, 1, 2, 2, 3], y: [5, 5, 5, 5, 5] });
  await refused(points, /expected k of at most 3, the number of distinct rows of the matrix, got 4/, { k: 4 });
  await refused(matrixOf({ x: [7, 7, 7] }), /expected k of at most 1/, { k: 2 });
  await refused(matrixOf({}), /at least one column/, { k: 1 });
  await refused(
    { ...points, values: [Float64Array.of(1, Number.NaN, 2, 3, 4), points.values[1]!] },
    /expected finite numbers in x, got NaN in row 2/,
  );
  await refused(
    { ...points, missing: [new Uint8Array(5).fill(1), undefined] },
    /expected some values to learn from, got none/,
  );
  const answers = matrix(
    [1, 2, 3].map((customer) => ({ customer, x: customer, said: null as string | null })),
    { categorical: ["said"] },
  );
  await refused(answers, /expected some values to learn from, got none.*said/, { k: 2 });
  await refused(points, /expected 5 known groups, one per row, got 2/, { truth: [1, 2] });
  await refused(points, /at least two known groups, .*got 1/, { k: 2, truth: ["x", "x", "x", "x", "x"] });
  await refused(points, /at least two known groups, .*got 5/, { k: 2, truth: [1, 2, 3, 4, 5] });
  await refused(points, /expected a loss that falls, got .*lower learningRate/, {
    learningRate: 1e30,
    baselines: false,
  });
  await refused(points, /expected an embedding of finite numbers, got .*lower learningRate/, {
    learningRate: 1e30,
    activation: "relu",
    epochs: 1,
  });
  await refused(matrixOf({ x: [0, 1e200, 3e200] }), /expected columns whose variances a double can hold/, { k: 1 });
  await refused(matrixOf({ x: [0, 1e-12, 1] }), /expected k of at most 2, the number of rows that the network tells/);
  for (const [options, message] of [
    [{ epochs: 0 }, /epochs/],
    [{ layers: [3, 0.5] }, /layers/],
    [{ learningRate: 0 }, /learningRate/],
    [{ validation: 1 }, /validation/],
    [{ noise: -1 }, /noise/],
    [{ dropout: 1 }, /dropout/],
    [{ neighbors: 0 }, /neighbors/],
    [{ method: "som" as never }, /method/],
    [{ activation: "sine" as never }, /activation/],
    [{ restarts: 0 }, /restarts/],
    [{ seed: 2 ** 32 - 2 }, /expected a seed of at most 4294967291, .* got 4294967294/],
    [{ backend: "webgl" as never }, /backend/],
  ] satisfies [Partial<AutoencoderOptions>, RegExp][])
    await refused(points, message, options);
  await assert.rejects(autoencoder(points, { ...small, depth: 3 } as never), TypeError);
  await assert.rejects(
    autoencoder(points, { ...small, onEpochs: "draw" } as never),
    /expected onEpochs to be a function/,
  );
  const one = await autoencoder(matrixOf({ x: [4] }), { ...small, k: 1, restarts: 1 });
  assert.deepEqual([...one.labels], [0]);
  assert.equal(one.converged, true, "there is nothing to learn");
  const equal = await autoencoder(matrixOf({ x: [7, 7, 7] }), { ...small, k: 1, restarts: 1 });
  assert.deepEqual([...equal.labels], [0, 0, 0]);
});

test("importing the package loads no TensorFlow", () => {
  const script = `
    import ${JSON.stringify(new URL("../../src/index.ts", import.meta.url).href)};
    import { createRequire } from "node:module";
    const loaded = Object.keys(createRequire(import.meta.url).cache).filter((name) => name.includes("tensorflow"));
    console.log(loaded.length, globalThis._tfengine === undefined);
  `;
  const printed = execFileSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    encoding: "utf8",
  });
  assert.equal(printed.trim(), "0 true");
});
