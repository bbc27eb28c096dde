import type { FeatureRow, Features } from "../features.js";
import { meaningOf } from "../features.js";
import { type Id, rowIds } from "../matrix.js";
import { type Table, type TableLike, toTable } from "../table.js";

/** Features as they are worked on, wherever they came from. */
export interface ReadFeatures {
  readonly table: Table;
  readonly id: string;
  readonly ids: readonly Id[];
  /** The columns but the id. */
  readonly features: readonly string[];
  /** A row for each of `features`; of columns that nobody described, their names alone. */
  readonly dictionary: readonly FeatureRow[];
  readonly warnings: readonly string[];
}

/** Reads Features, or a table with one row a customer, whose `id` is "customer" unless it knows better or is told. `source` says where plain columns come from. */
export function readFeatures(data: Features | TableLike, id?: string, source = "table"): ReadFeatures {
  const own = isFeatures(data);
  const table: Table = own ? data.table : toTable(data);
  const known = own ? { id: data.id, rows: data.dictionary.objects() as FeatureRow[] } : meaningOf(table);
  const { name, ids } = rowIds(table, own ? data.id : (id ?? known?.id));
  const features = table.columnNames().filter((one) => one !== name);
  const rows = new Map(known?.rows.map((row) => [row.feature, row]));
  return {
    table,
    id: name,
    ids,
    features,
    dictionary: features.map(
      (feature) => rows.get(feature) ?? { feature, base: null, unit: null, source, definition: null },
    ),
    warnings: own ? data.warnings : [],
  };
}

function isFeatures(data: Features | TableLike): data is Features {
  return typeof data === "object" && data !== null && "dictionary" in data && "table" in data;
}
