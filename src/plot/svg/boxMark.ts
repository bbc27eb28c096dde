import { ascending } from "d3-array";
import type { Layout, Trace } from "../figure.js";
import { coordinate } from "./element.js";
import { list, type Mark, part, requireDrawn, type Units } from "./mark.js";
import { markerPath } from "./markerPath.js";

const drawn =
  "type name x y xaxis yaxis orientation marker line fillcolor boxpoints boxmean quartilemethod width opacity showlegend legendgroup visible q1 median q3 lowerfence upperfence whiskerwidth".split(
    " ",
  );

interface Summary {
  readonly place: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly lower: number;
  readonly upper: number;
  readonly outliers: readonly number[];
}

/** Box plots of all `box` traces of one pair of axes; their categories are the trace names where no position is given. */
export function boxMarks(traces: readonly { trace: Trace; color: string }[], units: Units, layout: Layout): Mark[] {
  const grouped = layout.boxmode === "group" && traces.length > 1;
  return traces.map(({ trace, color }, lane) => {
    requireDrawn("a box trace", trace, drawn);
    const horizontal = trace.orientation === "h";
    const along = horizontal ? units.x : units.y;
    const across = horizontal ? units.y : units.x;
    const summaries = summarize(trace, horizontal, along, across, lane);
    const width = Number(trace.width ?? (grouped ? 0.7 / traces.length : 0.6));
    const shift = grouped ? (lane - (traces.length - 1) / 2) * (0.7 / traces.length) : 0;
    const line = part(trace, "line");
    const marker = part(trace, "marker");
    const stroke = String(line.color ?? marker.color ?? color);
    const fill = String(trace.fillcolor ?? stroke);
    const values = summaries.flatMap((box) => [box.lower, box.upper, ...box.outliers]);
    const places = summaries.flatMap((box) => [box.place + shift - width / 2, box.place + shift + width / 2]);
    return {
      trace,
      xs: horizontal ? values : places,
      ys: horizontal ? places : values,
      padX: horizontal ? [0.05, 0.05] : [0.1, 0.1],
      padY: horizontal ? [0.1, 0.1] : [0.05, 0.05],
      draw(sheet, frame) {
        const at = (value: number, place: number) =>
          horizontal
            ? `${coordinate(frame.x(value))},${coordinate(frame.y(place))}`
            : `${coordinate(frame.x(place))},${coordinate(frame.y(value))}`;
        for (const box of summaries) {
          const a = box.place + shift - width / 2;
          const b = box.place + shift + width / 2;
          const middle = box.place + shift;
          const cap = width / 4;
          sheet.add("path", {
            d: `M${at(box.q1, a)}L${at(box.q1, b)}L${at(box.q3, b)}L${at(box.q3, a)}Z`,
            fill,
            "fill-opacity": trace.fillcolor === undefined ? 0.5 : undefined,
            stroke,
            "stroke-width": Number(line.width ?? 2),
            class: "box",
          });
          sheet.add("path", {
            d:
              `M${at(box.median, a)}L${at(box.median, b)}M${at(box.q1, middle)}L${at(box.lower, middle)}M${at(box.q3, middle)}L${at(box.upper, middle)}` +
              `M${at(box.lower, middle - cap)}L${at(box.lower, middle + cap)}M${at(box.upper, middle - cap)}L${at(box.upper, middle + cap)}`,
            fill: "none",
            stroke,
            "stroke-width": Number(line.width ?? 2),
          });
          for (const value of box.outliers) {
            const [x, y] = horizontal ? [frame.x(value), frame.y(middle)] : [frame.x(middle), frame.y(value)];
            sheet.add("path", {
              d: markerPath(String(marker.symbol ?? "circle"), x, y, Number(marker.size ?? 6)),
              fill: stroke,
              class: "point",
            });
          }
        }
      },
      key(sheet, x, y) {
        sheet.add("rect", {
          x: x - 8,
          y: y - 5,
          width: 16,
          height: 10,
          fill,
          "fill-opacity": 0.5,
          stroke,
          "stroke-width": 1.5,
        });
      },
    };
  });
}

function summarize(trace: Trace, horizontal: boolean, along: Units["x"], across: Units["x"], lane: number): Summary[] {
  const medians = list(trace, "median");
  const given = list(trace, horizontal ? "y" : "x");
  const home = across.kind === "category" && trace.name !== undefined ? across.unit(trace.name) : lane;
  if (medians !== undefined) {
    const pick = (name: string, i: number) => along.unit(list(trace, name)?.[i]);
    return medians.map((median, i) => ({
      place: given === undefined ? home : across.unit(given[i]),
      q1: pick("q1", i),
      median: along.unit(median),
      q3: pick("q3", i),
      lower: trace.lowerfence === undefined ? pick("q1", i) : pick("lowerfence", i),
      upper: trace.upperfence === undefined ? pick("q3", i) : pick("upperfence", i),
      outliers: [],
    }));
  }
  const points = trace.boxpoints ?? "outliers";
  if (points !== "outliers" && points !== false)
    throw new Error(`expected boxpoints "outliers" or false, got ${JSON.stringify(points)}`);
  const groups = new Map<number, number[]>();
  (list(trace, horizontal ? "x" : "y") ?? []).forEach((value, i) => {
    const unit = along.unit(value);
    const place = given === undefined ? home : across.unit(given[i]);
    if (!Number.isFinite(unit) || !Number.isFinite(place)) return;
    const group = groups.get(place);
    if (group === undefined) groups.set(place, [unit]);
    else group.push(unit);
  });
  return [...groups].map(([place, values]) => {
    const sorted = values.sort(ascending);
    const [q1, median, q3] = [0.25, 0.5, 0.75].map((share) => hazen(sorted, share)) as [number, number, number];
    const reach = 1.5 * (q3 - q1);
    const inside = sorted.filter((value) => value >= q1 - reach && value <= q3 + reach);
    return {
      place,
      q1,
      median,
      q3,
      lower: Math.min(q1, inside[0] ?? q1),
      upper: Math.max(q3, inside.at(-1) ?? q3),
      outliers: points === false ? [] : sorted.filter((value) => value < q1 - reach || value > q3 + reach),
    };
  });
}

/** Quantile of type 5 (Hazen), which Plotly's boxes use. */
function hazen(sorted: readonly number[], share: number): number {
  const at = Math.min(sorted.length - 1, Math.max(0, sorted.length * share - 0.5));
  const below = sorted[Math.floor(at)]!;
  return below + (at - Math.floor(at)) * (sorted[Math.ceil(at)]! - below);
}
