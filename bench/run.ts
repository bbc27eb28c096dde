// Times our calls beside their peers, in pairs, each run in a process of its own:
//   npm run bench                       every case
//   npm run bench -- kmeans 5           the cases whose name has the word, 5 pairs each (3 unless told)
// Needs a built project (npm run build). Peers that are not here are named and left out: scikit-learn (in the Python that
// CLIENTELE_PYTHON names, else python3), ml-kmeans (npm ci), flexclust (in R). The survey is looked for in CLIENTELE_DATA.
// Prints a table, writes reports/bench.json and, of the linear cases, bench/linear.svg. What was measured when and where stands in
// bench/RESULTS.md.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { dataset } from "../src/collect/dataset.js";
import { type Case, cases } from "./cases.js";
import { linearFigure } from "./linearFigure.js";
import { machineLimits } from "./machineLimits.js";
import { type Peer, type PeerName, peer } from "./peers.js";

/** What a run prints: seconds of the call alone, the most memory of the process, and figures that show what was found. */
interface Measured {
  seconds: number;
  megabytes: number;
  found: number | number[];
  iterations?: number;
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const [word = "", pairsText = "3"] = process.argv.slice(2);
const pairs = Number(pairsText);
const folder = mkdtempSync(join(tmpdir(), "clientele-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

function outputOf([command, ...parameters]: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command!, parameters, { encoding: "utf8", maxBuffer: 1 << 26 });
  if (status !== 0)
    throw new Error(`expected ${command} ${parameters.join(" ")} to end with 0, got ${status}: ${stderr}`);
  return stdout;
}

function measure(command: readonly string[]): Measured {
  return JSON.parse(outputOf(command).trim().split("\n").at(-1)!) as Measured;
}

const median = (values: number[]) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

function compare(one: Case, beside: Peer | undefined, survey: string | undefined) {
  const task = JSON.stringify({ ...one, folder, survey });
  const us = [process.execPath, here("ours.mjs")];
  if (one.rows !== undefined) outputOf([...us, "data", task]);
  const ours: Measured[] = [];
  const peers: Measured[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    // The machine may slow down for a while: who goes first changes.
    const runs = [() => ours.push(measure([...us, "run", task]))];
    if (beside !== undefined) runs.push(() => peers.push(measure([...beside.command, task])));
    if (pair % 2 === 1) runs.reverse();
    for (const run of runs) run();
  }
  if (one.rows !== undefined) rmSync(join(folder, `${one.rows}x${one.width}k${one.k}`));
  const of = (all: Measured[], key: "seconds" | "megabytes") =>
    all.length === 0 ? null : median(all.map((each) => each[key]));
  const ratios = peers.map(({ seconds }, i) => seconds / ours[i]!.seconds);
  return {
    case: one.name,
    ours: of(ours, "seconds"),
    peer: of(peers, "seconds"),
    peerName: one.peer ?? null,
    published: one.published ?? null,
    ratio: ratios.length === 0 ? null : median(ratios),
    ratios,
    oursMegabytes: of(ours, "megabytes"),
    peerMegabytes: of(peers, "megabytes"),
    oursFound: ours[0]!.found,
    peerFound: peers[0]?.found ?? null,
    iterations: ours[0]!.iterations ?? null,
  };
}

const chosen = cases.filter(({ name }) => name.includes(word));
const peersHere = new Map<PeerName, Peer | undefined>();
for (const { peer: name } of chosen) if (name !== undefined && !peersHere.has(name)) peersHere.set(name, peer(name));
const surveys = new Map<string, string | undefined>();
for (const { rows, name, survey = "mcdonalds" } of chosen)
  if (rows === undefined && !surveys.has(survey))
    surveys.set(
      survey,
      await dataset(survey, { download: false }).catch((error: Error) => {
        console.log(`Left out: ${name}. ${error.message}`);
        return undefined;
      }),
    );

const date = new Date().toISOString().slice(0, 10);
const machine = `${cpus()[0]!.model}, ${cpus().length} threads, ${Math.round(totalmem() / 2 ** 30)} GiB, node ${process.versions.node}`;
console.log(`${date}, ${machine}`);
for (const [name, found] of peersHere) console.log(`${name} ${found === undefined ? "is not here" : found.version}`);
const limits = machineLimits();
console.log(
  `memory ${limits.gigabytesPerSecond.toFixed(1)} GB/s, ${limits.gigaflops.toFixed(1)} GFLOP/s in plain code on one thread\n`,
);
const figure = (value: number | null, digits: number) => (value === null ? "-" : value.toFixed(digits));
const ratioOf = ({ ratio, ratios }: ReturnType<typeof compare>) =>
  ratio === null ? "-" : `${ratio.toFixed(2)} (${ratios.map((one) => one.toFixed(2)).join(" ")})`;
const list = (found: number | number[] | null) => (found === null ? "-" : [found].flat().join(" "));
const results: ReturnType<typeof compare>[] = [];
const timed: { rows: number; seconds: number; iterations: number }[] = [];
for (const one of chosen) {
  const survey = surveys.get(one.survey ?? "mcdonalds");
  if (one.rows === undefined && survey === undefined) continue;
  const result = compare(one, one.peer === undefined ? undefined : peersHere.get(one.peer), survey);
  results.push(result);
  if (one.name.startsWith("linear:"))
    timed.push({ rows: one.rows!, seconds: result.ours!, iterations: result.iterations! });
  const published = result.peer === null && one.published !== undefined ? ` (${one.peer}: ${one.published})` : "";
  console.log(
    [
      result.case.padEnd(50),
      `ours ${figure(result.ours, 3)} s`.padEnd(16),
      `peer ${figure(result.peer, 3)} s${published}`.padEnd(16),
      `ratio ${ratioOf(result)}`.padEnd(40),
      `MB ${figure(result.oursMegabytes, 0)} / ${figure(result.peerMegabytes, 0)}`.padEnd(18),
      `found ${list(result.oursFound)} / ${list(result.peerFound)}`,
    ].join(" "),
  );
}
const versions = Object.fromEntries(Array.from(peersHere, ([name, found]) => [name, found?.version ?? null]));
mkdirSync("reports", { recursive: true });
writeFileSync(
  "reports/bench.json",
  `${JSON.stringify({ date, node: process.versions.node, cpu: cpus()[0]!.model, peers: versions, limits, results }, null, 2)}\n`,
);
if (timed.length > 1) writeFileSync(here("linear.svg"), `${linearFigure(timed, `${date}, ${machine}`).svg}\n`);
