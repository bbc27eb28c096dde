import { defaultEngine } from "../engine/duckdb.js";
import type { ColumnInfo } from "../engine/engine.js";
import { identifier } from "../engine/quote.js";
import { Relation, withRow } from "../engine/relation.js";
import { requireColumn, requireOptions } from "../errors.js";
import type { AnyColumn, Row, TableLike } from "../table.js";
import { clockOf, requireZones } from "./clockOf.js";
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
  /** The time zone of each row ("Europe/Zurich"), where shops of several zones stand in one file and their times are of UTC. */
  readonly timeZone?: AnyColumn<C>;
  /** Money of the line. */
  readonly amount?: AnyColumn<C>;
  /** Pieces; negative for returns. */
  readonly quantity?: AnyColumn<C>;
  /** Money per piece, before a discount that is mapped. */
  readonly price?: AnyColumn<C>;
  /** Money taken off the line, above 0; the amount is what was left to pay. */
  readonly discount?: AnyColumn<C>;
  /** The share of the price taken off the line, 0 to 1, instead of `discount`. */
  readonly discountShare?: AnyColumn<C>;
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
  /** The time in UTC, where a time zone was given: what came first is told by it. */
  instant?: Date | null;
  timeZone?: string | null;
  amount: number | null;
  quantity?: number | null;
  price?: number | null;
  /** Money taken off the line: as it was mapped, or computed of the share. */
  discount?: number | null;
  discountShare?: number | null;
  product?: string | null;
  description?: string | null;
  category?: string | null;
  channel?: string | null;
  country?: string | null;
  currency?: string | null;
}

/** Options of `transactions`. */
export interface TransactionsOptions {
  /** The time zone of the shop, as an IANA name ("Europe/Zurich"): the times of the source are of UTC, and become those of the shop's clock. */
  timeZone?: string;
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
 * Days are those of the shop's clock, for that is what "yesterday" means to its customers. Times that are of UTC (of an API or a database, those with a Z,
 * instants of JavaScript) need `timeZone`, or half of the orders of an evening in New York are of the next day. Times that the shop's own clock wrote need none: exports
 * such as Shopify's write it with an offset ("2024-03-31 09:30:00 +0200"), which `read` leaves off. A column of days without times is not shifted.
 * `instant` keeps the time of UTC, for in the hour that autumn repeats the clock does not tell what came first. A row without a zone has no time, and
 * `clean` counts it.
 *
 * A `discount` is money that was taken off the line, and `amount` what was left to pay. Of a `discountShare` s it is amount x s / (1 - s); of a line that was
 * free (s = 1) quantity x price, where both are mapped too, else it is unknown (null). Without `amount`, `price` is the one before the discount, and the
 * amount is quantity x price less the discount; an empty discount is none there, and a share outside 0 to 1 leaves no amount.
 *
 * When it misleads: a Date of JavaScript that stands for a day is midnight of UTC, and with a `timeZone` in America the evening before; pass such days without it.
 *
 * @param raw a relation (of `read`), or a table, DataFrame, array of objects or Arrow bytes.
 * @param mapping the column of each role: `customer`, `time`, and `amount` or both `quantity` and `price`.
 * @throws TypeError where a role is unknown or missing, or a zone or a discount is given twice; RangeError where a time zone does not exist (the closest is named).
 * @throws DataError where a column does not exist or holds the wrong type, `timeZone` is given for times whose own zone was left off, or (when
 *   the rows are asked for) a row names a time zone that does not exist.
 *
 * @example
 * const lines = transactions(
 *   [{ who: 17850, when: new Date("2011-12-01"), pieces: 2, each: 2.5 }],
 *   { customer: "who", time: "when", quantity: "pieces", price: "each" },
 * );
 * const table = await lines.toTable();
 * console.log(table.get("customer", 0), table.get("amount", 0)); // 17850 5
 * const newYork = transactions([{ who: 17850, when: new Date("2024-01-06T02:00:00Z"), paid: 5 }], { customer: "who", time: "when", amount: "paid" }, {
 *   timeZone: "America/New_York",
 * });
 * console.log((await newYork.toTable()).get("time", 0)); // 2024-01-05T21:00:00.000Z
 */
export function transactions<C extends Row>(
  raw: Relation<C> | TableLike<C>,
  mapping: Mapping<C>,
  options: TransactionsOptions = {},
): Transactions {
  requireOptions(options, { timeZone: true }, "transactions");
  const columns = checkMapping(mapping);
  requireZones(raw, columns.timeZone);
  const source = raw instanceof Relation ? raw : defaultEngine().load(raw);
  return describe(source, columns, options.timeZone);
}

/**
 * SQL: the money of a line and what was taken off it. With an amount a, which is what was left to pay, a share s took a s / (1 - s); where it took all, nothing is
 * left to tell, and it is quantity times price where these are mapped too. Without an amount, quantity times price is the money before the discount.
 * A share outside 0 to 1 is none, and gives no money.
 */
function moneyOf(expressions: ReadonlyMap<string, string>): { amount: string; discount: string | undefined } {
  const [amount, quantity, price, money, share] = ["amount", "quantity", "price", "discount", "discountShare"].map(
    (role) => expressions.get(role),
  );
  const full = quantity === undefined || price === undefined ? undefined : `${quantity} * ${price}`;
  if (amount !== undefined) {
    if (share === undefined) return { amount, discount: money };
    const all = full === undefined ? "NULL" : `nullif(${full}, 0)`;
    const some = `${amount} * ${share} / (1 - ${share})`;
    return {
      amount,
      discount: `CASE WHEN ${share} >= 0 AND ${share} < 1 THEN ${some} WHEN ${share} = 1 THEN ${all} END`,
    };
  }
  if (share !== undefined) {
    const possible = `${share} >= 0 AND ${share} <= 1`;
    return {
      amount: `CASE WHEN ${share} IS NULL THEN ${full} WHEN ${possible} THEN ${full} * (1 - ${share}) END`,
      discount: `CASE WHEN ${possible} THEN ${full} * ${share} END`,
    };
  }
  if (money === undefined) return { amount: full!, discount: undefined };
  // What a returned line gives back is less by its discount, whichever sign that has.
  const off = `CASE WHEN ${quantity} < 0 THEN -abs(${money}) ELSE ${money} END`;
  return { amount: `${full} - coalesce(${off}, 0)`, discount: money };
}

/** The columns of Transactions in their order. */
const columnNames: readonly string[] = [
  "row",
  ...roleNames.flatMap((name) => (name === "time" ? ["time", "instant"] : [name])),
];

type Columns = { readonly [role in Role]?: string };

/** The mapping, once its roles are known to be roles and enough of them. */
function checkMapping(mapping: unknown): Columns {
  const columns = requireRoles(mapping, roleNames, "{ customer, order, time, amount }");
  for (const role of ["customer", "time"] as const)
    if (columns[role] === undefined) throw new TypeError(`expected a column for the role ${role}, got none`);
  if (columns.discount !== undefined && columns.discountShare !== undefined)
    throw new TypeError("expected discount (money) or discountShare (0 to 1), got both; leave one out");
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

function describe(source: Relation, columns: Columns, timeZone: string | undefined): Transactions {
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
  const when = { name: columns.time!, sql: expressions.get("time")! };
  const { time, instant } = clockOf(source, when, timeZone, columns.timeZone);
  expressions.set("time", time);
  if (instant !== undefined) expressions.set("instant", instant);
  if (!expressions.has("order")) expressions.set("order", ownOrder(identifier(free)));
  const { amount, discount } = moneyOf(expressions);
  expressions.set("amount", amount);
  if (discount !== undefined) expressions.set("discount", discount);
  const listed = columnNames.filter((name) => expressions.has(name));
  const list = listed.map((name) => `${expressions.get(name)} AS ${identifier(name)}`).join(", ");
  const infos: ColumnInfo[] = listed.map((name) => ({
    name,
    type: name === "row" ? "integer" : name === "instant" ? "time" : roleType(name as Role),
  }));
  return new Relation<Transaction>(source.engine, `SELECT ${list} FROM ${numbered.from}`, infos);
}
