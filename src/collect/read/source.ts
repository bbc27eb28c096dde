import { Relation } from "../../engine/relation.js";
import type { Row } from "../../table.js";
import type { ReadReport } from "./report.js";

/** What `read` returns: the rows as a Relation, and `report`, which tells every guess made on the way. */
export class Source<C extends Row = Row> extends Relation<C> {
  readonly report: ReadReport;

  constructor(rows: Relation<C>, report: ReadReport) {
    super(rows.engine, rows.sql, rows.columns, rows.stored);
    this.report = report;
  }
}
