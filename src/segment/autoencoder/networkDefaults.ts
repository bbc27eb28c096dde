/** What a network is by default for so many rows and columns. */
export interface NetworkDefaults {
  readonly layers: number[];
  readonly embedding: number;
  readonly batchSize: number;
  readonly epochs: number;
  readonly clusterEpochs: number;
}

/**
 * Sizes by the data. Two hidden layers of as many units as the largest power of two up to twice the columns that the network reads, from 64 to 128; an embedding of ten numbers, but fewer than
 * columns; batches of 128 customers; and as many epochs as make 4,200 steps (600 of learning segments), but at least 5 (3) and at most 420 (60).
 */
export function networkDefaults(rows: number, width: number): NetworkDefaults {
  const units = Math.min(128, Math.max(64, 2 ** Math.floor(Math.log2(2 * width))));
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
