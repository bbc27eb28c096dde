import { requireColumn } from "../errors.js";
import type { Row, Table, Value } from "../table.js";
import type { ColumnInfo, ColumnType, Engine } from "./engine.js";
import { identifier, literal } from "./quote.js";

declare const rowType: unique symbol;

/**
 * What `where` asks of a column: a value, one of several, or a range with both ends included; null is a missing value. In a
 * column of text a number is meant as it is written: 7 finds "7" and not "007".
 */
export type Condition = Value | readonly Value[] | { readonly from?: Bound; readonly to?: Bound };

type Bound = Exclude<Value, null>;

/**
 * A lazy query on an engine: its columns are known, its rows are not fetched until asked for. Describing another relation
 * (`where`, `select`) returns at once; asking for rows (`head`, `toTable`, `count`) returns a promise.
 *
 * @example
 * const orders = await read("data/orders.csv");
 * console.log(orders.names.includes("customer_id")); // true
 * const first = await orders.head(3);
 * console.log(first.numRows()); // 3
 */
export class Relation<C extends Row = Row> {
  declare readonly [rowType]?: C;
  readonly engine: Engine;
  /** The SELECT that gives the rows. */
  readonly sql: string;
  readonly columns: readonly ColumnInfo[];
  /** The table, quoted, where the rows stand on the engine as they are here. */
  readonly stored: string | undefined;

  constructor(engine: Engine, sql: string, columns: readonly ColumnInfo[], stored?: string) {
    this.engine = engine;
    this.sql = sql;
    this.columns = columns;
    this.stored = stored;
  }

  /** Column names in order. */
  get names(): string[] {
    return this.columns.map((column) => column.name);
  }

  /** The type of a column; a name that does not exist is a DataError that names the closest. */
  typeOf(name: string): ColumnType {
    requireColumn(this.names, name);
    return this.columns.find((column) => column.name === name)!.type;
  }

  /** The first rows. */
  head(rows = 10): Promise<Table<C>> {
    if (!Number.isInteger(rows) || rows < 0)
      throw new RangeError(`expected a whole number of rows from 0, got ${rows}`);
    return this.engine.query<C>(`SELECT * FROM ${this.from} LIMIT ${rows}`);
  }

  /** All rows, in memory. */
  toTable(): Promise<Table<C>> {
    return this.engine.query<C>(this.sql);
  }

  /** How many rows there are. */
  async count(): Promise<number> {
    const counted = await this.engine.query<{ rows: number }>(`SELECT count(*) AS "rows" FROM ${this.from}`);
    return counted.get("rows", 0) as number;
  }

  /** The rows that meet every condition. */
  where(conditions: { readonly [K in keyof C & string]?: Condition }): Relation<C> {
    const clauses = Object.entries(conditions).map(([name, condition]) => {
      return clause(name, this.typeOf(name), condition as Condition);
    });
    if (clauses.length === 0) return this;
    const long = Object.values(conditions).some((each) => Array.isArray(each) && each.length > longList);
    if (!long)
      return new Relation<C>(this.engine, `SELECT * FROM ${this.from} WHERE ${clauses.join(" AND ")}`, this.columns);
    // The engine makes a join of a long list, which forgets the order of rows.
    let row = "row";
    while (this.names.some((name) => name.toLowerCase() === row)) row += "_";
    const list = this.names.map(identifier).join(", ");
    const sql = `SELECT ${list} FROM ${withRow(this, row).from} WHERE ${clauses.join(" AND ")} ORDER BY ${identifier(row)}`;
    return new Relation<C>(this.engine, sql, this.columns);
  }

  /** Other columns computed from these: each is an SQL expression over quoted names, with the type it has. */
  select<D extends Row>(columns: readonly (ColumnInfo & { readonly sql: string })[]): Relation<D> {
    const list = columns.map((column) => `${column.sql} AS ${identifier(column.name)}`).join(", ");
    return new Relation<D>(
      this.engine,
      `SELECT ${list} FROM ${this.from}`,
      columns.map(({ name, type }) => ({ name, type })),
    );
  }

  /** This relation as it stands after FROM in another query. */
  get from(): string {
    return `(${this.sql}) AS rows_`;
  }
}

/**
 * The relation with its row number, from 1, as a first column. Rows that were read from a file, loaded or kept have the
 * order of their source, so the number is the row of the source; after `where` it is the place among the rows left.
 *
 * @throws RangeError where a column has that name already.
 */
export function withRow<C extends Row, N extends string = "row">(
  relation: Relation<C>,
  name: N = "row" as N,
): Relation<C & { [K in N]: number }> {
  if (relation.names.some((each) => each.toLowerCase() === name.toLowerCase()))
    throw new RangeError(`expected a name that no column has, got ${JSON.stringify(name)}`);
  // A column of the user's called "rowid" would hide the engine's own.
  const hidden = relation.names.some((each) => each.toLowerCase() === "rowid");
  const number = relation.stored === undefined || hidden ? "row_number() OVER ()" : "rowid + 1";
  return new Relation(
    relation.engine,
    `SELECT ${number} AS ${identifier(name)}, * FROM ${relation.stored ?? relation.from}`,
    [{ name, type: "integer" }, ...relation.columns],
  );
}

/** Lists longer than this are looked up by a join, which is faster for them. */
const longList = 200;

function clause(name: string, type: ColumnType, condition: Condition): string {
  const column = identifier(name);
  const written = (value: Value) =>
    literal(type === "text" && (typeof value === "number" || typeof value === "bigint") ? String(value) : value);
  if (condition === null) return `${column} IS NULL`;
  if (condition === undefined || (Array.isArray(condition) && condition.includes(undefined)))
    throw new TypeError(
      `expected a value, a list or { from, to } for column ${JSON.stringify(name)}, got undefined; null asks for missing values`,
    );
  if (Array.isArray(condition)) {
    const values = (condition as readonly Value[]).filter((value) => value !== null);
    // SQL's IN finds no missing value.
    if (values.length < condition.length)
      return values.length === 0 ? `${column} IS NULL` : `(${clause(name, type, values)} OR ${column} IS NULL)`;
    if (values.length === 0) return "FALSE";
    const list = `${column} IN (${values.map(written).join(", ")})`;
    // As an operand the list is compared value by value, in the order of the rows, and not made a join.
    return condition.length > longList ? list : `(${list}) IS TRUE`;
  }
  if (typeof condition === "object" && !(condition instanceof Date)) {
    const { from, to, ...others } = condition as { from?: Bound; to?: Bound };
    const bounds = [
      from === undefined ? undefined : `${column} >= ${literal(from)}`,
      to === undefined ? undefined : `${column} <= ${literal(to)}`,
    ].filter((bound) => bound !== undefined);
    // A bound of null would be true of no row.
    const asked = Object.entries(condition).filter(([, value]) => value !== undefined);
    if (bounds.length === 0 || Object.keys(others).length > 0 || asked.some(([, value]) => value === null))
      throw new TypeError(
        `expected a value, a list or { from, to } for column ${JSON.stringify(name)}, got { ${asked.map(([key, value]) => `${key}: ${value}`).join(", ")} }`,
      );
    return bounds.join(" AND ");
  }
  return `${column} = ${written(condition as Value)}`;
}
