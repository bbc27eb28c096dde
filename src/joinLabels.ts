import { DataError } from "./errors.js";
import type { Id } from "./matrix.js";
import type { Segmentation } from "./segmentation.js";

/** Label of each row of a table, joined by id; both sides must hold the same ids. */
export function joinLabels(ids: readonly Id[], segmentation: Segmentation): number[] {
  const labelOf = new Map(segmentation.ids.map((id, i) => [id, segmentation.labels[i]!]));
  const without = ids.filter((id) => !labelOf.has(id));
  if (without.length > 0)
    throw new DataError(
      `expected a segment for each of the ${ids.length} rows of the table, got none for ${without.length}, such as ${examples(without)}; leave those rows out, or label them with assign`,
    );
  if (labelOf.size > ids.length) {
    const here = new Set(ids);
    const absent = segmentation.ids.filter((id) => !here.has(id));
    throw new DataError(
      `expected a row for each of the ${labelOf.size} ids of the segmentation, got none for ${absent.length}, such as ${examples(absent)}; pass the whole table`,
    );
  }
  return ids.map((id) => labelOf.get(id)!);
}

function examples(ids: readonly Id[]): string {
  return ids
    .slice(0, 3)
    .map((id) => JSON.stringify(id))
    .join(", ");
}
