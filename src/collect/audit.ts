import type { Relation } from "../engine/relation.js";
import { DataError } from "../errors.js";
import { counted, grouped, percent } from "../readable.js";
import { type Row, type Table, type TableLike, toTable } from "../table.js";
import { type CalendarGap, calendarGaps } from "./calendarGaps.js";
import { marksCancellations } from "./cancellation.js";
import { customerChecks, type Finding } from "./customerChecks.js";
import { type Day, dayText } from "./day.js";
import { lineChecks, type Severity } from "./lineChecks.js";
import { exactSum } from "./money.js";
import { isTransactions } from "./requireTransactions.js";
import { ownOrder } from "./roles.js";
import { type Mapping, type Transactions, transactions } from "./transactions.js";

/** Options of `audit`. */
export interface AuditOptions<C extends Row = Row> {
  /** The day on which the data are looked at; later dates are in the future. Without it the future is not checked. */
  asOf?: Day;
  /** The column of each role, where the data are not yet Transactions. */
  mapping?: Mapping<C>;
}

/** What an order file is like, before anything is dropped. */
export interface Audit {
  readonly rows: number;
  readonly customers: number;
  readonly orders: number;
  /** Sum of the finite amounts. */
  readonly amount: number;
  /** First and last time and the calendar days from one to the other, impossible dates left out; null where there is no time. */
  readonly span: { readonly first: Date | null; readonly last: Date | null; readonly days: number };
  /** One line per check, those that found nothing included: how many rows it touches, and what that means for segmentation. */
  readonly findings: Table<{ check: string; severity: Severity; rows: number; share: number; detail: string }>;
  /** Every month of the span (`YYYY-MM`), months without orders included. */
  readonly perMonth: Table<{ period: string; lines: number; orders: number; customers: number; amount: number }>;
  /** Stretches of days without orders that are no weekly habit. */
  readonly gaps: Table<{ from: string; to: string; days: number; expectedOrders: number }>;
}

/**
 * Looks an order file over and says what is in the way of segmenting its customers: missing values, duplicate lines, cancellations and returns,
 * impossible dates and amounts, several currencies, gaps in the calendar, one-time buyers, ids written in several ways, test accounts, orders
 * of several customers, and customers who are half the shop. Nothing is dropped or changed; `clean` does that.
 *
 * It misleads where a check knows a pattern only: a customer called "Test" may be a person, and a gap a holiday. Each finding names a row
 * or an example to look at. `share` says how common a defect is and not how harmful.
 *
 * @param data Transactions; or a relation or table together with `mapping`.
 * @throws DataError where there are no rows; TypeError where the data are not Transactions and no mapping is given; else as `transactions`.
 *
 * @example
 * const found = await audit(
 *   [
 *     { who: "Ada", when: new Date("2024-01-05"), money: 30 },
 *     { who: "ada ", when: new Date("2024-02-05"), money: 10 },
 *     { who: null, when: new Date("2024-02-06"), money: 5 },
 *   ],
 *   { mapping: { customer: "who", time: "when", amount: "money" } },
 * );
 * console.log(found.rows, found.customers, found.amount); // 3 2 45
 * console.log(found.findings.get("detail", 0)); // 1 line (33 %, first in row 3, money 5.00): clean drops them, so that segments describe the named customers alone
 */
export async function audit<C extends Row>(
  data: Transactions | Relation<C> | TableLike<C>,
  { asOf, mapping }: AuditOptions<C> = {},
): Promise<Audit> {
  const day = asOf === undefined ? undefined : dayText(asOf, "asOf");
  const lines = asTransactions(data, mapping);
  const kept = await lines.engine.keep(lines.sql);
  try {
    return await look(kept, lines.names, day);
  } finally {
    await lines.engine.drop(kept);
  }
}

function asTransactions<C extends Row>(data: unknown, mapping: Mapping<C> | undefined): Transactions {
  if (mapping !== undefined) return transactions(data as Relation<C>, mapping);
  if (isTransactions(data)) return data;
  throw new TypeError(
    "expected what transactions(data, mapping) returns, or data together with a mapping such as { customer, order, time, amount }; proposeMapping proposes one",
  );
}

async function look(lines: Relation, columns: readonly string[], asOf: string | undefined): Promise<Audit> {
  const [latest, earliest] = [asOf ?? "9000-01-01", "1990-01-01"];
  const possible = `"time" IS NOT NULL AND CAST("time" AS DATE) BETWEEN DATE '${earliest}' AND DATE '${latest}'`;
  const overview = await lines.engine.query(
    `SELECT CAST(count(*) AS DOUBLE) AS "rows", CAST(count(DISTINCT CASE WHEN trim("customer") <> '' THEN "customer" END) AS DOUBLE) AS "customers", CAST(count(DISTINCT "order") AS DOUBLE) AS "orders", ${exactSum(`"amount"`)} AS "amount", min("time") FILTER (WHERE ${possible}) AS "first", max("time") FILTER (WHERE ${possible}) AS "last", count(*) FILTER (WHERE "order" <> ${ownOrder(`"row"`)} OR "order" IS NULL) = 0 AS "orderless" FROM ${lines.from}`,
  );
  const value = <T>(name: string) => overview.get(name, 0) as T;
  const rows = value<number>("rows");
  if (rows === 0) throw new DataError("expected at least one row to audit, got none");
  const [first, last] = [value<Date | null>("first"), value<Date | null>("last")];
  const orderless = value<boolean>("orderless");
  const byDay = await ordersPerDay(lines, possible);
  const gaps = calendarGaps(byDay);
  const findings = [
    ...(await lineFindings(lines, columns, asOf, rows)),
    ...(await customerChecks(lines, columns, rows, orderless)),
    gapFinding(gaps),
  ];
  return {
    rows,
    customers: value("customers"),
    orders: value("orders"),
    amount: value("amount"),
    span: { first, last, days: byDay.length === 0 ? 0 : (byDay.at(-1)!.day - byDay[0]!.day) / 86400000 + 1 },
    findings: toTable(findings),
    perMonth: await months(lines, possible),
    gaps: gaps.length === 0 ? noGaps() : toTable(gaps),
  };
}

/** All checks of single lines in one query. */
async function lineFindings(
  lines: Relation,
  columns: readonly string[],
  asOf: string | undefined,
  rows: number,
): Promise<Finding[]> {
  const checks = lineChecks(columns, await marksCancellations(lines), asOf);
  const list = checks.map(
    ({ when, money }, i) =>
      `CAST(count(*) FILTER (WHERE ${when}) AS DOUBLE) AS "rows${i}", min("row") FILTER (WHERE ${when}) AS "row${i}"${
        money === true ? `, ${exactSum(`"amount"`, when)} AS "money${i}"` : ""
      }`,
  );
  const found = await lines.engine.query(
    `WITH lines AS (SELECT * FROM ${lines.from}) SELECT ${list.join(", ")} FROM lines`,
  );
  return checks.map(({ check, severity, meaning, fine, money }, i) => {
    const count = found.get(`rows${i}`, 0) as number;
    if (count === 0) return { check, severity: "ok", rows: 0, share: 0, detail: fine };
    const share = count / rows;
    const worth = money === true ? `, money ${grouped(found.get(`money${i}`, 0) as number, 2)}` : "";
    const detail = `${counted(count, "line")} (${percent(share)}, first in row ${found.get(`row${i}`, 0)}${worth}): ${meaning}`;
    return { check, severity: severity(share), rows: count, share, detail };
  });
}

async function ordersPerDay(lines: Relation, possible: string): Promise<{ day: number; orders: number }[]> {
  const days = await lines.engine.query(
    `SELECT CAST("time" AS DATE) AS "day", CAST(count(DISTINCT "order") AS DOUBLE) AS "orders" FROM ${lines.from} WHERE ${possible} GROUP BY 1 ORDER BY 1`,
  );
  const orders = days.array("orders");
  return Array.from(days.array("day") as ArrayLike<Date>, (day, i) => ({
    day: day.getTime(),
    orders: orders[i] as number,
  }));
}

function gapFinding(gaps: readonly CalendarGap[]): Finding {
  if (gaps.length === 0)
    return {
      check: "gap in the calendar",
      severity: "ok",
      rows: 0,
      share: 0,
      detail: "no stretch without orders that the weeks around it would not explain",
    };
  const longest = [...gaps].sort((a, b) => b.expectedOrders - a.expectedOrders).slice(0, 3);
  const named = longest.map(({ from, to, days }) => (days === 1 ? from : `${from} to ${to} (${days} days)`)).join(", ");
  return {
    check: "gap in the calendar",
    severity: "warning",
    rows: 0,
    share: 0,
    detail: `${counted(gaps.length, "stretch", "stretches")} without orders, such as ${named}: a holiday, or a lost file; recency is overstated where orders are lost`,
  };
}

/** Figures per month, months without a line included. */
async function months(lines: Relation, possible: string): Promise<Audit["perMonth"]> {
  const found = await lines.engine.query(
    `SELECT substring(CAST(CAST("time" AS DATE) AS VARCHAR), 1, 7) AS "period", CAST(count(*) AS DOUBLE) AS "lines", CAST(count(DISTINCT "order") AS DOUBLE) AS "orders", CAST(count(DISTINCT CASE WHEN trim("customer") <> '' THEN "customer" END) AS DOUBLE) AS "customers", ${exactSum(`"amount"`)} AS "amount" FROM ${lines.from} WHERE ${possible} GROUP BY 1 ORDER BY 1`,
  );
  const byPeriod = new Map(found.objects().map((month) => [(month as { period: string }).period, month]));
  const periods = [...byPeriod.keys()];
  const filled: object[] = [];
  for (let period = periods[0]; period !== undefined && period <= periods.at(-1)!; period = nextMonth(period))
    filled.push(byPeriod.get(period) ?? { period, lines: 0, orders: 0, customers: 0, amount: 0 });
  const names = ["period", "lines", "orders", "customers", "amount"];
  return (filled.length === 0 ? found.select(...names) : toTable(filled)) as Audit["perMonth"];
}

function nextMonth(period: string): string {
  const [year, month] = period.split("-").map(Number) as [number, number];
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 7);
}

function noGaps(): Audit["gaps"] {
  return toTable<CalendarGap>([{ from: "", to: "", days: 0, expectedOrders: 0 }]).slice(0, 0) as Audit["gaps"];
}
