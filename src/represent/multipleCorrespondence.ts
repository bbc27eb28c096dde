import { DataError, quoted, requireOptions } from "../errors.js";
import { levelsOf } from "../levels.js";
import type { Id } from "../matrix.js";
import { symmetricEigen } from "../numeric/symmetricEigen.js";
import { counted, grouped } from "../readable.js";
import {
  type AnyColumn,
  column,
  type Row,
  type Table,
  type TableLike,
  tableOf,
  toTable,
  type Value,
} from "../table.js";
import { type Asked, type AskedSurvey, askedItems, type ScoreTable, scoreTable } from "./itemAnswers.js";

/** Options of `multipleCorrespondence`. */
export interface MultipleCorrespondenceOptions<C extends Row = Row, I extends string = string> {
  /** Items to take: columns of categories. Where absent, the survey's choice and yes/no items, or all columns of text or true/false but the id. */
  items?: readonly AnyColumn<C>[];
  /** Column that names the respondents; the survey's, or "customer", where absent. */
  id?: I;
  /** Number of dimensions to keep. */
  k?: number;
  /** "complete": only respondents who answered all items; "category": no answer is a category of its own, called "(none)". */
  missing?: "complete" | "category";
}

const known = { items: true, id: true, k: true, missing: true } satisfies Record<
  keyof MultipleCorrespondenceOptions,
  true
>;

/** Column of the n-th dimension. */
export type DimensionName = `dimension${number}`;

/** One dimension: its principal inertia, and what of it is more than an artifact. */
export type DimensionRow = {
  dimension: string;
  inertia: number;
  /** Share of the inertia of all answers; always small, for it counts that an item determines itself. */
  share: number;
  /** Benzécri's corrected inertia, and its share; 0 for dimensions no better than an item alone. */
  adjustedInertia: number;
  adjustedShare: number;
  /** Greenacre's share: of the inertia between different items. The most honest of the three. */
  greenacreShare: number;
};

/** One category of one item. */
export type CategoryRow = {
  item: string;
  category: string;
  /** Respondents who chose it. */
  count: number;
} & {
  /** Principal coordinate, share of the dimension's inertia, and squared cosine: how much of the category the dimension tells. */
  [column: DimensionName | `contribution${number}` | `cosine${number}`]: number;
};

/** Answers of categories on a few dimensions. */
export interface MultipleCorrespondence<I extends string = string> {
  readonly k: number;
  readonly items: readonly string[];
  readonly names: readonly DimensionName[];
  readonly missing: "complete" | "category";
  readonly respondents: number;
  /** Inertia of all answers: categories / items - 1. */
  readonly totalInertia: number;
  /** One row per dimension that was kept. */
  readonly dimensions: Table<DimensionRow>;
  /** One row per category: near ones are chosen by the same people. */
  readonly categories: Table<CategoryRow>;
  /** One row per respondent: the id and a principal coordinate per dimension, ready for `matrix`. */
  readonly scores: ScoreTable<DimensionName, I>;
  readonly id: I;
  /** Respondents without scores, for they did not answer all items. */
  readonly unscored: readonly Id[];
  /** What to know before trusting the dimensions, in words. */
  readonly warnings: readonly string[];
}

/**
 * Puts answers that are categories (favorite channel, household, yes or no) on a few dimensions: multiple correspondence analysis, the principal
 * components of categories. Respondents are near each other where they chose the same, all the more where few others did; categories are
 * near where the same people chose them. The scores of respondents are ready for `matrix(found.scores, { id })`, and so bring
 * categories into methods that take numbers.
 *
 * Coordinates are principal ones: the variance of the respondents' scores on a dimension is its inertia. The largest inertia comes first; of each dimension
 * the category that contributes most has a coordinate above 0, so that results read alike.
 *
 * When it misleads: shares of plain inertia are always small, since each item also determines itself; look at `greenacreShare`. A category that
 * few people chose lies far out and may make a dimension alone (see `contribution`). The first dimension of rated answers often
 * is extreme against moderate answers.
 *
 * @throws DataError where an item has fewer than two categories, or nobody answered all items.
 * @throws RangeError where there are fewer than two items, k is above the number of dimensions, or an option has an unknown value.
 *
 * Source: Greenacre, Correspondence Analysis in Practice (2017), chapters 18 and 19; Benzécri, Les Cahiers de l'Analyse des Données 4 (1979), for the
 * adjustment.
 *
 * @example
 * const answers = [
 *   { customer: "Ada", channel: "web", pays: "card" },
 *   { customer: "Alan", channel: "web", pays: "card" },
 *   { customer: "Grace", channel: "shop", pays: "cash" },
 *   { customer: "Kurt", channel: "shop", pays: "card" },
 * ];
 * const found = await multipleCorrespondence(answers, { k: 1 });
 * console.log(found.dimensions.get("inertia", 0).toFixed(3)); // 0.789
 * console.log(found.categories.get("category", 3)); // cash
 */
export async function multipleCorrespondence<C extends Row, const I extends AnyColumn<C> = "customer">(
  answers: TableLike<C>,
  options?: MultipleCorrespondenceOptions<C, I>,
): Promise<MultipleCorrespondence<I>>;
export async function multipleCorrespondence(
  survey: AskedSurvey,
  options?: MultipleCorrespondenceOptions,
): Promise<MultipleCorrespondence>;
export async function multipleCorrespondence(
  answers: TableLike | AskedSurvey,
  options: MultipleCorrespondenceOptions = {},
): Promise<MultipleCorrespondence> {
  requireOptions(options, known, "multipleCorrespondence");
  const { items: chosen, id, k = 2, missing = "complete" } = options;
  if (missing !== "complete" && missing !== "category")
    throw new RangeError(`expected missing to be "complete" or "category", got ${quoted(missing)}`);
  const asked = askedItems(
    answers,
    { items: chosen, id },
    { kinds: ["choice", "binary"], suits: areCategories, least: 2 },
  );
  const { ids, items } = asked;
  const coded = items.map((item) => codesOf(asked, item, missing));
  const rows = Array.from(ids.keys()).filter((row) => coded.every(({ codes }) => codes[row]! >= 0));
  if (rows.length < 2)
    throw new DataError(
      `expected at least 2 respondents who answered all ${items.length} items, got ${rows.length} of ${ids.length}; leave out items that few answered, or use missing: "category"`,
    );
  const { categories, place } = usedCategories(coded, rows, ids.length);
  const width = categories.length;
  const most = width - items.length;
  if (!Number.isInteger(k) || k < 1 || k > most)
    throw new RangeError(
      `expected k to be a whole number from 1 to ${most} (${width} categories less ${items.length} items), got ${quoted(k)}`,
    );
  const { values, vectors } = symmetricEigen(standardized(coded, place, categories, rows), width, k);
  const inertias = Array.from(values, (value) => Math.max(0, value));
  const kept = inertias.slice(0, k);
  const least = kept.findIndex((value) => value < 1e-12);
  if (least >= 0)
    throw new RangeError(
      `expected k up to ${least}, the dimensions in which these answers differ, got ${k}; items that determine each other leave fewer`,
    );
  const names = kept.map((_, a): DimensionName => `dimension${a + 1}`);
  const coordinates = kept.map((inertia, a) =>
    categories.map(
      ({ count }, c) => (vectors[a]![c]! * Math.sqrt(inertia)) / Math.sqrt(count / (rows.length * items.length)),
    ),
  );
  const scores = kept.map((inertia, a) =>
    Float64Array.from(rows, (row) => {
      let sum = 0;
      coded.forEach(({ codes }, q) => {
        sum += coordinates[a]![place[q]![codes[row]!]!]!;
      });
      return sum / items.length / Math.sqrt(inertia);
    }),
  );
  const unscored = ids.filter((_, row) => coded.some(({ codes }) => codes[row]! < 0));
  return {
    k,
    items,
    names,
    missing,
    respondents: rows.length,
    totalInertia: width / items.length - 1,
    dimensions: toTable(dimensionsOf(inertias, names, items.length, width)),
    categories: toTable(
      categories.map(({ item, category, count }, c) => {
        // The squared distance of a category from the center of all answers.
        const distance = rows.length / count - 1;
        return {
          item,
          category,
          count,
          ...Object.fromEntries(names.map((name, a) => [name, coordinates[a]![c]!])),
          ...Object.fromEntries(names.map((_, a) => [`contribution${a + 1}`, vectors[a]![c]! ** 2])),
          ...Object.fromEntries(names.map((_, a) => [`cosine${a + 1}`, coordinates[a]![c]! ** 2 / distance])),
        } as CategoryRow;
      }),
    ),
    scores: scoreTable(
      tableOf(
        {
          [asked.id]: unscored.length === 0 ? ids : rows.map((row) => ids[row]!),
          ...Object.fromEntries(names.map((name, a) => [name, scores[a]!])),
        },
        [asked.id, ...names],
      ),
      { id: asked.id, items, names, score: "Score of a dimension of multiple correspondence analysis" },
    ),
    id: asked.id,
    unscored,
    warnings: warningsOf(categories, rows.length, ids.length, items.length, missing),
  };
}

interface Coded {
  readonly item: string;
  readonly levels: readonly string[];
  /** Of each respondent; -1 where there is no answer. */
  readonly codes: Int32Array;
}

interface Category {
  readonly item: string;
  readonly category: string;
  readonly count: number;
}

function areCategories(cells: ArrayLike<unknown>): boolean {
  for (let i = 0; i < cells.length; i++)
    if (cells[i] !== null && cells[i] !== undefined)
      return typeof cells[i] === "string" || typeof cells[i] === "boolean";
  return false;
}

function codesOf({ table, asked }: Asked, item: string, missing: "complete" | "category"): Coded {
  const cells = answersInWords(
    column(table, item),
    asked?.find(({ name }) => name === item),
  );
  const given = levelsInOrder(cells, item, asked?.find(({ name }) => name === item)?.levels);
  const none = "(none)";
  const hasMissing = Array.prototype.some.call(cells, (cell) => cell === null || cell === undefined);
  if (missing === "category" && hasMissing && given.includes(none))
    throw new DataError(`expected no category called ${none}, which stands for no answer; rename it`, { column: item });
  const levels = missing === "category" && hasMissing ? [...given, none] : given;
  const codeOf = new Map(levels.map((level, code) => [level, code]));
  const otherwise = codeOf.get(none) ?? -1;
  return {
    item,
    levels,
    codes: Int32Array.from(cells, (cell) =>
      cell === null || cell === undefined ? otherwise : codeOf.get(String(cell))!,
    ),
  };
}

/** Answers as the levels that their codes stand for, where a survey says it. */
function answersInWords(
  cells: ArrayLike<Value>,
  { levels, codes }: { levels?: readonly string[]; codes?: readonly number[] } = {},
): ArrayLike<Value> {
  if (levels === undefined || codes === undefined) return cells;
  const wordOf = new Map(codes.map((code, i) => [code, levels[i]!]));
  return Array.from(cells, (cell) => (typeof cell === "number" ? (wordOf.get(cell) ?? cell) : cell));
}

/** The answers that were given: in the order of the survey's levels, others behind. */
function levelsInOrder(cells: ArrayLike<Value>, item: string, levels: readonly string[] = []): string[] {
  const given = levelsOf(cells, item);
  return [...levels.filter((level) => given.includes(level)), ...given.filter((level) => !levels.includes(level))];
}

/** The categories that the rows chose, and for each item the place of each of its codes among them (-1: nobody's). An item with a single one is a DataError. */
function usedCategories(
  coded: readonly Coded[],
  rows: readonly number[],
  all: number,
): { categories: Category[]; place: number[][] } {
  const categories: Category[] = [];
  const place = coded.map(({ item, levels, codes }) => {
    const counts = new Array<number>(levels.length).fill(0);
    for (const row of rows) counts[codes[row]!]!++;
    const used = levels
      .map((category, code) => ({ item, category, count: counts[code]! }))
      .filter(({ count }) => count > 0);
    if (used.length < 2)
      throw new DataError(
        `expected at least two categories that ${rows.length < all ? "those who answered all items" : "people"} chose, got ${used.length === 0 ? "none" : quoted(used[0]!.category)}; leave the item out`,
        { column: item },
      );
    let next = categories.length;
    categories.push(...used);
    return counts.map((count) => (count > 0 ? next++ : -1));
  });
  return { categories, place };
}

/** How much more often each two categories are chosen together than by chance, in units of which the eigenvalues are the principal inertias. */
function standardized(
  coded: readonly Coded[],
  place: readonly (readonly number[])[],
  categories: readonly Category[],
  rows: readonly number[],
): Float64Array {
  const width = categories.length;
  const together = new Float64Array(width * width);
  const own = new Int32Array(coded.length);
  for (const row of rows) {
    coded.forEach(({ codes }, q) => {
      own[q] = place[q]![codes[row]!]!;
    });
    for (const a of own) for (const b of own) together[a * width + b]!++;
  }
  const mass = Float64Array.from(categories, ({ count }) => count / (rows.length * coded.length));
  return together.map((count, cell) => {
    const [a, b] = [Math.floor(cell / width), cell % width];
    const unit = Math.sqrt(mass[a]! * mass[b]!);
    return count / (rows.length * coded.length ** 2) / unit - unit;
  });
}

function dimensionsOf(
  inertias: readonly number[],
  names: readonly string[],
  items: number,
  categories: number,
): DimensionRow[] {
  const total = categories / items - 1;
  const adjust = (inertia: number) => (inertia > 1 / items ? ((items / (items - 1)) * (inertia - 1 / items)) ** 2 : 0);
  const adjusted = inertias.map(adjust);
  const all = adjusted.reduce((sum, value) => sum + value, 0);
  const squares = inertias.reduce((sum, value) => sum + value * value, 0);
  const between = (items / (items - 1)) * (squares - (categories - items) / items ** 2);
  return names.map((dimension, a) => ({
    dimension,
    inertia: inertias[a]!,
    share: inertias[a]! / total,
    adjustedInertia: adjusted[a]!,
    adjustedShare: all > 0 ? adjusted[a]! / all : 0,
    greenacreShare: between > 1e-12 ? adjusted[a]! / between : 0,
  }));
}

function warningsOf(
  categories: readonly Category[],
  used: number,
  all: number,
  items: number,
  missing: "complete" | "category",
): string[] {
  const said: string[] = [];
  if (used < all)
    said.push(
      `${counted(all - used, "respondent")} of ${grouped(all)} did not answer all ${items} items; without all answers nobody counts or gets scores (missing: "${missing}").`,
    );
  const rare = categories.filter(({ count }) => count < Math.max(2, 0.01 * used));
  if (rare.length > 0) {
    const named = rare.slice(0, 5).map(({ item, category, count }) => `${item}: ${category} (${count})`);
    said.push(
      `${named.join("; ")}${rare.length > 5 ? `; and ${rare.length - 5} more` : ""}: chosen by so few that a dimension may be theirs alone; merge them with others.`,
    );
  }
  return said;
}
