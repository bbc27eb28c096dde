import { lineWidth, type Run, richText, wrap } from "./richText.js";
import { lineHeight } from "./sheet.js";

/** A tick with its place in pixels along the axis. */
export interface PlacedTick {
  readonly at: number;
  readonly label: string;
}

/** Tick labels that do not overlap: broken into lines, turned, or thinned out. */
export interface FittedLabels {
  readonly ticks: readonly { readonly at: number; readonly lines: Run[][] }[];
  readonly angle: number;
  /** How far the labels reach from the axis, in pixels. */
  readonly depth: number;
}

/**
 * Fits labels under a horizontal axis: as they are, else broken into at most three lines, else turned, and where there are more
 * than stand side by side when turned, those that have room only.
 */
export function fitBelow(ticks: readonly PlacedTick[], size: number, asked: number | undefined): FittedLabels {
  if (ticks.length === 0) return { ticks: [], angle: 0, depth: 0 };
  const sorted = [...ticks].sort((a, b) => a.at - b.at);
  const flat = sorted.map((tick) => ({ at: tick.at, lines: richText(tick.label) }));
  let step = Number.POSITIVE_INFINITY;
  for (let i = 1; i < sorted.length; i++) step = Math.min(step, sorted[i]!.at - sorted[i - 1]!.at);
  if (asked === undefined || asked === 0) {
    if (apart(flat, size)) return { ticks: flat, angle: 0, depth: deepest(flat) * size * lineHeight };
    const broken = sorted.map((tick) => ({ at: tick.at, lines: wrap(tick.label, size, step - 6) }));
    const whole = broken.every(({ lines }, i) => lines.length <= 3 && !cutOff(lines, sorted[i]!.label));
    if (whole && apart(broken, size)) return { ticks: broken, angle: 0, depth: deepest(broken) * size * lineHeight };
  }
  const angle = asked !== undefined && asked !== 0 ? asked : -45;
  const sine = Math.sin((Math.abs(angle) * Math.PI) / 180);
  const cosine = Math.cos((angle * Math.PI) / 180);
  // A turned label is one line: several would need the room of the neighbors.
  const limited = sorted.map(({ at, label }) => ({ at, lines: wrap(oneLine(label), size, 170, 1) }));
  // Parallel turned lines stand apart by their distance times the sine; they need a line's height.
  const kept = atLeast((size * lineHeight) / Math.max(1e-9, sine), limited);
  const widest = Math.max(...kept.map(({ lines }) => lineWidth(lines[0]!, size)));
  return { ticks: kept, angle, depth: widest * sine + size * lineHeight * cosine };
}

/** Fits labels beside a vertical axis: broken into lines where there is room, and thinned out where there is not. */
export function fitBeside(ticks: readonly PlacedTick[], size: number, most: number): FittedLabels {
  if (ticks.length === 0) return { ticks: [], angle: 0, depth: 0 };
  const sorted = [...ticks].sort((a, b) => a.at - b.at);
  let step = Number.POSITIVE_INFINITY;
  for (let i = 1; i < sorted.length; i++) step = Math.min(step, sorted[i]!.at - sorted[i - 1]!.at);
  const rows = Math.max(1, Math.floor(step / (size * lineHeight)));
  const kept = atLeast(size * lineHeight, sorted).map((tick) => ({
    at: tick.at,
    lines: wrap(tick.label, size, most, Math.min(4, rows)),
  }));
  return {
    ticks: kept,
    angle: 0,
    depth: Math.max(...kept.flatMap(({ lines }) => lines.map((line) => lineWidth(line, size)))),
  };
}

/** The first tick, and each that is so far from the last one kept. */
function atLeast<T extends { readonly at: number }>(distance: number, ticks: readonly T[]): T[] {
  const kept: T[] = [];
  for (const tick of ticks) {
    const last = kept.at(-1);
    if (last === undefined || tick.at - last.at >= distance - 1e-6) kept.push(tick);
  }
  return kept;
}

function oneLine(markup: string): string {
  return markup.replace(/<br\s*\/?>|\n/gi, " ");
}

function apart(ticks: readonly { at: number; lines: Run[][] }[], size: number): boolean {
  let end = Number.NEGATIVE_INFINITY;
  for (const { at, lines } of ticks) {
    const half = Math.max(...lines.map((line) => lineWidth(line, size))) / 2;
    if (at - half < end + 5) return false;
    end = at + half;
  }
  return true;
}

function deepest(ticks: readonly { lines: Run[][] }[]): number {
  return Math.max(...ticks.map(({ lines }) => lines.length));
}

function cutOff(lines: Run[][], label: string): boolean {
  const ends = (line: Run[] | undefined) => line?.at(-1)?.text.endsWith("…") === true;
  return lines.some(ends) && !label.includes("…");
}
