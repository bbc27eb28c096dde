import type { Pace } from "../pace.js";

/** Lets a search from many starts report under a title and give way; threads tell the starts that are done, but no iteration. */
export function betweenStarts(clock: Pace, title: string, starts: number) {
  return async (done: number, iteration: number): Promise<void> => {
    if (!clock.due()) return;
    const at = iteration > 0 ? `start ${done + 1}, iteration ${iteration}` : `${done} of ${starts} starts`;
    await clock.rest(done, `${title}: ${at}`);
  };
}
