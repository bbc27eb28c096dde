/** How many starts there are at most, and when the solutions are enough. */
export interface StartsLimit<S> {
  readonly starts: number;
  /** How many of the solutions were needed; undefined where there are too few yet. */
  readonly needed: (solutions: readonly S[]) => number | undefined;
}

/** Does starts one after the other on this thread until their solutions are enough, and calls `between` between steps, with what the step gave. */
export async function startsInTurn<S, G>(
  begin: (start: number) => Generator<G, S>,
  { starts, needed }: StartsLimit<S>,
  between: (done: number, given: G) => Promise<void>,
): Promise<S[]> {
  const solutions: S[] = [];
  for (let start = 0; start < starts && needed(solutions) === undefined; start++) {
    const steps = begin(start);
    try {
      for (let step = steps.next(); ; step = steps.next()) {
        if (step.done) {
          solutions.push(step.value);
          break;
        }
        await between(start, step.value);
      }
    } finally {
      // Where `between` throws, the start gives back what it holds.
      steps.return(undefined as never);
    }
  }
  return solutions;
}
