import type { Pace } from "../pace.js";
import type { Random } from "../random.js";
import { inverse } from "./inverse.js";
import { randomCorrelations } from "./randomCorrelations.js";
import { symmetricEigenvalues } from "./symmetricEigenvalues.js";

/** What the clock is told. */
const note = "eigenvalues of random answers";

/** Whose eigenvalues: of the correlations, or of what the columns share, with squared multiple correlations on the diagonal. */
export type EigenvaluesOf = "components" | "factors";

/** The eigenvalues of a correlation matrix in descending order; undefined for "factors" where it has no inverse. */
export function eigenvaluesOf(matrix: Float64Array, size: number, of: EigenvaluesOf): Float64Array | undefined {
  if (of === "components") return symmetricEigenvalues(matrix, size);
  const inverted = inverse(matrix, size)?.inverse;
  if (inverted === undefined) return undefined;
  const shared = matrix.slice();
  for (let i = 0; i < size; i++) shared[i * (size + 1)] = 1 - 1 / inverted[i * (size + 1)]!;
  return symmetricEigenvalues(shared, size);
}

/**
 * Eigenvalues of correlations of columns that have nothing in common, `replicates` times: `[rank][replicate]`, each rank in ascending order.
 * Undefined where so few rows leave no inverse. A step of the clock is a replicate.
 */
export async function parallelEigenvalues(
  rows: number,
  size: number,
  { of, replicates, generator }: { of: EigenvaluesOf; replicates: number; generator: Random },
  clock: Pace,
): Promise<Float64Array[] | undefined> {
  const byRank = Array.from({ length: size }, () => new Float64Array(replicates));
  for (let replicate = 0; replicate < replicates; replicate++) {
    const values = eigenvaluesOf(randomCorrelations(rows, size, generator.fork(replicate)), size, of);
    if (values === undefined) return undefined;
    values.forEach((value, rank) => {
      byRank[rank]![replicate] = value;
    });
    if (clock.due()) await clock.rest(replicate + 1, note);
  }
  clock.finish(note);
  return byRank.map((values) => values.sort());
}
