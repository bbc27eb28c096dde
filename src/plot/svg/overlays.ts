import type { Layout } from "../figure.js";
import type { Axes } from "./axes.js";
import { coordinate } from "./element.js";
import { dashArray, part, requireDrawn } from "./mark.js";
import { wrap } from "./richText.js";
import { Sheet } from "./sheet.js";

/** Draws the lines and rectangles of `layout.shapes` that belong to one layer. */
export function drawShapes(sheet: Sheet, layout: Layout, axes: Axes, layer: "above" | "below"): void {
  for (const shape of (layout.shapes as readonly Layout[] | undefined) ?? []) {
    const own = shape.layer ?? "above";
    if (own !== "above" && own !== "below")
      throw new Error(`expected a shape in the layer above or below, got ${JSON.stringify(own)}`);
    if (own !== layer) continue;
    requireDrawn("a shape", shape, "type x0 x1 y0 y1 xref yref line fillcolor opacity layer".split(" "));
    const xs = [shape.x0, shape.x1].map((value) => axes.across(shape.xref ?? "x", value));
    const ys = [shape.y0, shape.y1].map((value) => axes.along(shape.yref ?? "y", value));
    const [x0, x1, y0, y1] = [xs[0]!, xs[1]!, ys[0]!, ys[1]!];
    if (![x0, x1, y0, y1].every(Number.isFinite)) throw new Error("expected a shape with two finite corners");
    const line = part(shape, "line");
    const width = Number(line.width ?? 2);
    const stroke = {
      stroke: width > 0 ? String(line.color ?? "#444444") : undefined,
      "stroke-width": width > 0 ? width : undefined,
      "stroke-dasharray": dashArray(line.dash, width),
      opacity: shape.opacity as number | undefined,
    };
    if (shape.type === "line")
      sheet.add("path", { d: `M${[x0, y0].map(coordinate)}L${[x1, y1].map(coordinate)}`, ...stroke });
    else if (shape.type === "rect")
      sheet.add("rect", {
        x: Math.min(x0, x1),
        y: Math.min(y0, y1),
        width: Math.abs(x1 - x0),
        height: Math.abs(y1 - y0),
        fill: String(shape.fillcolor ?? "none"),
        ...stroke,
      });
    else throw new Error(`expected a shape of type line or rect, got ${JSON.stringify(shape.type)}`);
  }
}

const annotationDrawn =
  "text x y xref yref showarrow ax ay axref ayref xanchor yanchor font textangle align bgcolor borderpad xshift yshift arrowcolor arrowwidth arrowhead arrowsize width captureevents standoff".split(
    " ",
  );

/** Draws the texts and arrows of `layout.annotations`. */
export function drawAnnotations(sheet: Sheet, layout: Layout, axes: Axes): void {
  for (const note of (layout.annotations as readonly Layout[] | undefined) ?? []) {
    requireDrawn("an annotation", note, annotationDrawn);
    const tipX = axes.across(note.xref ?? "x", note.x, true) + Number(note.xshift ?? 0);
    const tipY = axes.along(note.yref ?? "y", note.y, true) - Number(note.yshift ?? 0);
    if (!Number.isFinite(tipX) || !Number.isFinite(tipY)) throw new Error("expected an annotation at a finite place");
    let [x, y] = [tipX, tipY];
    const arrow = note.showarrow !== false;
    if (arrow) {
      x =
        note.axref === undefined || note.axref === "pixel"
          ? tipX + Number(note.ax ?? 0)
          : axes.across(note.axref, note.ax, true);
      y =
        note.ayref === undefined || note.ayref === "pixel"
          ? tipY + Number(note.ay ?? 0)
          : axes.along(note.ayref, note.ay, true);
      drawArrow(sheet, x, y, tipX, tipY, note);
    }
    const text = String(note.text ?? "");
    if (text === "") continue;
    const font = part(note, "font");
    const size = Number(font.size ?? 12);
    const auto = (at: unknown, ref: unknown, names: readonly [string, string, string]) =>
      ref === "paper" && !arrow && typeof at === "number"
        ? at <= 1 / 3
          ? names[0]
          : at >= 2 / 3
            ? names[2]
            : names[1]
        : names[1];
    const given = (name: string) => (note[name] === undefined || note[name] === "auto" ? undefined : note[name]);
    const anchor = given("xanchor") ?? auto(note.x, note.xref, ["left", "center", "right"]);
    const vertical = given("yanchor") ?? auto(note.y, note.yref, ["bottom", "middle", "top"]);
    const lines = wrap(text, size, typeof note.width === "number" ? note.width : Number.POSITIVE_INFINITY);
    const options = {
      size,
      color: String(font.color ?? "#222222"),
      anchor: anchor === "left" ? "start" : anchor === "right" ? "end" : "middle",
      vertical: vertical === "top" ? "top" : vertical === "bottom" ? "bottom" : "middle",
      angle: Number(note.textangle ?? 0),
      halo: true,
    } as const;
    if (note.bgcolor !== undefined) {
      const probe = new Sheet().text(x, y, lines, options);
      sheet.add("rect", {
        x: probe.left - 2,
        y: probe.top - 1,
        width: probe.right - probe.left + 4,
        height: probe.bottom - probe.top + 2,
        fill: String(note.bgcolor),
      });
    }
    sheet.text(x, y, lines, options);
  }
}

function drawArrow(sheet: Sheet, fromX: number, fromY: number, x: number, y: number, note: Layout): void {
  const length = Math.hypot(x - fromX, y - fromY);
  if (length < 1) return;
  const color = String(note.arrowcolor ?? "#444444");
  const width = Number(note.arrowwidth ?? 1.5);
  const c = coordinate;
  sheet.add("path", { d: `M${c(fromX)},${c(fromY)}L${c(x)},${c(y)}`, stroke: color, "stroke-width": width });
  if (note.arrowhead === 0) return;
  const head = 4 + 2 * width;
  const [ux, uy] = [(x - fromX) / length, (y - fromY) / length];
  const [bx, by] = [x - ux * head, y - uy * head];
  const half = head * 0.45;
  sheet.add("path", {
    d: `M${c(x)},${c(y)}L${c(bx - uy * half)},${c(by + ux * half)}L${c(bx + uy * half)},${c(by - ux * half)}Z`,
    fill: color,
  });
}
