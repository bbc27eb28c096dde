import { identifier, literal } from "../../engine/quote.js";
import { refusal } from "../../engine/refusal.js";
import type { Relation } from "../../engine/relation.js";
import { DataError } from "../../errors.js";
import { fileOf } from "../roleExpression.js";

/** The parts of a nested value that are wanted: text, an object of parts, or a list of one kind of part. */
export type Shape = "text" | { readonly [part: string]: Shape } | readonly [Shape];

/**
 * SQL: a nested column as values with the parts that are wanted, all of them text. It comes as JSON text from JSON files and as nested values from
 * Parquet and SQL; parts that are not there are missing. A cell that has another form, or parts that are `wrong`, is refused when it is computed.
 */
export function unpack(
  source: Relation,
  name: string,
  shape: Shape,
  what: string,
  row: string,
  wrong = (_parts: string) => "FALSE",
): string {
  const column = identifier(name);
  const place = { file: fileOf(source), column: name };
  const type = source.typeOf(name);
  if (type !== "text" && type !== "other")
    throw new DataError(`expected ${what} (nested values, or JSON as text), found ${type}`, place);
  const form = literal(JSON.stringify(named(shape)));
  const text = type === "other" ? `to_json(${column})` : column;
  // A text that is no JSON is an error of the engine's that knows no row.
  const parts = `TRY(from_json(${text}, ${form}))`;
  const broken = refusal(`expected ${what}, got something else; the cell may be cut`, place, row);
  return `CASE WHEN ${column} IS NOT NULL AND (${parts} IS NULL OR ${wrong(parts)}) THEN ${broken} ELSE ${parts} END`;
}

/** The shape as the engine's JSON functions take it. */
function named(shape: Shape): unknown {
  if (shape === "text") return "VARCHAR";
  if (Array.isArray(shape)) return [named((shape as readonly [Shape])[0])];
  return Object.fromEntries(Object.entries(shape).map(([part, inner]) => [part, named(inner)]));
}
