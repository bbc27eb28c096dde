import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Matrix, matrixOf } from "../src/matrix.js";

/**
 * Path of a file of the reference data (see CONTRIBUTING.md), or undefined where it is not on this machine: the folder
 * that CLIENTELE_DATA names, else ../shared/data beside the project.
 */
export function sharedFile(name: string): string | undefined {
  const folder = process.env.CLIENTELE_DATA ?? resolve(import.meta.dirname, "../../shared/data");
  const path = join(folder, name);
  return existsSync(path) ? path : undefined;
}

/** For node:test's `skip` option: false where the file is there, else why the test does not run. */
export function skipWithout(name: string): false | string {
  return sharedFile(name) === undefined ? `needs ${name} of the reference data (set CLIENTELE_DATA)` : false;
}

/** Columns of a plain CSV file of the reference data (commas, a header, no quoted commas), as text. */
export function sharedColumns(name: string): Record<string, string[]> {
  const path = sharedFile(name);
  if (path === undefined) throw new Error(`expected ${name} in the reference data, found none`);
  const [header = "", ...lines] = readFileSync(path, "utf8")
    .replace(/^\ufeff/, "")
    .trim()
    .split(/\r?\n/);
  const rows = lines.map((line) => line.split(",").map((cell) => cell.replace(/^"|"$/g, "")));
  return Object.fromEntries(
    header.split(",").map((title, j) => [title.replace(/^"|"$/g, ""), rows.map((row) => row[j]!)]),
  );
}

/** The answers of mcdonalds.csv: 1,453 people, eleven statements, 1 for yes and 0 for no. */
export function mcdonalds(): Matrix {
  const columns = Object.entries(sharedColumns("mcdonalds.csv")).slice(0, 11);
  return matrixOf(
    Object.fromEntries(columns.map(([name, cells]) => [name, cells.map((cell) => Number(cell === "Yes"))])),
  );
}
