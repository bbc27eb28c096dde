import { defaultEngine } from "../engine/duckdb.js";
import type { ColumnInfo } from "../engine/engine.js";
import { identifier } from "../engine/quote.js";
import { Relation, withRow } from "../engine/relation.js";
import { requireColumn } from "../errors.js";
import type { AnyColumn, Row, TableLike } from "../table.js";
import { requireRoles } from "./requireRoles.js";
import { fileOf, roleExpression } from "./roleExpression.js";
import { ownOrder, type Role, roleNames, roles, roleType } from "./roles.js";

/** Which column plays which role. Money is either one `amount` column or `quantity` and `price`. */
export interface Mapping<C extends Row = Row> {
  /** Who bought. */
  readonly customer: AnyColumn<C>;
  /** Number of the order or invoice. Without it every row is an order of its own. */
  readonly order?: AnyColumn<C>;
  /** When. */
  readonly time: AnyColumn<C>;
  /** Money of the line. */
  readonly amount?: AnyColumn<C>;
  /** Pieces; negative for returns. */
  readonly quantity?: AnyColumn<C>;
  /** Money per piece. */
  readonly price?: AnyColumn<C>;
  readonly product?: AnyColumn<C>;
  readonly description?: AnyColumn<C>;
  readonly category?: AnyColumn<C>;
  readonly channel?: AnyColumn<C>;
  readonly country?: AnyColumn<C>;
  readonly currency?: AnyColumn<C>;
}

/** A line of an order. The optional columns are there where they were mapped. */
export interface Transaction {
  /** Number of the row in the source, from 1. */
  row: number;
  customer: string | null;
  order: string | null;
  time: Date | null;
  amount: number | null;
  quantity?: number | null;
  price?: number | null;
  product?: string | null;
  description?: string | null;
  category?: string | null;
  channel?: string | null;
  country?: string | null;
  currency?: string | null;
}

/** Lines of orders under the names of their roles. */
export type Transactions = Relation<Transaction>;

/**
 * Describes lines of orders by the roles of their columns, so that nothing later has to know what a shop calls them. Returns at
 * once: nothing is read, and nothing is dropped or repaired (that is `clean`'s work, and `audit` tells what there is to do).
 *
 * The result has the columns row (number of the source row, from 1), customer and order (text), time, amount, and the other
 * roles that were mapped. Whole-number ids stay whole: 17850 and 17850.0 both become "17850". Ids are otherwise kept as they
 * stand: "Ann " and "ann" are two customers, of which `audit` warns.
 *
 * Without `order` every row counts as an order of its own. That misleads where the rows are lines of baskets: frequency
 * then counts lines. Map the order column, or let `clean` merge by day with `sameDay: "merge"`.
 *
 * @param raw a relation (of `read`), or a table, DataFrame, array of objects or Arrow bytes.
 * @param mapping the column of each role: `customer`, `time`, and `amount` or both `quantity` and `price`.
 * @throws TypeError where a role is unknown or missing; DataError where a column does not exist or holds the wrong type.
 *
 * @example
 * const lines = transactions(
 *   [{ who: 17850, when: new Date("2011-12-01"), pieces: 2, each: 2.5 }],
 *   { customer: "who", time: "when", quantity: "pieces", price: "each" },
 * );
 * const table = await lines.toTable();
 * console.log(table.get("customer", 0), table.get("amount", 0)); // 17850 5
 */
export function transactions<C extends Row>(raw: Relation<C> | TableLike<C>, mapping: Mapping<C>): Transactions {
  const columns = checkMapping(mapping);
  const source = raw instanceof Relation ? raw : defaultEngine().load(raw);
  return describe(source, columns);
}

type Columns = { readonly [role in Role]?: string };

/** The mapping, once its roles are known to be roles and enough of them. */
function checkMapping(mapping: unknown): Columns {
  const columns = requireRoles(mapping, roleNames, "{ customer, order, time, amount }");
  for (const role of ["customer", "time"] as const)
    if (columns[role] === undefined) throw new TypeError(`expected a column for the role ${role}, got none`);
  if (columns.amount === undefined) {
    const missing = (["quantity", "price"] as const).filter((role) => columns[role] === undefined);
    if (missing.length === 2) throw new TypeError("expected a column for amount, or columns for quantity and price");
    if (missing.length === 1)
      throw new TypeError(
        `expected a column for ${missing[0]} as well, or one for amount: money is quantity times price`,
      );
  }
  return columns;
}

function describe(source: Relation, columns: Columns): Transactions {
  const file = fileOf(source);
  const taken = source.names.map((name) => name.toLowerCase());
  let free = "row";
  while (taken.includes(free)) free += "_";
  const numbered = withRow(source, free);
  const expressions = new Map<string, string>([["row", identifier(free)]]);
  for (const role of roleNames) {
    const name = columns[role];
    if (name === undefined) continue;
    requireColumn(source.names, name, `a column for ${role}`, { file });
    expressions.set(role, roleExpression(source, role, roles[role], name));
  }
  if (!expressions.has("order")) expressions.set("order", ownOrder(identifier(free)));
  if (!expressions.has("amount"))
    expressions.set("amount", `${expressions.get("quantity")} * ${expressions.get("price")}`);
  const listed = ["row", ...roleNames].filter((name) => expressions.has(name));
  const list = listed.map((name) => `${expressions.get(name)} AS ${identifier(name)}`).join(", ");
  const infos: ColumnInfo[] = listed.map((name) => ({
    name,
    type: name === "row" ? "integer" : roleType(name as Role),
  }));
  return new Relation<Transaction>(source.engine, `SELECT ${list} FROM ${numbered.from}`, infos);
}
