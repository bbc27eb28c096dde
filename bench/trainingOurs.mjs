// Trainings of ours and of TensorFlow.js, each in a process of its own:  node bench/trainingOurs.mjs version|steps|modelFit|fit TASK   (see training.ts)
// Plain JavaScript on the built package, as users run it.
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { autoencoder, matrixOf } from "../dist/index.js";
import { fitNetwork } from "../dist/numeric/network/fitNetwork.js";
import { tensorflow } from "../dist/numeric/tensorflow.js";

const [what, text] = process.argv.slice(2);
const { rows, width, k, file, backend, layers, embedding, batch, epochs, activation, method, restarts } =
  JSON.parse(text);

/** The rows, one after the other. */
function read() {
  const bytes = readFileSync(file);
  return new Float32Array(bytes.buffer, bytes.byteOffset, rows * width);
}

/** Milliseconds a step in the median epoch, the first not counted, and the loss of the last. */
function paceOf(times, loss) {
  const spans = times.slice(1).map((time, i) => time - times[i]);
  const median = spans.sort((a, b) => a - b)[spans.length >> 1];
  return { milliseconds: median / Math.ceil(rows / batch), found: loss };
}

async function version() {
  const { version } = await tensorflow({ backend });
  return { version, threads: backend === "native" ? availableParallelism() : 1 };
}

/** The training that `autoencoder` starts, of one seed and with so many epochs. */
async function steps() {
  const loaded = await tensorflow({ backend });
  const plan = {
    method: "kmeans",
    k,
    hidden: layers,
    activation,
    embedding,
    epochs,
    clusterEpochs: 0,
    batch,
    rate: 1e-3,
    clusterRate: 1e-3,
    noise: 0,
    dropout: 0,
    neighbors: 10,
    neighborWeight: 0,
    patience: Number.POSITIVE_INFINITY,
    validation: 0,
    weight: 0.1,
    settled: 0.001,
    seed: 1,
  };
  const times = [];
  let last = 0;
  const fit = fitNetwork(loaded, { rows, numbers: width, levels: [], values: read() }, plan, (_, { loss }) => {
    times.push(performance.now());
    last = loss;
  });
  while (!fit.next().done);
  return paceOf(times, last);
}

/** The same network as a model of TensorFlow.js. */
async function modelFit() {
  const { tf } = await tensorflow({ backend });
  const dense = (units, activation, rest = {}) => tf.layers.dense({ units, activation, ...rest });
  const model = tf.sequential({
    layers: [
      ...layers.map((units, i) => dense(units, activation, i === 0 ? { inputShape: [width] } : {})),
      dense(embedding, "linear"),
      ...[...layers].reverse().map((units) => dense(units, activation)),
      dense(width, "linear"),
    ],
  });
  model.compile({ optimizer: tf.train.adam(1e-3), loss: "meanSquaredError" });
  const x = tf.tensor2d(read(), [rows, width]);
  const times = [];
  let last = 0;
  await model.fit(x, x, {
    batchSize: batch,
    epochs,
    shuffle: true,
    verbose: 0,
    callbacks: {
      onEpochEnd: (_, { loss }) => {
        times.push(performance.now());
        last = loss;
      },
    },
  });
  return paceOf(times, last);
}

/** The whole call. */
async function fit() {
  const values = read();
  const columns = Array.from({ length: width }, (_, j) => [
    `x${j}`,
    Float64Array.from({ length: rows }, (_, i) => values[i * width + j]),
  ]);
  const data = matrixOf(Object.fromEntries(columns));
  const before = process.resourceUsage().maxRSS / 1024;
  const worked = process.cpuUsage();
  const start = performance.now();
  const found = await autoencoder(data, { k, method, backend, ...(restarts && { restarts }) });
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(worked);
  return {
    seconds,
    processorSeconds: (user + system) / 1e6,
    before,
    found: found.quality.loss,
    sizes: found.sizes,
    epochs: found.seeds.map(({ epochs }) => epochs),
    backend: found.tensorflow.backend,
    verdict: found.verdict,
  };
}

const measured = await { version, steps, modelFit, fit }[what]();
console.log(JSON.stringify({ ...measured, megabytes: process.resourceUsage().maxRSS / 1024 }));
process.exit();
