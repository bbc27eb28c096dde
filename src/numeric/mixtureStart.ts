import type { Random } from "../random.js";
import { descend } from "./descend.js";
import { distinctRows } from "./distinctRows.js";
import { KmeansSpace, kmeansMemory } from "./kmeansSpace.js";
import { type Floor, mixtureCovariances } from "./mixtureCovariances.js";
import type { MixtureFamily } from "./mixtureFamily.js";
import type { Mixture, MixtureShape } from "./mixtureSpace.js";

/** A mixture to start from, and whether a covariance had to be raised to the floor. */
export type Start = Mixture & { readonly raised: boolean };

/** Rows at most that a start looks at, for each component. */
export const rowsToStart = 200;

/**
 * A mixture to start from: groups that k-means finds in some of the rows, drawn at random, or, where they are not `settled`, those of rows around
 * drawn centers (k-means++). The covariance of a small group is mixed with that of all groups, which counts for as many rows as there are
 * columns, and two.
 *
 * Neither way is the better one: k-means leads to the best solution more often where groups are round or overlap, k-means++ where they are
 * long, and each misses on some data what the other finds. So a search takes them in turn.
 */
export function drawnStart(
  x: Float64Array,
  { rows, width, k, full }: MixtureShape,
  family: MixtureFamily,
  floor: Floor,
  generator: Random,
  settled: boolean,
): Start {
  // In families that adapt to the unit of each column, distances must not depend on it either.
  const unit = floor.variances.map((variance) => (family.free ? Math.sqrt(variance) : 1));
  const few = sample(x, rows, width, k, generator);
  const columns = few.length / width;
  const shape = { rows: columns, width, k, weighted: false, lanes: 1, threads: 1 };
  const space = new KmeansSpace(kmeansMemory(shape, false), shape, 0);
  for (let at = 0; at < few.length; at++) space.x[at] = few[at]! / unit[at % width]!;
  const each = (what: number) => {
    for (let block = 0; block < space.blocks; block++) space.block(what, block, 0);
  };
  const steps = descend(space, each, generator, { maxIterations: settled ? 20 : 0, stopAt: -1 });
  while (!steps.next().done);
  return labeledStart(few, space.labels, { rows, width, k, full }, family, floor, width + 2);
}

/** Some rows; all where they are few, or where the others hold too few distinct ones. */
function sample(x: Float64Array, rows: number, width: number, k: number, generator: Random): Float64Array {
  const most = Math.max(1000, k * rowsToStart);
  if (rows <= most) return x;
  const drawn = new Float64Array(most * width);
  for (let i = 0; i < most; i++) {
    const row = generator.integer(rows) * width;
    for (let j = 0; j < width; j++) drawn[i * width + j] = x[row + j]!;
  }
  const columns = Array.from({ length: width }, (_, j) =>
    Float64Array.from({ length: most }, (_, i) => drawn[i * width + j]!),
  );
  return distinctRows(columns, k) < k ? x : drawn;
}

/**
 * The mixture of groups that are given: their sizes, means and covariances. `mixed` rows of each group are as if they had the covariance
 * within all groups.
 */
export function labeledStart(
  x: Float64Array,
  labels: ArrayLike<number>,
  { rows, width, k, full }: Pick<MixtureShape, "rows" | "width" | "k" | "full">,
  family: MixtureFamily,
  floor: Floor,
  mixed = 0,
): Start {
  const counts = new Float64Array(k);
  const means = new Float64Array(k * width);
  for (let i = 0; i < labels.length; i++) counts[labels[i]!] = counts[labels[i]!]! + 1;
  for (let i = 0; i < labels.length; i++) {
    const at = labels[i]! * width;
    for (let j = 0; j < width; j++) means[at + j] = means[at + j]! + x[i * width + j]! / counts[labels[i]!]!;
  }
  const each = full ? width * width : width;
  const spread = new Float64Array(k * each);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    const apart = (j: number) => x[i * width + j]! - means[label * width + j]!;
    for (let a = 0; a < width; a++) {
      if (!full) spread[label * each + a] = spread[label * each + a]! + apart(a) ** 2;
      else
        for (let b = 0; b < width; b++) {
          const at = label * each + a * width + b;
          spread[at] = spread[at]! + apart(a) * apart(b);
        }
    }
  }
  const within = new Float64Array(each);
  for (let at = 0; at < spread.length; at++) within[at % each] = within[at % each]! + spread[at]! / labels.length;
  for (let c = 0; c < k; c++)
    for (let at = 0; at < each; at++)
      spread[c * each + at] = (spread[c * each + at]! + mixed * within[at]!) / (counts[c]! + mixed);
  const mass = counts.map((count) => (count / labels.length) * rows);
  const raised = mixtureCovariances(family, { k, width, mass, spread }, floor);
  return { mass, means, spread, raised };
}
