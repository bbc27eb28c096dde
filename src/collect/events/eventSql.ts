import type { EventRole } from "../events.js";

/** What a source says of its events, as SQL over its rows. */
export interface EventSql {
  /** Columns that are computed once for all roles, such as nested ones that were unpacked, by the names they get. */
  readonly unpacked: ReadonlyMap<string, string>;
  /** The expression of each role, over the columns of the source and those unpacked. */
  readonly roles: ReadonlyMap<EventRole, string>;
  /** What kind of row it is, where not every row is an event, and which kinds are. */
  readonly kind?: { readonly sql: string; readonly events: readonly string[] };
  /** A former id of the visitor, where some rows tell one. */
  readonly former?: string;
}
