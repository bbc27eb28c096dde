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

/** What is told by more than one role. */
export type NamedRole = "device" | "os" | "browser";

const spelled = { device: deviceKind, os: systemName, browser: browserName } as const;

/** What the texts of events say: as it is asked for, and as it is read from the sessions. */
export interface Technology {
  readonly asked: Required<Pick<Asked, "columns" | "joins">>;
  /** SQL by name (`device`, `os` and `browser` as places in `names`, `width`, as far as roles tell them), null where nothing is told. */
  readonly told: Readonly<Record<string, string>>;
  /** SQL: whether it is no person. */
  readonly bot: string;
  /** SQL: the join of what the user agents say to `seen`. */
  readonly agents: string;
  /** The devices, systems and browsers by name; the place of the first is 1. */
  readonly names: { readonly [role in NamedRole]: readonly string[] };
  /** On the engine: `place` and `name`. */
  readonly named: { readonly [role in NamedRole]: string };
  readonly warnings: readonly string[];
  /** Gives the space on the engine back. */
  drop(): Promise<void>;
}

/** Reads each different text of the events once, here, and puts what it says on the engine. */
export async function readTechnology(
  engine: Engine,
  rows: string,
  roles: readonly TechnologyRole[],
  app: readonly string[],
): Promise<Technology> {
  const given = (role: TechnologyRole) => roles.includes(role);
  const texts = async (role: TechnologyRole) => {
    if (!given(role)) return [];
    const found = await engine.query<{ value: string | null }>(
      `SELECT DISTINCT ${identifier(role)} AS "value" FROM ${rows}`,
    );
    return Array.from(found.array("value") as ArrayLike<string | null>)
      .filter((value) => value !== null && value.trim() !== "")
      .sort() as string[];
  };
  const said = new Map<NamedRole, { value: string; name: string | null }[]>();
  for (const role of ["device", "os", "browser"] as const)
    if (given(role))
      said.set(
        role,
        (await texts(role)).map((value) => ({ value, name: spelled[role](value) })),
      );
  const agents = (await texts("userAgent")).map((value) => ({ value, ...readUserAgent(value, app) }));
  const namesOf = (role: NamedRole) =>
    [...new Set([...(said.get(role) ?? []).map(({ name }) => name), ...agents.map((agent) => agent[role])])].filter(
      (name) => name !== null,
    );
  const names = {
    device: namesOf("device").sort(),
    os: namesOf("os").sort(),
    browser: namesOf("browser").sort(),
  };
  const place = (role: NamedRole, name: string | null) => (name === null ? 0 : names[role].indexOf(name) + 1);

  const loaded: Relation[] = [];
  const load = (table: readonly { readonly [column: string]: string | number | boolean }[]) => {
    loaded.push(engine.load(table));
    return loaded.at(-1)!.stored!;
  };
  const nameTable = (role: NamedRole) =>
    load([{ place: 0, name: "" }, ...names[role].map((name, i) => ({ place: i + 1, name }))]);
  const named = { device: nameTable("device"), os: nameTable("os"), browser: nameTable("browser") };
  const columns: Record<string, string> = {};
  const joins: string[] = [];
  const ask = (role: TechnologyRole, table: string, column: string) => {
    columns[column] = `CAST(of_${role}.${identifier(column)} AS INTEGER)`;
    joins.push(` LEFT JOIN ${table} AS of_${role} ON of_${role}."value" = events.${identifier(role)}`);
  };
  const told: Record<string, string> = {};
  const bots: string[] = [];
  // A first row of its own tells the engine the kinds of the columns where there is no other.
  for (const [role, values] of said) {
    const places = values.map(({ value, name }) => ({ value, [role]: place(role, name) }));
    ask(role, load([{ value: "", [role]: 0 }, ...places]), role);
    told[role] = `nullif(seen.${identifier(role)}, 0)`;
    if (role === "device" && place(role, "bot") > 0) bots.push(`seen."device" = ${place(role, "bot")}`);
  }
  let ofAgents = "";
  if (given("userAgent")) {
    // Many differ in a version alone: what they say has far fewer kinds.
    const numbers = new Map<string, number>();
    const numbered = agents.map(({ value, device, os, browser, bot }) => {
      const key = JSON.stringify([place("device", device), place("os", os), place("browser", browser), bot]);
      if (!numbers.has(key)) numbers.set(key, numbers.size + 1);
      return { value, agent: numbers.get(key)! };
    });
    const kinds = [...numbers].map(([key, agent]) => {
      const [device, os, browser, bot] = JSON.parse(key) as [number, number, number, boolean];
      return { agent, device, os, browser, bot };
    });
    ask("userAgent", load([{ value: "", agent: 0 }, ...numbered]), "agent");
    ofAgents = ` LEFT JOIN ${load([{ agent: 0, device: 0, os: 0, browser: 0, bot: false }, ...kinds])} AS agents ON agents."agent" = seen."agent"`;
    bots.push(`agents."bot"`);
    for (const role of ["device", "os", "browser"] as const) {
      const own = `nullif(agents.${identifier(role)}, 0)`;
      told[role] = told[role] === undefined ? own : `coalesce(${told[role]}, ${own})`;
    }
  }
  const warnings: string[] = [];
  if (given("screen")) {
    const screens = (await texts("screen")).map((value) => ({ value, width: screenWidth(value) ?? 0 }));
    const odd = screens.filter(({ width }) => width === 0).map(({ value }) => JSON.stringify(value.slice(0, 40)));
    if (odd.length > 0)
      warnings.push(
        `${counted(odd.length, "screen")} cannot be read, and ${odd.length === 1 ? "counts" : "count"} as missing: ${listed(odd)}.`,
      );
    ask("screen", load([{ value: "", width: 0 }, ...screens]), "width");
    told.width = `nullif(seen."width", 0)`;
  }
  return {
    asked: { columns, joins: joins.join("") },
    told,
    bot: bots.length === 0 ? "FALSE" : `coalesce(${bots.join(", FALSE) OR coalesce(")}, FALSE)`,
    agents: ofAgents,
    names,
    named,
    warnings,
    drop: async () => {
      for (const relation of loaded.splice(0)) await engine.drop(relation);
    },
  };
}
