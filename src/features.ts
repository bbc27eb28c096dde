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
