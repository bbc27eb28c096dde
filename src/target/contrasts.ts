import { describedColumns } from "../describedColumns.js";
import { DataError, quoted, requireColumn, requireOptions, requireResult } from "../errors.js";
import { ownId } from "../features.js";
import { joinLabels } from "../joinLabels.js";
import { levelsOf } from "../levels.js";
import { rowIds } from "../matrix.js";
import { holm } from "../numeric/holm.js";
import { counted, percent, readable } from "../readable.js";
import { type Segmentation, segmentName } from "../segmentation.js";
import { type AnyColumn, column, finiteNumbers, type Row, type Table, type TableLike, toTable } from "../table.js";
import { type NumberTest, type Tested, testCategories, testNumbers } from "./contrastTests.js";
import { type MarkerRow, type MarkerRule, type Measured, markerRows, markerRule } from "./markerRows.js";
import { usedColumns } from "./usedColumns.js";

/** Options of `contrasts`. */
export interface ContrastsOptions<C extends Row = Row> {
  /** Columns to compare the segments on. Where absent: all but the id that are numbers, or text or true/false with 2 to 20 levels (and not another value in each row). */
  variables?: readonly AnyColumn<C>[];
  /** Columns of numbers that stand for categories, such as codes of a choice. */
  categories?: readonly AnyColumn<C>[];
  /** How numbers are tested. */
  numbers?: NumberTest;
  /** Take from Cramer's V what chance alone adds. */
  biasCorrected?: boolean;
  /**
   * What makes a marker: a distance from the mean of all of this share of the way from the lowest value to the maximum, or of this share of the mean itself;
   * for numbers that go below 0 as scores do, of so many standard deviations.
   */
  markers?: { absolute?: number; relative?: number; standardized?: number; maximum?: "auto" | "all" | "each" };
  /** Differences count as real where the corrected p is below this. */
  level?: number;
  /** Column that names the rows; "customer" where there is one. */
  id?: AnyColumn<C>;
}

const known = {
  variables: true,
  categories: true,
  numbers: true,
  biasCorrected: true,
  markers: true,
  level: true,
  id: true,
} satisfies Record<keyof ContrastsOptions, true>;

/** One variable, compared between the segments; what cannot be known is null. */
export type ContrastRow = {
  variable: string;
  kind: "number" | "category";
  test: string;
  /** F, H or chi-squared. */
  statistic: number | null;
  df1: number | null;
  df2: number | null;
  p: number | null;
  /** p after Holm's correction over all variables that were tested. */
  pHolm: number | null;
  /** Whether the corrected p is below the level. */
  differs: boolean | null;
  /** What `effectSize` is: eta squared, epsilon squared or Cramer's V. */
  effect: string;
  effectSize: number | null;
  /** The effect as a correlation, 0 to 1, by which the rows are sorted: the root of eta or epsilon squared, or Cramer's V. */
  strength: number | null;
  /** Cohen's word for the effect. */
  reading: string;
  /** Rows with a value and in a segment, and rows without. */
  n: number;
  missing: number;
  /** Whether the segments were made of this variable, as far as they tell. */
  circular: boolean;
  warning: string | null;
};

/** Segments compared, variable by variable. */
export interface Contrasts {
  /** One row per variable, the strongest effect first. */
  readonly table: Table<ContrastRow>;
  /** One row per variable (and level, for categories) and segment: how far the segment lies from all, and whether that marks it. */
  readonly markers: Table<MarkerRow>;
  readonly segments: readonly {
    readonly label: number;
    readonly name: string;
    readonly size: number;
    /** Share of the rows in a segment, 0 to 1: noise is left out. */
    readonly share: number;
  }[];
  /** Rows in a segment. */
  readonly rows: number;
  readonly markerRule: MarkerRule;
  readonly level: number;
  /** What to know before believing the differences, in words. */
  readonly warnings: readonly string[];
}

/**
 * On which variables do the segments differ, and by how much? Each column of the table is compared between the segments, joined by id: numbers by analysis of variance
 * or ranks, categories by chi-squared. The rows come sorted by effect size, for with many customers nearly every difference is beyond chance, and few matter.
 *
 * `numbers: "auto"` takes Welch's analysis of variance, which lets segments have different variances, unless a segment has fewer than 10 values or none that
 * differ, or the values within segments have a skewness above 2 (money, counts): then the Kruskal-Wallis test of ranks, corrected for ties. `"welch"`,
 * `"anova"` (classical) and `"kruskalWallis"` take that test for all. Categories: Pearson's chi-squared without continuity correction, with a warning where
 * expected counts are low. p-values are corrected by Holm over all variables tested here.
 *
 * Effect sizes: eta squared (the share of the variance that lies between segments), epsilon squared (the same of the ranks), Cramer's V, `biasCorrected`
 * where asked for. `strength` makes them comparable: for an answer of yes or no they are one and the same number. Readings are Cohen's.
 *
 * `markers` are the variables that a segment is known by: its mean (or share of an answer) lies at least a quarter of the way from the lowest value to the maximum, or 50 %,
 * away from that of all. The maximum is the largest overall mean (`maximum: "all"`, as in flexclust, whose lowest value is 0), which needs variables in one unit; `"each"` takes each
 * variable's own largest value. `"auto"` takes "all" where all number variables have the same lowest and highest value. Where values go below 0, as scores do, such shares
 * say nothing, and half a standard deviation marks. `plot.profile` draws them.
 *
 * When it misleads: on the variables that made the segments the test is circular: the segments were chosen to differ there, so that p-values are tiny even where
 * there are no segments at all. Rows with `circular: true` prove nothing; compare on what was not used. Missing values are left out and counted; noise (-1) is no segment.
 *
 * @throws DataError where ids differ, a column does not exist (the closest is named), or a number is not finite.
 * @throws RangeError where there are fewer than two segments, or an option has an unknown value.
 *
 * Source: Dolnicar, Gruen and Leisch, Market Segmentation Analysis (2018), chapters 8 and 9; Cohen, Statistical Power Analysis (1988); Leisch, flexclust.
 *
 * @example
 * const customers = toTable(
 *   Array.from({ length: 40 }, (_, i) => ({ customer: i, visits: i < 20 ? 2 + (i % 3) : 6 + (i % 4), city: i % 2 ? "Bern" : "Basel" })),
 * );
 * const segments = rules(customers, { rules: [{ name: "Rare", when: { customer: [0, 19] } }, { name: "Often", when: { customer: [20, 39] } }] });
 * const found = contrasts(customers, segments);
 * console.log(found.table.array("variable"), found.table.array("reading")); // [ 'visits', 'city' ] [ 'large', 'negligible' ]
 * console.log(found.table.get("test", 0), found.table.get("differs", 0)); // Welch's ANOVA true
 */
export function contrasts<C extends Row>(
  data: TableLike<C>,
  segmentation: Segmentation,
  options: ContrastsOptions<C> = {},
): Contrasts {
  requireOptions(options, known, "contrasts");
  requireResult(segmentation, "labels", "a method such as kmeans");
  const { numbers = "auto", biasCorrected = false, level = 0.05, categories = [] } = options;
  if (!["auto", "welch", "anova", "kruskalWallis"].includes(numbers))
    throw new RangeError(`expected numbers to be "auto", "welch", "anova" or "kruskalWallis", got ${quoted(numbers)}`);
  if (!(level > 0 && level < 1)) throw new RangeError(`expected a level between 0 and 1, such as 0.05, got ${level}`);
  if (segmentation.k < 2) throw new RangeError(`expected at least two segments to compare, got ${segmentation.k}`);
  const table: Table = toTable(data);
  const { name: idName, ids } = rowIds(table, options.id ?? ownId(data));
  const labels = joinLabels(ids, segmentation);
  const { variables, passed } = chosen(table, idName, options.variables, categories);
  const { k } = segmentation;
  const inSegments = labels.filter((label) => label >= 0).length;
  const segments = Array.from({ length: k }, (_, label) => {
    const size = labels.filter((one) => one === label).length;
    return { label, name: segmentName(segmentation, label), size, share: size / inSegments };
  });

  const used = usedColumns(segmentation.model);
  const measured = variables.map((name) =>
    measure(table, name, labels, k, (categories as readonly string[]).includes(name)),
  );
  const tested = measured.map((one) =>
    one.kind === "number"
      ? testNumbers(one.groups, numbers)
      : testCategories(one.counts, k, one.levels.length, biasCorrected),
  );
  const asked = tested.flatMap(({ p }, v) => (p === null ? [] : [v]));
  const corrected = holm(asked.map((v) => tested[v]!.p!));
  const rows = variables.map((variable, v): ContrastRow => {
    const { warning, reading, strength, effectSize, effect, ...test } = tested[v]!;
    const at = asked.indexOf(v);
    const pHolm = at < 0 ? null : corrected[at]!;
    const { kind, n } = measured[v]!;
    return {
      variable,
      kind,
      ...test,
      pHolm,
      differs: pHolm === null ? null : pHolm < level,
      effect,
      effectSize,
      strength,
      reading,
      n,
      missing: inSegments - n,
      circular: used.has(variable),
      warning,
    };
  });
  const sorted = [...rows].sort((a, b) => (b.strength ?? -1) - (a.strength ?? -1));
  const rule = markerRule(measured, options.markers ?? {});
  return {
    table: toTable(sorted),
    markers: toTable(markerRows(measured, segments, rule)),
    segments,
    rows: inSegments,
    markerRule: rule,
    level,
    warnings: notes(sorted, tested, ids.length - inSegments, inSegments, passed),
  };
}

/** The columns to compare, and why others are passed over. */
function chosen(
  table: Table,
  id: string,
  asked: readonly string[] | undefined,
  categories: readonly string[],
): { variables: readonly string[]; passed: string[] } {
  const names = table.columnNames();
  for (const name of [...(asked ?? []), ...categories]) requireColumn(names, name, "a variable");
  const twice = asked?.find((name, i) => asked.indexOf(name) < i);
  if (twice !== undefined) throw new RangeError(`expected each variable once, got ${quoted(twice)} twice`);
  if (asked?.length === 0) throw new RangeError("expected at least one variable, got none");
  if (asked?.includes(id)) throw new RangeError(`expected variables, got the id ${quoted(id)}`);
  if (asked !== undefined) return { variables: asked, passed: [] };
  const { numbers, categories: texts, leftOut } = describedColumns(table, id, undefined, "variables");
  const kept = new Set([...numbers, ...texts.map(({ column }) => column), ...categories]);
  const variables = names.filter((name) => kept.has(name));
  const passed = leftOut.filter(({ column }) => !kept.has(column)).map(({ note }) => note);
  if (variables.length === 0)
    throw new DataError(`expected at least one variable to compare besides ${quoted(id)}, found none`);
  return { variables, passed };
}

/** Values of a variable by segment. */
function measure(table: Table, name: string, labels: readonly number[], k: number, asCategory: boolean): Measured {
  const cells = column(table, name);
  const first = Array.from(cells).find((cell) => cell !== null && cell !== undefined);
  if (first instanceof Date)
    throw new DataError("expected numbers or categories, got dates; turn them into days or months first", {
      column: name,
    });
  if (!asCategory && (first === undefined || typeof first === "number" || typeof first === "bigint")) {
    const { values } = finiteNumbers(table, name);
    const groups = Array.from({ length: k }, (_, label) =>
      values.filter((value, row) => labels[row] === label && !Number.isNaN(value)),
    );
    return { kind: "number", name, groups, n: groups.reduce((sum, group) => sum + group.length, 0) };
  }
  const levels = levelsOf(cells, name);
  const codes = new Map(levels.map((level, code) => [level, code]));
  const counts = new Float64Array(k * levels.length);
  let n = 0;
  labels.forEach((label, row) => {
    const cell = cells[row];
    if (cell === null || cell === undefined || label < 0) return;
    counts[label * levels.length + codes.get(String(cell))!]!++;
    n++;
  });
  return { kind: "category", name, levels, counts, n };
}

function notes(
  rows: readonly ContrastRow[],
  tested: readonly Tested[],
  noise: number,
  inSegments: number,
  passed: readonly string[],
): string[] {
  const said: string[] = [];
  const list = (names: readonly string[]) =>
    `${names.slice(0, 8).join(", ")}${names.length > 8 ? ` and ${names.length - 8} more` : ""}`;
  const circular = rows.filter((row) => row.circular).map(({ variable }) => variable);
  if (circular.length > 0)
    said.push(
      `The segments were made of ${list(circular)}: testing them there is circular. They were chosen to differ, so these p-values prove nothing; look at the variables that were not used${circular.length === rows.length ? ", of which there are none here" : ""}.`,
    );
  const asked = tested.filter(({ p }) => p !== null).length;
  if (asked > 1) said.push(`p-values are corrected by Holm over the ${asked} variables tested here.`);
  const small = rows.filter(({ differs, reading }) => differs === true && reading === "negligible");
  if (small.length > 0)
    said.push(
      `${list(small.map(({ variable }) => variable))}: beyond chance, yet negligible. With ${counted(inSegments, "row")} nearly every difference is beyond chance; go by the effect size.`,
    );
  if (noise > 0) said.push(`${counted(noise, "row")} in no segment (noise) ${noise === 1 ? "is" : "are"} left out.`);
  const holes = rows.filter(({ n, missing }) => missing > 0.2 * (n + missing));
  if (holes.length > 0)
    said.push(
      `${list(holes.map(({ variable, n, missing }) => `${variable} (${percent(missing / (n + missing))} missing)`))}: who has no value is left out, and may be of another kind.`,
    );
  for (const { variable, warning } of rows) if (warning !== null) said.push(`${variable}: ${warning}.`);
  const unsure = rows.filter(({ differs }) => differs === false);
  if (unsure.length > 0 && unsure.length < rows.length)
    said.push(
      `No difference beyond chance: ${list(unsure.map(({ variable, pHolm }) => `${variable} (p ${readable(pHolm!, 2)})`))}.`,
    );
  return [...said, ...passed];
}
