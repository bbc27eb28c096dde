import { scaleLinear } from "d3-scale";
import { colorAt } from "./colors.js";
import { type ColorBar, part, requireDrawn } from "./mark.js";
import { wrap } from "./richText.js";
import type { Box, Sheet } from "./sheet.js";

const drawn =
  "title tickvals ticktext tickmode tickformat tickprefix ticksuffix len y yanchor thickness outlinewidth outlinecolor ticks nticks tickfont lenmode x xpad ypad separatethousands exponentformat".split(
    " ",
  );

/** Draws the legend of a color scale to the right of the plot and returns how far it reaches. */
export function drawColorBar(sheet: Sheet, bar: ColorBar, area: Box): number {
  const { spec, scale, low, high } = bar;
  requireDrawn("a colorbar", spec, drawn);
  const whole = area.bottom - area.top;
  const length = whole * Number(spec.len ?? 1);
  const anchor = spec.yanchor ?? "middle";
  const at = area.bottom - whole * Number(spec.y ?? 0.5);
  let top = at - (anchor === "top" ? 0 : anchor === "bottom" ? length : length / 2);
  const bottom = top + length;
  const left = area.right + 16;
  const thickness = Number(spec.thickness ?? 16);
  let reach = left + thickness;

  const title = part(spec, "title");
  const side = title.side ?? "top";
  const text = typeof title.text === "string" ? title.text : "";
  if (text !== "" && side === "top") {
    const box = sheet.text(left, top, wrap(text, 12, 110, 4), { size: 12, color: "#222222" });
    reach = Math.max(reach, box.right);
    top = box.bottom + 6;
  }
  const steps = 48;
  const height = Math.max(10, bottom - top);
  for (let i = 0; i < steps; i++)
    sheet.add("rect", {
      x: left,
      y: bottom - ((i + 1) / steps) * height,
      width: thickness,
      height: height / steps + 0.5,
      fill: colorAt(scale, (i + 0.5) / steps),
    });
  sheet.add("rect", { x: left, y: bottom - height, width: thickness, height, fill: "none", stroke: "#6b6b6b" });

  const line = scaleLinear().domain([low, high]);
  const count = Math.max(2, Math.floor(height / 40));
  const format = line.tickFormat(count, (spec.tickformat as string | undefined) || undefined);
  const values = Array.isArray(spec.tickvals) ? (spec.tickvals as number[]) : line.ticks(count);
  const texts = spec.ticktext as readonly string[] | undefined;
  let last = Number.POSITIVE_INFINITY;
  values.forEach((value, i) => {
    const share = high > low ? (value - low) / (high - low) : 0.5;
    if (share < -1e-9 || share > 1 + 1e-9) return;
    const y = bottom - share * height;
    if (Math.abs(last - y) < 14) return;
    last = y;
    const label = texts?.[i] ?? `${spec.tickprefix ?? ""}${format(value)}${spec.ticksuffix ?? ""}`;
    const box = sheet.text(left + thickness + 5, y, label, { size: 12, color: "#222222", vertical: "middle" });
    reach = Math.max(reach, box.right);
  });
  if (text !== "" && side === "right") {
    const lines = wrap(text, 12, height, 3);
    const depth = lines.length * 15;
    const x = reach + 6;
    sheet.text(x + depth / 2, (top + bottom) / 2, lines, {
      size: 12,
      color: "#222222",
      anchor: "middle",
      vertical: "middle",
      angle: 90,
    });
    reach = x + depth;
  } else if (side !== "top" && side !== "right")
    throw new Error(`expected the title of a colorbar at its top or right, got ${JSON.stringify(side)}`);
  return reach;
}
