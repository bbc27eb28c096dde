import { requireOptions } from "../errors.js";
import type { Matrix } from "../matrix.js";
import { counted, percent, readable } from "../readable.js";
import { type Model, type Segmentation, segmentName } from "../segmentation.js";
import { type Figure, figure, type Trace } from "./figure.js";
import { type Center, labelCenters } from "./labelCenters.js";
import { project } from "./project.js";
import { requireSameRows } from "./requireSameRows.js";
import { rowsBySegment, sampleBySegment } from "./rowsBySegment.js";
import { sixDigits } from "./sixDigits.js";
import { lineWidth, plainText, richText } from "./svg/richText.js";
import { axis, baseLayout, dashes, segmentColor, segmentSymbol, userText } from "./theme.js";

/** Options of `plot.mixture`. */
export interface MixtureOptions {
  /** The two columns to draw; the first two of the matrix where absent. */
  columns?: readonly [string, string];
}

/** A normal distribution on the plane. */
interface Normal {
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
}

const mostPoints = 5000;
const width = 860;
const height = 600;

/** Shares of a segment that its ellipses hold, and how many standard deviations that is in two dimensions: the root of -2 log(1 - share). */
const shares = [0.5, 0.95];
const reach = shares.map((share) => Math.sqrt(-2 * Math.log(1 - share)));

/**
 * Two columns of a Gaussian mixture: customers colored and shaped by segment, and for each segment the ellipses that hold 50 % and 95 % of
 * it, as the mixture has it, around its labeled mean. More than 5,000 customers are sampled, every segment in proportion, and the subtitle says
 * so; the ellipses are those of all.
 *
 * It misleads where there are more columns than the two that are drawn: segments that lie over one another here may be apart in another
 * column, and customers outside of their segment's ellipse may be nearer to it than to others. The ellipses are a claim of the model: look
 * whether the points fill them evenly, or crowd at one side, which no normal cloud does.
 *
 * @throws TypeError where the segmentation is no mixture, or an option is not known.
 * @throws RangeError where the matrix has fewer than two columns, not those asked for, not those of the mixture or prepared differently, or the
 *   segmentation labels other rows.
 *
 * @example
 * const points = matrixOf({ recency: [1, 3, 2, 90, 95, 99], frequency: [9, 8, 7, 1, 2, 1] });
 * const segmentation = await gaussianMixture(points, { k: 2, family: "EEI" });
 * console.log(plot.mixture(points, segmentation).title); // 2 segments of 6 customers, as a Gaussian mixture has them
 */
export function mixture(matrix: Matrix, segmentation: Segmentation, options: MixtureOptions = {}): Figure {
  requireOptions(options, { columns: true }, "plot.mixture");
  const { columns } = options;
  requireSameRows(matrix, segmentation);
  const { model } = segmentation;
  if (model?.kind !== "mixture")
    throw new TypeError(`expected a segmentation made by gaussianMixture, got one made by ${segmentation.method}`);
  const wanted: readonly string[] = columns ?? matrix.columns.slice(0, 2);
  if (wanted.length !== 2 || wanted[0] === wanted[1])
    throw new RangeError(
      `expected two columns to draw, got ${wanted.length === 2 ? `${wanted[0]} twice` : wanted.length}`,
    );
  for (const name of wanted)
    if (!matrix.columns.includes(name) || !model.columns.includes(name))
      throw new RangeError(`expected columns of the matrix and the mixture, got ${JSON.stringify(name)}`);
  const at = wanted.map((name) => matrix.columns.indexOf(name));
  wanted.forEach((name, i) => {
    const own = model.preparation.columns[model.columns.indexOf(name)];
    if (JSON.stringify(matrix.preparation.columns[at[i]!]) !== JSON.stringify(own))
      throw new RangeError(
        `expected ${name} prepared as for the mixture, got another logarithm, scale or rule; draw the matrix that the mixture was made of`,
      );
  });
  const plane: Matrix = {
    ...matrix,
    columns: wanted,
    values: at.map((j) => matrix.values[j]!),
    preparation: { ...matrix.preparation, columns: at.map((j) => matrix.preparation.columns[j]!) },
  };
  return draw(plane, matrix.columns.length, segmentation, normalsOf(model, wanted));
}

function draw(plane: Matrix, features: number, segmentation: Segmentation, normals: readonly Normal[]): Figure {
  const { labels } = segmentation;
  const [x, y] = plane.values as [Float64Array, Float64Array];
  const { titles } = project(plane, segmentation);
  const groups = rowsBySegment(labels);
  const shown = sampleBySegment(groups, mostPoints);
  const all = normals.map((_, label) => label);
  const named = (label: number) =>
    `${userText(segmentName(segmentation, label), 44)} (${readable(groups.get(label)?.length ?? 0, 15)})`;
  const rangeX = padded(
    x,
    normals.map((one) => [one.x, Math.sqrt(one.xx)]),
  );
  const rangeY = padded(
    y,
    normals.map((one) => [one.y, Math.sqrt(one.yy)]),
  );
  const entry = Math.max(...all.map((label) => lineWidth(richText(`00. ${named(label)}`)[0]!, 12)));
  const room = { width: width - 100 - (all.length > 1 ? Math.max(130, entry + 40) : 0), height: 430 };
  const centers = all.length === 1 ? [] : all.map((label): Center => center(label, segmentation, normals[label]!));
  const { numbered, annotations } = labelCenters(centers, [], rangeX, rangeY, room);
  const many = labels.length > 300;
  const points = all.map((label): Trace => {
    const rows = shown.get(label) ?? [];
    return {
      type: "scatter",
      mode: "markers",
      name: `${numbered ? `${label + 1}. ` : ""}${named(label)}`,
      legendgroup: String(label),
      x: rows.map((i) => sixDigits(x[i]!)),
      y: rows.map((i) => sixDigits(y[i]!)),
      text: rows.map((i) => userText(String(plane.ids[i]), 40)),
      marker: {
        color: segmentColor(label),
        symbol: segmentSymbol(label),
        size: labels.length > 1500 ? 4 : many ? 5 : 7,
        opacity: many ? 0.5 : 0.75,
        line: { color: "#333333", width: 0.3 },
      },
      hovertemplate: "%{text}<br>%{x:.4g}, %{y:.4g}<extra>%{fullData.name}</extra>",
    };
  });
  const ellipses = all.map((label): Trace => {
    const outlines = reach.map((deviations) => ellipse(normals[label]!, deviations));
    return {
      type: "scatter",
      mode: "lines",
      name: named(label),
      legendgroup: String(label),
      showlegend: false,
      x: [...outlines[0]!.x, null, ...outlines[1]!.x],
      y: [...outlines[0]!.y, null, ...outlines[1]!.y],
      line: { color: segmentColor(label), width: 2, dash: dashes[label % dashes.length]! },
      hoverinfo: "skip",
    };
  });
  const notes = [`Ellipses hold ${shares.map(percent).join(" and ")} of a segment`];
  if (features > 2) notes.push(`Two of ${features} features are drawn; segments may be apart in the others`);
  const drawn = [...shown.values()].reduce((sum, rows) => sum + rows.length, 0);
  if (drawn < labels.length)
    notes.push(
      `A sample of ${counted(drawn, "customer")} of ${readable(labels.length, 15)} is drawn, every segment in proportion`,
    );
  const title = `${counted(segmentation.k, "segment")} of ${counted(labels.length, "customer")}, as a Gaussian mixture has them`;
  return figure({
    title,
    alt: describe(segmentation, normals, groups, titles, notes),
    width,
    height,
    data: [...points, ...ellipses],
    layout: baseLayout(
      { title, subtitle: `${notes.join(". ")}.`, width },
      {
        showlegend: all.length > 1,
        legend: { title: { text: "<b>Segment (customers)</b>", font: { size: 12 } }, itemsizing: "constant" },
        xaxis: axis(titles[0], { type: "linear", range: rangeX }),
        yaxis: axis(titles[1], { type: "linear", range: rangeY }),
        annotations,
      },
    ),
  });
}

/** Means, variances and the covariance of each segment in two of the columns: those of a normal distribution's margin. */
function normalsOf(model: Extract<Model, { kind: "mixture" }>, wanted: readonly string[]): Normal[] {
  const [a, b] = wanted.map((name) => model.columns.indexOf(name)) as [number, number];
  return model.means.map((mean, c) => {
    const own = model.covariances[c]!;
    const value = (i: number, j: number) => {
      const row = own[i]!;
      return typeof row === "number" ? (i === j ? row : 0) : row[j]!;
    };
    return { x: mean[a]!, y: mean[b]!, xx: value(a, a), xy: value(a, b), yy: value(b, b) };
  });
}

/** The outline at so many standard deviations, closed: a circle put through the factor of the covariance. */
function ellipse({ x, y, xx, xy, yy }: Normal, deviations: number): { x: number[]; y: number[] } {
  const along = Math.sqrt(xx);
  const slope = along > 0 ? xy / along : 0;
  const across = Math.sqrt(Math.max(0, yy - slope * slope));
  const turns = Array.from({ length: 73 }, (_, i) => ((i % 72) / 36) * Math.PI);
  return {
    x: turns.map((turn) => sixDigits(x + deviations * along * Math.cos(turn))),
    y: turns.map((turn) => sixDigits(y + deviations * (slope * Math.cos(turn) + across * Math.sin(turn)))),
  };
}

/** Where the label of a segment stands: at its mean. */
function center(label: number, segmentation: Segmentation, { x, y, xx, yy }: Normal): Center {
  const ends = (middle: number, variance: number): [number, number] => {
    const half = reach[1]! * Math.sqrt(variance);
    return [middle - half, middle + half];
  };
  return { label, name: segmentName(segmentation, label), x, y, spanX: ends(x, xx), spanY: ends(y, yy) };
}

function describe(
  segmentation: Segmentation,
  normals: readonly Normal[],
  groups: ReturnType<typeof rowsBySegment>,
  titles: readonly [string, string],
  notes: readonly string[],
): string {
  const rows = segmentation.labels.length;
  const said = normals.slice(0, 12).map(({ x, y, xx, xy, yy }, label) => {
    const size = groups.get(label)?.length ?? 0;
    const correlation = xy === 0 ? "" : `, correlation ${readable(xy / Math.sqrt(xx * yy), 2)}`;
    return `${segmentName(segmentation, label)} ${counted(size, "customer")} (${percent(size / rows)}) around ${readable(x)}, ${readable(y)} with standard deviations ${readable(Math.sqrt(xx))}, ${readable(Math.sqrt(yy))}${correlation}`;
  });
  const more = normals.length > 12 ? `; and ${normals.length - 12} more` : "";
  const axes = titles.map((text) => richText(text).map(plainText).join(" ")).join(" and ");
  return `Scatter plot of ${counted(rows, "customer")} in ${counted(segmentation.k, "segment")} by ${axes}, with an ellipse for each segment: ${said.join("; ")}${more}. ${notes.join(". ")}.`;
}

/** A range that holds all values and all ellipses. */
function padded(values: Float64Array, ellipses: readonly (readonly [number, number])[]): readonly [number, number] {
  const far = reach[1]!;
  const low = values.reduce((a, b) => Math.min(a, b), Math.min(...ellipses.map(([middle, sd]) => middle - far * sd)));
  const high = values.reduce((a, b) => Math.max(a, b), Math.max(...ellipses.map(([middle, sd]) => middle + far * sd)));
  const pad = high > low ? (high - low) * 0.04 : Math.max(0.5, Math.abs(low) * 0.1);
  return [sixDigits(low - pad), sixDigits(high + pad)];
}
