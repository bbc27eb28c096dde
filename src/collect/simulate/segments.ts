import type { Season } from "./calendar.js";
import type { Category } from "./catalog.js";

/** Attitudes that the survey measures; a segment is a mixture of them. */
export const attitudes = ["dealSeeker", "enthusiast", "creatureOfHabit", "conscious", "host"] as const;

/** One of the attitudes. */
export type Attitude = (typeof attitudes)[number];

/** Age bands of customers, in the order of a segment's `ages`. */
export const ageBands = ["18-24", "25-34", "35-44", "45-54", "55-64", "65+"] as const;
/** Yearly income of households, in the order of a segment's `incomes`. */
export const incomeBands = ["under $25K", "$25-50K", "$50-75K", "$75-100K", "$100-150K", "over $150K"] as const;
/** Kinds of household, in the order of a segment's `households`. */
export const households = ["single", "couple", "family", "shared"] as const;

/** How the customers of one true segment behave. Lists of weights are relative: they need not sum to 1. */
export interface ShopSegment {
  readonly name: string;
  /** Probability that a customer belongs to it; those of all segments sum to 1. */
  readonly share: number;
  /**
   * BG/NBD: orders per week come from a gamma distribution (shape r, rate alpha), the probability to leave after each but the first
   * from a beta distribution (a, b).
   */
  readonly purchases: { readonly r: number; readonly alpha: number; readonly a: number; readonly b: number };
  /** Spend level of a customer, lognormal: 1 prefers the middle of a category's prices. */
  readonly spend: { readonly median: number; readonly spread: number };
  /** Mean number of different products in an order, at least 1. */
  readonly lines: number;
  /** Mean number of units of a product in an order, at least 1. */
  readonly units: number;
  /** What they buy, as weights by category. */
  readonly categories: Readonly<Record<Category, number>>;
  /** Probability that an order on an ordinary day uses a discount. */
  readonly discount: number;
  /** Probability that a line of coffee is sent back; other categories are sent back more often. */
  readonly returns: number;
  readonly channels: { readonly web: number; readonly app: number; readonly store: number };
  /** When they order, as weights. */
  readonly hours: { readonly morning: number; readonly midday: number; readonly evening: number };
  readonly season: Season;
  readonly devices: { readonly phone: number; readonly desktop: number; readonly tablet: number };
  /** Weights of 18-24, 25-34, 35-44, 45-54, 55-64, 65+. */
  readonly ages: readonly number[];
  /** Weights of under $25K, $25-50K, $50-75K, $75-100K, $100-150K, over $150K. */
  readonly incomes: readonly number[];
  /** Weights of single, couple, family, shared. */
  readonly households: readonly number[];
  /** Probability to answer the survey. */
  readonly answers: number;
  /** Weights of the attitudes among them. */
  readonly attitudes: Readonly<Record<Attitude, number>>;
}

/** The six segments of the bundled shop. */
export const defaultSegments: readonly ShopSegment[] = [
  {
    name: "Occasional Tryers",
    share: 0.26,
    purchases: { r: 0.4, alpha: 11, a: 1.2, b: 2.6 },
    spend: { median: 0.9, spread: 0.35 },
    lines: 2.2,
    units: 1.1,
    categories: { Coffee: 7, Tea: 4, Brewing: 1.5, Kitchen: 1.5, Tableware: 2, Sweets: 2.5, Gifts: 1 },
    discount: 0.22,
    returns: 0.012,
    channels: { web: 6, app: 2, store: 2 },
    hours: { morning: 2, midday: 3, evening: 4 },
    season: { christmas: 1, blackFriday: 0.8, summer: 0.2, weekend: 1.1 },
    devices: { phone: 6, desktop: 3, tablet: 1 },
    ages: [3, 5, 3, 2, 1.5, 1],
    incomes: [2, 3, 3, 2, 1.5, 0.7],
    households: [4, 3, 2, 2],
    answers: 0.3,
    attitudes: { dealSeeker: 3, enthusiast: 2, creatureOfHabit: 3, conscious: 2, host: 2 },
  },
  {
    name: "Bargain Hunters",
    share: 0.2,
    purchases: { r: 1.4, alpha: 6.4, a: 1.2, b: 14 },
    spend: { median: 0.7, spread: 0.25 },
    lines: 3.4,
    units: 1.5,
    categories: { Coffee: 6, Tea: 4, Brewing: 1, Kitchen: 2.5, Tableware: 2.5, Sweets: 4, Gifts: 0.5 },
    discount: 0.58,
    returns: 0.022,
    channels: { web: 7, app: 3, store: 1 },
    hours: { morning: 1, midday: 2, evening: 6 },
    season: { christmas: 0.8, blackFriday: 3.5, summer: 0.15, weekend: 1.25 },
    devices: { phone: 5, desktop: 4, tablet: 1 },
    ages: [2, 4, 4, 3, 2, 1.5],
    incomes: [3, 4, 3, 1.5, 0.7, 0.2],
    households: [3, 2, 4, 2],
    answers: 0.42,
    attitudes: { dealSeeker: 12, enthusiast: 0.6, creatureOfHabit: 1, conscious: 0.6, host: 0.8 },
  },
  {
    name: "Gift Givers",
    share: 0.18,
    purchases: { r: 1.5, alpha: 20, a: 1.2, b: 12 },
    spend: { median: 1.5, spread: 0.35 },
    lines: 2.7,
    units: 1.25,
    categories: { Coffee: 1.5, Tea: 1.5, Brewing: 1.5, Kitchen: 3, Tableware: 4, Sweets: 3, Gifts: 7 },
    discount: 0.2,
    returns: 0.02,
    channels: { web: 7, app: 1.5, store: 2 },
    hours: { morning: 1.5, midday: 4, evening: 4 },
    season: { christmas: 6, blackFriday: 2, summer: 0.3, weekend: 1.2 },
    devices: { phone: 3, desktop: 5, tablet: 2 },
    ages: [0.7, 2, 4, 4, 3, 2],
    incomes: [0.7, 1.5, 3, 3, 3, 1.5],
    households: [1.5, 3, 5, 0.5],
    answers: 0.36,
    attitudes: { dealSeeker: 1, enthusiast: 0.8, creatureOfHabit: 1, conscious: 1.2, host: 10 },
  },
  {
    name: "Tea and Calm",
    share: 0.15,
    purchases: { r: 1.8, alpha: 8.4, a: 1.2, b: 19 },
    spend: { median: 1, spread: 0.25 },
    lines: 2.7,
    units: 1.3,
    categories: { Coffee: 0.8, Tea: 10, Brewing: 0.4, Kitchen: 1, Tableware: 1.5, Sweets: 3, Gifts: 0.6 },
    discount: 0.16,
    returns: 0.007,
    channels: { web: 4, app: 1, store: 5 },
    hours: { morning: 4, midday: 5, evening: 2 },
    season: { christmas: 1, blackFriday: 0.3, summer: 0.4, weekend: 0.85 },
    devices: { phone: 2, desktop: 4, tablet: 4 },
    ages: [0.4, 1, 2, 3, 5, 5],
    incomes: [1, 2.5, 3, 2.5, 1.5, 0.7],
    households: [3, 5, 2, 0.3],
    answers: 0.52,
    attitudes: { dealSeeker: 0.7, enthusiast: 0.7, creatureOfHabit: 1.6, conscious: 10, host: 1 },
  },
  {
    name: "Morning Ritual",
    share: 0.13,
    purchases: { r: 3.2, alpha: 6.4, a: 1.2, b: 34 },
    spend: { median: 1, spread: 0.2 },
    lines: 2.2,
    units: 1.6,
    categories: { Coffee: 12, Tea: 0.5, Brewing: 0.6, Kitchen: 0.2, Tableware: 0.5, Sweets: 2, Gifts: 0.2 },
    discount: 0.12,
    returns: 0.005,
    channels: { web: 2, app: 7, store: 2.5 },
    hours: { morning: 8, midday: 2, evening: 1 },
    season: { christmas: 0.3, blackFriday: 0.4, summer: 0.25, weekend: 0.6 },
    devices: { phone: 8, desktop: 1.5, tablet: 0.5 },
    ages: [1, 4, 5, 4, 2, 1],
    incomes: [0.6, 1.5, 3, 3, 2, 1],
    households: [3, 4, 3, 1],
    answers: 0.4,
    attitudes: { dealSeeker: 0.6, enthusiast: 1.4, creatureOfHabit: 11, conscious: 0.7, host: 0.3 },
  },
  {
    name: "Home Baristas",
    share: 0.08,
    purchases: { r: 2.4, alpha: 8, a: 1.2, b: 30 },
    spend: { median: 1.9, spread: 0.3 },
    lines: 2.8,
    units: 1.25,
    categories: { Coffee: 8, Tea: 0.8, Brewing: 3.5, Kitchen: 1, Tableware: 1.5, Sweets: 0.7, Gifts: 0.5 },
    discount: 0.1,
    returns: 0.01,
    channels: { web: 6, app: 3, store: 1.5 },
    hours: { morning: 2, midday: 2, evening: 5 },
    season: { christmas: 0.7, blackFriday: 1.2, summer: 0.15, weekend: 1.4 },
    devices: { phone: 3, desktop: 6, tablet: 1 },
    ages: [1, 5, 5, 3, 1, 0.5],
    incomes: [0.3, 1, 2, 3, 4, 3],
    households: [3, 4, 3, 0.7],
    answers: 0.5,
    attitudes: { dealSeeker: 0.3, enthusiast: 12, creatureOfHabit: 0.7, conscious: 0.8, host: 0.5 },
  },
];
