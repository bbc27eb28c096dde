import type { Survey } from "../collect/survey.js";
import { DataError, requireColumn, requireOptions, requireResult } from "../errors.js";
import { ownId } from "../features.js";
import { levelsOf } from "../levels.js";
import { rowIds } from "../matrix.js";
import { chiSquaredTest } from "../numeric/chiSquaredTest.js";
import { counted, percent, readable } from "../readable.js";
import { type Segmentation, segmentName } from "../segmentation.js";
import { isTable, type TableLike, toTable, type Value } from "../table.js";
import { type Figure, figure, type Trace } from "./figure.js";
import { plainText, wrap } from "./svg/richText.js";
import { axis, baseLayout, diverging, grey, userText } from "./theme.js";

/** Options of `plot.mosaic`. */
export interface MosaicOptions {
  /** The item of a survey, or the column of a table. */
  variable: string;
  /** The column of a table that names its rows; "customer" where there is one. */
  id?: string;
}

/** Residuals beyond 2 happen by chance in one cell of twenty, beyond 4 practically never (Friendly 1994). */
const shades: readonly { readonly name: string; readonly color: string; holds(residual: number): boolean }[] = [
  { name: "much more (above 4)", color: diverging.at(-1)![1], holds: (z) => z > 4 },
  { name: "more (2 to 4)", color: "#a6cbe3", holds: (z) => z > 2 && z <= 4 },
  { name: "as expected (-2 to 2)", color: "#ececec", holds: (z) => z >= -2 && z <= 2 },
  { name: "less (-4 to -2)", color: "#fbcf95", holds: (z) => z >= -4 && z < -2 },
  { name: "much less (below -4)", color: diverging[0]![1], holds: (z) => z < -4 },
];

/**
 * A mosaic of segments and answers: a column a segment, as wide as the segment is large, divided by the answers that it gave. Cells are blue where
 * more gave the answer than if segments and answers had nothing to do with each other, orange-brown where fewer did, by the standardized residual
 * (observed less expected count, divided by its standard error), grey within plus and minus 2.
 *
 * It misleads where the segments were made from the same answer: then it shows the method at work, and no evidence. With hundreds of cells some are colored by chance.
 * Respondents without an answer, and noise, are left out and counted.
 *
 * @param data what `survey` returns, or a table with a column of ids; the rows are joined to the segmentation by id.
 * @throws RangeError where the variable has fewer than 2 or more than 12 levels, or nobody in a segment answered; DataError where ids or a column are not
 * there, an id stands in two rows, or an answer is no text, finite number or true/false.
 *
 * Source: Friendly, Journal of the American Statistical Association 89 (1994); Agresti, Categorical Data Analysis, for the residual.
 *
 * @example
 * const customers = [
 *   { customer: "a", orders: 1, tea: "Yes" },
 *   { customer: "b", orders: 2, tea: "Yes" },
 *   { customer: "c", orders: 12, tea: "No" },
 * ];
 * const segments = await kmeans(matrixOf({ orders: [1, 2, 12] }, ["a", "b", "c"]), { k: 2, seed: 1 });
 * console.log(plot.mosaic(customers, segments, { variable: "tea" }).title); // Answers by segment: tea
 */
export function mosaic(data: Survey | TableLike, segmentation: Segmentation, options: MosaicOptions): Figure {
  requireOptions(options, { variable: true, id: true }, "plot.mosaic");
  requireResult(segmentation, "labels", "a method such as kmeans");
  const { levels, cells, question } = answersTo(data, options, segmentation);
  const k = segmentation.k;
  const counts = new Float64Array(k * levels.length);
  let [silent, noise] = [0, 0];
  cells.forEach((level, i) => {
    const label = segmentation.labels[i]!;
    if (label < 0) noise++;
    else if (level < 0) silent++;
    else counts[label * levels.length + level]!++;
  });
  const sizes = Array.from({ length: k }, (_, s) => sum(counts.subarray(s * levels.length, (s + 1) * levels.length)));
  const total = sum(sizes);
  const shown = sizes.map((_, s) => s).filter((s) => sizes[s]! > 0);
  if (shown.length === 0) throw new RangeError("expected answers of at least one segment, got none");
  const inAll = levels.map((_, j) => shown.reduce((all, s) => all + counts[s * levels.length + j]!, 0));
  const gap = 0.012 * total;
  let at = 0;
  const found: Cell[] = [];
  const columns = shown.map((s) => {
    const column = { label: s, from: at, size: sizes[s]!, name: segmentName(segmentation, s) };
    at += sizes[s]! + gap;
    let base = 0;
    levels.forEach((level, j) => {
      const count = counts[s * levels.length + j]!;
      const share = count / sizes[s]!;
      const expected = (sizes[s]! * inAll[j]!) / total;
      const error = Math.sqrt(expected * (1 - sizes[s]! / total) * (1 - inAll[j]! / total));
      found.push({ column, level, count, share, base, expected, residual: error > 0 ? (count - expected) / error : 0 });
      base += share;
    });
    return column;
  });
  const test = chiSquaredTest(counts, k, levels.length);
  return drawn(options.variable, question, columns, found, test, { total, silent, noise, width: at - gap });
}

interface Column {
  readonly label: number;
  readonly from: number;
  readonly size: number;
  readonly name: string;
}

interface Cell {
  readonly column: Column;
  readonly level: string;
  readonly count: number;
  readonly share: number;
  readonly base: number;
  readonly expected: number;
  readonly residual: number;
}

/** The level of each row of the segmentation, -1 for none. */
function answersTo(
  data: Survey | TableLike,
  { variable, id }: MosaicOptions,
  segmentation: Segmentation,
): { levels: readonly string[]; cells: number[]; question: string | undefined } {
  const survey = isTable((data as Partial<Survey> | null | undefined)?.answers) ? (data as Survey) : undefined;
  const table = survey?.answers ?? toTable(data as TableLike);
  requireColumn(table.columnNames(), variable, "a variable");
  const { name: idName, ids } = rowIds(table, survey?.id ?? id ?? ownId(data));
  const rows = new Map(ids.map((one, i) => [one, i]));
  const absent = segmentation.ids.filter((one) => !rows.has(one));
  if (absent.length > 0)
    throw new DataError(
      `expected a row for each id of the segmentation, found none for ${absent.length} of ${segmentation.ids.length}, the first ${JSON.stringify(absent[0])}; name the column of ids by { id }`,
      { column: idName },
    );
  const item = survey?.items.find(({ name }) => name === variable);
  const values = table.array(variable) as ArrayLike<Value>;
  const named = new Map(item?.levels?.map((level, i) => [item.codes?.[i] as unknown, level]));
  const levels = item?.levels ?? levelsOf(values, variable);
  if (levels.length < 2 || levels.length > 12)
    throw new RangeError(
      `expected 2 to 12 different answers to ${JSON.stringify(variable)}, got ${levels.length}; join answers, or compare numbers by contrasts`,
    );
  const place = new Map(levels.map((level, j) => [level, j]));
  return {
    levels,
    cells: segmentation.ids.map((one) => {
      const value = values[rows.get(one)!];
      return value === null || value === undefined ? -1 : (place.get(named.get(value) ?? String(value)) ?? -1);
    }),
    question: item?.question,
  };
}

function drawn(
  variable: string,
  question: string | undefined,
  columns: readonly Column[],
  cells: readonly Cell[],
  test: ReturnType<typeof chiSquaredTest>,
  { total, silent, noise, width: reach }: { total: number; silent: number; noise: number; width: number },
): Figure {
  const title = `Answers by segment: ${question ?? variable}`;
  const width = Math.min(1300, 860 + Math.max(0, columns.length - 6) * 50);
  // The axis names the cells of the first column, beside which it stands.
  const first = cells.filter(({ column, count }) => column === columns[0] && count > 0);
  const answers = first.map(({ level }) => userText(level, 30));
  // The room that the answers' names and the legend leave.
  const across = width - 250 - 6 * Math.max(...answers.map(({ length }) => length));
  const pixels = (count: number) => (count / reach) * across;
  const below = columns.map(({ name, size }) => `${userText(name, 19)} (${size})`);
  const upright = columns.some(({ size }, i) => pixels(size) < Math.min(28, below[i]!.length) * 6);
  const height = upright ? 640 : 560;
  const traces = shades.flatMap(({ name, color, holds }): Trace[] => {
    // What nobody answered cannot be seen, and its shade would puzzle in the legend.
    const own = cells.filter(({ residual, count }) => holds(residual) && count > 0);
    if (own.length === 0) return [];
    const text = ({ level, share, column }: Cell) =>
      textWithin(level, share, pixels(column.size) - 8, (upright ? 310 : 380) * share);
    return [
      {
        type: "bar",
        name,
        x: own.map(({ column }) => column.from),
        y: own.map(({ share }) => Number((share * 100).toFixed(3))),
        base: own.map(({ base }) => Number((base * 100).toFixed(3))),
        width: own.map(({ column }) => column.size),
        offset: own.map(() => 0),
        marker: { color, line: { color: "#ffffff", width: 1.5 } },
        text: own.map(text),
        textposition: "inside",
        insidetextanchor: "middle",
        textangle: 0,
        textfont: { size: 11 },
        customdata: own.map(({ column, level, count, expected, residual, share }) => [
          userText(column.name, 60),
          userText(level, 60),
          `${counted(count, "respondent")} (${percent(share)})`,
          readable(expected),
          readable(residual),
        ]),
        hovertemplate:
          "%{customdata[0]}<br>%{customdata[1]}: %{customdata[2]}<br>expected %{customdata[3]}, residual %{customdata[4]}<extra></extra>",
      },
    ];
  });
  const middles = first.map(({ base, share }) => Number((100 * (base + share / 2)).toFixed(2)));
  const places = apart(middles, upright ? 5 : 4);
  const leaders = places.flatMap((place, i) => (Math.abs(place - middles[i]!) > 0.5 ? [[place, middles[i]!]] : []));
  const left = leaders.length === 0 ? -0.005 * reach : -0.03 * reach;
  const together =
    test === undefined
      ? "too few segments or answers to test"
      : `Cramer's V ${test.cramersV.toFixed(2)}, chi-squared ${readable(test.chiSquared, 4)} with ${counted(test.df, "degree")} of freedom`;
  const gone = [
    silent > 0 ? `${counted(silent, "respondent")} without an answer` : "",
    noise > 0 ? `${counted(noise, "respondent")} in no segment` : "",
  ].filter((text) => text !== "");
  return figure({
    title,
    alt: describe(title, cells, together),
    width,
    height,
    data: traces,
    layout: baseLayout(
      {
        title,
        subtitle: `${together}; ${counted(total, "answer")}${gone.length === 0 ? "" : `, left out: ${gone.join(" and ")}`}. Columns are as wide as segments are large.`,
        width,
      },
      {
        barmode: "overlay",
        showlegend: true,
        legend: { title: { text: "Than expected<br>(residual)" } },
        // A text that has no room on a narrow page is better left out than shrunk to a dot.
        uniformtext: { minsize: 8, mode: "hide" },
        shapes: leaders.map(([place, middle]) => ({
          type: "line",
          xref: "x",
          yref: "y",
          x0: left,
          y0: place,
          x1: 0,
          y1: middle,
          line: { color: grey, width: 1 },
        })),
        xaxis: axis("Segment (answers)", {
          type: "linear",
          range: [left, reach * 1.005],
          tickvals: columns.map(({ from, size }) => from + size / 2),
          ticktext: below,
          ...(upright ? { tickangle: -90 } : {}),
          showgrid: false,
        }),
        yaxis: axis("Answer", {
          type: "linear",
          range: [0, 100],
          tickvals: places,
          ticktext: answers,
          ticks: "",
          showline: false,
          showgrid: false,
        }),
      },
    ),
  });
}

/** The share and, in the lines below, the answer, where both have room in a cell of these pixels; else the share; else nothing. */
function textWithin(level: string, share: number, width: number, height: number): string {
  if (width < 26 || height < 17) return "";
  const lines = wrap(userText(level), 11, width, 4).map((line) => plainText(line));
  const whole = !lines.some((line) => line.endsWith("…")) && 15 * (lines.length + 1) <= height;
  return [percent(share), ...(whole ? lines.map((line) => userText(line)) : [])].join("<br>");
}

/** Positions moved up and down until neighbors are `least` apart, between 0 and 100; they ascend. */
function apart(positions: readonly number[], least: number): number[] {
  const moved = [...positions];
  for (let j = 1; j < moved.length; j++) moved[j] = Math.max(moved[j]!, moved[j - 1]! + least);
  moved[moved.length - 1] = Math.min(moved.at(-1)!, 99);
  for (let j = moved.length - 2; j >= 0; j--) moved[j] = Math.min(moved[j]!, moved[j + 1]! - least);
  return moved.map((position) => Number(position.toFixed(2)));
}

function describe(title: string, cells: readonly Cell[], together: string): string {
  const strongest = [...cells].sort((a, b) => Math.abs(b.residual) - Math.abs(a.residual)).slice(0, 8);
  return `${title}. ${together}. ${strongest
    .map(
      ({ column, level, share, residual }) =>
        `${column.name}: ${level} ${percent(share)}, residual ${readable(residual)}`,
    )
    .join("; ")}.`;
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}
