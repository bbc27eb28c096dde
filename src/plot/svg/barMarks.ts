import type { Layout, Trace } from "../figure.js";
import { textOn } from "./colors.js";
import { each, type Frame, list, type Mark, part, requireDrawn, type Units } from "./mark.js";
import { lineWidth, richText } from "./richText.js";
import { lineHeight, type Sheet } from "./sheet.js";

const drawn =
  "type name x y xaxis yaxis orientation marker text textposition textfont textangle insidetextanchor base width offset opacity showlegend legendgroup legendrank visible error_y cliponaxis constraintext".split(
    " ",
  );

interface Bar {
  /** Across the bars, in units. */
  readonly from: number;
  readonly to: number;
  /** Along the bars, in units. */
  readonly start: number;
  readonly end: number;
}

/**
 * Bars of all `bar` traces of one pair of axes: they have to be placed together, because grouped ones share a position and
 * stacked ones stand on each other.
 */
export function barMarks(traces: readonly { trace: Trace; color: string }[], units: Units, layout: Layout): Mark[] {
  const mode = layout.barmode ?? "group";
  if (mode !== "group" && mode !== "stack" && mode !== "overlay" && mode !== "relative")
    throw new Error(`expected barmode group, stack, relative or overlay, got ${JSON.stringify(mode)}`);
  const read = traces.map(({ trace, color }) => {
    requireDrawn("a bar trace", trace, drawn);
    if (trace.error_y !== undefined)
      throw new Error("drawSvg does not draw error bars on bars: use a scatter trace for them");
    const horizontal = trace.orientation === "h";
    const along = horizontal ? units.x : units.y;
    const across = horizontal ? units.y : units.x;
    const lengths = (list(trace, horizontal ? "x" : "y") ?? []).map(along.unit);
    const given = list(trace, horizontal ? "y" : "x");
    const places = lengths.map((_, i) => (given === undefined ? i : across.unit(given[i])));
    if (along.kind !== "linear") throw new Error(`expected a linear axis along bars, got a ${along.kind} one`);
    return { trace, color, horizontal, lengths, places, categorical: across.kind === "category" };
  });
  const sorted = [...new Set(read.flatMap(({ places }) => places.filter(Number.isFinite)))].sort((a, b) => a - b);
  let step = Number.POSITIVE_INFINITY;
  for (let i = 1; i < sorted.length; i++) step = Math.min(step, sorted[i]! - sorted[i - 1]!);
  if (!Number.isFinite(step) || read.some(({ categorical }) => categorical)) step = 1;
  const room = step * (1 - Number(layout.bargap ?? 0.2));
  const lanes = mode === "group" ? read.length : 1;
  const above = new Map<number, number>();
  const below = new Map<number, number>();
  return read.map((one, lane) => {
    const width = each(one.trace.width, (room / lanes) * (1 - Number(layout.bargroupgap ?? 0)));
    const offset = each<number | undefined>(one.trace.offset, undefined);
    const base = each(one.trace.base, 0);
    const bars = one.lengths.map((length, i): Bar => {
      const place = one.places[i]!;
      const from =
        place + (offset(i) ?? (mode === "group" ? -room / 2 + (room / lanes) * (lane + 0.5) : 0) - width(i) / 2);
      let start = base(i);
      if ((mode === "stack" || mode === "relative") && Number.isFinite(length)) {
        const pile = length < 0 ? below : above;
        start = pile.get(place) ?? 0;
        pile.set(place, start + length);
      }
      return { from, to: from + width(i), start, end: start + length };
    });
    return barMark(one.trace, one.color, one.horizontal, bars);
  });
}

/** Draws bars whose rectangles are known. */
export function barMark(trace: Trace, color: string, horizontal: boolean, bars: readonly Bar[]): Mark {
  const marker = part(trace, "marker");
  requireDrawn("a bar marker", marker, ["color", "line", "opacity"]);
  const fill = each(marker.color, color);
  const rim = part(marker, "line");
  const rimColor = each<string | undefined>(rim.color, undefined);
  const rimWidth = each<number | undefined>(rim.width, undefined);
  const text = each(trace.text, "");
  const there = bars.filter((bar) => Number.isFinite(bar.from) && Number.isFinite(bar.end));
  const across = there.flatMap((bar) => [bar.from, bar.to]);
  const along = there.flatMap((bar) => [bar.start, bar.end]);
  const written = trace.text !== undefined && trace.textposition !== "none";
  const outside = written && trace.textposition !== "inside";
  const low = along.some((value) => value < 0) ? (outside ? 0.14 : 0.05) : 0;
  const high = along.some((value) => value > 0) ? (outside ? 0.14 : 0.05) : 0;
  const rectangle = (bar: Bar, frame: Frame) => {
    const [a, b] = horizontal ? [frame.x(bar.start), frame.x(bar.end)] : [frame.x(bar.from), frame.x(bar.to)];
    const [c, d] = horizontal ? [frame.y(bar.from), frame.y(bar.to)] : [frame.y(bar.start), frame.y(bar.end)];
    return { x: Math.min(a, b), y: Math.min(c, d), width: Math.abs(b - a), height: Math.abs(d - c) };
  };
  return {
    trace,
    xs: horizontal ? along : across,
    ys: horizontal ? across : along,
    padX: horizontal ? [low, high] : [0, 0],
    padY: horizontal ? [0, 0] : [low, high],
    draw(sheet, frame) {
      bars.forEach((bar, i) => {
        if (!Number.isFinite(bar.from) || !Number.isFinite(bar.end)) return;
        const box = rectangle(bar, frame);
        sheet.add("rect", {
          ...box,
          fill: fill(i),
          stroke: rimColor(i),
          "stroke-width": rimWidth(i),
          opacity: (marker.opacity ?? trace.opacity) as number | undefined,
          class: "bar",
        });
        if (written && String(text(i)) !== "") label(sheet, bar, box, String(text(i)), fill(i));
      });
    },
    key(sheet, x, y) {
      sheet.add("rect", { x: x - 8, y: y - 6, width: 16, height: 12, fill: fill(0) });
    },
  };

  function label(
    sheet: Sheet,
    bar: Bar,
    box: { x: number; y: number; width: number; height: number },
    content: string,
    background: string,
  ): void {
    const font = part(trace, "textfont");
    const size = Number(font.size ?? 12);
    const lines = richText(content);
    const width = Math.max(...lines.map((line) => lineWidth(line, size)));
    const height = lines.length * size * lineHeight;
    const fits = width + 6 <= box.width && height <= box.height;
    const inside = trace.textposition === "inside" || (trace.textposition !== "outside" && fits);
    if (inside && !fits) return; // as Plotly does, no text is better than one across its neighbors
    const color = String(font.color ?? (inside ? textOn(background) : "#222222"));
    const forward = bar.end >= bar.start;
    const middleX = box.x + box.width / 2;
    const middleY = box.y + box.height / 2;
    if (inside) {
      const end = trace.insidetextanchor !== "middle" && !horizontal;
      const y = end ? (forward ? box.y + 3 : box.y + box.height - 3 - height) : middleY - height / 2;
      sheet.text(middleX, y, lines, { size, color, anchor: "middle" });
    } else if (horizontal)
      sheet.text(forward ? box.x + box.width + 4 : box.x - 4, middleY, lines, {
        size,
        color,
        anchor: forward ? "start" : "end",
        vertical: "middle",
      });
    else
      sheet.text(middleX, forward ? box.y - 3 : box.y + box.height + 3, lines, {
        size,
        color,
        anchor: "middle",
        vertical: forward ? "bottom" : "top",
      });
  }
}
