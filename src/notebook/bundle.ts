import { isFigure } from "../plot/figure.js";
import { isTable, toTable } from "../table.js";
import { figureBundle } from "./figureBundle.js";
import type { MimeBundle } from "./notebook.js";
import { tableBundle } from "./tableBundle.js";

/** The method by which any object can say how it is shown: it returns a MIME bundle. Deno's kernel asks for the same. */
export const displayMethod: unique symbol = Symbol.for("Jupyter.display") as never;

/**
 * How a value is shown in a notebook, as a MIME bundle; `undefined` where it has no richer form than text.
 *
 * Figures, Tables, danfo DataFrames and all objects with a synchronous method `[Symbol.for("Jupyter.display")]()` have one.
 *
 * @example
 * console.log(Object.keys(bundle(toTable([{ segment: "Loyal", customers: 12 }]))!)); // [ 'text/html', 'text/plain' ]
 */
export function bundle(value: unknown): MimeBundle | undefined {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return undefined;
  const method = (value as { [displayMethod]?: unknown })[displayMethod];
  if (typeof method === "function") {
    const shown: unknown = method.call(value);
    return typeof shown === "object" && shown !== null ? (shown as MimeBundle) : undefined;
  }
  if (isFigure(value)) return figureBundle(value);
  if (isTable(value)) return tableBundle(value);
  const frame = value as { columns?: unknown; values?: unknown; dtypes?: unknown };
  if (Array.isArray(frame.columns) && Array.isArray(frame.values) && Array.isArray(frame.dtypes))
    return tableBundle(toTable(value as never));
  return undefined;
}
