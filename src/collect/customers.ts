import type { Band } from "../bands.js";
import { fetchColumns } from "../engine/fetchColumns.js";
import { Relation } from "../engine/relation.js";
import { closest, quoted, requireColumn, requireOptions } from "../errors.js";
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
import { customerKinds, customerRoles } from "./customers/customerRoles.js";
import { datesOf } from "./customers/datesOf.js";
import { idsOf } from "./customers/idsOf.js";
import { latestTraits } from "./customers/latestTraits.js";
import { mergeSpellings } from "./customers/mergeSpellings.js";
import { numbersOrBands } from "./customers/numbersOrBands.js";
import { type RoleColumns, rolesOfExport } from "./customers/preset.js";
import { flagsOf, idWarnings, salesforceRows } from "./customers/salesforceRows.js";
import { requireRoles } from "./requireRoles.js";
import { fileOf } from "./roleExpression.js";
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
  /** Where a person works, by name or id. */
  readonly company?: AnyColumn<C>;
  /** Of the company. */
  readonly industry?: AnyColumn<C>;
  /** How many people work for the company, or a band such as "11-50". */
  readonly employees?: AnyColumn<C>;
  /** What the company turns over in a year, or a band such as "$1M-$10M". */
  readonly revenue?: AnyColumn<C>;
  /** How far the relation has come, such as "lead" or "customer". */
  readonly stage?: AnyColumn<C>;
  /** What brought them, such as "Organic Search". */
  readonly acquisition?: AnyColumn<C>;
  /** The day or time since which they are in the list. */
  readonly signedUp?: AnyColumn<C>;
  readonly language?: AnyColumn<C>;
  readonly country?: AnyColumn<C>;
  readonly region?: AnyColumn<C>;
  readonly city?: AnyColumn<C>;
  readonly postalCode?: AnyColumn<C>;
  readonly latitude?: AnyColumn<C>;
  readonly longitude?: AnyColumn<C>;
}

/** A system whose exports are known: `customers` finds the columns. */
export type CustomerSource = "hubspot" | "salesforce" | "segment" | "userpilot";

/** Options of `customers`. */
export interface CustomersOptions {
  /** What stands for an unknown value, besides empty cells; by default the usual words ("Unknown", "N/A", "--", "Prefer not to say", ...). */
  missing?: readonly string[];
}

/** Options of `customers` beside the name of a source. */
export interface CustomerSourceOptions<C extends Row = Row> extends CustomersOptions {
  /** Columns (of Segment, traits such as "address.city") that go before those the source proposes; null leaves a role out. */
  roles?: { readonly [R in CustomerRole]?: AnyColumn<C> | null };
}

/** What a customer is known by: a role of `CustomerMapping`. */
export type CustomerRole = keyof CustomerMapping;

/** One customer under the names of the roles; those that were mapped are there. Bands are text, numbers numbers. */
export type CustomerRow = { customer: Id } & { [R in Exclude<CustomerRole, "customer">]?: Value };

/** Customers, one row each, and what was decided about their columns. */
export interface Customers {
  readonly table: Table<CustomerRow>;
  /** The column that each role was read from; of Segment, the trait, or the traits of which one has a value. */
  readonly roles: { readonly [R in CustomerRole]?: string };
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
  "--",
  "?",
  "(not set)",
  "(no value)",
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
 * Instead of a mapping, name where an export comes from: "hubspot" (contacts or companies), "salesforce" (accounts, contacts or leads, by Data Loader or as a
 * report), "userpilot" (users) or "segment" (identify calls, of which the latest value of each trait counts). The headers that these systems give by themselves
 * are found, `roles` of the result says which, and { roles } goes before: { roles: { region: "State", birthDate: null } } names one column and leaves one role out.
 * Numbers such as "$1,200,000" are read, and told in `warnings`, as is everything that is left out: the lines below a report, deleted records, calls of
 * visitors. E-mail addresses and names are never carried, unless you name one as the id.
 *
 * When it misleads: these headers follow the vendors' documentation; administrators rename fields, and an export in another language has other ones. Look at `roles`
 * before trusting an export. A create date is when the record came into the system, which for imported ones is the day of the import.
 *
 * @param raw a relation (of `read`), or a table, DataFrame, array of objects or Arrow bytes. A Salesforce report needs `read` with { ragged: "fill" }, for it ends with
 *   lines that are no rows.
 * @throws TypeError where a role is unknown or `customer` is not mapped; RangeError where the source is unknown; DataError where a column does not exist (the
 *   closest is named) or an export has no id (what was looked for is listed), a customer has no id or two rows, or a number or date role holds something
 *   else (with row and column).
 *
 * Source: HubSpot, Default properties; Salesforce, Object Reference; Twilio Segment, Spec: Identify; Userpilot, User properties (their documentation).
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
 * const firms = await customers(
 *   [
 *     { "Record ID": 51, Industry: "Retail", "Number of Employees": "11-50", "Annual Revenue": "$1,200,000" },
 *     { "Record ID": 52, Industry: "--", "Number of Employees": "1,000+", "Annual Revenue": null },
 *   ],
 *   "hubspot",
 * );
 * console.log(firms.roles.employees, firms.table.array("revenue")); // Number of Employees [ 1200000, null ]
 */
export async function customers<C extends Row>(
  raw: Relation<C> | TableLike<C>,
  mapping: CustomerMapping<C>,
  options?: CustomersOptions,
): Promise<Customers>;
export async function customers<C extends Row>(
  raw: Relation<C> | TableLike<C>,
  source: Exclude<CustomerSource, "segment">,
  options?: CustomerSourceOptions<C>,
): Promise<Customers>;
export async function customers<C extends Row>(
  raw: Relation<C> | TableLike<C>,
  source: "segment",
  options?: CustomerSourceOptions,
): Promise<Customers>;
export async function customers(
  raw: Relation | TableLike,
  mapping: CustomerMapping | CustomerSource,
  options: CustomerSourceOptions = {},
): Promise<Customers> {
  requireOptions(options, { missing: true, ...(typeof mapping === "string" ? { roles: true } : {}) }, "customers");
  const { roles, cells, rows, file, warnings } = await listOf(raw, mapping, options.roles ?? {});
  const find = findMissing(
    options.missing ?? [...missingAnswers.filter((word) => typeof word === "string"), ...unknown],
    false,
  );
  const merged: { role: string; value: string; became: string; rows: number }[] = [];
  const missing: { role: string; value: string; rows: number }[] = [];
  const bands: { [R in CustomerRole]?: readonly Band[] } = {};
  const columns: Record<string, readonly Value[]> = {};
  for (const role of customerRoles) {
    const name = roles[role];
    if (name === undefined) continue;
    const own = { role, name, cells: cells[role]!, rows, file, proposed: typeof mapping === "string" };
    if (role === "customer") {
      columns[role] = idsOf(own, warnings);
      if (mapping === "salesforce") warnings.push(...idWarnings(columns[role]));
      continue;
    }
    const values = withoutUnknown(own.cells, role, find, missing);
    const kind = customerKinds[role];
    if (kind === "number") {
      const read = numbersOrBands({ ...own, cells: values }, warnings);
      columns[role] = read.values;
      if (read.bands !== undefined) bands[role] = read.bands;
    } else if (kind === "date") columns[role] = await datesOf({ ...own, cells: values }, warnings);
    else if (kind === "text") columns[role] = values.map((cell) => (cell === null ? null : String(cell).trim()));
    else columns[role] = mergeSpellings(values, role, merged);
  }
  const count = columns.customer!.length;
  for (const [role, values] of Object.entries(columns)) {
    const without = values.filter((cell) => cell === null).length;
    if (without === count) warnings.push(`${role}: nobody has a value.`);
    else if (without > count / 2)
      warnings.push(`${role}: ${percent(without / count)} of ${counted(count, "customer")} have no value.`);
  }
  return {
    table: tableOf(columns as Record<string, never[]>) as Table<CustomerRow>,
    roles,
    bands,
    merged: tableOfRows(merged, ["role", "value", "became", "rows"]),
    missing: tableOfRows(missing, ["role", "value", "rows"]),
    warnings,
  };
}

/** The cells of each role, and where they come from. */
interface List {
  readonly roles: RoleColumns;
  readonly cells: { readonly [R in CustomerRole]?: readonly Value[] };
  /** The row of each customer in the source; undefined where a customer has several. */
  readonly rows: readonly number[] | undefined;
  readonly file: string | undefined;
  readonly warnings: string[];
}

async function listOf(
  raw: Relation | TableLike,
  mapping: CustomerMapping | CustomerSource,
  corrections: { readonly [R in CustomerRole]?: string | null },
): Promise<List> {
  const overrides = typeof mapping === "string" ? checkSource(mapping, corrections) : {};
  const file = raw instanceof Relation ? fileOf(raw) : undefined;
  if (mapping === "segment") {
    const { table, roles, warnings } = await latestTraits(raw, overrides);
    return { roles, cells: cellsOf(table, (role) => role, roles), rows: undefined, file, warnings: [...warnings] };
  }
  const source = raw instanceof Relation ? raw : toTable(raw);
  const names = source instanceof Relation ? source.names : source.columnNames();
  const roles = typeof mapping === "string" ? rolesOfExport(mapping, names, overrides, file) : checkMapping(mapping);
  for (const [role, name] of Object.entries(roles)) requireColumn(names, name, `a column for ${role}`, { file });
  const flags = mapping === "salesforce" ? flagsOf(names) : [];
  const table = source instanceof Relation ? await fetchColumns(source, [...Object.values(roles), ...flags]) : source;
  const all = cellsOf(table, (role) => roles[role]!, roles);
  const rows = Array.from({ length: table.numRows() }, (_, i) => i + 1);
  const warnings: string[] = [];
  if (Object.keys(roles).length === 1 && typeof mapping === "string")
    warnings.push(`No column but the id has a name that exports of ${mapping} give: name them with { roles }.`);
  if (mapping !== "salesforce") return { roles, cells: all, rows, file, warnings };
  const out = await salesforceRows(source, rows.length, roles.customer!, table);
  const cells = Object.fromEntries(
    Object.entries(all).map(([role, own]) => [role, own.filter((_, i) => !out.rows.has(i))]),
  );
  return {
    roles,
    cells,
    rows: rows.filter((_, i) => !out.rows.has(i)),
    file,
    warnings: [...warnings, ...out.warnings],
  };
}

function cellsOf(table: Table, nameOf: (role: CustomerRole) => string, roles: RoleColumns): List["cells"] {
  return Object.fromEntries(
    (Object.keys(roles) as CustomerRole[]).map((role) => [role, Array.from(column(table, nameOf(role)))]),
  );
}

function checkMapping(mapping: unknown): RoleColumns {
  const columns = requireRoles(mapping, customerRoles, "{ customer, age, gender }");
  if (columns.customer === undefined) throw new TypeError("expected a column for the role customer, got none");
  return columns;
}

const sources: readonly CustomerSource[] = ["hubspot", "salesforce", "segment", "userpilot"];

/** The roles that go before those of the source, once both are known to be some. */
function checkSource(source: string, corrections: unknown): { readonly [R in CustomerRole]?: string | null } {
  if (!(sources as readonly string[]).includes(source)) {
    const near = closest(source, sources);
    throw new RangeError(
      `expected a mapping, or a source among ${sources.join(", ")}, got ${quoted(source)}.${near === undefined ? "" : ` Did you mean ${quoted(near)}?`}`,
    );
  }
  if (corrections === null || typeof corrections !== "object")
    throw new TypeError(`expected { roles } such as { region: "State", birthDate: null }, got ${quoted(corrections)}`);
  const entries = Object.entries(corrections).filter(([, name]) => name !== undefined);
  requireRoles(
    Object.fromEntries(entries.map(([role, name]) => [role, name ?? ""])),
    customerRoles,
    '{ region: "State" }',
  );
  return Object.fromEntries(entries);
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
