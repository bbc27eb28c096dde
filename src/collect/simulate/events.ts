import { exponential, pick, poisson } from "../../numeric/draws.js";
import type { Random } from "../../random.js";
import { formatInstant } from "./calendar.js";
import { categories, products } from "./catalog.js";
import type { Person } from "./people.js";
import type { History, Order } from "./purchases.js";

/** One page seen. */
export interface Visit {
  readonly person: Person;
  /** Whether the visitor was signed in: else the shop does not know who it was. */
  readonly known: boolean;
  readonly session: number;
  readonly at: string;
  readonly page: string;
  readonly productId: string | null;
  readonly referrer: string;
  readonly device: string;
  readonly os: string;
  readonly browser: string;
}

const devices = ["phone", "desktop", "tablet"] as const;
const systems = [
  { iOS: 55, Android: 45 },
  { Windows: 58, macOS: 36, Linux: 6 },
  { iPadOS: 72, Android: 28 },
] as const;
const browsers: Record<string, Record<string, number>> = {
  iOS: { Safari: 85, Chrome: 15 },
  iPadOS: { Safari: 90, Chrome: 10 },
  Android: { Chrome: 78, "Samsung Internet": 18, Firefox: 4 },
  Windows: { Chrome: 58, Edge: 32, Firefox: 10 },
  macOS: { Safari: 55, Chrome: 37, Firefox: 8 },
  Linux: { Firefox: 55, Chrome: 45 },
};

/** The web log is kept for so many days. */
export const logDays = 56;

/** Pages seen by a customer in the last days of the window: visits that ended in an order on the web or in the app, and others. */
export function visits(
  generator: Random,
  person: Person,
  past: History,
  placed: readonly Order[],
  window: { first: number; last: number },
): Visit[] {
  const start = Math.max(window.first, past.days[0]!, window.last - logDays + 1);
  const days = window.last - start + 1;
  const looking = generator.fork(0);
  const own = generator.fork(1);
  // Who has left looks in now and then; the others look more often than they order.
  const alive = past.left === undefined ? days : Math.max(0, past.left - start);
  const rate = 2 * person.rate + 0.12;
  const idle = poisson(looking, (rate * alive + 0.02 * (days - alive)) / 7);
  const stock = [own.uniform(), own.uniform(), own.uniform()];
  const visitsSeen: { day: number; second: number; order?: Order }[] = [];
  for (const order of placed)
    if (order.returns === undefined && order.channel !== "store" && order.day >= start)
      visitsSeen.push({ day: order.day, second: order.second, order });
  for (let i = 0; i < idle; i++)
    visitsSeen.push({
      day: start + looking.integer(days),
      second: Math.floor(3600 * (6.5 + 17 * looking.uniform())),
    });
  return visitsSeen.flatMap((visit, i) => pages(generator.fork(2 + i), person, visit, stock, i));
}

function pages(
  generator: Random,
  person: Person,
  visit: { day: number; second: number; order?: Order },
  stock: readonly number[],
  session: number,
): Visit[] {
  const device = generator.uniform() < 0.82 ? person.device : (person.device + 1 + generator.integer(2)) % 3;
  // A customer keeps the same phone, computer and tablet.
  const os = share(systems[device]!, stock[device]!);
  const inApp = visit.order?.channel === "app" && device !== 1;
  const browser = inApp ? "App" : share(browsers[os]!, (stock[device]! * 7919) % 1);
  const referrer = inApp
    ? "app"
    : ["direct", "search", "email", "social"][pick(generator, [4, 4, person.emailOptIn ? 3 : 0, 1])]!;
  const path = visit.order === undefined ? wander(generator, person) : towardsOrder(generator, visit.order);
  const known = visit.order !== undefined || generator.uniform() < 0.85;
  const pauses = path.map(() => 4 + Math.floor(exponential(generator, 1 / 40)));
  // An order is placed at the moment its visit ends.
  let second = visit.order === undefined ? visit.second : visit.second - pauses.reduce((sum, pause) => sum + pause, 0);
  return path.map(({ page, productId }, i) => {
    second += pauses[i]!;
    const at = formatInstant(visit.day, second);
    return { person, known, session, at, page, productId, referrer, device: devices[device]!, os, browser };
  });
}

interface Page {
  readonly page: string;
  readonly productId: string | null;
}

function towardsOrder(generator: Random, order: Order): Page[] {
  const path: Page[] = [];
  if (generator.uniform() < 0.7) path.push({ page: "home", productId: null });
  for (const { product } of order.lines) {
    if (generator.uniform() < 0.4)
      path.push({ page: generator.uniform() < 0.5 ? "category" : "search", productId: null });
    path.push({ page: "product", productId: product.id });
  }
  for (const page of ["cart", "checkout", "confirmation"]) path.push({ page, productId: null });
  return path;
}

function wander(generator: Random, person: Person): Page[] {
  const path: Page[] = [{ page: "home", productId: null }];
  const length = poisson(generator, 2.2);
  for (let i = 0; i < length; i++) {
    const page = ["category", "product", "search", "article", "account"][pick(generator, [3, 5, 1.5, 1, 0.7])]!;
    const category = categories[pick(generator, person.tastes)]!;
    const shelf = products.filter((product) => product.category === category);
    const index = pick(
      generator,
      shelf.map(({ popularity }) => popularity),
    );
    path.push({ page, productId: page === "product" ? shelf[index]!.id : null });
  }
  if (generator.uniform() < 0.12) path.push({ page: "cart", productId: null });
  return path;
}

/** The name at which this share (0 to 1) of the weights is passed. */
function share(weights: Record<string, number>, at: number): string {
  const names = Object.keys(weights);
  let left = at * names.reduce((sum, name) => sum + weights[name]!, 0);
  for (const name of names) {
    left -= weights[name]!;
    if (left < 0) return name;
  }
  return names[names.length - 1]!;
}
