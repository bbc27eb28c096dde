import type { Day } from "../collect/day.js";
import { dayText } from "../collect/day.js";
import { exact } from "../collect/money.js";
import { requireTransactions } from "../collect/requireTransactions.js";
import type { Transactions } from "../collect/transactions.js";
import { literal } from "../engine/quote.js";
import { DataError } from "../errors.js";
import { type FeatureRow, withMeaning } from "../features.js";
import type { Table } from "../table.js";
import { lineSpan, requireAsOf } from "./lineSpan.js";

/** Recency, frequency and monetary value of one customer. */
export interface RfmRow {
  customer: string;
  /** Days from the last purchase to `asOf`; 0 is the same day. */
  recency: number;
  /** Orders with at least one line that is no return. */
  frequency: number;
  /** Money of all lines; returns reduce it. */
  monetary: number;
  /** Days from the first purchase to `asOf`. */
  tenure: number;
  /** `monetary` per order. */
  averageOrder: number;
  firstOrder: Date;
  lastOrder: Date;
}

/** What the customer did afterwards. */
export interface HoldoutRow {
  /** Orders after `asOf`, up to the end of the holdout. */
  holdoutOrders: number;
  /** Money of the lines in the holdout. */
  holdoutAmount: number;
}

/** Options of `rfm`. */
export interface RfmOptions {
  /** The last day that counts (`"2011-12-10"`, or a Date by its UTC day). Never guessed. */
  asOf: Day;
  /** The first day that counts; by default the first in the data. */
  from?: Day;
}

/** Options of `rfm` with a holdout period. */
export interface RfmHoldoutOptions extends RfmOptions {
  /** The days after `asOf` up to `to` are counted apart, to check later what the first period foretold. */
  holdout: { readonly to: Day };
}

/**
 * Recency, frequency and monetary value, one row per customer with a purchase, ordered by customer.
 *
 * A purchase is a line whose amount is not negative; recency, frequency and tenure count purchases alone, money counts every line. Days
 * are calendar days, whatever the hour. With `holdout` the period up to `asOf` is the calibration, and two columns tell what its customers
 * did after it (customers who came later are not in the table).
 *
 * With `from` or `holdout`, customers whose only lines in the period are returns (of things bought before `from`) have no purchase in it
 * and are not in the table, and their money is in no row: the sum of `monetary` is then more than the money of the period. Without
 * them such a customer is an error, because `clean` should have dropped the lines.
 *
 * It misleads where `asOf` lies far after the last order in the file (everybody looks lost), where the file begins in the
 * middle of the shop's life (tenure is cut off), and where one line is one order because no order column was mapped.
 *
 * Money is added as decimals of nine places, so that the result does not depend on the order of rows or the number of threads.
 *
 * @param transactions what `clean` returns.
 * @returns a Table of `RfmRow`, days and money in the shop's own units.
 * @throws TypeError without `asOf` (the message tells the last day in the data); RangeError where a day is no day or the periods are empty.
 * @throws DataError where there are no lines, lines lie after the last day that counts, a line lacks customer, order, time or a usable amount, or a
 *   customer has no purchase: `clean` drops such lines and counts them.
 *
 * Source: Hughes, Strategic Database Marketing (1994).
 *
 * @example
 * const orders = transactions(
 *   [
 *     { who: "Ada", when: new Date("2024-01-05"), money: 30 },
 *     { who: "Ada", when: new Date("2024-02-05"), money: 10 },
 *     { who: "Alan", when: new Date("2024-01-20"), money: 25 },
 *   ],
 *   { customer: "who", time: "when", amount: "money" },
 * );
 * const customers = await rfm(orders, { asOf: "2024-03-01" });
 * console.log(customers.object(0)); // { customer: 'Ada', recency: 25, frequency: 2, monetary: 40, tenure: 56, averageOrder: 20, firstOrder: 2024-01-05T00:00:00.000Z, lastOrder: 2024-02-05T00:00:00.000Z }
 */
export async function rfm(transactions: Transactions, options: RfmHoldoutOptions): Promise<Table<RfmRow & HoldoutRow>>;
export async function rfm(transactions: Transactions, options: RfmOptions): Promise<Table<RfmRow>>;
export async function rfm(
  transactions: Transactions,
  { asOf, from, holdout }: RfmOptions & Partial<RfmHoldoutOptions> = {} as RfmOptions,
): Promise<Table<RfmRow>> {
  requireTransactions(transactions, "rfm");
  await requireAsOf(transactions, asOf);
  const end = dayText(asOf, "asOf");
  const start = from === undefined ? undefined : dayText(from, "from");
  const until = holdout === undefined ? undefined : dayText(holdout.to, "holdout.to");
  if (start !== undefined && start > end)
    throw new RangeError(`expected from to be at most asOf, got ${start} after ${end}`);
  if (until !== undefined && until <= end)
    throw new RangeError(`expected holdout.to to be after asOf, got ${until}, and asOf ${end}`);
  const span = await lineSpan(transactions, {
    day: until ?? end,
    option: until === undefined ? "asOf" : "holdout.to",
  });
  const customers = await transactions.engine.query<RfmRow>(figures(transactions, start, end, until));
  if (customers.numRows() === 0)
    throw new DataError(
      `expected purchases from ${start ?? span.first} to ${end}, got none; orders are of ${span.first} to ${span.last}`,
    );
  if (start === undefined && until === undefined && customers.array("frequency").indexOf(0) >= 0)
    await refuseIdle(transactions);
  const rows = meanings(start, end, until).filter(({ feature }) => customers.columnNames().includes(feature));
  return withMeaning(customers, { id: "customer", rows });
}

/** What the columns mean, with the days of this call. */
function meanings(start: string | undefined, end: string, until: string | undefined): FeatureRow[] {
  const since = start === undefined ? "" : `, from ${start}`;
  const row = (feature: keyof (RfmRow & HoldoutRow), unit: string, source: string, definition: string): FeatureRow => ({
    feature,
    base: "behavioral",
    unit,
    source,
    definition,
  });
  return [
    row("recency", "days", "time", `Calendar days from the last purchase to ${end}.`),
    row("frequency", "orders", "order", `Orders up to ${end}${since} with a line that is no return.`),
    row("monetary", "money", "amount", `Money of all lines up to ${end}${since}; returns reduce it.`),
    row("tenure", "days", "time", `Calendar days from the first purchase${since} to ${end}.`),
    row("averageOrder", "money per order", "amount, order", "monetary over frequency."),
    row("firstOrder", "time", "time", `First purchase${since}.`),
    row("lastOrder", "time", "time", `Last purchase up to ${end}.`),
    row("holdoutOrders", "orders", "order", `Orders after ${end}, up to ${until}.`),
    row("holdoutAmount", "money", "amount", `Money of the lines after ${end}, up to ${until}.`),
  ];
}

/** Customers with returns alone have no last purchase; they are an error, for they must not go in silence. */
async function refuseIdle(lines: Transactions): Promise<void> {
  const idle = await lines.engine.query<{ customer: string; row: number }>(
    `SELECT "customer", min("row") AS "row" FROM ${lines.from} GROUP BY "customer" HAVING max("amount") < 0 ORDER BY 2`,
  );
  throw new DataError(
    `expected a purchase of every customer, got ${idle.numRows()} with returns alone, such as ${JSON.stringify(idle.get("customer", 0))}; drop them with clean and returns: "net" or "exclude"`,
    { row: idle.get("row", 0) as number },
  );
}

/** Orders first, customers then: no distinct count over all lines is needed, and the money stays a decimal to the end. */
function figures(lines: Transactions, start: string | undefined, end: string, until: string | undefined): string {
  const day = `CAST("time" AS DATE)`;
  const last = `DATE ${literal(end)}`;
  const within = [
    ...(start === undefined ? [] : [`${day} >= DATE ${literal(start)}`]),
    `${day} <= ${until === undefined ? last : `DATE ${literal(until)}`}`,
  ].join(" AND ");
  const bought = `"amount" >= 0`;
  const calibration = until === undefined ? "TRUE" : `"later" = FALSE`;
  const orders = `SELECT "customer", ${day} > ${last} AS "later", bool_or(${bought}) AS "purchase", min("time") FILTER (WHERE ${bought}) AS "first", max("time") FILTER (WHERE ${bought}) AS "last", sum(${exact(`"amount"`)}) AS "money" FROM ${lines.from} WHERE ${within} GROUP BY "customer", "order", 2`;
  const sums = (filter: string) => `coalesce(CAST(sum("money") FILTER (WHERE ${filter}) AS DOUBLE), 0)`;
  const count = (filter: string) => `CAST(count(*) FILTER (WHERE ${filter}) AS DOUBLE)`;
  const held =
    until === undefined
      ? ""
      : `, ${count(`"later" AND "purchase"`)} AS "holdoutOrders", ${sums(`"later"`)} AS "holdoutAmount"`;
  const frequency = count(`${calibration} AND "purchase"`);
  const monetary = sums(calibration);
  const customers = `SELECT "customer", ${frequency} AS "frequency", ${monetary} AS "monetary", min("first") FILTER (WHERE ${calibration}) AS "firstOrder", max("last") FILTER (WHERE ${calibration}) AS "lastOrder"${held} FROM orders GROUP BY "customer"`;
  const days = (time: string) => `CAST(${last} - CAST(${time} AS DATE) AS DOUBLE)`;
  const columns = [
    `"customer"`,
    `${days(`"lastOrder"`)} AS "recency"`,
    `"frequency"`,
    `"monetary"`,
    `${days(`"firstOrder"`)} AS "tenure"`,
    `"monetary" / nullif("frequency", 0) AS "averageOrder"`,
    `"firstOrder"`,
    `"lastOrder"`,
    ...(until === undefined ? [] : [`"holdoutOrders"`, `"holdoutAmount"`]),
  ];
  return `WITH orders AS (${orders}), customers AS (${customers}) SELECT ${columns.join(", ")} FROM customers${start === undefined && until === undefined ? "" : ` WHERE "frequency" > 0`} ORDER BY "customer"`;
}
