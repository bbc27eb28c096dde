import { closest } from "../errors.js";

/**
 * The columns of a mapping by their roles, those left out apart.
 *
 * @throws TypeError where it is no mapping, a role is none of `names` (the closest is named), or a column's name is no text.
 */
export function requireRoles<R extends string>(
  mapping: unknown,
  names: readonly R[],
  example: string,
): { readonly [role in R]?: string } {
  if (mapping === null || typeof mapping !== "object")
    throw new TypeError(`expected a mapping such as ${example} with a column name for each role`);
  const columns: { [role in R]?: string } = {};
  for (const [role, name] of Object.entries(mapping)) {
    if (name === undefined) continue;
    if (!(names as readonly string[]).includes(role)) {
      const near = closest(role, names);
      const hint = near === undefined ? "" : ` Did you mean ${near}?`;
      throw new TypeError(`expected roles among ${names.join(", ")}, got ${JSON.stringify(role)}.${hint}`);
    }
    if (typeof name !== "string") throw new TypeError(`expected the name of a column for ${role}, got ${typeof name}`);
    columns[role as R] = name;
  }
  return columns;
}
