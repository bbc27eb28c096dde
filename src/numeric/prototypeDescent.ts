import { type Random, random } from "../random.js";
import type { MixedRows } from "./mixedRows.js";
import { nearestPrototype } from "./nearestPrototype.js";
import { prototypeStart, type StartRule } from "./prototypeStart.js";
import { type PrototypeMeasure, Prototypes } from "./prototypes.js";
import { singleMoves } from "./singleMoves.js";
import { renewMedians, sortedColumns } from "./weightedMedians.js";

/** Prototypes to start from: numbers, and slots of modes (-1 for none), one prototype after the other. */
export interface GivenPrototypes {
  readonly centers: Float64Array;
  readonly modes: Int32Array;
}

/** How one start goes, as it is sent to a thread. */
export interface PrototypeStartTask {
  readonly task: "prototypes";
  readonly rows: MixedRows;
  readonly measure: PrototypeMeasure;
  readonly from: GivenPrototypes | StartRule;
  readonly start: number;
  readonly seed: number;
  readonly maxIterations: number;
  /** Whether single moves follow when the passes no longer help. */
  readonly singleMoves: boolean;
  /** Told to stop by a 1. */
  readonly stop: Int32Array;
}

/** Where one start ended. Of prototypes equally near to a row, the first is its own. */
export interface PrototypeSolution extends GivenPrototypes {
  /** Infinite where a segment is left without rows, since nothing tells as many apart. */
  readonly cost: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * One start down to a solution that nothing improves. First Huang's passes (1998): each row goes to the nearest prototype, and the
 * prototypes of both segments follow at once, until a pass moves none or the cost falls no more. Then single moves that count
 * how the prototypes follow, until none helps. Medians, which cannot follow a row at a time, are moved after each pass, and single moves
 * are not tried. A segment that loses all rows takes the row that is farthest from its own prototype.
 * Yields the number of each iteration (a pass over all rows), so that the caller can pause.
 */
export function* prototypeDescent(task: PrototypeStartTask): Generator<number, PrototypeSolution> {
  const { rows, measure, from, maxIterations, stop } = task;
  const prototypes = new Prototypes(rows, measure);
  begin(prototypes, from, random(task.seed).fork(task.start));
  const sorted = prototypes.absolute ? sortedColumns(rows) : undefined;
  const renew = (keep: boolean) => {
    prototypes.renew(keep);
    if (sorted !== undefined) renewMedians(prototypes, sorted);
  };
  prototypes.assign();
  renew(false);
  prototypes.fillEmpty();
  let cost = prototypes.cost();
  let iterations = 0;
  let converged = false;
  search: while (iterations < maxIterations) {
    for (;;) {
      if (iterations === maxIterations) break search;
      yield ++iterations;
      if (Atomics.load(stop, 0) === 1) throw new Error("stopped");
      let moves = 0;
      if (sorted === undefined) moves = pass(prototypes);
      else {
        moves = prototypes.assign();
        renew(true);
      }
      const filled = prototypes.fillEmpty();
      const now = prototypes.cost();
      if (!filled && (moves === 0 || !(now < cost))) break;
      cost = now;
    }
    if (!task.singleMoves || sorted !== undefined) {
      converged = true;
      break;
    }
    // Where several prototypes are equally near, a row may stand in another segment than its label will say.
    prototypes.assign();
    renew(true);
    prototypes.fillEmpty();
    do {
      if (iterations === maxIterations) break search;
      yield ++iterations;
      if (Atomics.load(stop, 0) === 1) throw new Error("stopped");
    } while (singleMoves(prototypes) > 0);
    renew(true);
    const before = prototypes.cost();
    prototypes.assign();
    renew(true);
    const filled = prototypes.fillEmpty();
    cost = prototypes.cost();
    if (!filled && !(cost < before * (1 - 1e-12))) {
      converged = true;
      break;
    }
  }
  cost = prototypes.cost();
  prototypes.assign();
  const used = new Set(prototypes.labels).size;
  return {
    cost: used === measure.k ? cost : Number.POSITIVE_INFINITY,
    centers: prototypes.centers,
    modes: prototypes.modes,
    iterations,
    converged,
  };
}

function begin(prototypes: Prototypes, from: GivenPrototypes | StartRule, generator: Random): void {
  if (typeof from === "string") {
    prototypeStart(prototypes, from, generator);
    return;
  }
  const { width, answers } = prototypes.rows;
  for (let c = 0; c < prototypes.k; c++)
    prototypes.put(
      c,
      from.centers.subarray(c * width, (c + 1) * width),
      from.modes.subarray(c * answers, (c + 1) * answers),
    );
}

/** Every row to its nearest prototype, one after the other. */
function pass(prototypes: Prototypes): number {
  const { rows, labels } = prototypes;
  let moves = 0;
  for (let i = 0; i < labels.length; i++) {
    const nearest = nearestPrototype(rows, prototypes, i);
    if (nearest === labels[i]) continue;
    prototypes.move(i, nearest);
    moves++;
  }
  return moves;
}
