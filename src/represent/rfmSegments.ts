import { DataError, requireColumn } from "../errors.js";
import { rowIds } from "../matrix.js";
import { matchRules } from "../numeric/matchRules.js";
import { orderBySize, type Segmentation } from "../segmentation.js";
import { finiteNumbers, type Table, type TableLike, toTable } from "../table.js";
import { lintRules } from "./lintRules.js";
import { type RfmRule, rfmRules } from "./rfmRules.js";
import type { RfmScoreColumns, RfmScores } from "./rfmScores.js";

/** Options of `rfmSegments`. */
export interface RfmSegmentsOptions {
  /** In the order of their use; the first that matches names the segment. See `rfmRules`. */
  rules?: readonly RfmRule[];
  /** Segment of customers that match no rule. */
  otherwise?: string;
}

/** A customer with scores. */
export type ScoredCustomers = TableLike<{ customer: string } & Omit<RfmScoreColumns, "rfmScore">>;

/**
 * Names customers by their scores, with a rule table: the first rule that matches. All rules' segments are there, also those that nobody
 * is in, and `otherwise` where somebody is in it.
 *
 * It misleads where the rules overlap, because then their order decides what a name means (see `lintRules`; `warnings` counts the
 * customers concerned), and where a scale has collapsed, because rules that ask for a missing score find nobody.
 *
 * @param scores what `rfmScores` returns, or a table with customer, recencyScore, frequencyScore and monetaryScore.
 * @returns A Segmentation of method "rfmSegments", ordered by size; the order of the rules is kept in `model.rules`.
 * @throws DataError where a column is absent or a score is missing; RangeError where there is no rule, a bound is
 *   infinite, or the rules are made for another number of levels.
 *
 * @example
 * const scores = rfmScores(
 *   [
 *     { customer: "Ada", recency: 3, frequency: 9, monetary: 400 },
 *     { customer: "Alan", recency: 300, frequency: 1, monetary: 90 },
 *   ],
 *   { cuts: { recency: [30, 60, 90, 180], frequency: [2, 3, 4, 5], monetary: [50, 100, 200, 300] } },
 * );
 * const segments = rfmSegments(scores, { rules: rfmRules.complete });
 * console.log(Array.from(segments.labels, (label) => segments.names?.[label])); // [ 'Champions', 'Lost' ]
 */
export function rfmSegments(
  scores: RfmScores<{ customer: string }> | ScoredCustomers,
  { rules = rfmRules.classic, otherwise = "Others" }: RfmSegmentsOptions = {},
): Segmentation {
  if (typeof otherwise !== "string" || otherwise === "")
    throw new RangeError(`expected otherwise to be the name of a segment, got ${JSON.stringify(otherwise)}`);
  const report = isScores(scores) ? scores : undefined;
  const table: Table = report?.table ?? toTable(scores as ScoredCustomers);
  const bounds = rules.flatMap((rule) => Object.values<readonly [number, number]>(rule.when).flat());
  // An open side would not survive JSON, and tells nothing of the number of levels.
  if (bounds.includes(Number.POSITIVE_INFINITY) || bounds.includes(Number.NEGATIVE_INFINITY))
    throw new RangeError("expected scores as bounds of the rules, such as [4, 5], got an infinite one");
  const levels = report?.levels ?? Math.max(2, ...bounds);
  const lint = lintRules(rules, { levels });
  if (report !== undefined && Math.max(...bounds) !== levels)
    throw new RangeError(
      `expected rules for scores from 1 to ${levels}, got rules up to ${Math.max(...bounds)}; score with levels: ${Math.max(...bounds)} or write rules for ${levels}`,
    );
  const { name: id, ids } = rowIds(table);
  const columns = new Map<string, Float64Array>();
  for (const column of new Set(rules.flatMap((rule) => Object.keys(rule.when)))) {
    requireColumn(table.columnNames(), column, "a column of scores");
    const { values, missing, firstMissing } = finiteNumbers(table, column);
    if (missing > 0)
      throw new DataError(`expected a score for every customer, got ${missing} without`, { row: firstMissing, column });
    columns.set(column, values);
  }
  const { matched, times } = matchRules(rules, columns, ids.length);
  const unmatched = matched.reduce((count, rule) => count + (rule < 0 ? 1 : 0), 0);
  const several = times.reduce((count, rulesMatched) => count + (rulesMatched > 1 ? 1 : 0), 0);
  const names = [...new Set([...rules.map((rule) => rule.name), ...(unmatched > 0 ? [otherwise] : [])])];
  const segmentOf = rules.map((rule) => names.indexOf(rule.name));
  const { labels, sizes, order } = orderBySize(
    Int32Array.from(matched, (rule) => (rule < 0 ? names.indexOf(otherwise) : segmentOf[rule]!)),
    names.length,
  );
  const ordered = order.map((old) => names[old]!);
  const empty = ordered.filter((_, label) => sizes[label] === 0);
  return {
    method: "rfmSegments",
    k: names.length,
    ids,
    labels,
    sizes,
    names: ordered,
    parameters: { id, levels, otherwise },
    quality: {},
    converged: true,
    iterations: 0,
    model: { kind: "rules", rules: [...rules], ...(names.includes(otherwise) ? { otherwise } : {}) },
    warnings: [
      ...(report?.warnings ?? []),
      ...(several > 0
        ? [
            `${several} of ${ids.length} customers match more than one rule, and the first rule took them: ${lint.counts.overlapping} of ${lint.cells} score cells overlap.`,
          ]
        : []),
      ...(unmatched > 0
        ? [`${unmatched} of ${ids.length} customers match no rule and are in ${JSON.stringify(otherwise)}.`]
        : []),
      ...(empty.length > 0 ? [`Nobody is in ${empty.map((name) => JSON.stringify(name)).join(", ")}.`] : []),
    ],
  };
}

function isScores(value: unknown): value is RfmScores<{ customer: string }> {
  const candidate = value as Partial<RfmScores> | null;
  return candidate?.table !== undefined && Array.isArray(candidate.collapsed) && typeof candidate.levels === "number";
}
