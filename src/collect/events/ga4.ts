import { identifier, literal } from "../../engine/quote.js";
import { refusal } from "../../engine/refusal.js";
import type { Relation } from "../../engine/relation.js";
import { DataError, requireColumn } from "../../errors.js";
import type { EventRole } from "../events.js";
import { fileOf, roleExpression } from "../roleExpression.js";
import type { EventSql } from "./eventSql.js";
import { type Shape, type Unpacked, unpack } from "./unpack.js";

/** A parameter of an event; which of the values is there depends on its type. */
const parameters: Shape = [{ key: "text", value: { string_value: "text", int_value: "text" } }];

const device: Shape = {
  category: "text",
  operating_system: "text",
  language: "text",
  browser: "text",
  web_info: { browser: "text" },
};

/**
 * The roles of Google Analytics 4's export to BigQuery: tables events_YYYYMMDD of a day, events_intraday_YYYYMMDD of a day that goes on.
 * Times are microseconds in UTC; event_date is a day of the property's zone. Sessions are numbered by their second of beginning, so they are unique
 * within a visitor only; a visitor who did not consent has no id.
 */
export function ga4(source: Relation, row: string): EventSql {
  const file = fileOf(source);
  const has = (name: string) => source.names.includes(name);
  for (const name of ["event_timestamp", "event_name", "event_params"])
    requireColumn(source.names, name, "a column of GA4's export", { file });
  if (!has("user_id")) requireColumn(source.names, "user_pseudo_id", "a column of GA4's export", { file });
  if (has("user_pseudo_id") && source.typeOf("user_pseudo_id") === "number")
    throw new DataError(
      'expected user_pseudo_id as text, found numbers, which have lost digits; read it with { types: { user_pseudo_id: "text" } }',
      { file, column: "user_pseudo_id" },
    );
  const unpacked = new Map<string, Unpacked>();
  const roles = new Map<EventRole, string>();
  const add = (role: EventRole, sql: string) => roles.set(role, `nullif(${sql}, '')`);
  const place = (name: string, shape: Shape, what: string, wrong?: (parts: string) => string) => {
    let free = `${name}_parts`;
    while (source.names.some((each) => each.toLowerCase() === free)) free += "_";
    unpacked.set(
      free,
      unpack(source, name, shape, { what, row, fixed: true, ...(wrong === undefined ? {} : { wrong }) }),
    );
    return identifier(free);
  };
  if (has("user_id")) add("customer", roleExpression(source, "customer", "id", "user_id"));
  if (has("user_pseudo_id")) add("visitor", roleExpression(source, "visitor", "id", "user_pseudo_id"));
  roles.set("time", timeOf(source, row));
  add("event", `CAST("event_name" AS VARCHAR)`);
  const nameless = (parts: string) => `len(list_filter(${parts}, lambda p: p.key IS NULL)) > 0`;
  const params = place("event_params", parameters, "a list of { key, value }", nameless);
  const value = (key: string) => `list_filter(${params}, lambda p: p.key = ${literal(key)})[1].value`;
  add("session", `coalesce(${value("ga_session_id")}.int_value, ${value("ga_session_id")}.string_value)`);
  add("page", `${value("page_location")}.string_value`);
  add("referrer", `${value("page_referrer")}.string_value`);
  add("screen", `${value("screen_resolution")}.string_value`);
  if (has("items"))
    add("product", `${place("items", [{ item_id: "text" }], "a list of items such as { item_id }")}[1].item_id`);
  if (has("device")) {
    const parts = place("device", device, "{ category, operating_system, web_info, … }");
    add("device", `${parts}.category`);
    add("os", `${parts}.operating_system`);
    add("browser", `coalesce(${parts}.web_info.browser, ${parts}.browser)`);
    add("language", `${parts}.language`);
  }
  if (has("geo")) add("country", `${place("geo", { country: "text" }, "{ country, region, city }")}.country`);
  roles.set("id", idOf(has));
  const table = ["_TABLE_SUFFIX", "table_suffix", "table"].find(has);
  if (table !== undefined) roles.set("table", tableOf(source, table));
  return { unpacked, roles, times: ["event_timestamp"] };
}

/** Microseconds since 1970; text where the file is JSON, for BigQuery writes whole numbers as text there. */
function timeOf(source: Relation, row: string): string {
  const type = source.typeOf("event_timestamp");
  if (type === "time") return `"event_timestamp"`;
  const place = { file: fileOf(source), column: "event_timestamp" };
  if (type !== "text" && type !== "integer" && type !== "number")
    throw new DataError(`expected microseconds since 1970, found ${type}`, place);
  const time = `make_timestamp(TRY_CAST("event_timestamp" AS BIGINT))`;
  const broken = refusal("expected microseconds since 1970, got other text", place, row);
  return `CASE WHEN "event_timestamp" IS NOT NULL AND TRY_CAST("event_timestamp" AS BIGINT) IS NULL THEN ${broken} ELSE ${time} END`;
}

/** The export has no id of an event: equal in all of these, two rows are one event. Events of a batch share their time, so its numbers and the content count too. */
function idOf(has: (name: string) => boolean): string {
  const plain = [
    "user_pseudo_id",
    "user_id",
    "event_timestamp",
    "event_name",
    "event_bundle_sequence_id",
    "batch_page_id",
    "batch_ordering_id",
    "batch_event_index",
  ].filter(has);
  const parts = plain.map((name) => `coalesce(CAST(${identifier(name)} AS VARCHAR), '')`);
  for (const name of has("items") ? ["event_params", "items"] : ["event_params"])
    parts.push(`CAST(hash(${identifier(name)}) AS VARCHAR)`);
  return `md5(concat_ws(chr(31), ${parts.join(", ")}))`;
}

/** The name of the table, whether files, shards or suffixes name it: its kind, and the day of the event. */
function tableOf(source: Relation, name: string): string {
  const table = `CAST(${identifier(name)} AS VARCHAR)`;
  if (!source.names.includes("event_date")) return table;
  const day =
    source.typeOf("event_date") === "date" ? `strftime("event_date", '%Y%m%d')` : `CAST("event_date" AS VARCHAR)`;
  return `CASE WHEN ${table} IS NOT NULL AND "event_date" IS NOT NULL THEN 'events_' || CASE WHEN contains(${table}, 'intraday') THEN 'intraday_' WHEN contains(${table}, 'fresh') THEN 'fresh_' ELSE '' END || ${day} END`;
}
