import { literal } from "../engine/quote.js";
import { matches } from "./cancellation.js";
import { usable } from "./money.js";
import { ownOrder } from "./roles.js";

/** SQL: the two signs of a returned line, a cancelled order and a negative quantity (or amount). */
export interface Sides {
  readonly cancelled: string;
  readonly negative: string;
}

/** A rule of `clean`: its name, what it means to a reader, and when it drops a line. */
export interface CleaningRule {
  readonly name: string;
  readonly meaning: string;
  /** SQL over the columns of transactions. Absent where there is nothing to check. */
  readonly when?: string;
  /** SQL for rules on cancellations and returns, of the SQL that tells them. */
  readonly returned?: (sides: Sides) => string;
  /** Whether the check loses the order of the lines. */
  readonly reorders?: boolean;
  /** Drops, after all other rules, the lines of customers without a kept purchase. */
  readonly needsPurchase?: boolean;
}

/** The rules in the order of their use. */
export function cleaningRules(options: {
  columns: readonly string[];
  returns: "net" | "exclude" | "keep";
  duplicates: "keep" | "drop";
  testAccounts: readonly (string | number | RegExp)[];
  until: string | undefined;
}): CleaningRule[] {
  const { columns, returns, duplicates, testAccounts, until } = options;
  const priced = columns.includes("price");
  const counted = columns.includes("quantity");
  const rules: CleaningRule[] = [
    {
      name: "no customer",
      meaning: "the customer is missing or blank, so the line belongs to nobody",
      when: `("customer" IS NULL OR trim("customer") = '')`,
    },
    {
      name: "no order",
      meaning: "the order number is missing or blank, so the line cannot be counted with its order",
      when: `("order" IS NULL OR trim("order") = '')`,
    },
    {
      name: "no time",
      meaning: "the time is missing, so the line has no place in the history",
      when: `"time" IS NULL`,
    },
    {
      name: "no amount",
      meaning: "the amount (or quantity or price) is missing, not a number, infinite, or 1e20 and more",
      when: `NOT coalesce(${usable(`"amount"`)}, FALSE)`,
    },
    {
      name: "non-positive price",
      meaning: priced
        ? "the price is zero or negative: a gift, a correction or a fault"
        : "not checked: no price is mapped",
      when: priced ? `"price" <= 0` : undefined,
    },
    {
      name: "zero quantity",
      meaning: counted ? "nothing was sold or returned" : "not checked: no quantity is mapped",
      when: counted ? `"quantity" = 0` : undefined,
    },
  ];
  if (duplicates === "drop")
    rules.push({
      name: "duplicate line",
      meaning: "equal to an earlier line in every mapped column",
      reorders: true,
      when: `row_number() OVER (PARTITION BY ${sameLine(columns)} ORDER BY "row") > 1`,
    });
  rules.push({
    name: "test account",
    meaning: testAccounts.length === 0 ? "not checked: testAccounts is empty" : "the customer is one of testAccounts",
    when: testAccounts.length === 0 ? undefined : testAccount(testAccounts),
  });
  rules.push({
    name: "in the future",
    meaning: until === undefined ? "not checked: until is not set" : `the time lies after ${until}`,
    when: until === undefined ? undefined : `CAST("time" AS DATE) > DATE ${literal(until)}`,
  });
  if (returns === "exclude") {
    rules.push({
      name: "cancellation",
      meaning: "the order number is that of a cancellation",
      returned: (sides) => sides.cancelled,
    });
    rules.push({
      name: "return",
      meaning: `the ${counted ? "quantity" : "amount"} is negative, outside a cancelled order`,
      returned: (sides) => sides.negative,
    });
  }
  if (returns === "net")
    rules.push({
      name: "return with a positive amount",
      meaning: "cancelled or returned, yet its amount would add money; it can be neither counted nor netted",
      returned: (sides) => `(${sides.cancelled} OR ${sides.negative}) AND "amount" > 0`,
    });
  if (returns !== "keep")
    rules.push({
      name: "no purchase",
      meaning: "the customer has no purchase among the kept lines, only returns or deductions",
      needsPurchase: true,
    });
  return rules;
}

/** The columns in which equal lines are equal: all but the row. A row that is its own order has no order number to compare. */
export function sameLine(columns: readonly string[]): string {
  return columns
    .filter((name) => name !== "row")
    .map((name) =>
      name === "order" ? `CASE WHEN "order" = ${ownOrder(`"row"`)} THEN '' ELSE "order" END` : `"${name}"`,
    )
    .join(", ");
}

function testAccount(accounts: readonly (string | number | RegExp)[]): string {
  const ids = accounts.filter((account) => !(account instanceof RegExp)).map((account) => literal(String(account)));
  const patterns = accounts.filter((account) => account instanceof RegExp);
  return `(${[
    ...(ids.length === 0 ? [] : [`"customer" IN (${ids.join(", ")})`]),
    ...patterns.map((pattern) => matches(`"customer"`, pattern)),
  ].join(" OR ")})`;
}
