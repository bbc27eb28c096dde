import type { NetworkFit } from "../../numeric/network/fitNetwork.js";
import { packSingles } from "../../numeric/packSingles.js";
import type { NetworkModel } from "../../segmentation.js";
import type { RowReading } from "./networkRows.js";

/** What labels rows: the network and its groups, `order` giving for each label the group that it is of. */
export function networkModel(
  reading: RowReading,
  { encoder, decoder, centers, mixture }: NetworkFit,
  order: readonly number[],
): NetworkModel {
  const width = decoder.sizes[0]!;
  const rows = (flat: Float64Array) => order.map((c) => Array.from(flat.subarray(c * width, (c + 1) * width)));
  return {
    kind: "network",
    version: 1,
    ...reading,
    encoder: { sizes: encoder.sizes, activation: encoder.activation, packed: packSingles(encoder.parameters) },
    decoder: { sizes: decoder.sizes, activation: decoder.activation, packed: packSingles(decoder.parameters) },
    groups:
      mixture === undefined
        ? { kind: "centers", centers: rows(centers) }
        : {
            kind: "mixture",
            weights: order.map((c) => mixture.weights[c]!),
            means: rows(centers),
            variances: rows(mixture.variances),
          },
  };
}
