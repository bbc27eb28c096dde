import { isFoundOften } from "./bestOf.js";
import { type ClassSolution, type ClassStartTask, classClimb } from "./classClimb.js";
import { type StartsPlan, startsSideBySide } from "./startsSideBySide.js";

/** Log likelihoods that differ by less for each row are those of the same solution. */
export const sameClassesForRow = 1e-6;

/**
 * Finds latent classes from many starts, side by side on threads where that pays, and returns their solutions in the order of the starts; a given
 * `mass` is that of the first. It ends before `starts` once the best log likelihood has come back `enough` times, judged in that order. `between` is
 * called between steps; it throws to end the search.
 */
export async function classSearch(
  { mass, ...each }: Omit<ClassStartTask, "task" | "start" | "stop">,
  { starts, enough, threads }: StartsPlan,
  between: (done: number, iteration: number) => Promise<void>,
): Promise<ClassSolution[]> {
  const { rows, k } = each;
  const same = sameClassesForRow * rows.total;
  const needed = (solutions: readonly ClassSolution[]) => {
    for (let count = enough; count <= solutions.length; count++)
      if (isFoundOften(solutions.slice(0, count), same, enough)) return count;
    return undefined;
  };
  return startsSideBySide(
    (start, stop): ClassStartTask => ({
      task: "classes",
      ...each,
      ...(start === 0 && mass !== undefined ? { mass } : {}),
      start,
      stop,
    }),
    classClimb,
    {
      starts,
      needed,
      size: rows.count * (rows.width + rows.groups.length) * k,
      shared: rows.cells.buffer instanceof SharedArrayBuffer,
      threads,
    },
    between,
  );
}
