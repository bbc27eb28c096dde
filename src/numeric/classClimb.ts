import { random } from "../random.js";
import type { ClassRows } from "./classRows.js";
import { ClassSpace, type VarianceFloor } from "./classSpace.js";
import { drawnClasses, labeledClasses, normalize } from "./classStart.js";

/** How one start of a search for latent classes goes, as it is sent to a thread. */
export interface ClassStartTask {
  readonly task: "classes";
  readonly rows: ClassRows;
  readonly k: number;
  readonly floor: VarianceFloor;
  readonly start: number;
  readonly seed: number;
  /** Rows of each class for the first start, row after row; a model; drawn where both are absent. */
  readonly mass?: Float64Array;
  readonly model?: Float64Array;
  readonly maxIterations: number;
  /** Stop once the log likelihood lies, by an estimate, no more than so much below where it goes. */
  readonly stopAt: number;
  /** Told to stop by a 1. */
  readonly stop: Int32Array;
}

/** Where one start ended. */
export interface ClassSolution {
  /** The model, as `ClassLayout` says. */
  readonly model: Float64Array;
  readonly logLikelihood: number;
  /** Passes over the rows. */
  readonly iterations: number;
  readonly converged: boolean;
  /** Whether a variance lies on the floor, or a class has lost its rows. */
  readonly collapsed: boolean;
}

/** Iterations of a start before they are accelerated: early on, long steps lead away from good solutions. */
const plain = 8;

/**
 * One start of expectation and maximization, from a model up to where the log likelihood stands. Of three models in a row the rest of the way is
 * guessed and gone in one step (SQUAREM, scheme S3: Varadhan and Roland 2008); a step that does not lead higher is taken back. It ends where the rest
 * of the way, by how the steps shrink, is no more than `stopAt`, or where nothing is gained but rounding. Yields the number of each pass.
 */
export function* classClimb(task: ClassStartTask): Generator<number, ClassSolution> {
  const { rows, k, floor, maxIterations, stopAt, stop } = task;
  const space = new ClassSpace(rows, k, floor);
  const generator = random(task.seed).fork(task.start);
  let a: Float64Array =
    task.model?.slice() ??
    (task.mass !== undefined
      ? labeledClasses(space, rows, task.mass)
      : drawnClasses(space, rows, generator, task.start % 2 === 0));
  const b = new Float64Array(a.length);
  let c: Float64Array = new Float64Array(a.length);
  const far = new Float64Array(a.length);
  let iterations = 0;
  const told = () => {
    if (Atomics.load(stop, 0) === 1) throw new Error("stopped");
    return ++iterations;
  };
  yield told();
  let atA = space.pass(a);
  for (;;) {
    space.next(a, b);
    yield told();
    const atB = space.pass(b);
    const raised = space.next(b, c);
    const rounding = 1e-14 * (Math.abs(atB) + rows.total);
    const steps = stepsOf(a, b, c);
    const rate = Math.sqrt(steps.second / steps.first);
    const left = rate < 1 ? ((atB - atA) * rate ** 2) / (1 - rate ** 2) : Number.POSITIVE_INFINITY;
    const converged = steps.first === 0 || atB - atA <= rounding || (iterations > plain && left <= stopAt);
    if (converged || iterations >= maxIterations) {
      const logLikelihood = space.pass(c);
      if (!Number.isFinite(logLikelihood))
        throw new RangeError(
          `expected numbers whose squares a double can hold, got a log likelihood of ${logLikelihood}`,
        );
      const collapsed = raised || space.mass.some((mass) => mass < 0.5);
      return { model: c, logLikelihood, iterations, converged, collapsed };
    }
    const stretch = iterations < plain ? 1 : Math.sqrt(steps.first / steps.bend);
    if (stretch > 1) {
      extrapolate(space, rows, [a, b, c], stretch, floor, far);
      yield told();
      const atFar = space.pass(far);
      if (atFar >= atB) {
        space.next(far, a); // one plain step settles what was guessed
        yield told();
        atA = space.pass(a);
        continue;
      }
    }
    [a, c] = [c, a];
    yield told();
    atA = space.pass(a);
  }
}

/** Squared lengths of the two steps of three models in a row, and of how the second differs from the first. */
function stepsOf(a: Float64Array, b: Float64Array, c: Float64Array): { first: number; second: number; bend: number } {
  let [first, second, bend] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const one = b[i]! - a[i]!;
    const two = c[i]! - b[i]!;
    first += one * one;
    second += two * two;
    bend += (two - one) ** 2;
  }
  return { first, second, bend };
}

/** Where the way of three models leads, `stretch` steps ahead; shares and probabilities stay above a hundredth of what they were. */
function extrapolate(
  space: ClassSpace,
  rows: ClassRows,
  [a, b, c]: readonly [Float64Array, Float64Array, Float64Array],
  stretch: number,
  floor: VarianceFloor,
  far: Float64Array,
): void {
  const { k, means, variances, length } = space.layout;
  for (let i = 0; i < length; i++) {
    const one = b[i]! - a[i]!;
    const value = a[i]! + 2 * stretch * one + stretch * stretch * (c[i]! - b[i]! - one);
    const least = i < means || i >= variances ? c[i]! / 100 : Number.NEGATIVE_INFINITY;
    far[i] = Math.max(value, least, i >= variances ? floor : Number.NEGATIVE_INFINITY);
  }
  let sum = 0;
  for (let i = 0; i < k; i++) sum += far[i]!;
  for (let i = 0; i < k; i++) far[i]! /= sum;
  normalize(far, rows, k);
}
