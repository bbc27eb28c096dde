import { random } from "../random.js";
import { bestOf, isFoundOften } from "./bestOf.js";
import { hasWasm } from "./kernels.js";
import { type Climb, climb } from "./mixtureClimb.js";
import type { Floor } from "./mixtureCovariances.js";
import type { MixtureFamily } from "./mixtureFamily.js";
import { type Mixture, type MixtureShape, MixtureSpace, mixtureBlocks, mixtureMemory } from "./mixtureSpace.js";
import { drawnStart, labeledStart } from "./mixtureStart.js";
import { areStarted, runOnThread, usualThreads } from "./pool.js";
import { rowOrder } from "./rowOrder.js";
import { safeUnit } from "./safeUnit.js";

/** What is searched for, and how long. */
export interface MixturePlan {
  readonly k: number;
  readonly family: MixtureFamily;
  /** Starts at most, and how often the best solution has to come back before fewer will do. */
  readonly starts: number;
  readonly enough: number;
  /** Passes over the rows, of all starts together, after which no further start is made once there are `least` of them. */
  readonly passes: { readonly most: number; readonly least: number };
  readonly seed: number;
  /** A label per row for the first start; without them it is drawn like the others. */
  readonly labels?: ArrayLike<number>;
  readonly maxIterations: number;
  /** Stop a start once the log likelihood of a row lies, by an estimate, no more than this below where it goes. */
  readonly tolerance: number;
  /** Least variance of a component in any direction, as a share of that of the columns. */
  readonly floor: number;
  readonly threads?: number;
}

/** What a search found, in the units of the columns. */
export interface MixtureResult {
  /** One per start, in their order; the first of the best is `best`. */
  readonly climbs: readonly Pick<Climb, "logLikelihood" | "iterations" | "converged" | "collapsed">[];
  readonly best: number;
  /** Shares of the rows in the best mixture; its means and variances or covariances, one after the other. */
  readonly weights: Float64Array;
  readonly means: Float64Array;
  readonly spread: Float64Array;
}

/** Lets the search report and pause: called between passes, it throws to end the search. */
export type BetweenPasses = (done: number, iteration: number) => Promise<void>;

/** Work of a pass (rows x components x columns) that takes longer than sending it, and of a search that is worth starting threads. */
const passWorth = 4e5;
const worthStarts = { starting: 2e7, sending: 1e6 };

/** Numbers the searches for the threads; no result depends on it. */
let searches = 0;

/** Log likelihoods that differ by less for each row are those of the same solution. */
export const sameForRow = 1e-5;

/**
 * Fits a mixture of normal distributions from many starts and keeps the one that makes the rows most likely. A start in which a component
 * collapsed is kept only where all did. The search ends before `starts` once the best solution has come back `enough` times, or the starts
 * have taken as many passes as they may, judged in the order of the starts.
 */
export async function mixtureSearch(
  columns: readonly Float64Array[],
  rows: number,
  plan: MixturePlan,
  between: BetweenPasses,
): Promise<MixtureResult> {
  const { k, family, starts, enough, passes, seed } = plan;
  const width = columns.length;
  const order = rowOrder(columns, rows);
  const wasm = hasWasm();
  const work = rows * k * (family.full ? width * (width + 3) : 6 * width); // of one pass
  const worth = work >= passWorth && work * starts >= (areStarted() ? worthStarts.sending : worthStarts.starting);
  const threads = wasm && worth ? Math.max(1, plan.threads ?? usualThreads()) : 1;
  const together = mixtureBlocks(rows) >= 2 * threads;
  const shape: MixtureShape = {
    rows,
    width,
    k,
    full: family.full,
    lanes: together ? 1 : Math.min(threads, starts),
    threads: together ? threads : 1,
  };
  const memory = mixtureMemory(shape, wasm);
  const spaces = Array.from({ length: shape.lanes }, (_, lane) => new MixtureSpace(memory, shape, lane));
  const { x, blocks } = spaces[0]!;
  const { centers, units, variances, constant } = prepare(columns, order, family.free, x);
  const floor: Floor = { share: plan.floor, variances, constant };
  const task = { task: "mixture", search: searches++, memory, shape } as const;
  const pass = async (lane: number): Promise<void> => {
    if (threads === 1) for (let block = 0; block < blocks; block++) spaces[0]!.block(block, 0);
    else if (!together) await runOnThread(lane, { ...task, lane, from: 0, to: blocks, thread: 0 });
    else {
      const part = (thread: number) => Math.floor((thread * blocks) / threads);
      await Promise.all(
        Array.from({ length: threads }, (_, thread) =>
          runOnThread(thread, { ...task, lane, from: part(thread), to: part(thread + 1), thread }),
        ),
      );
    }
  };
  const climbs: Climb[] = [];
  const found: Climb[] = [];
  let next = 0;
  let over = false;
  const inLane = async (lane: number): Promise<void> => {
    while (next < starts && !over) {
      const start = next++;
      const from =
        start === 0 && plan.labels !== undefined
          ? labeledStart(
              x,
              order.map((row) => plan.labels![row]!),
              shape,
              family,
              floor,
            )
          : drawnStart(x, shape, family, floor, random(seed).fork(start), start % 2 === 0);
      const steps = climb(spaces[lane]!, from, { ...plan, floor, stopAt: plan.tolerance * rows });
      for (;;) {
        const { done, value } = steps.next();
        if (done) {
          found[start] = value;
          break;
        }
        await pass(lane);
        if (over) return;
        await between(climbs.length, value);
      }
      // Only starts whose predecessors are done count, so that no thread's speed decides.
      while (!over && found[climbs.length] !== undefined) {
        climbs.push(found[climbs.length]!);
        over = isFoundOften(climbs, sameForRow * rows, enough) || isLong(climbs, passes);
      }
    }
  };
  const lanes = spaces.map((_, lane) =>
    inLane(lane).catch((error) => {
      over = true;
      throw error;
    }),
  );
  const failed = (await Promise.allSettled(lanes)).find((lane) => lane.status === "rejected");
  if (threads > 1)
    for (let thread = 0; thread < Math.max(shape.lanes, shape.threads); thread++)
      runOnThread(thread, { ...task, lane: 0, from: 0, to: 0, thread: 0, over: true }).catch(() => undefined);
  if (failed !== undefined) throw failed.reason;
  const best = climbs.indexOf(bestOf(climbs));
  const stretch = units.reduce((sum, unit) => sum + Math.log(unit), 0) * rows;
  return {
    climbs: climbs.map(({ logLikelihood, ...climb }) => ({ ...climb, logLikelihood: logLikelihood - stretch })),
    best,
    ...inUnits(climbs[best]!, rows, centers, units),
  };
}

/** Whether the starts have taken as many passes as they may. */
function isLong(climbs: readonly Climb[], { most, least }: MixturePlan["passes"]): boolean {
  return climbs.length >= least && climbs.reduce((sum, { iterations }) => sum + iterations, 0) >= most;
}

/**
 * Writes the rows, in that order, into `x`: each column less its mean and in a unit near its standard deviation, a power of two, so that no
 * digit is lost; in a unit that all columns share unless each may have its own.
 */
function prepare(
  columns: readonly Float64Array[],
  order: Int32Array,
  own: boolean,
  x: Float64Array,
): { centers: Float64Array; units: Float64Array; variances: Float64Array; constant: number[] } {
  const width = columns.length;
  const rows = order.length;
  const safe = safeUnit(columns);
  const centers = new Float64Array(width);
  const units = new Float64Array(width);
  const variances = new Float64Array(width);
  const constant: number[] = [];
  columns.forEach((column, j) => {
    const first = column[order[0]!]! / safe;
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += column[order[i]!]! / safe - first;
    centers[j] = first + sum / rows;
    let squares = 0;
    for (let i = 0; i < rows; i++) squares += (column[order[i]!]! / safe - centers[j]!) ** 2;
    variances[j] = squares / rows;
  });
  const power = (variance: number) => (variance > 1e-300 ? 2 ** Math.round(Math.log2(variance) / 2) : 1);
  const widest = power(variances.reduce((most, variance) => Math.max(most, variance), 0));
  columns.forEach((column, j) => {
    const unit = own ? power(variances[j]!) : widest;
    for (let i = 0; i < rows; i++) x[i * width + j] = (column[order[i]!]! / safe - centers[j]!) / unit;
    variances[j] = variances[j]! / unit / unit;
    if (!(variances[j]! > 1e-300)) {
      variances[j] = 1;
      constant.push(j);
    }
    centers[j] = centers[j]! * safe;
    units[j] = unit * safe;
  });
  return { centers, units, variances, constant };
}

function inUnits(
  { mass, means, spread }: Mixture,
  rows: number,
  centers: Float64Array,
  units: Float64Array,
): Pick<MixtureResult, "weights" | "means" | "spread"> {
  const width = units.length;
  const full = spread.length > means.length; // of one column a variance is its covariance
  return {
    weights: mass.map((value) => value / rows),
    means: means.map((value, at) => centers[at % width]! + value * units[at % width]!),
    spread: spread.map((value, at) => {
      const column = at % width;
      const row = full ? Math.floor(at / width) % width : column;
      return value * units[row]! * units[column]!;
    }),
  };
}
