import type { Matrix } from "../../matrix.js";
import { distinctRows } from "../../numeric/distinctRows.js";
import { hasWasm } from "../../numeric/kernels.js";
import { areStarted, runOnThread, usualThreads } from "../../numeric/pool.js";
import { type RefitTask, refit } from "../../numeric/refit.js";
import { rowMajor } from "../../numeric/rowMajor.js";
import { untilEnded } from "../../numeric/untilEnded.js";
import { withinSquares } from "../../numeric/withinSquares.js";
import type { Interrupt, Pace } from "../../pace.js";
import type { Segmentation } from "../../segmentation.js";
import { kmeans } from "../kmeans.js";
import { type Method, requireSegments } from "./method.js";

/** How the clouds are segmented: all alike, so that they can be compared. */
export interface ScoreOptions {
  readonly ks: readonly number[];
  readonly method: Method;
  readonly restarts: number;
  readonly seed: number;
  readonly threads?: number | undefined;
  readonly signal?: Interrupt | undefined;
  readonly clock: Pace;
  /** Clouds that were scored before these, for the progress. */
  readonly done: number;
  readonly note: string;
}

/** A cloud of which nothing is left over has no logarithm. */
const least = Math.log(1e-30);

/** Work (rows x columns x centers x starts) below which starting threads takes longer than it saves, and sending to those that run. */
const worth = { starting: 2e7, sending: 2e6 };

/**
 * For each of the clouds and each k: how much of what one segment leaves open is still open with k, as a logarithm (smaller is more
 * structure). What is open is the method's own objective: its cost, or minus its log likelihood per row (a difference then), or
 * else the sum of squared distances to the segment means.
 */
export async function structureScores(clouds: readonly Matrix[], options: ScoreOptions): Promise<Float64Array[]> {
  return options.method === kmeans ? byKmeans(clouds, options) : byMethod(clouds, options);
}

async function byMethod(
  clouds: readonly Matrix[],
  { ks, method, restarts, seed, threads, signal, clock, done, note }: ScoreOptions,
): Promise<Float64Array[]> {
  const fit = async (cloud: Matrix, k: number) =>
    requireSegments(
      await method(cloud, {
        k,
        restarts,
        seed,
        ...(threads === undefined ? {} : { threads }),
        ...(signal === undefined ? {} : { signal }),
      }),
      k,
    );
  const scores: Float64Array[] = [];
  for (const [at, cloud] of clouds.entries()) {
    const row = new Float64Array(ks.length);
    let one: Segmentation | undefined;
    for (const [i, k] of ks.entries()) {
      if (clock.due()) await clock.rest(done + at, note);
      const found = await fit(cloud, k);
      const { cost, logLikelihood } = found.quality;
      if (cost !== undefined || logLikelihood !== undefined) one ??= await fit(cloud, 1);
      row[i] =
        logLikelihood !== undefined
          ? (one!.quality.logLikelihood! - logLikelihood) / cloud.rows
          : cost !== undefined
            ? share(cost, one!.quality.cost!)
            : share(withinSquares(cloud.values, found.labels, k), total(cloud));
    }
    scores.push(row);
  }
  return scores;
}

/** k-means on the threads of the pool, a cloud on each, or on this one. */
async function byKmeans(
  clouds: readonly Matrix[],
  { ks, restarts, seed, threads: wanted, clock, done, note }: ScoreOptions,
): Promise<Float64Array[]> {
  const wasm = hasWasm();
  const stop = new Int32Array(wasm ? new SharedArrayBuffer(4) : new ArrayBuffer(4));
  const tasksOf = (cloud: Matrix): (RefitTask | undefined)[] => {
    const { rows } = cloud;
    const width = cloud.values.length;
    const flat = new Float64Array(wasm ? new SharedArrayBuffer(rows * width * 8) : new ArrayBuffer(rows * width * 8));
    flat.set(rowMajor(cloud.values, rows));
    const times = new Int32Array(rows).fill(1);
    const most = distinctRows(cloud.values, Math.max(...ks));
    return ks.map((k) =>
      k > most ? undefined : { task: "refit", rows: flat, width, times, k, restarts, seed, wasm, stop },
    );
  };
  const row = (cloud: Matrix, inertias: readonly (number | undefined)[]) => {
    const all = total(cloud);
    return Float64Array.from(inertias, (inertia) => share(inertia ?? 0, all));
  };
  const sum = ks.reduce((all, k) => all + k, 0);
  const size = clouds.reduce((all, { rows, values }) => all + rows * values.length * sum * restarts, 0);
  const threads = wasm && size >= (areStarted() ? worth.sending : worth.starting) ? (wanted ?? usualThreads()) : 1;
  const scores: Float64Array[] = new Array(clouds.length);
  if (threads === 1) {
    for (const [at, cloud] of clouds.entries()) {
      const inertias: (number | undefined)[] = [];
      for (const task of tasksOf(cloud)) {
        if (task === undefined) {
          inertias.push(undefined);
          continue;
        }
        const steps = refit(task);
        for (;;) {
          const step = steps.next();
          if (step.done) {
            inertias.push(step.value.inertia);
            break;
          }
          if (clock.due()) await clock.rest(done + at, note);
        }
      }
      scores[at] = row(cloud, inertias);
    }
    return scores;
  }
  let next = 0;
  let ended = 0;
  const lane = async (place: number): Promise<void> => {
    while (next < clouds.length && stop[0] === 0) {
      const at = next++;
      const found = await Promise.all(
        tasksOf(clouds[at]!).map((task) => (task === undefined ? undefined : runOnThread(place, task))),
      );
      scores[at] = row(
        clouds[at]!,
        found.map((one) => one?.inertia),
      );
      ended++;
    }
  };
  await untilEnded(
    Promise.all(Array.from({ length: 2 * threads }, (_, i) => lane(i % threads))),
    () => clock.rest(done + ended, note),
    () => Atomics.store(stop, 0, 1),
  );
  return scores;
}

function total({ values, rows }: Matrix): number {
  return withinSquares(values, new Int32Array(rows), 1);
}

function share(open: number, all: number): number {
  return all === 0 ? 0 : Math.max(least, Math.log(open / all));
}
