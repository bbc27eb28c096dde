import { requireOneOf, requireOptions } from "../errors.js";
import { random } from "../random.js";
import { type Table, toTable } from "../table.js";

/** How the segments of simulated customers show in what is measured. */
export type TraitsTruth = "interactions" | "rings" | "linear";

/** Options of `simulateTraits`. */
export interface SimulateTraitsOptions {
  /** How the true segments show. */
  truth?: TraitsTruth;
  /** How many customers. */
  customers?: number;
  /** A whole number; another seed gives other customers of the same kind, measured by other indicators. */
  seed?: number;
}

/** What is measured of a customer: eighteen indicators, without a unit. */
export type TraitRow = { customer: string } & Record<
  | "visits"
  | "pages"
  | "minutes"
  | "searches"
  | "wishlist"
  | "newsletters"
  | "orders"
  | "basket"
  | "items"
  | "prices"
  | "coupons"
  | "sales"
  | "returns"
  | "ratings"
  | "samples"
  | "bundles"
  | "referrals"
  | "trials",
  number
>;

/** Customers whose segments are known. */
export interface SimulatedTraits {
  readonly traits: Table<TraitRow>;
  /** The true segment of each customer, in the same order: what a method is to find, and must not be given. */
  readonly truth: Table<{ customer: string; segment: string }>;
}

const known = { truth: true, customers: true, seed: true } satisfies Record<keyof SimulateTraitsOptions, true>;

/** Indicators that follow the traits one by one, and those that answer to both together. */
const plain = [
  "visits",
  "pages",
  "minutes",
  "searches",
  "wishlist",
  "newsletters",
  "orders",
  "basket",
  "items",
  "prices",
  "coupons",
  "sales",
  "returns",
  "ratings",
] as const;
const together = ["samples", "bundles", "referrals", "trials"] as const;

/**
 * Invents customers of two hidden traits, measured by eighteen indicators with noise, whose segments are known. How segments show is chosen, so that one can see which method finds what:
 *
 * - "interactions": a customer is of the one segment where both traits are high or both low, of the other where they differ. Fourteen indicators follow the traits one by one and tell nothing of
 *   the segment; four answer to both traits together, and level off. Customers whose traits hardly tell are left out.
 * - "rings": customers of one segment are moderate in both traits, those of the other extreme in some direction, so that one segment lies around the other. Each indicator
 *   follows a mixture of the traits, and levels off.
 * - "linear": four segments around four places, of unequal size, and each indicator a plain mixture of the traits.
 *
 * When it misleads: these truths were made to set methods apart, not drawn from shops. That a method finds interactions here says that it can, not that your
 * customers have any. With "interactions" the gap between the segments decides: without it no method finds them.
 *
 * @throws RangeError where customers is not a whole number from 10 to 1,000,000, or truth is not one of the three; TypeError where an option is not known.
 *
 * @example
 * const { traits, truth } = simulateTraits({ truth: "rings", customers: 100, seed: 3 });
 * console.log(traits.numRows(), truth.columnNames()); // 100 [ 'customer', 'segment' ]
 */
export function simulateTraits(options: SimulateTraitsOptions = {}): SimulatedTraits {
  requireOptions(options, known, "simulateTraits");
  const { truth = "interactions", customers = 2000, seed = 1 } = options;
  requireOneOf("truth", truth, ["interactions", "rings", "linear"]);
  if (!Number.isInteger(customers) || customers < 10 || customers > 1_000_000)
    throw new RangeError(`expected customers to be a whole number from 10 to 1000000, got ${customers}`);
  const people = random(seed).fork(0);
  const measures = random(seed).fork(1);
  const noise = random(seed).fork(2);
  const draw = { interactions, rings, linear }[truth];
  const indicators = [...plain, ...together].map((name) => ({
    name,
    of: draw.indicator(name, measures.normal, measures.uniform),
  }));
  const traits: TraitRow[] = [];
  const segments: { customer: string; segment: string }[] = [];
  const digits = String(customers).length;
  for (let i = 0; i < customers; i++) {
    const customer = `T${String(i + 1).padStart(digits, "0")}`;
    const { segment, a, b } = draw.customer(people.normal, people.uniform);
    const row = Object.fromEntries(indicators.map(({ name, of }) => [name, of(a, b) + draw.noise * noise.normal()]));
    traits.push({ customer, ...row } as TraitRow);
    segments.push({ customer, segment });
  }
  return { traits: toTable(traits), truth: toTable(segments) };
}

/** One way in which segments show. */
interface Kind {
  readonly noise: number;
  customer(normal: () => number, uniform: () => number): { segment: string; a: number; b: number };
  /** How an indicator follows from the two traits. */
  indicator(name: string, normal: () => number, uniform: () => number): (a: number, b: number) => number;
}

const interactions: Kind = {
  noise: 0.35,
  customer(normal) {
    for (;;) {
      const [a, b] = [normal(), normal()];
      if (Math.abs(a * b) > 0.2) return { segment: a * b > 0 ? "alike" : "apart", a, b };
    }
  },
  indicator(name, normal, uniform) {
    if (!(together as readonly string[]).includes(name)) {
      const [onA, onB] = [normal(), normal()];
      return (a, b) => onA * a + onB * b;
    }
    const slope = (uniform() < 0.5 ? -1 : 1) * (0.7 + 0.6 * uniform());
    return (a, b) => Math.tanh(2 * slope * a * b);
  },
};

const rings: Kind = {
  noise: 0.05,
  customer(normal, uniform) {
    const outer = uniform() < 0.5;
    const angle = 2 * Math.PI * uniform();
    const radius = outer ? 1.2 : 0.4;
    return {
      segment: outer ? "extreme" : "moderate",
      a: radius * Math.cos(angle) + 0.05 * normal(),
      b: radius * Math.sin(angle) + 0.05 * normal(),
    };
  },
  indicator(_name, normal) {
    const [onA, onB, shift] = [normal(), normal(), normal() / 2];
    return (a, b) => Math.tanh((onA * a + onB * b) / Math.SQRT2 + shift);
  },
};

const linear: Kind = {
  noise: 1,
  customer(normal, uniform) {
    const at = uniform();
    const [segment, a, b] =
      at < 0.4
        ? (["careful", -1.7, -1.2] as const)
        : at < 0.7
          ? (["curious", 1.7, -1.2] as const)
          : at < 0.9
            ? (["loyal", -1.2, 1.7] as const)
            : (["keen", 1.7, 1.7] as const);
    return { segment, a: a + 0.6 * normal(), b: b + 0.6 * normal() };
  },
  indicator(_name, normal) {
    const [onA, onB] = [normal(), normal()];
    return (a, b) => onA * a + onB * b;
  },
};
