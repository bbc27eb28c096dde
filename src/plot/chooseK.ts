import { requireResult } from "../errors.js";
import { readable } from "../readable.js";
import type { ChooseClasses } from "../segment/chooseClasses.js";
import type { ChooseK } from "../segment/evaluate/chooseK.js";
import { column } from "../table.js";
import { type Figure, figure, type Layout, type Trace } from "./figure.js";
import { panelTitle } from "./panelTitle.js";
import { axis, baseLayout, grey, ink, palette } from "./theme.js";

interface Criterion {
  readonly column: string;
  readonly title: string;
  readonly direction: "higher" | "lower" | "bend" | "gap";
  readonly axis: string;
  /** Has a panel only where there are values: it is computed on request, or not for all data. */
  readonly optional?: boolean;
}

const criteria: readonly Criterion[] = [
  { column: "silhouette", title: "Silhouette: higher is better", direction: "higher", axis: "Silhouette (-1 to 1)" },
  {
    column: "calinskiHarabasz",
    title: "Calinski-Harabasz: higher is better",
    direction: "higher",
    axis: "Calinski-Harabasz",
  },
  { column: "daviesBouldin", title: "Davies-Bouldin: lower is better", direction: "lower", axis: "Davies-Bouldin" },
  { column: "dunn", title: "Dunn: higher is better", direction: "higher", axis: "Dunn", optional: true },
  { column: "bic", title: "BIC: lower is better", direction: "lower", axis: "BIC", optional: true },
  { column: "aic", title: "AIC: lower is better", direction: "lower", axis: "AIC", optional: true },
  { column: "icl", title: "ICL: lower is better", direction: "lower", axis: "ICL", optional: true },
  {
    column: "gap",
    title: "Gap: first k not clearly below the next",
    direction: "gap",
    axis: "Gap statistic (log)",
    optional: true,
  },
  {
    column: "inertia",
    title: "Inertia: always falls; look for the bend",
    direction: "bend",
    axis: "Inertia (squared distance)",
  },
];

/**
 * The criteria for the number of segments, a panel each: the recommended k is the dashed line, the best k of each criterion a star.
 * The gap statistic, where it was asked for, has standard errors and starts at k = 1; its star is the first k that is within a
 * standard error of the next, and there is none where it still rises at the last k. Of `chooseClasses` the information criteria are drawn, from one class on.
 *
 * Where the data hold no more structure than clouds without segments, the title says so, and the line is the best of senseless cuts.
 * What speaks against the recommendation (`dissent`) stands in the subtitle. Criteria disagree on real data; a plot in which all stars stand at the edge of the range says that the range is too narrow or that
 * there are no groups. Inertia always falls with k and has no best.
 *
 * @throws RangeError where the table has no rows or none of the criteria.
 *
 * @example
 * const points = matrixOf({ x: [0, 0.1, 0.2, 5, 5.1, 5.2, 9, 9.1, 9.3] });
 * const choice = await chooseK(points, { k: [2, 3, 4] });
 * console.log(plot.chooseK(choice).title.startsWith("How many segments?")); // true
 */
export function chooseK(
  choice:
    | (Pick<ChooseK, "table" | "recommended" | "reason" | "dissent"> & Partial<Pick<ChooseK, "gap" | "structure">>)
    | Pick<ChooseClasses, "table" | "recommended" | "reason" | "dissent">,
): Figure {
  requireResult(choice, "recommended", "chooseK or chooseClasses");
  const { table, recommended } = choice;
  const { gap, structure } = "structure" in choice || "gap" in choice ? choice : {};
  const names = table.columnNames();
  if (table.numRows() === 0) throw new RangeError("expected a table with a row for each k, got an empty one");
  const numbers = (from: typeof table | NonNullable<typeof gap>["table"], name: string) =>
    Array.from(column(from, name), (value) => (value === null ? Number.NaN : Number(value)));
  const read = (name: string) => numbers(table, name);
  const shown = criteria.filter(
    ({ column: name, optional }) => names.includes(name) && (!optional || read(name).some(Number.isFinite)),
  );
  if (!names.includes("k") || shown.length === 0)
    throw new RangeError(
      `expected columns k and ${criteria.map((one) => one.column).join(", ")}, got ${names.join(", ")}`,
    );
  const ks = read("k");
  // What a collapsed class reaches compares with nothing, and has no star.
  const collapsed = names.includes("collapsed")
    ? Array.from(column(table, "collapsed"), (value) => value === true)
    : [];
  const found =
    names.includes("timesFound") && names.includes("restarts") ? [read("timesFound"), read("restarts")] : undefined;
  const panels = shown.map((criterion) => {
    if (criterion.direction === "gap" && gap !== undefined) {
      const ownKs = numbers(gap.table, "k");
      const best = gap.rising ? undefined : ownKs.indexOf(gap.k);
      return {
        ...criterion,
        ks: ownKs,
        values: numbers(gap.table, "gap"),
        errors: numbers(gap.table, "gapError"),
        best,
      };
    }
    const values = read(criterion.column);
    return {
      ...criterion,
      ks,
      values,
      errors: undefined,
      best: bestOf(
        values.map((value, i) => (collapsed[i] ? Number.NaN : value)),
        criterion.direction,
      ),
    };
  });

  const columns = panels.length > 1 ? 2 : 1;
  const rows = Math.ceil(panels.length / columns);
  const data: Trace[] = [];
  const annotations: Layout[] = [];
  const shapes: Layout[] = [];
  const axes: { [name: string]: Layout } = {};
  const first = Math.min(...ks);
  const last = Math.max(...ks);
  panels.forEach((panel, p) => {
    const n = p === 0 ? "" : String(p + 1);
    const [r, c] = [Math.floor(p / columns), p % columns];
    const domainX = columns === 1 ? [0, 1] : c === 0 ? [0, 0.42] : [0.58, 1];
    const between = 0.48 / rows;
    const height = (1 - between * (rows - 1)) / rows;
    const top = 1 - r * (height + between);
    axes[`xaxis${n}`] = axis("Number of segments k", {
      type: "linear",
      domain: domainX,
      anchor: `y${n}`,
      range: [Math.min(...panel.ks) - 0.5, last + 0.5],
      ...(panel.ks.length <= 15 ? ticks(panel.ks) : {}),
    });
    axes[`yaxis${n}`] = axis(panel.axis, { type: "linear", domain: [Math.max(0, top - height), top], anchor: `x${n}` });
    const hover = panel.ks.map((_, i) =>
      panel.errors !== undefined
        ? `, standard error ${readable(panel.errors[i]!)}`
        : found === undefined
          ? ""
          : `<br>best solution found in ${found[0]![i]} of ${found[1]![i]} starts`,
    );
    if (panel.errors !== undefined)
      data.push({
        type: "scatter",
        mode: "lines",
        name: "standard error",
        x: panel.ks.flatMap((k) => [k, k, null]),
        y: panel.values.flatMap((value, i) => [
          finite(value - panel.errors[i]!),
          finite(value + panel.errors[i]!),
          null,
        ]),
        xaxis: `x${n}`,
        yaxis: `y${n}`,
        line: { color: grey, width: 2 },
        hoverinfo: "skip",
        showlegend: false,
      });
    data.push({
      type: "scatter",
      mode: "lines+markers",
      name: panel.column,
      x: panel.ks,
      y: panel.values.map(finite),
      xaxis: `x${n}`,
      yaxis: `y${n}`,
      customdata: hover,
      hovertemplate: `k = %{x}: %{y:.4g}%{customdata}<extra>${panel.axis}</extra>`,
      line: { color: palette[0], width: 2 },
      marker: { color: palette[0], size: 7, symbol: "circle" },
      showlegend: false,
    });
    if (panel.best !== undefined) {
      const i = panel.best;
      data.push({
        type: "scatter",
        mode: "markers",
        name: "best by this criterion",
        x: [panel.ks[i]],
        y: [panel.values[i]],
        xaxis: `x${n}`,
        yaxis: `y${n}`,
        hovertemplate: "best by this criterion: k = %{x}, %{y:.4g}<extra></extra>",
        marker: { color: palette[1], size: 15, symbol: "star", line: { color: ink, width: 0.8 } },
        legendgroup: "best",
        showlegend: !data.some((trace) => trace.legendgroup === "best"),
      });
    }
    shapes.push({
      type: "line",
      xref: `x${n}`,
      yref: `y${n} domain`,
      x0: recommended,
      x1: recommended,
      y0: 0,
      y1: 1,
      layer: "above",
      line: { color: palette[5], width: 2, dash: "dash" },
    });
    annotations.push(panelTitle(panel.title, n));
  });
  // A line in the legend for the dashed shape, which has no entry of its own.
  data.push({
    type: "scatter",
    mode: "lines",
    name: `recommended k = ${recommended}`,
    x: [recommended],
    y: [panels[0]!.values.map(finite).find((value) => value !== null) ?? 0],
    line: { color: palette[5], width: 2, dash: "dash" },
    hoverinfo: "skip",
    showlegend: true,
  });

  const title =
    structure?.found === false
      ? `How many segments? The data speak for none; a cut into ${recommended} looks best`
      : `How many segments? ${recommended} ${recommended === 1 ? "is" : "are"} recommended`;
  const said = panels.map(({ axis: name, ks: own, values, best, direction, errors }) => {
    if (best !== undefined) return `${name} is best at k = ${own[best]} (${readable(values[best]!)})`;
    if (errors !== undefined) return `${name} still rises at k = ${last}`;
    if (direction !== "bend") return `${name} has no value`;
    const known = values.filter(Number.isFinite);
    return known.length === 0
      ? `${name} has no value`
      : `${name} falls from ${readable(known[0]!)} to ${readable(known.at(-1)!)}`;
  });
  const width = 860;
  const words = [choice.reason, ...choice.dissent].map(sentence).join(" ");
  return figure({
    title,
    alt: `Criteria for k from ${first} to ${last}. ${said.join("; ")}. Recommended: k = ${recommended}. ${words}`,
    width,
    height: rows * 250 + 140,
    data,
    layout: baseLayout(
      { title, subtitle: words, width, above: 22 },
      {
        ...axes,
        shapes,
        annotations,
        showlegend: true,
        legend: {
          orientation: "h",
          x: 0,
          xanchor: "left",
          y: -0.18 / rows - 0.06,
          yanchor: "top",
          font: { color: grey },
        },
      },
    ),
  });
}

function ticks(ks: readonly number[]): Layout {
  const sorted = [...ks].sort((a, b) => a - b);
  return { tickvals: sorted, ticktext: sorted.map(String) };
}

function sentence(text: string): string {
  return /[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;
}

function bestOf(values: readonly number[], direction: Criterion["direction"]): number | undefined {
  if (direction === "bend" || direction === "gap") return undefined;
  let best: number | undefined;
  values.forEach((value, i) => {
    if (!Number.isFinite(value)) return;
    if (best === undefined || (direction === "higher" ? value > values[best]! : value < values[best]!)) best = i;
  });
  return best;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : null;
}
