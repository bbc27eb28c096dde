import type { Engine } from "../../engine/engine.js";
import { identifier } from "../../engine/quote.js";
import type { Relation } from "../../engine/relation.js";
import { counted, listed } from "../../readable.js";
import type { Asked } from "../eventSessions.js";
import { browserName } from "./browserName.js";
import { deviceKind } from "./deviceKind.js";
import { readUserAgent } from "./readUserAgent.js";
import { screenWidth } from "./screenWidth.js";
import { systemName } from "./systemName.js";

/** A role of events that says what somebody uses. */
export type TechnologyRole = "device" | "os" | "browser" | "userAgent" | "screen";

/** What the texts of events say, as it is asked for and as it is read from the sessions. */
export interface Technology {
  readonly asked: Required<Pick<Asked, "keys" | "joins">>;
  /** SQL by name (`device`, `os`, `browser`, `width` as far as roles tell them, and `bot`), for a query that joins `kinds`. */
  readonly told: Readonly<Record<string, string>>;
  /** SQL: the join of what the user agents say to `seen`. */
  readonly kinds: string;
  readonly warnings: readonly string[];
  /** Gives the space on the engine back. */
  drop(): Promise<void>;
}

const spelled = { device: deviceKind, os: systemName, browser: browserName } as const;

/** Reads each different text of the events once, here, and puts what it says on the engine. */
export async function readTechnology(
  engine: Engine,
  rows: string,
  roles: readonly TechnologyRole[],
  app: readonly string[],
): Promise<Technology> {
  const loaded: Relation[] = [];
  const load = (table: readonly { readonly [column: string]: string | number | boolean }[]) => {
    loaded.push(engine.load(table));
    return loaded.at(-1)!.stored!;
  };
  const texts = async (role: TechnologyRole) => {
    const found = await engine.query<{ value: string }>(
      `SELECT "value" FROM (SELECT DISTINCT ${identifier(role)} AS "value" FROM ${rows}) AS different WHERE trim("value") <> '' ORDER BY "value"`,
    );
    return Array.from(found.array("value") as ArrayLike<string>);
  };
  const keys: Record<string, string> = {};
  const joins: string[] = [];
  const join = (role: TechnologyRole, table: string, column: string) => {
    keys[column] = `of_${role}.${identifier(column)}`;
    joins.push(` LEFT JOIN ${table} AS of_${role} ON of_${role}."value" = events.${identifier(role)}`);
  };
  const told: Record<string, string> = {};
  const warnings: string[] = [];
  let kinds = "";
  const given = (role: TechnologyRole) => roles.includes(role);
  // A first row of its own tells the engine the kinds of the columns where nothing is known.
  for (const role of ["device", "os", "browser"] as const) {
    if (!given(role)) continue;
    const names = (await texts(role)).map((value) => ({ value, [role]: spelled[role](value) ?? "" }));
    join(role, load([{ value: "", [role]: "" }, ...names]), role);
    told[role] = `nullif(seen.${identifier(role)}, '')`;
  }
  if (given("userAgent")) {
    const { agents, different } = readAgents(await texts("userAgent"), app);
    join("userAgent", load([{ value: "", agent: 0 }, ...agents]), "agent");
    kinds = ` LEFT JOIN ${load([{ agent: 0, device: "", os: "", browser: "", bot: false }, ...different])} AS kinds ON kinds."agent" = seen."agent"`;
    for (const role of ["device", "os", "browser"] as const) {
      const agents = `nullif(kinds.${identifier(role)}, '')`;
      told[role] = told[role] === undefined ? agents : `coalesce(${told[role]}, ${agents})`;
    }
  }
  if (given("screen")) {
    const screens = (await texts("screen")).map((value) => ({ value, width: screenWidth(value) ?? 0 }));
    const odd = screens.filter(({ width }) => width === 0).map(({ value }) => JSON.stringify(value.slice(0, 40)));
    if (odd.length > 0)
      warnings.push(
        `${counted(odd.length, "screen")} cannot be read, and ${odd.length === 1 ? "counts" : "count"} as missing: ${listed(odd)}.`,
      );
    join("screen", load([{ value: "", width: 0 }, ...screens]), "width");
    told.width = `nullif(seen."width", 0)`;
  }
  const bots = [
    ...(given("device") ? [`coalesce(seen."device" = 'bot', FALSE)`] : []),
    ...(given("userAgent") ? [`coalesce(kinds."bot", FALSE)`] : []),
  ];
  told.bot = bots.length === 0 ? "FALSE" : `(${bots.join(" OR ")})`;
  return {
    asked: { keys, joins: joins.join("") },
    told,
    kinds,
    warnings,
    drop: async () => {
      for (const relation of loaded.splice(0)) await engine.drop(relation);
    },
  };
}

/** Numbers what the user agents say, and which of these each of them says: many differ in a version alone. */
function readAgents(texts: readonly string[], app: readonly string[]) {
  const numbers = new Map<string, number>();
  const different: { agent: number; device: string; os: string; browser: string; bot: boolean }[] = [];
  const agents = texts.map((value) => {
    const { device, os, browser, bot } = readUserAgent(value, app);
    const said = { device: device ?? "", os: os ?? "", browser: browser ?? "", bot };
    const key = JSON.stringify(said);
    let agent = numbers.get(key);
    if (agent === undefined) {
      agent = numbers.size + 1;
      numbers.set(key, agent);
      different.push({ agent, ...said });
    }
    return { value, agent };
  });
  return { agents, different };
}
