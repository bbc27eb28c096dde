import { type Day, dayText } from "../collect/day.js";
import type { Events } from "../collect/events.js";
import { impossibleDiscount } from "../collect/impossibleDiscount.js";
import { exact } from "../collect/money.js";
import { isEvents } from "../collect/requireEvents.js";
import { requireTransactions } from "../collect/requireTransactions.js";
import type { Transactions } from "../collect/transactions.js";
import { identifier, literal } from "../engine/quote.js";
import { DataError, requireOptions } from "../errors.js";
import type { Features } from "../features.js";
import { otherLevel } from "../levels.js";
import { counted } from "../readable.js";
import { behavioralTables, joinedTables, type Levels, type ShareLevels } from "./behavioralTables.js";
import { type EngagementOptions, type EngagementRow, engagement } from "./engagement.js";
import type { Whose } from "./eventSessions.js";
import { lineSpan, requireAsOf } from "./lineSpan.js";
import { type PlannedFeature, plannedColumns, plannedDictionary, plannedFeature } from "./plannedFeature.js";

/** Options of `behavioral`. */
export interface BehavioralOptions {
  /** The last day that counts (`"2011-12-10"`, or a Date by its UTC day). Never guessed. */
  asOf: Day;
  /** The first day that counts; by default the first in the data. */
  from?: Day;
  /** Categories, and channels, that get a column for their share: the largest by money, the others are summed in one. */
  mostShares?: number;
}

const known = { asOf: true, from: true, mostShares: true } satisfies Record<keyof BehavioralOptions, true>;

/** How one customer buys. Columns about products, categories, channels, pieces and discounts are there where their roles were mapped. */
export type BehavioralRow = {
  customer: string;
  interpurchaseDays: number | null;
  interpurchaseVariation: number | null;
  relativeRecency: number | null;
  linesPerOrder: number;
  returnShare: number | null;
  discountShare?: number | null;
  dealShare?: number | null;
  weekendShare: number;
  piecesPerOrder?: number | null;
  productsPerOrder?: number;
  products?: number;
  repeatShare?: number | null;
  firstProduct?: string | null;
  lastProduct?: string | null;
  categories?: number;
  categoryEntropy?: number | null;
  mainCategory?: string | null;
  mainChannel?: string | null;
  morningShare?: number;
  afternoonShare?: number;
  eveningShare?: number;
  nightShare?: number;
} & { [share: `category=${string}` | `channel=${string}`]: number | null };

/**
 * How customers behave: of transactions, how they buy, beside how much (which `rfm` tells); of events, how they use the website or app. One row per customer;
 * `dictionary` defines each column. The columns of both have other names, so that `joinFeatures` puts them side by side.
 *
 * Of transactions: the rhythm of the purchases, what is in the baskets, what customers come back for, where and when they buy; one row per customer with a
 * purchase up to `asOf`. A purchase is a line whose amount is not negative, as in `rfm`; lines below 0 are returns and count in `returnShare` alone. Days are
 * calendar days of the shop's own clock. Shares of categories are of the money of purchases, those of channels and hours of orders; an
 * order has the channel and the hour of its first line.
 *
 * Of events: how often customers come, for how long and for how many pages, what they look at, where they come from and when. A session belongs to the one customer of it,
 * so that pages seen before the sign-in count; where several customers signed in, each has their own events. It has the hour, the weekday and the
 * referrer (the host of an address) of its first event. Pages count without what stands behind `?` or `#`. Sessions and events of nobody are left out and
 * counted; `by: "visitor"` gives a row per device or cookie instead.
 *
 * When it misleads: a rhythm needs three purchase days or more to vary at all, and customers who came late have had no time for long gaps. Shares of one
 * or two orders are 0, a half or 1. A customer of many discounts need not look for them: the shop decides who sees one. A category that a customer never
 * buys is 0, not missing. The time on the last page of a visit is unknown, so that
 * `sessionMinutes` is too short, and 0 for a visit of one page however long it was read. Without a sign-in there is no customer: a change of
 * the sign-in's rules looks like a change of behavior. A referrer of the own site is a visit that went on after a pause. Crawlers are visitors too
 * (`technographic` counts them where user agents are known).
 *
 * The work is done on the engine; sums are of decimals and whole numbers, so that neither the order of rows nor the number of threads changes a bit.
 *
 * @param data what `clean` returns (map `product`, `category`, `channel`, `quantity` and `discount` or `discountShare` for what needs them), or what `events`
 *   returns (map `page`, `event`, `product` and `referrer`).
 * @throws TypeError without `asOf`; RangeError where a day is no day or `mostShares` is no whole number from 1.
 * @throws DataError where there are no purchases, or sessions of anybody, in the period, something lies after `asOf`, most discounts are impossible, a line lacks
 *   customer, order, time or a usable amount, or an event its time.
 *
 * @example
 * const orders = transactions(
 *   [
 *     { who: "Ada", when: new Date("2024-01-05"), money: 30, kind: "tea" },
 *     { who: "Ada", when: new Date("2024-01-15"), money: 10, kind: "cups" },
 *     { who: "Ada", when: new Date("2024-02-04"), money: 20, kind: "tea" },
 *   ],
 *   { customer: "who", time: "when", amount: "money", category: "kind" },
 * );
 * const { table } = await behavioral(orders, { asOf: "2024-02-19" });
 * console.log(table.get("interpurchaseDays", 0), table.get("relativeRecency", 0)); // 15 1
 * console.log(table.get("category=tea", 0)?.toFixed(2)); // 0.83
 * const clicks = events(
 *   [
 *     { who: "Ada", at: new Date("2024-02-01T20:00:00Z"), url: "/tea" },
 *     { who: "Ada", at: new Date("2024-02-01T20:06:00Z"), url: "/tea/green?utm_source=mail" },
 *     { who: "Ada", at: new Date("2024-02-04T09:00:00Z"), url: "/tea" },
 *   ],
 *   { customer: "who", time: "at", page: "url" },
 * );
 * const visits = await behavioral(clicks, { asOf: "2024-02-19" });
 * console.log(visits.table.get("sessions", 0), visits.table.get("sessionMinutes", 0), visits.table.get("bounceShare", 0)); // 2 3 0.5
 * console.log(visits.table.get("page=/tea/green", 0)?.toFixed(2)); // 0.33
 */
export async function behavioral(data: Transactions, options: BehavioralOptions): Promise<Features<BehavioralRow>>;
export async function behavioral<B extends Whose = "customer">(
  data: Events,
  options: EngagementOptions<B>,
): Promise<Features<EngagementRow<B>>>;
export async function behavioral(
  data: Transactions | Events,
  options: BehavioralOptions | EngagementOptions,
): Promise<Features> {
  return isEvents(data) ? engagement(data, options) : ofTransactions(data, options);
}

async function ofTransactions(
  transactions: Transactions,
  options: BehavioralOptions,
): Promise<Features<BehavioralRow>> {
  requireTransactions(transactions, "behavioral");
  requireOptions(options ?? {}, known, "behavioral");
  const { asOf, from, mostShares = 12 } = options ?? {};
  await requireAsOf(transactions, asOf);
  if (!Number.isInteger(mostShares) || mostShares < 1)
    throw new RangeError(`expected mostShares to be a whole number from 1, got ${mostShares}`);
  const end = dayText(asOf, "asOf");
  const start = from === undefined ? undefined : dayText(from, "from");
  if (start !== undefined && start > end)
    throw new RangeError(`expected from to be at most asOf, got ${start} after ${end}`);
  const span = await lineSpan(transactions, { day: end, option: "asOf" });

  const within = `CAST("time" AS DATE) <= DATE ${literal(end)}${start === undefined ? "" : ` AND CAST("time" AS DATE) >= DATE ${literal(start)}`}`;
  const lines = `SELECT * FROM ${transactions.from} WHERE ${within}`;
  const has = (role: string) => transactions.names.includes(role);
  const { engine } = transactions;
  const bought = `SELECT * FROM (${lines}) AS lines_ WHERE "amount" >= 0`;
  const hours = await engine.query<{ hours: number }>(
    `SELECT CAST(count(*) FILTER (WHERE date_part('hour', "time") * 60 + date_part('minute', "time") > 0) AS DOUBLE) AS "hours" FROM (${bought}) AS bought`,
  );
  const timed = (hours.get("hours", 0) as number) > 0;
  const levels = {
    category: has("category") ? await largest(transactions, bought, "category", mostShares) : undefined,
    channel: has("channel") ? await largest(transactions, bought, "channel", mostShares) : undefined,
  };

  const discounts = has("discount") ? await doubtfulDiscounts(transactions, bought, has) : [];
  const planned = plan(has, timed, levels);
  const columns = plannedColumns(planned);
  const table = await engine.query<BehavioralRow>(
    `WITH ${behavioralTables(lines, bought, has, levels, end)} SELECT base."customer" AS "customer", ${columns} FROM base${joinedTables(has)} ORDER BY base."customer"`,
  );
  if (table.numRows() === 0)
    throw new DataError(
      `expected purchases from ${start ?? span.first} to ${end}, got none; orders are of ${span.first} to ${span.last}`,
    );
  return {
    table,
    id: "customer",
    dictionary: plannedDictionary(planned, "behavioral"),
    warnings: [...warningsOf(has, timed, levels), ...discounts],
  };
}

/**
 * What to say of discounts that cannot be counted.
 *
 * @throws DataError where most of the discounts are impossible: then it is the column that is meant otherwise.
 */
async function doubtfulDiscounts(
  lines: Transactions,
  bought: string,
  has: (role: string) => boolean,
): Promise<string[]> {
  const impossible = impossibleDiscount(has);
  const column = has("discountShare") ? "discountShare" : "discount";
  const given = `${identifier(column)} <> 0`;
  const count = (filter: string) => `CAST(count(*) FILTER (WHERE ${filter}) AS DOUBLE)`;
  const found = await lines.engine.query(
    `SELECT ${count(given)} AS "given", ${count(impossible)} AS "impossible", min("row") FILTER (WHERE ${impossible}) AS "row", min_by(${identifier(column)}, "row") FILTER (WHERE ${impossible}) AS "value", ${count(`"discount" IS NULL AND NOT ${impossible}`)} AS "unknown" FROM (${bought}) AS bought`,
  );
  const figure = (name: string) => found.get(name, 0) as number;
  if (figure("impossible") > figure("given") / 2)
    throw new DataError(
      has("discountShare")
        ? `expected discounts as shares from 0 to 1, got ${figure("value")} and ${figure("impossible") - 1} more outside; divide percent by 100, or map money as discount`
        : `expected discounts as money above 0, got ${figure("value")} and ${figure("impossible") - 1} more below; turn their sign`,
      { row: figure("row"), column },
    );
  return [
    ...(figure("impossible") > 0
      ? [
          `${counted(figure("impossible"), "line has an impossible discount", "lines have an impossible discount")} (first in row ${figure("row")}): they do not count in discountShare and dealShare.`,
        ]
      : []),
    ...(figure("unknown") > 0
      ? [
          `${counted(figure("unknown"), "line has an unknown discount", "lines have an unknown discount")}: they do not count in discountShare and dealShare.`,
        ]
      : []),
  ];
}

/** The levels with most money, ties by their text. */
async function largest(lines: Transactions, bought: string, role: string, most: number): Promise<Levels> {
  const column = identifier(role);
  const found = await lines.engine.query<{ level: string }>(
    `SELECT ${column} AS "level" FROM (${bought}) AS bought WHERE ${column} IS NOT NULL GROUP BY ${column} ORDER BY sum(${exact('"amount"')}) DESC, ${column}`,
  );
  const names = Array.from(found.array("level") as ArrayLike<string>);
  return { names: names.slice(0, most), all: names.length };
}

function plan(has: (role: string) => boolean, timed: boolean, levels: ShareLevels): PlannedFeature[] {
  const mean = `rhythm."s" / nullif(rhythm."n", 0)`;
  const when = (role: boolean, ...features: PlannedFeature[]) => (role ? features : []);
  const hour = (name: string, lo: number, hi: number) =>
    plannedFeature(
      `${name}Share`,
      "share",
      "time",
      `base."${name}"`,
      `Share of the orders placed from ${lo}:00 to before ${hi}:00.`,
    );
  return [
    plannedFeature(
      "interpurchaseDays",
      "days",
      "time",
      mean,
      "Mean of the days between one day with a purchase and the next; missing with one such day.",
    ),
    plannedFeature(
      "interpurchaseVariation",
      "ratio",
      "time",
      `CASE WHEN rhythm."n" > 1 THEN sqrt(greatest(rhythm."n" * rhythm."ss" - rhythm."s" * rhythm."s", 0) / (rhythm."n" * (rhythm."n" - 1))) / (${mean}) END`,
      "Standard deviation (divisor n - 1) of these gaps over their mean: 0 is a clock, 1 is chance, more is bursts; missing with fewer than three days.",
    ),
    plannedFeature(
      "relativeRecency",
      "ratio",
      "time",
      `rhythm."recency" / (${mean})`,
      "Days from the last purchase to asOf, over interpurchaseDays: above 1 the customer is late by their own rhythm.",
    ),
    plannedFeature("linesPerOrder", "lines", "order", `base."lines"`, "Mean number of lines in an order."),
    ...when(
      has("quantity"),
      plannedFeature("piecesPerOrder", "pieces", "quantity", `base."pieces"`, "Mean number of pieces in an order."),
    ),
    ...when(
      has("product"),
      plannedFeature(
        "productsPerOrder",
        "products",
        "product",
        `base."products"`,
        "Mean number of different products in an order.",
      ),
      plannedFeature("products", "products", "product", `products."count"`, "Different products bought."),
      plannedFeature(
        "repeatShare",
        "share",
        "product",
        `products."repeat"`,
        "Share of the lines whose product the customer had bought in an earlier order.",
      ),
      plannedFeature("firstProduct", "category", "product", `earliest."product"`, "Product of the first line."),
      plannedFeature("lastProduct", "category", "product", `latest."product"`, "Product of the last line."),
    ),
    plannedFeature(
      "returnShare",
      "share",
      "amount",
      `abs(returned."back") / nullif(returned."paid", 0)`,
      "Money of the lines below 0 over money of the purchases; missing where nothing was paid.",
    ),
    ...when(
      has("discount"),
      plannedFeature(
        "discountShare",
        "share",
        "discount",
        `discounts."off" / nullif(discounts."full", 0)`,
        "Money taken off over the money of the purchases before discounts; missing where no discount is known or nothing was to pay.",
      ),
      plannedFeature(
        "dealShare",
        "share",
        "discount",
        `discounts."deals"`,
        "Share of the lines bought with a discount above 0; missing where no discount is known.",
      ),
    ),
    ...when(
      levels.category !== undefined,
      plannedFeature("categories", "categories", "category", `categories."count"`, "Different categories bought."),
      plannedFeature(
        "categoryEntropy",
        "nats",
        "category",
        `categories."entropy"`,
        "Entropy of the shares of money over categories: 0 is all in one, ln(n) is n alike.",
      ),
      plannedFeature(
        "mainCategory",
        "category",
        "category",
        `main."level"`,
        "Category with most money; of equal ones the first by name.",
      ),
      ...sharesOf(levels.category, "category", "money of the purchases", (i) => `categories."share_${i}"`),
    ),
    ...when(
      levels.channel !== undefined,
      plannedFeature(
        "mainChannel",
        "category",
        "channel",
        `channels."channel"`,
        "Channel of most orders; of equal ones the first by name.",
      ),
      ...sharesOf(levels.channel, "channel", "orders", (i, last) => `base."channel_${last ? "other" : i}"`),
    ),
    plannedFeature("weekendShare", "share", "time", `base."weekend"`, "Share of the orders of a Saturday or Sunday."),
    ...when(timed, hour("morning", 6, 12), hour("afternoon", 12, 18), hour("evening", 18, 24), hour("night", 0, 6)),
  ];
}

/** A column for each of the largest levels, and one for the others where there are any. */
function sharesOf(
  levels: Levels | undefined,
  role: string,
  of: string,
  sql: (place: number, other: boolean) => string,
): PlannedFeature[] {
  if (levels === undefined) return [];
  const { names, all } = levels;
  const one = (name: string, i: number, definition: string, other = false): PlannedFeature => ({
    feature: `${role}=${name}`,
    unit: "share",
    source: role,
    sql: sql(i, other),
    definition,
  });
  const rest = otherLevel(names);
  return [
    ...names.map((name, i) => one(name, i, `Share of ${name} in the ${of} that have a ${role}.`)),
    ...(all > names.length
      ? [
          one(
            rest,
            names.length,
            `Share of the ${all - names.length} other ${role === "category" ? "categories" : "channels"}.`,
            true,
          ),
        ]
      : []),
  ];
}

function warningsOf(has: (role: string) => boolean, timed: boolean, levels: ShareLevels): string[] {
  const absent = ["product", "category", "channel", "quantity", "discount"].filter((role) => !has(role));
  const cut = (["category", "channel"] as const).flatMap((role) => {
    const own = levels[role];
    return own !== undefined && own.all > own.names.length
      ? [
          `${counted(own.all, role, role === "category" ? "categories" : "channels")}: the ${own.names.length} with most money have a column, the others share one; raise mostShares for more.`,
        ]
      : [];
  });
  return [
    ...(absent.length === 0 ? [] : [`Not mapped, and so without their features: ${absent.join(", ")}.`]),
    ...(timed ? [] : ["All times are midnight, so that they are days: there are no shares of hours."]),
    ...cut,
  ];
}
