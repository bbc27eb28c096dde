import type { Condensed } from "./condense.js";

/** How clusters are chosen from a condensed tree. */
export interface SelectOptions {
  /** The most stable ones (excess of mass), or those that come apart no further. */
  readonly selection: "eom" | "leaf";
  /** Clusters that came apart at less than this distance are not told apart. */
  readonly epsilon: number;
  /** Whether cluster 0, all rows, may be chosen. */
  readonly single: boolean;
}

/**
 * The stability of each cluster: over its rows, the sum of 1 / distance at which the row left it (or went on into a part) minus 1 / distance at
 * which the cluster began. Infinite where rows of a cluster are the same.
 */
export function stabilities({ parent, birth, size, home, left }: Condensed): Float64Array {
  const sums = new Float64Array(parent.length);
  for (let row = 0; row < home.length; row++) {
    const cluster = home[row]!;
    sums[cluster]! += 1 / left[row]! - 1 / birth[cluster]!;
  }
  for (let cluster = 1; cluster < parent.length; cluster++) {
    const from = parent[cluster]!;
    sums[from]! += (1 / birth[cluster]! - 1 / birth[from]!) * size[cluster]!;
  }
  return sums;
}

/**
 * Chooses clusters that do not overlap: 1 for each that is chosen. By excess of mass (Campello, Moulavi and Sander 2013, section 5) a cluster
 * is kept unless the best choice within it has a greater sum of stabilities. `epsilon` then replaces a chosen cluster that began at a
 * smaller distance by its nearest ancestor that began above it (Malzer and Baum 2020).
 */
export function selectClusters(tree: Condensed, { selection, epsilon, single }: SelectOptions): Uint8Array {
  const { parent, birth } = tree;
  const chosen = new Uint8Array(parent.length);
  if (selection === "leaf") {
    chosen.fill(1);
    for (let cluster = 1; cluster < parent.length; cluster++) chosen[parent[cluster]!] = 0;
    chosen[0] = 0; // a tree that never comes apart has no leaves
  } else {
    const own = stabilities(tree);
    const within = new Float64Array(parent.length); // the best sum below each cluster
    for (let cluster = parent.length - 1; cluster >= (single ? 0 : 1); cluster--) {
      const kept = !(within[cluster]! > own[cluster]!);
      chosen[cluster] = kept ? 1 : 0;
      if (cluster > 0) within[parent[cluster]!]! += kept ? own[cluster]! : within[cluster]!;
    }
  }
  keepOuter(parent, chosen);
  if (epsilon > 0 && chosen[0] === 0)
    for (let cluster = 1; cluster < parent.length; cluster++) {
      if (chosen[cluster] === 0 || birth[cluster]! >= epsilon) continue;
      let up = cluster;
      while (parent[up]! > 0 && birth[up]! <= epsilon) up = parent[up]!;
      if (single && parent[up] === 0 && birth[up]! <= epsilon) up = 0;
      chosen[cluster] = 0;
      chosen[up] = 1;
    }
  keepOuter(parent, chosen);
  return chosen;
}

/** Of a chosen cluster and one within it, the outer one counts. */
function keepOuter(parent: Int32Array, chosen: Uint8Array): void {
  const covered = new Uint8Array(parent.length);
  for (let cluster = 1; cluster < parent.length; cluster++) {
    const up = parent[cluster]!;
    if (chosen[up] === 1 || covered[up] === 1) {
      covered[cluster] = 1;
      chosen[cluster] = 0;
    }
  }
}
