import type { NetworkFit } from "../../numeric/network/fitNetwork.js";
import { packSingles } from "../../numeric/packSingles.js";
import type { NetworkModel } from "../../segmentation.js";
import type { RowReading } from "./networkRows.js";

/** What labels rows: the network, and its groups in the order of the fit. */
export function networkModel(reading: RowReading, { encoder, decoder, centers, mixture }: NetworkFit): NetworkModel {
  const width = decoder.sizes[0]!;
  const rows = (flat: Float64Array) =>
    Array.from({ length: flat.length / width }, (_, c) => Array.from(flat.subarray(c * width, (c + 1) * width)));
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
            weights: Array.from(mixture.weights),
            means: rows(centers),
            variances: rows(mixture.variances),
          },
  };
}

/** The groups numbered anew: `order` gives for each label the group that it is of. */
export function groupsInOrder(groups: NetworkModel["groups"], order: readonly number[]): NetworkModel["groups"] {
  const sorted = <T>(list: readonly T[]) => order.map((c) => list[c]!);
  if (groups.kind === "centers") return { kind: "centers", centers: sorted(groups.centers) };
  const { weights, means, variances } = groups;
  return { kind: "mixture", weights: sorted(weights), means: sorted(means), variances: sorted(variances) };
}
