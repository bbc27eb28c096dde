import type { ColumnType } from "../engine/engine.js";
import type { RoleKind } from "./roleExpression.js";

/** What a column of an order file can be. */
export type Role =
  | "customer"
  | "order"
  | "time"
  | "timeZone"
  | "amount"
  | "quantity"
  | "price"
  | "discount"
  | "discountShare"
  | "product"
  | "description"
  | "category"
  | "channel"
  | "country"
  | "currency";

/** The roles in the order of a Transactions' columns, each with what its column holds. */
export const roles: { readonly [role in Role]: RoleKind } = {
  customer: "id",
  order: "id",
  time: "time",
  timeZone: "text",
  amount: "number",
  quantity: "number",
  price: "number",
  discount: "number",
  discountShare: "number",
  product: "id",
  description: "text",
  category: "text",
  channel: "text",
  country: "text",
  currency: "text",
};

/** SQL: the order number of a row that is its own order, because no order column was mapped. */
export function ownOrder(row: string): string {
  return `'row ' || CAST(${row} AS VARCHAR)`;
}

/** The names of the roles. */
export const roleNames = Object.keys(roles) as Role[];

/** The type that a role's column has in a Transactions. */
export function roleType(role: Role): ColumnType {
  const kind = roles[role];
  return kind === "time" ? "time" : kind === "number" ? "number" : "text";
}
