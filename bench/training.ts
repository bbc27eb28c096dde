// Trainings of networks beside those of TensorFlow.js, Keras and PyTorch, each run in a process of its own:
//   node --import tsx bench/training.ts             everything, three rounds of the steps
//   node --import tsx bench/training.ts 5 steps     five rounds, and only the parts named: steps, mnist, customers
// Needs a built project (npm run build). Keras on TensorFlow and PyTorch are looked for in the Python that CLIENTELE_PYTHON names, else python3; the native backend is built by
// `clientele native`. Whoever is not here is named and left out. Prints tables and writes reports/training.json; what was measured when and where stands in bench/RESULTS.md.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type CurvedShape, curvedClusters } from "./curvedClusters.js";
import { machineLimits } from "./machineLimits.js";
import { peer } from "./peers.js";

/** What a run prints: milliseconds a step or seconds of the call, the most memory of the process, and the loss at its end. */
interface Measured {
  readonly milliseconds?: number;
  readonly seconds?: number;
  readonly megabytes: number;
  readonly found: number;
  /** Of a fit: processor time of all threads, memory before the call, epochs of each seed, and what it says of itself. */
  readonly processorSeconds?: number;
  readonly before?: number;
  readonly epochs?: readonly number[];
  readonly verdict?: string;
}

/** Somebody who trains. */
interface Side {
  readonly name: string;
  readonly command: readonly string[];
  readonly backend?: string;
}

const [roundsText = "3", ...words] = process.argv.slice(2);
const rounds = Number(roundsText);
const asked = (part: string) => words.length === 0 || words.includes(part);
const ours = fileURLToPath(new URL("trainingOurs.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "clientele-training-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

function run([command, ...parameters]: readonly string[], task: object): Measured {
  const all = [...parameters, JSON.stringify(task)];
  const { status, stdout, stderr } = spawnSync(command!, all, { encoding: "utf8" });
  if (status !== 0) throw new Error(`expected ${command} ${all.join(" ")} to end with 0, got ${status}: ${stderr}`);
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as Measured;
}

/** The shape, and the file in which its rows are. */
function made(shape: CurvedShape): CurvedShape & { readonly file: string } {
  const file = join(folder, `${shape.rows}x${shape.width}`);
  writeFileSync(file, curvedClusters(shape));
  return { ...shape, file };
}

const median = (values: readonly number[]) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** The sides that are here, ours and theirs; the others are named. */
function present(): Side[] {
  const sides: Side[] = [];
  for (const backend of ["wasm", "native"]) {
    const { status, stdout } = spawnSync(process.execPath, [ours, "version", JSON.stringify({ backend })], {
      encoding: "utf8",
    });
    if (status !== 0) {
      console.log(`The ${backend} backend is not here`);
      continue;
    }
    const { version, threads } = JSON.parse(stdout);
    console.log(`TensorFlow.js ${version}, ${backend}: ${threads === 1 ? "one thread" : `${threads} threads`}`);
    sides.push({ name: `ours, ${backend}`, command: [process.execPath, ours, "steps"], backend });
    sides.push({ name: `model.fit, ${backend}`, command: [process.execPath, ours, "modelFit"], backend });
  }
  for (const name of ["Keras", "PyTorch"] as const) {
    const found = peer(name);
    console.log(found === undefined ? `${name} is not here` : `${name}: ${found.version}`);
    if (found !== undefined) sides.push({ name, command: found.command });
  }
  return sides;
}

/** A step of 32-64-8-64-32 on 256 rows, which Adam takes with a rate of .001: all sides the same rows, and as many steps. */
function steps(sides: readonly Side[], activation: "relu" | "tanh") {
  const task = {
    ...made({ rows: 10_240, width: 32, k: 6 }),
    activation,
    layers: [64],
    embedding: 8,
    batch: 256,
    epochs: 26,
  };
  const runs = sides.map((): Measured[] => []);
  for (let round = 0; round < rounds; round++) {
    // The machine may slow down for a while: who goes first changes.
    const order = [...sides.keys()];
    if (round % 2 === 1) order.reverse();
    for (const side of order) runs[side]!.push(run(sides[side]!.command, { ...task, backend: sides[side]!.backend }));
  }
  const results = sides.map(({ name }, i) => ({
    name,
    milliseconds: median(runs[i]!.map(({ milliseconds }) => milliseconds!)),
    all: runs[i]!.map(({ milliseconds }) => milliseconds!),
    megabytes: median(runs[i]!.map(({ megabytes }) => megabytes)),
    loss: median(runs[i]!.map(({ found }) => found)),
  }));
  console.log(activation);
  for (const { name, milliseconds, all, megabytes, loss } of results)
    console.log(
      `${name.padEnd(20)} ${milliseconds.toFixed(2)} ms a step (${all.map((one) => one.toFixed(2)).join(" ")}), ${megabytes.toFixed(0)} MB, loss ${loss.toFixed(4)}`,
    );
  const ratios = [
    ["ours, wasm", "model.fit, wasm"],
    ["ours, native", "model.fit, native"],
    ["ours, native", "Keras"],
    ["ours, native", "PyTorch"],
    ["ours, wasm", "Keras"],
    ["ours, wasm", "PyTorch"],
  ].flatMap(([us, them]) => {
    const [a, b] = [results.find(({ name }) => name === us), results.find(({ name }) => name === them)];
    if (a === undefined || b === undefined) return [];
    const all = b.all.map((one, i) => one / a.all[i]!);
    console.log(`${us} beside ${them}: ${median(all).toFixed(2)} (${all.map((one) => one.toFixed(2)).join(" ")})`);
    return { ours: us, theirs: them, ratio: median(all), all };
  });
  return { activation, results, ratios };
}

/** Whole calls with their defaults. */
function fits(shape: CurvedShape, choices: readonly { method: string; backend: string; restarts?: number }[]) {
  const task = made(shape);
  return choices.map((choice) => {
    const found = run([process.execPath, ours, "fit"], { ...task, ...choice });
    const name = `${shape.rows.toLocaleString("en-US")} x ${shape.width}, k ${shape.k}, ${choice.method}, ${choice.backend}`;
    console.log(
      `${name.padEnd(38)} ${found.seconds!.toFixed(1)} s (${found.processorSeconds!.toFixed(1)} s of processor time), ${found.megabytes.toFixed(0)} MB (${found.before!.toFixed(0)} before the call), epochs ${found.epochs!.join(" ")}, loss ${found.found.toFixed(4)}\n    ${found.verdict}`,
    );
    return { name, ...choice, ...found };
  });
}

const date = new Date().toISOString().slice(0, 10);
const machine = `${cpus()[0]!.model}, ${cpus().length} threads, ${Math.round(totalmem() / 2 ** 30)} GiB, node ${process.versions.node}`;
console.log(`${date}, ${machine}`);
const sides = present();
const limits = machineLimits();
console.log(
  `memory ${limits.gigabytesPerSecond.toFixed(1)} GB/s, ${limits.gigaflops.toFixed(1)} GFLOP/s in plain code on one thread; load ${loadavg()[0]!.toFixed(2)}\n`,
);
const backends = ["wasm", "native"].filter((backend) => sides.some((side) => side.backend === backend));
const stepped = asked("steps") ? [steps(sides, "relu"), steps(sides, "tanh")] : undefined;
const digits = asked("mnist")
  ? fits(
      { rows: 10_000, width: 784, k: 10 },
      backends.map((backend) => ({ method: "kmeans", backend, restarts: 1 })),
    )
  : undefined;
const customers = asked("customers")
  ? fits(
      { rows: 100_000, width: 40, k: 8 },
      ["kmeans", "dec", "idec", "vade"].map((method) => ({ method, backend: "wasm" })),
    )
  : undefined;
mkdirSync("reports", { recursive: true });
writeFileSync(
  "reports/training.json",
  `${JSON.stringify({ date, machine, limits, steps: stepped, mnist: digits, customers }, null, 2)}\n`,
);
