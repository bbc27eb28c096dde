/** One thing to time: our call, and the same of a peer where there is one. */
export interface Case {
  readonly name: string;
  /** What is called; ours.mjs and peer.py have a function of this name. */
  readonly call: "kmeansGiven" | "kmeansRestarts" | "silhouette";
  /** Clouds of normal points around k centers, in a file that both read. */
  readonly rows?: number;
  readonly width?: number;
  readonly k?: number;
  readonly peer?: "scikit-learn";
}

const blobs = (call: Case["call"], rows: number, width: number, k: number, what: string): Case => ({
  name: `${what} ${rows.toLocaleString("en-US")} x ${width}, k ${k}`,
  call,
  rows,
  width,
  k,
  peer: "scikit-learn",
});

export const cases: readonly Case[] = [
  // The same start, tolerance and threads.
  blobs("kmeansGiven", 200_000, 16, 8, "kmeans"),
  blobs("kmeansGiven", 100_000, 32, 20, "kmeans"),
  blobs("kmeansGiven", 1_000_000, 4, 5, "kmeans"),
  blobs("kmeansGiven", 1_000_000, 8, 6, "kmeans"),
  blobs("kmeansGiven", 10_000_000, 3, 5, "kmeans"),
  blobs("kmeansRestarts", 20_000, 8, 6, "kmeans, 10 restarts,"),
  blobs("silhouette", 20_000, 8, 6, "silhouette"),
  ...[1, 2, 4, 8, 16].map(
    (millions): Case => ({
      name: `linear: kmeans ${millions},000,000 x 4, k 5`,
      call: "kmeansGiven",
      rows: millions * 1_000_000,
      width: 4,
      k: 5,
    }),
  ),
];
