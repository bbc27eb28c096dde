import { random } from "../random.js";
import { type Climb, climb } from "./mixtureClimb.js";
import type { Floor } from "./mixtureCovariances.js";
import type { MixtureFamily } from "./mixtureFamily.js";
import { type Mixture, type MixtureShape, MixtureSpace, mixtureMemory } from "./mixtureSpace.js";
import { drawnStart, labeledStart } from "./mixtureStart.js";
import { rowOrder } from "./rowOrder.js";
import { safeUnit } from "./safeUnit.js";

/** What is searched for, and how long. */
export interface MixturePlan {
  readonly k: number;
  readonly family: MixtureFamily;
  /** Starts at most, and how often the best solution has to come back before fewer will do. */
  readonly starts: number;
  readonly enough: number;
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

/** Log likelihoods that differ by less for each row are those of the same solution. */
export const sameForRow = 1e-5;

/**
 * Fits a mixture of normal distributions from many starts and keeps the one that makes the rows most likely. A start in which a component
 * collapsed is kept only where all did. The search ends before `starts` once the best solution has come back `enough` times, judged in the order
 * of the starts.
 */
export async function mixtureSearch(
  columns: readonly Float64Array[],
  rows: number,
  plan: MixturePlan,
  between: BetweenPasses,
): Promise<MixtureResult> {
  const { k, family, starts, enough, seed } = plan;
  const width = columns.length;
  const order = rowOrder(columns, rows);
  const shape: MixtureShape = { rows, width, k, full: family.full, lanes: 1, threads: 1 };
  const memory = mixtureMemory(shape, false);
  const space = new MixtureSpace(memory, shape, 0);
  const { centers, units, variances, constant } = prepare(columns, order, family.free, space.x);
  const floor: Floor = { share: plan.floor, variances, constant };
  const climbs: Climb[] = [];
  while (climbs.length < starts && neededStarts(climbs, rows, enough) === undefined) {
    const start = climbs.length;
    const from =
      start === 0 && plan.labels !== undefined
        ? labeledStart(
            space.x,
            order.map((row) => plan.labels![row]!),
            shape,
            family,
            floor,
          )
        : drawnStart(space.x, shape, family, floor, random(seed).fork(start));
    const steps = climb(space, from, { ...plan, floor, stopAt: plan.tolerance * rows });
    for (;;) {
      const { done, value } = steps.next();
      if (done) {
        climbs.push(value);
        break;
      }
      for (let block = 0; block < space.blocks; block++) space.block(block, 0);
      await between(start, value);
    }
  }
  const best = climbs.indexOf(bestOf(climbs));
  const stretch = units.reduce((sum, unit) => sum + Math.log(unit), 0) * rows;
  return {
    climbs: climbs.map(({ logLikelihood, ...climb }) => ({ ...climb, logLikelihood: logLikelihood - stretch })),
    best,
    ...inUnits(climbs[best]!, rows, centers, units),
  };
}

/**
 * The best of some starts: the greatest log likelihood of those in which nothing collapsed, or of all where all did.
 */
export function bestOf<T extends Pick<Climb, "logLikelihood" | "collapsed">>(climbs: readonly T[]): T {
  const sound = climbs.filter(({ collapsed }) => !collapsed);
  return (sound.length > 0 ? sound : climbs).reduce((best, climb) =>
    climb.logLikelihood > best.logLikelihood ? climb : best,
  );
}

/** How many of the starts were needed until the best had come back `enough` times; undefined where it has not yet. */
function neededStarts(climbs: readonly Climb[], rows: number, enough: number): number | undefined {
  if (climbs.length < enough) return undefined;
  const best = bestOf(climbs);
  const same = climbs.filter(
    (climb) => climb.collapsed === best.collapsed && climb.logLikelihood >= best.logLikelihood - sameForRow * rows,
  );
  return same.length >= enough ? climbs.length : undefined;
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
