import { counted } from "../../readable.js";
import type { Value } from "../../table.js";
import type { ItemKind } from "./item.js";
import { asNumber } from "./missingCodes.js";
import { orderedBrackets, orderedLevels } from "./orderedLevels.js";
import type { RawColumn } from "./rawSurvey.js";

/** What an item was taken for, and why. */
export interface Proposal {
  readonly kind: ItemKind;
  readonly levels?: readonly string[];
  readonly codes?: readonly number[];
  readonly because: string;
  /** What a reader should decide, where the data leave it open. */
  readonly note?: string;
}

/** A column with its answers: missing ones are null. */
export interface Answered {
  readonly raw: RawColumn;
  readonly cells: readonly Value[];
}

/** An answer and how many gave it, as text. */
interface Given {
  readonly counts: ReadonlyMap<string, number>;
  readonly texts: readonly string[];
  readonly total: number;
  /** The distinct answers as numbers, ascending, where all are. */
  readonly numbers: readonly number[] | undefined;
}

/** What stands between choices in one column: Qualtrics writes no space behind the comma, people's words have one, numbers a digit. */
export const betweenChoices = /,(?=[^\s\d])/;

/**
 * Proposes the kind of every column from its answers: labels that the file has go first; sets of answers known in English are put in order; whole numbers are a
 * rating where at least three columns have the same ones; two levels beginning with yes and no are binary; a text that hardly anybody shares is
 * open. Everything else is a choice without an order.
 */
export function proposeKinds(columns: readonly Answered[]): Proposal[] {
  const given = columns.map(({ cells }) => countAnswers(cells));
  const sameQuestion = groupBy(columns, ({ raw }) => raw.of);
  const sameRange = groupBy(given, ({ numbers }) =>
    isRating(numbers) ? `${numbers[0]} ${numbers.at(-1)}` : undefined,
  );
  const orders = knownOrders(columns, given);
  const shared = groupBy(given, ({ texts, numbers }) =>
    numbers === undefined && texts.length > 2 && texts.length < 8 ? JSON.stringify(texts) : undefined,
  );
  return columns.map(({ raw }, j) => {
    const { texts, numbers, total } = given[j]!;
    const siblings = raw.of === undefined ? [j] : sameQuestion.get(raw.of)!;
    if (raw.written === true) return { kind: "open", because: "a field to write in, beside a question" };
    if (raw.several === true)
      return {
        kind: "multiple",
        levels: ["not chosen", "chosen"],
        codes: [0, 1],
        because: "one choice of a question with several",
      };
    if (raw.labels !== undefined && raw.labels.length > 0 && fitsLabels(raw, texts, numbers))
      return labelled(raw, numbers);
    if (total === 0) return { kind: "open", because: "nobody answered" };
    if (siblings.length > 1 && areChoices(siblings.map((i) => given[i]!))) return chosen(columns[j]!, given[j]!);
    if (numbers !== undefined) {
      if (siblings.length > 2 && isRanking(siblings.map((i) => columns[i]!.cells)))
        return { kind: "ranking", because: `every respondent gives the ranks 1 to ${siblings.length} once` };
      const range = isRating(numbers) ? sameRange.get(`${numbers[0]} ${numbers.at(-1)}`)! : [];
      const matrix = siblings.filter((i) => isRating(given[i]!.numbers));
      return numeric(numbers, range, matrix.length > 1 ? matrix.map((i) => given[i]!.numbers!) : []);
    }
    const order = orders[j];
    if (order !== undefined) return order;
    if (texts.length === 2) {
      const yes = texts.findIndex((text) => /^(?:yes|true)\b/i.test(text));
      const no = texts.findIndex((text) => /^(?:no|false)\b/i.test(text));
      if (yes >= 0 && no >= 0)
        return { kind: "binary", levels: [texts[no]!, texts[yes]!], codes: [0, 1], because: "two answers, no and yes" };
    }
    const brackets = orderedBrackets(texts);
    if (brackets !== undefined)
      return { kind: "choice", levels: brackets, because: "brackets, in the order of their numbers" };
    const parts = severalChoices(given[j]!);
    if (parts !== undefined)
      return { kind: "multiple", levels: parts, because: "several choices in one cell, with commas between" };
    if (texts.length > 30 || (total >= 10 && texts.length > total / 2))
      return { kind: "open", because: `${texts.length} different texts among ${counted(total, "answer")}` };
    const alike = shared.get(JSON.stringify(texts)) ?? [];
    const spelt = texts.find((text, i) =>
      texts.some((other, k) => k < i && other.toLowerCase() === text.toLowerCase()),
    );
    const note =
      spelt !== undefined
        ? `${JSON.stringify(spelt)} also stands in other capitals, as a level of its own; declare levels to join them`
        : alike.length > 2
          ? `${counted(alike.length, "item")} share the levels ${texts.map((text) => JSON.stringify(text)).join(", ")}: if they are a scale, declare { kind: "likert", levels: [lowest, ..., highest] }`
          : undefined;
    return {
      kind: "choice",
      levels: texts,
      because: `${counted(texts.length, "text")} without an order that is known in English`,
      ...(note === undefined ? {} : { note }),
    };
  });
}

function countAnswers(cells: readonly Value[]): Given {
  const counts = new Map<string, number>();
  let total = 0;
  let allNumbers = true;
  for (const cell of cells) {
    if (cell === null || cell === undefined) continue;
    const text = textOf(cell);
    counts.set(text, (counts.get(text) ?? 0) + 1);
    total++;
    allNumbers &&= asNumber(cell) !== undefined;
  }
  const texts = [...counts.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const numbers = allNumbers && total > 0 ? [...new Set(texts.map(Number))].sort((a, b) => a - b) : undefined;
  return { counts, texts, total, numbers };
}

/** A cell as the text of a level. */
export function textOf(cell: Value): string {
  return cell instanceof Date ? cell.toISOString() : String(cell).replace(/\s+/g, " ").trim();
}

function isRating(numbers: readonly number[] | undefined): numbers is readonly number[] {
  return (
    numbers !== undefined &&
    numbers.length > 2 &&
    numbers[0]! >= 0 &&
    numbers.at(-1)! <= 11 &&
    numbers.every(Number.isInteger)
  );
}

function numeric(
  numbers: readonly number[],
  range: readonly number[],
  matrix: readonly (readonly number[])[],
): Proposal {
  const [lowest, highest] = [numbers[0]!, numbers.at(-1)!];
  if (lowest >= 0 && highest <= 1 && numbers.every(Number.isInteger))
    return { kind: "binary", levels: ["0", "1"], codes: [0, 1], because: "only 0 and 1" };
  if (numbers.length === 2 && lowest === 1 && highest === 2)
    return {
      kind: "binary",
      levels: ["1", "2"],
      codes: [1, 2],
      because: "only 1 and 2",
      note: "1 and 2 keep their numbers; which means yes has to be declared",
    };
  if (isRating(numbers) && (range.length > 2 || matrix.length > 0)) {
    const low = Math.min(lowest, ...matrix.map((others) => others[0]!));
    const high = Math.max(highest, ...matrix.map((others) => others.at(-1)!));
    const codes = Array.from({ length: high - low + 1 }, (_, i) => low + i);
    return {
      kind: "likert",
      levels: codes.map(String),
      codes,
      because: `whole numbers from ${low} to ${high}, as in ${counted(Math.max(range.length, matrix.length) - 1, "other item")}`,
    };
  }
  return { kind: "number", because: `numbers from ${lowest} to ${highest}` };
}

/** Whether the labels of the file explain the answers: all, or enough of them that the others are points between. */
function fitsLabels(raw: RawColumn, texts: readonly string[], numbers: readonly number[] | undefined): boolean {
  const known = new Set(raw.labels!.flatMap(({ code, label }) => [String(code), label]));
  const strange = texts.filter((text) => !known.has(text));
  if (strange.length === 0) return true;
  if (numbers === undefined || !numbers.every(Number.isInteger) || raw.labels!.length < 2) return false;
  const codes = raw.labels!.map(({ code }) => Number(code));
  const [low, high] = [Math.min(...codes), Math.max(...codes)];
  return high - low <= 100 && numbers[0]! >= low && numbers.at(-1)! <= high;
}

function labelled(raw: RawColumn, numbers: readonly number[] | undefined): Proposal {
  const labels = raw.labels!;
  const numberCodes = labels.every(({ code }) => typeof code === "number" && Number.isFinite(code));
  const known = orderedLevels(labels.map(({ label }) => label));
  if (!numberCodes) return { kind: "choice", levels: labels.map(({ label }) => label), because: "labels of the file" };
  const named = new Map(labels.map(({ code, label }) => [code as number, label]));
  const between = numbers?.some((value) => !named.has(value)) === true;
  const [low, high] = [Math.min(...named.keys()), Math.max(...named.keys())];
  const codes = between
    ? Array.from({ length: high - low + 1 }, (_, i) => low + i)
    : [...named.keys()].sort((a, b) => a - b);
  const levels = codes.map((code) => named.get(code) ?? String(code));
  if (levels.length === 2) return { kind: "binary", levels, codes, because: "two labels in the file" };
  if (between || raw.ordered === true || known !== undefined)
    return {
      kind: "likert",
      levels,
      codes,
      because: `labels of the file${raw.ordered === true ? ", which calls them ordered" : between ? ", with points between" : `, which are levels of ${known!.scale}`}`,
    };
  return { kind: "choice", levels, codes, because: "labels of the file, which does not call them ordered" };
}

/** Known orders, a column's own or that of another column whose levels include its own. */
function knownOrders(columns: readonly Answered[], given: readonly Given[]): (Proposal | undefined)[] {
  interface Pool {
    readonly scale: string;
    readonly ranks: Map<string, number>;
    readonly of: string | undefined;
    readonly column: number;
  }
  const order = columns
    .map((_, j) => j)
    .filter((j) => given[j]!.numbers === undefined && given[j]!.total > 0 && given[j]!.texts.length <= 12)
    .sort((a, b) => given[b]!.texts.length - given[a]!.texts.length || a - b);
  const pools: Pool[] = [];
  const poolOf = new Map<number, Pool>();
  for (const j of order) {
    const { texts, total } = given[j]!;
    const { of } = columns[j]!.raw;
    const matrix = pools.find((pool) => {
      if (of === undefined || pool.of !== of) return false;
      const all = orderedLevels([...new Set([...pool.ranks.keys(), ...texts])]);
      return all !== undefined && all.scale === pool.scale;
    });
    // A level that others often chose and nobody here did was hardly offered here.
    const wider = pools.find(
      (pool) =>
        texts.every((text) => pool.ranks.has(text)) &&
        [...pool.ranks.keys()].every((level) => {
          const other = given[pool.column]!;
          return texts.includes(level) || ((other.counts.get(level) ?? 0) / other.total) * total < 5;
        }),
    );
    const own = orderedLevels(texts);
    const pool = matrix ?? wider ?? (own && { scale: own.scale, ranks: new Map(own.ranks), of, column: j });
    if (pool === undefined) continue;
    if (pool === matrix)
      for (const [level, rank] of orderedLevels([...new Set([...pool.ranks.keys(), ...texts])])!.ranks)
        pool.ranks.set(level, rank);
    if (!pools.includes(pool)) pools.push(pool);
    poolOf.set(j, pool);
  }
  return columns.map((_, j) => {
    const pool = poolOf.get(j);
    if (pool === undefined) return undefined;
    const levels = [...pool.ranks].sort((a, b) => a[1] - b[1]).map(([level]) => level);
    const unseen = levels.filter((level) => !given[j]!.counts.has(level));
    // Agree and disagree are a question of two answers; strongly agree and disagree are what was given of a longer scale.
    const two = levels.length === 2 && pool.ranks.get(levels[0]!)! === -pool.ranks.get(levels[1]!)!;
    return {
      kind: two ? "binary" : "likert",
      levels,
      codes: levels.map((_, i) => i + (two ? 0 : 1)),
      because: `levels of ${pool.scale} in English`,
      ...(unseen.length === 0
        ? {}
        : {
            note: `nobody answered ${unseen.map((level) => JSON.stringify(level)).join(", ")}: the level is taken from other items; declare levels if it was not offered`,
          }),
    };
  });
}

/** Whether every column holds one answer only and each another one (or 1), as columns of one choice each do. */
function areChoices(siblings: readonly Given[]): boolean {
  const texts = siblings.filter(({ numbers }) => numbers === undefined).flatMap((given) => given.texts);
  return (
    new Set(texts).size === texts.length &&
    siblings.every(({ texts, numbers }) => texts.length === 0 || (texts.length === 1 && (numbers?.[0] ?? 1) === 1))
  );
}

function chosen({ raw }: Answered, { texts }: Given): Proposal {
  return {
    kind: "multiple",
    levels: ["not chosen", "chosen"],
    codes: [0, 1],
    because: `a column of one choice${texts.length === 0 ? ", which nobody took" : `, ${JSON.stringify(texts[0])}`}, beside others of ${JSON.stringify(raw.of)}`,
  };
}

/** The choices of a column that holds several in a cell, or undefined where it does not look like one. */
function severalChoices({ counts }: Given): string[] | undefined {
  const found = new Map<string, number>();
  let several = 0;
  for (const [text, count] of counts) {
    const parts = text.split(betweenChoices);
    if (new Set(parts).size < parts.length) return undefined;
    if (parts.length > 1) several += count;
    for (const part of parts) found.set(part, (found.get(part) ?? 0) + count);
  }
  if (several < 2 || found.size > 20 || [...found.values()].some((count) => count < 2)) return undefined;
  return [...found.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function isRanking(columns: readonly (readonly Value[])[]): boolean {
  let ranked = 0;
  for (let i = 0; i < columns[0]!.length; i++) {
    const ranks = columns.map((cells) => cells[i]).filter((cell) => cell !== null && cell !== undefined);
    if (ranks.length === 0) continue;
    const numbers = new Set(ranks.map((cell) => asNumber(cell!)));
    for (let rank = 1; rank <= columns.length; rank++) if (!numbers.has(rank)) return false;
    if (ranks.length !== columns.length) return false;
    ranked++;
  }
  return ranked > 1;
}

function groupBy<T>(values: readonly T[], key: (value: T) => string | undefined): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  values.forEach((value, i) => {
    const name = key(value);
    if (name === undefined) return;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [i]);
    else group.push(i);
  });
  return groups;
}
