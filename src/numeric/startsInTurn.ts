/** How many starts there are at most, and when the solutions are enough. */
export interface StartsLimit<S> {
  readonly starts: number;
  /** How many of the solutions were needed; undefined where there are too few yet. */
  readonly needed: (solutions: readonly S[]) => number | undefined;
}

/** Does starts one after the other on this thread until their solutions are enough, and calls `between` between steps. */
export async function startsInTurn<S>(
  begin: (start: number) => Generator<number, S>,
  { starts, needed }: StartsLimit<S>,
  between: (done: number, iteration: number) => Promise<void>,
): Promise<S[]> {
  const solutions: S[] = [];
  for (let start = 0; start < starts && needed(solutions) === undefined; start++) {
    const steps = begin(start);
    for (;;) {
      const { done, value } = steps.next();
      if (done) {
        solutions.push(value);
        break;
      }
      await between(start, value);
    }
  }
  return solutions;
}
