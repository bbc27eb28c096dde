import type { Relation } from "../engine/relation.js";
import { counted, grouped, percent } from "../readable.js";
import { sameLine } from "./cleaningRules.js";
import type { Severity } from "./lineChecks.js";
import { bareId } from "./mergeIds.js";
import { exact, usable } from "./money.js";

/** A line of an audit's findings. */
export interface Finding {
  check: string;
  severity: Severity;
  rows: number;
  share: number;
  detail: string;
}

/** The checks that compare lines, orders or customers with each other; one query each. */
export async function customerChecks(
  lines: Relation,
  columns: readonly string[],
  rows: number,
  orderless: boolean,
): Promise<Finding[]> {
  return [
    await duplicates(lines, columns, rows, orderless),
    orderColumn(rows, orderless),
    await idVariants(lines, rows),
    ...(orderless ? [] : [await sharedOrders(lines, rows)]),
    ...(await buyers(lines, rows)),
    await currencies(lines, columns, rows),
  ];
}

async function duplicates(
  lines: Relation,
  columns: readonly string[],
  rows: number,
  orderless: boolean,
): Promise<Finding> {
  const found = await lines.engine.query(
    `SELECT CAST(coalesce(sum("copies" - 1), 0) AS DOUBLE) AS "rows", min("last") AS "row", min_by("first", "last") AS "twin" FROM (SELECT count(*) AS "copies", min("row") AS "first", max("row") AS "last" FROM ${lines.from} GROUP BY ${sameLine(columns)} HAVING count(*) > 1) AS equal`,
  );
  const count = found.get("rows", 0) as number;
  const unsure = orderless
    ? "without order numbers two equal purchases of a day look the same"
    : "two scans of one piece look the same";
  return finding("duplicate line", count, rows, "warning", {
    fine: "no line is equal to another in every mapped column",
    detail: `repeat an earlier one in every mapped column (rows ${found.get("twin", 0)} and ${found.get("row", 0)}): money counts twice, unless they were meant (${unsure}); clean drops them with duplicates: "drop"`,
  });
}

function orderColumn(rows: number, orderless: boolean): Finding {
  return {
    check: "no order numbers",
    severity: orderless ? "note" : "ok",
    rows: orderless ? rows : 0,
    share: orderless ? 1 : 0,
    detail: orderless
      ? 'no order column is mapped, so each line counts as an order; where lines are parts of baskets frequency is overstated: map the order, or merge by day with clean\'s sameDay: "merge"'
      : "order numbers are there",
  };
}

/** Ids that are one id but for case and spaces. */
async function idVariants(lines: Relation, rows: number): Promise<Finding> {
  const found = await lines.engine.query(
    `SELECT CAST(count(*) AS DOUBLE) AS "ids", CAST(sum("lines") AS DOUBLE) AS "rows", min("a") AS "a", min_by("b", "a") AS "b" FROM (SELECT min("customer") AS "a", max("customer") AS "b", sum("lines") AS "lines" FROM (SELECT "customer", count(*) AS "lines" FROM ${lines.from} WHERE trim("customer") <> '' GROUP BY 1) AS ids GROUP BY ${bareId} HAVING count(*) > 1) AS variants`,
  );
  const ids = found.get("ids", 0) as number;
  const [a, b] = [found.get("a", 0), found.get("b", 0)].map((id) => JSON.stringify(id));
  return finding("customer id in several forms", (found.get("rows", 0) as number | null) ?? 0, rows, "warning", {
    fine: "no two ids differ by case or spaces alone",
    detail: `belong to ${counted(ids, "customer")} whose id differs by case or spaces alone, such as ${a} and ${b}: one buyer looks like two rarer ones; correct the ids where they are made, or let clean take them for one with ids: "merge"`,
  });
}

async function sharedOrders(lines: Relation, rows: number): Promise<Finding> {
  const found = await lines.engine.query(
    `SELECT CAST(count(*) AS DOUBLE) AS "orders", CAST(sum("lines") AS DOUBLE) AS "rows", min("order") AS "order" FROM (SELECT "order", count(*) AS "lines" FROM ${lines.from} WHERE "order" IS NOT NULL AND trim("customer") <> '' GROUP BY 1 HAVING min("customer") <> max("customer")) AS several`,
  );
  const orders = found.get("orders", 0) as number;
  return finding("order of several customers", (found.get("rows", 0) as number | null) ?? 0, rows, "warning", {
    fine: "every order belongs to one customer",
    detail: `belong to ${counted(orders, "order")} shared by several customers, such as ${JSON.stringify(found.get("order", 0))}: the order number may start again each day or each shop; it counts once for each of its customers`,
  });
}

/** Who buys once, and who is a large part of the shop. */
async function buyers(lines: Relation, rows: number): Promise<Finding[]> {
  const found = await lines.engine.query(
    `WITH orders AS (SELECT "customer", "order", count(*) AS "lines", bool_or("amount" >= 0) AS "purchase", sum(${exact(`"amount"`)}) AS "money" FROM ${lines.from} WHERE trim("customer") <> '' AND coalesce(${usable(`"amount"`)}, FALSE) GROUP BY 1, 2), customers AS (SELECT "customer", sum("lines") AS "lines", count(*) FILTER (WHERE "purchase") AS "orders", sum("money") AS "money" FROM orders GROUP BY 1) SELECT CAST(count(*) FILTER (WHERE "orders" > 0) AS DOUBLE) AS "buyers", CAST(count(*) FILTER (WHERE "orders" = 1) AS DOUBLE) AS "once", CAST(coalesce(sum("lines") FILTER (WHERE "orders" = 1), 0) AS DOUBLE) AS "onceRows", CAST(coalesce(sum("money"), 0) AS DOUBLE) AS "money", CAST(coalesce(max("money"), 0) AS DOUBLE) AS "most", max_by("customer", "money") AS "customer", CAST(max_by("lines", "money") AS DOUBLE) AS "customerRows" FROM customers`,
  );
  const value = (name: string) => found.get(name, 0) as number;
  const [all, once, money, most] = [value("buyers"), value("once"), value("money"), value("most")];
  const share = all === 0 ? 0 : once / all;
  const part = money > 0 ? most / money : 0;
  const heavy = all > 1 && part > 0.2;
  return [
    finding("one-time buyer", value("onceRows"), rows, share > 0.5 ? "warning" : "note", {
      fine: "every buyer came back",
      detail: `are of the ${counted(once, "customer")} (${percent(share)} of buyers) with a single order: they share one frequency, so that a frequency scale cannot tell them apart`,
    }),
    finding("concentrated revenue", heavy ? value("customerRows") : 0, rows, "warning", {
      fine:
        all === 0
          ? "nobody has bought"
          : `the largest customer brings ${percent(part)} of the money, no more than a fifth`,
      detail: `are of customer ${JSON.stringify(found.get("customer", 0))}, who brings ${percent(part)} of the money (${grouped(most, 2)} of ${grouped(money, 2)}): such a customer is an account of its own and no segment`,
    }),
  ];
}

async function currencies(lines: Relation, columns: readonly string[], rows: number): Promise<Finding> {
  const check = "several currencies";
  if (!columns.includes("currency"))
    return {
      check,
      severity: "ok",
      rows: 0,
      share: 0,
      detail: "not checked: no currency is mapped, so one is assumed",
    };
  const found = await lines.engine.query<{ currency: string; rows: number }>(
    `SELECT "currency", CAST(count(*) AS DOUBLE) AS "rows" FROM ${lines.from} WHERE trim("currency") <> '' GROUP BY 1 ORDER BY 2 DESC, 1`,
  );
  const names = Array.from(found.array("currency") as ArrayLike<string>);
  const counts = Array.from(found.array("rows") as ArrayLike<number>);
  const others = counts.slice(1).reduce((sum, count) => sum + count, 0);
  return finding(check, others, rows, "problem", {
    fine: names.length === 1 ? `all money is in ${names[0]}` : "no currency is named",
    detail: `are not in ${names[0]} but in ${names.slice(1, 4).join(", ")}: their amounts cannot be added; convert them or keep one currency`,
  });
}

/** A finding on some lines, or what to say where there are none. */
function finding(
  check: string,
  count: number,
  rows: number,
  severity: Severity,
  words: { readonly fine: string; readonly detail: string },
): Finding {
  if (count === 0) return { check, severity: "ok", rows: 0, share: 0, detail: words.fine };
  return {
    check,
    severity,
    rows: count,
    share: count / rows,
    detail: `${counted(count, "line")} (${percent(count / rows)}) ${words.detail}`,
  };
}
