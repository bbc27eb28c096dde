import { matchRules } from "../numeric/matchRules.js";
import type { Rule } from "../segmentation.js";
import { type Row, type Table, tableOf } from "../table.js";

/** Options of `lintRules`. */
export interface LintRulesOptions {
  /** Scores go from 1 to this. */
  levels?: number;
}

/** What `lintRules` finds. */
export interface RuleLint {
  /** Number of score cells: `levels` to the power of the number of columns that the rules ask for. */
  readonly cells: number;
  readonly counts: { readonly overlapping: number; readonly uncovered: number; readonly coveredOnce: number };
  /** Cells that several rules match: the score columns, `rules` (the names in order) and `winner`, the first. */
  readonly overlaps: Table;
  /** Cells that no rule matches. */
  readonly uncovered: Table;
  /** Names of the rules that never win: others before them take all their cells, or they have none. */
  readonly unreachable: readonly string[];
  /** The findings in words. */
  readonly sentences: readonly string[];
}

/**
 * Checks a rule table over every cell of scores: which cells match several rules, so that the order of the rules decides; which
 * match none; and which rules never win. Overlap is legitimate where the order is meant, but nobody sees it in the table.
 *
 * It tells of cells, not of customers: an uncovered cell may be empty in your data, and a cell in ten may hold half of them.
 *
 * @param rules in the order of their use.
 * @throws RangeError where there is no rule, bounds are no pair [low, high], `levels` is not 2 to 100, or there are more than a million cells.
 *
 * @example
 * const found = lintRules(rfmRules.classic);
 * console.log(found.cells, found.counts.overlapping, found.counts.uncovered); // 125 58 10
 */
export function lintRules(rules: readonly Rule[], { levels = 5 }: LintRulesOptions = {}): RuleLint {
  if (!Array.isArray(rules)) throw new TypeError("expected a list of rules such as rfmRules.classic");
  if (rules.length === 0) throw new RangeError("expected at least one rule, got none");
  if (!Number.isInteger(levels) || levels < 2 || levels > 100)
    throw new RangeError(`expected levels to be a whole number from 2 to 100, got ${levels}`);
  const names = [...new Set(rules.flatMap((rule) => Object.keys(rule.when)))];
  for (const rule of rules)
    for (const [column, range] of Object.entries<readonly [number, number]>(rule.when))
      if (!(range?.length === 2 && range[0] <= range[1]))
        throw new RangeError(
          `expected [low, high] with low <= high for ${column} in the rule ${JSON.stringify(rule.name)}, got ${JSON.stringify(range)}`,
        );
  const cells = levels ** names.length;
  if (cells > 1e6)
    throw new RangeError(`expected at most a million cells, got ${levels} levels of ${names.length} columns`);
  return lint(rules, names, levels, cells);
}

function lint(rules: readonly Rule[], names: readonly string[], levels: number, cells: number): RuleLint {
  // The last column changes fastest, so that cells stand in reading order.
  const columns = new Map(
    names.map((name, j) => {
      const stride = levels ** (names.length - 1 - j);
      return [name, Float64Array.from({ length: cells }, (_, i) => (Math.floor(i / stride) % levels) + 1)];
    }),
  );
  const { matched, times } = matchRules(rules, columns, cells);
  const several: number[] = [];
  const none: number[] = [];
  for (let i = 0; i < cells; i++) {
    if (times[i]! > 1) several.push(i);
    else if (times[i] === 0) none.push(i);
  }
  const won = new Set(matched);
  const unreachable = rules.filter((_, r) => !won.has(r)).map((rule) => rule.name);
  const scores = (rows: readonly number[]) =>
    Object.fromEntries(names.map((name) => [name, rows.map((row) => columns.get(name)![row]!)]));
  const matching = (row: number) =>
    rules.filter(({ when }) =>
      Object.entries(when).every(([name, [low, high]]) => {
        const score = columns.get(name)![row]!;
        return score >= low && score <= high;
      }),
    );
  const overlaps: Record<string, ArrayLike<string | number>> = {
    ...scores(several),
    rules: several.map((row) =>
      matching(row)
        .map((rule) => rule.name)
        .join(", "),
    ),
    winner: several.map((row) => rules[matched[row]!]!.name),
  };
  const coveredOnce = cells - several.length - none.length;
  return {
    cells,
    counts: { overlapping: several.length, uncovered: none.length, coveredOnce },
    overlaps: tableOf<Row>(overlaps, [...names, "rules", "winner"]),
    uncovered: tableOf<Row>(scores(none), names),
    unreachable,
    sentences: [
      several.length === 0
        ? `No cell of ${cells} matches several rules: their order does not matter.`
        : `${several.length} of ${cells} cells match several rules, so their order decides.`,
      none.length === 0
        ? "Every cell matches a rule."
        : `${none.length} of ${cells} cells match no rule; their customers end in no named segment.`,
      ...rules.flatMap(({ name }, r) =>
        won.has(r) ? [] : [`Rule ${r + 1}, ${JSON.stringify(name)}, never wins a cell.`],
      ),
    ],
  };
}
