import { type Choices, choiceLogit, choicesAround } from "../../numeric/choiceLogit.js";
import { strongComponents } from "../../numeric/strongComponents.js";
import type { ChoiceSet, ChoiceSets } from "./choiceSets.js";

/** Whether the worst is chosen among all items of a set, or among those that are left when the best is gone. */
export type MaxDiffModel = "sequential" | "marginal";

/** Why an item has no utility: nothing was preferred to it, it to nothing, or both or neither, of the items that have one. */
export type Apart = "above" | "below" | "not compared";

/** The logit of all customers together. */
export interface FittedChoices {
  /** By item; NaN where the item has none. */
  readonly utilities: Float64Array;
  readonly errors: Float64Array;
  readonly clustered: Float64Array;
  readonly apart: ReadonlyMap<number, Apart>;
  /** Items that have a utility, by their numbers. */
  readonly placed: readonly number[];
  readonly choices: number;
  readonly logLikelihood: number;
  readonly nullLogLikelihood: number;
  readonly iterations: number;
  readonly converged: boolean;
}

interface Choice {
  readonly offered: readonly number[];
  readonly chosen: number;
  readonly sign: 1 | -1;
  readonly owner: number;
}

/**
 * The logit of best and worst choices. Utilities are finite where each item was preferred to each other, directly or through others (Ford 1957): of the parts of items for
 * which that holds, the largest one gets them, estimated by the choices within it, which is the limit that the likelihood runs to.
 */
export function fitChoices({ items, sets }: ChoiceSets, model: MaxDiffModel, maxIterations: number): FittedChoices {
  const all = sets.flatMap((set) => choicesOf(set, model));
  const { component, count, reaches } = strongComponents(items.length, edgesOf(sets));
  const sizes = new Array<number>(count).fill(0);
  const shown = new Array<number>(count).fill(0);
  for (const part of component) sizes[part]!++;
  for (const set of sets) for (const item of set.items) shown[component[item]!]!++;
  const main = sizes.reduce(
    (best, size, part) => (size > sizes[best]! || (size === sizes[best]! && shown[part]! > shown[best]!) ? part : best),
    0,
  );
  const nothing = () => new Float64Array(items.length).fill(Number.NaN);
  const [utilities, errors, clustered] = [nothing(), nothing(), nothing()];
  let [logLikelihood, iterations, converged] = [0, 0, true];
  for (let part = 0; part < count; part++) {
    const own = [...component.keys()].filter((item) => component[item] === part);
    if (own.length < 2) continue;
    const fit = choiceLogit(within(all, own), maxIterations);
    if (fit === undefined) {
      converged = false;
      continue;
    }
    logLikelihood += fit.logLikelihood;
    converged &&= fit.converged;
    if (part !== main) continue;
    iterations = fit.iterations;
    own.forEach((item, i) => {
      utilities[item] = fit.utilities[i]!;
      errors[item] = Math.sqrt(fit.covariances[i * own.length + i]!);
      clustered[item] = Math.sqrt(fit.clustered[i * own.length + i]!);
    });
  }
  const placed = [...items.keys()].filter((item) => Number.isFinite(utilities[item]!));
  const anchor = component.indexOf(main);
  const reached = (from: number, to: number) => reaches[from * items.length + to] === 1;
  const apart = new Map<number, Apart>();
  for (const item of items.keys()) {
    if (Number.isFinite(utilities[item]!)) continue;
    const [up, down] = [reached(item, anchor), reached(anchor, item)];
    apart.set(item, up === down ? "not compared" : up ? "above" : "below");
  }
  return {
    utilities,
    errors,
    clustered,
    apart,
    placed,
    choices: all.length,
    logLikelihood,
    nullLogLikelihood: -all.reduce((sum, { offered }) => sum + Math.log(offered.length), 0),
    iterations,
    converged,
  };
}

/** Where an estimated variance is looked for: customers who do not differ at all, and customers who always choose alike. */
export const varianceBounds = [1e-4, 100] as const;

/** Utilities of each customer, and the variance around those of all. */
export interface OwnUtilities {
  /** By customer: the utilities of the items of `placed`; undefined where the customer answered nothing on them. */
  readonly utilities: readonly (Float64Array | undefined)[];
  readonly variance: number;
  readonly converged: boolean;
}

/**
 * The most probable utilities of each customer, where customers are normal around the utilities of all with one variance. Without a given one, the variance is the one
 * under which the choices are most probable (by Laplace's approximation), within `varianceBounds`.
 */
export function ownUtilities(
  { customers, sets }: ChoiceSets,
  model: MaxDiffModel,
  { utilities, placed }: FittedChoices,
  given: number | undefined,
): OwnUtilities {
  const center = Float64Array.from(placed, (item) => utilities[item]!);
  const byCustomer = customers.map((): ChoiceSet[] => []);
  for (const set of sets) byCustomer[set.customer]!.push(set);
  const choices = byCustomer.map((own) =>
    within(
      own.flatMap((set) => choicesOf(set, model)),
      placed,
    ),
  );
  const found: Float64Array[] = choices.map(() => center);
  let converged = true;
  const evidence = (variance: number) => {
    let sum = 0;
    converged = true;
    choices.forEach((own, c) => {
      if (own.chosen.length === 0) return;
      const one = choicesAround(own, center, variance, found[c]!, 100);
      found[c] = one.utilities;
      converged &&= one.converged;
      sum += one.logEvidence;
    });
    return sum;
  };
  const variance = given ?? mostProbable(evidence);
  evidence(variance);
  return {
    utilities: found.map((own, c) => (choices[c]!.chosen.length === 0 ? undefined : own)),
    variance,
    converged,
  };
}

/** The variance of the largest evidence to 0.5 %: the best of a grid, then by golden sections around it; or the bound beyond which it lies. */
function mostProbable(evidence: (variance: number) => number): number {
  const [low, high] = varianceBounds;
  const steps = 8;
  const grid = Array.from({ length: steps + 1 }, (_, i) => low * (high / low) ** (i / steps));
  const heights = grid.map(evidence);
  const best = heights.indexOf(Math.max(...heights));
  if (best === 0) return low;
  if (best === steps) return high;
  const golden = (Math.sqrt(5) - 1) / 2;
  const at = (place: number) => evidence(Math.exp(place));
  let [from, to] = [Math.log(grid[best - 1]!), Math.log(grid[best + 1]!)];
  let [left, right] = [to - golden * (to - from), from + golden * (to - from)];
  let [leftHeight, rightHeight] = [at(left), at(right)];
  while (to - from > 5e-3) {
    if (leftHeight > rightHeight) {
      [to, right, rightHeight] = [right, left, leftHeight];
      left = to - golden * (to - from);
      leftHeight = at(left);
    } else {
      [from, left, leftHeight] = [left, right, rightHeight];
      right = from + golden * (to - from);
      rightHeight = at(right);
    }
  }
  return Math.exp((from + to) / 2);
}

function choicesOf({ customer, items, best, worst }: ChoiceSet, model: MaxDiffModel): Choice[] {
  const left = model === "marginal" ? items : items.filter((item) => item !== best);
  const both: Choice[] = [
    { offered: items, chosen: best, sign: 1, owner: customer },
    { offered: left, chosen: worst, sign: -1, owner: customer },
  ];
  // The last one left is not chosen.
  return both.filter(({ offered }) => offered.length > 1);
}

/** Each item that was preferred, and what it was preferred to. */
function edgesOf(sets: readonly ChoiceSet[]): [number, number][] {
  return sets.flatMap(({ items, best, worst }) =>
    items.flatMap((item): [number, number][] => [
      ...(item === best ? [] : [[best, item] as [number, number]]),
      ...(item === worst ? [] : [[item, worst] as [number, number]]),
    ]),
  );
}

/** The choices of these items among each other, which get the numbers of their places. */
function within(all: readonly Choice[], own: readonly number[]): Choices {
  const place = new Map(own.map((item, i) => [item, i]));
  const kept = all
    .filter(({ chosen }) => place.has(chosen))
    .map((choice) => ({ ...choice, offered: choice.offered.filter((item) => place.has(item)) }))
    .filter(({ offered }) => offered.length > 1);
  const starts = new Int32Array(kept.length + 1);
  kept.forEach(({ offered }, c) => {
    starts[c + 1] = starts[c]! + offered.length;
  });
  return {
    items: own.length,
    starts,
    offered: Int32Array.from(kept.flatMap(({ offered }) => offered.map((item) => place.get(item)!))),
    chosen: Int32Array.from(kept, ({ chosen }) => place.get(chosen)!),
    signs: Int8Array.from(kept, ({ sign }) => sign),
    owners: Int32Array.from(kept, ({ owner }) => owner),
  };
}
