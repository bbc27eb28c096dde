/**
 * Does `count` things in pieces, on so many threads: `run` does those from lo up to hi (and is awaited), and `between` is called after each piece with the
 * share of all that is done, and throws to end the work. Which thread does a piece, and which piece ends first, must change nothing.
 */
export async function inPieces(
  { count, piece, threads }: { readonly count: number; readonly piece: number; readonly threads: number },
  run: (lo: number, hi: number, thread: number) => unknown,
  between: (share: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  let done = 0;
  let over = false;
  const lane = async (thread: number): Promise<void> => {
    try {
      while (next < count && !over) {
        const lo = next;
        const hi = Math.min(count, lo + piece);
        next = hi;
        await run(lo, hi, thread);
        done += hi - lo; // pieces of several threads end in any order
        await between(done / count);
      }
    } catch (error) {
      over = true; // the other threads end with what they are at
      throw error;
    }
  };
  // Two pieces for each thread, so that one is waiting while the other is worked on.
  const lanes = await Promise.allSettled(
    Array.from({ length: threads === 1 ? 1 : 2 * threads }, (_, place) => lane(place % threads)),
  );
  for (const one of lanes) if (one.status === "rejected") throw one.reason;
}
