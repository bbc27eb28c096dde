import { DataError, quoted, requireOneOf, requireOptions } from "../errors.js";
import { dictionaryOf, type Features } from "../features.js";
import type { Id } from "../matrix.js";
import { counted, percent } from "../readable.js";
import { column, type Row, type Table, type TableLike, tableOf, toTable, type Value } from "../table.js";
import { inOrder } from "./inOrder.js";
import { type ReadFeatures, readFeatures } from "./readFeatures.js";

/** Options of `joinFeatures`. */
export interface JoinFeaturesOptions {
  /** Column that names the customers in plain tables; "customer" where absent. Features bring their own. */
  id?: string;
  /** "all": every customer of any part, with null where a part has nothing; "complete": only those of all parts. */
  keep?: "all" | "complete";
  /** "merge": ids that differ by case or spaces alone are one customer, under the form of the first part that has one. */
  ids?: "keep" | "merge";
}

/** How much of the customers one part knows. */
export type CoverageRow = {
  part: string;
  /** Columns that it brings. */
  features: number;
  customers: number;
  missing: number;
  /** Customers in it, of those in any part. */
  share: number;
  /** Customers that no other part has. */
  onlyHere: number;
};

/** The columns of a part. */
type ColumnsOf<P> =
  P extends Features<infer C> ? C : P extends readonly (infer C)[] ? C : P extends Table<infer C> ? C : Row;

/** The columns of all parts together. */
type Together<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer All) => void ? All : never;

/** A row of joined features: the customer, and every column of every part, which is null where the part does not know them. */
export type JoinedRow<P extends Readonly<Record<string, TableLike>> = Record<string, TableLike>> = {
  customer: Id;
} & Together<
  {
    [N in keyof P]: {
      [K in keyof Omit<ColumnsOf<P[N]>, "customer">]: ColumnsOf<P[N]>[K & keyof ColumnsOf<P[N]>] | null;
    };
  }[keyof P]
>;

/** Features of several parts on one customer, and who is missing where. */
export interface JoinedFeatures<C extends Row = Row> extends Features<C> {
  /** One row a part, in the order given. */
  readonly coverage: Table<CoverageRow>;
  /** One row a combination of parts, the most frequent first: which customers are known by what. */
  readonly patterns: Table<{ parts: string; customers: number; share: number }>;
  /** The customers that each part lacks. */
  readonly without: { readonly [part: string]: readonly Id[] };
}

/**
 * Joins features of several bases on the customer, and says who is missing in which: the customers of a list, of the orders and of a survey are never the same.
 *
 * Each part is what a function such as `behavioral` or `scales` returns, or a table with one row a customer (that of `rfm`, the scores of `factors`, or your own
 * through `featuresOf`, which gives its columns a base and a meaning). Ids are compared by their
 * text, so that 17850 of one file and "17850" of another are one customer; "c1" and " C1" are two, and told, unless `ids` is "merge"; "0017" and 17 are two, and told. `keep: "all"` (the default) keeps every customer of any part, with null for what
 * a part does not know; `"complete"` those that all parts know. Nobody leaves in silence: `coverage`, `patterns` and `without` have who.
 *
 * When it misleads: customers with everything are seldom like the others. Those who answer surveys like the brand more, and accounts without orders
 * are not customers who buy little. Look at `patterns` before `"complete"`.
 *
 * @throws TypeError where a part is no table; RangeError where there is no part; DataError where two parts have a column of one name, a customer is twice in a
 *   part (also under another form of the id, where these are merged) or has no id, or no customer is in all parts with "complete".
 *
 * @example
 * const joined = joinFeatures({
 *   buys: [{ customer: "1", orders: 4 }, { customer: "2", orders: 1 }],
 *   says: [{ customer: 2, trust: 5 }, { customer: 3, trust: 2 }],
 * });
 * console.log(joined.table.array("customer"), joined.table.array("trust")); // [ '1', '2', '3' ] [ null, 5, 2 ]
 * console.log(joined.without.says); // [ '1' ]
 */
export function joinFeatures<P extends Readonly<Record<string, TableLike>>>(
  parts: P,
  options: JoinFeaturesOptions = {},
): JoinedFeatures<JoinedRow<P>> {
  requireOptions(options, { id: true, keep: true, ids: true }, "joinFeatures");
  const { id, keep = "all", ids = "keep" } = options;
  requireOneOf("ids", ids, ["keep", "merge"]);
  if (keep !== "all" && keep !== "complete")
    throw new RangeError(`expected keep to be "all" or "complete", got ${quoted(keep)}`);
  if (typeof parts !== "object" || parts === null || Array.isArray(parts))
    throw new TypeError(
      `expected parts by name, such as { buys: await behavioral(...), says: scores }, got ${quoted(parts)}`,
    );
  const names = Object.keys(parts);
  if (names.length === 0) throw new RangeError("expected at least one part, got none");
  const forms = ids === "merge" ? new Map<string, string>() : undefined;
  const read = names.map((name) => partOf(name, parts[name]!, id, forms));
  requireDistinct(read);

  const everybody = inOrder([...new Set(read.flatMap(({ rowOf }) => [...rowOf.keys()]))]);
  const kept = keep === "all" ? everybody : everybody.filter((key) => read.every(({ rowOf }) => rowOf.has(key)));
  if (kept.length === 0)
    throw new DataError(
      `expected customers that are in all of ${names.join(", ")}, got none; ${read.map(({ name, ids }) => `${name} has ${ids.slice(0, 2).map(quoted).join(", ")}`).join("; ")}`,
    );
  const text = read.some(({ ids }) => ids.some((one) => typeof one === "string"));
  const idOf = (key: string): Id => (text ? key : Number(key));
  const columns: Record<string, readonly Value[]> = { customer: kept.map(idOf) };
  for (const { table, rowOf, features } of read)
    for (const name of features) {
      const cells = column(table, name);
      columns[name] = kept.map((key) => (rowOf.has(key) ? cells[rowOf.get(key)!]! : null));
    }

  const patterns = new Map<string, { parts: string; count: number }>();
  for (const key of everybody) {
    const known = read.flatMap(({ rowOf }, part) => (rowOf.has(key) ? [part] : []));
    const one = patterns.get(known.join()) ?? { parts: known.map((part) => names[part]).join(" + "), count: 0 };
    patterns.set(known.join(), { ...one, count: one.count + 1 });
  }
  const sorted = [...patterns.values()].sort((a, b) => b.count - a.count || (a.parts < b.parts ? -1 : 1));
  return {
    table: tableOf(columns as Record<string, never[]>, [
      "customer",
      ...read.flatMap(({ features }) => features),
    ]) as Table as Table<JoinedRow<P>>,
    id: "customer",
    dictionary: dictionaryOf(read.flatMap(({ dictionary }) => dictionary)),
    coverage: toTable(
      read.map(
        ({ name, features, rowOf }, part): CoverageRow => ({
          part: name,
          features: features.length,
          customers: rowOf.size,
          missing: everybody.length - rowOf.size,
          share: rowOf.size / everybody.length,
          onlyHere: patterns.get(String(part))?.count ?? 0,
        }),
      ),
    ),
    patterns: toTable(sorted.map(({ parts, count }) => ({ parts, customers: count, share: count / everybody.length }))),
    without: Object.fromEntries(
      read.map(({ name, rowOf }) => [name, everybody.filter((key) => !rowOf.has(key)).map(idOf)]),
    ),
    warnings: [
      ...almostEqual(everybody),
      ...zerosApart(everybody),
      ...mergedForms(read),
      ...read.flatMap(({ name, warnings }) => warnings.map((warning) => `${name}: ${warning}`)),
      ...read
        .filter(({ rowOf }) => rowOf.size < everybody.length)
        .map(
          ({ name, rowOf }) =>
            `${name} lacks ${counted(everybody.length - rowOf.size, "customer")} of ${everybody.length} (${percent(1 - rowOf.size / everybody.length)})${keep === "complete" ? ", who are left out" : ""}.`,
        ),
    ],
  };
}

interface Part extends ReadFeatures {
  readonly name: string;
  /** The row of each customer, by the text of the id. */
  readonly rowOf: ReadonlyMap<string, number>;
}

/** `forms` has the form of each id by what it is without case and spaces, where forms are merged; those of this part are added. */
function partOf(name: string, part: TableLike, id: string | undefined, forms: Map<string, string> | undefined): Part {
  const read = readFeatures(part, id, name);
  const { id: idName, ids } = read;
  const rowOf = new Map<string, number>();
  ids.forEach((one, i) => {
    if (String(one).trim() === "")
      throw new DataError(`expected an id for every customer in ${name}, got ${quoted(one)}`, {
        row: i + 1,
        column: idName,
      });
    const key = formOf(String(one), forms);
    if (rowOf.has(key))
      throw new DataError(
        `expected one row a customer in ${name}, got ${quoted(one)} in rows ${rowOf.get(key)! + 1} and ${i + 1}`,
        {
          row: i + 1,
          column: idName,
        },
      );
    rowOf.set(key, i);
  });
  return { ...read, name, rowOf };
}

function formOf(id: string, forms: Map<string, string> | undefined): string {
  if (forms === undefined) return id;
  const bare = bareOf(id);
  if (!forms.has(bare)) forms.set(bare, id);
  return forms.get(bare)!;
}

/** An id without what makes forms of one. */
function bareOf(id: string): string {
  return id.replace(/\s/g, "").toLowerCase();
}

/** Ids that look like one customer and were joined as two. */
function almostEqual(ids: readonly string[]): string[] {
  const first = new Map<string, string>();
  const pairs: (readonly [string, string])[] = [];
  for (const id of ids) {
    const bare = bareOf(id);
    const before = first.get(bare);
    if (before === undefined) first.set(bare, id);
    else pairs.push([before, id]);
  }
  if (pairs.length === 0) return [];
  const [one, other] = pairs[0]!.map(quoted);
  return [
    `${counted(pairs.length, "id")} ${pairs.length === 1 ? "differs" : "differ"} from another by case or spaces alone, such as ${one} and ${other}, and count as ${pairs.length === 1 ? "a customer" : "customers"} of their own; { ids: "merge" } joins them.`,
  ];
}

/** Ids that differ by zeros at the start alone, which a file loses where it takes ids for numbers. */
function zerosApart(ids: readonly string[]): string[] {
  const all = new Set(ids);
  const bare = (id: string) => id.replace(/^0+(?=\d)/, "");
  const pairs = ids.filter((id) => bare(id) !== id && all.has(bare(id)));
  if (pairs.length === 0) return [];
  return [
    `${counted(pairs.length, "id")} ${pairs.length === 1 ? "differs" : "differ"} from another by zeros at the start alone, such as ${quoted(pairs[0])} and ${quoted(bare(pairs[0]!))}, and count as ${pairs.length === 1 ? "a customer" : "customers"} of their own; if a file took ids for numbers, read them as text.`,
  ];
}

/** How many ids stand under the form of another part. */
function mergedForms(parts: readonly Part[]): string[] {
  return parts.flatMap(({ name, ids, rowOf }) => {
    const turned = [...rowOf].filter(([key, row]) => String(ids[row]) !== key);
    if (turned.length === 0) return [];
    const [key, row] = turned[0]!;
    return [
      `${name}: ${counted(turned.length, "id")} joined under another form, such as ${quoted(ids[row])} under ${quoted(key)}.`,
    ];
  });
}

function requireDistinct(parts: readonly Part[]): void {
  const owner = new Map<string, string>();
  for (const { name, features } of parts)
    for (const feature of features) {
      const before = owner.get(feature);
      if (before !== undefined || feature === "customer")
        throw new DataError(
          `expected each feature in one part, got ${quoted(feature)} in ${before === undefined ? name : `${before} and ${name}`}; rename or leave out one of them`,
          { column: feature },
        );
      owner.set(feature, name);
    }
}
