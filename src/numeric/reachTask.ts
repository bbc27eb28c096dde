import type { SpaceTreeParts } from "./spaceTree.js";
import { TreeSearch } from "./treeSearch.js";

/** Everything that the search for a spanning tree shares with its threads; places are those of the tree, distances squared. */
export interface ReachSpace {
  readonly tree: SpaceTreeParts;
  /** Per place the distance to the neighbor of a given number. */
  readonly core: Float64Array;
  /** Per place its component, named by one of its places; per node the component that it lies in, or -1. */
  readonly part: Int32Array;
  readonly whole: Int32Array;
  /** Per place the nearest place outside (-1: not known), how near it is, and what no place outside is nearer than. */
  readonly mate: Int32Array;
  readonly least: Float64Array;
  /** Per thread and component the nearest that the thread knows of. */
  readonly bounds: readonly Float64Array[];
}

/** Some of the places, as they are sent to a thread: their core distances, or their nearest places outside. */
export interface ReachTask {
  readonly task: "reach";
  readonly space: ReachSpace;
  /** Neighbors that the core distance counts; 0: look outside. */
  readonly neighbors: number;
  readonly lo: number;
  readonly hi: number;
  readonly thread: number;
}

/** Does a piece of work; what it writes belongs to the places lo..hi and to the thread. */
export function reach({ space, neighbors, lo, hi, thread }: ReachTask): void {
  const { tree, core, part, whole, mate, least } = space;
  const search = new TreeSearch(tree);
  if (neighbors > 0) {
    const distances = new Float64Array(neighbors);
    for (let place = lo; place < hi; place++) {
      search.nearest(tree.x, place * tree.width, place, distances);
      core[place] = distances[neighbors - 1]!;
      least[place] = core[place]!;
    }
    return;
  }
  const bound = space.bounds[thread]!;
  for (let place = lo; place < hi; place++) {
    const own = part[place]!;
    const limit = bound[own]!;
    if (mate[place]! >= 0 || least[place]! >= limit) continue;
    const found = search.nearestOutside(place, limit, core, part, whole);
    mate[place] = found;
    least[place] = search.reached;
    if (found >= 0) bound[own] = search.reached;
  }
}
