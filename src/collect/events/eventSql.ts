import type { EventRole } from "../events.js";
import type { Unpacked } from "./unpack.js";

/** What a source says of its events, as SQL over its rows. */
export interface EventSql {
  /** Nested columns that are unpacked once for all roles, by the names that their parts get. */
  readonly unpacked: ReadonlyMap<string, Unpacked>;
  /** The expression of each role, over the columns of the source and those unpacked. */
  readonly roles: ReadonlyMap<EventRole, string>;
  /** The columns whose times are of UTC, as the source has it. */
  readonly times: readonly string[];
  /** The time in UTC, where `time` is on the clock of a zone. */
  readonly instant?: string | undefined;
  /** What kind of row it is, where not every row is an event, and which kinds are. */
  readonly kind?: { readonly sql: string; readonly events: readonly string[] };
  /** A former id of the visitor, where some rows tell one. */
  readonly former?: string;
}
