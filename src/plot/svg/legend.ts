import { lineWidth, wrap } from "./richText.js";
import { lineHeight, type Sheet } from "./sheet.js";

/** One line of a legend: a sign and its name (Plotly markup). */
export interface LegendEntry {
  readonly name: string;
  key(sheet: Sheet, x: number, y: number): void;
}

const size = 12;
const keyWidth = 30;

/** Draws a legend from (x, y): one entry under the other, or side by side in lines where `columns` is set. */
export function drawLegend(
  sheet: Sheet,
  entries: readonly LegendEntry[],
  title: string | undefined,
  place: { readonly x: number; readonly y: number; readonly width: number; readonly columns: boolean },
): void {
  let { x, y } = place;
  if (title !== undefined && title !== "")
    y = sheet.text(x, y, wrap(title, size, place.width, 3, true), { size, color: "#222222", bold: true }).bottom + 4;
  const laid = entries.map((entry) => {
    const lines = wrap(entry.name, size, Math.max(40, place.width - keyWidth - 4), 3);
    return { entry, lines, width: keyWidth + Math.max(...lines.map((line) => lineWidth(line, size))) };
  });
  // Equal columns read better than ragged ones.
  const widest = Math.max(...laid.map(({ width }) => width)) + 14;
  const perRow = place.columns ? Math.max(1, Math.floor((place.width + 14) / widest)) : 1;
  for (let start = 0; start < laid.length; start += perRow) {
    const row = laid.slice(start, start + perRow);
    const height = Math.max(...row.map(({ lines }) => lines.length)) * size * lineHeight + 4;
    x = place.x;
    for (const { entry, lines } of row) {
      entry.key(sheet, x + 13, y + (size * lineHeight) / 2);
      sheet.text(x + keyWidth, y, lines, { size, color: "#222222" });
      x += widest;
    }
    y += height;
  }
}
