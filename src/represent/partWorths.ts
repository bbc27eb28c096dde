import { DataError, quoted, requireColumn, requireOneOf, requireOptions } from "../errors.js";
import { dictionaryOf, type FeatureRow, type Features } from "../features.js";
import { rowIds } from "../matrix.js";
import { presentMean } from "../numeric/presentMean.js";
import { counted, listed, percent } from "../readable.js";
import {
  type AnyColumn,
  finiteNumbers,
  type NumericColumn,
  type Row,
  type Table,
  type TableLike,
  tableOf,
  tableOfRows,
  toTable,
  type Value,
} from "../table.js";
import { rowsInOrder } from "./inOrder.js";

/** Columns of levels by attribute. */
export type PartWorthAttributes<K extends string = string> = Readonly<Record<string, readonly K[]>>;

/** Options of `partWorths`. */
export interface PartWorthsOptions<K extends string = string, I extends string = string> {
  /** Columns of the levels of each attribute, such as `{ brand: ["brand_a", "brand_b"] }`; by the names of the columns ("Brand: A", "Brand=A") where absent. */
  attributes?: PartWorthAttributes<K>;
  /** `"zero-centered differences"`: the ranges of a customer's attributes have the mean 100. `"none"`: as they are, but centered within each attribute. */
  scaling?: "zero-centered differences" | "none";
  /** Column that names the customers; "customer" where absent. */
  id?: I;
}

const known = { attributes: true, scaling: true, id: true } satisfies Record<keyof PartWorthsOptions, true>;

/** One attribute. */
export type PartWorthAttribute = {
  attribute: string;
  levels: number;
  /** Mean and standard deviation (divisor n - 1) of the customers' importances. */
  importance: number | null;
  importanceDeviation: number | null;
  /** The level that most customers like best. */
  preferred: string | null;
};

/** One level of one attribute. */
export type PartWorthLevel = {
  attribute: string;
  level: string;
  column: string;
  /** Mean part-worth as scaled. */
  partWorth: number | null;
  /** Customers who like it best of its attribute, and their share. */
  preferred: number;
  preferredShare: number | null;
};

/** Part-worths of a conjoint study, one row a customer. */
export interface PartWorths<I extends string = string> extends Features {
  readonly id: I;
  /** One row an attribute, in order. */
  readonly attributes: Table<PartWorthAttribute>;
  /** One row a level, in order. */
  readonly levels: Table<PartWorthLevel>;
  readonly scaling: "zero-centered differences" | "none";
}

/**
 * Part-worths of a conjoint study as features: what each level of each attribute is worth to a customer, how much each attribute decides, and which level is liked best. They are read in
 * as other software estimated them, a row a customer and a column a level.
 *
 * Part-worths have no zero and no unit of their own: one customer's may be twice another's only because the answers were more certain. So each attribute's are centered, and with `"zero-centered
 * differences"` (Sawtooth's scaling) multiplied by 100 x attributes / (sum of the attributes' ranges), so that the mean range is 100 for everybody. The importance of an attribute is its range over the sum of
 * the ranges: the importances of a customer add up to 1. The preferred level has the highest part-worth; of equal ones the first, which `warnings` counts.
 *
 * A customer without one of the part-worths has no values at all, because each depends on all of them; they stay in the table and are counted.
 *
 * When it misleads: an importance depends on the levels that were asked about, and grows with prices that lie farther apart. Noise makes ranges larger, so that attributes of many levels and
 * attributes that do not matter look more important than they are. A level's part-worth says nothing beside those of another attribute; only differences within one do.
 *
 * @throws DataError where a column does not exist (the closest is named), a value is no finite number, no column is named as a level, or an attribute has one level only or one level twice.
 * @throws RangeError where an option has an unknown value, or a column stands in two attributes.
 *
 * Source: Orme, Getting Started with Conjoint Analysis (2020), chapter 9; Sawtooth Software, Scaling conjoint part worths: points vs. zero-centered diffs.
 *
 * @example
 * const estimated = [
 *   { customer: "Ada", "Brand: A": 1, "Brand: B": -1, "Price: 5": 3, "Price: 7": 0, "Price: 9": -3 },
 *   { customer: "Alan", "Brand: A": -2, "Brand: B": 2, "Price: 5": 0.5, "Price: 7": 0, "Price: 9": -0.5 },
 * ];
 * const found = partWorths(estimated);
 * console.log(found.table.array("PriceImportance"), found.table.array("BrandPreferred")); // [ 0.75, 0.2 ] [ 'A', 'B' ]
 * console.log(found.table.array("Price: 5")); // [ 75, 20 ]
 */
export function partWorths<
  C extends Row,
  const K extends NumericColumn<C> = NumericColumn<C>,
  const I extends AnyColumn<C> = "customer",
>(estimates: TableLike<C>, options: PartWorthsOptions<K, I> = {}): PartWorths<I> {
  requireOptions(options, known, "partWorths");
  const { scaling = "zero-centered differences" } = options;
  requireOneOf("scaling", scaling, ["zero-centered differences", "none"]);
  const table: Table = toTable(estimates);
  const { name: id, ids } = rowIds(table, options.id);
  if (ids.length === 0) throw new DataError("expected at least one customer, got none");
  const names = table.columnNames().filter((name) => name !== id);
  const attributes =
    options.attributes === undefined ? attributesOf(names) : given(options.attributes, table.columnNames(), id);
  const order = rowsInOrder(ids);
  const read = attributes.map(({ attribute, levels }) => ({
    attribute,
    levels,
    // In the order of the ids, so that sums do not depend on that of the rows.
    worths: levels.map(({ column }) => {
      const { values } = finiteNumbers(table, column);
      return Float64Array.from(order, (row) => values[row]!);
    }),
  }));
  const scaled = order.map((_, row) =>
    scaledRow(
      read.map(({ worths }) => worths.map((own) => own[row]!)),
      scaling,
    ),
  );

  const columns: Record<string, readonly Value[]> = { [id]: order.map((row) => ids[row]!) };
  const meanings: FeatureRow[] = [];
  const add = (feature: string, unit: string, source: string, definition: string, cells: readonly Value[]) => {
    if (Object.hasOwn(columns, feature))
      throw new DataError(
        `expected attributes and levels of other names, got ${quoted(feature)}, which is a column to be made; rename it`,
        { column: feature },
      );
    columns[feature] = cells;
    meanings.push({ feature, base: "needs", unit, source, definition });
  };
  const how =
    scaling === "none"
      ? "centered within the attribute"
      : "centered within the attribute and scaled so that the customer's attributes have a mean range of 100";
  const lacking = "missing where any part-worth of the customer is";
  read.forEach(({ attribute, levels }, a) => {
    levels.forEach(({ column, level }, l) => {
      add(
        column,
        scaling === "none" ? "part-worth" : "zero-centered difference",
        column,
        `Part-worth of ${level} among the levels of ${attribute}, ${how}; ${lacking}.`,
        scaled.map((row) => row?.[a]?.worths[l] ?? null),
      );
    });
  });
  read.forEach(({ attribute }, a) => {
    add(
      `${attribute}Importance`,
      "share",
      read.flatMap(({ levels }) => levels.map(({ column }) => column)).join(", "),
      `Range of the part-worths of ${attribute} over the sum of the ranges of all attributes; ${lacking}, or all are equal.`,
      scaled.map((row) => row?.[a]?.importance ?? null),
    );
  });
  read.forEach(({ attribute, levels }, a) => {
    add(
      `${attribute}Preferred`,
      "category",
      levels.map(({ column }) => column).join(", "),
      `Level of ${attribute} with the highest part-worth, of equal ones the first; ${lacking}, or those of the attribute are equal.`,
      scaled.map((row) => {
        const best = row?.[a]?.best[0];
        return best === undefined ? null : levels[best]!.level;
      }),
    );
  });

  const levels = read.flatMap(({ attribute, levels }, a) => {
    const liking = scaled.filter((row) => row !== undefined && row[a]!.best.length > 0).length;
    return levels.map(({ column, level }, l): PartWorthLevel => {
      const preferred = scaled.filter((row) => row?.[a]?.best[0] === l).length;
      return {
        attribute,
        level,
        column,
        partWorth: meanOf(scaled.map((row) => row?.[a]?.worths[l])),
        preferred,
        preferredShare: liking === 0 ? null : preferred / liking,
      };
    });
  });
  return {
    table: tableOf(columns as Record<string, never[]>, [id, ...meanings.map(({ feature }) => feature)]) as Table,
    id: id as I,
    dictionary: dictionaryOf(meanings),
    attributes: tableOfRows(
      read.map(({ attribute, levels: own }, a): PartWorthAttribute => {
        const importances = scaled.map((row) => row?.[a]?.importance);
        const liked = levels
          .filter((one) => one.attribute === attribute && one.preferred > 0)
          .reduce<PartWorthLevel | undefined>(
            (most, one) => (most && most.preferred >= one.preferred ? most : one),
            undefined,
          );
        return {
          attribute,
          levels: own.length,
          importance: meanOf(importances),
          importanceDeviation: deviationOf(importances),
          preferred: liked?.level ?? null,
        };
      }),
      ["attribute", "levels", "importance", "importanceDeviation", "preferred"],
    ),
    levels: tableOfRows(levels, ["attribute", "level", "column", "partWorth", "preferred", "preferredShare"]),
    scaling,
    warnings: warningsOf(
      read.map(({ attribute }) => attribute),
      scaled,
      options.attributes === undefined
        ? names.filter((name) => !read.some((one) => one.levels.some(({ column }) => column === name)))
        : [],
    ),
  };
}

interface Attribute {
  readonly attribute: string;
  readonly levels: readonly { readonly column: string; readonly level: string }[];
}

/** Attributes by the names of the columns: what stands before the first colon or equals sign, and behind it. */
function attributesOf(names: readonly string[]): Attribute[] {
  const found = new Map<string, { column: string; level: string }[]>();
  for (const column of names) {
    const [, attribute, level] = /^\s*([^:=]*[^:=\s])\s*[:=]\s*(.*\S)\s*$/.exec(column) ?? [];
    if (attribute === undefined || level === undefined) continue;
    const own = found.get(attribute) ?? [];
    const twin = own.find((one) => one.level === level);
    if (twin !== undefined)
      throw new DataError(
        `expected one column a level, got ${quoted(twin.column)} and ${quoted(column)} for ${level} of ${attribute}; leave one out, or name the columns with attributes`,
        { column },
      );
    own.push({ column, level });
    found.set(attribute, own);
  }
  if (found.size === 0)
    throw new DataError(
      `expected columns named as levels, such as "Brand: A" or "Brand=A", found ${listed(names.map(quoted)) || "none"}; name them with attributes: { brand: ["brand_a", "brand_b"] }`,
    );
  return [...found].map(([attribute, levels]) => checked({ attribute, levels }));
}

function given(attributes: unknown, names: readonly string[], id: string): Attribute[] {
  if (typeof attributes !== "object" || attributes === null || Array.isArray(attributes))
    throw new TypeError(`expected attributes such as { brand: ["brand_a", "brand_b"] }, got ${quoted(attributes)}`);
  const owner = new Map<string, string>();
  const found = Object.entries(attributes).map(([attribute, columns]: [string, unknown]) => {
    if (!Array.isArray(columns) || columns.some((name) => typeof name !== "string"))
      throw new TypeError(`expected the columns of the levels of ${attribute} as a list, got ${quoted(columns)}`);
    for (const name of columns as string[]) {
      requireColumn(names, name, `a level of ${attribute}`);
      if (name === id) throw new RangeError(`expected levels of ${attribute}, got the id ${quoted(name)} among them`);
      const before = owner.get(name);
      if (before !== undefined)
        throw new RangeError(
          `expected each column in one attribute, got ${quoted(name)} in ${before === attribute ? `${attribute} twice` : `${before} and ${attribute}`}`,
        );
      owner.set(name, attribute);
    }
    return checked({ attribute, levels: (columns as string[]).map((column) => ({ column, level: column })) });
  });
  if (found.length === 0) throw new RangeError("expected at least one attribute, got none");
  return found;
}

function checked(one: Attribute): Attribute {
  if (one.levels.length >= 2) return one;
  throw new DataError(
    `expected at least two levels of ${one.attribute}, got ${one.levels.length === 0 ? "none" : `one (${one.levels[0]!.level})`}; an attribute with a slope, such as a price, needs a column for the worth of each level`,
    one.levels.length === 0 ? {} : { column: one.levels[0]!.column },
  );
}

/** One attribute of one customer. */
interface Scaled {
  readonly worths: readonly number[];
  readonly importance: number | null;
  /** Levels with the highest worth; none where all are equal. */
  readonly best: readonly number[];
  /** Whether the worths had to be centered by more than 1 % of their range. */
  readonly offCenter: boolean;
}

/** The attributes of a customer; undefined where a part-worth is missing. */
function scaledRow(
  worths: readonly (readonly number[])[],
  scaling: "zero-centered differences" | "none",
): readonly Scaled[] | undefined {
  if (worths.some((own) => own.some(Number.isNaN))) return undefined;
  const ranges = worths.map((own) => Math.max(...own) - Math.min(...own));
  const all = ranges.reduce((sum, range) => sum + range, 0);
  const factor = scaling === "none" || all === 0 ? 1 : (100 * worths.length) / all;
  return worths.map((own, a): Scaled => {
    const center = own.reduce((sum, value) => sum + value, 0) / own.length;
    const most = Math.max(...own);
    return {
      worths: own.map((value) => (value - center) * factor),
      importance: all === 0 ? null : ranges[a]! / all,
      best: ranges[a] === 0 ? [] : [...own.keys()].filter((l) => own[l] === most),
      offCenter: Math.abs(center) > 0.01 * ranges[a]!,
    };
  });
}

function warningsOf(
  attributes: readonly string[],
  scaled: readonly (readonly Scaled[] | undefined)[],
  left: readonly string[],
): string[] {
  const there = scaled.filter((row) => row !== undefined);
  const of = (count: number) => `${count} of ${counted(scaled.length, "customer")} (${percent(count / scaled.length)})`;
  const said: string[] = [];
  const missing = scaled.length - there.length;
  if (left.length > 0) said.push(`Not read, because not named as a level of an attribute: ${listed(left)}.`);
  if (missing > 0) said.push(`${of(missing)} without one of the part-worths: all values are missing.`);
  const flat = there.filter((row) => row.every(({ importance }) => importance === null)).length;
  if (flat > 0)
    said.push(`${of(flat)} with equal part-worths in every attribute: no importances, and nothing preferred.`);
  attributes.forEach((attribute, a) => {
    const off = there.filter((row) => row[a]!.offCenter).length;
    const tied = there.filter((row) => row[a]!.best.length > 1).length;
    if (off > 0)
      said.push(
        `${attribute}: the part-worths of ${of(off)} did not add up to 0 (by more than 1 % of their range), and were centered.`,
      );
    if (tied > 0)
      said.push(
        `${attribute}: ${of(tied)} with several levels of the highest part-worth, the first of which counts as preferred.`,
      );
  });
  if (attributes.length === 1)
    said.push(`${attributes[0]} is the only attribute, so that its importance is 1 for everybody.`);
  return said;
}

function meanOf(values: readonly (number | null | undefined)[]): number | null {
  const mean = presentMean(Float64Array.from(values, (value) => value ?? Number.NaN));
  return Number.isNaN(mean) ? null : mean;
}

function deviationOf(values: readonly (number | null | undefined)[]): number | null {
  const there = values.filter((value) => typeof value === "number");
  const mean = meanOf(there);
  if (mean === null || there.length < 2) return null;
  return Math.sqrt(there.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (there.length - 1));
}
