import { closest, quoted } from "../errors.js";

/** SQL: what the clocks of a time zone show at a time of UTC. The zone is SQL too: a literal, or a column with a name in each row. */
export function zoneClock(time: string, zone: string): string {
  return `((CAST(${time} AS TIMESTAMP) AT TIME ZONE 'UTC') AT TIME ZONE ${zone})`;
}

/** Whether a text names a time zone of the IANA database. Offsets such as "+02:00" are none: they know no summer. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
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
