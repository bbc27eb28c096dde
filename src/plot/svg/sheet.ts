import { type Attributes, coordinate, element } from "./element.js";
import { lineWidth, type Run, richText, runsToSvg } from "./richText.js";

/** A rectangle in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** How a text stands: (x, y) is the point that `anchor` and `vertical` name. */
export interface TextOptions {
  readonly size: number;
  readonly color: string;
  readonly anchor?: "start" | "middle" | "end";
  readonly vertical?: "top" | "middle" | "bottom";
  readonly bold?: boolean;
  /** Degrees clockwise, around (x, y). */
  readonly angle?: number;
  /** A pale rim that keeps the text legible on top of marks. */
  readonly halo?: boolean;
}

export const lineHeight = 1.25;

/** What is drawn, in order, and where all the texts stand, so that margins can be widened until nothing is cut off. */
export class Sheet {
  readonly parts: string[] = [];
  readonly boxes: Box[] = [];

  add(name: string, attributes: Attributes, ...children: readonly string[]): void {
    this.parts.push(element(name, attributes, ...children));
  }

  /** Draws lines of text (markup, or runs already broken into lines), one `<text>` each, and returns their box. */
  text(x: number, y: number, content: string | readonly (readonly Run[])[], options: TextOptions): Box {
    const { size, color, anchor = "start", vertical = "top", bold = false, angle = 0, halo = false } = options;
    const lines = typeof content === "string" ? richText(content) : content;
    const height = lines.length * size * lineHeight;
    const top = y - (vertical === "top" ? 0 : vertical === "middle" ? height / 2 : height);
    let width = 0;
    lines.forEach((line, i) => {
      width = Math.max(width, lineWidth(line, size, bold));
      if (line.length === 0) return;
      this.parts.push(
        element(
          "text",
          {
            x,
            y: top + (i + 0.5) * size * lineHeight + 0.35 * size,
            "font-size": size,
            fill: color,
            "text-anchor": anchor === "start" ? undefined : anchor,
            "font-weight": bold ? "bold" : undefined,
            transform: angle === 0 ? undefined : `rotate(${coordinate(angle)} ${coordinate(x)} ${coordinate(y)})`,
            stroke: halo ? "#ffffff" : undefined,
            "stroke-width": halo ? 3 : undefined,
            "stroke-linejoin": halo ? "round" : undefined,
            "paint-order": halo ? "stroke" : undefined,
          },
          runsToSvg(line),
        ),
      );
    });
    const left = x - (anchor === "start" ? 0 : anchor === "middle" ? width / 2 : width);
    const box = turned({ left, top, right: left + width, bottom: top + height }, x, y, angle);
    this.boxes.push(box);
    return box;
  }
}

/** The upright box around a box that is turned about (x, y). */
export function turned(box: Box, x: number, y: number, degrees: number): Box {
  if (degrees === 0) return box;
  const c = Math.cos((degrees * Math.PI) / 180);
  const s = Math.sin((degrees * Math.PI) / 180);
  const corners = [
    [box.left, box.top],
    [box.right, box.top],
    [box.left, box.bottom],
    [box.right, box.bottom],
  ].map(([px, py]) => [x + (px! - x) * c - (py! - y) * s, y + (px! - x) * s + (py! - y) * c] as const);
  return {
    left: Math.min(...corners.map((corner) => corner[0])),
    top: Math.min(...corners.map((corner) => corner[1])),
    right: Math.max(...corners.map((corner) => corner[0])),
    bottom: Math.max(...corners.map((corner) => corner[1])),
  };
}
