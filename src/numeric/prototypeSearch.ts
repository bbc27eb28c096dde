import { type PrototypeSolution, type PrototypeStartTask, prototypeDescent } from "./prototypeDescent.js";
import { startsNeeded } from "./startsNeeded.js";
import { type StartsPlan, startsSideBySide } from "./startsSideBySide.js";

/**
 * Descends from many starts, side by side on threads where that pays, and returns their solutions in the order of the starts, which begin `from`
 * where that says. It ends before `starts` once the least cost (within a billionth) has come back `enough` times, judged in that order, so that
 * the number of threads changes nothing. `between` is called between steps; it throws to end the search.
 */
export async function prototypeSearch(
  {
    from,
    ...each
  }: Omit<PrototypeStartTask, "task" | "from" | "start" | "stop"> & {
    readonly from: (start: number) => PrototypeStartTask["from"];
  },
  { starts, enough, threads }: StartsPlan,
  between: (done: number, iteration: number) => Promise<void>,
): Promise<PrototypeSolution[]> {
  const { rows, measure } = each;
  const needed = (solutions: readonly PrototypeSolution[]) =>
    startsNeeded(
      solutions.map(({ cost }) => cost),
      enough,
    );
  return startsSideBySide(
    (start, stop): PrototypeStartTask => ({ task: "prototypes", ...each, from: from(start), start, stop }),
    prototypeDescent,
    {
      starts,
      needed,
      size: rows.count * (rows.width + rows.answers) * measure.k,
      shared: rows.x.buffer instanceof SharedArrayBuffer,
      threads,
    },
    between,
  );
}
