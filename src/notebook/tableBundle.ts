import { column, type Table, type Value } from "../table.js";
import { escapeHtml } from "./escapeHtml.js";
import type { MimeBundle } from "./notebook.js";

/** A table up to this long is shown whole: cutting off its last line or two would hide the total. */
const shortTable = 20;
const shownRows = 10;
/** What audits and notes say in a cell fits whole; only texts beyond that are cut. */
const longestText = 400;

/** A Table as HTML and as text: whole where it is short or `whole` asks for it, else its first ten rows; numbers aligned at the right, and how much there is in all. */
export function tableBundle(table: Table, { whole: all = false }: { whole?: boolean } = {}): MimeBundle {
  const names = table.columnNames();
  const count = all || table.numRows() <= shortTable ? table.numRows() : shownRows;
  const columns = names.map((name) => {
    const source = column(table, name);
    const values = Array.from({ length: count }, (_, i) => source[i] ?? null);
    const numeric = values.some((value) => typeof value === "number" || typeof value === "bigint");
    return { name, values, numeric, texts: texts(name, values) };
  });
  const size = `${whole(table.numRows())} ${table.numRows() === 1 ? "row" : "rows"} x ${names.length} ${names.length === 1 ? "column" : "columns"}`;
  const more = count < table.numRows() ? `${size}, the first ${count} shown` : size;

  // Short texts stay on one line, and a table that is too wide scrolls; long texts wrap.
  const style = ({ numeric, texts }: { numeric: boolean; texts: readonly string[] }) => {
    const long = texts.some((text) => text.length > 40);
    return `style="text-align:${numeric ? "right" : "left"};white-space:${long ? "pre-wrap;min-width:20em" : "pre"}"`;
  };
  const head = columns.map((one) => `<th scope="col" ${style(one)}>${escapeHtml(one.name)}</th>`);
  const body = Array.from({ length: count }, (_, i) => {
    const cells = columns.map((one) => {
      const text = escapeHtml(one.texts[i]!);
      const shown = one.values[i] === null ? `<span title="missing" style="opacity:.65">${text}</span>` : text;
      return `<td ${style(one)}>${shown}</td>`;
    });
    return `<tr>${cells.join("")}</tr>`;
  });
  const html = [
    '<div class="clientele-table" style="overflow-x:auto">',
    `<table><thead><tr>${head.join("")}</tr></thead>`,
    `<tbody>${body.join("\n")}</tbody></table>`,
    `<p style="opacity:.7;margin:.3em 0">${more}</p></div>`,
  ];
  return { "text/html": html.join("\n"), "text/plain": plain(columns, count, more) };
}

function plain(
  columns: readonly { name: string; numeric: boolean; texts: readonly string[] }[],
  count: number,
  size: string,
): string {
  const parts = columns.map(({ name, numeric, texts }) => {
    const cells = [name, ...texts].map((text) => text.replaceAll("\n", " "));
    const width = Math.max(...cells.map((text) => text.length));
    return cells.map((text) => (numeric ? text.padStart(width) : text.padEnd(width)));
  });
  const lines = Array.from({ length: count + 1 }, (_, i) =>
    parts
      .map((cells) => cells[i])
      .join("  ")
      .trimEnd(),
  );
  return [...lines, size].join("\n");
}

/** The cells of a column, all numbers with the same decimals. */
function texts(name: string, values: readonly Value[]): string[] {
  const finite = values.filter((value): value is number => typeof value === "number" && Number.isFinite(value));
  const decimals = decimalsFor(finite);
  // A customer 17850 is a name, not 17,850.
  const key =
    finite.every(Number.isInteger) &&
    /(^|[^a-z])(id|no|nr|number|code|year|zip|phone|customer|order|invoice)$/i.test(
      name.replace(/([a-z])([A-Z])/g, "$1 $2"),
    );
  const midnight = values.every((value) => !(value instanceof Date) || value.getTime() % 86_400_000 === 0);
  return values.map((value) => {
    if (value === null) return "–";
    if (typeof value === "number") {
      if (!Number.isFinite(value) || Math.abs(value) >= 1e15) return String(value);
      if (key && Number.isInteger(value)) return String(value);
      const text = value.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
      // Among small numbers, such as p-values, what is not 0 does not read as 0; and nothing is "-0.00".
      if (/^-?[0.]+$/.test(text)) return value === 0 || decimals < 3 ? text.replace("-", "") : value.toExponential(1);
      return text;
    }
    if (value instanceof Date) {
      if (Number.isNaN(value.getTime())) return "invalid date";
      const iso = value.toISOString();
      return midnight ? iso.slice(0, 10) : iso.slice(0, 19).replace("T", " ");
    }
    const text = typeof value === "object" ? JSON.stringify(value) : String(value);
    return text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text;
  });
}

/** Decimals that show three digits of a typical value, at most 4, and no more than the values have, but two as in money; none where all are whole. */
function decimalsFor(values: readonly number[]): number {
  if (values.every(Number.isInteger)) return 0;
  const most = values.reduce((most, value) => Math.max(most, decimalsOf(value)), 0);
  const sizes = values.filter((value) => value !== 0).map(Math.abs);
  const typical = sizes.sort((a, b) => a - b)[sizes.length >> 1]!;
  return Math.min(Math.max(2, most), typical >= 1 ? 2 : typical >= 0.1 ? 3 : 4);
}

/** How many decimals a number is written with; 4 where it has an exponent. */
function decimalsOf(value: number): number {
  const written = String(value);
  return written.includes("e") ? 4 : (written.split(".")[1] ?? "").length;
}

function whole(value: number): string {
  return value.toLocaleString("en-US");
}
