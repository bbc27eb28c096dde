import { literal } from "../engine/quote.js";
import type { Relation } from "../engine/relation.js";

/** The default sign of a cancelled order: a C before the digits, as in Online Retail and many invoicing systems. */
export const cancellationMark = /^C\d+$/;

/**
 * SQL: whether a text matches a regular expression (of JavaScript, in the part of it that engines understand). Of its flags i
 * (capital and small letters alike), s (a point is also a line end) and u (which all text is here) are honored.
 *
 * @throws RangeError where it has another flag, which the engine would pass over.
 */
export function matches(text: string, pattern: RegExp): string {
  const odd = pattern.flags.replace(/[isu]/g, "");
  if (odd !== "")
    throw new RangeError(`expected a pattern with the flags i, s and u alone, got ${pattern}; leave out ${odd}`);
  const flags = pattern.flags.replace("u", "");
  return `coalesce(regexp_matches(${text}, ${literal(pattern.source)}${flags === "" ? "" : `, ${literal(flags)}`}), FALSE)`;
}

/**
 * Whether the default mark means a cancellation in these lines: only where more lines have order numbers of digits alone. Where
 * most have a C, it is how the shop numbers its orders.
 */
export async function marksCancellations(lines: Relation): Promise<boolean> {
  const counted = await lines.engine.query<{ means: boolean }>(
    `SELECT count(*) FILTER (WHERE ${matches(`"order"`, /^\d+$/)}) > count(*) FILTER (WHERE ${matches(`"order"`, cancellationMark)}) AS "means" FROM ${lines.from}`,
  );
  return counted.get("means", 0) === true;
}
