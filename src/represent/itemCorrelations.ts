import { DataError, quoted } from "../errors.js";
import type { Id } from "../matrix.js";
import { correlations } from "../numeric/correlations.js";
import { lowerFactor } from "../numeric/lowerFactor.js";
import { counted, grouped } from "../readable.js";
import { type Asked, answeredNumbers } from "./itemAnswers.js";

/** What stands for missing answers: only respondents who answered all items, or for each pair of items those who answered both. */
export type AnswersUsed = "complete" | "pairwise";

/** How the items go together, and who said so. */
export interface ItemCorrelations {
  /** Row-major correlations, means and standard deviations (divisor n - 1) of the answers used. */
  readonly matrix: Float64Array;
  readonly means: Float64Array;
  readonly deviations: Float64Array;
  /** Respondents behind each correlation; with "pairwise" those of the pair that fewest answered both. */
  readonly respondents: number;
  readonly positiveDefinite: boolean;
  /** Who answered all items, and their answers by item. */
  readonly completeIds: readonly Id[];
  readonly complete: readonly Float64Array[];
  readonly unscored: readonly Id[];
  readonly warnings: readonly string[];
}

/** Correlations of items by the rule. Items that do not vary and pairs that nobody answered both are DataErrors. */
export function itemCorrelations(asked: Asked, missing: AnswersUsed): ItemCorrelations {
  if (missing !== "complete" && missing !== "pairwise")
    throw new RangeError(`expected missing to be "complete" or "pairwise", got ${quoted(missing)}`);
  const { ids, items } = asked;
  const all = answeredNumbers(asked);
  const size = items.length;
  const rows = Array.from(ids.keys()).filter((row) => all.every((values) => !Number.isNaN(values[row]!)));
  const whole = rows.length === ids.length;
  const complete = whole ? all : all.map((values) => Float64Array.from(rows, (row) => values[row]!));
  const used = missing === "complete" ? complete : all;
  if (missing === "complete" && rows.length < 3)
    throw new DataError(
      `expected at least 3 respondents who answered all ${size} items, got ${rows.length} of ${ids.length}; leave out items that few answered, or use missing: "pairwise"`,
    );
  used.forEach((values, j) => {
    const first = values.find((value) => !Number.isNaN(value));
    if (values.every((value) => Number.isNaN(value) || value === first))
      throw new DataError(
        `expected answers that differ, got ${first} from ${missing === "complete" && !whole ? "everybody who answered all items" : "everybody who answered"}; leave the item out`,
        { column: items[j]! },
      );
  });
  const found = correlations(used);
  const { matrix, means, deviations, fewest } = found;
  const lost = matrix.findIndex(Number.isNaN);
  if (lost >= 0)
    throw new DataError(
      `expected at least two respondents who answered both ${quoted(items[Math.floor(lost / size)])} and ${quoted(items[lost % size])}, differently; leave one of them out`,
      { column: items[Math.floor(lost / size)]! },
    );
  const positiveDefinite = lowerFactor(ridged(matrix, size), size) !== undefined;
  return {
    matrix,
    means,
    deviations,
    respondents: fewest,
    positiveDefinite,
    completeIds: whole ? ids : rows.map((row) => ids[row]!),
    complete,
    unscored: whole ? [] : without(ids, rows),
    warnings: [...asked.warnings, ...warningsOf(found, items, missing, rows.length, ids.length, positiveDefinite)],
  };
}

/** Less than this on every diagonal entry is rounding. */
function ridged(matrix: Float64Array, size: number): Float64Array {
  return matrix.map((value, cell) => (cell % (size + 1) === 0 ? value - 1e-10 : value));
}

function without(ids: readonly Id[], rows: readonly number[]): Id[] {
  const kept = new Set(rows);
  return ids.filter((_, row) => !kept.has(row));
}

function warningsOf(
  { matrix, fewest }: { matrix: Float64Array; fewest: number },
  items: readonly string[],
  missing: AnswersUsed,
  complete: number,
  all: number,
  positiveDefinite: boolean,
): string[] {
  const size = items.length;
  const said: string[] = [];
  if (complete < all)
    said.push(
      missing === "complete"
        ? `${counted(all - complete, "respondent")} of ${grouped(all)} did not answer all ${size} items; without all answers nobody counts or gets scores (missing: "complete").`
        : `Each correlation stands on the respondents who answered both items, ${fewest} or more of ${all}; the ${counted(all - complete, "respondent")} who did not answer all ${size} items have no scores (missing: "pairwise").`,
    );
  const same: string[] = [];
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++)
      if (Math.abs(matrix[i * size + j]!) > 1 - 1e-10) same.push(`${items[j]} and ${items[i]}`);
  if (same.length > 0)
    said.push(
      `${same.slice(0, 5).join("; ")}${same.length > 5 ? `; and ${same.length - 5} more` : ""}: the same answers (correlation 1 or -1), so one of them tells nothing new; leave it out.`,
    );
  if (fewest <= size)
    said.push(
      `${counted(fewest, "respondent")} for ${size} items: correlations from so few are mostly chance; ask more people or use fewer items.`,
    );
  if (!positiveDefinite)
    said.push(
      missing === "pairwise" && complete < all && same.length === 0 && fewest > size
        ? "The pairwise correlations contradict each other (the matrix is not positive definite), since each comes from other respondents."
        : "The items determine each other (the correlation matrix is singular).",
    );
  return said;
}
