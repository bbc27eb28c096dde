/** A color scale as Plotly writes it: positions from 0 to 1 and colors. */
export type ColorScale = readonly (readonly [number, string])[];

type Rgb = readonly [number, number, number];

/** The color at `position` (0 to 1, clamped) of a scale, mixed linearly in sRGB as Plotly does. */
export function colorAt(scale: ColorScale, position: number): string {
  const at = Math.min(1, Math.max(0, position));
  let upper = scale.findIndex(([stop]) => stop >= at);
  if (upper < 0) upper = scale.length - 1;
  const [highStop, high] = scale[upper]!;
  const [lowStop, low] = scale[Math.max(0, upper - 1)]!;
  const part = highStop > lowStop ? (at - lowStop) / (highStop - lowStop) : 1;
  const a = rgb(low);
  const b = rgb(high);
  return hex([0, 1, 2].map((c) => a[c]! + (b[c]! - a[c]!) * part) as unknown as Rgb);
}

/** Red, green and blue (0 to 255) of `#rgb`, `#rrggbb`, `rgb(...)` or `rgba(...)` (whose opacity is left out). */
export function rgb(color: string): Rgb {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(color);
  if (short) return [1, 2, 3].map((i) => Number.parseInt(short[i]! + short[i]!, 16)) as unknown as Rgb;
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  if (long) return [1, 2, 3].map((i) => Number.parseInt(long[i]!, 16)) as unknown as Rgb;
  const parts = /^rgba?\(\s*([\d.]+)[,\s]+([\d.]+)[,\s]+([\d.]+)/.exec(color);
  if (parts) return [1, 2, 3].map((i) => Number(parts[i])) as unknown as Rgb;
  if (color === "white") return [255, 255, 255];
  if (color === "black") return [0, 0, 0];
  throw new Error(`expected a color like #0072b2 or rgb(0, 114, 178), got ${JSON.stringify(color)}`);
}

function hex(color: Rgb): string {
  return `#${color.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

/** Relative luminance (0 black to 1 white) by WCAG 2.2. */
export function luminance(color: string): number {
  const [r, g, b] = rgb(color).map((part) => {
    const s = part / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Dark or white text, whichever stands out more on the background (WCAG contrast ratio). */
export function textOn(background: string): string {
  const back = luminance(background);
  const dark = luminance("#222222");
  return (back + 0.05) / (dark + 0.05) >= 1.05 / (back + 0.05) ? "#222222" : "#ffffff";
}
