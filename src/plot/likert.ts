import type { Item } from "../collect/survey/item.js";
import type { Survey } from "../collect/survey.js";
import { requireColumn, requireOptions, requireResult } from "../errors.js";
import { counted, percent } from "../readable.js";
import { type Figure, figure, type Trace } from "./figure.js";
import { colorAt } from "./svg/colors.js";
import { plainText, wrap } from "./svg/richText.js";
import { axis, baseLayout, diverging, grey, pale, userText } from "./theme.js";

/** Options of `plot.likert`. */
export interface LikertOptions {
  /** Items with the same levels; by default all Likert items with the levels that most of them have. */
  items?: readonly string[];
  /** The level in the middle, half of it on each side of zero; by default the one in the middle of an odd number that does not begin with a "no" or "never", null for none. */
  neutral?: string | null;
  /** By the share above the middle less the share below, or as they were asked. */
  sort?: "agreement" | "asked";
}

/** Shares of the levels of an item among those who answered, and of those who did not. */
interface Bar {
  readonly item: Item;
  readonly shares: readonly number[];
  readonly missing: number;
  readonly below: number;
  readonly above: number;
}

/**
 * Diverging bars of Likert items: levels below the middle to the left of zero, levels above to the right, the neutral one half on each side, so that the
 * bars lean to where the answers do. Shares are of those who answered the item; how many did not stands beside, in grey.
 *
 * It misleads where items are reversed: agreement to the left is then agreement with the opposite; such items say "(reversed)". Where the
 * middle level is no neutral one, `neutral: null` puts it above zero. Levels that begin with a "no", "not" or "never" have no middle: all but the first stand above zero.
 *
 * @throws RangeError where there is no Likert item, an item is a choice without an order, the items have different levels, or `neutral` is none of them.
 *
 * Source: Heiberger and Robbins, Journal of Statistical Software 57 (2014).
 *
 * @example
 * const asked = await survey([
 *   { id: 1, taste: "Agree", price: "Disagree" },
 *   { id: 2, taste: "Agree", price: "Neutral" },
 *   { id: 3, taste: "Neutral", price: "Agree" },
 *   { id: 4, taste: "Disagree", price: null },
 * ]);
 * console.log(plot.likert(asked).title); // How people answered 2 items
 */
export function likert(survey: Survey, options: LikertOptions = {}): Figure {
  requireResult(survey, "answers", "survey");
  requireOptions(options, { items: true, neutral: true, sort: true }, "plot.likert");
  const { sort = "agreement" } = options;
  if (sort !== "agreement" && sort !== "asked")
    throw new RangeError(`expected sort "agreement" or "asked", got ${JSON.stringify(sort)}`);
  const { items, others } = itemsToDraw(survey, options.items);
  const levels = items[0]!.levels!;
  const middle = middleOf(levels, options.neutral);
  const bars = items.map((item) => barOf(survey, item, middle));
  if (sort === "agreement") bars.sort((a, b) => b.above - b.below - (a.above - a.below));
  return drawn(bars, levels, middle, survey.ids.length, sort, others);
}

function itemsToDraw(survey: Survey, names: readonly string[] | undefined): { items: Item[]; others: number } {
  const likert = survey.items.filter(({ kind, levels }) => kind === "likert" && levels !== undefined);
  if (names !== undefined) {
    const items = names.map((name) => {
      requireColumn(
        survey.items.map((item) => item.name),
        name,
        "an item",
      );
      return survey.items.find((item) => item.name === name)!;
    });
    const unordered = items.find(({ kind }) => kind === "choice");
    if (unordered !== undefined)
      throw new RangeError(
        `expected items whose levels have an order, got ${JSON.stringify(unordered.name)}, a choice; where they have one, declare { levels: [lowest, ..., highest] } in survey`,
      );
    const odd = items.find(
      ({ levels }) => levels === undefined || levelsKey(levels) !== levelsKey(items[0]!.levels ?? []),
    );
    if (items.length === 0 || odd !== undefined)
      throw new RangeError(
        odd === undefined
          ? "expected at least one item, got none"
          : `expected items with the same levels, got ${JSON.stringify(odd.name)} with others than ${JSON.stringify(items[0]!.name)}; draw them apart`,
      );
    return { items, others: 0 };
  }
  if (likert.length === 0)
    throw new RangeError("expected a survey with Likert items, got none; declare their levels in survey");
  const counts = new Map<string, number>();
  for (const { levels } of likert) counts.set(levelsKey(levels!), (counts.get(levelsKey(levels!)) ?? 0) + 1);
  const [key] = [...counts].reduce((most, next) => (next[1] > most[1] ? next : most));
  const items = likert.filter(({ levels }) => levelsKey(levels!) === key);
  return { items, others: likert.length - items.length };
}

function levelsKey(levels: readonly string[]): string {
  return JSON.stringify(levels);
}

/** Where zero lies: within level `at` where it is neutral, else before it. */
interface Middle {
  readonly at: number;
  readonly neutral: boolean;
}

function middleOf(levels: readonly string[], asked: string | null | undefined): Middle {
  if (typeof asked === "string") {
    const at = levels.indexOf(asked);
    if (at < 0)
      throw new RangeError(
        `expected neutral to be one of ${levels.map((level) => JSON.stringify(level)).join(", ")}, or null, got ${JSON.stringify(asked)}`,
      );
    return { at, neutral: true };
  }
  // Never, sometimes, always; not at all, somewhat, very: such levels have no middle, but a beginning.
  const oneSided = /^(?:no|not|never|none|nothing|nie|nicht|jamais|nunca)\b/i.test(levels[0]!.trim());
  if (asked === undefined && oneSided) return { at: 1, neutral: false };
  return { at: Math.floor(levels.length / 2), neutral: asked === undefined && levels.length % 2 === 1 };
}

function barOf(survey: Survey, item: Item, { at, neutral }: Middle): Bar {
  const counts = item.levels!.map(() => 0);
  const place = new Map<unknown, number>(item.levels!.map((level, i) => [item.codes?.[i] ?? level, i]));
  item.levels!.forEach((level, i) => {
    place.set(level, i);
  });
  let answered = 0;
  for (const cell of survey.answers.array(item.name) as Iterable<string | number | null>) {
    const level = cell === null ? undefined : place.get(cell);
    if (level === undefined) continue;
    counts[level]!++;
    answered++;
  }
  const shares = counts.map((count) => (answered === 0 ? 0 : count / answered));
  const sum = (from: number, to: number) => shares.slice(from, to).reduce((total, share) => total + share, 0);
  return {
    item,
    shares,
    missing: survey.ids.length === 0 ? 0 : 1 - answered / survey.ids.length,
    below: sum(0, at),
    above: sum(neutral ? at + 1 : at, shares.length),
  };
}

function drawn(
  bars: readonly Bar[],
  levels: readonly string[],
  middle: Middle,
  respondents: number,
  sort: "agreement" | "asked",
  others: number,
): Figure {
  const title = `How people answered ${counted(bars.length, "item")}`;
  const width = 900;
  const height = 260 + bars.length * 36;
  // No negative zero: JSON would not keep it.
  const round = (share: number) => Number((share * 100).toFixed(2)) || 0;
  const starts = bars.map(({ shares, below }) => {
    let at = -below - (middle.neutral ? shares[middle.at]! / 2 : 0);
    return shares.map((share) => {
      at += share;
      return at - share;
    });
  });
  const furthest = Math.max(
    ...bars.map(({ shares }, i) => Math.max(-starts[i]![0]!, starts[i]!.at(-1)! + shares.at(-1)!)),
    0.1,
  );
  const reach = Math.min(100, Math.ceil(furthest * 10 + 0.2) * 10);
  const step = reach > 50 ? 50 : 25;
  const ticks = [-100, -75, -50, -25, 0, 25, 50, 75, 100].filter(
    (tick) => tick % step === 0 && Math.abs(tick) <= reach,
  );
  const anyMissing = bars.some(({ missing }) => missing > 0);
  const named = bars.map(({ item }) => `${item.question ?? item.name}${item.reversed === true ? " (reversed)" : ""}`);
  const traces = levels.map(
    (level, j): Trace => ({
      type: "bar",
      orientation: "h",
      name: userText(level, 40),
      y: bars.map((_, i) => i),
      x: bars.map(({ shares }) => round(shares[j]!)),
      base: bars.map((_, i) => round(starts[i]![j]!)),
      width: 0.76,
      marker: { color: levelColor(j, levels.length, middle), line: { color: "#ffffff", width: 1 } },
      text: bars.map(({ shares }) => (shares[j]! >= 0.045 ? (shares[j]! * 100).toFixed(0) : "")),
      textposition: "inside",
      insidetextanchor: "middle",
      textangle: 0,
      textfont: { size: 11 },
      customdata: bars.map(({ shares }, i) => [userText(named[i]!, 80), percent(shares[j]!)]),
      hovertemplate: `%{customdata[0]}<br>${userText(level, 60)}: %{customdata[1]}<extra></extra>`,
    }),
  );
  if (anyMissing)
    traces.push({
      type: "bar",
      orientation: "h",
      name: "no answer",
      xaxis: "x2",
      y: bars.map((_, i) => i),
      x: bars.map(({ missing }) => round(missing)),
      base: bars.map(() => 0),
      width: 0.76,
      marker: { color: "#8c8c8c" },
      text: bars.map(({ missing }) => percent(missing)),
      textposition: "outside",
      textfont: { size: 11 },
      cliponaxis: false,
      showlegend: false,
      customdata: bars.map(({ missing }, i) => [userText(named[i]!, 80), percent(missing)]),
      hovertemplate: "%{customdata[0]}<br>no answer: %{customdata[1]}<extra></extra>",
    });
  const most = Math.max(...bars.map(({ missing }) => missing)) * 100;
  return figure({
    title,
    alt: describe(bars, named, levels, middle, respondents),
    width,
    height,
    data: traces,
    layout: baseLayout(
      {
        title,
        subtitle: `Shares in percent of those who answered, of ${counted(respondents, "respondent")}${sort === "agreement" ? "; sorted by what is right of the middle less what is left of it" : ""}.${others === 0 ? "" : ` ${counted(others, "Likert item")} with other levels ${others === 1 ? "is" : "are"} not drawn.`}`,
        width,
      },
      {
        barmode: "overlay",
        showlegend: true,
        // A number that has no room on a narrow page is better left out than shrunk to a dot.
        uniformtext: { minsize: 8, mode: "hide" },
        legend: { orientation: "h", y: -80 / (height - 200), yanchor: "top", traceorder: "normal" },
        shapes: [
          { type: "line", xref: "x", yref: "paper", x0: 0, x1: 0, y0: 0, y1: 1, line: { color: grey, width: 1 } },
        ],
        xaxis: axis("Share of answers (%)", {
          domain: [0, anyMissing ? 0.76 : 1],
          range: [-reach, reach],
          tickvals: ticks,
          ticktext: ticks.map((tick) => String(Math.abs(tick))),
        }),
        ...(anyMissing
          ? {
              xaxis2: axis("None (%)", {
                domain: [0.87, 1],
                anchor: "y",
                range: [0, Math.max(4, most * 1.9)],
                showticklabels: false,
                ticks: "",
                showgrid: false,
              }),
            }
          : {}),
        yaxis: axis("", {
          type: "linear",
          range: [bars.length - 0.5, -0.5],
          tickvals: bars.map((_, i) => i),
          ticktext: named.map((text) => twoLines(text)),
          tickfont: { size: 12 },
          showgrid: false,
        }),
      },
    ),
  });
}

/** The color of a level: blue above the middle and orange-brown below, the darker the further; grey in it. */
function levelColor(j: number, count: number, { at, neutral }: Middle): string {
  if (neutral && j === at) return pale;
  const above = j >= at;
  const side = above ? count - at - (neutral ? 1 : 0) : at;
  const away = above ? j - at + (neutral ? 0 : 1) : at - j;
  // The lightest colors, next to the middle, are left out: they would not show on white.
  const strength = side === 1 ? 0.65 : 0.42 + (0.58 * (away - 1)) / (side - 1);
  return colorAt(diverging, above ? 0.5 + strength / 2 : 0.5 - strength / 2);
}

function twoLines(text: string): string {
  const lines = wrap(userText(text, 84), 12, 260, 3).map((line) => plainText(line));
  const [first = "", ...rest] = lines;
  return rest.length === 0 ? userText(first) : `${userText(first)}<br>${userText(rest.join(" "), 44)}`;
}

function describe(
  bars: readonly Bar[],
  named: readonly string[],
  levels: readonly string[],
  { at, neutral }: Middle,
  respondents: number,
): string {
  const high = neutral ? levels.slice(at + 1) : levels.slice(at);
  const one = ({ above, below, missing }: Bar, i: number) =>
    `${named[i]}: ${percent(above)} above the middle, ${percent(below)} below${missing > 0 ? `, ${percent(missing)} without an answer` : ""}`;
  return `Diverging bars of ${counted(bars.length, "item")}, ${counted(respondents, "respondent")}; above the middle stand ${high.join(", ")}. ${bars
    .map(one)
    .slice(0, 20)
    .join("; ")}.${bars.length > 20 ? ` And ${bars.length - 20} more items.` : ""}`;
}
