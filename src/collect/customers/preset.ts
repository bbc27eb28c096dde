import { DataError, requireColumn } from "../../errors.js";
import type { CustomerRole, CustomerSource } from "../customers.js";
import { bareName } from "../roleWords.js";
import { customerRoles } from "./customerRoles.js";
import { hubspot } from "./hubspot.js";
import { salesforce } from "./salesforce.js";
import { segment } from "./segment.js";
import { userpilot } from "./userpilot.js";

/** Column by role. */
export type RoleColumns = { readonly [R in CustomerRole]?: string };

/** The headers that a role goes by in exports of one vendor, the surest first. Capitals, spaces and punctuation do not count. */
type Headers = { readonly [R in CustomerRole]?: readonly string[] };

/** How the exports of one vendor name what `customers` knows. */
export interface Preset {
  /** The vendor, as it writes its own name. */
  readonly name: string;
  readonly roles: Headers;
  /** Addresses of several kinds: the first that has a column gives them all, so that a city never stands beside the country of another address. */
  readonly addresses: readonly Headers[];
  /** What to do where the export has no id. */
  readonly withoutId: string;
}

/** The sources whose exports are tables with a header. */
export const presets: { readonly [S in Exclude<CustomerSource, "segment">]: Preset } = {
  hubspot,
  salesforce,
  userpilot,
};

/**
 * The columns of an export by their roles: those that the preset finds, and over them those that the analyst names; null leaves a role out.
 *
 * @throws DataError where no column has the customer's id, or a column that was named does not exist.
 */
export function rolesOfExport(
  source: keyof typeof presets,
  names: readonly string[],
  overrides: { readonly [R in CustomerRole]?: string | null },
  file: string | undefined,
): RoleColumns {
  const found: { [R in CustomerRole]?: string } = { ...matched(presets[source], names, overrides) };
  for (const [role, name] of Object.entries(overrides) as [CustomerRole, string | null][]) {
    if (name === null) delete found[role];
    else {
      requireColumn(names, name, `a column for ${role}`, { file });
      found[role] = name;
    }
  }
  if (found.customer === undefined) throw withoutId(source, names, file);
  return Object.fromEntries(customerRoles.flatMap((role) => (found[role] === undefined ? [] : [[role, found[role]]])));
}

function matched(
  { roles, addresses }: Preset,
  names: readonly string[],
  overrides: { readonly [R in CustomerRole]?: string | null } = {},
): RoleColumns {
  const named = new Set(Object.values(overrides));
  const free = new Map<string, string>();
  for (const name of names) if (!named.has(name) && !free.has(bareName(name))) free.set(bareName(name), name);
  const take = (headers: Headers) =>
    (Object.entries(headers) as [CustomerRole, readonly string[]][]).flatMap(([role, list]) => {
      const bare = role in overrides ? undefined : list.map(bareName).find((one) => free.has(one));
      if (bare === undefined) return [];
      const name = free.get(bare)!;
      free.delete(bare);
      return [[role, name] as const];
    });
  const own = take(roles);
  for (const headers of addresses) {
    const address = take(headers);
    if (address.length > 0) return Object.fromEntries([...own, ...address]);
  }
  return Object.fromEntries(own);
}

/** What to say where an export has no id: what was looked for, what it looks like instead, and what to do. */
function withoutId(source: keyof typeof presets, names: readonly string[], file: string | undefined): DataError {
  const { name, roles, withoutId } = presets[source];
  const other = looksLike(names);
  const shown = names.map((each) => JSON.stringify(each));
  return new DataError(
    `expected the customer's id as exports of ${name} name it (${roles.customer!.map((header) => JSON.stringify(header)).join(", ")}), ` +
      `found ${shown.slice(0, 12).join(", ")}${shown.length > 12 ? ` and ${shown.length - 12} more columns` : ""}; ` +
      (other === undefined || other === source
        ? `${withoutId}, or name the column: { roles: { customer: "..." } }`
        : `it looks like an export of ${JSON.stringify(other)}: pass that instead`),
    { file },
  );
}

/** The source whose export has these columns, by the id and most other roles; undefined where none has the id and another. */
export function looksLike(names: readonly string[]): CustomerSource | undefined {
  const bare = names.map(bareName);
  if (Object.values(segment.calls).every((each) => each.optional || bare.includes(bareName(each.name))))
    return "segment";
  const counts = (Object.keys(presets) as (keyof typeof presets)[]).flatMap((source) => {
    const found = matched(presets[source], names);
    return found.customer === undefined || Object.keys(found).length < 2
      ? []
      : [{ source, count: Object.keys(found).length }];
  });
  return counts.sort((a, b) => b.count - a.count || (a.source < b.source ? -1 : 1))[0]?.source;
}
