import { type Figure, figure, type Layout } from "../src/plot/figure.js";
import { axis, baseLayout, grey, ink, palette } from "../src/plot/theme.js";
import { readable } from "../src/readable.js";

/** Times of the same call for more and more rows, ascending. */
export interface Timed {
  readonly rows: number;
  readonly seconds: number;
  readonly iterations: number;
}

/** How time grows with rows: the times measured, and the line on which they would lie if it grew in proportion. */
export function linearFigure(times: readonly Timed[], where: string): Figure {
  const total = (key: keyof Timed) => times.reduce((sum, one) => sum + one[key], 0);
  const each = total("seconds") / total("rows");
  const [first, last] = [times[0]!, times.at(-1)!];
  const title = `k-means: ${readable(last.rows / first.rows)} times the rows take ${readable(last.seconds / first.seconds)} times as long`;
  const millions = times.map(({ rows }) => rows / 1e6);
  return figure({
    title,
    alt: `${title}. ${times.map(({ rows, seconds }) => `${readable(rows / 1e6)} million rows: ${readable(seconds)} s`).join("; ")}.`,
    data: [
      {
        type: "scatter",
        mode: "lines",
        name: "in proportion",
        x: [first.rows / 1e6, last.rows / 1e6],
        y: [first.rows * each, last.rows * each],
        line: { color: grey, width: 1.5, dash: "dash" },
        hoverinfo: "skip",
      },
      {
        type: "scatter",
        mode: "markers+text",
        name: "measured",
        x: millions,
        y: times.map(({ seconds }) => Number(seconds.toFixed(3))),
        text: times.map(({ seconds }) => `${readable(seconds)} s`),
        textposition: "bottom right",
        textfont: { color: ink },
        marker: { color: palette[0], size: 9 },
        hovertemplate: "%{x} million rows: %{y} s<extra></extra>",
      },
    ],
    layout: baseLayout(
      {
        title,
        subtitle: `Four columns, k 5, the same start, tolerance 1e-4; ${times.map(({ iterations }) => iterations).join(", ")} iterations. The dashed line is ${readable(each * 1e6)} s for each million rows; both axes double from mark to mark. ${where}.`,
        width: 760,
      },
      {
        xaxis: axis("Million rows", doubling(millions)),
        yaxis: axis("Seconds", doubling(times.map(({ seconds }) => seconds))),
      },
    ),
    width: 760,
    height: 440,
  });
}

/** An axis on which each mark is twice the one before, one mark beyond the values at either end. */
function doubling(values: readonly number[]): Layout {
  const low = Math.floor(Math.log2(Math.min(...values)) - 0.5);
  const high = Math.ceil(Math.log2(Math.max(...values)) + 0.5);
  const marks = Array.from({ length: high - low + 1 }, (_, i) => 2 ** (low + i));
  return {
    type: "log",
    range: [Math.log10(marks[0]!), Math.log10(marks.at(-1)!)],
    tickvals: marks,
    ticktext: marks.map((mark) => readable(mark)),
  };
}
