import { exponential, pick, poisson } from "../../numeric/draws.js";
import type { Random } from "../../random.js";
import { type Demand, isBlackFriday, weekday, yearOf } from "./calendar.js";
import { type Product, priceIn, products } from "./catalog.js";
import type { Person } from "./people.js";
import type { ShopSegment } from "./segments.js";

/** Where orders are placed, in the order of a customer's preferences. */
const channels = ["web", "app", "store"] as const;

/** When a customer ordered. */
export interface History {
  /** Day numbers of the orders, ascending; the first is the day of signing up. */
  readonly days: readonly number[];
  /** The day of the order after which the customer left, or undefined while alive at the end. */
  readonly left: number | undefined;
}

/** One product of an order. */
export interface Line {
  readonly product: Product;
  readonly quantity: number;
  /** Price of a unit before discount. */
  readonly cents: number;
  /** Discount in percent. */
  readonly percent: number;
}

/** What a customer ordered at one time, or sent back in one parcel. */
export interface Order {
  readonly person: Person;
  readonly day: number;
  readonly second: number;
  readonly channel: (typeof channels)[number];
  readonly lines: readonly Line[];
  /** The order whose lines come back; its quantities are negative. */
  readonly returns?: Order;
}

/**
 * BG/NBD in the time of demand: the first order falls on a share u^1.25 of the window's demand (more customers join while
 * the shop is new), the next ones after exponential waiting times; after each of these, not after the first order, the
 * customer leaves with the same probability.
 */
export function history(generator: Random, person: Person, demand: Demand): History {
  const days: number[] = [];
  let position = demand.total * generator.uniform() ** 1.25;
  while (position < demand.total) {
    days.push(demand.dayAt(position));
    const leaves = generator.uniform() < person.leaving;
    if (leaves && days.length > 1) return { days, left: days[days.length - 1]! };
    position += exponential(generator, person.rate / 7);
  }
  return { days, left: undefined };
}

/** The orders of a customer and what is sent back of them by the last day of the window. */
export function orders(
  generator: Random,
  person: Person,
  segment: ShopSegment,
  { days }: History,
  last: number,
): Order[] {
  const known: Product[] = [];
  const sent: Order[] = [];
  const back: Order[] = [];
  days.forEach((day, i) => {
    const basket = generator.fork(2 * i);
    const channel = channels[pick(basket, open(person.channels, day))]!;
    const second = secondOfDay(basket, segment, channel);
    const percent = discountOf(basket, person, day);
    const order = { person, day, second, channel, lines: lines(basket, person, segment, day, percent, known) };
    sent.push(order);
    const returned = sendBack(generator.fork(2 * i + 1), order, segment);
    if (returned !== undefined && returned.day <= last) back.push(returned);
  });
  return [...sent, ...back];
}

/** The shops are closed on Sundays. */
function open(preferences: readonly number[], day: number): readonly number[] {
  if (weekday(day) < 6) return preferences;
  const [web, app] = preferences as [number, number, number];
  return web + app > 0 ? [web, app, 0] : [1, 0, 0];
}

/** Morning, midday or evening, give or take; a shop is open from 9 to 19. */
function secondOfDay(generator: Random, segment: ShopSegment, channel: string): number {
  const { morning, midday, evening } = segment.hours;
  const [from, to] = channel === "store" ? [9, 19] : [5, 24];
  for (let tries = 0; tries < 100; tries++) {
    // One order in seven keeps no hours.
    const part = pick(generator, [6 * morning, 6 * midday, 6 * evening, morning + midday + evening]);
    const hour = [8.1, 12.9, 19.8, 14.5][part]! + [1.5, 2.2, 2, 4.5][part]! * generator.normal();
    if (hour >= from && hour < to) return Math.floor(hour * 3600);
  }
  return 12 * 3600;
}

function discountOf(generator: Random, person: Person, day: number): number {
  const sale = isBlackFriday(day);
  const use = generator.uniform();
  const depth = pick(generator, [4, 4, 2, 1]);
  if (use >= (sale ? 0.35 + 0.6 * person.discount : person.discount)) return 0;
  return (sale ? [15, 20, 25, 30] : [5, 10, 15, 20])[depth]!;
}

/** Different products: some bought before, the others by taste, popularity and how near their price is to the spend level. */
function lines(
  generator: Random,
  person: Person,
  segment: ShopSegment,
  day: number,
  percent: number,
  known: Product[],
): Line[] {
  const wanted = Math.min(12, 1 + poisson(generator, segment.lines - 1));
  const level = Math.log(person.spendLevel);
  const year = yearOf(day);
  const weights = products.map((product) => {
    const distance = (product.level - level) / 0.6;
    const taste = person.tastes[Math.floor(Number(product.id.slice(1)) / 100) - 1]!;
    return taste * product.popularity * (Math.exp(-0.5 * distance * distance) + 1e-6) * inSeason(product, day);
  });
  const chosen: Product[] = [];
  while (chosen.length < wanted) {
    const habit = generator.uniform() < 0.45 && known.length > 0;
    const index = habit ? -1 : pick(generator, weights);
    const product = habit ? known[generator.integer(known.length)]! : products[index]!;
    if (!chosen.includes(product)) chosen.push(product);
    else if (generator.uniform() < 0.1) break; // a taste for very few things fills no large basket
  }
  for (const product of chosen) if (consumable(product) && !known.includes(product)) known.push(product);
  return chosen.map((product) => ({
    product,
    quantity: 1 + (durable(product) ? 0 : poisson(generator, segment.units - 1)),
    cents: priceIn(product, year),
    percent: product.name.startsWith("Gift Card") ? 0 : percent,
  }));
}

/** What is used up is bought again. */
function consumable(product: Product): boolean {
  return ["Coffee", "Tea", "Sweets"].includes(product.category) || product.name === "Paper Filters x100";
}

/** Nobody buys two espresso machines at once. */
function durable(product: Product): boolean {
  return product.cents >= 6000 && product.category !== "Gifts";
}

/** Advent calendars are sold in November and December only. */
function inSeason(product: Product, day: number): number {
  if (product.name !== "Advent Calendar") return 1;
  const month = new Date(day * 86_400_000).getUTCMonth();
  return month === 10 ? 6 : month === 11 ? 1 : 0;
}

/** Lines that come back in one parcel, two days to some weeks later. */
function sendBack(generator: Random, order: Order, segment: ShopSegment): Order | undefined {
  const parcel: Line[] = [];
  for (const line of order.lines) {
    const probability = Math.min(0.5, segment.returns * line.product.returned);
    const all = generator.uniform() < 0.8;
    if (generator.uniform() >= probability) continue;
    parcel.push({ ...line, quantity: -(all ? line.quantity : 1 + generator.integer(line.quantity)) });
  }
  if (parcel.length === 0) return undefined;
  const day = order.day + 2 + Math.floor(exponential(generator, 1 / 8));
  const inStore = order.channel === "store" && weekday(day) < 6;
  const second = Math.floor(3600 * (9.5 + 9 * generator.uniform()));
  return {
    person: order.person,
    day,
    second,
    channel: inStore ? "store" : order.channel === "store" ? "web" : order.channel,
    lines: parcel,
    returns: order,
  };
}
