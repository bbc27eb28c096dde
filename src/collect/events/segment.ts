import { identifier } from "../../engine/quote.js";
import type { Relation } from "../../engine/relation.js";
import { requireColumn } from "../../errors.js";
import type { EventRole } from "../events.js";
import { fileOf, roleExpression } from "../roleExpression.js";
import type { EventSql } from "./eventSql.js";
import { type Shape, type Unpacked, unpack } from "./unpack.js";

const properties: Shape = {
  url: "text",
  path: "text",
  referrer: "text",
  product_id: "text",
  products: [{ product_id: "text" }],
};

const context: Shape = {
  page: { url: "text", path: "text", referrer: "text" },
  userAgent: "text",
  locale: "text",
  screen: { width: "text", height: "text" },
  device: { type: "text" },
  os: { name: "text" },
  location: { country: "text" },
};

/**
 * The roles of calls by Twilio Segment's specification: track, page and screen are events; identify, group and alias say who somebody is.
 * `timestamp` is UTC and corrected for the clock of the device; `messageId` is one for each call, so that a call sent twice is known.
 */
export function segment(source: Relation, row: string): EventSql {
  const file = fileOf(source);
  const has = (name: string) => source.names.includes(name);
  for (const name of ["type", "timestamp"]) requireColumn(source.names, name, "a column of Segment's calls", { file });
  if (!has("userId")) requireColumn(source.names, "anonymousId", "a column of Segment's calls", { file });
  const unpacked = new Map<string, Unpacked>();
  const roles = new Map<EventRole, string>();
  const add = (role: EventRole, ...parts: (string | undefined)[]) => {
    const there = parts.filter((part) => part !== undefined).map((part) => `nullif(${part}, '')`);
    if (there.length > 0) roles.set(role, `coalesce(${there.join(", ")})`);
  };
  const own = (role: EventRole, name: string) => (has(name) ? roleExpression(source, role, "id", name) : undefined);
  const place = (name: string, shape: Shape, what: string) => {
    if (!has(name)) return undefined;
    let free = `${name}_parts`;
    while (source.names.some((each) => each.toLowerCase() === free)) free += "_";
    unpacked.set(free, unpack(source, name, shape, { what, row }));
    return identifier(free);
  };
  const props = place("properties", properties, "an object of properties");
  const about = place("context", context, "an object such as { page, userAgent, locale }");
  const prop = (path: string) => (props === undefined ? undefined : `${props}.${path}`);
  const known = (path: string) => (about === undefined ? undefined : `${about}.${path}`);
  const type = `lower(trim(CAST("type" AS VARCHAR)))`;
  add("customer", own("customer", "userId"));
  add("visitor", own("visitor", "anonymousId"));
  roles.set("time", roleExpression(source, "time", "time", "timestamp"));
  add("event", ...(has("event") ? [`CASE WHEN ${type} = 'track' THEN CAST("event" AS VARCHAR) END`] : []), type);
  const name = has("name") ? `CASE WHEN ${type} <> 'track' THEN CAST("name" AS VARCHAR) END` : undefined;
  add("page", prop("url"), known("page.url"), prop("path"), known("page.path"), name);
  add("product", prop("product_id"), prop("products[1].product_id"));
  add("referrer", prop("referrer"), known("page.referrer"));
  add("device", known("device.type"));
  add("os", known("os.name"));
  add("userAgent", known("userAgent"));
  add("screen", about === undefined ? undefined : `${about}.screen.width || 'x' || ${about}.screen.height`);
  add("language", known("locale"));
  add("country", known("location.country"));
  add("id", own("id", "messageId"));
  if (has("receivedAt")) roles.set("received", roleExpression(source, "received", "time", "receivedAt"));
  return {
    unpacked,
    roles,
    times: ["timestamp", "receivedAt"].filter(has),
    kind: { sql: type, events: ["track", "page", "screen"] },
    ...(has("previousId") ? { former: roleExpression(source, "previousId", "id", "previousId") } : {}),
  };
}
