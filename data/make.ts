// Writes the bundled shop: node --import tsx data/make.ts
// The same bytes every time; test/collect/simulate.test.ts holds the files to it.
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import process from "node:process";
import { gzipSync } from "node:zlib";
import { simulate } from "../src/collect/simulate.js";
import { column, type Table } from "../src/table.js";

/** Text of each bundled file by its name, without compression. */
export function bundledFiles(): Map<string, string> {
  const shop = simulate();
  const money = { unit_price: 2, amount: 2 };
  return new Map([
    ["orders.csv", csv(shop.orders, money)],
    ["customers.csv", csv(shop.customers)],
    ["survey.csv", csv(shop.survey)],
    ["survey_items.csv", csv(shop.surveyItems)],
    ["events.csv.gz", csv(shop.events)],
    ["truth.csv", csv(shop.truth)],
    ["defects.csv", csv(shop.defects)],
  ]);
}

/** RFC 4180 but for line ends, which are plain newlines; missing is empty. */
function csv(table: Table, decimals: Readonly<Record<string, number>> = {}): string {
  const names = table.columnNames();
  const columns = names.map((name) => column(table, name));
  const lines = [names.map(field).join(",")];
  for (let i = 0; i < table.numRows(); i++)
    lines.push(columns.map((cells, j) => field(cells[i], decimals[names[j]!])).join(","));
  return `${lines.join("\n")}\n`;
}

function field(value: unknown, decimals?: number): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "number" && decimals !== undefined ? value.toFixed(decimals) : String(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === import.meta.filename)
  for (const [name, text] of bundledFiles())
    writeFileSync(resolve(import.meta.dirname, name), name.endsWith(".gz") ? gzipSync(text, { level: 9 }) : text);
