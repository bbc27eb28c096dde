import { requireOptions, requireResult } from "../errors.js";
import { counted, readable } from "../readable.js";
import type { DeepSegmentation, TrainingEpoch } from "../segment/autoencoder.js";
import { type Figure, figure, type Layout, type Trace } from "./figure.js";
import { logScale } from "./logScale.js";
import { panelTitle } from "./panelTitle.js";
import { axis, baseLayout, dashes, ink, palette } from "./theme.js";

/** Points of a line at most: more are finer than the screen, and a live view sends them again and again. */
const mostPoints = 200;

/** Options of `plot.trainingHistory`. */
export interface TrainingHistoryOptions {
  /** The heading; how the loss fell where absent. */
  title?: string;
}

type Part = TrainingEpoch["part"];

/** What a line is drawn of. */
interface Line {
  readonly name: string;
  readonly seed: number;
  readonly color: string;
  readonly dash: string;
  readonly epochs: readonly TrainingEpoch[];
  readonly value: (epoch: TrainingEpoch) => number;
}

/**
 * How the loss fell, epoch by epoch: of a deep segmentation that of its seed, by the rows learned from and by the rows kept apart; of a list of epochs (as `onEpochs` gets it) a
 * line for each seed, by the rows kept apart where there are any. Learning the embedding (to give rows back, and to keep neighbors near) and learning segments have a panel each, because their losses have different units. The star is the
 * epoch with the least loss of the rows kept apart (of those learned from where none are), whose weights are kept; DEC and IDEC keep the last ones and have no star where
 * they learn segments (nor has a list of epochs there, of whatever method, without such rows).
 * An axis is logarithmic where the loss falls to a tenth. Of more than 200 epochs of a line, 200 are drawn.
 *
 * What to look for: a line of the rows kept apart that rises while the other falls is learning by heart; a star at the last epoch says that more epochs would have helped. A low loss
 * says that the embedding keeps much of the customers, and nothing about segments. The loss of DEC and IDEC is measured against a target that the network makes anew in each epoch, so
 * it may rise and fall while nothing gets worse.
 *
 * @throws RangeError where there are no epochs.
 *
 * @example
 * const points = matrixOf({ x: [0, 1, 2, 20, 21, 22], y: [1, 0, 1, 9, 8, 9] });
 * const segments = await autoencoder(points, { k: 2, layers: [8], embedding: 1, epochs: 40, validation: 0 });
 * console.log(plot.trainingHistory(segments).title.startsWith("The loss of the embedding fell from")); // true
 */
export function trainingHistory(
  training: DeepSegmentation | readonly TrainingEpoch[],
  options: TrainingHistoryOptions = {},
): Figure {
  const isList = Array.isArray(training);
  if (!isList) requireResult(training, "history", "autoencoder, or epochs as onEpochs gets them");
  requireOptions(options, { title: true }, "plot.trainingHistory");
  const segmentation = isList ? undefined : (training as DeepSegmentation);
  const epochs = segmentation === undefined ? (training as readonly TrainingEpoch[]) : segmentation.history;
  if (epochs.length === 0)
    throw new RangeError("expected at least one epoch, got none; an interrupted training may have none");
  const seeds = [...new Set(epochs.map(({ seed }) => seed))];
  const parts = (["embedding", "clustering"] as const).filter((part) => epochs.some((one) => one.part === part));
  const data: Trace[] = [];
  const axes: { [name: string]: Layout } = {};
  const annotations: Layout[] = [];
  parts.forEach((part, p) => {
    const n = p === 0 ? "" : "2";
    const own = epochs.filter((one) => one.part === part);
    const lines = linesOf(own, seeds);
    const values = lines.flatMap((line) => line.epochs.map(line.value));
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const log = least > 0 && most >= 10 * least;
    for (const line of lines) data.push(traceOf(line, n, data));
    if (keepsBest(part, own, segmentation)) data.push(bestOf(lines, n, data));
    const [first, last] = [Math.min(...own.map((one) => one.epoch)), Math.max(...own.map((one) => one.epoch))];
    axes[`xaxis${n}`] = axis("Epoch", {
      type: "linear",
      anchor: `y${n}`,
      domain: parts.length === 1 ? [0, 1] : p === 0 ? [0, 0.43] : [0.57, 1],
      range: [first - 0.5 - (last - first) * 0.03, last + 0.5 + (last - first) * 0.03],
      ...(last - first < 8 ? { tickvals: Array.from({ length: last - first + 1 }, (_, i) => first + i) } : {}),
    });
    axes[`yaxis${n}`] = axis(`${lossName(part, segmentation)}${log ? ", log" : ""}`, {
      anchor: `x${n}`,
      nticks: 6,
      ...(log ? logScale(least, most) : { type: "linear" }),
    });
    annotations.push(panelTitle(part === "embedding" ? "Learning the embedding" : "Learning segments", n));
  });
  const { title = titleOf(epochs, seeds, segmentation) } = options;
  const apart = epochs.some(({ validation }) => validation !== null);
  const subtitle = `${
    seeds.length > 1
      ? `A line for each seed${apart ? ", by the rows kept apart where there are any" : ", by the rows learned from"}.`
      : apart
        ? "Rows kept apart are not learned from; where their loss rises while the other falls, the network learns by heart."
        : "No rows were kept apart."
  } The star is the epoch with the least loss, whose weights are kept.`;
  const width = parts.length > 1 ? 880 : 760;
  return figure({
    title,
    alt: `${title}. Loss by epoch. ${parts.map((part) => said(part, epochs, seeds, segmentation)).join(" ")}`,
    width,
    height: 440,
    data,
    layout: baseLayout(
      { title, subtitle, width, above: 22 },
      {
        ...axes,
        annotations,
        showlegend: true,
        legend: { orientation: "h", x: 0, xanchor: "left", y: -0.24, yanchor: "top" },
      },
    ),
  });
}

/** Whether the weights of the epoch with the least loss are kept: what DEC and IDEC aim at changes, so they keep the last ones. */
function keepsBest(part: Part, epochs: readonly TrainingEpoch[], segmentation: DeepSegmentation | undefined): boolean {
  const { method } = segmentation?.parameters ?? {};
  return part === "embedding" || method === "vade" || epochs.some(({ validation }) => validation !== null);
}

/** The loss by which the weights are chosen: that of the rows kept apart, where there are any. */
function deciding({ loss, validation }: TrainingEpoch): number {
  return validation ?? loss;
}

function linesOf(epochs: readonly TrainingEpoch[], seeds: readonly number[]): Line[] {
  const there = seeds.filter((seed) => epochs.some((one) => one.seed === seed));
  if (seeds.length > 1)
    return there.map((seed) => {
      const at = seeds.indexOf(seed);
      return {
        name: `Seed ${seed}`,
        seed,
        color: palette[at % palette.length]!,
        dash: dashes[Math.floor(at / palette.length) % dashes.length]!,
        epochs: epochs.filter((one) => one.seed === seed),
        value: deciding,
      };
    });
  const apart = epochs.filter(({ validation }) => validation !== null);
  const seed = seeds[0]!;
  return [
    { name: "Rows learned from", seed, color: palette[0]!, dash: "solid", epochs, value: ({ loss }) => loss },
    ...(apart.length === 0
      ? []
      : [{ name: "Rows kept apart", seed, color: palette[5]!, dash: "dash", epochs: apart, value: deciding }]),
  ];
}

function traceOf({ name, color, dash, epochs, value }: Line, n: string, before: readonly Trace[]): Trace {
  const kept = thinned(epochs, leastOf(epochs));
  return {
    type: "scatter",
    // A line needs two points.
    mode: kept.length < 3 ? "lines+markers" : "lines",
    name,
    x: kept.map(({ epoch }) => epoch),
    y: kept.map((one) => five(value(one))),
    xaxis: `x${n}`,
    yaxis: `y${n}`,
    line: { color, width: 2, dash },
    marker: { color, size: 6 },
    hovertemplate: `%{fullData.name}<br>epoch %{x}: %{y}<extra></extra>`,
    legendgroup: name,
    showlegend: !before.some((trace) => trace.legendgroup === name),
  };
}

/** Stars at the epochs with the least loss, one for each seed. */
function bestOf(lines: readonly Line[], n: string, before: readonly Trace[]): Trace {
  // Of one seed that has two lines, the second is the one that decides.
  const deciders = lines.filter((line, i) => lines[i + 1]?.seed !== line.seed);
  const best = deciders.map((line) => ({ line, epoch: leastOf(line.epochs) }));
  return {
    type: "scatter",
    mode: "markers",
    name: "Least loss",
    x: best.map(({ epoch }) => epoch.epoch),
    y: best.map(({ epoch }) => five(deciding(epoch))),
    xaxis: `x${n}`,
    yaxis: `y${n}`,
    marker: {
      color: best.map(({ line }) => (deciders.length === 1 ? palette[1]! : line.color)),
      size: 13,
      symbol: "star",
      line: { color: ink, width: 0.8 },
    },
    customdata: best.map(({ line }) => `seed ${line.seed}`),
    hovertemplate: "least loss of %{customdata}<br>epoch %{x}: %{y}<extra></extra>",
    legendgroup: "best",
    showlegend: !before.some((trace) => trace.legendgroup === "best"),
  };
}

function leastOf(epochs: readonly TrainingEpoch[]): TrainingEpoch {
  return epochs.reduce((best, one) => (deciding(one) < deciding(best) ? one : best));
}

/** Epochs at even distances, with the first, the last and the best. */
function thinned(epochs: readonly TrainingEpoch[], best: TrainingEpoch): readonly TrainingEpoch[] {
  if (epochs.length <= mostPoints) return epochs;
  const step = (epochs.length - 1) / (mostPoints - 2);
  const kept = new Set(Array.from({ length: mostPoints - 1 }, (_, i) => epochs[Math.round(i * step)]!));
  kept.add(best);
  return epochs.filter((one) => kept.has(one));
}

function lossName(part: Part, segmentation: DeepSegmentation | undefined): string {
  const { method, neighborWeight } = segmentation?.parameters ?? {};
  if (part === "embedding") {
    if (segmentation === undefined) return "Loss";
    return neighborWeight === 0 ? "Reconstruction loss" : "Reconstruction and neighbors";
  }
  if (method === "dec") return "KL divergence (nats)";
  if (method === "idec") return "Reconstruction and KL divergence";
  return method === "vade" ? "Negative evidence bound (nats)" : "Loss";
}

function titleOf(
  epochs: readonly TrainingEpoch[],
  seeds: readonly number[],
  segmentation: DeepSegmentation | undefined,
): string {
  const all = epochs.filter(({ part }) => part === "embedding");
  if (seeds.length > 1) return `${counted(epochs.length, "epoch")} of ${counted(seeds.length, "seed")}`;
  const own = all.length > 0 ? all : epochs;
  const best = leastOf(own);
  const what = all.length > 0 ? "The loss of the embedding" : "The loss";
  const seed = segmentation === undefined ? ` (seed ${seeds[0]})` : "";
  return own.length === 1
    ? `${what} was ${readable(deciding(best))} after one epoch${seed}`
    : `${what} fell from ${readable(deciding(own[0]!))} to ${readable(deciding(best))} in ${counted(best.epoch, "epoch")}${seed}`;
}

function said(
  part: Part,
  epochs: readonly TrainingEpoch[],
  seeds: readonly number[],
  segmentation: DeepSegmentation | undefined,
): string {
  const each = seeds.slice(0, 8).flatMap((seed) => {
    const own = epochs.filter((one) => one.part === part && one.seed === seed);
    if (own.length === 0) return [];
    const best = leastOf(own);
    const first = `seed ${seed} ${counted(own.length, "epoch")}, from ${readable(deciding(own[0]!))}`;
    if (best.validation !== null)
      return `${first}, least ${readable(deciding(best))} of the rows kept apart in epoch ${best.epoch}`;
    return keepsBest(part, own, segmentation)
      ? `${first}, least ${readable(best.loss)} in epoch ${best.epoch}`
      : `${first} to ${readable(own.at(-1)!.loss)}`;
  });
  const more = seeds.length > 8 ? `; and ${seeds.length - 8} more` : "";
  return `${part === "embedding" ? "Learning the embedding" : "Learning segments"}: ${each.join("; ")}${more}.`;
}

/** Five digits are finer than any screen. */
function five(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(5)) : null;
}
