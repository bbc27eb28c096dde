import { bin } from "d3-array";
import type { Trace } from "../figure.js";
import { barMark } from "./barMarks.js";
import { list, type Mark, part, requireDrawn, type Units } from "./mark.js";

const drawn =
  "type name x y xaxis yaxis orientation marker nbinsx nbinsy xbins ybins histnorm opacity showlegend legendgroup visible bingroup".split(
    " ",
  );

/** Counts per bin of a `histogram` trace (drawn over one another where there are several). */
export function histogramMark(trace: Trace, units: Units, color: string): Mark {
  requireDrawn("a histogram trace", trace, drawn);
  const horizontal = trace.orientation === "h" || (trace.x === undefined && trace.y !== undefined);
  const axis = horizontal ? units.y : units.x;
  const values = (list(trace, horizontal ? "y" : "x") ?? []).map(axis.unit).filter(Number.isFinite);
  const total = values.length;
  const norm = trace.histnorm ?? "";
  if (norm !== "" && norm !== "percent" && norm !== "probability")
    throw new Error(`expected histnorm percent or probability or none, got ${JSON.stringify(norm)}`);
  const height = (count: number) => (norm === "" ? count : (count / total) * (norm === "percent" ? 100 : 1));
  const bars = counts(trace, horizontal, axis, values).map(({ from, to, count }) => ({
    from,
    to,
    start: 0,
    end: height(count),
  }));
  const plain: Trace = { ...trace, textposition: "none" };
  return barMark(plain, color, horizontal, bars);
}

function counts(trace: Trace, horizontal: boolean, axis: Units["x"], values: readonly number[]) {
  if (axis.kind === "category") {
    const places = new Map<number, number>();
    for (const value of values) places.set(value, (places.get(value) ?? 0) + 1);
    return [...places].map(([place, count]) => ({ from: place - 0.4, to: place + 0.4, count }));
  }
  const spec = part(trace, horizontal ? "ybins" : "xbins");
  const size = Number(spec.size);
  if (spec.size !== undefined) {
    if (!(size > 0)) throw new Error(`expected bins of a size above 0, got ${JSON.stringify(spec.size)}`);
    const start = spec.start === undefined ? Math.floor(Math.min(...values) / size) * size : axis.unit(spec.start);
    const places = new Map<number, number>();
    for (const value of values) {
      const place = Math.floor((value - start) / size);
      places.set(place, (places.get(place) ?? 0) + 1);
    }
    return [...places]
      .sort((a, b) => a[0] - b[0])
      .map(([place, count]) => ({ from: start + place * size, to: start + (place + 1) * size, count }));
  }
  const wanted = trace[horizontal ? "nbinsy" : "nbinsx"];
  const binned = (typeof wanted === "number" ? bin().thresholds(wanted) : bin())([...values]);
  return binned.map((group) => ({ from: group.x0 ?? 0, to: group.x1 ?? 0, count: group.length }));
}
