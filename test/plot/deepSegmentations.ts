import { packSingles } from "../../src/numeric/packSingles.js";
import { random } from "../../src/random.js";
import type { DeepSegmentation, TrainingEpoch } from "../../src/segment/autoencoder.js";
import { segmentationOf } from "./examples.js";

/** What may differ between made deep segmentations. */
export interface Made {
  rows?: number;
  k?: number;
  /** Numbers of the embedding. */
  size?: number;
  names?: readonly string[];
  columns?: readonly string[];
  levels?: readonly string[];
  method?: "kmeans" | "dec" | "idec" | "vade";
  seeds?: number;
  odd?: number;
  baselines?: boolean;
}

/** A made deep segmentation: everything that is drawn, nothing learned. Its decoder gives number d back as columns d and d + size. */
export function deepOf(made: Made = {}): DeepSegmentation {
  const { rows = 200, k = 3, size = 3, method = "kmeans", seeds = 5, odd = 3, baselines = true } = made;
  const { columns = ["recency", "frequency", "monetary"], levels = [], names } = made;
  const generator = random(4);
  const labels = Array.from({ length: rows }, (_, i) =>
    i < k ? i : Math.min(k - 1, Math.floor(generator.uniform() ** 1.6 * k)),
  );
  const found = segmentationOf(
    labels,
    k,
    names,
    labels.map((_, i) => `c${i}`),
  );
  const centers = Array.from({ length: k }, () => Array.from({ length: size }, () => 4 * generator.normal()));
  const embedding = Array.from(found.labels, (label) => centers[label]!.map((center) => center + generator.normal()));
  const errors = Array.from(found.labels, (label) => Math.exp(0.5 * generator.normal() - 2 + 0.2 * label));
  for (let i = 0; i < odd; i++) errors[(i * 37) % rows] = 8 + i;
  const width = columns.length + levels.length;
  const weights = Array.from({ length: size }, (_, d) =>
    Array.from({ length: width }, (_, j) => (j % size === d ? (j < size ? 0.5 : -0.25) : 0)),
  );
  const seedRows = Array.from({ length: seeds }, (_, i) => ({
    seed: i + 1,
    chosen: i === Math.min(1, seeds - 1),
    loss: 0.1 + i / 100,
    epochs: 60,
    converged: true,
    agreement: seeds === 1 ? null : 0.8,
    silhouette: 0.3,
    calinskiHarabasz: 100,
    daviesBouldin: 1,
  }));
  const chosen = seedRows.findIndex((one) => one.chosen);
  const beside = { silhouette: 0.2, calinskiHarabasz: 90, daviesBouldin: 1.1 };
  const none = { silhouette: null, calinskiHarabasz: null, daviesBouldin: null };
  return {
    ...found,
    method: "autoencoder",
    parameters: { k, method },
    seed: chosen + 1,
    model: {
      kind: "network",
      version: 1,
      columns,
      centers: columns.map(() => 0),
      unit: 1,
      categorical: levels.length === 0 ? [] : [{ column: "channel", levels }],
      preparation: {
        id: "customer",
        columns: columns.map((column) => ({
          column,
          log: { shift: 0 },
          scale: { method: "standard", center: 3, spread: 1.5 },
        })),
        categorical: levels.length === 0 ? [] : [{ column: "channel", levels }],
      },
      encoder: { sizes: [width, size], activation: "relu", packed: packSingles(new Float32Array((width + 1) * size)) },
      decoder: {
        sizes: [size, width],
        activation: "relu",
        packed: packSingles(Float32Array.from([...weights.flat(), ...new Array<number>(width).fill(0)])),
      },
      groups: { kind: "centers", centers },
    },
    embedding,
    reconstructionErrors: errors,
    odd: Array.from({ length: odd }, (_, i) => ({ id: `c${(i * 37) % rows}`, error: 8 + i })).reverse(),
    history: historyOf(chosen + 1, 40, method === "kmeans" ? 0 : 20),
    seeds: seedRows,
    seedAgreement: seedRows.map((_, a) => seedRows.map((_, b) => (a === b ? 1 : 0.5 + 0.4 / (1 + Math.abs(a - b))))),
    baselines: baselines
      ? [
          { method: "kmeans", agreement: 0.62, ...beside },
          { method: "ward", agreement: 0.55, ...beside },
          { method: "gaussianMixture", agreement: null, ...none, reason: "expected other columns" },
        ]
      : [],
    compared: rows,
    verdict: "Made.",
    tensorflow: { backend: "wasm", version: "4.22.0", reason: "made" },
  };
}

/** Epochs whose loss falls; that of the rows kept apart rises again in the last quarter. */
export function historyOf(seed: number, reconstruction: number, clustering: number): TrainingEpoch[] {
  const epochs = Array.from({ length: reconstruction }, (_, i): TrainingEpoch => {
    const loss = 0.05 + Math.exp(-i / 8) + seed / 1000;
    const late = Math.max(0, i - 0.75 * reconstruction);
    return { seed, epoch: i + 1, part: "embedding", loss, validation: loss + 0.02 + late / 100 };
  });
  for (let i = 0; i < clustering; i++)
    epochs.push({ seed, epoch: reconstruction + i + 1, part: "clustering", loss: 2 - i / 40, validation: null });
  return epochs;
}
