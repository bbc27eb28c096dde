import type { PeerName } from "./peers.js";

/** One thing to time: our call, and the same of a peer where there is one. */
export interface Case {
  readonly name: string;
  /** What is called; ours.mjs has a function of this name. */
  readonly call:
    | "kmeansGiven"
    | "kmeansRestarts"
    | "silhouette"
    | "stability"
    | "mixture"
    | "ward"
    | "hdbscan"
    | "kprototypes"
    | "factors"
    | "latentClass";
  /** Clouds of normal points around k centers, in a file that both read; without them the answers of the McDonald's survey. */
  readonly rows?: number;
  readonly width?: number;
  readonly k?: number;
  /** Seed of the clouds; where absent each size has its own. */
  readonly seed?: number;
  /** The survey that both read, where it is not McDonald's. */
  readonly survey?: "bfi";
  /** Our `tolerance`; 1e-4 where absent, as scikit-learn has it. */
  readonly tolerance?: number;
  /** Of a mixture: its family and how many iterations both do. */
  readonly family?: "full" | "diagonal";
  readonly iterations?: number;
  readonly peer?: PeerName;
  /** What was published of the peer, to stand beside ours where the peer is not here. */
  readonly published?: string;
}

const blobs = (what: string, rows: number, width: number, k: number, rest: Omit<Case, "name">): Case => ({
  name: `${what} ${rows.toLocaleString("en-US")} x ${width}, k ${k}`,
  rows,
  width,
  k,
  ...rest,
});

export const cases: readonly Case[] = [
  // The same start, tolerance and threads.
  ...(
    [
      [200_000, 16, 8],
      [100_000, 32, 20],
      [1_000_000, 4, 5],
      [1_000_000, 8, 6],
      [10_000_000, 3, 5],
    ] as const
  ).map(([rows, width, k]) => blobs("kmeans", rows, width, k, { call: "kmeansGiven", peer: "scikit-learn" })),
  blobs("kmeans, 10 restarts,", 20_000, 8, 6, { call: "kmeansRestarts", peer: "scikit-learn" }),
  blobs("silhouette", 20_000, 8, 6, { call: "silhouette", peer: "scikit-learn" }),
  // The same start; ml-kmeans goes on until centers hardly move, so ours goes on until no row changes.
  ...(
    [
      [20_000, 8, 6],
      [100_000, 32, 20],
      [200_000, 16, 8],
    ] as const
  ).map(([rows, width, k]) =>
    blobs("beside ml-kmeans: kmeans", rows, width, k, { call: "kmeansGiven", tolerance: 0, peer: "ml-kmeans" }),
  ),
  {
    name: "stability: McDonald's, k 2-8, 100 pairs, 10 restarts",
    call: "stability",
    peer: "flexclust",
    published: "187 s on one thread, medians .956 .871 .839 .717 .659 .632 .615",
  },
  // From the same labels, so many iterations.
  blobs("mixture, full,", 20_000, 8, 6, { call: "mixture", family: "full", iterations: 20, peer: "scikit-learn" }),
  blobs("mixture, diagonal,", 200_000, 16, 6, {
    call: "mixture",
    family: "diagonal",
    iterations: 10,
    peer: "scikit-learn",
  }),
  blobs("ward", 5_000, 8, 6, { call: "ward", peer: "scikit-learn" }),
  blobs("ward, alone,", 50_000, 8, 6, { call: "ward" }),
  blobs("hdbscan", 50_000, 5, 6, { call: "hdbscan", peer: "fast_hdbscan" }),
  // Half of the columns are numbers, half of them answers. The same start and gamma. The package takes minutes.
  blobs("kprototypes", 100_000, 10, 5, { call: "kprototypes", peer: "kmodes" }),
  // Twenty random starts each, answers of four levels; each stops by its own rule, and both find the same log likelihood. StepMix takes minutes.
  blobs("latentClass, 20 starts,", 10_000, 20, 5, { call: "latentClass", peer: "stepmix" }),
  // Minres, five factors, varimax, with KMO, Bartlett's test, communalities and scores.
  { name: "factors: bfi, 2,436 x 25, k 5", call: "factors", survey: "bfi", peer: "factor_analyzer" },
  // More rows of the same clouds from the same start, so that the iterations are about as many.
  ...[1, 2, 4, 8, 16].map((millions) =>
    blobs("linear: kmeans", millions * 1_000_000, 4, 5, { call: "kmeansGiven", seed: 1 }),
  ),
];
