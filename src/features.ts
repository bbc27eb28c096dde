import { type Row, type Table, tableOfRows } from "./table.js";

/** What a feature says of a customer: who they are, where, what they believe, do, need, and use. */
export type Base = "demographic" | "geographic" | "psychographic" | "behavioral" | "needs" | "technographic";

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

/** The dictionary of features. */
export function dictionaryOf(rows: readonly FeatureRow[]): Table<FeatureRow> {
  return tableOfRows(rows, ["feature", "base", "unit", "source", "definition"]);
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
export function meaningOf(table: Table): Meaning | undefined {
  return meanings.get(table);
}
