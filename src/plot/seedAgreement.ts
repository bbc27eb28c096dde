import { requireResult } from "../errors.js";
import { counted } from "../readable.js";
import type { BaselineRow, DeepSegmentation } from "../segment/autoencoder.js";
import { type Figure, figure, type Layout, type Trace } from "./figure.js";
import { panelTitle } from "./panelTitle.js";
import { axis, baseLayout, grey, sequential } from "./theme.js";

const plainName: { readonly [method in BaselineRow["method"]]: string } = {
  kmeans: "k-means",
  ward: "Ward",
  gaussianMixture: "Gaussian mixture",
};

/**
 * How far the trainings of a deep segmentation agree about who belongs together, each two seeds a cell with their adjusted Rand index: 1 is the same segments, 0 what chance would give. Beside
 * it stand the plain methods (k-means, Ward, a Gaussian mixture) and how far each agrees with the segments that were chosen.
 *
 * What to look for: where the seeds disagree, the segments are an accident of the first weights, whatever the index of one of them says. Where seeds agree with one another and with k-means, the
 * network found what k-means finds in a small part of the time.
 *
 * Agreement says that trainings share a view, not that it is right: all of them may see the same artifact of the scaling.
 *
 * @throws RangeError where there is one seed and no plain method beside it.
 *
 * Source: Hubert and Arabie, Journal of Classification 2 (1985), for the index.
 *
 * @example
 * const points = matrixOf({ x: [0, 1, 2, 20, 21, 22], y: [1, 0, 1, 9, 8, 9] });
 * const segments = await autoencoder(points, { k: 2, layers: [8], embedding: 1, epochs: 40 });
 * console.log(plot.seedAgreement(segments).title); // Do the 5 seeds find the same segments?
 */
export function seedAgreement(segmentation: Pick<DeepSegmentation, "seeds" | "seedAgreement" | "baselines">): Figure {
  requireResult(segmentation, "seedAgreement", "autoencoder");
  const { seeds, seedAgreement: index, baselines } = segmentation;
  const count = seeds.length;
  if (count < 2 && baselines.length === 0)
    throw new RangeError("expected at least two seeds, or a plain method beside them, got one seed alone");
  const beside = baselines.length > 0;
  const chosen = seeds.find((one) => one.chosen)?.seed ?? seeds[0]!.seed;
  const title =
    count === 1 ? "Do plain methods find the segments of this seed?" : `Do the ${count} seeds find the same segments?`;
  const width = beside ? 860 : 680;
  const size = count > 14 ? 9 : count > 9 ? 10 : 12;
  const cells: Layout = {
    texttemplate: "%{text}",
    textfont: { size },
    colorscale: sequential,
    zmin: 0,
    zmax: 1,
    xgap: 2,
    ygap: 2,
  };
  const places = seeds.map((_, i) => i);
  const named = ({ seed }: { seed: number }) => (seed === chosen ? `<b>Seed ${seed} (chosen)</b>` : `Seed ${seed}`);
  const data: Trace[] = [
    {
      type: "heatmap",
      name: "seeds",
      z: index.map((row) => row.map((value) => Number(value.toFixed(3)))),
      x: places,
      y: places,
      text: index.map((row) => row.map((value) => value.toFixed(2))),
      ...cells,
      customdata: seeds.map((a) => seeds.map((b) => `Seeds ${a.seed} and ${b.seed}`)),
      hovertemplate: "%{customdata}<br>adjusted Rand index %{z:.3f}<extra></extra>",
      colorbar: { title: { text: "Adjusted Rand index", side: "right" }, tickvals: [0, 0.2, 0.4, 0.6, 0.8, 1] },
    },
  ];
  const settings = (range: readonly [number, number], ticktext: readonly string[]) => ({
    type: "linear",
    range,
    tickvals: ticktext.map((_, i) => i),
    ticktext,
    showgrid: false,
  });
  const axes: { [name: string]: Layout } = {
    xaxis: axis("Seed", {
      ...settings(
        [-0.5, count - 0.5],
        seeds.map(({ seed }) => String(seed)),
      ),
      domain: [0, beside ? 0.62 : 1],
      anchor: "y",
    }),
    yaxis: axis("", { ...settings([count - 0.5, -0.5], seeds.map(named)), domain: [0, 1], anchor: "x" }),
  };
  const annotations: Layout[] = [panelTitle("Each two seeds", "")];
  if (beside) {
    const known = baselines.map(({ agreement }) => (agreement === null ? null : Number(agreement.toFixed(3))));
    data.push({
      type: "heatmap",
      name: "plain methods",
      z: known.map((value) => [value]),
      x: [0],
      y: baselines.map((_, i) => i),
      xaxis: "x2",
      yaxis: "y2",
      text: baselines.map(({ agreement }) => [agreement === null ? "" : agreement.toFixed(2)]),
      ...cells,
      showscale: false,
      customdata: baselines.map(({ method }) => [`${plainName[method]} and the chosen seed`]),
      hovertemplate: "%{customdata}<br>adjusted Rand index %{z:.3f}<extra></extra>",
    });
    axes.xaxis2 = axis("", { ...settings([-0.5, 0.5], [`Seed ${chosen}`]), domain: [0.84, 1], anchor: "y2" });
    axes.yaxis2 = axis("", {
      ...settings(
        [baselines.length - 0.5, -0.5],
        baselines.map(({ method }) => plainName[method]),
      ),
      // Cells as high as those of the seeds, as far as there are as many.
      domain: [Math.max(0, 1 - baselines.length / Math.max(count, baselines.length)), 1],
      anchor: "x2",
    });
    annotations.push(panelTitle("Plain methods", "2"));
    known.forEach((value, i) => {
      if (value === null)
        annotations.push({
          text: "n/a",
          x: 0,
          y: i,
          xref: "x2",
          yref: "y2",
          showarrow: false,
          font: { size, color: grey },
        });
    });
  }
  const pairs = seeds.flatMap((a, i) =>
    seeds.slice(i + 1).map((b, j) => ({ name: `${a.seed} and ${b.seed}`, value: index[i]![i + 1 + j]! })),
  );
  const subtitle = [inWords(pairs), ...baselines.flatMap(unable)].filter(Boolean).join(" ");
  const plain = baselines.map(
    ({ method, agreement }) => `${plainName[method]} ${agreement === null ? "n/a" : agreement.toFixed(2)}`,
  );
  return figure({
    title,
    alt: `${title} Adjusted Rand index of each two of ${counted(count, "seed")}: ${pairs
      .slice(0, 45)
      .map(({ name, value }) => `${name} ${value.toFixed(2)}`)
      .join(
        "; ",
      )}${pairs.length > 45 ? `; and ${pairs.length - 45} more` : ""}. Seed ${chosen} was chosen.${plain.length === 0 ? "" : ` Plain methods with it: ${plain.join(", ")}.`}`,
    width,
    height: Math.max(400, Math.min(760, 220 + 48 * Math.max(count, baselines.length))),
    data,
    layout: baseLayout({ title, subtitle, width, above: 22 }, { ...axes, annotations }),
  });
}

/** The mean and the extremes of the indices of pairs. */
function inWords(pairs: readonly { readonly name: string; readonly value: number }[]): string {
  if (pairs.length === 0) return "Adjusted Rand index, 1 the same segments and 0 chance.";
  const sorted = [...pairs].sort((a, b) => b.value - a.value);
  const [most, least] = [sorted[0]!, sorted.at(-1)!];
  const mean = pairs.reduce((sum, { value }) => sum + value, 0) / pairs.length;
  const extremes =
    pairs.length === 1
      ? ""
      : ` Mean ${mean.toFixed(2)}; most alike: seeds ${most.name} (${most.value.toFixed(2)}), least: ${least.name} (${least.value.toFixed(2)}).`;
  return `Adjusted Rand index, 1 the same segments and 0 chance.${extremes}`;
}

function unable({ method, agreement, reason }: BaselineRow): string[] {
  return agreement === null
    ? [`${plainName[method]} could not do these columns${reason === undefined ? "" : `: ${reason}`}.`]
    : [];
}
