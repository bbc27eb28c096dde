import { parseDay } from "./simulate/calendar.js";
import { categories } from "./simulate/catalog.js";
import type { DefectRates } from "./simulate/defects.js";
import { invent } from "./simulate/invent.js";
import {
  ageBands,
  attitudes,
  defaultSegments,
  households,
  incomeBands,
  type ShopSegment,
} from "./simulate/segments.js";
import type { Shop } from "./simulate/shop.js";

/** Options of `simulate`. */
export interface SimulateOptions {
  /** How many customers order at least once. */
  customers?: number;
  /** First day, "YYYY-MM-DD". */
  from?: string;
  /** Last day, "YYYY-MM-DD". */
  to?: string;
  /** A whole number; another seed gives another shop of the same kind. */
  seed?: number;
  /** Rates to change; the others keep their defaults. `false` is a flawless export. */
  defects?: Partial<DefectRates> | false;
  /** The true segments; their shares sum to 1. */
  segments?: readonly ShopSegment[];
}

const usualDefects: DefectRates = {
  missingCustomers: 0.02,
  duplicates: 0.003,
  zeroPrices: 0.0015,
  idVariants: 0.006,
  testAccounts: 0.0012,
  lostDays: 0.003,
  missingAnswers: 0.02,
  carelessRespondents: 0.06,
};

/**
 * Invents a shop, Harbor & Bean (coffee, tea and kitchen goods, opened on `from`), whose true segments are known: orders,
 * customers, a survey, the web log of the last 56 days, the truth apart, and a list of every defect put into the orders.
 *
 * The model, for a customer of segment s (drawn with probability `share`):
 * - Orders follow BG/NBD (Fader, Hardie and Lee 2005): rate λ ~ Gamma(r, α) per week, probability to leave after
 *   each order but the first p ~ Beta(a, b), waiting times Exponential(λ). The first order falls on the share u^1.25 of the window's demand,
 *   u uniform. Time is time of demand: calendar days weighted by weekday, Christmas, Thanksgiving sale and summer dip,
 *   1 a day on average over a year. With a flat `season` it is calendar time.
 * - Spend level ν ~ Lognormal(log median, spread), independent of λ. An order has 1 + Poisson(lines - 1) products (a few
 *   fewer, as none comes twice), each bought before (45 %) or drawn with weight taste · popularity ·
 *   exp(-(log(price / middle price of its category) - log ν)² / 0.72); tastes are Gamma(0.45 · weight), which makes shares
 *   Dirichlet. Units are 1 + Poisson(units - 1). Discounts are Bernoulli with a Beta probability of the customer's own.
 * - A line comes back with probability `returns` times a factor of its category, 2 days plus Exponential(8 days) later.
 * - Survey: an attitude class c given s; traits f ~ Normal(μ_c, 0.7²); a Likert answer is 1 + the number of thresholds
 *   below ease + acquiescence ± loading · f + √(1 - loading²) ε, ε standard normal (an ordinal variable as a cut normal one,
 *   Muthén 1984), minus for reverse-keyed items; brand words are Bernoulli given c; needs are rounded normals.
 *
 * When it misleads: methods that assume this model look better here than on a real shop, and money per order is an outcome
 * of prices, not drawn from the Gamma-Gamma model. Segments overlap on purpose; see data/README.md for how much of them
 * can be found. A fit of one BG/NBD to all customers is a fit to a mixture.
 *
 * The same options give the same shop. Each customer has a random stream of its own with parts for orders, survey and web
 * log, so that more customers, other defects or a longer survey leave the rest as it was; only running order and session
 * numbers move on.
 *
 * @throws RangeError where a number, date or segment is out of range, or a defect is unknown.
 *
 * @example
 * const shop = simulate({ customers: 50, seed: 7 });
 * console.log(shop.customers.numRows(), shop.truth.numRows()); // 50 50
 * const flawless = simulate({ customers: 50, seed: 7, defects: false });
 * console.log(flawless.defects.numRows()); // 0
 */
export function simulate({
  customers = 2500,
  from = "2024-01-01",
  to = "2025-12-31",
  seed = 1,
  defects = {},
  segments = defaultSegments,
}: SimulateOptions = {}): Shop {
  if (!Number.isInteger(customers) || customers < 1 || customers > 1_000_000)
    throw new RangeError(`expected customers to be a whole number from 1 to 1000000, got ${customers}`);
  const first = parseDay(from, "from");
  const last = parseDay(to, "to");
  if (last < first) throw new RangeError(`expected to on or after from (${from}), got ${to}`);
  if (last - first > 36525) throw new RangeError(`expected at most 100 years, got ${from} to ${to}`);
  checkSegments(segments);
  return invent({ customers, first, last, seed, rates: ratesOf(defects), segments });
}

function ratesOf(defects: Partial<DefectRates> | false): DefectRates {
  const flawless = Object.fromEntries(Object.keys(usualDefects).map((name) => [name, 0])) as unknown as DefectRates;
  if (defects === false) return flawless;
  if (defects === null || typeof defects !== "object")
    throw new TypeError(`expected defects to be an object of rates or false, got ${String(defects)}`);
  for (const [name, rate] of Object.entries(defects)) {
    if (!Object.hasOwn(usualDefects, name))
      throw new RangeError(
        `expected defects named ${Object.keys(usualDefects).join(", ")}, got ${JSON.stringify(name)}`,
      );
    if (rate !== undefined) between(`defects.${name}`, rate, 0, 1);
  }
  const given = Object.entries(defects).filter(([, rate]) => rate !== undefined);
  return { ...usualDefects, ...Object.fromEntries(given) };
}

function checkSegments(segments: readonly ShopSegment[]): void {
  if (!Array.isArray(segments) || segments.length === 0)
    throw new RangeError("expected a list of at least one segment, got none");
  const names = segments.map(({ name }) => name);
  if (new Set(names).size < names.length)
    throw new RangeError(`expected segments of different names, got ${names.join(", ")}`);
  const total = segments.reduce((sum, { share }) => sum + share, 0);
  if (!(Math.abs(total - 1) < 1e-9)) throw new RangeError(`expected shares of segments that sum to 1, got ${total}`);
  for (const segment of segments) {
    const at = (part: string) => `${part} of segment ${JSON.stringify(segment.name)}`;
    between(at("share"), segment.share, 0, 1);
    for (const part of ["r", "alpha", "a", "b"] as const)
      between(at(`purchases.${part}`), segment.purchases[part], 1e-3, 1e6);
    // More than a thousand orders a week is a slip of the pen, and would fill the memory.
    between(at("purchases.r / alpha"), segment.purchases.r / segment.purchases.alpha, 0, 1000);
    between(at("spend.median"), segment.spend.median, 0.01, 100);
    between(at("spend.spread"), segment.spend.spread, 0, 3);
    between(at("lines"), segment.lines, 1, 12);
    between(at("units"), segment.units, 1, 1000);
    for (const part of ["discount", "returns", "answers"] as const) between(at(part), segment[part], 0, 1);
    between(at("season.christmas"), segment.season.christmas, 0, 100);
    between(at("season.blackFriday"), segment.season.blackFriday, 0, 100);
    between(at("season.summer"), segment.season.summer, 0, 0.99);
    between(at("season.weekend"), segment.season.weekend, 0.01, 100);
    weights(
      at("categories"),
      categories.map((name) => segment.categories[name]),
    );
    weights(
      at("attitudes"),
      attitudes.map((name) => segment.attitudes[name]),
    );
    for (const part of ["channels", "hours", "devices"] as const) weights(at(part), Object.values(segment[part]), 3);
    weights(at("ages"), segment.ages, ageBands.length);
    weights(at("incomes"), segment.incomes, incomeBands.length);
    weights(at("households"), segment.households, households.length);
  }
}

function between(what: string, value: number, lowest: number, highest: number): void {
  if (typeof value !== "number") throw new TypeError(`expected ${what} to be a number, got ${typeof value}`);
  if (!(value >= lowest && value <= highest))
    throw new RangeError(`expected ${what} from ${lowest} to ${highest}, got ${value}`);
}

function weights(what: string, values: readonly number[], length = values.length): void {
  if (values.length !== length) throw new RangeError(`expected ${length} weights for ${what}, got ${values.length}`);
  for (const [i, value] of values.entries()) between(`weight ${i + 1} for ${what}`, value, 0, 1e6);
  if (!values.some((value) => value > 0)) throw new RangeError(`expected a weight above 0 for ${what}, got only 0`);
}
