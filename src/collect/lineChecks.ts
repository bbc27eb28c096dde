import { literal } from "../engine/quote.js";
import { cancellationMark, matches } from "./cancellation.js";
import { impossibleDiscount } from "./impossibleDiscount.js";
import { usable } from "./money.js";

/** How much a finding should worry. */
export type Severity = "ok" | "note" | "warning" | "problem";

/** A check that looks at each line alone. */
export interface LineCheck {
  readonly check: string;
  /** SQL over the columns of transactions: the lines that are found. */
  readonly when: string;
  /** How bad it is, given the share of lines. */
  readonly severity: (share: number) => Severity;
  /** What it means for segmentation. */
  readonly meaning: string;
  /** What to say where nothing is found. */
  readonly fine: string;
  /** Whether the money of the lines is told. */
  readonly money?: boolean;
}

/** Days that programs write where they know none. */
const placeholderDays = ["0001-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1970-01-01", "9999-12-31"];

const placeholderIds = [
  "-",
  "-1",
  "0",
  "?",
  "anonymous",
  "guest",
  "n/a",
  "na",
  "nan",
  "nil",
  "none",
  "null",
  "undefined",
  "unknown",
];

/** Ids that look like somebody trying the shop out: a word of its own, so that "Detest" and "Contest" are left in peace. */
export const testWords = /(^|[^a-z])(test|tester|testing|demo|dummy|sample|example)([^a-z]|$)/i;

/** The checks that these columns allow, in the order of reading. */
export function lineChecks(columns: readonly string[], marksCount: boolean, asOf: string | undefined): LineCheck[] {
  const has = (role: string) => columns.includes(role);
  const blank = (role: string) => `("${role}" IS NULL OR trim("${role}") = '')`;
  const id = `lower(trim("customer"))`;
  const day = `CAST("time" AS DATE)`;
  const marked = marksCount ? matches(`"order"`, cancellationMark) : "FALSE";
  const negative = has("quantity") ? `"quantity" < 0` : `"amount" < 0`;
  const some = (share: number): Severity => (share > 0.2 ? "problem" : "warning");
  const always = (severity: Severity) => (): Severity => severity;
  const placeholder = `${day} IN (${placeholderDays.map((each) => `DATE ${literal(each)}`).join(", ")})`;
  const checks: LineCheck[] = [
    {
      check: "missing customer",
      when: blank("customer"),
      severity: some,
      meaning: "clean drops them, so that segments describe the named customers alone",
      fine: "every line names a customer",
      money: true,
    },
    {
      check: "placeholder customer",
      when: `${id} IN (${placeholderIds.map(literal).join(", ")})`,
      severity: always("warning"),
      meaning:
        'ids such as "unknown" or "0" gather many people in one seeming customer; pass them to clean as testAccounts',
      fine: "no id looks like a placeholder",
      money: true,
    },
    {
      check: "test account",
      when: matches(`"customer"`, testWords),
      severity: always("warning"),
      meaning:
        "ids with words such as test or demo are rarely customers; look at them and pass them to clean as testAccounts",
      fine: "no id looks like a test",
      money: true,
    },
    {
      check: "missing order",
      when: blank("order"),
      severity: some,
      meaning: "clean drops them, because frequency counts orders",
      fine: "every line belongs to an order",
    },
    {
      check: "missing time",
      when: `"time" IS NULL`,
      severity: some,
      meaning: "clean drops them, because recency needs a day",
      fine: "every line has a time",
    },
    {
      check: "placeholder date",
      when: placeholder,
      severity: always("problem"),
      meaning: "days such as 1970-01-01 stand for unknown; they make customers look lost for decades",
      fine: "no day looks like a placeholder",
    },
    {
      check: "date before 1990",
      when: `${day} < DATE '1990-01-01' AND NOT ${placeholder}`,
      severity: always("problem"),
      meaning: "few order files are that old; look for two-digit years",
      fine: "no day lies before 1990",
    },
    {
      check: "date in the future",
      when: asOf === undefined ? "FALSE" : `${day} > DATE ${literal(asOf)} AND NOT ${placeholder}`,
      severity: always("problem"),
      meaning: `they lie after ${asOf}; rfm refuses them, and clean drops them with until`,
      fine: asOf === undefined ? "not checked: pass asOf" : `no day lies after ${asOf}`,
    },
    {
      check: "missing amount",
      when: `"amount" IS NULL`,
      severity: some,
      meaning: "clean drops them, because monetary value is unknown (quantity or price may be what is missing)",
      fine: "every line has an amount",
    },
    {
      check: "non-finite amount",
      when: `NOT ${usable(`"amount"`)}`,
      severity: always("problem"),
      meaning: "NaN, infinite, or 1e20 and more: a fault of the program that wrote the file; clean drops them",
      fine: "every amount is a finite number",
    },
    {
      check: "extreme amount",
      when: `${usable(`"amount"`)} AND abs("amount") > 100 * (SELECT percentile_cont(0.99) WITHIN GROUP (ORDER BY abs("amount")) FROM lines WHERE ${usable(`"amount"`)} AND "amount" <> 0)`,
      severity: always("warning"),
      meaning:
        "more than a hundred times the 99th percentile: one such line moves means and centers; log or robust scaling helps",
      fine: "no line is more than a hundred times the 99th percentile",
      money: true,
    },
    {
      check: "zero amount",
      when: `"amount" = 0`,
      severity: always("note"),
      meaning: "gifts, vouchers or faults; where no price is mapped they count as purchases without money",
      fine: "no amount is zero",
    },
    {
      check: "cancellation",
      when: marked,
      severity: always("note"),
      meaning:
        'order numbers with a C before the digits; by default clean nets them against purchases (returns: "net")',
      fine: "no order number looks like a cancellation",
      money: true,
    },
    {
      check: "return",
      when: `${negative} AND NOT ${marked}`,
      severity: always("note"),
      meaning: `a negative ${has("quantity") ? "quantity" : "amount"} outside cancelled orders; by default clean nets it against purchases`,
      fine: "no line is returned outside cancelled orders",
      money: true,
    },
  ];
  if (has("price"))
    checks.push({
      check: "non-positive price",
      when: `"price" <= 0`,
      severity: always("warning"),
      meaning: "a gift, a correction or a fault; clean drops them",
      fine: "every price is positive",
    });
  if (has("quantity"))
    checks.push({
      check: "zero quantity",
      when: `"quantity" = 0`,
      severity: always("note"),
      meaning: "nothing was sold; clean drops them",
      fine: "no quantity is zero",
    });
  if (has("discount"))
    checks.push(
      {
        check: "impossible discount",
        when: impossibleDiscount(has),
        severity: always("problem"),
        meaning: has("discountShare")
          ? "shares below 0 or above 1: percent are to be divided by 100; behavioral does not count them"
          : "a discount below 0, NaN or infinite: where the shop writes what it takes off as negative, turn the sign; behavioral does not count them",
        fine: has("discountShare") ? "every discount is a share from 0 to 1" : "no discount is negative",
      },
      {
        check: "unknown discount",
        when: has("discountShare")
          ? `"amount" >= 0 AND "discount" IS NULL AND ("discountShare" IS NULL OR "discountShare" BETWEEN 0 AND 1)`
          : `"amount" >= 0 AND "discount" IS NULL`,
        severity: always("note"),
        meaning:
          "the money taken off is missing (or all was, and nothing tells how much); behavioral does not count them",
        fine: "every purchase tells its discount",
      },
    );
  for (const role of ["product", "description", "category", "channel", "country", "currency"])
    if (has(role))
      checks.push({
        check: `missing ${role}`,
        when: blank(role),
        severity: always("note"),
        meaning: `the lines count all the same, but features of ${role} do not see them`,
        fine: `every line has a ${role}`,
      });
  return checks;
}
