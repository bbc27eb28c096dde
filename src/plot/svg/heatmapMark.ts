import type { Trace } from "../figure.js";
import { type ColorScale, colorAt, textOn } from "./colors.js";
import { list, type Mark, part, requireDrawn, type Units } from "./mark.js";
import { lineWidth, type Run, richText } from "./richText.js";
import { lineHeight } from "./sheet.js";

const drawn =
  "type name x y z text texttemplate textfont colorscale reversescale zmin zmax zmid zauto showscale colorbar xgap ygap xaxis yaxis opacity showlegend visible".split(
    " ",
  );

/** Cells of a `heatmap` trace: `z[row][column]`; a missing value leaves its cell empty. */
export function heatmapMark(trace: Trace, units: Units): Mark {
  requireDrawn("a heatmap trace", trace, drawn);
  const z = (list(trace, "z") ?? []) as readonly (readonly unknown[])[];
  const columns = Math.max(0, ...z.map((row) => row.length));
  const xList = list(trace, "x");
  const yList = list(trace, "y");
  const xs = Array.from({ length: columns }, (_, i) => (xList === undefined ? i : units.x.unit(xList[i])));
  const ys = z.map((_, i) => (yList === undefined ? i : units.y.unit(yList[i])));
  const given = trace.colorscale as ColorScale | undefined;
  if (!Array.isArray(given))
    throw new Error("expected the colorscale of a heatmap as an array of positions and colors");
  const scale: ColorScale =
    trace.reversescale === true ? given.map(([at, c]) => [1 - at, c] as const).reverse() : given;
  const numbers = z.flat().filter((value): value is number => typeof value === "number" && Number.isFinite(value));
  let low = Number(trace.zmin ?? Math.min(...numbers));
  let high = Number(trace.zmax ?? Math.max(...numbers));
  if (typeof trace.zmid === "number") {
    const reach = Math.max(Math.abs(high - trace.zmid), Math.abs(low - trace.zmid));
    [low, high] = [trace.zmid - reach, trace.zmid + reach];
  }
  if (numbers.length === 0) [low, high] = [0, 1];
  const template = trace.texttemplate as string | undefined;
  if (template !== undefined && template !== "%{text}" && template !== "%{z}")
    throw new Error(`expected texttemplate "%{text}" or "%{z}" of a heatmap, got ${JSON.stringify(template)}`);
  const texts = (trace.text ?? []) as readonly (readonly unknown[])[];
  const xEdges = edges(xs);
  const yEdges = edges(ys);
  return {
    trace,
    xs: xEdges.flat(),
    ys: yEdges.flat(),
    padX: [0, 0],
    padY: [0, 0],
    ...(trace.showscale === false || numbers.length === 0
      ? {}
      : { colorBar: { scale, low, high, spec: part(trace, "colorbar") } }),
    draw(sheet, frame) {
      const xgap = Number(trace.xgap ?? 0);
      const ygap = Number(trace.ygap ?? 0);
      const font = part(trace, "textfont");
      z.forEach((row, r) => {
        row.forEach((value, c) => {
          if (typeof value !== "number" || !Number.isFinite(value)) return;
          const [a, b] = xEdges[c]!.map(frame.x).sort((p, q) => p - q) as [number, number];
          const [d, e] = yEdges[r]!.map(frame.y).sort((p, q) => p - q) as [number, number];
          const fill = colorAt(scale, high > low ? (value - low) / (high - low) : 0.5);
          const width = Math.max(0, b - a - xgap);
          const height = Math.max(0, e - d - ygap);
          sheet.add("rect", {
            x: a + xgap / 2,
            y: d + ygap / 2,
            width,
            height,
            fill,
            opacity: trace.opacity as number | undefined,
            // Cells without a gap would let the paper shine through between them.
            "shape-rendering": xgap === 0 && ygap === 0 ? "crispEdges" : undefined,
            class: "cell",
          });
          const content =
            template === "%{z}" ? String(value) : template === undefined ? "" : String(texts[r]?.[c] ?? "");
          if (content === "") return;
          const fitted = fit(content, Number(font.size ?? 12), width - 4, height - 2);
          if (fitted !== undefined)
            sheet.text((a + b) / 2, (d + e) / 2, fitted.lines, {
              size: fitted.size,
              color: String(font.color ?? textOn(fill)),
              anchor: "middle",
              vertical: "middle",
            });
        });
      });
    },
    key() {},
  };
}

/** The cell around each center: halfway to its neighbors, and as far outward at the ends. */
function edges(centers: readonly number[]): [number, number][] {
  return centers.map((center, i) => {
    const before = centers[i - 1];
    const after = centers[i + 1];
    const left = before !== undefined ? (center - before) / 2 : after !== undefined ? (after - center) / 2 : 0.5;
    const right = after !== undefined ? (after - center) / 2 : before !== undefined ? (center - before) / 2 : 0.5;
    return [center - left, center + right];
  });
}

/** The text at a size at which it fits its cell; where not even 8 pixels do, its first line alone; else nothing. */
function fit(
  content: string,
  wanted: number,
  width: number,
  height: number,
): { lines: Run[][]; size: number } | undefined {
  const all = richText(content);
  for (const lines of all.length > 1 ? [all, all.slice(0, 1)] : [all]) {
    for (let size = wanted; size >= 8; size--) {
      if (lines.length * size * lineHeight <= height && lines.every((line) => lineWidth(line, size) <= width))
        return { lines, size };
    }
  }
  return undefined;
}
