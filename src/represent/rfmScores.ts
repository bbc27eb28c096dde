import { DataError, requireColumn } from "../errors.js";
import { type FeatureRow, meaningsOf, ownId, withMeaning } from "../features.js";
import { finiteNumbers, type Row, type Table, type TableLike, tableOf, toTable } from "../table.js";
import { levelsOf, naturalCuts, quantileCuts } from "./scoreCuts.js";

/** The three figures that are scored. */
export interface RfmFigures {
  recency: number;
  frequency: number;
  monetary: number;
}

/** The scores that `rfmScores` adds: from 1 to the number of levels, high is good. */
export interface RfmScoreColumns {
  recencyScore: number;
  frequencyScore: number;
  monetaryScore: number;
  /** The three in one text, such as "543". */
  rfmScore: string;
}

type Figure = "recency" | "frequency" | "monetary";
const figures = ["recency", "frequency", "monetary"] as const;

/** Options of `rfmScores`. */
export interface RfmScoresOptions {
  /** Scores go from 1 to this, 2 to 9. */
  levels?: number;
  /**
   * `"quantile"` makes groups of equal size, `"naturalBreaks"` groups that are alike inside, `"fixed"` takes `cuts`.
   * By default `"fixed"` where `cuts` are given, else `"quantile"`.
   */
  method?: "quantile" | "fixed" | "naturalBreaks";
  /** For `"fixed"`: ascending values, one fewer than levels, each the first value of the next level; where two are equal, nobody gets the level between. */
  cuts?: { readonly [figure in Figure]: readonly number[] };
}

/** A scale that could not take all its levels. */
export interface CollapsedScale {
  readonly column: Figure;
  readonly asked: number;
  readonly got: number;
  readonly because: string;
}

/** Scored customers and how they were scored. */
export interface RfmScores<C extends Row = Row> {
  /** The customers with their scores, in the order they came. */
  readonly table: Table<C & RfmScoreColumns>;
  readonly levels: number;
  readonly method: "quantile" | "fixed" | "naturalBreaks";
  /** The first value of each next level, ascending, per figure; with `method: "fixed"` they score other customers the same way. */
  readonly cuts: { readonly [figure in Figure]: readonly number[] };
  /** Scales on which not every score occurs. */
  readonly collapsed: readonly CollapsedScale[];
  /** What to know before trusting the scores, in words. */
  readonly warnings: readonly string[];
}

/**
 * Scores recency, frequency and monetary value from 1 to `levels`, high being good: recent, frequent, much money. Equal values always
 * get equal scores, so levels cannot be of equal size where many customers share a value (half of a shop's customers bought
 * once); a score that nobody gets is reported in `collapsed` and `warnings`.
 *
 * With quantiles, customers whose value stands across several levels get the lowest of their scores. Level j ends with the j-th quantile of
 * type 7 (R's default); the cut is the quantile plus 1 in whole numbers, as in the R package rfm, else the next value in the data.
 * With natural breaks on more than 5,000 customers, the breaks are those of 5,000 evenly spaced ranks.
 *
 * It misleads across time and shops: a score is a rank among these customers, and a 5 of a bad year may be a 3 of a good one.
 * Keep `cuts` and use `method: "fixed"` to compare.
 *
 * @param rfm customers with the columns recency (days), frequency and monetary, as `rfm` returns.
 * @throws DataError where a column is absent or a value is missing or not finite, or there is no customer.
 * @throws RangeError where levels are not 2 to 9 or cuts do not ascend; TypeError where cuts and method do not go together.
 *
 * Source: Hughes, Strategic Database Marketing (1994); Hyndman and Fan, Sample quantiles in statistical packages (1996).
 *
 * @example
 * const scores = rfmScores(
 *   [
 *     { customer: "Ada", recency: 3, frequency: 9, monetary: 400 },
 *     { customer: "Alan", recency: 40, frequency: 1, monetary: 90 },
 *     { customer: "Grace", recency: 300, frequency: 1, monetary: 20 },
 *   ],
 *   { levels: 3 },
 * );
 * console.log(scores.table.array("rfmScore")); // [ '333', '212', '111' ]
 * console.log(scores.collapsed.map((scale) => scale.column)); // [ 'frequency' ]
 */
export function rfmScores<C extends RfmFigures>(
  rfm: TableLike<C>,
  { levels, cuts, method = cuts === undefined ? "quantile" : "fixed" }: RfmScoresOptions = {},
): RfmScores<C> {
  if (!["quantile", "fixed", "naturalBreaks"].includes(method))
    throw new RangeError(`expected method "quantile", "fixed" or "naturalBreaks", got ${JSON.stringify(method)}`);
  if ((method === "fixed") !== (cuts !== undefined))
    throw new TypeError(
      cuts === undefined
        ? `expected cuts with method "fixed": { recency, frequency, monetary }, got none`
        : `expected no cuts with method ${JSON.stringify(method)}; leave one of them out`,
    );
  const count = cuts === undefined ? (levels ?? 5) : checkCuts(cuts, levels);
  if (!Number.isInteger(count) || count < 2 || count > 9)
    throw new RangeError(`expected levels to be a whole number from 2 to 9, got ${count}`);
  const table = toTable(rfm) as Table<C>;
  for (const name of figures) requireColumn(table.columnNames(), name);
  if (table.numRows() === 0) throw new DataError("expected at least one customer to score, got none");
  return score(table, count, method, cuts);
}

/** The number of levels that the cuts make. */
function checkCuts(cuts: { readonly [figure in Figure]: readonly number[] }, levels: number | undefined): number {
  const expected = levels === undefined ? cuts.recency?.length : levels - 1;
  for (const name of figures) {
    const given = cuts[name];
    if (!Array.isArray(given))
      throw new TypeError(`expected cuts.${name} to be a list of numbers, got ${typeof given}`);
    if (given.length !== expected)
      throw new RangeError(`expected ${expected} cuts for ${name}, one fewer than levels, got ${given.length}`);
    given.forEach((cut, i) => {
      if (!(Number.isFinite(cut) && (i === 0 || cut >= given[i - 1]!)))
        throw new RangeError(`expected cuts for ${name} to be finite and ascending, got ${given.join(", ")}`);
    });
  }
  return expected! + 1;
}

function score<C extends RfmFigures>(
  table: Table<C>,
  levels: number,
  method: "quantile" | "fixed" | "naturalBreaks",
  given: RfmScoresOptions["cuts"],
): RfmScores<C> {
  const cuts = {} as { [figure in Figure]: readonly number[] };
  const scores = {} as { [figure in Figure]: Float64Array };
  const collapsed: CollapsedScale[] = [];
  for (const name of figures) {
    const values = complete(table, name);
    // Few days are good, so recency counts down; its ties get the higher level to get the lower score.
    const down = name === "recency";
    const found =
      given?.[name] ?? (method === "quantile" ? quantileCuts(values, levels, !down) : naturalCuts(values, levels));
    cuts[name] = found;
    scores[name] = Float64Array.from(levelsOf(values, found), (level) => (down ? levels + 1 - level : level));
    const scale = collapse(name, values, scores[name], levels);
    if (scale !== undefined) collapsed.push(scale);
  }
  const { recency, frequency, monetary } = scores;
  const text = Array.from(recency, (value, i) => `${value}${frequency[i]}${monetary[i]}`);
  const added: Record<keyof RfmScoreColumns, ArrayLike<number | string>> = {
    recencyScore: recency,
    frequencyScore: frequency,
    monetaryScore: monetary,
    rfmScore: text,
  };
  const names = table.columnNames().filter((name) => !(name in added));
  const columns: Record<string, ArrayLike<unknown>> = {};
  for (const name of names) columns[name] = table.array(name);
  const scored = tableOf({ ...columns, ...added } as unknown as Record<string, never[]>, [
    ...names,
    ...Object.keys(added),
  ]) as Table<C & RfmScoreColumns>;
  const known = [...meaningsOf(table).values()].filter(({ feature }) => names.includes(feature));
  const id = ownId(table);
  const rows = [...known, ...meanings(levels, method)];
  return {
    table: id === undefined ? scored : withMeaning(scored, { id, rows }),
    levels,
    method,
    cuts,
    collapsed,
    warnings: collapsed.map(({ because }) => because),
  };
}

function meanings(levels: number, method: string): FeatureRow[] {
  const how = { quantile: "groups of equal size", naturalBreaks: "natural breaks", fixed: "fixed cuts" }[method];
  const row = (feature: keyof RfmScoreColumns, unit: string, source: string, definition: string): FeatureRow => ({
    feature,
    base: "behavioral",
    unit,
    source,
    definition,
  });
  return [
    ...figures.map((name) =>
      row(
        `${name}Score`,
        "score",
        name,
        `1 to ${levels} by ${how} of ${name}; high is ${name === "recency" ? "recent" : "much"}.`,
      ),
    ),
    row("rfmScore", "category", figures.join(", "), "The three scores in one text."),
  ];
}

function complete(table: Table, name: Figure): Float64Array {
  const { values, missing, firstMissing } = finiteNumbers(table, name);
  if (missing > 0)
    throw new DataError(
      `expected a number for every customer, got ${missing} without; leave them out or give them a value`,
      {
        row: firstMissing,
        column: name,
      },
    );
  return values;
}

function collapse(
  column: Figure,
  values: Float64Array,
  scores: Float64Array,
  levels: number,
): CollapsedScale | undefined {
  const found = [...new Set(scores)].sort((a, b) => a - b);
  if (found.length === levels) return undefined;
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [value, times] = [...counts].reduce((most, next) => (next[1] > most[1] ? next : most));
  const missing = Array.from({ length: levels }, (_, i) => i + 1).filter((score) => !found.includes(score));
  return {
    column,
    asked: levels,
    got: found.length,
    because: `${column} takes ${found.length} of ${levels} scores (nobody gets ${missing.join(", ")}): ${times} of ${values.length} customers have ${column} ${value}, and equal values get equal scores.`,
  };
}
