import { type Day, dayText } from "../collect/day.js";
import { fileOf, roleExpression } from "../collect/roleExpression.js";
import { defaultEngine } from "../engine/duckdb.js";
import { identifier, literal } from "../engine/quote.js";
import { Relation, withRow } from "../engine/relation.js";
import { DataError, quoted, requireColumn, requireOptions } from "../errors.js";
import type { Features } from "../features.js";
import { otherLevel } from "../levels.js";
import { counted } from "../readable.js";
import type { AnyColumn, Row, TableLike } from "../table.js";
import { type PlannedFeature, plannedColumns, plannedDictionary, plannedFeature } from "./plannedFeature.js";

/** Which column says what of a contact: a campaign that was sent to a customer. */
export interface ContactMapping<C extends Row = Row> {
  readonly customer: AnyColumn<C>;
  readonly campaign: AnyColumn<C>;
  /** The kind of campaign, such as "letter" or "Type A": one kind a campaign. */
  readonly type?: AnyColumn<C>;
  /** When it was sent, or began. */
  readonly time?: AnyColumn<C>;
}

/** What customers did with campaigns: a row a coupon redeemed (or any other answer), and its columns. */
export interface Redemptions<D extends Row = Row> {
  readonly data: Relation<D> | TableLike<D>;
  readonly customer: AnyColumn<D>;
  readonly campaign: AnyColumn<D>;
  readonly time?: AnyColumn<D>;
}

/** Options of `responses`. */
export interface ResponsesOptions<D extends Row = Row> {
  /** The last day that counts (`"2011-12-10"`, or a Date by its UTC day). Needed where times are mapped, and never guessed. */
  asOf?: Day;
  /** Coupons redeemed, or other answers. Without them campaigns received are counted alone. */
  redemptions?: Redemptions<D>;
  /** Kinds of campaigns that get a column: those of most contacts, the others are summed in one. */
  mostTypes?: number;
}

/** Campaigns that a customer received and answered. Columns about kinds, redemptions and days are there where these were given. */
export type ResponseRow = {
  customer: string;
  campaigns: number;
  lastContactDays?: number | null;
  redemptions?: number;
  campaignsAnswered?: number;
  responseShare?: number | null;
  firstRedemptionDays?: number | null;
  lastRedemptionDays?: number | null;
} & { [type: `campaigns=${string}`]: number };

/** Rows under the names of their roles, on an engine. */
interface Described {
  readonly source: Relation;
  /** SELECT with "row", "customer" (text), "campaign" (text), and "type" and "day" where they are mapped. */
  readonly sql: string;
  readonly has: (role: string) => boolean;
}

/**
 * How customers answer campaigns: how many they received, of which kinds, how many they answered, what they redeemed and when last. One row a customer who
 * was contacted or redeemed something; join it to others with `joinFeatures`, where customers who are not here were never addressed.
 *
 * A campaign counts once for a customer, however often it was sent. A campaign is answered where the customer redeemed something of it; redemptions of campaigns
 * that the customer never received (passed on, or from a leaflet) count as redemptions, not as answers, and are warned of.
 *
 * When it misleads: the shop chose whom to address, so that many campaigns say more of the shop's rule than of the customer, and a share of one campaign
 * is 0 or 1. Who redeems a coupon may have bought anyway: an uplift needs a holdout.
 *
 * @param contacts a relation (of `read`), or a table, DataFrame, array of objects or Arrow bytes: a row a customer and campaign.
 * @param mapping the columns of `customer` and `campaign`, and of `type` and `time` where there are.
 * @throws TypeError where a role is unknown or missing, or times are mapped without `asOf`; RangeError where `asOf` is no day or `mostTypes` is no whole number
 *   from 1.
 * @throws DataError where a column does not exist or holds the wrong type, a row lacks a customer, a campaign or a time, a campaign has two types, or
 *   rows lie after `asOf`.
 *
 * @example
 * const { table } = await responses(
 *   [
 *     { who: "Ada", sent: "spring" },
 *     { who: "Ada", sent: "autumn" },
 *     { who: "Alan", sent: "spring" },
 *   ],
 *   { customer: "who", campaign: "sent" },
 *   {
 *     asOf: "2024-06-30",
 *     redemptions: { data: [{ by: "Ada", of: "spring", on: new Date("2024-06-10") }], customer: "by", campaign: "of", time: "on" },
 *   },
 * );
 * console.log(table.array("responseShare")); // [ 0.5, 0 ]
 * console.log(table.array("lastRedemptionDays")); // [ 20, null ]
 */
export async function responses<C extends Row, D extends Row>(
  contacts: Relation<C> | TableLike<C>,
  mapping: ContactMapping<C>,
  options: ResponsesOptions<D> = {},
): Promise<Features<ResponseRow>> {
  requireOptions(options, { asOf: true, redemptions: true, mostTypes: true }, "responses");
  const { asOf, redemptions, mostTypes = 12 } = options;
  if (!Number.isInteger(mostTypes) || mostTypes < 1)
    throw new RangeError(`expected mostTypes to be a whole number from 1, got ${quoted(mostTypes)}`);
  requireOptions(mapping, { customer: true, campaign: true, type: true, time: true }, "the columns of contacts");
  if (redemptions !== undefined)
    requireOptions(redemptions, { data: true, customer: true, campaign: true, time: true }, "redemptions");
  const sent = described(contacts, { ...mapping }, "contacts");
  const { data, ...answerMapping } = redemptions ?? { data: undefined };
  const answered = data === undefined ? undefined : described(data, { ...answerMapping }, "redemptions", sent.source);
  const timed = sent.has("time") || answered?.has("time") === true;
  if (timed && (asOf === undefined || asOf === null))
    throw new TypeError("expected asOf, the day from which days are counted, got none; it is never guessed");
  const end = asOf === undefined ? undefined : dayText(asOf, "asOf");
  for (const rows of answered === undefined ? [sent] : [sent, answered]) await requireWhole(rows, end);
  const types = sent.has("type") ? await typesOf(sent) : [];

  const planned = plan(sent, answered, types, mostTypes, end);
  const list = plannedColumns(planned);
  const day = (rows: Described) => (rows.has("time") ? `, max("day") AS "day"` : "");
  // The type is the campaign's, also where a row of it lacks one.
  const type = sent.has("type") ? `, min(min("type")) OVER (PARTITION BY "campaign") AS "type"` : "";
  const parts = [
    `received AS (SELECT "customer", "campaign"${type}${day(sent)} FROM (${sent.sql}) AS contacts GROUP BY "customer", "campaign")`,
    `counted AS (SELECT "customer", CAST(count(*) AS DOUBLE) AS "campaigns"${day(sent)}${typeColumns(types, mostTypes)} FROM received GROUP BY "customer")`,
    ...(answered === undefined
      ? []
      : [
          `redeemed AS (SELECT "customer", CAST(count(*) AS DOUBLE) AS "redemptions"${answered.has("time") ? `, min("day") AS "first", max("day") AS "last"` : ""} FROM (${answered.sql}) AS redemptions GROUP BY "customer")`,
          `answers AS (SELECT "customer", CAST(count(*) AS DOUBLE) AS "answered" FROM (SELECT "customer", "campaign" FROM received INTERSECT SELECT "customer", "campaign" FROM (${answered.sql}) AS redemptions) AS both_ GROUP BY "customer")`,
        ]),
    `everybody AS (SELECT "customer" FROM counted${answered === undefined ? "" : ` UNION SELECT "customer" FROM redeemed`})`,
  ];
  const join = (name: string) => ` LEFT JOIN ${name} ON ${name}."customer" = everybody."customer"`;
  const table = await sent.source.engine.query<ResponseRow>(
    `WITH ${parts.join(", ")} SELECT everybody."customer" AS "customer", ${list} FROM everybody${join("counted")}${answered === undefined ? "" : join("redeemed") + join("answers")} ORDER BY everybody."customer"`,
  );
  if (table.numRows() === 0) throw new DataError("expected at least one contact, got none");
  return {
    table,
    id: "customer",
    dictionary: plannedDictionary(planned, "behavioral"),
    warnings: [
      ...(answered === undefined ? [] : await unaddressed(sent, answered)),
      ...(types.length > mostTypes
        ? [
            `${counted(types.length, "type")}: the ${mostTypes} of most contacts have a column, the others share one; raise mostTypes for more.`,
          ]
        : []),
    ],
  };
}

/** Rows under the names of the roles. */
function described(
  data: unknown,
  columns: Readonly<Record<string, string | undefined>>,
  what: string,
  beside?: Relation,
): Described {
  const source = data instanceof Relation ? data : (beside?.engine ?? defaultEngine()).load(data as TableLike);
  if (beside !== undefined && source.engine !== beside.engine)
    throw new TypeError("expected contacts and redemptions on one engine, got two");
  const place = { file: fileOf(source) };
  for (const role of ["customer", "campaign"])
    if (columns[role] === undefined) throw new TypeError(`expected a column for the role ${role} of ${what}, got none`);
  let free = "row";
  while (source.names.some((name) => name.toLowerCase() === free)) free += "_";
  const list = [`${identifier(free)} AS "row"`];
  for (const [role, kind, as] of [
    ["customer", "id", "customer"],
    ["campaign", "id", "campaign"],
    ["type", "id", "type"],
    ["time", "time", "day"],
  ] as const) {
    const name = columns[role];
    if (name === undefined) continue;
    requireColumn(source.names, name, `a column for ${role} of ${what}`, place);
    const sql = roleExpression(source, role, kind, name);
    list.push(`${role === "time" ? `CAST(${sql} AS DATE)` : sql} AS ${identifier(as)}`);
  }
  return {
    source,
    sql: `SELECT ${list} FROM ${withRow(source, free).from}`,
    has: (role) => columns[role] !== undefined,
  };
}

/** Every row has to say who, what and when, and none may lie after the last day that counts. */
async function requireWhole(rows: Described, end: string | undefined): Promise<void> {
  const lacking = ["customer", "campaign"]
    .map((name) => `"${name}" IS NULL OR trim("${name}") = ''`)
    .concat(rows.has("time") ? [`"day" IS NULL`] : [])
    .join(" OR ");
  const late = rows.has("time") && end !== undefined ? `"day" > DATE ${literal(end)}` : "FALSE";
  const count = (filter: string) => `CAST(count(*) FILTER (WHERE ${filter}) AS DOUBLE)`;
  const found = await rows.source.engine.query(
    `SELECT ${count(lacking)} AS "lacking", min("row") FILTER (WHERE ${lacking}) AS "lackingRow", ${count(late)} AS "late", min("row") FILTER (WHERE ${late}) AS "lateRow" FROM (${rows.sql}) AS rows_`,
  );
  const figure = (name: string) => found.get(name, 0) as number;
  const place = (name: string) => ({ file: fileOf(rows.source), row: figure(name) });
  if (figure("lacking") > 0)
    throw new DataError(
      `expected a customer and a campaign${rows.has("time") ? " and a time" : ""} in every row, got ${figure("lacking")} without; leave these rows out`,
      place("lackingRow"),
    );
  if (figure("late") > 0)
    throw new DataError(
      `expected no rows after asOf (${end}), got ${figure("late")}; move asOf, or leave the later rows out`,
      place("lateRow"),
    );
}

/** The kinds of campaigns, those of most contacts first; null, where a campaign has none, is no kind. */
async function typesOf(sent: Described): Promise<string[]> {
  const mixed = await sent.source.engine.query(
    `SELECT "campaign", min("type") AS "a", max("type") AS "b", min("row") AS "row" FROM (${sent.sql}) AS contacts GROUP BY "campaign" HAVING count(DISTINCT "type") > 1 ORDER BY 4 LIMIT 1`,
  );
  if (mixed.numRows() > 0)
    throw new DataError(
      `expected one type a campaign, got ${quoted(mixed.get("a", 0))} and ${quoted(mixed.get("b", 0))} for ${quoted(mixed.get("campaign", 0))}; correct it, or map no type`,
      { file: fileOf(sent.source), row: mixed.get("row", 0) as number },
    );
  const found = await sent.source.engine.query<{ type: string }>(
    `SELECT "type" FROM (${sent.sql}) AS contacts WHERE "type" IS NOT NULL GROUP BY "type" ORDER BY count(*) DESC, "type"`,
  );
  return Array.from(found.array("type") as ArrayLike<string>);
}

function typeColumns(types: readonly string[], most: number): string {
  const own = types.slice(0, most);
  const count = (filter: string, i: number) => `, CAST(count(*) FILTER (WHERE ${filter}) AS DOUBLE) AS "type_${i}"`;
  return [
    ...own.map((type, i) => count(`"type" = ${literal(type)}`, i)),
    ...(types.length > most ? [count(`NOT "type" IN (${own.map(literal).join(", ")})`, own.length)] : []),
  ].join("");
}

function plan(
  sent: Described,
  answered: Described | undefined,
  types: readonly string[],
  most: number,
  end: string | undefined,
): PlannedFeature[] {
  const none = (sql: string) => `coalesce(${sql}, 0)`;
  const days = (sql: string) => `CAST(DATE ${literal(end ?? "")} - ${sql} AS DOUBLE)`;
  const own = types.slice(0, most);
  const rest = otherLevel(own);
  const ofType = (name: string, i: number, definition: string) =>
    plannedFeature(`campaigns=${name}`, "campaigns", "type", none(`counted."type_${i}"`), definition);
  return [
    plannedFeature("campaigns", "campaigns", "campaign", none(`counted."campaigns"`), "Different campaigns received."),
    ...own.map((name, i) => ofType(name, i, `Different campaigns of the type ${name} received.`)),
    ...(types.length > most
      ? [ofType(rest, own.length, `Different campaigns of the ${types.length - own.length} other types received.`)]
      : []),
    ...(sent.has("time")
      ? [
          plannedFeature(
            "lastContactDays",
            "days",
            "time",
            days(`counted."day"`),
            "Days from the last campaign received to asOf; missing where none was.",
          ),
        ]
      : []),
    ...(answered === undefined
      ? []
      : [
          plannedFeature(
            "redemptions",
            "redemptions",
            "redemptions",
            none(`redeemed."redemptions"`),
            "Coupons redeemed.",
          ),
          plannedFeature(
            "campaignsAnswered",
            "campaigns",
            "campaign, redemptions",
            none(`answers."answered"`),
            "Different campaigns received of which something was redeemed.",
          ),
          plannedFeature(
            "responseShare",
            "share",
            "campaign, redemptions",
            `${none(`answers."answered"`)} / counted."campaigns"`,
            "Campaigns answered over campaigns received; missing where none was received.",
          ),
          ...(answered.has("time")
            ? [
                plannedFeature(
                  "firstRedemptionDays",
                  "days",
                  "redemptions.time",
                  days(`redeemed."first"`),
                  "Days from the first redemption to asOf; missing where nothing was redeemed.",
                ),
                plannedFeature(
                  "lastRedemptionDays",
                  "days",
                  "redemptions.time",
                  days(`redeemed."last"`),
                  "Days from the last redemption to asOf; missing where nothing was redeemed.",
                ),
              ]
            : []),
        ]),
  ];
}

/** Redemptions of campaigns that the customer did not receive. */
async function unaddressed(sent: Described, answered: Described): Promise<string[]> {
  const found = await sent.source.engine.query(
    `SELECT CAST(count(*) AS DOUBLE) AS "rows", CAST(count(DISTINCT "customer") AS DOUBLE) AS "customers", min("row") AS "row" FROM (${answered.sql}) AS r WHERE NOT EXISTS (SELECT 1 FROM (${sent.sql}) AS s WHERE s."customer" = r."customer" AND s."campaign" = r."campaign")`,
  );
  const figure = (name: string) => found.get(name, 0) as number;
  if (figure("rows") === 0) return [];
  return [
    `${counted(figure("rows"), "redemption")} of ${counted(figure("customers"), "customer")} (first in row ${figure("row")}) ${figure("rows") === 1 ? "is" : "are"} of a campaign that the customer did not receive: no answer to it.`,
  ];
}
