import type { Matrix } from "../../matrix.js";
import type { EmbeddedGroups } from "../../numeric/network/groupDistances.js";
import { groupShares } from "../../numeric/network/groupShares.js";
import { nearestGroups } from "../../numeric/network/nearestGroups.js";
import { plainLayers } from "../../numeric/network/plainLayers.js";
import { unpackLayers } from "../../numeric/network/unpackLayers.js";
import { portableExp } from "../../numeric/portableExp.js";
import { portableLog } from "../../numeric/portableLog.js";
import type { NetworkModel } from "../../segmentation.js";
import { networkRows } from "../autoencoder/networkRows.js";

/** Where a network puts rows, and what it loses of them. */
export interface NetworkRowsFound {
  readonly labels: Int32Array;
  /** Row by row the numbers of the embedding. */
  readonly embedding: Float64Array;
  /** Computes, for it takes as long as the labels, the mean over the known columns of the squared errors of numbers and the cross-entropies (nats) of categories. */
  errors(): Float64Array;
  /** Computes one array per segment: its probability for each row; undefined where segments are centers. */
  shares(): Float64Array[] | undefined;
}

/**
 * The embedding of rows, the segment that it belongs to (the nearest center, or the most probable segment of a mixture; of equal ones the first), and the
 * reconstruction error. All in 64 bits and in one order, so that every machine finds the same, without TensorFlow.
 */
export function byNetwork(model: NetworkModel, matrix: Matrix): NetworkRowsFound {
  const { values, width, known } = networkRows(model, matrix);
  const { groups } = model;
  const encoded = plainLayers(values, unpackLayers(model.encoder));
  const size = model.decoder.sizes[0]!;
  const embedded = embeddedGroups(groups);
  const labels = nearestGroups(encoded, size, embedded);
  // Behind the place of a row its variances may stand.
  const each = model.encoder.sizes.at(-1)!;
  const embedding = each === size ? encoded : encoded.filter((_, at) => at % each < size);
  return {
    labels,
    embedding,
    errors: () => lossOf(model, values, known, width, embedding),
    shares: () => (groups.kind === "mixture" ? groupShares(encoded, size, embedded) : undefined),
  };
}

function embeddedGroups(groups: NetworkModel["groups"]): EmbeddedGroups {
  if (groups.kind === "centers") return { k: groups.centers.length, centers: Float64Array.from(groups.centers.flat()) };
  const { weights, means, variances } = groups;
  return {
    k: weights.length,
    centers: Float64Array.from(means.flat()),
    mixture: { weights: Float64Array.from(weights), variances: Float64Array.from(variances.flat()) },
  };
}

function lossOf(
  { columns, categorical, decoder }: NetworkModel,
  values: Float64Array,
  known: Uint8Array | undefined,
  width: number,
  embedding: Float64Array,
): Float64Array {
  const made = plainLayers(embedding, unpackLayers(decoder));
  const errors = new Float64Array(values.length / width);
  for (let i = 0; i < errors.length; i++) {
    let [sum, count] = [0, 0];
    for (let j = 0; j < columns.length; j++) {
      if (known?.[i * width + j] === 0) continue;
      sum += (values[i * width + j]! - made[i * width + j]!) ** 2;
      count++;
    }
    let from = i * width + columns.length;
    for (const { levels } of categorical) {
      const odds = made.subarray(from, from + levels.length);
      const given = values.subarray(from, from + levels.length).indexOf(1);
      from += levels.length;
      if (given < 0) continue;
      const most = odds.reduce((a, b) => Math.max(a, b));
      sum += most + portableLog(odds.reduce((total, odd) => total + portableExp(odd - most), 0)) - odds[given]!;
      count++;
    }
    errors[i] = count === 0 ? 0 : sum / count;
  }
  return errors;
}
