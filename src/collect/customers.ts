import { type Band, readBands } from "../bands.js";
import { identifier } from "../engine/quote.js";
import { Relation } from "../engine/relation.js";
import { DataError, requireColumn, requireOptions } from "../errors.js";
import type { Id } from "../matrix.js";
import { counted, percent } from "../readable.js";
import {
  type AnyColumn,
  column,
  type Row,
  type Table,
  type TableLike,
  tableOf,
  tableOfRows,
  toTable,
  type Value,
} from "../table.js";

import { mergeSpellings } from "./customers/mergeSpellings.js";
import { requireRoles } from "./requireRoles.js";
import { findMissing, missingAnswers } from "./survey/missingCodes.js";

/** Which column says what of a customer. All but `customer` may be left out. */
export interface CustomerMapping<C extends Row = Row> {
  /** Who it is: one row each. */
  readonly customer: AnyColumn<C>;
  /** Years, or a band such as "25-34". */
  readonly age?: AnyColumn<C>;
  readonly birthDate?: AnyColumn<C>;
  readonly gender?: AnyColumn<C>;
  /** An amount, or a band such as "$50-75K". */
  readonly income?: AnyColumn<C>;
  readonly education?: AnyColumn<C>;
  readonly occupation?: AnyColumn<C>;
  /** Who lives together, such as "2 Adults Kids". */
  readonly household?: AnyColumn<C>;
  /** How many live together, or a band such as "5+". */
  readonly householdSize?: AnyColumn<C>;
  readonly children?: AnyColumn<C>;
  readonly maritalStatus?: AnyColumn<C>;
  readonly homeOwnership?: AnyColumn<C>;
  readonly language?: AnyColumn<C>;
  readonly country?: AnyColumn<C>;
  readonly region?: AnyColumn<C>;
  readonly city?: AnyColumn<C>;
  readonly postalCode?: AnyColumn<C>;
  readonly latitude?: AnyColumn<C>;
  readonly longitude?: AnyColumn<C>;
}

/** Options of `customers`. */
export interface CustomersOptions {
  /** What stands for an unknown value, besides empty cells; by default the usual words ("Unknown", "N/A", "Prefer not to say", ...). */
  missing?: readonly string[];
}

/** What a customer is known by: a role of `CustomerMapping`. */
export type CustomerRole = keyof CustomerMapping;

const kinds = {
  customer: "id",
  age: "number",
  birthDate: "date",
  gender: "category",
  income: "number",
  education: "category",
  occupation: "category",
  household: "category",
  householdSize: "number",
  children: "number",
  maritalStatus: "category",
  homeOwnership: "category",
  language: "category",
  country: "category",
  region: "category",
  city: "category",
  postalCode: "text",
  latitude: "number",
  longitude: "number",
} as const satisfies Record<CustomerRole, string>;

const roleNames = Object.keys(kinds) as CustomerRole[];

/** One customer under the names of the roles; those that were mapped are there. Bands are text, numbers numbers. */
export type CustomerRow = { customer: Id } & { [R in Exclude<CustomerRole, "customer">]?: Value };

/** Customers, one row each, and what was decided about their columns. */
export interface Customers {
  readonly table: Table<CustomerRow>;
  /** The bands of the roles that are written in bands, lowest first. */
  readonly bands: { readonly [R in CustomerRole]?: readonly Band[] };
  /** Spellings that were taken for one: a row each, but for the one that stays. */
  readonly merged: Table<{ role: string; value: string; became: string; rows: number }>;
  /** What was taken for unknown: a row a role and word. "(empty)" is an empty cell. */
  readonly missing: Table<{ role: string; value: string; rows: number }>;
  /** What to look at before using them, in words. */
  readonly warnings: readonly string[];
}

/** Words for unknown in lists of customers, beside those of surveys. */
const unknown = [
  "Unknown",
  "Undisclosed",
  "Not specified",
  "None given",
  "n.a.",
  "-",
  "?",
  "Unbekannt",
  "keine Angabe",
  "k.A.",
  "Inconnu",
  "Desconocido",
];

/**
 * Makes a list of customers (a CRM table) trustworthy: one row a customer under the names of the roles, so that nothing later has to know what a
 * company calls its columns.
 *
 * Ages, incomes and counts may be numbers or bands ("25-34", "$50-75K", "65+", "Under 15K"): bands keep their words, and `bands` has their order, ends and
 * midpoints. Categories that differ in capitals, spaces or punctuation are one ("new york " and "New York"), and so are the usual words for
 * genders; `merged` lists each spelling that gave way. Words for unknown become null, counted in `missing`.
 *
 * When it misleads: a midpoint is no measurement, and that of an open band is a guess (as wide as the band beside it). Spellings that differ in letters
 * ("Zurich", "Zuerich") stay apart.
 *
 * Nothing is dropped: rows without any value stay, and columns that are not mapped stay in the source.
 *
 * @param raw a relation (of `read`), or a table, DataFrame, array of objects or Arrow bytes.
 * @throws TypeError where a role is unknown or `customer` is not mapped; DataError where a column does not exist (the closest is named), a customer has no
 *   id or two rows, or a number or date role holds something else (with row and column).
 *
 * @example
 * const known = await customers(
 *   [
 *     { id: 1, years: "25-34", sex: "F", town: "Bern " },
 *     { id: 2, years: "65+", sex: "female", town: "bern" },
 *     { id: 3, years: "35-64", sex: "M", town: "Unknown" },
 *   ],
 *   { customer: "id", age: "years", gender: "sex", city: "town" },
 * );
 * console.log(known.table.array("gender")); // [ 'female', 'female', 'male' ]
 * console.log(known.bands.age?.map(({ midpoint }) => midpoint)); // [ 29.5, 49.5, 79.5 ]
 * console.log(known.missing.objects()); // [ { role: 'city', value: 'Unknown', rows: 1 } ]
 */
export async function customers<C extends Row>(
  raw: Relation<C> | TableLike<C>,
  mapping: CustomerMapping<C>,
  options: CustomersOptions = {},
): Promise<Customers> {
  requireOptions(options, { missing: true }, "customers");
  const roles = checkMapping(mapping);
  const source: Table = raw instanceof Relation ? await mapped(raw, Object.values(roles)) : toTable(raw);
  for (const [role, name] of Object.entries(roles)) requireColumn(source.columnNames(), name, `a column for ${role}`);
  const find = findMissing(
    options.missing ?? [...missingAnswers.filter((word) => typeof word === "string"), ...unknown],
    false,
  );
  const merged: { role: string; value: string; became: string; rows: number }[] = [];
  const missing: { role: string; value: string; rows: number }[] = [];
  const warnings: string[] = [];
  const bands: { [R in CustomerRole]?: readonly Band[] } = {};
  const columns: Record<string, readonly Value[]> = {};
  for (const role of roleNames) {
    const name = roles[role];
    if (name === undefined) continue;
    const cells = Array.from(column(source, name));
    if (role === "customer") {
      columns[role] = idsOf(cells, name);
      continue;
    }
    const known = withoutUnknown(cells, role, find, missing);
    const kind = kinds[role];
    if (kind === "number") columns[role] = numbersOrBands(known, role, name, bands, warnings);
    else if (kind === "date") columns[role] = datesOf(known, name);
    else if (kind === "text") columns[role] = known.map((cell) => (cell === null ? null : String(cell).trim()));
    else columns[role] = mergeSpellings(known, role, merged);
  }
  const count = columns.customer!.length;
  for (const [role, cells] of Object.entries(columns)) {
    const without = cells.filter((cell) => cell === null).length;
    if (without === count) warnings.push(`${role}: nobody has a value.`);
    else if (without > count / 2)
      warnings.push(`${role}: ${percent(without / count)} of ${counted(count, "customer")} have no value.`);
  }
  return {
    table: tableOf(columns as Record<string, never[]>) as Table<CustomerRow>,
    bands,
    merged: tableOfRows(merged, ["role", "value", "became", "rows"]),
    missing: tableOfRows(missing, ["role", "value", "rows"]),
    warnings,
  };
}

function checkMapping(mapping: unknown): { readonly [R in CustomerRole]?: string } {
  const columns = requireRoles(mapping, roleNames, "{ customer, age, gender }");
  if (columns.customer === undefined) throw new TypeError("expected a column for the role customer, got none");
  return columns;
}

/** The columns that are used, fetched from the engine. */
function mapped(raw: Relation, names: readonly string[]): Promise<Table> {
  for (const name of names) requireColumn(raw.names, name);
  const columns = raw.columns.filter(({ name }) => names.includes(name));
  return raw.select(columns.map(({ name, type }) => ({ name, type, sql: identifier(name) }))).toTable();
}

function idsOf(cells: readonly Value[], name: string): Id[] {
  const first = new Map<Id, number>();
  return cells.map((cell, i) => {
    if (cell === null || (typeof cell === "string" && cell.trim() === ""))
      throw new DataError("expected an id for every customer, got none; give it one, or leave the row out", {
        row: i + 1,
        column: name,
      });
    if (typeof cell !== "string" && typeof cell !== "number")
      throw new DataError(`expected an id to be text or a number, got ${typeof cell}`, { row: i + 1, column: name });
    const before = first.get(cell);
    if (before !== undefined)
      throw new DataError(
        `expected one row a customer, got ${JSON.stringify(cell)} in rows ${before} and ${i + 1}; keep one of them`,
        { row: i + 1, column: name },
      );
    first.set(cell, i + 1);
    return cell;
  });
}

function withoutUnknown(
  cells: readonly Value[],
  role: string,
  find: (cell: Value) => string | undefined,
  counts: { role: string; value: string; rows: number }[],
): Value[] {
  const found = new Map<string, number>();
  const known = cells.map((cell) => {
    const word = find(cell);
    if (word === undefined) return cell;
    found.set(word, (found.get(word) ?? 0) + 1);
    return null;
  });
  for (const [value, rows] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) counts.push({ role, value, rows });
  return known;
}

function numbersOrBands(
  cells: readonly Value[],
  role: CustomerRole,
  name: string,
  bands: { [R in CustomerRole]?: readonly Band[] },
  warnings: string[],
): Value[] {
  const texts = cells.map((cell) => (cell === null ? null : String(cell).trim()));
  const numbers = texts.map((text) =>
    text === null ? null : /^[-+]?(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN,
  );
  const odd = numbers.findIndex((value) => Number.isNaN(value));
  if (odd < 0) return numbers;
  const found = readBands([...new Set(texts.filter((text) => text !== null))]);
  if (found === undefined)
    throw new DataError(
      `expected numbers, or bands such as "25-34" and "65+", for ${role}, got ${JSON.stringify(cells[odd])}; correct it, or name it in { missing }`,
      { row: odd + 1, column: name },
    );
  if (found.overlapping.length > 0)
    warnings.push(
      `${role}: bands overlap (${found.overlapping.map((text) => JSON.stringify(text)).join(", ")} with the one before).`,
    );
  bands[role] = found.bands;
  return texts;
}

function datesOf(cells: readonly Value[], name: string): Value[] {
  return cells.map((cell, i) => {
    if (cell === null) return null;
    const date =
      cell instanceof Date
        ? cell
        : typeof cell === "string" && /^\d{4}-\d{2}-\d{2}/.test(cell)
          ? new Date(cell)
          : undefined;
    if (date === undefined || Number.isNaN(date.getTime()))
      throw new DataError(
        `expected a date such as 1985-04-23, got ${JSON.stringify(cell)}; let read find its form with dateOrder or dateFormat`,
        { row: i + 1, column: name },
      );
    return date;
  });
}
