import { createRequire } from "node:module";
import { DataError } from "./errors.js";
import { column, type DataFrameLike, type TableLike, toTable, type Value } from "./table.js";

/**
 * Gives the table as a danfo DataFrame, for those who think in pandas. Needs the package `danfojs-node`. Missing values
 * become `NaN`, as in all DataFrames, and dates their ISO text ("2011-12-10T00:00:00.000Z"), which `toTable` does not turn back.
 *
 * @throws DataError where a whole number is beyond 2^53, which would be rounded; Error where danfojs-node is not installed.
 *
 * @example
 * const frame = toDanfo(toTable([{ name: "Ada", age: 36 }]));
 * console.log(frame.shape); // [ 1, 2 ]
 */
export function toDanfo(data: TableLike): DataFrameLike & { readonly shape: number[]; print(): void } {
  const source = toTable(data);
  const names = source.columnNames();
  const columns = names.map((name) => Array.from(column(source, name), (cell, i) => danfoValue(cell, i, name)));
  const rows = Array.from({ length: source.numRows() }, (_, i) => columns.map((cells) => cells[i]));
  return new (danfo().DataFrame)(rows, { columns: names });
}

function danfoValue(cell: Value, i: number, name: string): unknown {
  if (cell === null || cell === undefined) return Number.NaN;
  if (cell instanceof Date) return cell.toISOString();
  if (typeof cell !== "bigint") return cell;
  if (Number.isSafeInteger(Number(cell))) return Number(cell);
  throw new DataError(`expected a whole number within 2^53, got ${cell}; make the column text first`, {
    row: i + 1,
    column: name,
  });
}

interface Danfo {
  DataFrame: new (
    rows: unknown[][],
    options: { columns: string[] },
  ) => DataFrameLike & { readonly shape: number[]; print(): void };
}

/** danfo brings its own TensorFlow, so it is loaded only when somebody asks for a DataFrame. */
function danfo(): Danfo {
  try {
    return createRequire(import.meta.url)("danfojs-node") as Danfo;
  } catch (cause) {
    throw new Error(
      "expected the package danfojs-node, which toDanfo needs; install it with: npm install danfojs-node",
      { cause },
    );
  }
}
