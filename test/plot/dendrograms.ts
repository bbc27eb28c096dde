import type { Id } from "../../src/matrix.js";
import { groupEqualRows } from "../../src/numeric/groupEqualRows.js";
import { numberMerges } from "../../src/numeric/numberMerges.js";
import { wardChain } from "../../src/numeric/wardChain.js";
import { random } from "../../src/random.js";
import type { Dendrogram } from "../../src/segment/hierarchy.js";

type Drawn = Pick<Dendrogram, "ids" | "merges" | "heights" | "sizes" | "linkage" | "distance">;

/** Ward's dendrogram of rows around `k` centers in two dimensions. */
export function dendrogramOf(rows: number, k: number, ids?: readonly Id[], unit = 1): Drawn {
  const draw = random(7);
  const centers = Array.from({ length: 2 * k }, () => draw.normal() * 6);
  const points = Float64Array.from(
    { length: 2 * rows },
    (_, at) => centers[((at >> 1) % k) * 2 + (at % 2)]! + draw.normal(),
  );
  const groups = groupEqualRows(points, 2, rows);
  const steps = wardChain(points, groups.counts, 2);
  for (;;) {
    const { done, value } = steps.next();
    if (!done) continue;
    const { pairs: merges, heights, sizes } = numberMerges(groups, value, unit);
    return {
      ids: ids ?? Array.from({ length: rows }, (_, i) => i),
      merges,
      heights,
      sizes,
      linkage: "ward",
      distance: "euclidean",
    };
  }
}
