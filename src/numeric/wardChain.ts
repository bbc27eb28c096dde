import { ClusterTree } from "./clusterTree.js";
import { Merges } from "./merges.js";

/**
 * Merges weighted points by Ward's criterion until one is left: the nearest-neighbor chain (Murtagh 1983) on means and weights, in
 * memory that grows with the points and not with their pairs. A chain goes from a point to its nearest and on, until two are nearest
 * to each other; these are merged, and the chain goes on from what is left of it.
 *
 * The height of a merge is the square root of twice what it adds to the sum of squares, so that two single points merge at their
 * distance. Squares of differences must neither overflow nor vanish. Yields the merges done, about every thousand searches.
 */
export function* wardChain(points: Float64Array, weights: Float64Array, width: number): Generator<number, Merges> {
  const count = weights.length;
  const merges = new Merges(count - 1);
  const tree = new ClusterTree(points, weights, width);
  const gone = new Uint8Array(count);
  const chain = new Int32Array(count + 1);
  /** How far each point of the chain is from the one before it. */
  const steps = new Float64Array(count + 1);
  let length = 0;
  let first = 0;
  let searches = 0;
  while (merges.count < count - 1) {
    if (length === 0) {
      while (gone[first] === 1) first++;
      chain[length++] = first;
    }
    const top = chain[length - 1]!;
    const before = length > 1 ? chain[length - 2]! : -1;
    tree.find(top, before, length > 1 ? steps[length - 1]! : Number.POSITIVE_INFINITY);
    if (++searches % 1024 === 0) yield merges.count;
    if (tree.nearest !== before) {
      chain[length] = tree.nearest;
      steps[length++] = tree.distance;
      continue;
    }
    length -= 2;
    const merged = tree.merge(top, before);
    gone[merged === top ? before : top] = 1;
    merges.add(top, before, Math.sqrt(tree.distance));
  }
  return merges;
}
