import { requireColumn, requireOneOf, requireOptions } from "../errors.js";
import { dictionaryOf, type Features } from "../features.js";
import { levelsOf } from "../levels.js";
import { correctedCramersV } from "../numeric/correctedCramersV.js";
import { correlations } from "../numeric/correlations.js";
import { rankCorrelations } from "../numeric/rankCorrelations.js";
import { counted, percent, readable } from "../readable.js";
import { column, finiteNumbers, type Row, type Table, type TableLike, tableOfRows } from "../table.js";
import { readFeatures } from "./readFeatures.js";

/** Options of `screenFeatures`. */
export interface ScreenFeaturesOptions {
  /** Column that names the customers of a plain table; "customer" where absent. */
  id?: string;
  /** The largest share of customers without a value, 0 to 1. */
  mostMissing?: number;
  /** The largest share of customers, of those with a value, who may have the same one; 1 leaves out what never varies alone. */
  mostAlike?: number;
  /** The largest correlation, 0 to 1, of either sign; of two categories, of Cramér's V less what chance adds. */
  mostCorrelated?: number;
  /** "spearman" compares ranks, so that a feature and its logarithm are one; "pearson" compares values. */
  correlation?: "spearman" | "pearson";
  /** Features that stay whatever is found. */
  keep?: readonly string[];
}

/** Why a feature is left out. */
export type ScreenReason = "empty" | "constant" | "sparse" | "nearly constant" | "duplicate" | "correlated";

/** One feature that was left out. */
export type ScreenedRow = {
  feature: string;
  reason: ScreenReason;
  /** The feature that says the same; null for the other reasons. */
  like: string | null;
  /** The figure that was too large: a share, a correlation or V. */
  value: number;
  /** The same in words. */
  because: string;
};

/** The features that are left, and why the others are not. */
export interface ScreenedFeatures<C extends Row = Row> extends Features<C> {
  /** One row a feature that was left out, in the order of the columns. */
  readonly screened: Table<ScreenedRow>;
}

/**
 * Leaves out features that would mislead a method, and says why of each: those without a value, with one value, with too few values, or with
 * (nearly) the same for all; those that repeat another, and those that nearly do. A method counts a thing that is said three times three times.
 *
 * The features are looked at in the order of the columns, so that the first of two that say the same stays: put first what you would rather keep. Shares
 * of equal values are of the customers who have one. Correlations are over the customers who have both, who have to be half or more of those who have the later one:
 * a feature that knows other customers is no repetition. Numbers are compared with numbers and categories with categories (Cramer's V, corrected for chance, so that
 * a postal code for each customer does not stand for all else), not one kind with the other. Dates stay and are not looked at.
 *
 * When it misleads: a correlation is a pair's. Three features of which each is the sum of the other two pass, as shares that add up to 1 do; `principalComponents`
 * shows them. A rare thing (1 % who return everything) may be what matters: name it in `keep`. Screening looks at no segment, so
 * that what it leaves out is not chosen for the result.
 *
 * @returns the features that are left, with their dictionary, and `screened`.
 * @throws RangeError where a limit is not from 0 to 1 or `correlation` is unknown; DataError where a name in `keep` does not exist, or a number is not finite.
 *
 * Source: Bergsma, A bias-correction for Cramer's V and Tschuprow's T, Journal of the Korean Statistical Society 42 (2013).
 *
 * @example
 * const found = screenFeatures(
 *   [
 *     { customer: 1, orders: 1, lines: 2, shop: "main", money: 20 },
 *     { customer: 2, orders: 2, lines: 4, shop: "main", money: 90 },
 *     { customer: 3, orders: 5, lines: 10, shop: "main", money: 30 },
 *   ],
 * );
 * console.log(found.table.columnNames()); // [ 'customer', 'orders', 'money' ]
 * console.log(found.screened.array("because")); // [ 'correlation 1 with orders', 'all 3 customers have main' ]
 */
export function screenFeatures<C extends Row>(
  data: TableLike<C>,
  options: ScreenFeaturesOptions = {},
): ScreenedFeatures {
  requireOptions(options, known, "screenFeatures");
  const {
    mostMissing = 0.5,
    mostAlike = 0.98,
    mostCorrelated = 0.95,
    correlation = "spearman",
    keep = [],
    id,
  } = options;
  for (const [name, value] of Object.entries({ mostMissing, mostAlike, mostCorrelated }))
    if (!(value >= 0 && value <= 1)) throw new RangeError(`expected ${name} from 0 to 1, got ${value}`);
  requireOneOf("correlation", correlation, ["spearman", "pearson"]);
  const { table, id: idName, features, dictionary, warnings } = readFeatures(data as TableLike, id);
  for (const name of keep) requireColumn(features, name, "a feature to keep");

  const read = features.map((name) => columnOf(table, name));
  const screened: ScreenedRow[] = [];
  const leave = (feature: string, reason: ScreenReason, value: number, because: string, like: string | null = null) =>
    screened.push({ feature, reason, like, value, because });
  const telling = read.filter((one) => {
    if (one.kind === "other" || keep.includes(one.name)) return true;
    const found = tellsLittle(one, mostMissing, mostAlike);
    if (found !== undefined) leave(one.name, ...found);
    return found === undefined;
  });

  const numbers = telling.filter((one) => one.kind === "number");
  const values = numbers.map((one) => one.values);
  const related = correlation === "pearson" ? correlations(values).matrix : rankCorrelations(values);
  const left: Read[] = [];
  for (const one of telling) {
    const closest = keep.includes(one.name) ? undefined : nearest(one);
    if (closest === undefined) left.push(one);
    else leave(one.name, ...closest);
  }

  /** What an earlier feature that stays says of this one, where that is too much: the first that repeats it, else the most correlated. */
  function nearest(one: Read): [ScreenReason, number, string, string] | undefined {
    const same = left.find((other) => other.kind === one.kind && repeats(other, one));
    if (same !== undefined) return ["duplicate", 1, `the same as ${same.name} for all customers`, same.name];
    let best: { name: string; value: number } | undefined;
    for (const other of left) {
      const value = relation(other, one);
      if (Math.abs(value) <= mostCorrelated || overlap(other, one) < 0.5) continue;
      if (Math.abs(value) > Math.abs(best?.value ?? 0)) best = { name: other.name, value };
    }
    if (best === undefined) return undefined;
    const word = one.kind === "category" ? "Cramer's V" : "correlation";
    return ["correlated", best.value, `${word} ${readable(best.value, 3)} with ${best.name}`, best.name];
  }

  function relation(other: Read, one: Read): number {
    if (one.kind === "number" && other.kind === "number")
      return related[numbers.indexOf(other) * numbers.length + numbers.indexOf(one)]!;
    return one.kind === "category" && other.kind === "category" ? correctedCramersV(other.values, one.values) : 0;
  }

  const order = new Map(features.map((name, place) => [name, place]));
  screened.sort((a, b) => order.get(a.feature)! - order.get(b.feature)!);
  const names = new Set(left.map(({ name }) => name));
  return {
    table: table.select(idName, ...features.filter((name) => names.has(name))) as Table,
    id: idName,
    dictionary: dictionaryOf(dictionary.filter(({ feature }) => names.has(feature))),
    screened: tableOfRows(screened, ["feature", "reason", "like", "value", "because"]),
    warnings: [
      ...warnings,
      ...(screened.length === 0
        ? []
        : [`${counted(screened.length, "feature")} of ${features.length} left out by screening: see screened.`]),
    ],
  };
}

const known = {
  id: true,
  mostMissing: true,
  mostAlike: true,
  mostCorrelated: true,
  correlation: true,
  keep: true,
} satisfies Record<keyof ScreenFeaturesOptions, true>;

/** A feature as it is compared: NaN and -1 are missing. */
type Read = { readonly name: string } & (
  | { readonly kind: "number"; readonly values: Float64Array }
  | { readonly kind: "category"; readonly levels: readonly string[]; readonly values: Int32Array }
  | { readonly kind: "other"; readonly values: ArrayLike<never> }
);

function columnOf(table: Table, name: string): Read {
  const cells = column(table, name);
  const first = Array.from(cells).find((cell) => cell !== null && cell !== undefined);
  if (first instanceof Date || (typeof first === "object" && first !== null))
    return { name, kind: "other", values: [] };
  if (typeof first === "string" || typeof first === "boolean") {
    const levels = levelsOf(cells, name);
    const code = new Map(levels.map((level, place) => [level, place]));
    const values = Int32Array.from(cells, (cell) =>
      cell === null || cell === undefined ? -1 : code.get(String(cell))!,
    );
    return { name, kind: "category", levels, values };
  }
  return { name, kind: "number", values: finiteNumbers(table, name).values };
}

function tellsLittle(
  one: Read & { kind: "number" | "category" },
  mostMissing: number,
  mostAlike: number,
): [ScreenReason, number, string] | undefined {
  const counts = new Map<number, number>();
  let missing = 0;
  for (const value of one.values)
    if (Number.isNaN(value) || (one.kind === "category" && value < 0)) missing++;
    else counts.set(value, (counts.get(value) ?? 0) + 1);
  const all = one.values.length;
  const present = all - missing;
  if (present === 0) return ["empty", 1, "no customer has a value"];
  const [value, most] = [...counts].reduce((best, next) => (next[1] > best[1] ? next : best));
  const word = one.kind === "category" ? one.levels[value]! : readable(value, 4);
  if (counts.size === 1)
    return ["constant", 1, `all ${present} customers${missing > 0 ? " with a value" : ""} have ${word}`];
  if (missing / all > mostMissing)
    return ["sparse", missing / all, `${percent(missing / all)} of the customers have no value`];
  if (most / present > mostAlike)
    return ["nearly constant", most / present, `${most} of ${present} customers have ${word}`];
  return undefined;
}

/** Whether two features of one kind are the same for all: equal numbers, or categories of which each level goes with one of the other. */
function repeats(a: Read, b: Read): boolean {
  if (a.kind === "other") return false;
  if (a.kind === "number") return a.values.every((value, i) => Object.is(value, b.values[i]) || value === b.values[i]);
  const there = new Map<number, number>();
  const back = new Map<number, number>();
  return a.values.every((code, i) => {
    const other = b.values[i]!;
    if (!there.has(code)) there.set(code, other);
    if (!back.has(other)) back.set(other, code);
    return code < 0 === other < 0 && there.get(code) === other && back.get(other) === code;
  });
}

/** The share of the customers with the later feature who have the earlier one, too. */
function overlap(earlier: Read, later: Read): number {
  let [both, all] = [0, 0];
  for (let i = 0; i < later.values.length; i++) {
    if (isMissing(later, i)) continue;
    all++;
    if (!isMissing(earlier, i)) both++;
  }
  return both / all;
}

function isMissing({ kind, values }: Read, row: number): boolean {
  return kind === "category" ? values[row]! < 0 : Number.isNaN(values[row]!);
}
