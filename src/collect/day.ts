/** A calendar day: `"2011-12-10"`, or a Date, of which the UTC day counts. */
export type Day = string | Date;

/**
 * The day as `YYYY-MM-DD`, which is safe to write into SQL. Times carry no zone here, so a Date counts by its UTC day.
 *
 * @throws TypeError where it is neither text nor a Date, RangeError where it is no day of the calendar.
 */
export function dayText(day: Day, name: string): string {
  if (day instanceof Date) {
    if (Number.isNaN(day.getTime())) throw new RangeError(`expected ${name} to be a valid date, got Invalid Date`);
    return day.toISOString().slice(0, 10);
  }
  if (typeof day !== "string")
    throw new TypeError(`expected ${name} to be a day such as "2011-12-10" or a Date, got ${typeof day}`);
  const parsed = /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00Z`) : undefined;
  if (parsed === undefined || Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== day)
    throw new RangeError(`expected ${name} to be a day written as "2011-12-10", got ${JSON.stringify(day)}`);
  return day;
}

/** The day `days` later (earlier where negative). */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86400000).toISOString().slice(0, 10);
}
