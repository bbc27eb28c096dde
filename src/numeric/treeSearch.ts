import type { SpaceTreeParts } from "./spaceTree.js";

/** Boxes that a search may still have to look into. Twice the depth of any tree that memory holds. */
const mostOpen = 128;

/** Searches of a space tree, with the scratch memory that they need. Distances are squared. */
export class TreeSearch {
  readonly tree: SpaceTreeParts;
  readonly #leaves: number;
  readonly #open = new Int32Array(mostOpen);
  readonly #near = new Float64Array(mostOpen);

  constructor(tree: SpaceTreeParts) {
    this.tree = tree;
    this.#leaves = tree.from.length >> 1; // the first leaf
  }

  /**
   * Writes the squared distances from a point to its nearest rows into `into`, ascending; `except` is a place to leave out
   * (-1: none). Fewer rows leave infinities.
   */
  nearest(point: Float64Array, at: number, except: number, into: Float64Array): void {
    const { width, x, from, to } = this.tree;
    const open = this.#open;
    const near = this.#near;
    const last = into.length - 1;
    into.fill(Number.POSITIVE_INFINITY);
    let count = 1;
    open[0] = 0;
    near[0] = 0;
    while (count > 0) {
      let node = open[--count]!;
      if (near[count]! >= into[last]!) continue;
      while (node < this.#leaves) node = this.#nearerHalf(node, point, at, count++);
      const end = to[node]!;
      for (let place = from[node]!; place < end; place++) {
        let squares = 0;
        for (let a = at, b = place * width, stop = at + width; a < stop; a++, b++) {
          const difference = point[a]! - x[b]!;
          squares += difference * difference;
        }
        if (!(squares < into[last]!) || place === except) continue;
        let slot = last;
        while (slot > 0 && into[slot - 1]! > squares) {
          into[slot] = into[slot - 1]!;
          slot--;
        }
        into[slot] = squares;
      }
    }
  }

  /**
   * The place that is nearest to the row at `place` by mutual reachability (the greatest of the distance and the core distances of both) in
   * another component, if it is nearer than `limit`; else -1. `reached` then tells how near. `whole` names the component of
   * nodes that lie in one, -1 for others.
   */
  nearestOutside(place: number, limit: number, core: Float64Array, part: Int32Array, whole: Int32Array): number {
    const { width, x, from, to } = this.tree;
    const open = this.#open;
    const near = this.#near;
    const at = place * width;
    const stop = at + width;
    const own = part[place]!;
    const floor = core[place]!;
    let found = -1;
    let best = limit;
    let count = 1;
    open[0] = 0;
    near[0] = 0;
    search: while (count > 0) {
      let node = open[--count]!;
      if (near[count]! >= best || whole[node] === own) continue;
      while (node < this.#leaves) {
        node = this.#nearerHalf(node, x, at, count++);
        if (whole[node] === own) continue search;
      }
      const end = to[node]!;
      for (let other = from[node]!; other < end; other++) {
        if (part[other] === own || core[other]! >= best) continue;
        let squares = 0;
        for (let a = at, b = other * width; a < stop; a++, b++) {
          const difference = x[a]! - x[b]!;
          squares += difference * difference;
        }
        if (!(squares < best)) continue;
        const reach = squares > core[other]! ? squares : core[other]!;
        found = other;
        best = reach > floor ? reach : floor;
        if (best === floor) break search; // nothing can be nearer
      }
    }
    this.reached = best;
    return found;
  }

  /** Where the last search outside ended. */
  reached = 0;

  /**
   * The row by which a new point joins: the nearest by mutual reachability; of equally near ones the nearest by distance, then the one of the
   * smallest core distance, then the first row. `floor` is the squared core distance of the point. Returns its place; `reached` tells how near.
   */
  nearestByReach(point: Float64Array, at: number, floor: number, core: Float64Array): number {
    const { width, x, order, from, to } = this.tree;
    const open = this.#open;
    const near = this.#near;
    let found = -1;
    let best = Number.POSITIVE_INFINITY;
    let apart = Number.POSITIVE_INFINITY;
    let count = 1;
    open[0] = 0;
    near[0] = 0;
    while (count > 0) {
      let node = open[--count]!;
      if (near[count]! > best || (best <= floor && near[count]! > apart)) continue;
      while (node < this.#leaves) node = this.#nearerHalf(node, point, at, count++);
      const end = to[node]!;
      for (let other = from[node]!; other < end; other++) {
        let squares = 0;
        for (let a = at, b = other * width, stop = at + width; a < stop; a++, b++) {
          const difference = point[a]! - x[b]!;
          squares += difference * difference;
        }
        const reach = Math.max(squares, core[other]!, floor);
        if (found >= 0) {
          const more = reach - best || squares - apart || core[other]! - core[found]! || order[other]! - order[found]!;
          if (!(more < 0)) continue;
        }
        found = other;
        best = reach;
        apart = squares;
      }
    }
    this.reached = best;
    return found;
  }

  /** The row that equals a point, the first of several; -1: none. */
  equal(point: Float64Array, at: number): number {
    const { width, x, order, from, to } = this.tree;
    const open = this.#open;
    let found = -1;
    let count = 1;
    open[0] = 0;
    this.#near[0] = 0;
    while (count > 0) {
      let node = open[--count]!;
      if (this.#near[count]! > 0) continue;
      while (node < this.#leaves) node = this.#nearerHalf(node, point, at, count++);
      for (let place = from[node]!; place < to[node]!; place++) {
        let j = 0;
        while (j < width && x[place * width + j] === point[at + j]) j++;
        if (j === width && (found < 0 || order[place]! < found)) found = order[place]!;
      }
    }
    return found;
  }

  /** The half of a node that is nearer to the point; the other one is put at `slot`, to be looked into later. */
  #nearerHalf(node: number, point: Float64Array, at: number, slot: number): number {
    const { width, low, high } = this.tree;
    let left = 0;
    let right = 0;
    for (let j = 0, a = (2 * node + 1) * width, b = a + width; j < width; j++, a++, b++) {
      const value = point[at + j]!;
      const under = low[a]! - value;
      const over = value - high[a]!;
      if (under > 0) left += under * under;
      else if (over > 0) left += over * over;
      const below = low[b]! - value;
      const above = value - high[b]!;
      if (below > 0) right += below * below;
      else if (above > 0) right += above * above;
    }
    if (left <= right) {
      this.#open[slot] = 2 * node + 2;
      this.#near[slot] = right;
      return 2 * node + 1;
    }
    this.#open[slot] = 2 * node + 1;
    this.#near[slot] = left;
    return 2 * node + 2;
  }
}
