import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export type PeerName =
  | "scikit-learn"
  | "fast_hdbscan"
  | "kmodes"
  | "factor_analyzer"
  | "stepmix"
  | "ml-kmeans"
  | "flexclust"
  | "Keras"
  | "PyTorch";

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const python = process.env.CLIENTELE_PYTHON ?? "python3";

/** How the libraries beside which we are timed are started, each with a case as JSON, or with the word "version". */
const commands: { readonly [name in PeerName]: readonly string[] } = {
  "scikit-learn": [python, here("peer.py"), "sklearn"],
  fast_hdbscan: [python, here("peer.py"), "fast_hdbscan"],
  kmodes: [python, here("peer.py"), "kmodes"],
  factor_analyzer: [python, here("peer.py"), "factor_analyzer"],
  stepmix: [python, here("peer.py"), "stepmix"],
  "ml-kmeans": [process.execPath, here("peer.mjs")],
  flexclust: ["Rscript", here("peer.R")],
  Keras: [python, here("trainingPeer.py"), "keras"],
  PyTorch: [python, here("trainingPeer.py"), "pytorch"],
};

/** A peer that can run here. */
export interface Peer {
  readonly name: PeerName;
  readonly version: string;
  readonly command: readonly string[];
}

/** The peer, or undefined where it is not on this machine. */
export function peer(name: PeerName): Peer | undefined {
  const command = commands[name];
  const { status, stdout } = spawnSync(command[0]!, [...command.slice(1), "version"], { encoding: "utf8" });
  return status === 0 ? { name, version: stdout.trim(), command } : undefined;
}
