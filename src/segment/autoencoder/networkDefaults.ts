/** What a network is by default for so many rows and columns. */
export interface NetworkDefaults {
  readonly layers: number[];
  readonly embedding: number;
  readonly batchSize: number;
  readonly epochs: number;
  readonly clusterEpochs: number;
}

/**
 * Sizes by the data. Two hidden layers of as many units as the network reads columns, rounded up to a power of two, from 64 to 128; an embedding of ten numbers, but fewer than columns; batches of 128 customers; and as many epochs as make 4,200 steps (600 of learning segments), within bounds.
 */
export function networkDefaults(rows: number, width: number): NetworkDefaults {
  const units = Math.min(128, Math.max(64, 2 ** Math.ceil(Math.log2(width))));
  const batchSize = 128;
  const epochs = (steps: number, least: number) =>
    Math.min(steps / 10, Math.max(least, Math.round((steps * batchSize) / rows)));
  return {
    layers: [units, units],
    embedding: Math.max(1, Math.min(10, width - 1)),
    batchSize,
    epochs: epochs(4200, 5),
    clusterEpochs: epochs(600, 3),
  };
}
