import { identifier } from "../../engine/quote.js";
import type { Relation } from "../../engine/relation.js";
import { counted, listed } from "../../readable.js";
import { browserName } from "./browserName.js";
import { deviceKind } from "./deviceKind.js";
import { readUserAgent } from "./readUserAgent.js";
import { screenWidth } from "./screenWidth.js";
import { systemName } from "./systemName.js";

/** A role of events that says what somebody uses. */
export type TechnologyRole = "device" | "os" | "browser" | "userAgent" | "screen";

/** Sessions with what was used in them. */
export interface Technology {
  /** Kept: a row a session, with `who`, `start`, `bot`, and as far as roles tell them `visitor`, `device`, `os`, `browser` and `width`. */
  readonly visits: Relation;
  readonly warnings: readonly string[];
}

const spelled = { device: deviceKind, os: systemName, browser: browserName } as const;

/** Reads every different text once, here, and joins what it says to the events on the engine. */
export async function technologyOf(
  seen: Relation,
  roles: readonly TechnologyRole[],
  app: readonly string[],
): Promise<Technology> {
  const { engine } = seen;
  const loaded: Relation[] = [];
  const warnings: string[] = [];
  const joins: string[] = [];
  const given = (role: TechnologyRole) => roles.includes(role);
  const texts = async (role: TechnologyRole) => {
    const found = await engine.query<{ value: string }>(
      `SELECT DISTINCT ${identifier(role)} AS "value" FROM ${seen.from} WHERE trim(${identifier(role)}) <> '' ORDER BY "value"`,
    );
    return Array.from(found.array("value") as ArrayLike<string>);
  };
  const join = (role: TechnologyRole, rows: readonly { readonly value: string }[]) => {
    const table = engine.load(rows);
    loaded.push(table);
    joins.push(` LEFT JOIN ${table.stored} AS of_${role} ON of_${role}."value" = seen.${identifier(role)}`);
  };
  try {
    // A first row of its own tells the engine the kinds of the columns where nothing is known.
    for (const role of ["device", "os", "browser"] as const) {
      if (!given(role)) continue;
      const names = (await texts(role)).map((value) => ({ value, name: spelled[role](value) ?? "" }));
      join(role, [{ value: "", name: "" }, ...names]);
    }
    if (given("userAgent")) {
      const agents = (await texts("userAgent")).map((value) => {
        const { device, os, browser, bot } = readUserAgent(value, app);
        return { value, device: device ?? "", os: os ?? "", browser: browser ?? "", bot };
      });
      join("userAgent", [{ value: "", device: "", os: "", browser: "", bot: false }, ...agents]);
    }
    if (given("screen")) {
      const screens = (await texts("screen")).map((value) => ({ value, width: screenWidth(value) ?? 0 }));
      const odd = screens.filter(({ width }) => width === 0).map(({ value }) => JSON.stringify(value.slice(0, 40)));
      if (odd.length > 0)
        warnings.push(`${counted(odd.length, "screen")} cannot be read, and count as missing: ${listed(odd)}.`);
      join("screen", [{ value: "", width: 0 }, ...screens]);
    }
    const visits = await engine.keep(visitsOf(seen, given, joins.join("")));
    return { visits, warnings };
  } finally {
    for (const table of loaded) await engine.drop(table);
  }
}

/** SQL: each session with what its first event tells that tells it. */
function visitsOf(seen: Relation, given: (role: TechnologyRole) => boolean, joins: string): string {
  const told = (role: "device" | "os" | "browser") =>
    [
      given(role) ? `nullif(of_${role}."name", '')` : "",
      given("userAgent") ? `nullif(of_userAgent.${identifier(role)}, '')` : "",
    ].filter((sql) => sql !== "");
  const known = (["device", "os", "browser"] as const).filter((role) => told(role).length > 0);
  const first = (name: string) =>
    `min_by(${identifier(name)}, ROW("first", ${identifier(name)})) FILTER (WHERE ${identifier(name)} IS NOT NULL) AS ${identifier(name)}`;
  const bots = [
    ...(given("device") ? [`coalesce(of_device."name" = 'bot', FALSE)`] : []),
    ...(given("userAgent") ? [`coalesce(of_userAgent."bot", FALSE)`] : []),
  ];
  const columns = [
    ...known.map((role) => `coalesce(${told(role).join(", ")}) AS ${identifier(role)}`),
    ...(given("screen") ? [`nullif(of_screen."width", 0) AS "width"`] : []),
    `${bots.length === 0 ? "FALSE" : bots.join(" OR ")} AS "bot"`,
    ...(seen.names.includes("visitor") ? [`seen."visitor"`] : []),
  ];
  return `SELECT "who", "id", min("first") AS "start", bool_or("bot") AS "bot"${seen.names.includes("visitor") ? `, min("visitor") AS "visitor"` : ""}${[...known, ...(given("screen") ? ["width"] : [])].map((name) => `, ${first(name)}`).join("")} FROM (SELECT seen."who", seen."id", seen."first", ${columns.join(", ")} FROM ${seen.stored} AS seen${joins}) AS told GROUP BY "who", "id"`;
}
