import type { CustomerRole, Customers } from "../collect/customers.js";
import { type Day, dayText } from "../collect/day.js";
import { requireOptions, requireResult } from "../errors.js";
import { dictionaryOf, type FeatureRow, type Features } from "../features.js";
import type { Id } from "../matrix.js";
import { column, type Table, tableOf, type Value } from "../table.js";

/** Options of `demographic`. */
export interface DemographicOptions {
  /** The day on which people are as old as their birth dates make them; ages that are given are of this day too. Needed for generations and birth dates. */
  asOf?: Day;
}

/** Who a customer is. Columns are there where their roles were mapped; what is not known is null. */
export type DemographicRow = {
  customer: Id;
  age?: number | null;
  ageBand?: string | null;
  generation?: string | null;
  gender?: string | null;
  income?: number | null;
  incomeBand?: string | null;
  education?: string | null;
  occupation?: string | null;
  household?: string | null;
  householdSize?: number | null;
  children?: number | null;
  maritalStatus?: string | null;
  homeOwnership?: string | null;
};

/** First birth year of each generation, as the Pew Research Center draws them (Dimock 2019). */
const generations: readonly (readonly [from: number, name: string])[] = [
  [2013, "Alpha"],
  [1997, "Z"],
  [1981, "Millennial"],
  [1965, "X"],
  [1946, "Boomer"],
  [1928, "Silent"],
  [Number.NEGATIVE_INFINITY, "Greatest"],
];

/**
 * Who customers are, as features: ages, incomes and counts as numbers (of a band its midpoint, with the band beside it), generations, and
 * the categories as they are.
 *
 * When it misleads: midpoints of bands are guesses, those of open bands most; a generation of a band is that of its midpoint, and wrong for many at its
 * ends. Demographics seldom decide what people buy: `contrasts` says how much they differ between segments that were found without them.
 *
 * @param customers what `customers` returns.
 * @throws TypeError where it is something else, or birth dates are there and `asOf` is not; RangeError where `asOf` is no day, or someone is born after it.
 *
 * Source: Dimock, Defining generations, Pew Research Center (2019).
 *
 * @example
 * const accounts = await customers(
 *   [{ id: 1, years: "25-34", town: "Bern" }, { id: 2, years: "65+", town: "Basel" }, { id: 3, years: "35-64", town: "Bern" }],
 *   { customer: "id", age: "years" },
 * );
 * const { table } = demographic(accounts, { asOf: "2026-01-01" });
 * console.log(table.array("age"), table.array("generation")); // [ 29.5, 79.5, 49.5 ] [ 'Millennial', 'Boomer', 'X' ]
 */
export function demographic(customers: Customers, options: DemographicOptions = {}): Features<DemographicRow> {
  requireResult(customers, "bands", "customers");
  requireOptions(options, { asOf: true }, "demographic");
  const asOf = options.asOf === undefined ? undefined : dayText(options.asOf, "asOf");
  const has = (role: CustomerRole) => customers.table.columnNames().includes(role);
  const cells = (role: CustomerRole) => Array.from(column(customers.table, role));
  const columns: Record<string, readonly Value[]> = { customer: cells("customer") };
  const meanings: FeatureRow[] = [];
  const add = (feature: string, unit: string, source: string, definition: string, values: readonly Value[]) => {
    columns[feature] = values;
    meanings.push({ feature, base: "demographic", unit, source, definition });
  };
  const numbers = (role: CustomerRole, feature: string, unit: string, what: string) => {
    const own = cells(role);
    const bands = customers.bands[role];
    if (bands === undefined) {
      add(feature, unit, role, `${what}.`, own);
      return own as (number | null)[];
    }
    const middle = new Map(bands.map(({ text, midpoint }) => [text, midpoint]));
    const values = own.map((cell) => (cell === null ? null : middle.get(cell as string)!));
    add(feature, unit, role, `${what}: midpoint of the band.`, values);
    add(`${feature}Band`, "category", role, `${what}: the band, of ${bands.map(({ text }) => text).join(", ")}.`, own);
    return values;
  };

  let ages: readonly (number | null)[] | undefined;
  if (has("age")) ages = numbers("age", "age", "years", "Age");
  else if (has("birthDate")) {
    if (asOf === undefined)
      throw new TypeError('expected asOf, the day from which ages are counted, such as "2026-01-01", got none');
    ages = cells("birthDate").map((born, i) => yearsBetween(born as Date | null, asOf, columns.customer![i] as Id));
    add("age", "years", "birthDate", `Completed years on ${asOf}.`, ages);
  }
  if (ages !== undefined && asOf !== undefined) {
    const year = Number(asOf.slice(0, 4));
    const born = has("birthDate")
      ? cells("birthDate").map((date) => (date === null ? null : (date as Date).getUTCFullYear()))
      : ages.map((age) => (age === null ? null : Math.floor(year - age)));
    add(
      "generation",
      "category",
      has("birthDate") ? "birthDate" : "age",
      `Generation by the birth year${has("birthDate") ? "" : ", which is the year of asOf less the age"} (Pew Research Center).`,
      born.map((one) => (one === null ? null : generations.find(([from]) => one >= from)![1])),
    );
  }
  if (has("income")) numbers("income", "income", "money", "Income");
  if (has("householdSize")) numbers("householdSize", "householdSize", "people", "People in the household");
  if (has("children")) numbers("children", "children", "children", "Children in the household");
  for (const [role, what] of [
    ["gender", "Gender"],
    ["education", "Education"],
    ["occupation", "Occupation"],
    ["household", "Who lives together"],
    ["maritalStatus", "Marital status"],
    ["homeOwnership", "Whether the home is owned"],
  ] as const)
    if (has(role)) add(role, "category", role, `${what}, as the list has it.`, cells(role));
  return {
    table: tableOf(columns as Record<string, never[]>) as Table<DemographicRow>,
    id: "customer",
    dictionary: dictionaryOf(meanings),
    warnings: [
      ...customers.warnings,
      ...(ages !== undefined && asOf === undefined ? ["No generations: pass asOf, the day that ages are of."] : []),
      ...(meanings.length === 0 ? ["No demographic role is mapped: there are no features."] : []),
    ],
  };
}

/** Completed years from a birth date to a day. */
function yearsBetween(born: Date | null, day: string, customer: Id): number | null {
  if (born === null) return null;
  const text = born.toISOString().slice(0, 10);
  if (text > day)
    throw new RangeError(
      `expected birth dates up to asOf (${day}), got ${text} of customer ${JSON.stringify(customer)}`,
    );
  return Number(day.slice(0, 4)) - Number(text.slice(0, 4)) - (day.slice(5) < text.slice(5) ? 1 : 0);
}
