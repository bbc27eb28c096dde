import type { Layout } from "./figure.js";
import { placeLabels } from "./placeLabels.js";
import { lineWidth, richText } from "./svg/richText.js";

/** Pixels by which a label may reach over the edges of the plot. */
const over = 12;

/**
 * Labels within a plot that were kept apart on a wide screen, kept apart again on one of `width` times `height` pixels. Labels of
 * panels (beside an axis) and labels on axes that choose their own range stay as they are.
 */
export function narrowAnnotations(layout: Layout, width: number, height: number): { annotations?: Layout[] } {
  const all = (layout.annotations as readonly Layout[] | undefined) ?? [];
  const [x, y] = [rangeOf(layout.xaxis), rangeOf(layout.yaxis)];
  if (x === undefined || y === undefined) return {};
  const moved = all.map((note) => {
    if (note.xref !== "x" || note.yref !== "y" || note.showarrow !== false) return undefined;
    const lines = richText(String(note.text ?? ""));
    const size = Number((note.font as Layout | undefined)?.size ?? 12);
    const half = Math.max(...lines.map((line) => lineWidth(line, size))) / 2 + 3;
    const at = ((Number(note.x) - x[0]) / (x[1] - x[0])) * width;
    const wanted = at + Number(note.xshift ?? 0);
    const kept = Math.max(half - over, Math.min(width + over - half, wanted));
    return {
      note,
      xshift: Number(note.xshift ?? 0) + Math.round(kept - wanted),
      box: {
        x: kept,
        y: (1 - (Number(note.y) - y[0]) / (y[1] - y[0])) * height - Number(note.yshift ?? 0),
        width: half * 2,
        height: lines.length * size * 1.5,
      },
    };
  });
  const labels = moved.filter((one) => one !== undefined);
  if (labels.length === 0) return {};
  const shifts = placeLabels(
    labels.map(({ box }) => box),
    0,
    height,
  );
  const placed = new Map(
    labels.map(({ note, xshift }, i) => [
      note,
      { ...note, xshift, yshift: Number(note.yshift ?? 0) - Math.round(shifts[i]!) },
    ]),
  );
  return { annotations: all.map((note) => placed.get(note) ?? note) };
}

/** Of the labels beside places of a map, the first ones that cover no other and stay within a screen of `width` times `height` pixels. */
export function mapAnnotations(layout: Layout, width: number, height: number): { annotations?: Layout[] } {
  const all = (layout.annotations as readonly Layout[] | undefined) ?? [];
  const [x, y] = [rangeOf(layout.xaxis), rangeOf(layout.yaxis)];
  if (x === undefined || y === undefined || all.length === 0) return {};
  const kept: { left: number; right: number; top: number; bottom: number }[] = [];
  const annotations = all.filter((note) => {
    const half = lineWidth(richText(String(note.text ?? ""))[0]!, labelSize(note), true) / 2 + 3;
    const at = ((Number(note.x) - x[0]) / (x[1] - x[0])) * width + Number(note.xshift ?? 0);
    const down = (1 - (Number(note.y) - y[0]) / (y[1] - y[0])) * height - Number(note.yshift ?? 0);
    const box = { left: at - half, right: at + half, top: down - 9, bottom: down + 9 };
    const free = kept.every(
      (o) => o.left >= box.right || box.left >= o.right || o.top >= box.bottom || box.top >= o.bottom,
    );
    if (!free || box.left < -over || box.right > width + over || box.top < 0 || box.bottom > height) return false;
    kept.push(box);
    return true;
  });
  return { annotations };
}

function labelSize(note: Layout): number {
  return Number((note.font as Layout | undefined)?.size ?? 12);
}

function rangeOf(axis: unknown): readonly [number, number] | undefined {
  const { type, range } = (axis ?? {}) as { type?: unknown; range?: unknown };
  // Of a logarithmic axis both the range and the places of labels are exponents.
  if (
    (type !== "linear" && type !== "log") ||
    !Array.isArray(range) ||
    range.length !== 2 ||
    !range.every(Number.isFinite)
  )
    return undefined;
  return range as [number, number];
}
