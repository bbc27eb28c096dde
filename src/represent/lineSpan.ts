import { addDays, type Day } from "../collect/day.js";
import { usable } from "../collect/money.js";
import type { Transactions } from "../collect/transactions.js";
import { literal } from "../engine/quote.js";
import { DataError } from "../errors.js";

/** Throws a TypeError that names the usual day where `asOf` is not given: it is never guessed. */
export async function requireAsOf(lines: Transactions, asOf: Day | undefined): Promise<void> {
  if (asOf !== undefined && asOf !== null) return;
  const { last } = await lineSpan(lines);
  throw new TypeError(
    `expected asOf, the day from which recency is counted, got none; the last order is of ${last}, so the day after would be asOf: ${JSON.stringify(addDays(last, 1))}`,
  );
}

/** The span of the data, once every line has what the figures need and none lies after the last day that counts. */
export async function lineSpan(
  lines: Transactions,
  limit?: { readonly day: string; readonly option: string },
): Promise<{ first: string; last: string }> {
  const lacking = `"customer" IS NULL OR trim("customer") = '' OR "order" IS NULL OR "time" IS NULL OR NOT coalesce(${usable(`"amount"`)}, FALSE)`;
  const late = limit === undefined ? "FALSE" : `CAST("time" AS DATE) > DATE ${literal(limit.day)}`;
  const checked = await lines.engine.query(
    `SELECT CAST(count(*) AS DOUBLE) AS "rows", CAST(count(*) FILTER (WHERE ${lacking}) AS DOUBLE) AS "lacking", min("row") FILTER (WHERE ${lacking}) AS "lackingRow", CAST(count(*) FILTER (WHERE ${late}) AS DOUBLE) AS "late", min("row") FILTER (WHERE ${late}) AS "lateRow", min("time") AS "first", max("time") AS "last" FROM ${lines.from}`,
  );
  const figure = (name: string) => checked.get(name, 0) as number;
  if (figure("rows") === 0)
    throw new DataError(
      "expected at least one transaction, got none; where clean took them all, dropped.rules tells by which rule",
    );
  if (figure("lacking") > 0)
    throw new DataError(
      `expected a customer, an order, a time and a finite amount in every line, got ${figure("lacking")} without; drop them with clean, which counts them`,
      { row: figure("lackingRow") },
    );
  const day = (name: string) => (checked.get(name, 0) as Date).toISOString().slice(0, 10);
  const span = { first: day("first"), last: day("last") };
  if (limit !== undefined && figure("late") > 0)
    throw new DataError(
      `expected no lines after ${limit.option} (${limit.day}), got ${figure("late")}, the latest of ${span.last}; move ${limit.option}, or drop them with clean(..., { until: ${JSON.stringify(limit.day)} })`,
      { row: figure("lateRow"), column: "time" },
    );
  return span;
}
