import { identifier } from "../engine/quote.js";
import { Relation } from "../engine/relation.js";
import { type Table, tableOfRows } from "../table.js";
import type { Transaction, Transactions } from "./transactions.js";

/** SQL: a customer's id without what makes forms of one: case and spaces. */
export const bareId = `lower(regexp_replace("customer", '[\\s\\x{00a0}]', '', 'g'))`;

/** A form of an id that gave way to another. */
export type MergedId = { id: string; became: string; lines: number };

/** Lines under the ids that they count for. */
interface WithIds {
  readonly source: Transactions;
  readonly mergedIds: Table<MergedId>;
  /** Gives the space on the engine back; `source` is gone then. */
  drop(): Promise<void>;
}

/** Every id as it stands. */
export function keptIds(source: Transactions): WithIds {
  return { source, mergedIds: tableOfRows<MergedId>([], ["id", "became", "lines"]), drop: async () => {} };
}

/** Takes ids that differ by case or spaces alone for one customer, under the form of most lines (of equal ones the first by text). */
export async function mergeIds(source: Transactions): Promise<WithIds> {
  const { engine } = source;
  const forms = `SELECT "customer", ${bareId} AS "bare", count(*) AS "lines" FROM ${source.from} WHERE trim("customer") <> '' GROUP BY "customer"`;
  const variants = await engine.keep<MergedId>(
    `SELECT "customer" AS "id", "became", "lines" FROM (SELECT *, first_value("customer") OVER (PARTITION BY "bare" ORDER BY "lines" DESC, "customer") AS "became" FROM (${forms}) AS forms) AS named WHERE "customer" <> "became" ORDER BY "customer"`,
  );
  const mergedIds = await variants.toTable();
  const drop = () => engine.drop(variants);
  if (mergedIds.numRows() === 0) return { ...keptIds(source), drop };
  const list = source.names.map((name) =>
    name === "customer" ? `coalesce("became", lines_."customer") AS "customer"` : `lines_.${identifier(name)}`,
  );
  // A join forgets the order of the rows.
  const sql = `SELECT ${list.join(", ")} FROM (${source.sql}) AS lines_ LEFT JOIN (SELECT "id", "became" FROM ${variants.from}) AS variants ON lines_."customer" = variants."id" ORDER BY "row"`;
  return { source: new Relation<Transaction>(engine, sql, source.columns), mergedIds, drop };
}

/** What the ids that are meant became: of a customer, any form may be meant. */
export function becameOf(meant: readonly (string | number | RegExp)[], mergedIds: Table<MergedId>): string[] {
  const names = new Set(meant.filter((one) => !(one instanceof RegExp)).map(String));
  const patterns = meant.filter((one) => one instanceof RegExp);
  const isMeant = (id: string) => names.has(id) || patterns.some((pattern) => pattern.test(id));
  return (mergedIds.objects() as MergedId[]).filter(({ id }) => isMeant(id)).map(({ became }) => became);
}
