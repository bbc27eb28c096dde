import { usable } from "./money.js";

/**
 * SQL: whether the discount of a line cannot be one: no usable number, a share outside 0 to 1, or money below 0 on a purchase (what a returned line gives back
 * may have either sign).
 */
export function impossibleDiscount(has: (column: string) => boolean): string {
  if (has("discountShare")) return `coalesce("discountShare" < 0 OR NOT "discountShare" <= 1, FALSE)`;
  return `coalesce(NOT ${usable(`"discount"`)} OR ("discount" < 0 AND "amount" >= 0), FALSE)`;
}
