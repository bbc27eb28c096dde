import type { Row, Table, TableLike, Value } from "../table.js";
import type { Relation } from "./relation.js";

/** What a column holds, whatever the engine calls it. Times carry no zone: they are the shop's own clock, or UTC where they came from a type of times with zones. */
export type ColumnType = "text" | "number" | "integer" | "boolean" | "time" | "date" | "other";

/** A column of a Relation. */
export interface ColumnInfo {
  readonly name: string;
  readonly type: ColumnType;
}

/**
 * Where relations live and queries run. Everything of the size of the data is SQL on an engine; only results come back as
 * Tables. Queries of one engine run one after the other, in the order of the calls.
 */
export interface Engine {
  /** The kind of engine, such as `"duckdb"`. */
  readonly name: string;
  /** Runs a query and brings all its rows back; `values` are bound to `?` in order. */
  query<C extends Row = Row>(sql: string, values?: readonly Value[]): Promise<Table<C>>;
  /** Runs a query and brings its rows back in batches, for results larger than memory. */
  batches<C extends Row = Row>(sql: string, values?: readonly Value[]): AsyncIterable<Table<C>>;
  /** Runs a statement that returns nothing. */
  run(sql: string, values?: readonly Value[]): Promise<void>;
  /** The columns that a query would return. */
  describe(sql: string): Promise<ColumnInfo[]>;
  /** Runs a query now and keeps its rows on the engine. */
  keep<C extends Row = Row>(sql: string, values?: readonly Value[]): Promise<Relation<C>>;
  /** Puts a table on the engine. Returns at once; the rows arrive before the next query runs. */
  load<C extends Row>(table: TableLike<C>): Relation<C>;
  /** Gives back the space of rows that `keep` or `load` put here; relations that stand on them are gone too. */
  drop(relation: Relation): Promise<void>;
  /** Stops the query that is running; its promise rejects. */
  interrupt(): void;
  /** Ends the engine; what was kept in memory is gone. */
  close(): Promise<void>;
}
