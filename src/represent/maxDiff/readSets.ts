import { requireRoles } from "../../collect/requireRoles.js";
import { DataError, quoted, requireColumn } from "../../errors.js";
import { levelText } from "../../levels.js";
import type { Id } from "../../matrix.js";
import { type AnyColumn, column, type Row, type Table, type Value } from "../../table.js";
import type { RawSet } from "./choiceSets.js";

/** One row an item that was shown, with a mark where it was chosen: in one column, or in one for the best and one for the worst. */
export type MaxDiffRows<C extends Row = Row> = {
  readonly customer: AnyColumn<C>;
  /** Which question of the customer. */
  readonly set: AnyColumn<C>;
  readonly item: AnyColumn<C>;
} & (
  | { readonly choice: AnyColumn<C>; readonly best?: undefined; readonly worst?: undefined }
  | { readonly choice?: undefined; readonly best: AnyColumn<C>; readonly worst: AnyColumn<C> }
);

/** One row a question: the columns of the items that were shown, and the item that was chosen as best and as worst. */
export interface MaxDiffSets<C extends Row = Row> {
  readonly customer: AnyColumn<C>;
  readonly set?: AnyColumn<C>;
  readonly items: readonly AnyColumn<C>[];
  readonly best: AnyColumn<C>;
  readonly worst: AnyColumn<C>;
}

/** What stands in the column `choice` for the best and the worst item. */
export interface MaxDiffMarks {
  readonly best: string | number;
  readonly worst: string | number;
}

/** The columns of a mapping. */
export interface MappedSets {
  readonly customer: string;
  readonly set: string | undefined;
  readonly item: string | undefined;
  readonly items: readonly string[] | undefined;
  readonly choice: string | undefined;
  readonly best: string | undefined;
  readonly worst: string | undefined;
}

/** The columns by their roles. @throws TypeError where they make neither of the two layouts. */
export function mappedSets(mapping: unknown): MappedSets {
  const layouts =
    "{ customer, set, item, choice }, { customer, set, item, best, worst } or { customer, items, best, worst }";
  if (mapping === null || typeof mapping !== "object")
    throw new TypeError(`expected a mapping such as ${layouts}, got ${quoted(mapping)}`);
  const { items, ...others } = mapping as { items?: unknown };
  const roles = requireRoles(others, ["customer", "set", "item", "choice", "best", "worst"], layouts);
  if (items !== undefined && (!Array.isArray(items) || items.some((name) => typeof name !== "string")))
    throw new TypeError(`expected items as a list of column names, got ${quoted(items)}`);
  const { customer, set, item, choice, best, worst } = roles;
  const long = items === undefined && set !== undefined && item !== undefined;
  const marked = (choice === undefined) !== (best === undefined) && (best === undefined) === (worst === undefined);
  const wide = items !== undefined && item === undefined && choice === undefined && best !== undefined;
  if (customer === undefined || !(wide ? worst !== undefined : long && marked))
    throw new TypeError(
      `expected columns for ${layouts}, got { ${Object.keys(mapping)
        .filter((role) => (mapping as Record<string, unknown>)[role] !== undefined)
        .join(", ")} }`,
    );
  if (wide && items.length < 2) throw new RangeError(`expected at least two columns of items, got ${items.length}`);
  const twice = (items as string[] | undefined)?.find((name, i, all) => all.indexOf(name) < i);
  if (twice !== undefined) throw new RangeError(`expected each column of items once, got ${quoted(twice)} twice`);
  return { customer, set, item, items: items as string[] | undefined, choice, best, worst };
}

/** All columns that are read. */
export function columnsOf({ items, ...roles }: MappedSets): string[] {
  return [...new Set([...Object.values(roles).filter((name) => name !== undefined), ...(items ?? [])])];
}

/** The questions as they stand in a table. @throws DataError where a cell is none of what its column has to hold. */
export function readSets(table: Table, mapped: MappedSets, marks: MaxDiffMarks | undefined): RawSet[] {
  for (const name of columnsOf(mapped)) requireColumn(table.columnNames(), name, "a column of the sets");
  if (table.numRows() === 0) throw new DataError("expected at least one set, got an empty table");
  return mapped.items === undefined ? setsOfRows(table, mapped, marks) : setsOfSets(table, mapped);
}

function setsOfRows(table: Table, mapped: MappedSets, marks: MaxDiffMarks | undefined): RawSet[] {
  const cells = (name: string | undefined) => (name === undefined ? undefined : column(table, name));
  const [customers, sets, items] = [cells(mapped.customer)!, cells(mapped.set)!, cells(mapped.item)!];
  const [choices, bests, worsts] = [cells(mapped.choice), cells(mapped.best), cells(mapped.worst)];
  const found = new Map<Id, Map<string, { shown: { item: string; row: number }[]; best: string[]; worst: string[] }>>();
  for (let i = 0; i < table.numRows(); i++) {
    const customer = idOf(customers[i]!, i, mapped.customer);
    const set = textOf(sets[i]!, i, mapped.set!, "a name or number of the set");
    const item = textOf(items[i]!, i, mapped.item!, "an item");
    let own = found.get(customer);
    if (own === undefined) {
      own = new Map();
      found.set(customer, own);
    }
    let one = own.get(set);
    if (one === undefined) {
      one = { shown: [], best: [], worst: [] };
      own.set(set, one);
    }
    one.shown.push({ item, row: i + 1 });
    const mark = choices === undefined ? undefined : markOf(choices[i]!, i, mapped.choice!, marks);
    if (mark === "best" || (bests !== undefined && isMarked(bests[i]!, i, mapped.best!))) one.best.push(item);
    if (mark === "worst" || (worsts !== undefined && isMarked(worsts[i]!, i, mapped.worst!))) one.worst.push(item);
  }
  return [...found].flatMap(([customer, own]) => [...own].map(([set, one]) => ({ customer, set, ...one })));
}

function setsOfSets(table: Table, mapped: MappedSets): RawSet[] {
  const cells = (name: string) => column(table, name);
  const [customers, bests, worsts] = [cells(mapped.customer), cells(mapped.best!), cells(mapped.worst!)];
  const items = mapped.items!.map((name) => cells(name));
  const sets = mapped.set === undefined ? undefined : cells(mapped.set);
  const before = new Map<string, number>();
  return Array.from({ length: table.numRows() }, (_, i) => {
    const customer = idOf(customers[i]!, i, mapped.customer);
    const set =
      sets === undefined ? `of row ${i + 1}` : textOf(sets[i]!, i, mapped.set!, "a name or number of the set");
    if (sets !== undefined) {
      const key = JSON.stringify([customer, set]);
      const row = before.get(key);
      if (row !== undefined)
        throw new DataError(
          `expected one row a set, got set ${set} of customer ${JSON.stringify(customer)} in rows ${row} and ${i + 1}`,
          { row: i + 1, column: mapped.set! },
        );
      before.set(key, i + 1);
    }
    const shown = items
      .map((own, j) => plain(own[i]!, i, mapped.items![j]!))
      .filter((item) => item !== undefined)
      .map((item) => ({ item, row: i + 1 }));
    const chosen = (own: ArrayLike<Value>, name: string) => {
      const item = plain(own[i]!, i, name);
      if (item === undefined) return [];
      if (!shown.some((one) => one.item === item))
        throw new DataError(
          `expected an item that was shown (${shown.map((one) => one.item).join(", ")}), got ${JSON.stringify(item)}`,
          { row: i + 1, column: name },
        );
      return [item];
    };
    return { customer, set, shown, best: chosen(bests, mapped.best!), worst: chosen(worsts, mapped.worst!) };
  });
}

/** The text of a cell; undefined where there is none. @throws DataError where it is neither text, a finite number nor true or false. */
function plain(cell: Value, i: number, name: string): string | undefined {
  const text = levelText(cell, i, name)?.trim();
  return text === "" ? undefined : text;
}

function textOf(cell: Value, i: number, name: string, what: string): string {
  const text = plain(cell, i, name);
  if (text === undefined) throw new DataError(`expected ${what}, got none`, { row: i + 1, column: name });
  return text;
}

function idOf(cell: Value, i: number, name: string): Id {
  if (typeof cell === "number" && Number.isFinite(cell)) return cell;
  if (typeof cell === "bigint") return Number.isSafeInteger(Number(cell)) ? Number(cell) : String(cell);
  if (typeof cell === "string" && cell.trim() !== "") return cell;
  throw new DataError(`expected an id that is text or a finite number, got ${quoted(cell ?? "none")}`, {
    row: i + 1,
    column: name,
  });
}

const words: Readonly<Record<string, "best" | "worst" | "none">> = {
  best: "best",
  most: "best",
  "1": "best",
  worst: "worst",
  least: "worst",
  "-1": "worst",
  "0": "none",
  none: "none",
  neither: "none",
};

function markOf(cell: Value, i: number, name: string, marks: MaxDiffMarks | undefined): "best" | "worst" | undefined {
  const text = plain(cell, i, name)?.toLowerCase();
  if (text === undefined) return undefined;
  const same = (mark: string | number) => String(mark).trim().toLowerCase() === text;
  const word =
    marks === undefined
      ? Object.hasOwn(words, text)
        ? words[text]
        : undefined
      : same(marks.best)
        ? "best"
        : same(marks.worst)
          ? "worst"
          : words[text] === "none"
            ? "none"
            : undefined;
  if (word === undefined)
    throw new DataError(
      `expected ${marks === undefined ? "best, worst or nothing (or most and least, or 1, -1 and 0)" : `${quoted(marks.best)}, ${quoted(marks.worst)} or nothing`}, got ${quoted(cell)}; say with { marks: { best, worst } } what stands for them`,
      { row: i + 1, column: name },
    );
  return word === "none" ? undefined : word;
}

function isMarked(cell: Value, i: number, name: string): boolean {
  const text = plain(cell, i, name)?.toLowerCase();
  if (text === undefined || text === "0" || text === "false" || text === "no") return false;
  if (text === "1" || text === "true" || text === "yes" || text === "x") return true;
  throw new DataError(
    `expected 1 or true where the item was chosen, 0, false or nothing elsewhere, got ${quoted(cell)}`,
    {
      row: i + 1,
      column: name,
    },
  );
}
