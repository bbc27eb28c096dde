import type { CustomerRole, Customers } from "../collect/customers.js";
import { type Day, dayText } from "../collect/day.js";
import { requireOptions, requireResult } from "../errors.js";
import { dictionaryOf, type FeatureRow, type Features } from "../features.js";
import type { Id } from "../matrix.js";
import { counted } from "../readable.js";
import { column, type Table, tableOf, type Value } from "../table.js";

/** Options of `demographic`. */
export interface DemographicOptions {
  /**
   * The day on which people are as old as their birth dates make them; ages that are given are of this day too. Needed for generations, birth dates and
   * tenure.
   */
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
  industry?: string | null;
  employees?: number | null;
  employeesBand?: string | null;
  companySize?: "micro" | "small" | "medium" | "large" | null;
  revenue?: number | null;
  revenueBand?: string | null;
  tenureDays?: number | null;
};

/** Size classes of companies, by the least number of employees (European Commission 2003). */
const sizes = [
  [250, "large"],
  [50, "medium"],
  [10, "small"],
  [Number.NEGATIVE_INFINITY, "micro"],
] as const;

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
 * the categories as they are. Of customers who are companies: industry, employees, yearly revenue, and the size class by employees. Tenure
 * is days since they signed up.
 *
 * The company, the stage of the relation and what brought a customer stay in the list: they are no traits of the customer. A stage is set by those who sell, often
 * because of a purchase, so it explains nothing that it was made from.
 *
 * When it misleads: midpoints of bands are guesses, those of open bands most; a generation of a band is that of its midpoint, and wrong for many at its
 * ends. A size class is by employees alone, where the definition asks for turnover too. Tenure counts from when a record was made, which for imported lists is
 * the day of the import. Demographics seldom decide what people buy: `contrasts` says how much they differ between segments that were found without them.
 *
 * @param customers what `customers` returns.
 * @throws TypeError where it is something else, or birth dates are there and `asOf` is not; RangeError where `asOf` is no day, or someone is born after it.
 *
 * Source: Dimock, Defining generations, Pew Research Center (2019); European Commission, Recommendation 2003/361/EC (size classes).
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
  if (has("industry"))
    add("industry", "category", "industry", "Industry of the company, as the list has it.", cells("industry"));
  if (has("employees")) {
    const employees = numbers("employees", "employees", "people", "Employees of the company");
    add(
      "companySize",
      "category",
      "employees",
      "Size class of the company by its employees: micro below 10, small below 50, medium below 250, large from 250 (2003/361/EC, without turnover).",
      employees.map((one) => (one === null ? null : sizes.find(([from]) => one >= from)![1])),
    );
  }
  if (has("revenue")) numbers("revenue", "revenue", "money", "Yearly revenue of the company");
  let later = 0;
  if (has("signedUp") && asOf !== undefined)
    add(
      "tenureDays",
      "days",
      "signedUp",
      `Days from signing up to ${asOf}, by the calendar; null for those who signed up later.`,
      cells("signedUp").map((date) => {
        if (date === null) return null;
        const days = (Date.parse(asOf) - Math.floor((date as Date).getTime() / 86_400_000) * 86_400_000) / 86_400_000;
        if (days < 0) later++;
        return days < 0 ? null : days;
      }),
    );
  return {
    table: tableOf(columns as Record<string, never[]>) as Table<DemographicRow>,
    id: "customer",
    dictionary: dictionaryOf(meanings),
    warnings: [
      ...customers.warnings,
      ...(ages !== undefined && asOf === undefined ? ["No generations: pass asOf, the day that ages are of."] : []),
      ...(has("signedUp") && asOf === undefined ? ["No tenure: pass asOf, the day up to which it is counted."] : []),
      ...(later > 0
        ? [
            `tenureDays: ${counted(later, "customer")} signed up after ${asOf} and ${later === 1 ? "has" : "have"} none.`,
          ]
        : []),
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
