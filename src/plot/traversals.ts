import { requireOptions, requireResult } from "../errors.js";
import { inSourceUnits } from "../inSourceUnits.js";
import { plainLayers } from "../numeric/network/plainLayers.js";
import { unpackLayers } from "../numeric/network/unpackLayers.js";
import { quantileSorted } from "../numeric/quantileSorted.js";
import { counted, percent, readable } from "../readable.js";
import type { DeepSegmentation } from "../segment/autoencoder.js";
import type { NetworkModel } from "../segmentation.js";
import { type Figure, figure, type Layout, type Trace } from "./figure.js";
import { panelTitle } from "./panelTitle.js";
import { sixDigits } from "./sixDigits.js";
import { lineWidth, richText } from "./svg/richText.js";
import { axis, baseLayout, palette, userText } from "./theme.js";

/** Options of `plot.traversals`. */
export interface TraversalsOptions {
  /** Places along each number of the embedding. */
  steps?: number;
}

/** Numbers of the embedding that a page can carry, and lines that a panel can. */
const [mostNumbers, mostLines] = [12, 6];
/** Pixels of a panel, of the gap below it, and of a label in it. */
const [high, gap, labelWidth, labelHeight] = [190, 84, 150, 30];

const methodNames: { readonly [method: string]: string } = {
  kmeans: "autoencoder with k-means",
  dec: "DEC",
  idec: "IDEC",
  vade: "VaDE",
};

/** What the decoder gives back of one column, or of one level of a category, along a number of the embedding. */
interface Line {
  readonly name: string;
  /** What is drawn, and what it is in words. */
  readonly values: readonly number[];
  readonly words: readonly string[];
}

/** One number of the embedding. */
interface Traversal {
  readonly number: number;
  readonly places: readonly number[];
  readonly numbers: readonly Line[];
  readonly levels: readonly Line[];
}

/**
 * What each number of the embedding stands for: a panel shows what the decoder gives back while that number goes from the place that 5 % of the customers are below to the one that 95 % are
 * below, and the others stay at their medians. The lines are the columns that change most, at most six; their labels have the values at both ends, in the units of the source column
 * (the recorded scale and logarithm taken back). Categories have panels of their own, with probabilities. All panels have the same vertical axis, so that a number that changes little
 * looks like it.
 *
 * With more than twelve numbers, those that change most are drawn; those on which customers do not differ never are. Works for all methods.
 *
 * When it misleads: the numbers of an embedding are not made to stand for one thing each, and where they go together a customer with one of them high and the others at their medians
 * may not exist: the decoder answers all the same. Another seed has other numbers. DEC goes on without its decoder, so what is given back is rough there.
 *
 * @throws RangeError where `steps` is not a whole number from 2 to 200, or the embedding is the same for all customers.
 *
 * @example
 * const points = matrixOf({ x: [0, 1, 2, 20, 21, 22], y: [1, 0, 1, 9, 8, 9] });
 * const segments = await autoencoder(points, { k: 2, layers: [8], embedding: 1, epochs: 40 });
 * console.log(plot.traversals(segments).title); // What the embedding stands for: 1 number (autoencoder with k-means)
 */
export function traversals(segmentation: DeepSegmentation, options: TraversalsOptions = {}): Figure {
  requireResult(segmentation, "embedding", "autoencoder");
  requireOptions(options, { steps: true }, "plot.traversals");
  const { steps = 25 } = options;
  if (!Number.isInteger(steps) || steps < 2 || steps > 200)
    throw new RangeError(`expected steps to be a whole number from 2 to 200, got ${steps}`);
  const { model, embedding, parameters } = segmentation;
  if (model.kind !== "network")
    throw new TypeError(`expected a model of kind "network", got ${JSON.stringify(model.kind)}`);
  const size = model.decoder.sizes[0]!;
  const sorted = Array.from({ length: size }, (_, d) => Float64Array.from(embedding, (row) => row[d]!).sort());
  const ends = sorted.map((column) => [0.05, 0.5, 0.95].map((share) => quantileSorted(column, share)));
  const varying = ends.flatMap(([low, , top], d) => (top! > low! ? [d] : []));
  if (varying.length === 0)
    throw new RangeError("expected an embedding on which customers differ, got the same one for nearly all of them");
  const all = varying.map((number) => traverse(model, ends, number, steps));
  const kept = [...all]
    .sort((a, b) => most(b) - most(a) || a.number - b.number)
    .slice(0, mostNumbers)
    .sort((a, b) => a.number - b.number);
  const method = String(parameters.method ?? "autoencoder");
  const title = `What the embedding stands for: ${counted(size, "number")} (${methodNames[method] ?? method})`;
  const notes = [
    "Each number goes from its 5th to its 95th percentile while the others stay at their medians",
    ...(all.length > kept.length ? [`The ${kept.length} numbers that change most are drawn`] : []),
    ...(all.length < size
      ? [
          `${counted(size - all.length, "number")} on which customers hardly differ ${size - all.length === 1 ? "is" : "are"} left out`,
        ]
      : []),
    ...(method === "dec" ? ["DEC goes on without its decoder, so what is given back is rough"] : []),
  ];
  const { width, height, data, layout } = draw(kept, unitOf(model));
  return figure({
    title,
    alt: `${title}. ${kept.map(said).join(" ")} ${notes.map((note) => `${note}.`).join(" ")}`,
    width,
    height,
    data,
    layout: baseLayout({ title, subtitle: notes.map((note) => `${note}.`).join(" "), width, above: 22 }, layout),
  });
}

/** Sends places along one number of the embedding through the decoder. */
function traverse(model: NetworkModel, ends: readonly (readonly number[])[], number: number, steps: number): Traversal {
  const { columns, centers, unit, categorical, preparation, decoder } = model;
  const [low, , top] = ends[number] as [number, number, number];
  const places = Array.from({ length: steps }, (_, s) => low + ((top - low) * s) / (steps - 1));
  const rows = Float64Array.from(
    places.flatMap((place) => ends.map(([, median], d) => (d === number ? place : median!))),
  );
  const made = plainLayers(rows, unpackLayers(decoder));
  const width = decoder.sizes.at(-1)!;
  const numbers = columns.map((name, j) => {
    const values = places.map((_, s) => made[s * width + j]!);
    const source = preparation.columns[j] ?? { column: name };
    return { name, values, words: values.map((one) => readable(inSourceUnits(one * unit + centers[j]!, source))) };
  });
  let from = columns.length;
  const levels = categorical.flatMap(({ column, levels: names }) => {
    const shares = places.map((_, s) => softmax(made.subarray(s * width + from, s * width + from + names.length)));
    from += names.length;
    // Of two levels one says what the other does.
    return (names.length === 2 ? names.slice(1) : names).map((level) => {
      const values = shares.map((share) => share[names.indexOf(level)]!);
      return { name: `${column} ${level}`, values, words: values.map(percent) };
    });
  });
  return { number, places, numbers: mostChanging(numbers), levels: mostChanging(levels) };
}

function softmax(odds: Float64Array): Float64Array {
  const highest = odds.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const powers = odds.map((odd) => Math.exp(odd - highest));
  const total = powers.reduce((sum, one) => sum + one, 0);
  return powers.map((one) => one / total);
}

function change({ values }: Line): number {
  return Math.max(...values) - Math.min(...values);
}

/** The lines that change most, without those that change less than a tenth as much. */
function mostChanging(lines: readonly Line[]): Line[] {
  const sorted = lines.map((line, j) => ({ line, j, by: change(line) })).sort((a, b) => b.by - a.by || a.j - b.j);
  return sorted
    .slice(0, mostLines)
    .filter(({ by }) => by >= 0.1 * sorted[0]!.by)
    .map(({ line }) => line);
}

function most({ numbers, levels }: Traversal): number {
  return Math.max(0, ...[...numbers, ...levels].map(change));
}

/** What numbers are drawn in. */
function unitOf({ preparation }: NetworkModel): string {
  const standard =
    preparation.columns.length > 0 && preparation.columns.every(({ scale }) => scale?.method === "standard");
  return standard ? "Standard deviations" : "From the mean, in one unit";
}

/** A panel: some lines along one number of the embedding. */
interface Panel {
  readonly title: string;
  readonly number: number;
  readonly places: readonly number[];
  readonly lines: readonly Line[];
  readonly shares: boolean;
}

function draw(
  kept: readonly Traversal[],
  unit: string,
): { width: number; height: number; data: Trace[]; layout: Layout } {
  const both = kept.some(({ numbers }) => numbers.length > 0) && kept.some(({ levels }) => levels.length > 0);
  const panels = kept.flatMap(({ number, places, numbers, levels }): Panel[] => {
    const named = (what: string) => `Number ${number + 1}${both ? `: ${what}` : ""}`;
    const own = [
      { title: named("columns"), number, places, lines: numbers, shares: false },
      { title: named("categories"), number, places, lines: levels, shares: true },
    ];
    return both ? own : own.filter(({ lines }) => lines.length > 0);
  });
  const values = panels.filter(({ shares }) => !shares).flatMap(({ lines }) => lines.flatMap((line) => line.values));
  const [low, top] = [Math.min(0, ...values), Math.max(0, ...values)];
  const pad = Math.max(0.05, (top - low) * 0.06);
  const names = [...new Set(panels.flatMap(({ lines }) => lines.map(({ name }) => name)))];
  const across = panels.length === 1 ? 1 : 2;
  const rows = Math.ceil(panels.length / across);
  const inner = rows * high + (rows - 1) * gap;
  const width = across === 1 ? 640 : 880;
  const data: Trace[] = [];
  const axes: { [name: string]: Layout } = {};
  const annotations: Layout[] = [];
  panels.forEach(({ title, number, places, lines, shares }, p) => {
    const n = p === 0 ? "" : String(p + 1);
    const side = p % across;
    const up = 1 - (Math.floor(p / across) * (high + gap)) / inner;
    const [first, last] = [places[0]!, places.at(-1)!];
    const long = last - first;
    const range = shares ? ([-0.03, 1.03] as const) : ([low - pad, top + pad] as const);
    // More than the right half of each panel has the labels.
    axes[`xaxis${n}`] = axis(`Number ${number + 1} of the embedding`, {
      title: { text: `Number ${number + 1} of the embedding`, standoff: 4, font: { size: 12 } },
      type: "linear",
      domain: across === 1 ? [0, 1] : side === 0 ? [0, 0.46] : [0.54, 1],
      anchor: `y${n}`,
      range: [sixDigits(first - 0.02 * long), sixDigits(last + 1.25 * long)],
      tickvals: [sixDigits(first), sixDigits(last)],
      ticktext: [readable(first, 2), readable(last, 2)],
      showgrid: false,
    });
    axes[`yaxis${n}`] = axis(shares ? "Probability" : unit, {
      title: { text: shares ? "Probability" : unit, standoff: 6, font: { size: 12 } },
      type: "linear",
      domain: [Math.max(0, up - high / inner), up],
      anchor: `x${n}`,
      range: range.map(sixDigits),
      nticks: 5,
      ...(shares ? { tickvals: [0, 0.5, 1], ticktext: ["0 %", "50 %", "100 %"] } : {}),
    });
    annotations.push(panelTitle(title, n));
    const labels = spread(
      lines.map((line) => line.values.at(-1)!),
      (labelHeight / high) * (range[1] - range[0]),
      range,
    );
    lines.forEach((line, i) => {
      const at = names.length <= palette.length ? names.indexOf(line.name) : i;
      const color = palette[at % palette.length]!;
      const place = { xaxis: `x${n}`, yaxis: `y${n}`, showlegend: false };
      data.push(
        {
          type: "scatter",
          mode: "lines",
          name: userText(line.name, 60),
          x: places.map(sixDigits),
          y: line.values.map(sixDigits),
          customdata: line.words,
          line: { color, width: 2 },
          hovertemplate: "%{fullData.name}: %{customdata}<extra></extra>",
          ...place,
        },
        {
          // From the end of the line to its label, which has to give way to others.
          type: "scatter",
          mode: "lines",
          name: userText(line.name, 60),
          x: [sixDigits(last), sixDigits(last + 0.07 * long)],
          y: [sixDigits(line.values.at(-1)!), sixDigits(labels[i]!)],
          line: { color, width: 1 },
          hoverinfo: "skip",
          ...place,
        },
      );
      annotations.push({
        text: labelOf(line),
        x: sixDigits(last + 0.07 * long),
        y: sixDigits(labels[i]!),
        xref: `x${n}`,
        yref: `y${n}`,
        xanchor: "left",
        xshift: 2,
        align: "left",
        showarrow: false,
        font: { size: 11 },
      });
    });
  });
  return { width, height: 190 + inner, data, layout: { ...axes, annotations } };
}

/** The name, cut to the room that there is, and below it the values at both ends. */
function labelOf({ name, words }: Line): string {
  let most = 40;
  while (lineWidth(richText(userText(name, most))[0]!, 11) > labelWidth) most--;
  return `${userText(name, most)}<br>${words[0]!} → ${words.at(-1)!}`;
}

/** Moves places apart to at least this distance, within the range and in their order. */
function spread(wanted: readonly number[], apart: number, [low, top]: readonly [number, number]): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]! || b - a);
  const upward = (places: readonly number[], floor: number) => {
    let least = floor;
    return places.map((place) => {
      const moved = Math.max(least, place);
      least = moved + apart;
      return moved;
    });
  };
  const downward = (places: readonly number[], roof: number) =>
    upward(
      [...places].reverse().map((place) => -place),
      -roof,
    )
      .reverse()
      .map((place) => -place);
  const sorted = order.map((i) => wanted[i]!);
  // Halfway between moving all up and moving all down they stay nearest to where they are wanted.
  const down = downward(sorted, top - apart / 2);
  const middle = upward(sorted, low + apart / 2).map((place, i) => (place + down[i]!) / 2);
  const placed = downward(upward(middle, low + apart / 2), top - apart / 2);
  const result = new Array<number>(wanted.length);
  order.forEach((i, at) => {
    result[i] = placed[at]!;
  });
  return result;
}

function said({ number, numbers, levels }: Traversal): string {
  const lines = [...numbers, ...levels].sort((a, b) => change(b) - change(a)).slice(0, 3);
  return `Number ${number + 1}: ${lines.map(({ name, words }) => `${name} from ${words[0]!} to ${words.at(-1)!}`).join(", ")}.`;
}
