import { closest, quoted } from "../errors.js";
import { literal } from "./quote.js";

/** SQL: what the clocks of a time zone show at a time of UTC. The zone is SQL too: a literal, or a column with a name in each row. */
export function zoneClock(time: string, zone: string): string {
  return `((CAST(${time} AS TIMESTAMP) AT TIME ZONE 'UTC') AT TIME ZONE ${zone})`;
}

/** SQL: the name of a zone in a column; what `isTimeZone` says no to and the engine might take stops the query. */
export function knownZone(zone: string): string {
  const offset = `regexp_matches(${zone}, '^(UTC|GMT|UT)?[+-]', 'i')`;
  const odd = `${offset} OR upper(${zone}) IN (${abbreviations.map(literal).join(", ")})`;
  return `CASE WHEN ${odd} THEN error('Unknown TimeZone ''' || ${zone} || '''!') ELSE ${zone} END`;
}

/** Old abbreviations that are no names of the IANA database: BST is Britain's to its writer, and Bangladesh's to programs. */
const abbreviations =
  "ACT AET AGT ART AST BET BST CAT CNT CST CTT EAT ECT IET IST JST MIT NET NST PLT PNT PRT PST SST VST".split(" ");

/**
 * Whether a text names a time zone of the IANA database. Offsets such as "+02:00" are none: they know no summer. Neither are abbreviations such as "BST", which
 * stand for several zones.
 */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name) || abbreviations.includes(name.toUpperCase())) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** What to say of a text that names no time zone. */
export function noTimeZone(name: unknown): string {
  const near = typeof name === "string" ? closest(name, Intl.supportedValuesOf("timeZone")) : undefined;
  const hint = near === undefined ? "" : `. Did you mean ${quoted(near)}?`;
  return `expected a time zone of the IANA database such as "Europe/Zurich" or "UTC", got ${quoted(name)}${hint}`;
}
