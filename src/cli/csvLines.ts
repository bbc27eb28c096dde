import { column, type Table, type Value } from "../table.js";

const rowsAtOnce = 1000;

/** A table as CSV (RFC 4180: commas, quotes where they are needed, lines that end in CRLF), a thousand rows at a time. A missing value is empty, an empty text `""`. */
export function* csvLines(table: Table): Generator<string> {
  const names = table.columnNames();
  const columns = names.map((name) => column(table, name));
  yield `${names.map(field).join(",")}\r\n`;
  const rows = table.numRows();
  for (let from = 0; from < rows; from += rowsAtOnce) {
    const lines: string[] = [];
    for (let i = from; i < Math.min(rows, from + rowsAtOnce); i++)
      lines.push(`${columns.map((cells) => field(cells[i])).join(",")}\r\n`);
    yield lines.join("");
  }
}

function field(cell: Value | undefined): string {
  if (cell === null || cell === undefined) return "";
  const text = cell instanceof Date ? cell.toISOString() : String(cell);
  return text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
