// Times our calls beside their peers, in pairs, each run in a process of its own:
//   npm run bench                       every case
//   npm run bench -- kmeans 5           the cases whose name has the word, 5 pairs each (3 unless told)
// Needs a built project (npm run build) and, for the peers, Python with scikit-learn: CLIENTELE_PYTHON names it (python3).
// Prints a table and writes reports/bench.json. What was measured when and where stands in bench/RESULTS.md.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Case, cases } from "./cases.js";
import { machineLimits } from "./machineLimits.js";

/** What a run prints: seconds of the call alone, the most memory of the process, and a figure that shows what was found. */
interface Measured {
  seconds: number;
  megabytes: number;
  found: number;
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const [word = "", pairsText = "3"] = process.argv.slice(2);
const pairs = Number(pairsText);
const python = process.env.CLIENTELE_PYTHON ?? "python3";
const folder = mkdtempSync(join(tmpdir(), "clientele-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

function outputOf(command: string, parameters: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, parameters, { encoding: "utf8", maxBuffer: 1 << 26 });
  if (status !== 0)
    throw new Error(`expected ${command} ${parameters.join(" ")} to end with 0, got ${status}: ${stderr}`);
  return stdout;
}

function measure(command: string, parameters: string[]): Measured {
  return JSON.parse(outputOf(command, parameters).trim().split("\n").at(-1)!) as Measured;
}

const median = (values: number[]) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

function compare(one: Case) {
  const task = JSON.stringify({ ...one, folder });
  if (one.rows !== undefined) outputOf(process.execPath, [here("ours.mjs"), "data", task]);
  const ours: Measured[] = [];
  const peers: Measured[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    // The machine may slow down for a while: who goes first changes.
    const runs = [
      () => ours.push(measure(process.execPath, [here("ours.mjs"), "run", task])),
      () => peers.push(measure(python, [here("peer.py"), task])),
    ];
    if (one.peer === undefined) runs.pop();
    if (pair % 2 === 1) runs.reverse();
    for (const run of runs) run();
  }
  const of = (all: Measured[], key: keyof Measured) => (all.length === 0 ? null : median(all.map((each) => each[key])));
  return {
    case: one.name,
    ours: of(ours, "seconds"),
    peer: of(peers, "seconds"),
    ratio: peers.length === 0 ? null : median(peers.map(({ seconds }, i) => seconds / ours[i]!.seconds)),
    ratios: peers.map(({ seconds }, i) => seconds / ours[i]!.seconds),
    oursMegabytes: of(ours, "megabytes"),
    peerMegabytes: of(peers, "megabytes"),
    oursFound: of(ours, "found"),
    peerFound: of(peers, "found"),
  };
}

const results = [];
console.log(
  `${cpus()[0]!.model}, ${cpus().length} threads, ${Math.round(totalmem() / 2 ** 30)} GiB, node ${process.versions.node}`,
);
const limits = machineLimits();
console.log(
  `memory ${limits.gigabytesPerSecond.toFixed(1)} GB/s, ${limits.gigaflops.toFixed(1)} GFLOP/s in plain code on one thread\n`,
);
const figure = (value: number | null, digits: number) => (value === null ? "-" : value.toFixed(digits));
for (const one of cases.filter(({ name }) => name.includes(word))) {
  const result = compare(one);
  results.push(result);
  console.log(
    [
      result.case.padEnd(44),
      `ours ${figure(result.ours, 3)} s`.padEnd(16),
      `peer ${figure(result.peer, 3)} s`.padEnd(16),
      `ratio ${figure(result.ratio, 2)} (${result.ratios.map((ratio) => ratio.toFixed(2)).join(" ")})`.padEnd(40),
      `MB ${figure(result.oursMegabytes, 0)} / ${figure(result.peerMegabytes, 0)}`.padEnd(18),
      `found ${result.oursFound} / ${result.peerFound ?? "-"}`,
    ].join(" "),
  );
}
mkdirSync("reports", { recursive: true });
writeFileSync(
  "reports/bench.json",
  `${JSON.stringify({ node: process.versions.node, cpu: cpus()[0]!.model, limits, results }, null, 2)}\n`,
);
