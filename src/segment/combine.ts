import { quoted, requireOptions } from "../errors.js";
import { hasCustomers, orderBySize, requireSegmentation, type Segmentation, segmentName } from "../segmentation.js";

/** Options of `combine`. */
export interface CombineOptions {
  /** Customers that a combined segment has to have, or below 1 the share of all customers; smaller ones are merged. */
  smallest?: number;
}

/**
 * Crosses two segmentations of the same customers, such as value and need, into one: each pair of segments is a cell, called "A x B".
 * Cells without customers, or with fewer than `smallest`, are merged, the smallest first (of equals the one that stands last): into
 * the largest cell of the same segment of the FIRST segmentation (of equals the one that stands first), which is then called "A x B + C", or "A"
 * where it has taken in all of A. So the first segmentation is kept whole and gives way only in detail; a segment of it that is itself
 * smaller than `smallest` stays, with a warning. Customers whom one of the two leaves without a segment (-1) have none.
 *
 * `assign` labels new rows by both models, if the matrix holds the columns of both. A cell that was merged for want of customers labels new ones
 * like those that it was merged with; only where a whole segment of the first had no customers (`rules` may have such) do new ones get -1.
 *
 * Every segment of the first is divided along the same lines here, so that needs can be compared between values; `subsegments` looks for
 * others within each.
 *
 * When it misleads: crossing makes many segments of two that were found apart; whether their customers differ beyond what each
 * segmentation says on its own is a question for `profile`. Order matters: `combine(a, b)` merges other cells than `combine(b, a)`.
 *
 * @throws RangeError where the customers differ, or smallest is below 0 or above their number; TypeError where one of the two is no
 *   segmentation.
 *
 * @example
 * const points = matrixOf({ spend: [1, 1, 1, 9, 9, 9, 9], visits: [1, 8, 8, 1, 1, 8, 8] });
 * const both = combine(
 *   { ...(await kmeans(matrixOf({ spend: points.values[0] }), { k: 2 })), names: ["Big", "Small"] },
 *   { ...(await kmeans(matrixOf({ visits: points.values[1] }), { k: 2 })), names: ["Often", "Seldom"] },
 *   { smallest: 2 },
 * );
 * console.log(both.names); // [ 'Small', 'Big x Seldom', 'Big x Often' ]
 * console.log(assign(both, points).join(" ")); // 0 0 0 1 1 2 2
 */
export function combine(first: Segmentation, second: Segmentation, options: CombineOptions = {}): Segmentation {
  for (const one of [first, second]) requireSegmentation(one);
  requireOptions(options, { smallest: true }, "combine");
  const { smallest = 0 } = options;
  for (const one of [first, second])
    if (!hasCustomers(one))
      throw new RangeError(
        "expected segmentations with their customers, got one that was saved without; label the customers with score, or combine before saving",
      );
  const inSecond = joined(first, second);
  const rows = first.labels.length;
  if (!(typeof smallest === "number" && smallest >= 0 && smallest <= rows))
    throw new RangeError(
      `expected smallest to be a number from 0 to ${rows}, the number of customers, got ${quoted(smallest)}`,
    );
  const least = Math.max(1, smallest < 1 ? smallest * rows : smallest);
  const counts = Array.from({ length: first.k }, () => new Array<number>(second.k).fill(0));
  for (let i = 0; i < rows; i++) {
    const [a, b] = [first.labels[i]!, inSecond[i]!];
    if (a >= 0 && b >= 0) counts[a]![b]!++;
  }

  // Groups of cells, by segment of the first.
  const groups = counts.flatMap((row, a) => merged(row, least).map((cells) => ({ a, cells })));
  const kept = groups.filter(({ a, cells }) => cells.some((b) => counts[a]![b]! > 0));
  const table = Array.from({ length: first.k }, () => new Array<number>(second.k).fill(-1));
  kept.forEach(({ a, cells }, group) => {
    for (const b of cells) table[a]![b] = group;
  });
  const { labels, sizes, order } = orderBySize(
    Int32Array.from(first.labels, (a, i) => (a < 0 || inSecond[i]! < 0 ? -1 : table[a]![inSecond[i]!]!)),
    kept.length,
  );
  const renamed = order.reduce((map, old, label) => map.set(old, label), new Map<number, number>([[-1, -1]]));
  const names = order.map((group) => {
    const { a, cells } = kept[group]!;
    const own = segmentName(first, a);
    return cells.length === second.k ? own : `${own} x ${cells.map((b) => segmentName(second, b)).join(" + ")}`;
  });
  const small = sizes.flatMap((size, label) => (size < least ? [`${names[label]} (${size})`] : []));
  const lost = labels.filter((label) => label < 0).length;
  const part = ({ model, names: own }: Segmentation) => ({ model, ...(own === undefined ? {} : { names: own }) });
  return {
    method: "combine",
    k: kept.length,
    ids: first.ids,
    labels,
    sizes,
    names,
    parameters: { smallest, methods: [first.method, second.method] },
    quality: {},
    converged: first.converged && second.converged,
    iterations: 0,
    model: {
      kind: "combined",
      parts: [part(first), part(second)],
      cells: table.map((row) => row.map((group) => renamed.get(group)!)),
    },
    warnings: [
      ...new Set([...first.warnings, ...second.warnings]),
      ...(small.length === 0
        ? []
        : [
            `Smaller than ${smallest}, for nothing else is left of the same segment to merge with: ${small.join(", ")}.`,
          ]),
      ...(lost === 0
        ? []
        : [`${lost} of ${rows} customers have no segment, because one of the two segmentations has none for them.`]),
    ],
  };
}

/** The cells of one row of the table, put together until each group has `least` customers, or one is left. */
function merged(counts: readonly number[], least: number): number[][] {
  const groups = counts.map((count, b) => ({ count, cells: [b] }));
  while (groups.length > 1) {
    let small = 0;
    groups.forEach((group, at) => {
      if (group.count <= groups[small]!.count) small = at;
    });
    if (groups[small]!.count >= least) break;
    const [gone] = groups.splice(small, 1);
    const into = groups.reduce((best, group) => (group.count > best.count ? group : best));
    into.count += gone!.count;
    into.cells.push(...gone!.cells);
    into.cells.sort((a, b) => a - b);
  }
  return groups.map(({ cells }) => cells);
}

/** The second's label of each customer of the first. */
function joined(first: Segmentation, second: Segmentation): Int32Array {
  const rowOf = new Map(second.ids.map((id, i) => [id, i]));
  const absent = first.ids.find((id) => !rowOf.has(id));
  if (first.ids.length !== second.ids.length || absent !== undefined)
    throw new RangeError(
      absent === undefined
        ? `expected two segmentations of the same customers, got ${first.ids.length} and ${second.ids.length}`
        : `expected two segmentations of the same customers, got ${JSON.stringify(absent)} in the first only`,
    );
  return Int32Array.from(first.ids, (id) => second.labels[rowOf.get(id)!]!);
}
