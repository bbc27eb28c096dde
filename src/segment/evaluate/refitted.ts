import type { Matrix } from "../../matrix.js";
import { hasWasm } from "../../numeric/kernels.js";
import { runOnThread, usualThreads } from "../../numeric/pool.js";
import { type RefitTask, refit } from "../../numeric/refit.js";
import { untilEnded } from "../../numeric/untilEnded.js";
import type { Interrupt, Pace } from "../../pace.js";
import { assign } from "../assign.js";
import { kmeans } from "../kmeans.js";
import type { Method } from "./method.js";
import { type DistinctRows, type Sample, sampleOf } from "./resample.js";

/** Two samples that are compared at k segments. `done` takes the labels that either solution gives to all rows. */
export interface Job {
  readonly k: number;
  samples(): readonly [Sample, Sample];
  done(first: Int32Array, second: Int32Array): void;
}

/** How the jobs are done. */
export interface RefittedOptions {
  readonly method: Method;
  readonly restarts: number;
  readonly threads?: number | undefined;
  readonly signal?: Interrupt | undefined;
  readonly clock: Pace;
}

/** Distances (rows x columns x centers) below which starting threads takes longer than they save. */
const worthThreads = 2e7;

/**
 * Fits the method to both samples of every job and hands over the labels of all rows. k-means runs on the threads of the pool, a
 * whole fit on each; another method one fit after the other. Which fit ends first changes nothing, for every job has a place of its own.
 */
export async function refitted(
  matrix: Matrix,
  distinct: DistinctRows,
  jobs: readonly Job[],
  options: RefittedOptions,
): Promise<void> {
  if (options.method !== kmeans) return withMethod(matrix, jobs, options);
  const wasm = hasWasm();
  const { first, numbers } = distinct;
  const width = matrix.columns.length;
  if (width === 0) throw new RangeError("expected a matrix with at least one numeric column, got none");
  const shared = (bytes: number) => (wasm ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
  const rows = new Float64Array(shared(first.length * width * 8));
  first.forEach((row, i) => {
    for (let j = 0; j < width; j++) rows[i * width + j] = matrix.values[j]![row]!;
  });
  const stop = new Int32Array(shared(4));
  const task = ({ rows: drawn, seed }: Sample, k: number): RefitTask => {
    const times = new Int32Array(first.length);
    for (const row of drawn) times[numbers[row]!]!++;
    return { task: "refit", rows, width, times, k, restarts: options.restarts, seed, wasm, stop };
  };
  const all = (labels: Int32Array): Int32Array => numbers.map((number) => labels[number]!);
  const size = jobs.reduce((sum, { k }) => sum + 2 * k * first.length * width * options.restarts, 0);
  const threads = wasm && size >= worthThreads ? (options.threads ?? usualThreads()) : 1;
  const run = threads === 1 ? here : onThreads;
  await run(jobs, threads, (job, sample) => task(sample, job.k), all, stop, options.clock);
}

type Run = (
  jobs: readonly Job[],
  threads: number,
  task: (job: Job, sample: Sample) => RefitTask,
  all: (labels: Int32Array) => Int32Array,
  stop: Int32Array,
  clock: Pace,
) => Promise<void>;

/** On this thread, pausing between iterations. */
const here: Run = async (jobs, _threads, task, all, _stop, clock) => {
  for (const [done, job] of jobs.entries()) {
    const labels: Int32Array[] = [];
    for (const sample of job.samples()) {
      const steps = refit(task(job, sample));
      for (;;) {
        const { done: ended, value } = steps.next();
        if (ended) {
          labels.push(all(value.labels));
          break;
        }
        if (clock.due()) await clock.rest(done, note(job, done, jobs.length));
      }
    }
    job.done(labels[0]!, labels[1]!);
  }
};

/** On the threads of the pool, while this one only compares and watches. */
const onThreads: Run = async (jobs, threads, task, all, stop, clock) => {
  let next = 0;
  let done = 0;
  const lane = async (place: number): Promise<void> => {
    while (next < jobs.length && stop[0] === 0) {
      const job = jobs[next++]!;
      const fits = await Promise.all(job.samples().map((sample) => runOnThread(place, task(job, sample))));
      job.done(all(fits[0]!.labels), all(fits[1]!.labels));
      done++;
    }
  };
  // Two jobs for each thread, so that none waits while the last one's labels are compared.
  const work = Promise.all(Array.from({ length: 2 * threads }, (_, i) => lane(i % threads)));
  await untilEnded(
    work,
    () => clock.rest(done, note(jobs[Math.min(done, jobs.length - 1)]!, done, jobs.length)),
    () => Atomics.store(stop, 0, 1),
  );
};

async function withMethod(
  matrix: Matrix,
  jobs: readonly Job[],
  { method, restarts, threads, signal, clock }: RefittedOptions,
): Promise<void> {
  for (const [done, job] of jobs.entries()) {
    const labels: Int32Array[] = [];
    for (const sample of job.samples()) {
      if (clock.due()) await clock.rest(done, note(job, done, jobs.length));
      const { k } = job;
      const fitted = await method(sampleOf(matrix, sample), {
        k,
        restarts,
        seed: sample.seed,
        ...(threads === undefined ? {} : { threads }),
        ...(signal === undefined ? {} : { signal }),
      });
      if (fitted.k > k)
        throw new RangeError(`expected a method that finds ${k} segments, got one that found ${fitted.k}`);
      labels.push(assign(fitted, matrix));
    }
    job.done(labels[0]!, labels[1]!);
  }
}

function note(job: Job, done: number, jobs: number): string {
  return `stability, k ${job.k}: ${done} of ${jobs} pairs of samples`;
}
