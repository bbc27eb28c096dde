import { beta, gamma, lognormal, pick } from "../../numeric/draws.js";
import type { Random } from "../../random.js";
import { categories } from "./catalog.js";
import { ageBands, attitudes, households, incomeBands, type ShopSegment } from "./segments.js";

interface City {
  readonly city: string;
  readonly region: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly weight: number;
  /** Whether a shop of Harbor & Bean stands there. */
  readonly store: boolean;
}

const cities: readonly City[] = [
  ["Portland", "ME", 43.66, -70.26, 22, true],
  ["Boston", "MA", 42.36, -71.06, 20, true],
  ["New York", "NY", 40.71, -74.01, 16, false],
  ["Providence", "RI", 41.82, -71.41, 8, true],
  ["Manchester", "NH", 42.99, -71.46, 6, false],
  ["Burlington", "VT", 44.48, -73.21, 5, false],
  ["Hartford", "CT", 41.76, -72.67, 5, false],
  ["Philadelphia", "PA", 39.95, -75.17, 5, false],
  ["Bangor", "ME", 44.8, -68.77, 4, false],
  ["Albany", "NY", 42.65, -73.76, 3, false],
  ["Washington", "DC", 38.91, -77.04, 3, false],
  ["Chicago", "IL", 41.88, -87.63, 3, false],
].map(
  ([city, region, latitude, longitude, weight, store]) =>
    ({ city, region, latitude, longitude, weight, store }) as City,
);

/** Who a customer is, before the first order. */
export interface Person {
  /** "C00001" */
  readonly id: string;
  readonly segment: number;
  /** Orders per week. */
  readonly rate: number;
  /** Probability to leave after an order. */
  readonly leaving: number;
  readonly spendLevel: number;
  readonly attitude: number;
  /** Taste by category, in the order of `categories`. */
  readonly tastes: readonly number[];
  readonly discount: number;
  /** Preferences of web, app, store. */
  readonly channels: readonly number[];
  readonly device: number;
  readonly city: City;
  readonly ageBand: string;
  readonly incomeBand: string | null;
  readonly household: string;
  readonly acquisition: string;
  readonly emailOptIn: boolean;
}

/** Draws a customer. Rates and levels are rounded, so that the truth table holds exactly what was used. */
export function person(generator: Random, index: number, segments: readonly ShopSegment[]): Person {
  const segment = pick(
    generator.fork(0),
    segments.map(({ share }) => share),
  );
  const kind = segments[segment]!;
  const { r, alpha, a, b } = kind.purchases;
  const process = generator.fork(1);
  const habits = generator.fork(2);
  const home = generator.fork(3);
  const city =
    cities[
      pick(
        home,
        cities.map(({ weight }) => weight),
      )
    ]!;
  // Far from a shop hardly anybody buys in one.
  const channels = [kind.channels.web, kind.channels.app, kind.channels.store * (city.store ? 2 : 0.05)];
  const tastes = categories.map((category) => {
    const weight = kind.categories[category];
    return weight > 0 ? gamma(habits, 0.45 * weight) : 0;
  });
  return {
    id: `C${String(index + 1).padStart(5, "0")}`,
    segment,
    rate: Math.max(1e-6, round(gamma(process, r, alpha), 6)),
    leaving: round(beta(process, a, b), 6),
    spendLevel: round(lognormal(process, kind.spend.median, kind.spend.spread), 4),
    attitude: pick(
      process,
      attitudes.map((name) => kind.attitudes[name]),
    ),
    tastes: tastes.some((taste) => taste > 0) ? tastes : categories.map((category) => kind.categories[category]),
    discount: mixed(habits, kind.discount, 8),
    channels: channels.map((weight) => (weight > 0 ? gamma(habits, 0.4 * weight) + 1e-9 : 0)),
    device: pick(habits, [kind.devices.phone, kind.devices.desktop, kind.devices.tablet]),
    city,
    ageBand: ageBands[pick(home, kind.ages)]!,
    incomeBand: disclosed(home, incomeBands[pick(home, kind.incomes)]!),
    household: households[pick(home, kind.households)]!,
    acquisition: ["search", "social", "referral", "email", "store"][pick(home, [9, 6, 4, 2, city.store ? 5 : 0])]!,
    emailOptIn: home.uniform() < 0.68,
  };
}

/** One customer in twelve does not say what the household earns. */
function disclosed(generator: Random, band: string): string | null {
  return generator.uniform() < 1 / 12 ? null : band;
}

/** A customer's own probability: beta with this mean, a + b being `weight`; 0 and 1 stay. */
function mixed(generator: Random, mean: number, weight: number): number {
  return mean <= 0 || mean >= 1 ? mean : beta(generator, mean * weight, (1 - mean) * weight);
}

/** Rounds to so many decimals. */
function round(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}
