import type { ColumnInfo, ColumnType } from "../engine/engine.js";
import { Relation } from "../engine/relation.js";
import { column, type TableLike, toTable } from "../table.js";
import { type Role, roleNames, roles } from "./roles.js";
import { bareName, roleWords } from "./roleWords.js";

/** Roles for the columns of a file, as far as their names and types tell. */
export interface ProposedMapping {
  /** Column by role; `transactions` takes it where nothing is missing. */
  readonly mapping: { readonly [role in Role]?: string };
  /** Why, in words, by role. */
  readonly reasons: { readonly [role in Role]?: string };
  /** Roles that are needed and that no column seems to have: customer, time or amount. */
  readonly missing: readonly Role[];
}

/**
 * Proposes which column of a file plays which role, from the names and types of the columns, and says why. It decides nothing:
 * `transactions` takes a mapping that somebody has looked at. Names are known in English, German, French and Spanish; values are
 * not read.
 *
 * It misleads where names lie: a "date" that is the day of a refund, a "total" that is repeated on each line of an order.
 *
 * @throws TypeError where the data are neither a relation nor a table.
 *
 * @example
 * const { mapping, missing } = proposeMapping([{ CustomerID: 17850, InvoiceDate: new Date("2010-12-01"), Total: 15.3 }]);
 * console.log(mapping); // { customer: 'CustomerID', time: 'InvoiceDate', amount: 'Total' }
 * console.log(missing); // []
 */
export function proposeMapping(data: Relation | TableLike): ProposedMapping {
  const columns = data instanceof Relation ? data.columns : tableColumns(data);
  const mapping: { [role in Role]?: string } = {};
  const reasons: { [role in Role]?: string } = {};
  const free = new Set(columns);
  const take = (role: Role, found: ColumnInfo, reason: string) => {
    mapping[role] = found.name;
    reasons[role] = reason;
    free.delete(found);
  };
  for (const role of roleNames) {
    if (role === "discountShare" && mapping.discount !== undefined) continue; // one of them says it
    const found = pick(role, [...free]);
    if (found !== undefined) take(role, found, `called ${JSON.stringify(found.name)}, holds ${typeWords[found.type]}`);
  }
  // A single column of times is when things were bought, whatever it is called.
  const times = [...free].filter((each) => each.type === "time" || each.type === "date");
  if (mapping.time === undefined && times.length === 1)
    take("time", times[0]!, `the only column of ${times[0]!.type === "date" ? "days" : "times"}`);
  const missing: Role[] = (["customer", "time"] as const).filter((role) => mapping[role] === undefined);
  if (mapping.amount === undefined && (mapping.quantity === undefined || mapping.price === undefined))
    missing.push("amount");
  return { mapping, reasons, missing };
}

/** The free column whose name stands first among the role's words and whose type fits. */
function pick(role: Role, columns: readonly ColumnInfo[]): ColumnInfo | undefined {
  const fitting = columns.filter(({ type }) => fits(role, type)).map((each) => ({ each, bare: bareName(each.name) }));
  for (const word of roleWords[role]) {
    const found = fitting.find(({ bare }) => bare === word);
    if (found !== undefined) return found.each;
  }
  return undefined;
}

function fits(role: Role, type: ColumnType): boolean {
  const kind = roles[role];
  if (kind === "time") return type === "time" || type === "date";
  if (kind === "number") return type === "number" || type === "integer";
  if (kind === "id") return type === "text" || type === "integer" || type === "number";
  return type === "text";
}

const typeWords: Record<ColumnType, string> = {
  text: "text",
  number: "numbers",
  integer: "whole numbers",
  boolean: "yes/no",
  time: "times",
  date: "days",
  other: "other values",
};

const cellTypes: Record<string, ColumnType> = {
  string: "text",
  number: "number",
  bigint: "number",
  boolean: "boolean",
};

/** The columns of a table, each with the type of its first value. */
function tableColumns(data: TableLike): ColumnInfo[] {
  const table = toTable(data);
  return table.columnNames().map((name) => {
    const first = Array.from(column(table, name)).find((cell) => cell !== null && cell !== undefined);
    return { name, type: first instanceof Date ? "time" : (cellTypes[typeof first] ?? "other") };
  });
}
