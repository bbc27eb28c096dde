import { type FeatureRow, meaningsOf, ownId } from "../features.js";
import { type Id, rowIds } from "../matrix.js";
import { isFeatures, type Table, type TableLike, toTable } from "../table.js";

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
export function readFeatures(data: TableLike, id?: string, source = "table"): ReadFeatures {
  const table: Table = toTable(data);
  const meanings = meaningsOf(data);
  const { name, ids } = rowIds(table, isFeatures(data) ? data.id : (id ?? ownId(data)));
  const features = table.columnNames().filter((one) => one !== name);
  return {
    table,
    id: name,
    ids,
    features,
    dictionary: features.map(
      (feature) => meanings.get(feature) ?? { feature, base: null, unit: null, source, definition: null },
    ),
    warnings: isFeatures(data) ? data.warnings : [],
  };
}
