import { type ClassSolution, type ClassStartTask, classClimb } from "./classClimb.js";
import { bestOf } from "./mixtureSearch.js";
import { areStarted, usualThreads } from "./pool.js";
import { startsSideBySide } from "./startsSideBySide.js";

/** How many starts, and how often the best solution has to come back before fewer will do. */
export interface ClassPlan {
  readonly starts: number;
  readonly enough: number;
  /** Threads at most; those of the machine where absent. */
  readonly threads?: number;
}

/** Log likelihoods that differ by less for each row are those of the same solution. */
export const sameClassesForRow = 1e-6;

/** Work (rows x (groups + columns) x classes x starts, some thirty passes each) that is worth starting threads, and sending to those that run. */
const worth = { starting: 1e6, sending: 1e5 };

/**
 * Finds latent classes from many starts, side by side on threads where that pays, and returns their solutions in the order of the starts. It
 * ends before `starts` once the best log likelihood has come back `enough` times, judged in that order. `between` is called between steps; it
 * throws to end the search.
 */
export async function classSearch(
  task: (start: number) => ClassStartTask,
  { starts, enough, threads: wanted }: ClassPlan,
  between: (done: number, iteration: number) => Promise<void>,
): Promise<ClassSolution[]> {
  const { rows, k, stop } = task(0);
  const size = rows.count * (rows.width + rows.groups.length) * k * starts;
  const parallel = rows.cells.buffer instanceof SharedArrayBuffer && starts > 1;
  const large = size >= (areStarted() ? worth.sending : worth.starting);
  const threads = parallel && large ? Math.min(starts, Math.max(1, wanted ?? usualThreads())) : 1;
  const same = sameClassesForRow * rows.total;
  const needed = (solutions: readonly ClassSolution[]) => {
    for (let count = enough; count <= solutions.length; count++) {
      const sofar = solutions.slice(0, count);
      const best = bestOf(sofar);
      const back = sofar.filter(
        (one) => one.collapsed === best.collapsed && one.logLikelihood >= best.logLikelihood - same,
      );
      if (back.length >= enough) return count;
    }
    return undefined;
  };
  return startsSideBySide(task, classClimb, { starts, needed, threads, stop }, between);
}
