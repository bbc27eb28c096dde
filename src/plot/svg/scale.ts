import { scaleLinear, scaleLog, scaleUtc } from "d3-scale";
import { readable } from "../../readable.js";
import type { Layout } from "../figure.js";

/** How values of an axis become numbers ("units"), units become pixels, and which ticks it has. */
export interface Scale {
  readonly kind: "linear" | "log" | "date" | "category";
  /** Number of a data value: itself, log10, milliseconds, or the position of its category; NaN where it is missing. */
  unit(value: unknown): number;
  /** From the first to the last end of the axis, in units; descending where the axis is reversed. */
  readonly range: readonly [number, number];
  /** Whether the author set the range, so that marks may lie outside. */
  readonly fixed: boolean;
  readonly categories: readonly string[];
  /** At most about `count` ticks. */
  ticks(count: number): { readonly at: number; readonly label: string }[];
}

/** What the marks of an axis need: their extent in units, and whether a margin belongs before and after it. */
export interface Extent {
  low: number;
  high: number;
  padLow: number;
  padHigh: number;
}

/** The kind of an axis: what its layout says, else what its values look like. */
export function scaleKind(spec: Layout, values: readonly unknown[]): Scale["kind"] {
  const type = spec.type;
  if (type === "linear" || type === "log" || type === "date" || type === "category") return type;
  if (type !== undefined && type !== "-")
    throw new Error(`expected an axis of type linear, log, date or category, got ${JSON.stringify(type)}`);
  const present = values.filter((value) => value !== null && value !== undefined);
  if (present.some((value) => value instanceof Date)) return "date";
  const texts = present.filter((value): value is string => typeof value === "string");
  if (texts.length === 0 || texts.every((text) => text.trim() !== "" && Number.isFinite(Number(text)))) return "linear";
  return texts.every((text) => /^\d{4}-\d{2}(-\d{2}([T ]|$)|$)/.test(text)) ? "date" : "category";
}

/** Categories in the order of Plotly: those that the layout lists, then those of the data as they come. */
export function categoriesOf(spec: Layout, values: readonly unknown[]): string[] {
  const listed = Array.isArray(spec.categoryarray) ? spec.categoryarray.map(String) : [];
  const order = spec.categoryorder;
  if (order !== undefined && order !== "array" && order !== "trace")
    throw new Error(`expected categoryorder "trace" or "array", got ${JSON.stringify(order)}`);
  const found = values.filter((value) => value !== null && value !== undefined).map(String);
  return [...new Set([...listed, ...found])];
}

/** The number of a value on an axis of this kind; NaN where it is missing or cannot be placed. */
export function unitOf(kind: Scale["kind"], categories: ReadonlyMap<string, number>): (value: unknown) => number {
  return (value) => {
    if (value === null || value === undefined || value === "") return Number.NaN;
    if (kind === "category") {
      const found = categories.get(String(value));
      return found ?? (typeof value === "number" ? value : Number.NaN);
    }
    if (kind === "date")
      return value instanceof Date ? value.getTime() : typeof value === "number" ? value : time(value);
    const number = typeof value === "number" || typeof value === "string" ? Number(value) : Number.NaN;
    if (!Number.isFinite(number)) return Number.NaN;
    if (kind === "log") return number > 0 ? Math.log10(number) : Number.NaN;
    return number;
  };
}

/** Dates without a zone are read as UTC, so that the drawing does not depend on where it is made. */
function time(value: unknown): number {
  const text = String(value).replace(" ", "T");
  return Date.parse(/^\d{4}(-\d{2}){0,2}$/.test(text) || /(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`);
}

/** Puts an axis together of its layout, the extent of its marks, and its categories. */
export function makeScale(
  kind: Scale["kind"],
  spec: Layout,
  extent: Extent,
  categories: readonly string[],
  unit: (value: unknown) => number,
): Scale {
  const [range, fixed] = rangeOf(kind, spec, extent, categories, unit);
  return {
    kind,
    unit,
    range,
    fixed,
    categories,
    ticks: (count) => ticksOf(kind, spec, range, categories, unit, count),
  };
}

function rangeOf(
  kind: Scale["kind"],
  spec: Layout,
  extent: Extent,
  categories: readonly string[],
  unit: (value: unknown) => number,
): [[number, number], boolean] {
  const reversed = spec.autorange === "reversed";
  if (Array.isArray(spec.range)) {
    // Plotly writes the range of a logarithmic axis as exponents.
    const ends = spec.range.map((end) => (kind === "log" || kind === "category" ? Number(end) : unit(end)));
    if (ends.length !== 2 || !ends.every(Number.isFinite) || ends[0] === ends[1])
      throw new Error(`expected an axis range of two different ends, got ${JSON.stringify(spec.range)}`);
    return [[ends[0]!, ends[1]!], true];
  }
  let { low, high } = extent;
  if (kind === "category") {
    low = Math.min(-0.5, low);
    high = Math.max(categories.length - 0.5, high);
  } else {
    if (!(low <= high)) [low, high] = kind === "date" ? [0, 86400000] : [0, 1];
    if (spec.rangemode === "tozero" && kind === "linear") {
      if (low >= 0) [low, extent.padLow] = [0, 0];
      else if (high <= 0) [high, extent.padHigh] = [0, 0];
    }
    // An axis needs a length, and one that doubles can still divide into ticks.
    if (high - low <= Math.max(Math.abs(low), Math.abs(high)) * 1e-13 || high - low < 1e-290) {
      const size = Math.abs(low);
      const half = kind === "date" ? 43200000 : size > 1e-290 && kind === "linear" ? size * 0.1 : 0.5;
      [low, high] = [low - half, high + half];
    }
    const length = high - low;
    low -= length * extent.padLow;
    high += length * extent.padHigh;
  }
  return [reversed ? [high, low] : [low, high], false];
}

function ticksOf(
  kind: Scale["kind"],
  spec: Layout,
  range: readonly [number, number],
  categories: readonly string[],
  unit: (value: unknown) => number,
  count: number,
): { at: number; label: string }[] {
  const low = Math.min(...range);
  const high = Math.max(...range);
  const slack = (high - low) * 1e-9;
  const inside = (tick: { at: number }) => tick.at >= low - slack && tick.at <= high + slack;
  const format = typeof spec.tickformat === "string" && spec.tickformat !== "" ? spec.tickformat : undefined;
  const affixed = (label: string) => (label === "" ? "" : `${spec.tickprefix ?? ""}${label}${spec.ticksuffix ?? ""}`);
  if (Array.isArray(spec.tickvals)) {
    const texts = Array.isArray(spec.ticktext) ? spec.ticktext.map(String) : undefined;
    const formatted = formatter(kind, range, count, format);
    return spec.tickvals
      .map((value, i) => ({ at: unit(value), label: texts?.[i] ?? affixed(formatted(unit(value))) }))
      .filter((tick) => Number.isFinite(tick.at) && inside(tick));
  }
  if (kind === "category") return categories.map((label, at) => ({ at, label: affixed(label) })).filter(inside);
  const formatted = formatter(kind, range, count, format);
  let places: number[];
  if (kind === "date") places = scaleUtc().domain([low, high]).ticks(Math.max(2, count)).map(Number);
  else if (kind === "log") places = logTicks(low, high, count);
  else if (typeof spec.dtick === "number" && spec.dtick > 0) {
    const step = spec.dtick * Math.max(1, Math.ceil((high - low) / spec.dtick / Math.max(1, count * 2)));
    const first = Math.ceil(low / step - 1e-9);
    const steps = Math.max(0, Math.floor(high / step + 1e-9) - first + 1);
    places = Array.from({ length: steps }, (_, i) => (first + i) * step);
  } else places = scaleLinear().domain([low, high]).ticks(Math.max(2, count));
  return places.map((at) => ({ at, label: affixed(formatted(at)) })).filter(inside);
}

function logTicks(low: number, high: number, count: number): number[] {
  const powers = Math.floor(high) - Math.ceil(low) + 1;
  if (powers < 3) {
    const values = scaleLog()
      .domain([10 ** low, 10 ** high])
      .ticks(count)
      .filter((value) => /^[125]/.test(value.toExponential()) && /^\d(\.0*)?e/.test(value.toExponential(6)));
    if (values.length >= 2) return values.map(Math.log10);
    return scaleLinear()
      .domain([10 ** low, 10 ** high])
      .ticks(Math.max(2, count))
      .filter((value) => value > 0)
      .map(Math.log10);
  }
  const step = Math.max(1, Math.ceil(powers / Math.max(2, count)));
  return Array.from({ length: Math.floor((powers - 1) / step) + 1 }, (_, i) => Math.ceil(low) + i * step);
}

function formatter(
  kind: Scale["kind"],
  range: readonly [number, number],
  count: number,
  format: string | undefined,
): (unit: number) => string {
  const low = Math.min(...range);
  const high = Math.max(...range);
  if (kind === "category") return String;
  if (kind === "date") {
    const days = (high - low) / 86400000 / Math.max(1, count);
    const fitting = days > 300 ? "%Y" : days > 25 ? "%b %Y" : days >= 0.9 ? "%-d %b %Y" : "%-d %b %H:%M";
    const write = scaleUtc()
      .domain([low, high])
      .tickFormat(count, format ?? fitting);
    return (unit) => write(new Date(unit));
  }
  if (kind === "log") {
    const write = format === undefined ? undefined : scaleLinear().tickFormat(count, format);
    return (unit) => {
      const value = 10 ** unit;
      if (write !== undefined) return write(value);
      return readable(value, 4);
    };
  }
  return scaleLinear().domain([low, high]).tickFormat(Math.max(2, count), format);
}
