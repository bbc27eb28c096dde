import { closest, DataError, type DataPlace } from "../../errors.js";
import type { Id } from "../../matrix.js";
import type { Value } from "../../table.js";
import type { RawColumn } from "./rawSurvey.js";

/** Who answered: the column and its values. */
export interface Ids {
  readonly id: string;
  readonly ids: readonly Id[];
  /** The column that the ids were taken from. */
  readonly column: RawColumn | undefined;
  readonly note?: string;
  readonly warning?: string;
}

const usual =
  /^(?:response|respondent|participant|customer|person|case|record|user|panelist|subject)?[ _]?(?:id|nr|no|number|uuid)$/i;

/** Names that a question may have, too: "Number of children" is often only "number". No short name made from a question is taken for an id where it is one of these. */
const doubtful = /^(?:nr|no|number)$/i;

/**
 * The ids of the respondents: the column that `id` names; else the first column whose name is usual for ids; else, and where `id` is null, the rows are numbered. A column
 * that is called "number" or "no" only, and names nobody alone, is left to the items with a warning.
 *
 * @throws DataError where the column is absent, an id is missing, or two respondents have the same.
 */
export function findIds(
  columns: readonly RawColumn[],
  rows: number,
  id: string | null | undefined,
  place: DataPlace,
): Ids {
  if (id === null) return numbered(columns, rows);
  const column =
    id === undefined
      ? columns.find(
          (one) =>
            (usual.test(one.header) || (usual.test(one.name) && !doubtful.test(one.name))) &&
            one.written !== true &&
            one.cells.length > 0,
        )
      : columns.find((one) => one.name === id || one.header === id);
  if (column === undefined) {
    if (id !== undefined) {
      const near = closest(
        id,
        columns.map((one) => one.name),
      );
      throw new DataError(
        `expected a column of ids named ${JSON.stringify(id)}, found none.${near === undefined ? "" : ` Did you mean ${JSON.stringify(near)}?`}`,
        place,
      );
    }
    return {
      ...numbered(columns, rows),
      note: `no column of ids was found, so respondents are numbered from 1 in the order of the file; pass { id } to name one`,
    };
  }
  if (id === undefined && doubtful.test(column.header)) {
    const names = column.cells.map(idOf);
    if (names.includes(undefined) || new Set(names).size < names.length)
      return {
        ...numbered(columns, rows),
        warning: `${JSON.stringify(column.header)} does not tell respondents apart, so it is taken for a question and they are numbered from 1 in the order of the file; pass { id } to name a column, or { id: null } for the numbers`,
      };
  }
  const first = new Map<Id, number>();
  const ids = column.cells.map((cell, i): Id => {
    const value = idOf(cell);
    if (value === undefined)
      throw new DataError("expected an id for every respondent, got none; give it one, or leave the row out", {
        ...place,
        row: i + 1,
        column: column.header,
      });
    const before = first.get(value);
    if (before !== undefined)
      throw new DataError(
        `expected one row a respondent, got the id ${JSON.stringify(value)} in rows ${before} and ${i + 1}; keep one of them, name another column by { id }, or number the rows by { id: null }`,
        { ...place, row: i + 1, column: column.header },
      );
    first.set(value, i + 1);
    return value;
  });
  return {
    id: column.name,
    ids,
    column,
    ...(id === undefined ? { note: `the respondents are named by ${JSON.stringify(column.header)}` } : {}),
  };
}

function numbered(columns: readonly RawColumn[], rows: number): Ids {
  const taken = new Set(columns.map((one) => one.name));
  const id = ["respondent", "respondent_row", "respondent_number"].find((free) => !taken.has(free)) ?? "row";
  return { id, ids: Array.from({ length: rows }, (_, i) => i + 1), column: undefined };
}

function idOf(cell: Value): Id | undefined {
  if (typeof cell === "number") return Number.isFinite(cell) ? cell : undefined;
  if (typeof cell === "bigint") return Number.isSafeInteger(Number(cell)) ? Number(cell) : String(cell);
  const text = cell === null ? "" : String(cell).trim();
  return text === "" ? undefined : text;
}
