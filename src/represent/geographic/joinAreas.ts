import { DataError, quoted, requireColumn, requireOneOf, requireOptions } from "../../errors.js";
import type { FeatureRow } from "../../features.js";
import { counted } from "../../readable.js";
import { type AnyColumn, column, type Row, type Table, type TableLike, toTable, type Value } from "../../table.js";
import { countryCode } from "./countryCode.js";
import { countValues, frequentValues } from "./frequentValues.js";
import { placeKey } from "./placeKey.js";
import { regionCode } from "./regionCode.js";

/** What customers and areas are joined on. */
export type AreaRole = "country" | "region" | "city" | "postalCode";

/** A table with one row an area (urbanity, climate, median income, ...), and how its areas are found. */
export interface Areas<A extends Row = Row> {
  /** One row an area. */
  readonly table: TableLike<A>;
  /** What of a customer names the area. */
  readonly on: AreaRole;
  /** The column of `table` that names the area; by default the one called as `on`. */
  readonly key?: AnyColumn<A>;
  /** The columns that become features; by default all others. */
  readonly columns?: readonly AnyColumn<A>[];
  /** The column of `table` with the country of the area, where areas of several countries could share a name or code. */
  readonly country?: AnyColumn<A>;
  /** For postal codes: customers are joined by the first so many characters of theirs (5 takes "02139-4307" to the area "02139"). */
  readonly prefix?: number;
}

/** What is known of a customer to find their area by, each null where it is not known. */
export interface AreaPlace {
  /** The country's code, or what was written. */
  country: string | null;
  /** The state's or province's code, where the country has such; else what was written. */
  region: string | null;
  city: string | null;
  postalCode: string | null;
}

const known = { table: true, on: true, key: true, columns: true, country: true, prefix: true } satisfies Record<
  keyof Areas,
  true
>;

/** A feature that areas bring. */
export interface AreaFeature extends Omit<FeatureRow, "base"> {
  readonly values: Value[];
}

/** The features of a table of areas for each customer: null where a customer is in none. What was not found is told in `warnings`. */
export function joinAreas(
  areas: Areas,
  rows: number,
  placeOf: (row: number) => AreaPlace,
  has: (role: AreaRole) => boolean,
  warnings: string[],
): AreaFeature[] {
  requireOptions(areas, known, "geographic's areas");
  const { on, prefix } = areas;
  requireOneOf("on", on, ["country", "region", "city", "postalCode"]);
  if (prefix !== undefined && (on !== "postalCode" || !Number.isInteger(prefix) || prefix < 1))
    throw new RangeError(
      `expected prefix to be a whole number from 1, for areas on "postalCode", got ${quoted(prefix)} on ${quoted(on)}`,
    );
  const table = toTable(areas.table) as Table;
  const key = areas.key ?? on;
  const names = table.columnNames();
  requireColumn(names, key, `a column of the areas for ${on}`);
  if (areas.country !== undefined) requireColumn(names, areas.country, "a column of the areas for country");
  const taken = areas.columns ?? names.filter((name) => name !== key && name !== areas.country);
  for (const name of taken) requireColumn(names, name, "a column of the areas");
  for (const role of [on, ...(areas.country === undefined ? [] : (["country"] as const))])
    if (!has(role)) throw new DataError(`expected customers with ${role}, to find their areas by; map it in customers`);

  const rowOf = areaRows(table, key, areas.country, on);
  const unmatched: string[] = [];
  const countries = new Set<string | null>();
  const unknown = { place: 0, country: 0 };
  let zeros: [string, string] | undefined;
  let zeroCount = 0;
  const found = Int32Array.from({ length: rows }, (_, i) => {
    const place = placeOf(i);
    const written = place[on];
    if (written === null) {
      unknown.place++;
      return -1;
    }
    if (areas.country !== undefined && place.country === null) {
      unknown.country++;
      return -1;
    }
    countries.add(place.country);
    const own = customerKey(place, on, prefix);
    const within = areas.country === undefined ? "" : `${placeCountry(place.country!)} `;
    const row = rowOf.get(within + own);
    if (row !== undefined) return row;
    unmatched.push(written);
    const other = on === "postalCode" ? zeroTwin(own, (one) => rowOf.has(within + one)) : undefined;
    if (other !== undefined) {
      zeros ??= [written, other];
      zeroCount++;
    }
    return -1;
  });

  const what = `Areas by ${on}`;
  if (zeros !== undefined)
    warnings.push(
      `${what}: ${counted(zeroCount, "customer")} would be found but for zeros at the start (${quoted(zeros[0])} of the customers, ${quoted(zeros[1])} of the areas); a file read them as numbers: read the column as text.`,
    );
  if (unmatched.length > 0 && unmatched.length + unknown.place + unknown.country === rows)
    throw new DataError(
      `expected customers in some area, got none: they have ${frequentValues(countValues(unmatched))}, the areas ${Array.from(column(table, key)).slice(0, 3).map(quoted).join(", ")}${zeros === undefined ? "" : "; without zeros at the start they are alike, so read both columns as text"}`,
      { column: key },
    );
  if (unmatched.length > 0)
    warnings.push(
      `${what}: ${counted(unmatched.length, "customer")} of ${rows} ${unmatched.length === 1 ? "is" : "are"} in none: ${frequentValues(countValues(unmatched))}.`,
    );
  for (const [lacking, count] of [
    [on, unknown.place],
    ["country", unknown.country],
  ] as const)
    if (count > 0)
      warnings.push(
        `${what}: ${counted(count, "customer")} of ${rows} without ${lacking} ${count === 1 ? "is" : "are"} in none.`,
      );
  if (on !== "country" && areas.country === undefined && has("country") && countries.size > 1)
    warnings.push(
      `${what}: customers are of ${countries.size} countries, and areas are found without looking at them; name the areas' column in { country }.`,
    );
  return taken.map((name) => {
    const cells = column(table, name);
    const numbers = Array.from(cells).every((cell) => cell === null || cell === undefined || typeof cell === "number");
    return {
      feature: name,
      unit: numbers ? null : "category",
      source: `${on}, areas`,
      definition: `${name} of the customer's area, found by ${on}${prefix === undefined ? "" : ` (its first ${prefix} characters)`}; missing where they are in none.`,
      values: Array.from(found, (row) => (row < 0 ? null : (cells[row] ?? null))),
    };
  });
}

/** The row of each area, by its key. */
function areaRows(table: Table, key: string, countryColumn: string | undefined, on: AreaRole): Map<string, number> {
  const cells = column(table, key);
  const countries = countryColumn === undefined ? undefined : column(table, countryColumn);
  const rowOf = new Map<string, number>();
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    const missing = (one: unknown) => one === null || one === undefined || String(one).trim() === "";
    if (missing(cell) || (countries !== undefined && missing(countries[i])))
      throw new DataError(`expected ${missing(cell) ? "a name or code" : "a country"} for every area, got none`, {
        row: i + 1,
        column: missing(cell) ? key : countryColumn,
      });
    const within = countries === undefined ? undefined : placeCountry(String(countries[i]));
    for (const own of new Set(areaKeys(String(cell), on, within))) {
      const whole = within === undefined ? own : `${within} ${own}`;
      const before = rowOf.get(whole);
      if (before !== undefined)
        throw new DataError(
          `expected one row an area, got ${quoted(cells[before])} in row ${before + 1} and ${quoted(cell)} in row ${i + 1}; keep one of them${on !== "country" && countries === undefined ? ", or name a column of countries in { country }" : ""}`,
          { row: i + 1, column: key },
        );
      rowOf.set(whole, i);
    }
  }
  return rowOf;
}

/** What an area is found by: its text and, of a state or province, its code, which customers of the country have. */
function areaKeys(text: string, on: AreaRole, country: string | undefined): string[] {
  if (on === "country") return [placeCountry(text)];
  if (on === "postalCode") return [postalKey(text)];
  const plain = placeKey(text) || text;
  if (on === "city") return [plain];
  const codes = (country === undefined ? ["US", "CA"] : [country]).map((one) => regionCode(text, one));
  return [plain, ...codes.filter((code) => code !== undefined)];
}

function customerKey(place: AreaPlace, on: AreaRole, prefix: number | undefined): string {
  const text = place[on]!;
  if (on === "country") return placeCountry(text);
  if (on === "postalCode") return postalKey(text).slice(0, prefix);
  // A code such as US-NY is a key as it stands.
  return on === "region" && /^(?:US|CA)-[A-Z]{2}$/.test(text) ? text : placeKey(text) || text;
}

function placeCountry(text: string): string {
  return countryCode(text) ?? (placeKey(text) || text);
}

function postalKey(text: string): string {
  return text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** The code with another number of zeros at its start that is an area. */
function zeroTwin(code: string, isArea: (code: string) => boolean): string | undefined {
  const bare = code.replace(/^0+/, "");
  return [bare, `0${bare}`, `00${bare}`, `000${bare}`].find((one) => one !== code && isArea(one));
}
