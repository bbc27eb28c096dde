import { impossibleDiscount } from "../collect/impossibleDiscount.js";
import { exact } from "../collect/money.js";
import { literal } from "../engine/quote.js";

/** The levels that get a column of their own, and how many there are in all. */
export interface Levels {
  readonly names: readonly string[];
  readonly all: number;
}

/** The levels of the roles whose shares are features, where those are mapped. */
export interface ShareLevels {
  readonly category: Levels | undefined;
  readonly channel: Levels | undefined;
}

/** SQL: the tables, one row a customer each, that the columns of `behavioral` are taken from. */
export function behavioralTables(
  lines: string,
  bought: string,
  has: (role: string) => boolean,
  levels: ShareLevels,
  end: string,
): string {
  const maybe = (role: string, sql: string) => (has(role) ? `, ${sql}` : "");
  // In the hour that autumn repeats, and between shops of several zones, clocks do not tell what came first.
  const moment = has("instant") ? `"instant"` : `"time"`;
  const first = (order: string) => `row_number() OVER (PARTITION BY "customer" ORDER BY ${order})`;
  const share = (filter: string) => `CAST(count(*) FILTER (WHERE ${filter}) AS DOUBLE) / count(*)`;
  const money = (filter: string) => `CAST(sum("money") FILTER (WHERE ${filter}) AS DOUBLE)`;
  const other = (own: Levels) =>
    own.all > own.names.length ? [`NOT "level" IN (${own.names.map(literal).join(", ")})`] : [];
  const parts = [
    `bought AS (${bought})`,
    `days AS (SELECT DISTINCT "customer", CAST("time" AS DATE) AS "day" FROM bought)`,
    `gaps AS (SELECT "customer", "day", CAST("day" - lag("day") OVER (PARTITION BY "customer" ORDER BY "day") AS BIGINT) AS "gap" FROM days)`,
    // Whole numbers add up the same in any order.
    `rhythm AS (SELECT "customer", CAST(DATE ${literal(end)} - max("day") AS DOUBLE) AS "recency", CAST(count("gap") AS DOUBLE) AS "n", CAST(sum("gap") AS DOUBLE) AS "s", CAST(sum("gap" * "gap") AS DOUBLE) AS "ss" FROM gaps GROUP BY "customer")`,
    `orders AS (SELECT "customer", "order", CAST(count(*) AS BIGINT) AS "lines", min("time") AS "time"${maybe("instant", `min("instant") AS "instant"`)}${maybe("product", `CAST(count(DISTINCT "product") AS BIGINT) AS "products"`)}${maybe("quantity", `sum(${exact('"quantity"')}) AS "pieces"`)}${maybe("channel", `min_by("channel", "row") AS "channel"`)} FROM bought GROUP BY "customer", "order")`,
    `base AS (SELECT "customer", CAST(sum("lines") AS DOUBLE) / count(*) AS "lines", ${share(`date_part('isodow', "time") >= 6`)} AS "weekend", ${share(between(6, 12))} AS "morning", ${share(between(12, 18))} AS "afternoon", ${share(between(18, 24))} AS "evening", ${share(between(0, 6))} AS "night"${maybe("product", `CAST(sum("products") AS DOUBLE) / count(*) AS "products"`)}${maybe("quantity", `CAST(sum("pieces") AS DOUBLE) / count("pieces") AS "pieces"`)}${(levels.channel?.names ?? []).map((name, i) => `, CAST(count(*) FILTER (WHERE "channel" = ${literal(name)}) AS DOUBLE) / nullif(count("channel"), 0) AS "channel_${i}"`).join("")}${levels.channel !== undefined && levels.channel.all > levels.channel.names.length ? `, CAST(count(*) FILTER (WHERE "channel" NOT IN (${levels.channel.names.map(literal).join(", ")})) AS DOUBLE) / nullif(count("channel"), 0) AS "channel_other"` : ""} FROM orders GROUP BY "customer")`,
    `returned AS (SELECT "customer", CAST(coalesce(sum(${exact('"amount"')}) FILTER (WHERE "amount" < 0), 0) AS DOUBLE) AS "back", CAST(sum(${exact('"amount"')}) FILTER (WHERE "amount" >= 0) AS DOUBLE) AS "paid" FROM (${lines}) AS lines_ GROUP BY "customer")`,
    ...(has("discount")
      ? [
          `discounts AS (SELECT "customer", CAST(sum(${exact('"discount"')}) AS DOUBLE) AS "off", CAST(sum(${exact('"amount"')}) + sum(${exact('"discount"')}) AS DOUBLE) AS "full", CAST(count(*) FILTER (WHERE "discount" > 0) AS DOUBLE) / count(*) AS "deals" FROM bought WHERE ${knownDiscount(has)} GROUP BY "customer")`,
        ]
      : []),
    ...(has("product")
      ? [
          `products AS (SELECT "customer", CAST(count(DISTINCT "product") AS DOUBLE) AS "count", CAST(count(*) FILTER (WHERE "before") AS DOUBLE) / nullif(count("product"), 0) AS "repeat" FROM (SELECT b."customer", b."product", b."product" IS NOT NULL AND o.${moment} > min(o.${moment}) OVER (PARTITION BY b."customer", b."product") AS "before" FROM bought b JOIN orders o ON b."customer" = o."customer" AND b."order" = o."order") AS marked GROUP BY "customer")`,
          `ends AS (SELECT "customer", "product", ${first(`${moment}, "row"`)} AS "up", ${first(`${moment} DESC, "row" DESC`)} AS "down" FROM bought WHERE "product" IS NOT NULL)`,
        ]
      : []),
    ...(levels.category !== undefined
      ? [
          `spent AS (SELECT "customer", "category" AS "level", sum(${exact('"amount"')}) AS "money" FROM bought WHERE "category" IS NOT NULL GROUP BY "customer", "category")`,
          `parts AS (SELECT *, CAST("money" AS DOUBLE) / nullif(CAST(sum("money") OVER (PARTITION BY "customer") AS DOUBLE), 0) AS "part", ${first(`"money" DESC, "level"`)} AS "place" FROM spent)`,
          `categories AS (SELECT "customer", CAST(count(*) AS DOUBLE) AS "count", -sum(CASE WHEN "part" > 0 THEN "part" * ln("part") WHEN "part" = 0 THEN 0 END ORDER BY "level") AS "entropy"${[...levels.category.names.map((name) => `"level" = ${literal(name)}`), ...other(levels.category)].map((filter, i) => `, coalesce(${money(filter)}, 0) / nullif(CAST(sum("money") AS DOUBLE), 0) AS "share_${i}"`).join("")} FROM parts GROUP BY "customer")`,
          `main AS (SELECT "customer", "level" FROM parts WHERE "place" = 1)`,
        ]
      : []),
    ...(levels.channel !== undefined
      ? [
          `channels AS (SELECT "customer", "channel", row_number() OVER (PARTITION BY "customer" ORDER BY count(*) DESC, "channel") AS "place" FROM orders WHERE "channel" IS NOT NULL GROUP BY "customer", "channel")`,
        ]
      : []),
  ];
  return parts.join(", ");
}

/** SQL: the tables joined to `base`, which has every customer. */
export function joinedTables(has: (role: string) => boolean): string {
  const join = (table: string, on = "") => ` LEFT JOIN ${table} ON ${table}."customer" = base."customer"${on}`;
  const end = (name: string, place: string) =>
    ` LEFT JOIN ends AS ${name} ON ${name}."customer" = base."customer" AND ${name}."${place}" = 1`;
  return [
    join("rhythm"),
    join("returned"),
    ...(has("discount") ? [join("discounts")] : []),
    ...(has("product") ? [join("products"), end("earliest", "up"), end("latest", "down")] : []),
    ...(has("category") ? [join("categories"), join("main")] : []),
    ...(has("channel") ? [join("channels", ` AND channels."place" = 1`)] : []),
  ].join("");
}

/** SQL: whether the discount of a line can be counted. */
function knownDiscount(has: (role: string) => boolean): string {
  return `"discount" IS NOT NULL AND NOT ${impossibleDiscount(has)}`;
}

/** SQL: whether an order's hour lies from `lo` up to, and without, `hi`. */
function between(lo: number, hi: number): string {
  return `date_part('hour', "time") >= ${lo} AND date_part('hour', "time") < ${hi}`;
}
