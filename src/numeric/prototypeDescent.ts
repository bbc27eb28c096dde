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
  /** How often one prototype is then put on another row. */
  readonly swaps: number;
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
 * how the prototypes follow, until none helps. Then swaps (Franti and Kivijarvi 2000): a prototype drawn at random goes to a row drawn at random, the
 * way down is gone again, and the solution is kept where it costs less. Medians, which cannot follow a row at a time, are moved after each
 * pass, and single moves are not tried. A segment that loses all rows takes the row that is farthest from its own prototype.
 * Yields the number of each iteration (a pass over all rows), so that the caller can pause.
 */
export function* prototypeDescent(task: PrototypeStartTask): Generator<number, PrototypeSolution> {
  const { rows, measure, from } = task;
  const generator = random(task.seed).fork(task.start);
  const prototypes = new Prototypes(rows, measure);
  const descent = new Descent(prototypes, task);
  begin(prototypes, from, generator);
  yield* descent.run();
  let cost = prototypes.cost();
  for (let swap = 0; swap < task.swaps && descent.converged; swap++) {
    const before = { centers: prototypes.centers.slice(), modes: prototypes.modes.slice() };
    prototypes.putOn(generator.integer(measure.k), generator.integer(rows.count));
    yield* descent.run();
    const now = prototypes.cost();
    if (now < cost * (1 - 1e-9)) cost = now;
    else {
      put(prototypes, before);
      descent.converged = true; // as it had before
    }
  }
  cost = prototypes.cost();
  prototypes.assign();
  const used = new Set(prototypes.labels).size;
  return {
    cost: used === measure.k ? cost : Number.POSITIVE_INFINITY,
    centers: prototypes.centers,
    modes: prototypes.modes,
    iterations: descent.iterations,
    converged: descent.converged,
  };
}

/** The way down from where the prototypes stand. */
class Descent {
  iterations = 0;
  converged = false;
  readonly #sorted: readonly Int32Array[] | undefined;

  constructor(
    readonly prototypes: Prototypes,
    readonly task: PrototypeStartTask,
  ) {
    this.#sorted = prototypes.absolute ? sortedColumns(prototypes.rows) : undefined;
  }

  /** Passes and single moves until none helps, or as many passes as there may be are over. */
  *run(): Generator<number, void> {
    const { prototypes, task } = this;
    this.converged = false;
    prototypes.assign();
    this.#renew(false);
    prototypes.fillEmpty();
    for (const last = this.iterations + task.maxIterations; ; ) {
      yield* this.#passes(last);
      if (this.iterations === last) return;
      if (!task.singleMoves || this.#sorted !== undefined) break;
      // Where several prototypes are equally near, a row may stand in another segment than its label will say.
      prototypes.assign();
      this.#renew(true);
      prototypes.fillEmpty();
      do {
        if (this.iterations === last) return;
        yield this.#count();
      } while (singleMoves(prototypes) > 0);
      this.#renew(true);
      const before = prototypes.cost();
      prototypes.assign();
      this.#renew(true);
      const filled = prototypes.fillEmpty();
      if (!filled && !(prototypes.cost() < before * (1 - 1e-12))) break;
    }
    this.converged = true;
  }

  /** Huang's passes until one moves no row or the cost falls no more; the last pass that there may be ends them too. */
  *#passes(last: number): Generator<number, void> {
    const { prototypes } = this;
    let cost = prototypes.cost();
    while (this.iterations < last) {
      yield this.#count();
      let moves = 0;
      if (this.#sorted === undefined) moves = pass(prototypes);
      else {
        moves = prototypes.assign();
        this.#renew(true);
      }
      const filled = prototypes.fillEmpty();
      const now = prototypes.cost();
      if (!filled && (moves === 0 || !(now < cost))) return;
      cost = now;
    }
  }

  #count(): number {
    if (Atomics.load(this.task.stop, 0) === 1) throw new Error("stopped");
    return ++this.iterations;
  }

  #renew(keep: boolean): void {
    this.prototypes.renew(keep);
    if (this.#sorted !== undefined) renewMedians(this.prototypes, this.#sorted);
  }
}

function begin(prototypes: Prototypes, from: GivenPrototypes | StartRule, generator: Random): void {
  if (typeof from === "string") {
    prototypeStart(prototypes, from, generator);
    return;
  }
  put(prototypes, from);
}

function put(prototypes: Prototypes, { centers, modes }: GivenPrototypes): void {
  const { width, answers } = prototypes.rows;
  for (let c = 0; c < prototypes.k; c++)
    prototypes.put(c, centers.subarray(c * width, (c + 1) * width), modes.subarray(c * answers, (c + 1) * answers));
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
