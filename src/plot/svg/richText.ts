import { escapeXml } from "./element.js";
import { textWidth } from "./textWidth.js";

/** A stretch of text in one style. */
export interface Run {
  readonly text: string;
  readonly bold: boolean;
  readonly italic: boolean;
}

/**
 * Reads the little markup that Plotly knows in texts: `<br>`, `<b>`, `<i>` (and `<em>`, `<strong>`) and character entities.
 * Returns lines of runs. Any other tag stays visible as the text it is.
 */
export function richText(markup: string): Run[][] {
  const lines: Run[][] = [[]];
  let bold = 0;
  let italic = 0;
  for (const part of markup.split(/(<br\s*\/?>|\n|<\/?(?:b|strong|i|em)>)/i)) {
    if (part === "") continue;
    const tag = part.toLowerCase();
    if (part === "\n" || /^<br\s*\/?>$/.test(tag)) lines.push([]);
    else if (tag === "<b>" || tag === "<strong>") bold++;
    else if (tag === "</b>" || tag === "</strong>") bold--;
    else if (tag === "<i>" || tag === "<em>") italic++;
    else if (tag === "</i>" || tag === "</em>") italic--;
    else lines.at(-1)!.push({ text: decode(part), bold: bold > 0, italic: italic > 0 });
  }
  return lines;
}

/** The text of a line of runs without its styles. */
export function plainText(line: readonly Run[]): string {
  return line.map((run) => run.text).join("");
}

/** Estimated width of a line of runs in pixels. */
export function lineWidth(line: readonly Run[], size: number, bold = false): number {
  return line.reduce((sum, run) => sum + textWidth(run.text, size, bold || run.bold), 0);
}

/** A line of runs as the content of a `<text>` element. */
export function runsToSvg(line: readonly Run[]): string {
  return line
    .map(({ text, bold, italic }) => {
      const escaped = escapeXml(text);
      if (!bold && !italic) return escaped;
      return `<tspan${bold ? ' font-weight="bold"' : ""}${italic ? ' font-style="italic"' : ""}>${escaped}</tspan>`;
    })
    .join("");
}

/** Breaks lines at spaces so that each fits `width`; a word that is too long alone is cut with an ellipsis. */
export function wrap(markup: string, size: number, width: number, most = 20, bold = false): Run[][] {
  const result: Run[][] = [];
  for (const line of richText(markup)) {
    let current: Run[] = [];
    for (const word of line.flatMap(words)) {
      if (current.length > 0 && lineWidth([...current, { ...word, text: word.text.trimEnd() }], size, bold) > width) {
        result.push(trimmed(current));
        current = word.text.trim() === "" ? [] : [word];
      } else current.push(word);
    }
    result.push(trimmed(current));
  }
  const kept = result.slice(0, most);
  if (result.length > most && !plainText(kept[most - 1]!).endsWith("…"))
    kept[most - 1] = [...kept[most - 1]!, { text: "…", bold: false, italic: false }];
  return kept.map((line) => (lineWidth(line, size, bold) <= width ? line : cut(line, size, width, bold)));
}

function words(run: Run): Run[] {
  return (run.text.match(/\S+\s*|\s+/g) ?? []).map((text) => ({ ...run, text }));
}

function trimmed(line: readonly Run[]): Run[] {
  return line.map((run, i) => (i === line.length - 1 ? { ...run, text: run.text.trimEnd() } : run));
}

function cut(line: readonly Run[], size: number, width: number, bold: boolean): Run[] {
  const style = { bold: line[0]?.bold ?? false, italic: line[0]?.italic ?? false };
  const characters = [...plainText(line).replace(/…$/, "")];
  while (characters.length > 1 && textWidth(`${characters.join("")}…`, size, bold || style.bold) > width)
    characters.pop();
  return [{ ...style, text: `${characters.join("").trimEnd()}…` }];
}

const named: { [name: string]: string } = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  times: "×",
};

function decode(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return named[name] ?? whole;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
