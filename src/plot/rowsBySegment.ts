import { random } from "../random.js";

/** Rows of each label, ascending; labels ascending, noise (-1) last. */
export type RowsBySegment = ReadonlyMap<number, readonly number[]>;

/** The rows of each label. */
export function rowsBySegment(labels: Int32Array): RowsBySegment {
  const groups = new Map<number, number[]>();
  labels.forEach((label, i) => {
    const group = groups.get(label);
    if (group === undefined) groups.set(label, [i]);
    else group.push(i);
  });
  return new Map([...groups].sort(([a], [b]) => (a < 0 ? 1 : b < 0 ? -1 : a - b)));
}

/**
 * At most so many rows of each segment as are its share of `points`, but never fewer than 30: a small segment must stay visible. The same
 * rows each time.
 */
export function sampleBySegment(groups: RowsBySegment, points: number): RowsBySegment {
  const total = [...groups.values()].reduce((sum, rows) => sum + rows.length, 0);
  if (total <= points) return groups;
  const drawn = (rows: readonly number[]) => {
    const most = Math.max(Math.min(30, rows.length), Math.floor((rows.length / total) * points));
    return random(1)
      .shuffle([...rows])
      .slice(0, most)
      .sort((a, b) => a - b);
  };
  return new Map([...groups].map(([label, rows]) => [label, drawn(rows)]));
}
