import { type Axes, tickSize } from "./axes.js";
import { coordinate } from "./element.js";
import { dashArray, part } from "./mark.js";
import { wrap } from "./richText.js";
import type { Sheet } from "./sheet.js";

/** Draws grid lines and zero lines, which lie under the marks. */
export function drawGrid(sheet: Sheet, axes: Axes): void {
  for (const axis of axes.list) {
    const { spec } = axis;
    if (spec.visible === false) continue;
    const frame = axes.frameOf(axis);
    const ends = axis.letter === "x" ? frame.x : frame.y;
    const line = (at: number, color: unknown, width: number, dash?: unknown) => {
      const c = coordinate;
      const d =
        axis.letter === "x"
          ? `M${c(at)},${c(frame.top)}V${c(frame.bottom)}`
          : `M${c(frame.left)},${c(at)}H${c(frame.right)}`;
      sheet.add("path", {
        d,
        stroke: String(color),
        "stroke-width": width,
        "stroke-dasharray": dashArray(dash, width),
      });
    };
    if (spec.showgrid !== false && axis.kind !== "category")
      for (const tick of axis.labels.ticks)
        line(tick.at, spec.gridcolor ?? "#e8e8e8", Number(spec.gridwidth ?? 1), spec.griddash);
    const [low, high] = [Math.min(...axis.scale.range), Math.max(...axis.scale.range)];
    if (spec.zeroline === true && axis.kind === "linear" && low <= 0 && high >= 0)
      line(ends(0), spec.zerolinecolor ?? "#6b6b6b", Number(spec.zerolinewidth ?? 1));
  }
}

/** Draws lines, ticks, labels and titles of the axes. */
export function drawAxes(sheet: Sheet, axes: Axes): void {
  const c = coordinate;
  for (const axis of axes.list) {
    const { spec, labels } = axis;
    if (spec.visible === false) continue;
    const frame = axes.frameOf(axis);
    const size = tickSize(axis);
    const title = part(spec, "title");
    const text = typeof spec.title === "string" ? spec.title : typeof title.text === "string" ? title.text : "";
    const titleSize = Number(part(title, "font").size ?? 13);
    const color = String(spec.tickcolor ?? "#6b6b6b");
    const ticked = spec.ticks === "outside";
    const gap = 8;
    const stroke = { stroke: String(spec.linecolor ?? "#6b6b6b"), "stroke-width": Number(spec.linewidth ?? 1) };
    if (axis.letter === "x") {
      const top = spec.side === "top";
      const edge = top ? frame.top : frame.bottom;
      const out = top ? -1 : 1;
      if (spec.showline === true) sheet.add("path", { d: `M${c(frame.left)},${c(edge)}H${c(frame.right)}`, ...stroke });
      let reach = edge;
      for (const tick of labels.ticks) {
        if (ticked) sheet.add("path", { d: `M${c(tick.at)},${c(edge)}v${out * 4}`, stroke: color });
        const turned = labels.angle !== 0;
        const anchor = !turned ? "middle" : labels.angle < 0 === !top ? "end" : "start";
        const box = sheet.text(tick.at, edge + out * gap, tick.lines, {
          size,
          color: "#222222",
          anchor,
          vertical: turned ? "middle" : top ? "bottom" : "top",
          angle: labels.angle,
        });
        reach = top ? Math.min(reach, box.top) : Math.max(reach, box.bottom);
      }
      if (text !== "")
        sheet.text(
          (frame.left + frame.right) / 2,
          reach + out * 6,
          wrap(text, titleSize, Math.max(80, frame.right - frame.left), 3),
          {
            size: titleSize,
            color: "#222222",
            anchor: "middle",
            vertical: top ? "bottom" : "top",
          },
        );
    } else {
      const right = spec.side === "right";
      const edge = right ? frame.right : frame.left;
      const out = right ? 1 : -1;
      if (spec.showline === true) sheet.add("path", { d: `M${c(edge)},${c(frame.top)}V${c(frame.bottom)}`, ...stroke });
      let reach = edge;
      for (const tick of labels.ticks) {
        if (ticked) sheet.add("path", { d: `M${c(edge)},${c(tick.at)}h${out * 4}`, stroke: color });
        const box = sheet.text(edge + out * gap, tick.at, tick.lines, {
          size,
          color: "#222222",
          anchor: right ? "start" : "end",
          vertical: "middle",
        });
        reach = right ? Math.max(reach, box.right) : Math.min(reach, box.left);
      }
      if (text !== "") {
        const lines = wrap(text, titleSize, Math.max(80, frame.bottom - frame.top), 3);
        const depth = (lines.length * titleSize * 1.25) / 2;
        sheet.text(reach + out * (8 + depth), (frame.top + frame.bottom) / 2, lines, {
          size: titleSize,
          color: "#222222",
          anchor: "middle",
          vertical: "middle",
          angle: -90,
        });
      }
    }
  }
}
