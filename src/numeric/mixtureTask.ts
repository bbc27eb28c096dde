import type { KmeansMemory } from "./kmeansSpace.js";
import { type MixtureShape, MixtureSpace } from "./mixtureSpace.js";

/** Some blocks of a pass over the rows of a mixture, as they are sent to a thread. */
export interface MixtureTask {
  readonly task: "mixture";
  /** Number of the search: its room is kept from one task to the next. */
  readonly search: number;
  readonly memory: KmeansMemory;
  readonly shape: MixtureShape;
  readonly lane: number;
  readonly from: number;
  readonly to: number;
  /** Tells which scratch memory is free. */
  readonly thread: number;
  /** Whether the search is over, so that its memory can go. */
  readonly over?: boolean;
}

let kept: { readonly search: number; readonly spaces: Map<number, MixtureSpace> } | undefined;

/** Looks at the rows of some blocks. */
export function mixtureTask({ search, memory, shape, lane, from, to, thread, over = false }: MixtureTask): void {
  if (kept?.search !== search) kept = { search, spaces: new Map() };
  const space = kept.spaces.get(lane) ?? new MixtureSpace(memory, shape, lane);
  kept.spaces.set(lane, space);
  for (let block = from; block < to; block++) space.block(block, thread);
  if (over) kept = undefined;
}
