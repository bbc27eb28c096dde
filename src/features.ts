import { isFeatures, isTable, type Row, type Table, tableOfRows } from "./table.js";

/** What a feature says of a customer: who they are, where, what they believe, do, need, and use. */
export type Base = "demographic" | "geographic" | "psychographic" | "behavioral" | "needs" | "technographic";

/** The bases in the order in which profiles and plots show them: who customers are first, then what moves them and what they do. */
export const bases: readonly Base[] = [
  "demographic",
  "geographic",
  "psychographic",
  "behavioral",
  "needs",
  "technographic",
];

/** What one column of features means. */
export type FeatureRow = {
  /** The column. */
  feature: string;
  /** Null where a plain table did not say. */
  base: Base | null;
  /** Such as "days", "share" or "category". */
  unit: string | null;
  /** The columns that it was computed from. */
  source: string;
  /** In words, with the rule for the cases that have no plain value. */
  definition: string | null;
};

/** Features of customers, one row each, and the dictionary that says what they mean. */
export interface Features<C extends Row = Row> {
  /** One row a customer, ordered by the first column, which names them. What cannot be known is null. */
  readonly table: Table<C>;
  /** The column of `table` that names the customers. */
  readonly id: string;
  /** One row a feature, in the order of the columns. */
  readonly dictionary: Table<FeatureRow>;
  /** What to know before using them, in words. */
  readonly warnings: readonly string[];
}

const dictionaryColumns = ["feature", "base", "unit", "definition", "source"] as const;

/** The dictionary of features. */
export function dictionaryOf(rows: readonly FeatureRow[]): Table<FeatureRow> {
  return tableOfRows(rows, dictionaryColumns);
}

/** Whether a table is a dictionary of features, by its columns: it is read whole. */
export function isDictionary(table: Table): boolean {
  return table.columnNames().join("\n") === dictionaryColumns.join("\n");
}

/** What a table alone does not say: which column names the customers, and what the others mean. */
export interface Meaning {
  readonly id: string;
  readonly rows: readonly FeatureRow[];
}

const meanings = new WeakMap<Table, Meaning>();

/** Remembers what the columns of a table mean, where the table alone is handed on, as that of `rfm` is. A table derived from it is another. */
export function withMeaning<T extends Table>(table: T, meaning: Meaning): T {
  meanings.set(table, meaning);
  return table;
}

/** What `withMeaning` said of this table. */
function meaningOf(table: unknown): Meaning | undefined {
  return isTable(table) ? meanings.get(table) : undefined;
}

/** The column that names the rows, where the data know it: features, and tables with a meaning. */
export function ownId(data: unknown): string | undefined {
  return isFeatures(data) ? data.id : meaningOf(data)?.id;
}

/** Columns of one base. */
export interface BaseGroup<K extends string = string> {
  /** "other" where the dictionary does not say. */
  readonly base: Base | "other";
  readonly columns: readonly K[];
}

/** What the columns of features mean, by their names; nothing of a plain table that nobody described. */
export function meaningsOf(data: unknown): ReadonlyMap<string, FeatureRow> {
  const rows = isFeatures(data) ? (data.dictionary.objects() as FeatureRow[]) : meaningOf(data)?.rows;
  return new Map(rows?.map((row) => [row.feature, row]));
}

/** Columns grouped by base: bases in one order everywhere, columns in theirs; no group where nothing is known of any base. */
export function groupByBase<K extends string>(
  columns: readonly K[],
  meanings: ReadonlyMap<string, Pick<FeatureRow, "base">>,
): BaseGroup<K>[] {
  const baseOf = (name: K) => meanings.get(name)?.base ?? "other";
  if (columns.every((name) => baseOf(name) === "other")) return [];
  return [...bases, "other" as const]
    .map((base) => ({ base, columns: columns.filter((name) => baseOf(name) === base) }))
    .filter((group) => group.columns.length > 0);
}
