import type { CodedCategory } from "../describedColumns.js";
import { chiSquaredTest } from "../numeric/chiSquaredTest.js";
import { kruskalWallis } from "../numeric/kruskalWallis.js";
import { quantileSorted } from "../numeric/quantileSorted.js";
import { counted, percent, readable } from "../readable.js";
import type { Layout } from "./figure.js";
import { logScale } from "./logScale.js";
import { sixDigits } from "./sixDigits.js";
import { colorAt } from "./svg/colors.js";
import { ink, segmentColor, sequential, userText } from "./theme.js";

/** One row of every panel: a segment, noise, or everybody (without a label). */
export interface Compared {
  readonly label: number | undefined;
  readonly name: string;
  readonly rows: readonly number[];
}

/** What one panel draws, without its place on the page. */
export interface Panel {
  readonly kind: "number" | "category";
  readonly traces: readonly { readonly type: string; readonly [attribute: string]: unknown }[];
  readonly axis: string;
  readonly scale: Layout;
  /** The medians, or most frequent levels, in words. */
  readonly said: string;
  /** Rows of which all values are missing. */
  readonly empty: number;
  /** How far the segments differ, 0 to 1: the root of epsilon squared, or Cramer's V. */
  readonly strength: number;
}

/** The place of a customer among the others at which whiskers end, and where boxes do. */
const ends = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/** Levels that have a part of their own; of more, the most frequent. */
const mostLevels = 6;

export function strengthOf({ strength }: Panel): number {
  return strength;
}

/** Boxes of a number; `log` says whether its axis is logarithmic. */
export function numberPanel(
  name: string,
  values: Float64Array,
  rows: readonly Compared[],
  log: "auto" | boolean,
  unit: string | null,
): Panel {
  const groups = rows.map((row) => {
    const sorted = Float64Array.from(row.rows, (i) => values[i]!)
      .filter((value) => !Number.isNaN(value))
      .sort();
    return { ...row, sorted, at: ends.map((share) => quantileSorted(sorted, share)) };
  });
  const [all] = groups;
  const lowest = all!.sorted[0] ?? Number.NaN;
  if (log === true && lowest <= 0)
    throw new RangeError(
      `expected values above 0 in ${JSON.stringify(name)} for a logarithmic axis, got ${lowest}; leave it out of log`,
    );
  const logarithmic = log === true || (log === "auto" && lowest > 0 && longTailed(all!.at));
  const there = groups.flatMap((group, row) => (group.sorted.length === 0 ? [] : [{ ...group, row }]));
  const boxes = there.map(({ label, at, row, name: of }) => ({
    type: "box",
    orientation: "h",
    name: userText(of, 44),
    y: [row],
    q1: [sixDigits(at[1]!)],
    median: [sixDigits(at[2]!)],
    q3: [sixDigits(at[3]!)],
    lowerfence: [sixDigits(at[0]!)],
    upperfence: [sixDigits(at[4]!)],
    width: 0.6,
    line: { color: colorOf(label), width: 1.5 },
    fillcolor: paleOf(colorOf(label)),
    hoverinfo: "skip",
    showlegend: false,
  }));
  const medians = {
    type: "scatter",
    mode: "markers",
    name: userText(name, 44),
    x: there.map(({ at }) => sixDigits(at[2]!)),
    y: there.map(({ row }) => row),
    marker: { color: ink, size: 6, symbol: "circle" },
    customdata: there.map(({ name: of, sorted, at, rows: own }) => [
      userText(of, 60),
      ...at.map((value) => readable(value)),
      counted(sorted.length, "customer"),
      String(sorted.filter((value) => value < at[0]! || value > at[4]!).length),
      String(own.length - sorted.length),
    ]),
    hovertemplate:
      "%{customdata[0]}: median %{customdata[3]}<br>middle half %{customdata[2]} to %{customdata[4]}, 90 % of them %{customdata[1]} to %{customdata[5]}<br>%{customdata[6]}, %{customdata[7]} beyond the whiskers, %{customdata[8]} missing<extra></extra>",
    showlegend: false,
  };
  const segments = groups.filter(({ label, sorted }) => label !== undefined && label >= 0 && sorted.length > 0);
  const share = kruskalWallis(segments.map(({ sorted }) => sorted))?.epsilonSquared ?? 0;
  return {
    kind: "number",
    traces: [...boxes, medians],
    axis: `${unit === null ? "Value" : userText(unit, 24)}${logarithmic ? " (logarithmic)" : ""}`,
    scale: logarithmic
      ? logScale(Math.min(...there.map(({ at }) => at[0]!)), Math.max(...there.map(({ at }) => at[4]!)))
      : { type: "linear" },
    said: `median ${there.map(({ name: of, at }) => `${of} ${readable(at[2]!)}`).join(", ")}`,
    empty: groups.length - there.length,
    strength: Math.sqrt(Math.max(0, share)),
  };
}

/** Whether most of the range is the tail of a few. */
function longTailed(at: readonly number[]): boolean {
  const [low, , middle, , high] = at as [number, number, number, number, number];
  return high >= 10 * low && high - middle > 3 * (middle - low);
}

/** Bars divided by the shares of levels. */
export function categoryPanel({ column, levels, codes }: CodedCategory, rows: readonly Compared[]): Panel {
  const tallied = rows.map((row) => {
    const counts = new Array<number>(levels.length).fill(0);
    for (const i of row.rows) if (codes[i]! >= 0) counts[codes[i]!]!++;
    return { ...row, counts, given: counts.reduce((sum, count) => sum + count, 0) };
  });
  const [all] = tallied;
  const common = levels
    .map((_, code) => code)
    .sort((a, b) => all!.counts[b]! - all!.counts[a]! || a - b)
    .slice(0, levels.length > mostLevels ? mostLevels - 1 : undefined)
    .sort((a, b) => a - b);
  const parts: { name: string; codes: readonly number[] }[] = common.map((code) => ({
    name: levels[code]!,
    codes: [code],
  }));
  const rest = levels.map((_, code) => code).filter((code) => !common.includes(code));
  if (rest.length > 0) parts.push({ name: `${rest.length} others`, codes: rest });
  const there = tallied.flatMap((row, place) => (row.given === 0 ? [] : [{ ...row, place }]));
  const shareOf = (row: (typeof there)[number], own: readonly number[]) =>
    own.reduce((sum, code) => sum + row.counts[code]!, 0) / row.given;
  const traces = parts.map(({ name, codes: own }, p) => ({
    type: "bar",
    orientation: "h",
    name: `${userText(column, 18)}: ${userText(name, 24)}`,
    x: there.map((row) => Number(shareOf(row, own).toFixed(5))),
    y: there.map(({ place }) => place),
    width: 0.74,
    marker: {
      color: colorAt(sequential, parts.length === 1 ? 0.5 : 0.25 + (0.65 * p) / (parts.length - 1)),
      line: { color: "#ffffff", width: 1 },
    },
    text: there.map((row) => (name.length * 6.5 + 8 < shareOf(row, own) * 300 ? userText(name) : "")),
    textposition: "inside",
    insidetextanchor: "middle",
    textangle: 0,
    textfont: { size: 11 },
    customdata: there.map((row) => [
      userText(row.name, 60),
      userText(name, 60),
      percent(shareOf(row, own)),
      counted(row.given, "customer"),
      String(row.rows.length - row.given),
    ]),
    hovertemplate:
      "%{customdata[0]}<br>%{customdata[1]}: %{customdata[2]} of %{customdata[3]}, %{customdata[4]} missing<extra></extra>",
    showlegend: true,
  }));
  const segments = there.filter(({ label }) => label !== undefined && label >= 0);
  const test = chiSquaredTest(
    segments.flatMap(({ counts }) => counts),
    segments.length,
    levels.length,
  );
  const most = (row: (typeof there)[number]) => row.counts.indexOf(Math.max(...row.counts));
  return {
    kind: "category",
    traces,
    axis: "Share of customers",
    scale: {
      type: "linear",
      range: [0, 1],
      tickvals: [0, 0.5, 1],
      ticktext: ["0 %", "50 %", "100 %"],
    },
    said: there
      .map((row) => `${row.name} ${levels[most(row)]} ${percent(row.counts[most(row)]! / row.given)}`)
      .join(", "),
    empty: tallied.length - there.length,
    strength: test?.cramersV ?? 0,
  };
}

function colorOf(label: number | undefined): string {
  return label === undefined ? "#444444" : segmentColor(label);
}

/** A third of a color on white: opaque, for a grid line would run through the box. */
function paleOf(color: string): string {
  return colorAt(
    [
      [0, "#ffffff"],
      [1, color],
    ],
    0.35,
  );
}
