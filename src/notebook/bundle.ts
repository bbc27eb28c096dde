import { Relation } from "../engine/relation.js";
import { type Features, isDictionary } from "../features.js";
import { isFigure } from "../plot/figure.js";
import { hasCustomers, type Segmentation, segmentName } from "../segmentation.js";
import { isFeatures, isTable, type Table, tableOf, tableOfRows, toTable } from "../table.js";
import { escapeHtml } from "./escapeHtml.js";
import { figureBundle } from "./figureBundle.js";
import type { MimeBundle } from "./notebook.js";
import { tableBundle } from "./tableBundle.js";

/** The method by which any object can say how it is shown: it returns a MIME bundle. Deno's kernel asks for the same. */
export const displayMethod: unique symbol = Symbol.for("Jupyter.display") as never;

/**
 * How a value is shown in a notebook, as a MIME bundle; `undefined` where it has no richer form than text.
 *
 * Figures, Tables, danfo DataFrames, features (their first rows, their whole dictionary and their warnings), Segmentations (their segments and warnings, and the verdict on a deep one), what `clean` dropped (its rules), `chooseK` and `stability`
 * (the table with a row for each k), relations (their columns: rows are fetched by `head`) and all objects with a synchronous method `[Symbol.for("Jupyter.display")]()` have one.
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
  if (isTable(value)) return tableBundle(value, { whole: isDictionary(value) });
  if (isSegmentation(value)) {
    // A deep segmentation says whether the network earned its cost.
    const { verdict } = value as { verdict?: unknown };
    const said = typeof verdict === "string" ? [verdict] : [];
    return withWarnings(tableBundle(segments(value)), [...said, ...value.warnings]);
  }
  if (isFeatures(value)) return features(value);
  for (const part of mainTables) {
    const { [part]: table } = value as { [part: string]: unknown };
    if (isTable(table)) return tableBundle(table);
  }
  if (value instanceof Relation) return tableBundle(tableOfRows(value.columns, ["name", "type"]), { whole: true });
  const frame = value as { columns?: unknown; values?: unknown; dtypes?: unknown };
  if (Array.isArray(frame.columns) && Array.isArray(frame.values) && Array.isArray(frame.dtypes))
    return tableBundle(toTable(value as never));
  return undefined;
}

function isSegmentation(value: object): value is Segmentation {
  const { ids, labels, sizes, method } = value as Partial<Segmentation>;
  return Array.isArray(ids) && labels instanceof Int32Array && Array.isArray(sizes) && typeof method === "string";
}

/** The first customers, what each column means, and what to know before using them. */
function features({ table, dictionary, warnings }: Features): MimeBundle {
  const [rows, meanings] = [tableBundle(table), tableBundle(dictionary, { whole: true })];
  const heading = "What the columns mean";
  const together = {
    "text/html": `${rows["text/html"]}\n<p><b>${heading}</b></p>\n${meanings["text/html"]}`,
    "text/plain": `${rows["text/plain"]}\n\n${heading}\n${meanings["text/plain"]}`,
  };
  return withWarnings(together, warnings);
}

/** What a reader must know before trusting what is shown stands below it. */
function withWarnings(shown: MimeBundle, warnings: readonly string[]): MimeBundle {
  if (warnings.length === 0) return shown;
  const items = warnings.map((warning) => `<li>${escapeHtml(warning)}</li>`).join("");
  return {
    "text/html": `${shown["text/html"]}\n<ul>${items}</ul>`,
    "text/plain": `${shown["text/plain"]}\n${warnings.map((warning) => `- ${warning}`).join("\n")}`,
  };
}

/** The table that says most of a result which has several parts; the others are read by name. */
const mainTables = ["rules", "summary", "table"];

/** One row per segment, and one for noise where there is any. */
function segments(segmentation: Segmentation): Table {
  const { sizes, ids } = segmentation;
  const inSegments = sizes.reduce((sum, size) => sum + size, 0);
  const all = hasCustomers(segmentation) ? ids.length : inSegments;
  const noise = all - inSegments;
  const labels = [...sizes.keys(), ...(noise > 0 ? [-1] : [])];
  const customers = [...sizes, ...(noise > 0 ? [noise] : [])];
  return tableOf({
    segment: labels.map((label) => segmentName(segmentation, label)),
    customers,
    share: customers.map((size) => size / all),
  });
}
