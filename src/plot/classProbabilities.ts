import type { Item } from "../collect/survey/item.js";
import type { Survey } from "../collect/survey.js";
import { requireOptions, requireResult } from "../errors.js";
import { counted, percent, readable } from "../readable.js";
import { type Model, type Segmentation, segmentName } from "../segmentation.js";
import { yesLevel } from "../yesLevel.js";
import { type Figure, figure } from "./figure.js";
import { axis, baseLayout, sequential, userText } from "./theme.js";

/** Options of `plot.classProbabilities`. */
export interface ClassProbabilitiesOptions {
  /** The survey that the answers are from: items are then called by their questions, and the numbers of answers by their levels. */
  survey?: Pick<Survey, "items">;
}

/** An answer, and how probable it is in each class. */
interface Answer {
  readonly item: string;
  readonly level: string;
  /** The only level of its item that is drawn: it says all. */
  readonly alone: boolean;
  readonly probabilities: readonly number[];
}

type Classes = Extract<Model, { kind: "classes" }>;

/** Rows at most: more cannot be read. */
const mostRows = 60;

/**
 * What latent classes answer, as a table: answers in rows, classes in columns with their share, each cell with the probability of the answer
 * in the class and colored by it. Of an item with two levels one is drawn (the one that says yes, else the last), since the other follows. Of more
 * than 60 answers the items whose probabilities differ most between the classes are drawn, in the order of the matrix; the subtitle says how many.
 *
 * A matrix of a survey's answers knows its items by short names and the answers by numbers; with `survey`, questions and levels stand in their place.
 *
 * When it misleads: a dark row that is dark in all classes tells nothing of them; read along the rows. Numbers that belong to the classes are not
 * drawn (see `classMeans`).
 *
 * @throws TypeError where the segmentation has no latent classes; RangeError where there are no items, or the survey has none of them.
 *
 * @example
 * const answers = matrix(
 *   ["yes yes", "yes yes", "yes no", "no no", "no no"].map((both, customer) => ({ customer, tea: both.split(" ")[0], milk: both.split(" ")[1] })),
 *   { columns: [], categorical: ["tea", "milk"] },
 * );
 * console.log(plot.classProbabilities(await latentClass(answers, { k: 2 })).title); // What 2 latent classes answer
 */
export function classProbabilities(segmentation: Segmentation, options: ClassProbabilitiesOptions = {}): Figure {
  requireResult(segmentation, "model", "latentClass");
  requireOptions(options, { survey: true }, "plot.classProbabilities");
  const { model } = segmentation;
  if (model.kind !== "classes")
    throw new TypeError(`expected a segmentation made by latentClass, got one made by ${segmentation.method}`);
  if (model.categorical.length === 0)
    throw new RangeError("expected classes of items, got none but numbers; see classMeans");
  const items = itemsOf(model, askedOf(model, options.survey));
  const shown = mostApart(items);
  const answers = shown.flat();
  const { weights } = model;
  const names = weights.map((_, label) => segmentName(segmentation, label));
  const title = `What ${counted(weights.length, "latent class", "latent classes")} answer${weights.length === 1 ? "s" : ""}`;
  const width = Math.min(1400, Math.max(760, 360 + weights.length * 120));
  const notes = ["Each cell: how probable the answer is in the class"];
  if (shown.length < items.length)
    notes.push(`The ${shown.length} of ${items.length} items that differ most between the classes are drawn`);
  if (model.columns.length > 0) notes.push(`${counted(model.columns.length, "number")} of the classes not drawn`);
  const named = ({ item, level, alone }: Answer) =>
    alone ? `${userText(item, 34)}: ${userText(level, 14)}` : `${userText(item, 28)}: ${userText(level, 22)}`;
  return figure({
    title,
    alt: describe(names, weights, items, notes),
    width,
    height: Math.max(340, 190 + answers.length * 24),
    data: [
      {
        type: "heatmap",
        x: weights.map((_, label) => label),
        y: answers.map((_, i) => i),
        z: answers.map(({ probabilities }) => [...probabilities]),
        text: answers.map(({ probabilities }) => probabilities.map((one) => percent(one))),
        texttemplate: "%{text}",
        textfont: { size: 11 },
        customdata: answers.map(({ item, level }) =>
          names.map((name) => [userText(name, 60), userText(item, 80), userText(level, 60)]),
        ),
        hovertemplate: "%{customdata[0]}<br>%{customdata[1]}: %{customdata[2]}<br>%{text}<extra></extra>",
        colorscale: sequential,
        zmin: 0,
        zmax: 1,
        xgap: 2,
        ygap: 1,
        colorbar: {
          title: { text: "Probability<br>of the answer<br>&nbsp;", font: { size: 12 } },
          tickvals: [0, 0.25, 0.5, 0.75, 1],
          ticktext: ["0 %", "25 %", "50 %", "75 %", "100 %"],
          thickness: 16,
        },
      },
    ],
    layout: baseLayout(
      { title, subtitle: `${notes.join(". ")}.`, width },
      {
        xaxis: axis("Class (share)", {
          type: "linear",
          tickvals: names.map((_, label) => label),
          ticktext: names.map((name, label) => `${userText(name, 20)}<br>${percent(weights[label]!)}`),
          showgrid: false,
        }),
        yaxis: axis("Item: answer", {
          type: "linear",
          autorange: "reversed",
          tickvals: answers.map((_, i) => i),
          ticktext: answers.map(named),
          showgrid: false,
        }),
      },
    ),
  });
}

/** The items of the survey by the columns of the model. */
function askedOf({ categorical }: Classes, survey: Pick<Survey, "items"> | undefined): ReadonlyMap<string, Item> {
  if (survey === undefined) return new Map();
  requireResult(survey, "items", "survey");
  const asked = new Map(survey.items.map((item) => [item.name, item]));
  if (!categorical.some(({ column }) => asked.has(column)))
    throw new RangeError(
      `expected the survey that the classes were made of, got one without any of their items (${categorical
        .slice(0, 6)
        .map(({ column }) => column)
        .join(", ")}${categorical.length > 6 ? ", ..." : ""})`,
    );
  return asked;
}

/** Where among the levels of an item an answer stands. A survey holds choices as text and other answers as the number of their level; a matrix holds both as text. */
function placeOf(answer: string, { kind, levels = [], codes = [] }: Item): number {
  return kind === "choice" ? levels.indexOf(answer) : codes.findIndex((code) => String(code) === answer);
}

/** The answers to draw, item by item. */
function itemsOf({ categorical, probabilities }: Classes, asked: ReadonlyMap<string, Item>): Answer[][] {
  return categorical.map(({ column, levels }, j) => {
    const item = asked.get(column);
    // Levels that nobody chose are no answers.
    const given = levels.filter((_, at) => probabilities.some((own) => own[j]![at]! > 0));
    if (item !== undefined) given.sort((a, b) => placeOf(a, item) - placeOf(b, item));
    const drawn = given.length === 2 ? [yesLevel(given) ?? given[1]!] : given;
    return drawn.map((level) => ({
      item: item?.question?.replace(/[.:]$/, "") ?? column,
      level: (item === undefined ? undefined : item.levels?.[placeOf(level, item)]) ?? level,
      alone: given.length === 2,
      probabilities: probabilities.map((own) => own[j]![levels.indexOf(level)]!),
    }));
  });
}

const spread = (values: readonly number[]) => Math.max(...values) - Math.min(...values);

function apart(answers: readonly Answer[]): number {
  return Math.max(0, ...answers.map(({ probabilities }) => spread(probabilities)));
}

/** As many items as there is room for, those that differ most between classes. */
function mostApart(items: readonly Answer[][]): Answer[][] {
  const order = items.map((_, j) => j).sort((a, b) => apart(items[b]!) - apart(items[a]!) || a - b);
  const kept = new Set<number>();
  let rows = 0;
  for (const j of order) {
    if (kept.size > 0 && rows + items[j]!.length > mostRows) break;
    kept.add(j);
    rows += items[j]!.length;
  }
  return items.filter((_, j) => kept.has(j));
}

/** For each class the answers by which it stands out from the mean of the classes. */
function describe(
  names: readonly string[],
  weights: readonly number[],
  items: readonly Answer[][],
  notes: readonly string[],
): string {
  const answers = items.flat();
  const classes = names.slice(0, 12).map((name, label) => {
    const away = ({ probabilities }: Answer) =>
      Math.abs(probabilities[label]! - probabilities.reduce((sum, one, c) => sum + one * weights[c]!, 0));
    const marks = [...answers]
      .sort((a, b) => away(b) - away(a))
      .slice(0, 3)
      .map(
        ({ item, level, probabilities }) =>
          `${item.slice(0, 40)}: ${level.slice(0, 30)} ${percent(probabilities[label]!)}`,
      );
    return `${name} (${percent(weights[label]!)}), ${marks.join(", ")}`;
  });
  const more = names.length > 12 ? `; and ${readable(names.length - 12)} more` : "";
  return `Table of the probabilities of ${counted(answers.length, "answer")} in ${counted(names.length, "class", "classes")}: ${classes.join("; ")}${more}. ${notes.join(". ")}.`;
}
