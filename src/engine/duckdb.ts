import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type DuckDBConnection,
  type DuckDBDataChunk,
  DuckDBInstance,
  DuckDBTimestampValue,
  type DuckDBValue,
} from "@duckdb/node-api";
import { type Row, type Table, type TableLike, toTable, type Value } from "../table.js";
import { appendTable, duckdbColumns } from "./duckdbLoad.js";
import { chunksTable, columnType } from "./duckdbResult.js";
import type { ColumnInfo, Engine } from "./engine.js";
import { identifier, literal } from "./quote.js";
import { stoppedBy } from "./refusal.js";
import { Relation } from "./relation.js";

/** Options of the embedded engine. */
export interface DuckdbOptions {
  /** A database file, made where it does not exist; in memory by default. With a file, kept relations go to disk too. */
  file?: string;
  /** Memory the engine may use before it goes to disk, such as `"2GB"`; DuckDB's default is 80 % of the machine's. */
  memoryLimit?: string;
  /** Threads; all cores by default. */
  threads?: number;
}

/**
 * The embedded engine: DuckDB in this process. Returns at once; the database opens with the first query. Data larger than
 * memory spill to a temporary folder, which goes with the engine. Nothing is downloaded: only built-in extensions are used.
 *
 * @throws RangeError where `threads` is not a whole number from 1.
 *
 * @example
 * const engine = duckdb();
 * const answer = await engine.query("SELECT ? + 1 AS two", [1]);
 * console.log(answer.get("two", 0)); // 2
 * await engine.close();
 */
export function duckdb({ file = ":memory:", memoryLimit, threads }: DuckdbOptions = {}): Engine {
  if (threads !== undefined && (!Number.isInteger(threads) || threads < 1)) {
    throw new RangeError(`expected threads to be a whole number from 1, got ${threads}`);
  }
  return new DuckdbEngine(file, {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    ...(memoryLimit === undefined ? {} : { memory_limit: memoryLimit }),
    ...(threads === undefined ? {} : { threads: String(threads) }),
  });
}

let shared: Engine | undefined;

/** The engine that is used where none is named: one in-memory DuckDB per process. */
export function defaultEngine(): Engine {
  shared ??= duckdb();
  return shared;
}

class DuckdbEngine implements Engine {
  readonly name = "duckdb";
  readonly #file: string;
  readonly #settings: Record<string, string>;
  #opening: Promise<DuckDBConnection> | undefined;
  #instance: DuckDBInstance | undefined;
  #connection: DuckDBConnection | undefined;
  #spill: string | undefined;
  /** Takes the temporary folder away; also when the process ends without `close`. */
  readonly #sweep = (): void => {
    if (this.#spill !== undefined) rmSync(this.#spill, { recursive: true, force: true });
  };
  #tables = 0;
  /** The end of the queue: each call waits for it and becomes the new end. */
  #last: Promise<unknown> = Promise.resolve();
  #loadFailure: unknown;
  #closed = false;

  constructor(file: string, settings: Record<string, string>) {
    this.#file = file;
    this.#settings = settings;
  }

  query<C extends Row = Row>(sql: string, values: readonly Value[] = []): Promise<Table<C>> {
    return this.#queued(async (connection) => {
      const result = await connection.stream(sql, values.map(bound));
      return chunksTable<C>(result, await result.fetchAllChunks());
    });
  }

  async *batches<C extends Row = Row>(sql: string, values: readonly Value[] = []): AsyncIterable<Table<C>> {
    // A stream holds its connection, so it gets one of its own and other queries can run meanwhile.
    const connection = await this.#queued(() => this.#instance!.connect());
    try {
      const result = await connection.stream(sql, values.map(bound));
      let held: DuckDBDataChunk[] = [];
      let rows = 0;
      for (;;) {
        const chunk = await result.fetchChunk();
        const ended = chunk === null || chunk.rowCount === 0;
        if (!ended) {
          held.push(chunk);
          rows += chunk.rowCount;
        }
        if (rows > 0 && (ended || rows >= 65536)) {
          yield chunksTable<C>(result, held);
          held = [];
          rows = 0;
        }
        if (ended) return;
      }
    } catch (error) {
      throw stoppedBy(error);
    } finally {
      connection.closeSync();
    }
  }

  run(sql: string, values: readonly Value[] = []): Promise<void> {
    return this.#queued(async (connection) => {
      await connection.run(sql, values.map(bound));
    });
  }

  describe(sql: string): Promise<ColumnInfo[]> {
    return this.#queued(async (connection) => {
      const prepared = await connection.prepare(sql);
      try {
        return Array.from({ length: prepared.columnCount }, (_, i) => ({
          name: prepared.columnName(i),
          type: columnType(prepared.columnTypeId(i)),
        }));
      } finally {
        prepared.destroySync();
      }
    });
  }

  async keep<C extends Row = Row>(sql: string, values: readonly Value[] = []): Promise<Relation<C>> {
    const name = this.#nextName();
    await this.run(`CREATE TABLE kept.${identifier(name)} AS ${sql}`, values);
    return this.#stored<C>(name, await this.describe(`SELECT * FROM kept.${identifier(name)}`));
  }

  load<C extends Row>(data: TableLike<C>): Relation<C> {
    const source = toTable(data);
    const name = this.#nextName();
    const columns = duckdbColumns(source);
    this.#queued((connection) => appendTable(connection, name, source, columns)).catch((error: unknown) => {
      this.#loadFailure ??= error;
    });
    return this.#stored<C>(
      name,
      columns.map(({ name: column, type }) => ({ name: column, type: columnType(type.typeId) })),
    );
  }

  async drop(relation: Relation): Promise<void> {
    if (relation.engine !== this || relation.stored === undefined)
      throw new TypeError("expected a relation that this engine keeps, got another");
    await this.run(`DROP TABLE ${relation.stored}`);
  }

  interrupt(): void {
    this.#connection?.interrupt();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    await this.#last.catch(() => undefined);
    this.#closed = true;
    this.#connection?.closeSync();
    this.#instance?.closeSync();
    process.off("exit", this.#sweep);
    this.#sweep();
    if (shared === this) shared = undefined;
  }

  #nextName(): string {
    this.#tables++;
    return `rows_${this.#tables}`;
  }

  #stored<C extends Row>(name: string, columns: readonly ColumnInfo[]): Relation<C> {
    const table = `kept.${identifier(name)}`;
    return new Relation<C>(this, `SELECT * FROM ${table}`, columns, table);
  }

  #queued<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new Error("expected an open engine, got one that was closed"));
    const turn = this.#last.then(async () => {
      if (this.#loadFailure !== undefined) {
        const failure = this.#loadFailure;
        this.#loadFailure = undefined;
        throw failure;
      }
      this.#opening ??= this.#open();
      try {
        return await work(await this.#opening);
      } catch (error) {
        throw stoppedBy(error);
      }
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #open(): Promise<DuckDBConnection> {
    const spill = mkdtempSync(join(tmpdir(), "clientele-"));
    this.#spill = spill;
    process.once("exit", this.#sweep);
    this.#instance = await DuckDBInstance.create(this.#file, { ...this.#settings, temp_directory: spill });
    this.#connection = await this.#instance.connect();
    // What is kept stands in a database of its own: it never enters the user's file, and every connection sees it.
    const kept = this.#file === ":memory:" ? ":memory:" : join(spill, "kept.duckdb");
    await this.#connection.run(`ATTACH ${literal(kept)} AS kept`);
    // The day of a time with a zone must not depend on where the machine stands.
    await this.#connection.run("SET GLOBAL TimeZone = 'UTC'");
    return this.#connection;
  }
}

function bound(value: Value): DuckDBValue {
  if (!(value instanceof Date)) return value;
  if (Number.isNaN(value.getTime())) throw new RangeError("expected a valid date, got Invalid Date");
  return new DuckDBTimestampValue(BigInt(value.getTime()) * 1000n);
}
