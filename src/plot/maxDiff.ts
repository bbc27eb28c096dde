import { requireResult } from "../errors.js";
import { counted, listed, percent, readable } from "../readable.js";
import type { MaxDiff, MaxDiffItem } from "../represent/maxDiff.js";
import { type Figure, figure, type Layout, type Trace } from "./figure.js";
import { panelTitle } from "./panelTitle.js";
import { axis, baseLayout, diverging, grey, palette, userText } from "./theme.js";

/** What the plot reads of a MaxDiff. */
type Chosen = Pick<MaxDiff, "items" | "fit"> & { readonly table?: MaxDiff["table"] };

/**
 * What matters most and least: above, the utilities of the logit with their 95 % intervals, the highest first, and in brackets the share that would choose the item as the best of
 * all. Below, how often each item was best (blue, to the right) and worst (orange-brown, to the left) of the times that it was shown.
 *
 * Items that never lost, or never won, against the others have no utility and no point; they stand where their scores put them. Items whose intervals overlap may well have another order. An item that
 * many chose as best and as many as worst divides customers: look at it by segment, with `plot.profile`.
 *
 * @param found what `maxDiff` returns.
 * @throws RangeError where there are no items.
 *
 * @example
 * const sets = Array.from({ length: 40 }, (_, who) => ({ who, a: "taste", b: "price", most: who % 4 === 0 ? "price" : "taste", least: who % 4 === 0 ? "taste" : "price" }));
 * const found = await maxDiff(sets, { customer: "who", items: ["a", "b"], best: "most", worst: "least" });
 * console.log(plot.maxDiff(found).title); // taste matters most of 2 items, price least
 */
export function maxDiff(found: Chosen): Figure {
  requireResult(found, "items", "maxDiff");
  const rows = sorted(found.items.objects() as MaxDiffItem[]);
  if (rows.length === 0) throw new RangeError("expected at least one item, got none");
  const title = titleOf(rows);
  const placed = rows.map((row, y) => ({ ...row, y })).filter(({ utility }) => utility !== null);
  const without = rows.filter(({ utility }) => utility === null).map(({ item }) => item);
  const clustered = rows.some(({ clusteredError }) => clusteredError !== null);
  const subtitle = [
    placed.length === 0
      ? "No item has a utility."
      : `Lines: 95 % intervals, by the differences between ${clustered ? "customers" : "choices"}. In brackets: the share that would choose it as the best of all.`,
    ...(without.length === 0 || placed.length === 0
      ? []
      : [`Without a utility, because never compared, never better or never worse: ${listed(without)}.`]),
    ...(found.fit.converged ? [] : ["The logit did not converge."]),
  ].join(" ");
  // The panel of bars has the first axes where there is no other.
  const n = placed.length > 0 ? "2" : "";
  const points: Trace = {
    type: "scatter",
    mode: "markers",
    name: "utility",
    x: placed.map(({ utility }) => round(utility!)),
    y: placed.map(({ y }) => y),
    error_x: {
      type: "data",
      symmetric: false,
      array: placed.map(({ utility, upper }) => round(upper! - utility!)),
      arrayminus: placed.map(({ utility, lower }) => round(utility! - lower!)),
      color: palette[0],
      thickness: 1.6,
      width: 4,
    },
    marker: { color: palette[0], size: 9 },
    hovertemplate: "%{x:.2f}<extra></extra>",
    showlegend: false,
  };
  const data: Trace[] = [
    ...(placed.length > 0 ? [points] : []),
    bars("worst", rows, n, ({ worst, shown }) => -worst / shown, diverging[1]![1]),
    bars("best", rows, n, ({ best, shown }) => best / shown, diverging[5]![1]),
  ];
  const panel = Math.max(110, rows.length * 26);
  const [above, between] = placed.length > 0 ? [panel, 96] : [0, 0];
  const names = (row: MaxDiffItem, shared: boolean) =>
    `${userText(row.item, 32)}${shared && row.share !== null ? ` (${percent(row.share)})` : ""}`;
  const side = (anchor: string, domain: readonly [number, number], shared: boolean) =>
    // Without a title, for which long names would leave no room.
    axis("", {
      type: "linear",
      anchor,
      domain,
      range: [rows.length - 0.4, -0.6],
      tickvals: rows.map((_, i) => i),
      ticktext: rows.map((row) => names(row, shared)),
      showgrid: false,
    });
  const reach = niceReach(Math.max(...rows.flatMap(({ best, worst, shown }) => [best / shown, worst / shown])));
  const ticks = [-2, -1, 0, 1, 2].map((step) => round((step * reach) / 2));
  const area = above + between + panel;
  const share = panel / area;
  const zero = (x: string, y: string): Layout => ({
    ...{ type: "line", xref: x, yref: `${y} domain`, x0: 0, x1: 0, y0: 0, y1: 1 },
    line: { color: grey, width: 1 },
  });
  const width = 860;
  const ends = placed.flatMap(({ lower, upper }) => [lower!, upper!]);
  const room = 0.06 * (Math.max(...ends, 0) - Math.min(...ends, 0));
  return figure({
    title,
    alt: `${title}. ${rows
      .slice(0, 20)
      .map(
        ({ item, utility, lower, upper, best, worst, shown }) =>
          `${item}: ${utility === null ? "no utility" : `utility ${utility.toFixed(2)} (${lower!.toFixed(2)} to ${upper!.toFixed(2)})`}, best ${best} and worst ${worst} of ${counted(shown, "time")}`,
      )
      .join("; ")}${rows.length > 20 ? `; and ${rows.length - 20} more` : ""}. ${subtitle}`,
    width,
    height: 250 + area,
    data,
    layout: baseLayout(
      { title, subtitle, width, above: 22 },
      {
        barmode: "overlay",
        showlegend: true,
        legend: { orientation: "h", x: 0, xanchor: "left", y: -60 / area, yanchor: "top" },
        shapes: [...(placed.length > 0 ? [zero("x", "y")] : []), zero(`x${n}`, `y${n}`)],
        annotations: [
          ...(placed.length > 0 ? [panelTitle("Utility (and share)", "")] : []),
          panelTitle("How often best and worst, when shown", n),
        ],
        ...(placed.length > 0
          ? {
              xaxis: axis("Utility (0: the average item)", {
                type: "linear",
                anchor: "y",
                range: [Math.min(...ends, 0) - room, Math.max(...ends, 0) + room],
              }),
              yaxis: side("x", [1 - share, 1], true),
            }
          : {}),
        [`xaxis${n}`]: axis("Worst (%)   ·   Best (%)", {
          type: "linear",
          anchor: `y${n}`,
          range: [-reach * 1.04, reach * 1.04],
          tickvals: ticks,
          ticktext: ticks.map((tick) => readable(Math.abs(tick) * 100)),
        }),
        [`yaxis${n}`]: side(`x${n}`, [0, share], false),
      },
    ),
  });
}

/** By utility, the highest first; an item without one stands by its score: above those with a smaller one. */
function sorted(items: readonly MaxDiffItem[]): MaxDiffItem[] {
  const rows = items.filter(({ utility }) => utility !== null).sort((a, b) => b.utility! - a.utility!);
  for (const item of items.filter(({ utility }) => utility === null)) {
    const at = rows.findIndex(({ score }) => (score ?? -2) < (item.score ?? -2));
    rows.splice(at < 0 ? rows.length : at, 0, item);
  }
  return rows;
}

function titleOf(rows: readonly MaxDiffItem[]): string {
  const placed = rows.filter(({ utility }) => utility !== null);
  const of = counted(rows.length, "item");
  if (placed.length < rows.length || placed.length < 2)
    return `${rows[0]!.item} has the highest score of ${of}, ${rows.at(-1)!.item} the lowest`;
  const leaders = placed.filter(({ upper }) => upper! >= placed[0]!.lower!);
  if (leaders.length === 1) return `${rows[0]!.item} matters most of ${of}, ${rows.at(-1)!.item} least`;
  if (leaders.length === rows.length) return `None of ${of} clearly matters most: the intervals overlap`;
  return `${leaders.length} of ${of} matter most, too close to tell apart: ${listed(leaders.map(({ item }) => item))}`;
}

function bars(
  name: string,
  rows: readonly MaxDiffItem[],
  n: string,
  length: (row: MaxDiffItem) => number,
  color: string,
): Trace {
  return {
    type: "bar",
    orientation: "h",
    name,
    x: rows.map((row) => (row.shown === 0 ? 0 : round(length(row)))),
    y: rows.map((_, i) => i),
    xaxis: `x${n}`,
    yaxis: `y${n}`,
    width: 0.7,
    marker: { color },
    hovertemplate: `${name}: %{customdata}<extra></extra>`,
    customdata: rows.map((row) => percent(row.shown === 0 ? 0 : Math.abs(length(row)))),
  };
}

/** A round number of which the half is round too, at or above a share. */
function niceReach(share: number): number {
  return [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8].find((reach) => share <= reach) ?? 1;
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}
