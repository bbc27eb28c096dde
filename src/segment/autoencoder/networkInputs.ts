import type { Matrix } from "../../matrix.js";
import { blockNeighbors } from "../../numeric/network/blockNeighbors.js";
import { expectedRows } from "../../numeric/network/expectedRows.js";
import type { NetworkInputs } from "../../numeric/network/inputs.js";
import type { NetworkPlan } from "../../numeric/network/work.js";
import { rowOrder } from "../../numeric/rowOrder.js";
import { pace } from "../../pace.js";
import type { AutoencoderOptions } from "../autoencoder.js";
import { trainingTitle } from "./networkPlan.js";
import { networkRows, type RowReading } from "./networkRows.js";

/** What the network reads, in an order of the rows that depends on nothing else, so that the order of the matrix does not matter. */
export function networkInputs(read: RowReading, matrix: Matrix): { rows: NetworkInputs; order: Int32Array } {
  const { values, known, width } = networkRows(read, matrix);
  const columns = Array.from({ length: width }, (_, j) =>
    Float64Array.from({ length: matrix.rows }, (_, i) => values[i * width + j]!),
  );
  const order = rowOrder(columns, matrix.rows);
  const inOrder = (flat: ArrayLike<number>) => {
    const sorted = new Float32Array(flat.length);
    order.forEach((row, i) => {
      for (let j = 0; j < width; j++) sorted[i * width + j] = flat[row * width + j]!;
    });
    return sorted;
  };
  const rows: NetworkInputs = {
    rows: matrix.rows,
    numbers: read.columns.length,
    levels: read.categorical.map(({ levels }) => levels.length),
    values: inOrder(values),
    ...(known === undefined ? {} : { known: inOrder(known) }),
  };
  return { rows, order };
}

/** With the neighbors of each row, where the network is to keep them near. */
export async function withNeighbors(
  inputs: NetworkInputs,
  plan: NetworkPlan,
  { seed = 1, threads, onProgress, signal }: AutoencoderOptions,
): Promise<NetworkInputs> {
  if (plan.neighborWeight === 0 || inputs.rows < 3) return inputs;
  const clock = pace(1, { ...(onProgress && { onProgress }), ...(signal && { signal }) });
  const width = inputs.values.length / inputs.rows;
  const { values, uncertain: farther } = expectedRows(inputs);
  const found = await blockNeighbors(values, width, { most: plan.neighbors, seed, farther, threads }, async (done) => {
    // Progress ends with its total, and the training is still to come.
    if (clock.due()) await clock.rest(Math.min(done, 0.99), `${trainingTitle(plan)}: neighbors`);
  });
  return { ...inputs, neighbors: found };
}
