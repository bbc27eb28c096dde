// Our side of a case, in a process of its own:  node bench/ours.mjs data|run CASE   (see run.ts)
// Plain JavaScript on the built package, as users run it.
import { closeSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { kmeans, random, silhouette } from "../dist/index.js";

const [what, text] = process.argv.slice(2);
const { call, rows, width, k, folder } = JSON.parse(text);
const file = join(folder, `${rows}x${width}k${k}`);

function makeData() {
  const draw = random(rows + width + k);
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

const calls = {
  async kmeansGiven({ matrix, centers }) {
    return () => kmeans(matrix, { centers, tolerance: 1e-4 }).then((found) => found.quality.inertia);
  },
  async kmeansRestarts({ matrix }) {
    return () => kmeans(matrix, { k, restarts: 10 }).then((found) => found.quality.inertia);
  },
  async silhouette({ matrix, centers }) {
    const segments = await kmeans(matrix, { centers, tolerance: 1e-4 });
    return async () => (await silhouette(matrix, segments, { sample: "all" })).mean;
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
  const run = await calls[call](readData());
  const start = performance.now();
  const found = await run();
  const seconds = (performance.now() - start) / 1000;
  const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? Number.NaN) / 1024;
  console.log(JSON.stringify({ seconds, megabytes: peak, found }));
}
