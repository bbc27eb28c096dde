import { fetchColumns } from "../engine/fetchColumns.js";
import { Relation } from "../engine/relation.js";
import { DataError, quoted, requireOneOf, requireOptions } from "../errors.js";
import { dictionaryOf, type FeatureRow, type Features } from "../features.js";
import { counted, listed, readable } from "../readable.js";
import { orNull, type Row, type Table, type TableLike, tableOf, tableOfRows, toTable, type Value } from "../table.js";
import { type ChoiceSets, choiceSets, type RawSet } from "./maxDiff/choiceSets.js";
import { designWarnings } from "./maxDiff/designWarnings.js";
import {
  type FittedChoices,
  fitChoices,
  type MaxDiffModel,
  type OwnUtilities,
  ownUtilities,
  varianceBounds,
} from "./maxDiff/fitChoices.js";
import {
  columnsOf,
  type MaxDiffMarks,
  type MaxDiffRows,
  type MaxDiffSets,
  mappedSets,
  readSets,
} from "./maxDiff/readSets.js";

/** Options of `maxDiff`. */
export interface MaxDiffOptions {
  /** Names of the items, where the data have numbers or codes. */
  labels?: Readonly<Record<string, string>>;
  /** What stands for the best and the worst item in the column `choice`; "best" and "worst", "most" and "least", or 1 and -1 where absent. */
  marks?: MaxDiffMarks;
  /** Whether the worst is chosen among the items that are left when the best is gone (`"sequential"`), or among all that were shown (`"marginal"`). */
  model?: MaxDiffModel;
  /** Whether each customer gets utilities, too: a column more for each item. */
  individual?: boolean;
  /** Variance of the customers' utilities around those of all; estimated where absent. */
  priorVariance?: number;
}

const known = { labels: true, marks: true, model: true, individual: true, priorVariance: true } satisfies Record<
  keyof MaxDiffOptions,
  true
>;

/** One item. What cannot be known is null. */
export type MaxDiffItem = {
  item: string;
  /** How often it was shown, and chosen as best and as worst. */
  shown: number;
  best: number;
  worst: number;
  /** (best - worst) / shown: from -1 to 1. */
  score: number | null;
  /** Of the logit; the utilities add up to 0. */
  utility: number | null;
  /** As if all choices were independent. */
  standardError: number | null;
  /** As if only customers were independent; null with fewer than 30. */
  clusteredError: number | null;
  /** 95 % interval of the utility by `clusteredError`, or by `standardError` where there is none. */
  lower: number | null;
  upper: number | null;
  /** Probability that it is chosen as the best of all items that have a utility. */
  share: number | null;
};

/** How well the logit of all customers together does. */
export interface MaxDiffFit {
  readonly model: MaxDiffModel;
  /** Sets and choices that it stands on: two choices a set, but for sets of two, of which the second follows from the first. */
  readonly sets: number;
  readonly choices: number;
  readonly logLikelihood: number;
  /** Where all items are alike. */
  readonly nullLogLikelihood: number;
  /** McFadden's: 1 - logLikelihood / nullLogLikelihood. */
  readonly pseudoR2: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** What customers need, by what they chose. */
export interface MaxDiff extends Features {
  /** One row an item, the highest score first. */
  readonly items: Table<MaxDiffItem>;
  readonly fit: MaxDiffFit;
  /** How the customers' own utilities were found, where they were asked for. */
  readonly individual?: {
    /** Variance of the utilities around those of all, and whether it was estimated or given. */
    readonly priorVariance: number;
    readonly estimated: boolean;
    readonly converged: boolean;
  };
}

/**
 * What matters most and least to customers, from best-worst choices (MaxDiff): each question shows a few items, and the customer marks the best and the worst of them. Nobody can say that
 * everything is important, and nobody uses the scale in an own way, for there is none.
 *
 * Two layouts are read. One row an item that was shown: `{ customer, set, item, choice }` with a mark for the best and the worst (best and worst, most and least, or 1 and -1; nothing or
 * 0 for the others), or `{ customer, set, item, best, worst }` with a yes in the one or the other. One row a question: `{ customer, items: ["item1", ...], best, worst }`, where the cells
 * of `items` name what was shown, and those of `best` and `worst` what was chosen (by the same names, not by the position).
 *
 * `table` has the counts score of each customer and item, (best - worst) / shown: 1 was always the best, -1 always the worst, null was never shown. `items` has the scores of all,
 * and a logit: the best of a set is i with the probability exp(u_i) / sum of exp(u_j) over the set, and the worst with exp(-u_i) / sum of exp(-u_j) over what is left (`"sequential"`), or over
 * the whole set (`"marginal"`, which programs use that take best and worst for two questions; it allows one item to be both, so that its errors are too small in small sets). Utilities
 * add up to 0; only their differences mean something. `share` is the probability to be chosen as the best of all items.
 *
 * With `individual`, each customer has utilities: the most probable ones, where customers are normal around the utilities of all. The variance is the one under which
 * the choices are most probable (by Laplace's approximation), and stands in the result. With few questions a customer it comes out
 * too small (by a third with each item seen four times), and utilities lie near those of all.
 *
 * When it misleads: choices are relative, so two customers with equal scores may care very differently about all of it. Utilities of all are those of nobody where segments want opposite
 * things. An item that is never worst, or never best, against the others has no finite utility: it gets none, and `warnings` names it. Scores of a customer who saw each item once or twice are coarse.
 *
 * @param tasks a relation (of `read`), or a table, DataFrame, array of objects or Arrow bytes.
 * @throws TypeError where the mapping makes neither layout; RangeError where an option has an unknown value.
 * @throws DataError where a column does not exist (the closest is named), or a set has not exactly one best and one other worst item, or an item twice. Sets without any mark are
 *   left out and counted in `warnings`.
 *
 * Source: Louviere, Flynn and Marley, Best-Worst Scaling (2015); Aizaki, Nakatani and Sato, Stated Preference Methods Using R (2014) for the two models; Ford, American
 * Mathematical Monthly 64 (1957) for when utilities are finite; McFadden (1974).
 *
 * @example
 * const tasks = [
 *   { who: "Ada", question: 1, a: "price", b: "taste", c: "origin", most: "taste", least: "price" },
 *   { who: "Ada", question: 2, a: "price", b: "gift", c: "taste", most: "taste", least: "gift" },
 *   { who: "Alan", question: 1, a: "price", b: "taste", c: "origin", most: "price", least: "origin" },
 *   { who: "Alan", question: 2, a: "gift", b: "origin", c: "price", most: "gift", least: "price" },
 *   { who: "Grace", question: 1, a: "gift", b: "taste", c: "origin", most: "origin", least: "taste" },
 * ];
 * const found = await maxDiff(tasks, { customer: "who", set: "question", items: ["a", "b", "c"], best: "most", worst: "least" });
 * console.log(found.table.objects()[0]); // { customer: 'Ada', gift: -1, origin: 0, price: -0.5, taste: 1 }
 * console.log(found.items.array("item")[0], found.items.get("score", 0)); // taste 0.25
 */
export async function maxDiff<C extends Row>(
  tasks: Relation<C> | TableLike<C>,
  mapping: MaxDiffRows<C> | MaxDiffSets<C>,
  options: MaxDiffOptions = {},
): Promise<MaxDiff> {
  requireOptions(options, known, "maxDiff");
  const { labels, marks, model = "sequential", individual = false, priorVariance } = options;
  requireOneOf("model", model, ["sequential", "marginal"]);
  if (typeof individual !== "boolean")
    throw new TypeError(`expected individual to be true or false, got ${quoted(individual)}`);
  if (priorVariance !== undefined && !(priorVariance > 0 && Number.isFinite(priorVariance)))
    throw new RangeError(`expected priorVariance above 0, got ${quoted(priorVariance)}`);
  requireMarks(marks);
  const mapped = mappedSets(mapping);
  if (marks !== undefined && mapped.choice === undefined)
    throw new TypeError("expected marks with a column for choice, got none");
  const table =
    tasks instanceof Relation
      ? await fetchColumns(tasks, columnsOf(mapped), "a column of the sets")
      : toTable(tasks as TableLike);
  const asked = choiceSets(labeled(readSets(table, mapped, marks), labels));
  if (asked.items.includes("customer"))
    throw new DataError(
      'expected another name for the item "customer", which is that of the column of customers; give it one with labels',
    );

  const fit = fitChoices(asked, model, 200);
  const own = individual && fit.placed.length > 1 ? ownUtilities(asked, model, fit, priorVariance) : undefined;
  const items = itemsOf(asked, fit);
  const source =
    mapped.items === undefined
      ? mapped.choice === undefined
        ? "item, best, worst"
        : "item, choice"
      : "items, best, worst";
  const warnings = [
    ...designWarnings(asked),
    ...fitWarnings(asked, fit),
    ...(individual && own === undefined ? ["No utilities of customers: none of the items has a utility."] : []),
    ...(own === undefined ? [] : ownWarnings(own, priorVariance === undefined)),
  ];
  return {
    ...featuresOf(asked, fit, own, source),
    warnings,
    items: tableOfRows(items, [
      "item",
      "shown",
      "best",
      "worst",
      "score",
      "utility",
      "standardError",
      "clusteredError",
      "lower",
      "upper",
      "share",
    ]),
    fit: {
      model,
      sets: asked.sets.length,
      choices: fit.choices,
      logLikelihood: fit.logLikelihood,
      nullLogLikelihood: fit.nullLogLikelihood,
      pseudoR2: 1 - fit.logLikelihood / fit.nullLogLikelihood,
      iterations: fit.iterations,
      converged: fit.converged,
    },
    ...(own === undefined
      ? {}
      : {
          individual: {
            priorVariance: own.variance,
            estimated: priorVariance === undefined,
            converged: own.converged,
          },
        }),
  };
}

/** Fewer customers than this do not tell how much they differ. */
const fewCustomers = 30;

function requireMarks(marks: unknown): void {
  if (marks === undefined) return;
  const { best, worst } = (marks ?? {}) as Partial<MaxDiffMarks>;
  const fits = (mark: unknown) => typeof mark === "string" || typeof mark === "number";
  if (!fits(best) || !fits(worst))
    throw new TypeError(`expected marks such as { best: 1, worst: 2 }, got ${quoted(marks)}`);
  if (String(best).trim().toLowerCase() === String(worst).trim().toLowerCase())
    throw new RangeError(`expected two different marks, got ${quoted(best)} for both`);
}

/** The sets with the items under their labels. */
function labeled(sets: readonly RawSet[], labels: MaxDiffOptions["labels"]): readonly RawSet[] {
  if (labels === undefined) return sets;
  if (typeof labels !== "object" || labels === null || Array.isArray(labels))
    throw new TypeError(`expected labels such as { 1: "Low price", 2: "Freshness" }, got ${quoted(labels)}`);
  const items = new Set(sets.flatMap(({ shown }) => shown.map(({ item }) => item)));
  const odd = Object.keys(labels).find((item) => !items.has(item));
  if (odd !== undefined)
    throw new RangeError(`expected labels of items that were shown (${listed([...items])}), got one of ${quoted(odd)}`);
  const label = (item: string) => (Object.hasOwn(labels, item) ? labels[item]! : item);
  const owner = new Map<string, string>();
  for (const item of items) {
    const before = owner.get(label(item));
    if (before !== undefined)
      throw new RangeError(`expected items of different labels, got ${quoted(label(item))} for ${before} and ${item}`);
    owner.set(label(item), item);
  }
  return sets.map((set) => ({
    ...set,
    shown: set.shown.map(({ item, row }) => ({ item: label(item), row })),
    best: set.best.map(label),
    worst: set.worst.map(label),
  }));
}

/** 97.5 % of a normal distribution lie below. */
const upperQuantile = 1.959963984540054;

function itemsOf({ items, sets }: ChoiceSets, fit: FittedChoices): MaxDiffItem[] {
  const [shown, best, worst] = [0, 1, 2].map(() => new Array<number>(items.length).fill(0)) as [
    number[],
    number[],
    number[],
  ];
  for (const set of sets) {
    for (const item of set.items) shown[item]!++;
    best[set.best]!++;
    worst[set.worst]!++;
  }
  const peak = Math.max(...fit.placed.map((item) => fit.utilities[item]!));
  const odds = items.map((_, i) => Math.exp(fit.utilities[i]! - peak));
  const all = fit.placed.reduce((sum, item) => sum + odds[item]!, 0);
  const clustered = answering(sets) >= fewCustomers;
  return items
    .map((item, i): MaxDiffItem => {
      const utility = orNull(fit.utilities[i]!);
      const reach = upperQuantile * (clustered ? fit.clustered[i]! : fit.errors[i]!);
      return {
        item,
        shown: shown[i]!,
        best: best[i]!,
        worst: worst[i]!,
        score: shown[i] === 0 ? null : (best[i]! - worst[i]!) / shown[i]!,
        utility,
        standardError: orNull(fit.errors[i]!),
        clusteredError: clustered ? orNull(fit.clustered[i]!) : null,
        lower: utility === null ? null : utility - reach,
        upper: utility === null ? null : utility + reach,
        share: utility === null ? null : odds[i]! / all,
      };
    })
    .sort((a, b) => (b.score ?? -2) - (a.score ?? -2) || items.indexOf(a.item) - items.indexOf(b.item));
}

function featuresOf(
  { customers, items, sets }: ChoiceSets,
  { placed }: FittedChoices,
  own: OwnUtilities | undefined,
  source: string,
): Features {
  const shown = items.map(() => new Int32Array(customers.length));
  const net = items.map(() => new Int32Array(customers.length));
  for (const { customer, items: offered, best, worst } of sets) {
    for (const item of offered) shown[item]![customer]!++;
    net[best]![customer]!++;
    net[worst]![customer]!--;
  }
  const columns: Record<string, readonly Value[]> = { customer: customers };
  const meanings: FeatureRow[] = [];
  items.forEach((item, i) => {
    columns[item] = customers.map((_, c) => (shown[i]![c] === 0 ? null : net[i]![c]! / shown[i]![c]!));
    meanings.push({
      feature: item,
      base: "needs",
      unit: "score from -1 to 1",
      source,
      definition: `How often ${item} was chosen as best less how often as worst, over how often it was shown; missing where it was not.`,
    });
  });
  if (own !== undefined)
    placed.forEach((item, place) => {
      const feature = `${items[item]}Utility`;
      if (Object.hasOwn(columns, feature))
        throw new DataError(
          `expected items of which none is called as the utility of another, got ${quoted(items[item])} and ${quoted(feature)}; rename one with labels`,
        );
      columns[feature] = own.utilities.map((utilities) => utilities?.[place] ?? null);
      meanings.push({
        feature,
        base: "needs",
        unit: "utility",
        source,
        definition: `Utility of ${items[item]} in the logit of best and worst, the most probable one where customers are normal around the utilities of all with a variance of ${readable(own.variance)}; a customer's add up to 0; missing where nothing was answered.`,
      });
    });
  return {
    table: tableOf(columns as Record<string, never[]>, [
      "customer",
      ...meanings.map(({ feature }) => feature),
    ]) as Table,
    id: "customer",
    dictionary: dictionaryOf(meanings),
    warnings: [],
  };
}

function fitWarnings({ items, sets }: ChoiceSets, { apart, placed, converged }: FittedChoices): string[] {
  const named = (why: "above" | "below" | "not compared") =>
    [...apart].filter(([, own]) => own === why).map(([item]) => items[item]!);
  const [above, below, unknown] = [named("above"), named("below"), named("not compared")];
  const said: string[] = [];
  if (placed.length === 0)
    said.push(
      "No item has a utility: no two items were each preferred to the other, directly or through others. Read the scores, or ask more customers.",
    );
  else {
    const without = (names: readonly string[], why: string) =>
      `${listed(names)}: ${why} the items that have a utility, so that ${names.length === 1 ? "its own" : "their own"} would be infinite; ${names.length === 1 ? "it has" : "they have"} none, and the shares are of the others.`;
    if (above.length > 0) said.push(without(above, "never lost against any of"));
    if (below.length > 0) said.push(without(below, "never won against any of"));
    if (unknown.length > 0)
      said.push(
        `${listed(unknown)}: never compared with the items that have a utility, not even through others; ${unknown.length === 1 ? "it has" : "they have"} none.`,
      );
  }
  if (!converged) said.push("The logit did not converge: do not use its utilities.");
  if (answering(sets) < fewCustomers)
    said.push(
      `${counted(answering(sets), "customer")}, too few to know how much they differ: the intervals take all choices for independent and are too narrow.`,
    );
  return said;
}

/** How many customers answered. */
function answering(sets: ChoiceSets["sets"]): number {
  return new Set(sets.map(({ customer }) => customer)).size;
}

function ownWarnings({ variance, converged }: OwnUtilities, estimated: boolean): string[] {
  const [low, high] = varianceBounds;
  return [
    ...(converged ? [] : ["The customers' own utilities did not converge: do not use them."]),
    ...(estimated && variance <= low
      ? ["The choices do not show that customers differ: the utilities of each are those of all."]
      : []),
    ...(estimated && variance >= high
      ? [
          "Customers chose so alike from set to set that the variance of their utilities cannot be told; give priorVariance.",
        ]
      : []),
  ];
}
