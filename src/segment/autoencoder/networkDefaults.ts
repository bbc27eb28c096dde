/** What a network is by default for so many rows and columns and segments. */
export interface NetworkDefaults {
  readonly layers: number[];
  readonly embedding: number;
  readonly batchSize: number;
  readonly epochs: number;
  readonly clusterEpochs: number;
}

/**
 * Sizes by the data. Two hidden layers of four units a column that the network reads, rounded up to a power of two, from 32 to 128; an embedding of as many numbers as segments, from 2
 * to 10 and fewer than columns; and as many epochs as make the steps below, within bounds.
 */
export function networkDefaults(rows: number, width: number, k: number): NetworkDefaults {
  const units = Math.min(128, Math.max(32, 2 ** Math.ceil(Math.log2(4 * width))));
  const batchSize = rows <= 25_000 ? 256 : 1024;
  const epochs = (steps: number) => Math.min(300, Math.max(20, Math.round((steps * batchSize) / rows)));
  return {
    layers: [units, units],
    embedding: Math.max(1, Math.min(Math.max(2, k), 10, width - 1)),
    batchSize,
    epochs: epochs(3000),
    clusterEpochs: epochs(1500),
  };
}
