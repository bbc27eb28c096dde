import { DataError, quoted, requireColumn } from "../errors.js";
import { finiteNumbers, type Table } from "../table.js";
import { type AskedSurvey, requireOrder } from "./itemAnswers.js";

/** The part of a Survey that says which items make a scale. */
export interface KeyedSurvey extends Pick<AskedSurvey, "id" | "answers"> {
  readonly items: readonly {
    readonly name: string;
    readonly kind?: string;
    readonly codes?: readonly number[];
    readonly scale?: string;
    readonly reversed?: boolean;
  }[];
}

/** Lowest and highest answer that an item allows: one for all items, or by item. */
export type AnswerRange = readonly [number, number] | Readonly<Record<string, readonly [number, number]>>;

/** One item as it counts in a scale. */
export interface KeyedItem {
  readonly item: string;
  readonly reversed: boolean;
  /** Answers, reversed ones turned; NaN is missing. */
  readonly values: Float64Array;
  readonly range?: readonly [number, number];
}

/** One scale with the answers that it is scored from. */
export interface KeyedScale {
  readonly scale: string;
  readonly items: readonly KeyedItem[];
}

/** The keys that the survey's items declare, as `{ price: ["q1", "-q3"] }`. */
export function declaredKeys(survey: KeyedSurvey): Record<string, string[]> {
  const keys: Record<string, string[]> = {};
  for (const { name, scale, reversed } of survey.items) {
    if (scale === undefined) continue;
    const own = Object.hasOwn(keys, scale) ? keys[scale]! : [];
    own.push(reversed === true ? `-${name}` : name);
    keys[scale] = own;
  }
  if (Object.keys(keys).length === 0)
    throw new DataError(
      "expected a survey whose items name their scale, got none that does; pass scales: { name: [items] }",
    );
  return keys;
}

/** Reads the answers of each scale and turns the reversed ones. The range is declared or comes from the survey's codes; it is never guessed. */
export function keyedScales(
  table: Table,
  keys: Readonly<Record<string, readonly string[]>>,
  id: string,
  range: AnswerRange | undefined,
  survey: KeyedSurvey | undefined,
): KeyedScale[] {
  const names = table.columnNames();
  const scales = Object.entries(keys);
  if (scales.length === 0) throw new RangeError("expected at least one scale, got none");
  const rangeOf = ranges(range, survey);
  return scales.map(([scale, list]) => {
    if (!Array.isArray(list) || list.some((key) => typeof key !== "string"))
      throw new TypeError(`expected a list of items for the scale ${quoted(scale)}, got ${quoted(list)}`);
    if (list.length === 0) throw new RangeError(`expected at least one item in the scale ${quoted(scale)}, got none`);
    if (scale === id) throw new RangeError(`expected another name for the scale ${quoted(scale)}: it is the id's`);
    const seen = new Set<string>();
    const items = (list as readonly string[]).map((key): KeyedItem => {
      const { item, reversed } = readKey(key, names, scale);
      if (item === id) throw new RangeError(`expected items in the scale ${quoted(scale)}, got the id ${quoted(item)}`);
      if (seen.has(item))
        throw new RangeError(`expected each item once in the scale ${quoted(scale)}, got ${quoted(item)} twice`);
      seen.add(item);
      requireOrder(survey?.items, item);
      return keyed(table, item, reversed, rangeOf(item));
    });
    return { scale, items };
  });
}

function readKey(key: string, names: readonly string[], scale: string): { item: string; reversed: boolean } {
  const bare = key.slice(1);
  if (!key.startsWith("-") || (names.includes(key) && !names.includes(bare))) {
    requireColumn(names, key, `an item of the scale ${quoted(scale)}`);
    return { item: key, reversed: false };
  }
  if (names.includes(key))
    throw new DataError(
      `expected one reading of ${quoted(key)}, got two: a column of that name, and ${quoted(bare)} reversed; rename one`,
    );
  requireColumn(names, bare, `an item of the scale ${quoted(scale)}`);
  return { item: bare, reversed: true };
}

/** The declared range of an item: by the option first, then by the survey's codes. */
function ranges(range: AnswerRange | undefined, survey: KeyedSurvey | undefined) {
  const check = (pair: unknown, of: string): readonly [number, number] => {
    const good =
      Array.isArray(pair) && pair.length === 2 && pair.every((end) => Number.isFinite(end)) && pair[0] < pair[1];
    if (!good) throw new RangeError(`expected range${of} as [lowest, highest], such as [1, 5], got ${quoted(pair)}`);
    return pair as [number, number];
  };
  if (range !== undefined && (typeof range !== "object" || range === null))
    throw new TypeError(`expected range as [lowest, highest] or by item, got ${quoted(range)}`);
  const one = Array.isArray(range) ? check(range, "") : undefined;
  const byItem = one === undefined ? (range as Readonly<Record<string, unknown>> | undefined) : undefined;
  return (item: string): readonly [number, number] | undefined => {
    if (one !== undefined) return one;
    if (byItem !== undefined && Object.hasOwn(byItem, item)) return check(byItem[item], ` of ${quoted(item)}`);
    const codes = survey?.items.find(({ name }) => name === item)?.codes;
    return codes === undefined || codes.length < 2 ? undefined : [Math.min(...codes), Math.max(...codes)];
  };
}

function keyed(table: Table, item: string, reversed: boolean, range: readonly [number, number] | undefined): KeyedItem {
  const { values } = finiteNumbers(table, item);
  if (reversed && range === undefined)
    throw new TypeError(
      `expected the range of answers to reverse ${quoted(item)}: pass range: [1, 5], or whatever the lowest and highest answer is that could be given`,
    );
  if (range !== undefined) {
    const [low, high] = range;
    const outside = values.findIndex((value) => value < low || value > high);
    if (outside >= 0)
      throw new DataError(
        `expected an answer from ${low} to ${high}, got ${values[outside]}; correct it, make it null (missing), or declare another range`,
        { row: outside + 1, column: item },
      );
    if (reversed) for (let i = 0; i < values.length; i++) values[i] = low + high - values[i]!;
  }
  return { item, reversed, values, ...(range === undefined ? {} : { range }) };
}
