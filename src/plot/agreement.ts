import { requireResult } from "../errors.js";
import type { Comparison } from "../segment/evaluate/compare.js";
import { type Figure, figure } from "./figure.js";
import { axis, baseLayout, sequential, userText } from "./theme.js";

/**
 * How far each two candidates of a comparison agree about who belongs together, as a heat map of adjusted Rand indices: 1 is the same
 * segments, 0 what chance would give. Candidates stand in the order in which they were given; dark blocks are methods that
 * found the same thing.
 *
 * Agreement says that two methods share a view, not that the view is right; and candidates with different numbers of segments cannot agree
 * fully.
 *
 * @throws RangeError where there are fewer than two candidates.
 *
 * Source: Hubert and Arabie, Journal of Classification 2 (1985), for the index.
 *
 * @example
 * const points = matrixOf({ x: [0, 1, 2, 3, 50, 51, 52, 53] });
 * const found = await compare({ two: { matrix: points, k: 2 }, three: { matrix: points, k: 3 } }, { replicates: 0 });
 * console.log(plot.agreement(found).title); // Do the candidates find the same segments?
 */
export function agreement(
  comparison: Pick<Comparison, "candidates" | "agreement"> & Partial<Pick<Comparison, "recommended">>,
): Figure {
  requireResult(comparison, "candidates", "compare");
  const { candidates, agreement: index, recommended } = comparison;
  const count = candidates.length;
  if (count < 2) throw new RangeError(`expected at least two candidates, got ${count}`);
  const title = "Do the candidates find the same segments?";
  // Names that have no room below the columns stand beside the rows alone, with the number that stands below.
  const numbered = count > 6 || candidates.some((name) => name.length > 12);
  const beside = candidates.map((name, i) => `${numbered ? `${i + 1}. ` : ""}${userText(name, 26)}`);
  const below = candidates.map((name, i) => (numbered ? String(i + 1) : userText(name)));
  const z = index.map((row) => row.map((value) => Number(value.toFixed(3))));
  const pairs = candidates
    .flatMap((_, a) => candidates.slice(a + 1).map((_, b) => ({ a, b: a + 1 + b, value: index[a]![a + 1 + b]! })))
    .sort((one, other) => other.value - one.value);
  const pair = ({ a, b, value }: (typeof pairs)[number]) =>
    `${candidates[a]} and ${candidates[b]} (${value.toFixed(2)})`;
  const [most, least] = [pairs[0]!, pairs.at(-1)!];
  const subtitle =
    pairs.length === 1
      ? `Adjusted Rand index of ${pair(most)}; 1 is the same segments, 0 chance.`
      : `Adjusted Rand index, 1 the same segments and 0 chance. Most alike: ${pair(most)}; least: ${pair(least)}.`;
  const width = 760;
  const ticks = (texts: readonly string[]) => ({
    type: "linear",
    tickvals: candidates.map((_, i) => i),
    ticktext: texts,
    showgrid: false,
  });
  return figure({
    title,
    alt: `${title} Adjusted Rand index of each two of ${count} candidates: ${pairs.map(pair).join("; ")}.${recommended === undefined ? "" : ` Recommended: ${recommended}.`}`,
    width,
    height: Math.max(360, Math.min(760, 240 + 60 * count)),
    data: [
      {
        type: "heatmap",
        name: "agreement",
        z,
        x: candidates.map((_, i) => i),
        y: candidates.map((_, i) => i),
        text: index.map((row) => row.map((value) => value.toFixed(2))),
        texttemplate: "%{text}",
        textfont: { size: 12 },
        colorscale: sequential,
        zmin: 0,
        zmax: 1,
        xgap: 2,
        ygap: 2,
        customdata: candidates.map((a) => candidates.map((b) => `${userText(a, 60)} and ${userText(b, 60)}`)),
        hovertemplate: "%{customdata}<br>adjusted Rand index %{z:.3f}<extra></extra>",
        colorbar: { title: { text: "Adjusted Rand index", side: "right" }, tickvals: [0, 0.2, 0.4, 0.6, 0.8, 1] },
      },
    ],
    layout: baseLayout(
      { title, subtitle, width },
      {
        xaxis: axis("Candidate", { range: [-0.5, count - 0.5], ...ticks(below) }),
        yaxis: axis("", { range: [count - 0.5, -0.5], ...ticks(beside) }),
      },
    ),
  });
}
