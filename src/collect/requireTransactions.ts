import { Relation } from "../engine/relation.js";
import type { Transactions } from "./transactions.js";

/** Whether a value is a relation with the columns that `transactions` gives. */
export function isTransactions(value: unknown): value is Transactions {
  return (
    value instanceof Relation &&
    ["row", "customer", "order", "time", "amount"].every((name) => value.names.includes(name))
  );
}

/** Throws a TypeError that says how to get Transactions where the value is something else. */
export function requireTransactions(value: unknown, verb: string): asserts value is Transactions {
  if (isTransactions(value)) return;
  const found =
    value instanceof Relation
      ? `a relation with the columns ${value.names.join(", ")}`
      : value === null || typeof value !== "object"
        ? String(value)
        : (value.constructor?.name ?? "an object");
  throw new TypeError(
    `expected ${verb} to get what transactions(data, { customer, order, time, amount }) returns, got ${found}`,
  );
}
