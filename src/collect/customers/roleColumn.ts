import { DataError, quoted } from "../../errors.js";
import type { Value } from "../../table.js";
import type { CustomerRole } from "../customers.js";

/** The column of one role, and where its cells stand in the source. */
export interface RoleColumn {
  readonly role: CustomerRole;
  readonly name: string;
  readonly cells: readonly Value[];
  /** The row of each cell in the source; undefined where cells come from several rows. */
  readonly rows: readonly number[] | undefined;
  readonly file: string | undefined;
  /** Whether a known source proposed the column, so that the role can be left out. */
  readonly proposed: boolean;
}

/** An error about one cell: what was expected, what was got (the cell, where nothing else is said), what to do. */
export function cellError(
  { role, name, cells, rows, file, proposed }: RoleColumn,
  i: number,
  expected: string,
  remedy: string,
  got = quoted(cells[i]),
): DataError {
  const leave = proposed && role !== "customer" ? `, or leave the role out with { roles: { ${role}: null } }` : "";
  return new DataError(`expected ${expected}, got ${got}; ${remedy}${leave}`, {
    column: name,
    ...(rows === undefined ? {} : { row: rows[i]! }),
    ...(file === undefined ? {} : { file }),
  });
}
