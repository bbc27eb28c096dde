// Our side of a case, in a process of its own:  node bench/ours.mjs data|run CASE   (see run.ts)
// Plain JavaScript on the built package, as users run it.
import { closeSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import {
  factors,
  gaussianMixture,
  hdbscan,
  kmeans,
  kprototypes,
  latentClass,
  matrixOf,
  random,
  silhouette,
  stability,
  ward,
} from "../dist/index.js";

const [what, text] = process.argv.slice(2);
const task = JSON.parse(text);
const { call, rows, width, k, tolerance = 1e-4, seed = rows + width + k, folder, survey } = task;
const file = join(folder, `${rows}x${width}k${k}`);

function makeData() {
  const draw = random(seed);
  const centers = Array.from({ length: k * width }, () => draw.normal());
  const out = openSync(file, "w");
  const part = new Float64Array(Math.min(rows, 100_000) * width);
  for (let from = 0; from < rows; from += 100_000) {
    const count = Math.min(100_000, rows - from);
    for (let i = 0; i < count; i++) {
      const center = draw.integer(k) * width;
      for (let j = 0; j < width; j++) part[i * width + j] = centers[center + j] + draw.normal();
    }
    writeSync(out, part, 0, count * width * 8);
  }
  closeSync(out);
}

/** The answers of the McDonald's survey, 1 for yes and 0 for no. */
function readSurvey() {
  const [header, ...lines] = readFileSync(survey, "utf8").trim().split(/\r?\n/);
  const people = lines.map((line) => line.split(","));
  const statements = header.split(",").slice(0, 11);
  return matrixOf(
    Object.fromEntries(statements.map((name, j) => [name, people.map((cells) => Number(cells[j] === "Yes"))])),
  );
}

/** The columns of the file, and the first k rows as a start. */
function readData() {
  const values = Array.from({ length: width }, () => new Float64Array(rows));
  const input = openSync(file, "r");
  const part = new Float64Array(Math.min(rows, 100_000) * width);
  for (let from = 0; from < rows; from += 100_000) {
    const count = Math.min(100_000, rows - from);
    readSync(input, part, 0, count * width * 8);
    for (let i = 0; i < count; i++) for (let j = 0; j < width; j++) values[j][from + i] = part[i * width + j];
  }
  closeSync(input);
  const columns = values.map((_, j) => `x${j}`);
  const preparation = { id: "row", columns: columns.map((column) => ({ column })), categorical: [] };
  const ids = new Array(rows);
  for (let i = 0; i < rows; i++) ids[i] = i;
  const centers = Array.from({ length: k }, (_, c) => values.map((column) => column[c]));
  return { matrix: { rows, ids, columns, values, categorical: [], preparation }, centers };
}

/** The nearest of the first k rows. */
function nearestStart({ values }, centers) {
  const away = (center, i) => values.reduce((sum, column, j) => sum + (column[i] - center[j]) ** 2, 0);
  return Int32Array.from({ length: rows }, (_, i) => {
    const distances = centers.map((center) => away(center, i));
    return distances.indexOf(Math.min(...distances));
  });
}

/** Each reads its data and returns the call to time, which returns what it found. */
const calls = {
  async kmeansGiven() {
    const { matrix, centers } = readData();
    return async () => {
      const { quality, iterations } = await kmeans(matrix, { centers, tolerance });
      return { found: quality.inertia, iterations };
    };
  },
  async kmeansRestarts() {
    const { matrix } = readData();
    return async () => ({ found: (await kmeans(matrix, { k, restarts: 10 })).quality.inertia });
  },
  async silhouette() {
    const { matrix, centers } = readData();
    const segments = await kmeans(matrix, { centers, tolerance });
    return async () => ({ found: (await silhouette(matrix, segments, { sample: "all" })).mean });
  },
  async mixture() {
    const { matrix, centers } = readData();
    const start = nearestStart(matrix, centers);
    const { family, iterations } = task;
    return async () => {
      const { quality } = await gaussianMixture(matrix, { k, family, start, maxIterations: iterations, tolerance: 0 });
      return { found: quality.logLikelihood, iterations };
    };
  },
  async ward() {
    const { matrix } = readData();
    return async () => ({ found: (await ward(matrix, { k })).k });
  },
  async hdbscan() {
    const { matrix } = readData();
    return async () => ({ found: (await hdbscan(matrix, { minClusterSize: 10, minSamples: 10 })).k });
  },
  async kprototypes() {
    const { matrix } = readData();
    const half = width / 2;
    const numbers = matrix.values.slice(0, half);
    const levels = ["0", "1", "2", "3", "4"];
    const categorical = matrix.values.slice(half).map((column, j) => ({
      name: `answer${j}`,
      levels,
      codes: Int32Array.from(column, (value) => ((Math.floor(2 * value) % 5) + 5) % 5),
    }));
    const spreads = numbers.map((column) => {
      const mean = column.reduce((sum, value) => sum + value, 0) / rows;
      return Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows);
    });
    const mixed = {
      ...matrix,
      columns: matrix.columns.slice(0, half),
      values: numbers,
      categorical,
      preparation: {
        id: "row",
        columns: matrix.preparation.columns.slice(0, half),
        categorical: categorical.map(({ name }) => ({ column: name, levels })),
      },
    };
    const prototypes = Array.from({ length: k }, (_, c) => [
      ...numbers.map((column) => column[c]),
      ...categorical.map(({ codes }) => levels[codes[c]]),
    ]);
    const gamma = (0.5 * spreads.reduce((sum, value) => sum + value, 0)) / half;
    return async () => ({ found: (await kprototypes(mixed, { prototypes, gamma, singleMoves: false })).quality.cost });
  },
  async latentClass() {
    const { matrix } = readData();
    const levels = ["0", "1", "2", "3"];
    const categorical = matrix.values.map((column, j) => ({
      name: `answer${j}`,
      levels,
      codes: Int32Array.from(column, (value) => Math.min(3, Math.max(0, Math.floor(value) + 2))),
    }));
    const answers = { ...matrix, columns: [], values: [], categorical };
    return async () => {
      const { quality, iterations } = await latentClass(answers, { k, restarts: 20 });
      return { found: quality.logLikelihood, iterations };
    };
  },
  async factors() {
    const [, ...lines] = readFileSync(survey, "utf8").trim().split(/\r?\n/);
    const answers = lines.map((line) => {
      const cells = line.split(",");
      const items = cells.slice(1, 26).map((cell, i) => [`q${i}`, cell === "" ? null : Number(cell)]);
      return { customer: cells[0], ...Object.fromEntries(items) };
    });
    return async () => {
      const { variance } = await factors(answers, { k: 5 });
      return { found: Array.from(variance.array("ssLoadings"), (value) => Number(value.toFixed(4))) };
    };
  },
  async stability() {
    const people = readSurvey();
    return async () => {
      const { summary } = await stability(people, {
        k: [2, 3, 4, 5, 6, 7, 8],
        replicates: 100,
        restarts: 10,
        divisions: 0,
      });
      return { found: Array.from(summary.array("median"), (median) => Number(median.toFixed(3))) };
    };
  },
};

if (what === "data") makeData();
else {
  // As with the peer, the threads and the compiled code are there before the clock starts.
  const many = 100_000;
  const warm = { rows: many, columns: ["x", "y"], ids: [], categorical: [] };
  const values = [17, 31].map((step) => Float64Array.from({ length: many }, (_, i) => (i * step) % 101));
  const preparation = { id: "row", columns: warm.columns.map((column) => ({ column })), categorical: [] };
  await kmeans({ ...warm, values, preparation }, { k: 9, restarts: 12, tolerance: 1e-4 });
  const run = await calls[call]();
  const start = performance.now();
  const found = await run();
  const seconds = (performance.now() - start) / 1000;
  const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? Number.NaN) / 1024;
  console.log(JSON.stringify({ seconds, megabytes: peak, ...found }));
}
