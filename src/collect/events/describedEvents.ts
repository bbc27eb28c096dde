import type { ColumnInfo, Engine } from "../../engine/engine.js";
import { Relation } from "../../engine/relation.js";
import type { Event } from "../events.js";
import type { Stretches } from "./stretches.js";

/** How many rows of a source are what. */
export interface EventCounts {
  /** Rows of the source. */
  readonly rows: number;
  readonly events: number;
  /** Rows that are no events, by their type; an empty object where every row is one. */
  readonly calls: Readonly<Record<string, number>>;
  /** Events that nobody was signed in for and that got the customer of their visitor. */
  readonly stitched: number;
}

/** What is known of events besides their rows. */
export interface Description {
  /** How sessions were made of the times, for those who can do without the session of each event; undefined where the source has sessions. */
  readonly stretches: Stretches | undefined;
  /** SELECT: the events in no order and without their rows, and without sessions that were made of the times. */
  readonly unnumbered: string;
  /** A column "kind" for every row of the source. */
  readonly kinds: string;
  /** The kinds that are events; undefined where all are. */
  readonly events: readonly string[] | undefined;
  /** A column "stitched" for every event, where stitching was asked for. */
  readonly stitched: string | undefined;
}

/** What `events` returns: the events as a Relation, and `counts`, which tells what became of the rows. */
export class DescribedEvents extends Relation<Event> {
  readonly #description: Description;

  constructor(engine: Engine, sql: string, columns: readonly ColumnInfo[], description: Description) {
    super(engine, sql, columns);
    this.#description = description;
  }

  /** @internal */
  get stretches(): Stretches | undefined {
    return this.#description.stretches;
  }

  /** @internal */
  get unnumbered(): string {
    return this.#description.unnumbered;
  }

  /** How many rows the source has, how many of them are events and what the others are, and how many events were stitched to a customer. */
  async counts(): Promise<EventCounts> {
    const { kinds, events: among, stitched } = this.#description;
    const found = await this.engine.query<{ kind: string | null; rows: number }>(
      `SELECT "kind", count(*) AS "rows" FROM (${kinds}) AS kinds GROUP BY "kind" ORDER BY "kind"`,
    );
    let [rows, events] = [0, 0];
    const calls: [string, number][] = [];
    for (let i = 0; i < found.numRows(); i++) {
      const kind = found.get("kind", i) as string | null;
      const count = found.get("rows", i) as number;
      rows += count;
      if (among === undefined || among.includes(kind ?? "")) events += count;
      else calls.push([kind ?? "(none)", count]);
    }
    return {
      rows,
      events,
      calls: Object.fromEntries(calls),
      stitched: stitched === undefined ? 0 : await this.#countStitched(stitched),
    };
  }

  async #countStitched(stitched: string): Promise<number> {
    const found = await this.engine.query(
      `SELECT count(*) FILTER (WHERE "stitched") AS "rows" FROM (${stitched}) AS events`,
    );
    return found.get("rows", 0) as number;
  }
}
