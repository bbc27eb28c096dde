import type { Layout, Trace } from "../figure.js";
import { type FittedLabels, fitBelow, fitBeside } from "./axisLabels.js";
import { type Frame, type Mark, part, requireDrawn, type Units } from "./mark.js";
import { categoriesOf, type Extent, makeScale, type Scale, scaleKind, unitOf } from "./scale.js";
import type { Box } from "./sheet.js";

const drawn =
  "title type domain anchor range autorange categoryorder categoryarray tickvals ticktext tickmode tickformat tickprefix ticksuffix dtick nticks showgrid gridcolor gridwidth griddash zeroline zerolinecolor zerolinewidth showline linecolor linewidth ticks ticklen tickcolor tickangle tickfont showticklabels side visible automargin separatethousands exponentformat matches rangemode fixedrange scaleanchor constrain constraintoward".split(
    " ",
  );

/** One axis, and where it lies once placed. */
export interface Axis {
  readonly id: string;
  readonly letter: "x" | "y";
  readonly spec: Layout;
  readonly kind: Scale["kind"];
  readonly categories: readonly string[];
  readonly unit: (value: unknown) => number;
  scale: Scale;
  /** Pixels of the first and last end of its range. */
  start: number;
  end: number;
  labels: FittedLabels;
}

/** All axes of a figure, and where they lie once placed. */
export interface Axes {
  units(trace: Trace): Units;
  /** Sets the ranges so that all marks are visible. */
  fit(marks: readonly Mark[]): void;
  /** Spreads the axes over the plot area and fits their labels. */
  place(area: Box, width: number): void;
  frame(trace: Trace): Frame;
  panels(): Frame[];
  /** Whether marks may lie outside of an axis with a set range. */
  clips(trace: Trace): boolean;
  /**
   * Pixels from the left of a value: `ref` is an axis ("x2"), "x2 domain" or "paper". Plotly's annotations (but not its shapes)
   * write places on a logarithmic axis as exponents.
   */
  across(ref: unknown, value: unknown, exponents?: boolean): number;
  /** Pixels from the top of a value. */
  along(ref: unknown, value: unknown, exponents?: boolean): number;
  readonly list: readonly Axis[];
  frameOf(axis: Axis): Frame;
  readonly pageWidth: number;
}

export function readAxes(layout: Layout, traces: readonly Trace[]): Axes {
  const list = axisIds(layout, traces).map((id) => readAxis(id, layout, traces));
  const byId = new Map(list.map((axis) => [axis.id, axis]));
  const find = (id: unknown): Axis => {
    const axis = byId.get(String(id));
    if (axis === undefined)
      throw new Error(`expected an axis among ${[...byId.keys()].join(", ")}, got ${JSON.stringify(id)}`);
    return axis;
  };
  let area: Box = { left: 0, top: 0, right: 1, bottom: 1 };
  let pageWidth = 0;
  const pixel = (axis: Axis) => (unit: number) => {
    const [first, last] = axis.scale.range;
    return axis.start + ((unit - first) / (last - first)) * (axis.end - axis.start);
  };
  const frame = (x: Axis, y: Axis): Frame => ({
    left: Math.min(x.start, x.end),
    right: Math.max(x.start, x.end),
    top: Math.min(y.start, y.end),
    bottom: Math.max(y.start, y.end),
    x: pixel(x),
    y: pixel(y),
  });
  const ofTrace = (trace: Trace) => [find(trace.xaxis ?? "x"), find(trace.yaxis ?? "y")] as const;
  const position = (ref: unknown, value: unknown, low: number, high: number, exponents: boolean): number => {
    if (ref === "paper") return low + Number(value) * (high - low);
    const [, id, domain] = /^([xy]\d*)( domain)?$/.exec(String(ref)) ?? [];
    const axis = find(id);
    if (domain !== undefined) return axis.start + Number(value) * (axis.end - axis.start);
    return pixel(axis)(axis.kind === "log" && exponents ? Number(value) : axis.unit(value));
  };
  const partner = (axis: Axis) => find(axis.spec.anchor ?? (axis.letter === "x" ? "y" : "x"));
  const axes: Axes = {
    list,
    get pageWidth() {
      return pageWidth;
    },
    units: (trace) => {
      const [x, y] = ofTrace(trace);
      return { x, y };
    },
    fit(marks) {
      const extents = new Map(list.map((axis) => [axis, extentOf(axis, marks)]));
      for (const axis of list) {
        const leader = axis.spec.matches === undefined ? axis : find(axis.spec.matches);
        const group = list.filter(
          (one) => one === leader || (one.spec.matches !== undefined && find(one.spec.matches) === leader),
        );
        const all = group.map((one) => extents.get(one)!);
        const shared = {
          low: Math.min(...all.map((extent) => extent.low)),
          high: Math.max(...all.map((extent) => extent.high)),
          padLow: Math.max(...all.map((extent) => extent.padLow)),
          padHigh: Math.max(...all.map((extent) => extent.padHigh)),
        };
        axis.scale = makeScale(axis.kind, axis.spec, shared, axis.categories, axis.unit);
      }
    },
    place(to, width) {
      area = to;
      pageWidth = width;
      for (const axis of list) {
        const [low, high] = (axis.spec.domain as [number, number] | undefined) ?? [0, 1];
        if (axis.letter === "x") {
          axis.start = area.left + low * (area.right - area.left);
          axis.end = area.left + high * (area.right - area.left);
        } else {
          axis.start = area.bottom - low * (area.bottom - area.top);
          axis.end = area.bottom - high * (area.bottom - area.top);
        }
      }
      for (const axis of list) if (axis.spec.scaleanchor !== undefined) evenScales(find(axis.spec.scaleanchor), axis);
      for (const axis of list) axis.labels = fitLabels(axis, pixel(axis), width);
    },
    frame: (trace) => frame(...ofTrace(trace)),
    panels: () => {
      const pairs = new Map<string, Frame>();
      for (const trace of traces) {
        const [x, y] = ofTrace(trace);
        pairs.set(`${x.id} ${y.id}`, frame(x, y));
      }
      return pairs.size > 0 ? [...pairs.values()] : [frame(find("x"), find("y"))];
    },
    clips: (trace) => ofTrace(trace).some((axis) => axis.scale.fixed),
    across: (ref, value, exponents = false) => position(ref, value, area.left, area.right, exponents),
    along: (ref, value, exponents = false) => position(ref, value, area.bottom, area.top, exponents),
    frameOf: (axis) => (axis.letter === "x" ? frame(axis, partner(axis)) : frame(partner(axis), axis)),
  };
  return axes;
}

/** Shortens one of two axes, so that a unit is as long on both: toward the left or the top, as Plotly does where they ask for it. */
function evenScales(x: Axis, y: Axis): void {
  if (
    ![x, y].every(({ spec }) => spec.constrain === "domain" && ["left", "top"].includes(String(spec.constraintoward)))
  )
    throw new Error('expected axes of one scale with constrain "domain" and constraintoward "left" and "top"');
  const units = (axis: Axis) => Math.abs(axis.scale.range[1] - axis.scale.range[0]);
  const pixels = Math.min(...[x, y].map((axis) => Math.abs(axis.end - axis.start) / units(axis)));
  x.end = x.start + pixels * units(x);
  y.start = y.end + pixels * units(y);
}

function axisIds(layout: Layout, traces: readonly Trace[]): string[] {
  const ids = new Set<string>(["x", "y"]);
  for (const trace of traces) {
    ids.add(String(trace.xaxis ?? "x"));
    ids.add(String(trace.yaxis ?? "y"));
  }
  if (traces.length > 0) {
    if (!traces.some((trace) => (trace.xaxis ?? "x") === "x")) ids.delete("x");
    if (!traces.some((trace) => (trace.yaxis ?? "y") === "y")) ids.delete("y");
  }
  for (const id of ids) {
    if (!/^[xy]\d*$/.test(id)) throw new Error(`expected an axis like "x" or "y2", got ${JSON.stringify(id)}`);
  }
  for (const name of Object.keys(layout)) {
    const match = /^([xy])axis(\d*)$/.exec(name);
    if (match) requireDrawn(`layout.${name}`, layout[name] as Layout, drawn);
  }
  return [...ids];
}

function readAxis(id: string, layout: Layout, traces: readonly Trace[]): Axis {
  const letter = id[0] as "x" | "y";
  const spec = part(layout, `${letter}axis${id.slice(1)}`);
  const mine = traces.filter((trace) => (trace[`${letter}axis`] ?? letter) === id);
  const values = mine.flatMap((trace): unknown[] => {
    const given = trace[letter];
    if (Array.isArray(given)) return given;
    // A box without a place stands at its name.
    const across = (trace.orientation === "h") === (letter === "y");
    return trace.type === "box" && across && trace.name !== undefined ? [trace.name] : [];
  });
  const kind = scaleKind(spec, values);
  const categories = kind === "category" ? categoriesOf(spec, values) : [];
  const unit = unitOf(kind, new Map(categories.map((name, i) => [name, i])));
  const empty: Extent = { low: 0, high: 1, padLow: 0, padHigh: 0 };
  const labels = { ticks: [], angle: 0, depth: 0 };
  const scale = makeScale(kind, {}, empty, categories, unit);
  return { id, letter, spec, kind, categories, unit, scale, start: 0, end: 1, labels };
}

function extentOf(axis: Axis, marks: readonly Mark[]): Extent {
  const extent = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY, padLow: 0, padHigh: 0 };
  for (const mark of marks) {
    if ((mark.trace[`${axis.letter}axis`] ?? axis.letter) !== axis.id) continue;
    for (const value of axis.letter === "x" ? mark.xs : mark.ys) {
      if (!Number.isFinite(value)) continue;
      extent.low = Math.min(extent.low, value);
      extent.high = Math.max(extent.high, value);
    }
    const [low, high] = axis.letter === "x" ? mark.padX : mark.padY;
    extent.padLow = Math.max(extent.padLow, low);
    extent.padHigh = Math.max(extent.padHigh, high);
  }
  return extent;
}

function fitLabels(axis: Axis, pixel: (unit: number) => number, width: number): FittedLabels {
  const { spec } = axis;
  if (spec.visible === false || spec.showticklabels === false) return { ticks: [], angle: 0, depth: 0 };
  const size = tickSize(axis);
  const length = Math.abs(axis.end - axis.start);
  const asked = spec.tickangle === undefined || spec.tickangle === "auto" ? undefined : Number(spec.tickangle);
  const place = (count: number) => axis.scale.ticks(count).map(({ at, label }) => ({ at: pixel(at), label }));
  if (axis.letter === "y") {
    const count = Number(spec.nticks ?? Math.max(2, Math.min(10, Math.floor(length / 45))));
    return fitBeside(place(count), size, width * 0.34);
  }
  // On a scale of numbers or dates, fewer ticks are better than turned ones.
  const own = Array.isArray(spec.tickvals) || axis.kind === "category";
  let count = Number(spec.nticks ?? Math.max(2, Math.min(12, Math.floor(length / (axis.kind === "log" ? 45 : 70)))));
  let fitted = fitBelow(place(count), size, asked);
  while (!own && asked === undefined && fitted.angle !== 0 && count > 2) fitted = fitBelow(place(--count), size, asked);
  return fitted;
}

/** Font size of the labels of an axis. */
export function tickSize(axis: Axis): number {
  return Number(part(axis.spec, "tickfont").size ?? 12);
}
