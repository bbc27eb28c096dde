import assert from "node:assert/strict";
import { test } from "node:test";
import { blockNeighbors } from "../../../src/numeric/network/blockNeighbors.js";
import { fitNetwork, type NetworkFit } from "../../../src/numeric/network/fitNetwork.js";
import type { NetworkInputs } from "../../../src/numeric/network/inputs.js";
import { nearestGroups } from "../../../src/numeric/network/nearestGroups.js";
import { plainLayers } from "../../../src/numeric/network/plainLayers.js";
import type { NetworkMethod, NetworkPlan } from "../../../src/numeric/network/work.js";
import { type Tensorflow, tensorflow } from "../../../src/numeric/tensorflow.js";
import { random } from "../../../src/random.js";

const plan: NetworkPlan = {
  method: "kmeans",
  k: 3,
  hidden: [12],
  activation: "tanh",
  embedding: 2,
  epochs: 30,
  clusterEpochs: 15,
  batch: 30,
  rate: 0.01,
  clusterRate: 0.002,
  noise: 0,
  dropout: 0,
  neighbors: 5,
  neighborWeight: 1,
  patience: 1000,
  validation: 0,
  weight: 1,
  settled: 0.001,
  seed: 1,
};

/** Three clouds in five columns, thirty rows each, in turn. */
async function inputs(): Promise<NetworkInputs> {
  const draw = random(2);
  const places = Array.from({ length: 3 }, () => Array.from({ length: 5 }, () => 2 * draw.normal()));
  const values = Float32Array.from(
    { length: 90 * 5 },
    (_, at) => places[Math.floor(at / 5) % 3]![at % 5]! + 0.2 * draw.normal(),
  );
  const neighbors = await blockNeighbors(values, 5, { most: 5, seed: 1, threads: 1 }, async () => undefined);
  return { rows: 90, numbers: 5, levels: [], values, neighbors };
}

function toEnd(
  loaded: Tensorflow,
  given: NetworkInputs,
  own: NetworkPlan,
  stopAfter = Number.POSITIVE_INFINITY,
): NetworkFit {
  const steps = fitNetwork(loaded, given, own, () => undefined);
  let step = steps.next();
  for (let done = 1; !step.done; done++) step = steps.next(done >= stopAfter);
  return step.value;
}

function labelsOf({ encoder, decoder, centers, mixture }: NetworkFit, { values }: NetworkInputs): Int32Array {
  const groups = { k: plan.k, centers, ...(mixture === undefined ? {} : { mixture }) };
  return nearestGroups(plainLayers(Float64Array.from(values), encoder), decoder.sizes[0]!, groups);
}

for (const method of ["kmeans", "dec", "idec", "vade"] satisfies NetworkMethod[])
  test(`${method}: finds three clouds, the same for the same seed, and gives all tensors back`, async () => {
    const loaded = await tensorflow({ backend: "wasm" });
    const given = await inputs();
    const before = loaded.tf.memory().numTensors;
    const fit = toEnd(loaded, given, { ...plan, method });
    const labels = labelsOf(fit, given);
    assert.equal(new Set(labels).size, 3);
    labels.forEach((label, i) => {
      assert.equal(label, labels[i % 3], `row ${i}`);
    });
    assert.deepEqual(toEnd(loaded, given, { ...plan, method }), fit);
    assert.notDeepEqual(toEnd(loaded, given, { ...plan, method, seed: 2 }).encoder, fit.encoder);
    assert.equal(loaded.tf.memory().numTensors, before);
  });

test("told to end it gives what it has, and all tensors back; so it does where it is left alone or where the loss grows without bound", async () => {
  const loaded = await tensorflow({ backend: "wasm" });
  const given = await inputs();
  const before = loaded.tf.memory().numTensors;
  for (const method of ["kmeans", "dec", "idec", "vade"] satisfies NetworkMethod[]) {
    const fit = toEnd(loaded, given, { ...plan, method }, 10);
    assert.equal(fit.converged, false);
    assert.ok(
      fit.centers.every((value) => Number.isFinite(value)),
      `${method}: centers are finite`,
    );
    const left = fitNetwork(loaded, given, { ...plan, method }, () => undefined);
    for (let step = 0; step < 40; step++) left.next();
    left.return(undefined as never);
  }
  assert.throws(
    () => toEnd(loaded, given, { ...plan, rate: 1e30 }),
    (error) => error instanceof RangeError && /loss that falls.*lower learningRate/.test(error.message),
  );
  assert.equal(loaded.tf.memory().numTensors, before);
});

test("rows that are kept apart end it, and the best weights until then are kept", async () => {
  const loaded = await tensorflow({ backend: "wasm" });
  const given = await inputs();
  const losses: number[] = [];
  const own = { ...plan, neighborWeight: 0, validation: 0.3, patience: 3, epochs: 400, rate: 0.05 };
  const steps = fitNetwork(loaded, given, own, (_, { validation }) => losses.push(validation!));
  let step = steps.next();
  while (!step.done) step = steps.next();
  assert.ok(losses.length < 400, `ended after ${losses.length} epochs`);
  assert.equal(step.value.converged, true);
  assert.equal(step.value.loss, Math.min(...losses));
});
