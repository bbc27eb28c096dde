import { identifier } from "../engine/quote.js";
import { Relation } from "../engine/relation.js";
import { requireOneOf, requireOptions } from "../errors.js";
import { type Table, toTable } from "../table.js";
import { cancellationMark, marksCancellations, matches } from "./cancellation.js";
import { type CleanEventsOptions, type CleanedEvents, cleanEvents } from "./cleanEvents.js";
import { type CleaningRule, cleaningRules, type Sides } from "./cleaningRules.js";
import { type Day, dayText } from "./day.js";
import type { Events } from "./events.js";
import { becameOf, keptIds, type MergedId, mergeIds } from "./mergeIds.js";
import { exact } from "./money.js";
import { isEvents } from "./requireEvents.js";
import { requireTransactions } from "./requireTransactions.js";
import { ruleRows } from "./ruleRows.js";
import type { Transaction, Transactions } from "./transactions.js";

/** Options of `clean`. */
export interface CleanOptions {
  /**
   * What to do with cancellations and returns. `"net"` keeps them, so that they reduce the money of their customer; `"exclude"` drops
   * them; `"keep"` leaves every one of them, also those of customers who never bought.
   */
  returns?: "net" | "exclude" | "keep";
  /** `"merge"` makes one customer of ids that differ by case or spaces alone, under the form of most lines (of equal ones the first by text). */
  ids?: "keep" | "merge";
  /** `"merge"` makes one order of all orders of a customer on one day. */
  sameDay?: "keep" | "merge";
  /** Whether a line equal to an earlier one in every mapped role is dropped. */
  duplicates?: "keep" | "drop";
  /** Customers that are no customers: ids, or patterns of ids (with the flags i, s and u; without lookaround). Of merged ids, any form is meant. */
  testAccounts?: readonly (string | number | RegExp)[];
  /** The last day that counts; later lines are dropped as lying in the future. */
  until?: Day;
  /**
   * What marks an order number as a cancellation; null for nothing. By default a C before digits (`/^C\d+$/`), where more lines have
   * order numbers of digits alone.
   */
  cancellation?: RegExp | null;
}

const known = {
  returns: true,
  ids: true,
  sameDay: true,
  duplicates: true,
  testAccounts: true,
  until: true,
  cancellation: true,
} satisfies Record<keyof CleanOptions, true>;

/** What `clean` left out, rule by rule. */
export interface Dropped {
  /**
   * One line per rule in the order of their use, those with no rows included, and a last line "kept". Rows add up to those of the
   * source, because a row goes by the first rule that it meets; `customers` counts those with such rows, who may have kept rows as well.
   */
  readonly rules: Table<{ rule: string; meaning: string; rows: number; customers: number; amount: number }>;
  /** The rows that a rule dropped, with their numbers in the source. */
  rows(rule: string): Relation<Transaction>;
}

/** What `clean` gives. */
export interface Cleaned {
  readonly transactions: Transactions;
  readonly dropped: Dropped;
  /** With `sameDay: "merge"`: how many orders there were, and how many are left. */
  readonly merged: { readonly orders: number; readonly into: number };
  /** With `ids: "merge"`: the forms of ids that gave way, and to which, with their lines. */
  readonly mergedIds: Table<MergedId>;
}

/**
 * Drops the lines that cannot be used, by named rules, and says for each rule which lines and how much money it took. A line is
 * dropped by the first rule that it meets: no customer, no order, no time, no amount, non-positive price, zero quantity, duplicate line, test
 * account, in the future, and then the rules for returns. Nothing is repaired unless asked for: `ids` and
 * `sameDay` merge what is one, and `mergedIds` and `merged` say what.
 *
 * A line is returned where its order is cancelled (see `cancellation`) or its quantity is negative (its amount, where no
 * quantity is mapped). With `returns: "net"` such lines stay and reduce the money; what cannot be netted goes: returned lines that would add
 * money, and the lines of customers without a purchase among the kept lines (their money would be negative, and they have no last
 * purchase). A line of amount 0 that is not returned counts as a purchase.
 *
 * A line with an impossible discount stays: where `amount` is mapped, its money is what was paid (without it a discount below 0 adds to the money of the line, and a share outside 0
 * to 1 leaves none). `audit` counts such lines, and `behavioral` leaves their discounts out.
 *
 * It misleads where the file begins in the middle of the shop's life: returns of things bought before it count against
 * what was bought in it.
 *
 * @throws TypeError where the data are neither Transactions nor Events, or an option is of the wrong kind; RangeError where it has a wrong value.
 *
 * @example
 * const lines = transactions(
 *   [
 *     { who: "Ada", order: "1", when: new Date("2024-01-05"), money: 30 },
 *     { who: "Ada", order: "2", when: new Date("2024-02-05"), money: -10 },
 *     { who: null, order: "3", when: new Date("2024-02-06"), money: 5 },
 *   ],
 *   { customer: "who", order: "order", time: "when", amount: "money" },
 * );
 * const { transactions: orders, dropped } = await clean(lines);
 * console.log(await orders.count()); // 2
 * const nameless = await dropped.rows("no customer").toTable();
 * console.log(nameless.get("row", 0)); // 3
 */
export function clean(transactions: Transactions, options?: CleanOptions): Promise<Cleaned>;
/**
 * Drops the events that cannot be used or are there twice, by named rules, and says for each rule which rows. An event is dropped by the first rule that it meets:
 * nobody (neither customer nor visitor), no time, provisional (of an intraday table, where the daily table of that day is there as well), duplicate event (the id of an
 * earlier one; without ids, equal to one in every role but `received` and `table`). Nothing is repaired.
 *
 * So a file that was read twice, or the intraday table beside the daily one, gives what the daily table gives once. Events that arrived late (more than `lateHours` after their
 * time) stay, and a warning counts them. Sessions stay as `events` made them.
 *
 * When it misleads: without ids and with times in whole seconds, two clicks within one second are one, unless `duplicates` is `"keep"`. An intraday table without the daily
 * one is kept, and its day is not over.
 *
 * @throws TypeError where an option is none of events'; RangeError where it has a wrong value.
 *
 * @example
 * const clicks = events(
 *   [
 *     { visitor: "a", at: new Date("2024-01-05T10:00:00"), message: "m1" },
 *     { visitor: "a", at: new Date("2024-01-05T10:00:00"), message: "m1" },
 *   ],
 *   { visitor: "visitor", time: "at", id: "message" },
 * );
 * const { events: kept } = await clean(clicks);
 * console.log(await kept.count()); // 1
 */
export function clean(events: Events, options?: CleanEventsOptions): Promise<CleanedEvents>;
export async function clean(
  data: Transactions | Events,
  options: CleanOptions | CleanEventsOptions = {},
): Promise<Cleaned | CleanedEvents> {
  return isEvents(data)
    ? cleanEvents(data, options as CleanEventsOptions)
    : cleanTransactions(data as Transactions, options as CleanOptions);
}

async function cleanTransactions(transactions: Transactions, options: CleanOptions): Promise<Cleaned> {
  requireTransactions(transactions, "clean");
  requireOptions(options, known, "clean");
  const { returns = "net", ids = "keep", sameDay = "keep", duplicates = "keep" } = options;
  const { testAccounts = [], until, cancellation } = options;
  requireOneOf("ids", ids, ["keep", "merge"]);
  requireOneOf("returns", returns, ["net", "exclude", "keep"]);
  requireOneOf("sameDay", sameDay, ["keep", "merge"]);
  requireOneOf("duplicates", duplicates, ["keep", "drop"]);
  if (cancellation !== undefined && cancellation !== null && !(cancellation instanceof RegExp))
    throw new TypeError(`expected cancellation to be a RegExp or null, got ${typeof cancellation}`);
  if (!Array.isArray(testAccounts)) throw new TypeError("expected testAccounts to be a list of ids and RegExps");
  for (const account of testAccounts)
    if (!["string", "number"].includes(typeof account) && !(account instanceof RegExp))
      throw new TypeError(`expected each of testAccounts to be an id or a RegExp, got ${typeof account}`);
  const lastDay = until === undefined ? undefined : dayText(until, "until");
  await checkPatterns(transactions, [...testAccounts, cancellation]);
  const { source, mergedIds, drop } = ids === "merge" ? await mergeIds(transactions) : keptIds(transactions);
  const rules = cleaningRules({
    columns: transactions.names,
    returns,
    duplicates,
    testAccounts: [...testAccounts, ...becameOf(testAccounts, mergedIds)],
    until: lastDay,
  });
  const { lines, sides } = await stage(source, rules, cancellation).finally(drop); // the staged lines have their ids
  const verdict = await decide(lines, rules, sides);
  if (sameDay === "keep")
    return { ...(await cleaned(transactions, lines, verdict, rules, { orders: 0, into: 0 })), mergedIds };
  const merged = await lines.engine.keep(mergeDays(transactions.names, lines, verdict.rule, sides));
  await lines.engine.drop(lines); // the merged lines hold all that is needed
  const counts = await countMerged(merged);
  return { ...(await cleaned(transactions, merged, { rule: `"rule"`, reorders: false }, rules, counts)), mergedIds };
}

/** Keeps the lines, in the order of the source, with the number of the first rule that looks at the line alone, and how to tell a returned one. */
async function stage(
  source: Transactions,
  rules: readonly CleaningRule[],
  cancellation: RegExp | null | undefined,
): Promise<{ lines: Relation; sides: Sides }> {
  const cases = rules.flatMap((rule, i) => (rule.when === undefined ? [] : [`WHEN ${rule.when} THEN ${i + 1}`]));
  const marked = cancellation === null ? "FALSE" : matches(`"order"`, cancellation ?? cancellationMark);
  const negative = source.names.includes("quantity") ? `"quantity" < 0` : `"amount" < 0`;
  const lines = await source.engine.keep(
    `SELECT *, ${marked} AS "marked", coalesce(${negative}, FALSE) AS "negative", CASE ${cases.join(" ")} ELSE 0 END AS "base" FROM ${source.from}${rules.some((rule) => rule.reorders === true) ? ` ORDER BY "row"` : ""}`,
  );
  const marksCount = cancellation !== undefined || (await marksCancellations(lines));
  return { lines, sides: { cancelled: marksCount ? `"marked"` : "FALSE", negative: `"negative"` } };
}

/** The number of the rule that drops a staged line, 0 for none, as SQL; and whether that SQL loses the order of the lines. */
interface Verdict {
  readonly rule: string;
  readonly reorders: boolean;
}

async function decide(lines: Relation, rules: readonly CleaningRule[], sides: Sides): Promise<Verdict> {
  const cases = rules.flatMap((rule, i) =>
    rule.returned === undefined ? [] : [`WHEN ${rule.returned(sides)} THEN ${i + 1}`],
  );
  const alone = cases.length === 0 ? `"base"` : `CASE WHEN "base" > 0 THEN "base" ${cases.join(" ")} ELSE 0 END`;
  const last = rules.findIndex((rule) => rule.needsPurchase === true);
  if (last < 0) return { rule: alone, reorders: false };
  // Customers without a purchase are few, so their list is kept instead of a verdict for every line.
  const idle = await lines.engine.keep(
    `SELECT "customer" FROM ${lines.from} WHERE ${alone} = 0 GROUP BY "customer" HAVING NOT bool_or("amount" >= 0 AND NOT (${sides.cancelled} OR ${sides.negative}))`,
  );
  if ((await idle.count()) === 0) return { rule: alone, reorders: false };
  const isIdle = `"customer" IN (SELECT "customer" FROM ${idle.from})`;
  return { rule: `CASE WHEN ${alone} = 0 AND ${isIdle} THEN ${last + 1} ELSE ${alone} END`, reorders: true };
}

async function cleaned(
  source: Transactions,
  lines: Relation,
  { rule, reorders }: Verdict,
  rules: readonly CleaningRule[],
  merged: Cleaned["merged"],
): Promise<Omit<Cleaned, "mergedIds">> {
  const counted = await lines.engine.query<{ rule: number; rows: number; customers: number; amount: number }>(
    `SELECT "rule", CAST(sum("lines") AS DOUBLE) AS "rows", CAST(count("customer") AS DOUBLE) AS "customers", coalesce(CAST(sum("money") AS DOUBLE), 0) AS "amount" FROM (SELECT ${rule} AS "rule", "customer", count(*) AS "lines", sum(${exact(`"amount"`)}) AS "money" FROM ${lines.from} GROUP BY 1, 2) AS customers GROUP BY "rule"`,
  );
  const linesOf = (number: number) =>
    new Relation<Transaction>(
      lines.engine,
      `SELECT ${source.names.map(identifier).join(", ")} FROM ${lines.from} WHERE ${rule} = ${number}${reorders ? ` ORDER BY "row"` : ""}`,
      source.columns,
    );
  const { figures, rows } = ruleRows(rules, counted, ["rows", "customers", "amount"], linesOf);
  return { transactions: linesOf(0), merged, dropped: { rules: toTable(figures), rows } };
}

/** SELECT: the staged lines with each purchase under the first order number of its customer's day. */
function mergeDays(columns: readonly string[], lines: Relation, rule: string, { cancelled, negative }: Sides): string {
  const list = columns.map((name) =>
    name !== "order"
      ? identifier(name)
      : `CASE WHEN "purchase" THEN first_value("order") OVER (PARTITION BY "customer", CAST("time" AS DATE), "purchase" ORDER BY ${columns.includes("instant") ? `"instant"` : `"time"`}, "row") ELSE "order" END AS "order"`,
  );
  return `WITH ruled AS (SELECT *, ${rule} AS "rule" FROM ${lines.from}), sided AS (SELECT *, "rule" = 0 AND "amount" >= 0 AND NOT ${cancelled} AND NOT ${negative} AS "purchase" FROM ruled) SELECT ${list.join(", ")}, "order" AS "order_before", "purchase", "rule" FROM sided ORDER BY "row"`;
}

/** How many purchases of the kept lines were merged into how many. */
async function countMerged(judged: Relation): Promise<{ orders: number; into: number }> {
  const counted = await judged.engine.query<{ orders: number; into: number }>(
    `SELECT CAST((SELECT count(*) FROM (SELECT DISTINCT "customer", "order_before" FROM ${judged.from} WHERE "purchase") AS a) AS DOUBLE) AS "orders", CAST((SELECT count(*) FROM (SELECT DISTINCT "customer", "order" FROM ${judged.from} WHERE "purchase") AS b) AS DOUBLE) AS "into"`,
  );
  return { orders: counted.get("orders", 0) as number, into: counted.get("into", 0) as number };
}

/** Engines know less of regular expressions than JavaScript does, so each is tried before the data are touched. */
async function checkPatterns(source: Transactions, patterns: readonly unknown[]): Promise<void> {
  for (const pattern of patterns) {
    if (!(pattern instanceof RegExp)) continue;
    const sql = `SELECT ${matches("''", pattern)} AS "matched"`;
    try {
      await source.engine.query(sql);
    } catch (cause) {
      throw new RangeError(
        `expected a pattern without lookaround and back references, which the engine does not know, got ${pattern}`,
        { cause },
      );
    }
  }
}
