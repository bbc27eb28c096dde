import { textWidth } from "../../src/plot/svg/textWidth.js";

/** A text of a drawing with the box that it is estimated to cover. */
export interface DrawnText {
  readonly text: string;
  readonly angle: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function viewBox(svg: string): { width: number; height: number } {
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg)!;
  return { width: Number(width), height: Number(height) };
}

export function unescapeXml(text: string): string {
  return text
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, "&");
}

/** Reads the texts back from the SVG, independently of the code that placed them. */
export function drawnTexts(svg: string): DrawnText[] {
  return [...svg.matchAll(/<text ([^>]*)>(.*?)<\/text>/gs)].map(([, attributes = "", content = ""]) => {
    const get = (name: string) => new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes)?.[1];
    const text = unescapeXml(content.replace(/<\/?tspan[^>]*>/g, ""));
    const size = Number(get("font-size"));
    const width = textWidth(text, size, get("font-weight") === "bold" || content.includes("bold"));
    const [x, y] = [Number(get("x")), Number(get("y"))];
    const anchor = get("text-anchor") ?? "start";
    const left = x - (anchor === "start" ? 0 : anchor === "middle" ? width / 2 : width);
    const box = { left, right: left + width, top: y - 0.8 * size, bottom: y + 0.22 * size };
    const turn = /rotate\((\S+) (\S+) (\S+)\)/.exec(get("transform") ?? "");
    if (turn === null) return { text, angle: 0, ...box };
    const [angle, cx, cy] = turn.slice(1).map(Number) as [number, number, number];
    const [c, s] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
    const corners = [box.left, box.right].flatMap((px) =>
      [box.top, box.bottom].map(
        (py) => [cx + (px - cx) * c - (py - cy) * s, cy + (px - cx) * s + (py - cy) * c] as const,
      ),
    );
    return {
      text,
      angle,
      left: Math.min(...corners.map((corner) => corner[0])),
      right: Math.max(...corners.map((corner) => corner[0])),
      top: Math.min(...corners.map((corner) => corner[1])),
      bottom: Math.max(...corners.map((corner) => corner[1])),
    };
  });
}
