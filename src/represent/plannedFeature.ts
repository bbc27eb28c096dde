import { identifier } from "../engine/quote.js";
import { type Base, dictionaryOf, type FeatureRow } from "../features.js";
import type { Table } from "../table.js";

/** A column of features to be: its name, the SQL that computes it, and what it means. */
export interface PlannedFeature extends Omit<FeatureRow, "base"> {
  readonly sql: string;
}

/** One of them. */
export function plannedFeature(
  feature: string,
  unit: string,
  source: string,
  sql: string,
  definition: string,
): PlannedFeature {
  return { feature, unit, source, sql, definition };
}

/** SQL: the columns, after SELECT. */
export function plannedColumns(planned: readonly PlannedFeature[]): string {
  return planned.map(({ feature, sql }) => `${sql} AS ${identifier(feature)}`).join(", ");
}

/** What they mean. */
export function plannedDictionary(planned: readonly PlannedFeature[], base: Base): Table<FeatureRow> {
  return dictionaryOf(planned.map(({ sql: _, ...meaning }) => ({ ...meaning, base })));
}
