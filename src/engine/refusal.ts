import { DataError } from "../errors.js";
import { identifier, literal } from "./quote.js";
import { noTimeZone } from "./timeZone.js";

/**
 * SQL that stops the query with a DataError where it is computed: for cells that cannot be read and that no type tells in
 * advance. `row` is the column with the number of the row.
 */
export function refusal(message: string, place: { file?: string | undefined; column: string }, row: string): string {
  return `error(${literal(`DataError ${JSON.stringify({ message, ...place })} row `)} || CAST(${identifier(row)} AS VARCHAR))`;
}

/** The DataError that a query was stopped with, or the engine's own error. */
export function stoppedBy(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  // Names of time zones are values of the user's data: a wrong one is no mistake of the query.
  const zone = /^[\w ]*Error: Unknown TimeZone '(.*)'!/s.exec(error.message)?.[1];
  if (zone !== undefined) return new DataError(noTimeZone(zone));
  // Other errors of the engine show cells, which may say anything.
  const found = /^[\w ]*Error: DataError (\{.*\}) row (\d+)/s.exec(error.message);
  if (found === null) return error;
  const { message, ...place } = JSON.parse(found[1]!) as { message: string; file?: string; column: string };
  return new DataError(message, { ...place, row: Number(found[2]) });
}
