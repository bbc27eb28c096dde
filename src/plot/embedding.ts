import { requireResult } from "../errors.js";
import { principalAxes } from "../numeric/principalAxes.js";
import { counted, percent } from "../readable.js";
import type { DeepSegmentation } from "../segment/autoencoder.js";
import { customersOnPlane } from "./customersOnPlane.js";
import type { Figure } from "./figure.js";
import { inLanes, type Projection } from "./project.js";
import { rowsBySegment, sampleBySegment } from "./rowsBySegment.js";

/** Points at most: what a page can carry. */
const mostPoints = 5000;

/**
 * Where customers lie in the embedding of an autoencoder, colored and shaped by segment, with the middle of each segment labeled. Odd customers, whom the network gives
 * back badly, have a ring.
 *
 * An embedding of two numbers is drawn as it is; of more, its first two principal components are, and the axis titles say what share of the variance of the embedding (not of
 * the columns) they carry. With one number, segments stand in rows along it. More than 5,000 customers are sampled, every segment in proportion, with all odd ones, and the
 * subtitle says so.
 *
 * When it misleads: places in an embedding have no unit, and a network trained with segments (DEC, IDEC, VaDE) pulls customers to their centers, so that gaps between them
 * are what it was told to make and no evidence of segments. Another seed gives another picture. Where the components carry little of the variance,
 * segments that overlap here may lie apart.
 *
 * @throws TypeError where it is not what `autoencoder` returned.
 *
 * @example
 * const points = matrixOf({ x: [0, 1, 2, 20, 21, 22], y: [1, 0, 1, 9, 8, 9] });
 * const segments = await autoencoder(points, { k: 2, layers: [8], embedding: 1, epochs: 40 });
 * console.log(plot.embedding(segments).title); // 2 segments of 6 customers in the embedding
 */
export function embedding(segmentation: DeepSegmentation): Figure {
  requireResult(segmentation, "embedding", "autoencoder");
  const { ids, odd, k } = segmentation;
  const groups = rowsBySegment(segmentation.labels);
  const sampled = sampleBySegment(groups, mostPoints);
  const marked = new Set(odd.map(({ id }) => id));
  const rows = ids.flatMap((id, i) => (marked.has(id) ? [i] : []));
  const shown =
    sampled === groups
      ? groups
      : new Map(
          [...sampled].map(([label, some]) => {
            const all = new Set([...some, ...groups.get(label)!.filter((i) => marked.has(ids[i]!))]);
            return [label, [...all].sort((a, b) => a - b)] as const;
          }),
        );
  return customersOnPlane(segmentation, {
    projection: placesOf(segmentation),
    groups,
    shown,
    title: `${counted(k, "segment")} of ${counted(ids.length, "customer")} in the embedding`,
    ringed: { rows, name: `Odd: given back badly (${rows.length})` },
  });
}

function placesOf(segmentation: DeepSegmentation): Projection {
  const rows = segmentation.embedding;
  const size = rows[0]?.length ?? 0;
  const columns = Array.from({ length: size }, (_, j) => Float64Array.from(rows, (row) => row[j]!));
  const plain = { note: "", arrows: [] };
  if (size === 1) return inLanes(columns[0]!, "Embedding (no unit)", "", segmentation);
  if (size === 2 || rows.length < 2)
    return { x: columns[0]!, y: columns[1]!, titles: [1, 2].map((a) => `Embedding ${a} (no unit)`) as Pair, ...plain };
  const { scores, share } = principalAxes(columns, 2);
  const titles = [0, 1].map((a) => `Component ${a + 1} (${percent(share[a]!)} of the variance)`) as Pair;
  const note = `The first two principal components of an embedding of ${size} numbers carry ${percent(share[0]! + share[1]!)} of its variance`;
  return { x: scores[0]!, y: scores[1]!, titles, note, arrows: [] };
}

type Pair = [string, string];
