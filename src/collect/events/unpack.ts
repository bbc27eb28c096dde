import { identifier, literal } from "../../engine/quote.js";
import { refusal } from "../../engine/refusal.js";
import type { Relation } from "../../engine/relation.js";
import { DataError } from "../../errors.js";
import { fileOf } from "../roleExpression.js";

/** The parts of a nested value that are wanted: text, an object of parts, or a list of one kind of part. */
export type Shape = "text" | { readonly [part: string]: Shape } | readonly [Shape];

/** A nested column on its way to its parts: first read, then checked. */
export interface Unpacked {
  /** SQL over the source: the parts, or nothing where they cannot be read. */
  readonly parts: string;
  /** SQL over the source and the parts as they were read: these, or an error that tells the row. */
  checked(parts: string): string;
}

/** How `unpack` takes a nested column. */
export interface UnpackOptions {
  /** What the column should hold, in words. */
  readonly what: string;
  /** The column with the number of the row. */
  readonly row: string;
  /** Whether nested values have at least one of the parts always, as a documented schema has: they are then read much faster than by way of JSON. */
  readonly fixed?: boolean;
  /** SQL: whether parts that were read from JSON are not what they should be. */
  readonly wrong?: (parts: string) => string;
}

/**
 * A nested column as values with the parts that are wanted, all of them text. It comes as JSON text from JSON files and as nested values from
 * Parquet and SQL; parts that are not there are missing. A cell of JSON that has another form is refused when it is computed.
 */
export function unpack(source: Relation, name: string, shape: Shape, options: UnpackOptions): Unpacked {
  const { what, row, fixed = false, wrong = () => "FALSE" } = options;
  const column = identifier(name);
  const place = { file: fileOf(source), column: name };
  const type = source.typeOf(name);
  if (type !== "text" && type !== "other")
    throw new DataError(`expected ${what} (nested values, or JSON as text), found ${type}`, place);
  if (type === "other" && fixed) return { parts: `CAST(${column} AS ${typeOf(shape)})`, checked: (parts) => parts };
  const form = literal(JSON.stringify(named(shape)));
  const broken = refusal(`expected ${what}, got something else; the cell may be cut`, place, row);
  // A text that is no JSON is an error of the engine's that knows no row.
  const text = type === "other" ? `to_json(${column})` : `CASE WHEN json_valid(${column}) THEN ${column} END`;
  return {
    parts: `from_json(${text}, ${form})`,
    checked: (parts) =>
      `CASE WHEN ${column} IS NOT NULL AND (${parts} IS NULL OR ${wrong(parts)}) THEN ${broken} ELSE ${parts} END`,
  };
}

/** The shape as a type of the engine's. */
function typeOf(shape: Shape): string {
  if (shape === "text") return "VARCHAR";
  if (Array.isArray(shape)) return `${typeOf((shape as readonly [Shape])[0])}[]`;
  const parts = Object.entries(shape).map(([part, inner]) => `${identifier(part)} ${typeOf(inner)}`);
  return `STRUCT(${parts.join(", ")})`;
}

/** The shape as the engine's JSON functions take it. */
function named(shape: Shape): unknown {
  if (shape === "text") return "VARCHAR";
  if (Array.isArray(shape)) return [named((shape as readonly [Shape])[0])];
  return Object.fromEntries(Object.entries(shape).map(([part, inner]) => [part, named(inner)]));
}
