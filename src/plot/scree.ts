import { requireResult } from "../errors.js";
import { counted } from "../readable.js";
import type { ParallelAnalysis } from "../represent/parallelAnalysis.js";
import { column } from "../table.js";
import { type Figure, figure } from "./figure.js";
import { axis, baseLayout, grey, palette } from "./theme.js";

/**
 * How many factors are more than chance: the eigenvalues of the items, largest first, beside those of random answers (`parallelAnalysis`). What stands
 * above the dashed line, the percentile of the random ones, from the left on, counts; filled points do, open ones do not.
 *
 * Where the line of the answers leaves the dashed one slowly, the number is not sharp: look at solutions with one factor more and one less.
 *
 * @throws RangeError where the table has no rows.
 *
 * @example
 * const draw = random(1);
 * const people = Array.from({ length: 200 }, (_, customer) => {
 *   const price = draw.normal();
 *   const answer = (opinion: number) => opinion + draw.normal();
 *   return { customer, p1: answer(price), p2: answer(price), p3: answer(price), q1: draw.normal(), q2: draw.normal() };
 * });
 * console.log(plot.scree(await parallelAnalysis(people)).title); // How many components? 1 of 5 is more than chance
 */
export function scree(
  analysis: Pick<ParallelAnalysis, "table" | "suggested" | "of" | "percentile" | "replicates" | "respondents">,
): Figure {
  requireResult(analysis, "suggested", "parallelAnalysis");
  const { table, suggested, of, percentile, replicates, respondents } = analysis;
  const count = table.numRows();
  if (count === 0) throw new RangeError("expected a table with a row for each eigenvalue, got an empty one");
  const read = (name: string) => Array.from(column(table, name), (value) => Number(Number(value).toPrecision(6)));
  const ranks = read("rank");
  const [real, mean, high] = [read("eigenvalue"), read("randomMean"), read("randomPercentile")];
  const title = `How many ${of}? ${suggested} of ${count} ${suggested === 1 ? "is" : "are"} more than chance`;
  const width = 760;
  const line = (name: string, y: readonly number[], dash: string) => ({
    type: "scatter",
    mode: "lines",
    name,
    x: ranks,
    y,
    hovertemplate: `${name}, %{x}: %{y:.3f}<extra></extra>`,
    line: { color: dash === "dash" ? palette[5]! : grey, width: 1.8, dash },
  });
  const said = ranks
    .slice(0, Math.min(count, suggested + 2))
    .map((rank, i) => `${rank}: ${real[i]!.toFixed(2)} (random ${high[i]!.toFixed(2)})`);
  return figure({
    title,
    alt: `${title}. Eigenvalues of the answers of ${counted(respondents, "respondent")} beside the ${ordinal(percentile)} percentile of ${counted(replicates, "set")} of random answers. ${said.join("; ")}${said.length < count ? `; down to ${real.at(-1)!.toFixed(2)} (${high.at(-1)!.toFixed(2)})` : ""}.`,
    width,
    height: 440,
    data: [
      line("random answers, mean", mean, "dot"),
      line(`random answers, ${ordinal(percentile)} percentile`, high, "dash"),
      {
        type: "scatter",
        mode: "lines+markers",
        name: "these answers",
        x: ranks,
        y: real,
        hovertemplate: "these answers, %{x}: %{y:.3f}<extra></extra>",
        line: { color: palette[0], width: 2 },
        marker: {
          color: ranks.map((rank) => (rank <= suggested ? palette[0]! : "#ffffff")),
          size: 9,
          symbol: "circle",
          line: { color: palette[0], width: 1.5 },
        },
      },
    ],
    layout: baseLayout(
      {
        title,
        subtitle: `Filled points are above the ${ordinal(percentile)} percentile of ${counted(replicates, "set")} of random answers of as many people (${counted(respondents, "respondent")}) to as many items.`,
        width,
      },
      {
        showlegend: true,
        legend: { orientation: "h", x: 0, xanchor: "left", y: -0.2, yanchor: "top", font: { color: grey } },
        xaxis: axis(of === "components" ? "Component" : "Factor", {
          type: "linear",
          range: [0.5, count + 0.5],
          ...(count <= 30 ? { tickvals: ranks, ticktext: ranks.map(String) } : {}),
        }),
        yaxis: axis(of === "components" ? "Eigenvalue" : "Eigenvalue of the shared variance", { type: "linear" }),
      },
    ),
  });
}

/** "95th" of 95. */
function ordinal(value: number): string {
  const end =
    Number.isInteger(value) && Math.floor(value / 10) % 10 !== 1 ? ["th", "st", "nd", "rd"][value % 10] : "th";
  return `${value}${end ?? "th"}`;
}
