import { requireColumn } from "../errors.js";
import type { Table } from "../table.js";
import { identifier } from "./quote.js";
import type { Relation } from "./relation.js";

/**
 * Fetches the columns that are used, in the order of the relation, and no others.
 *
 * @throws DataError where a column does not exist (the closest is named); `role` says what it is for.
 */
export function fetchColumns(source: Relation, names: readonly string[], role?: string): Promise<Table> {
  for (const name of names) requireColumn(source.names, name, role);
  const columns = source.columns.filter(({ name }) => names.includes(name));
  return source.select(columns.map(({ name, type }) => ({ name, type, sql: identifier(name) }))).toTable();
}
