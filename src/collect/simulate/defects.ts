import { pick } from "../../numeric/draws.js";
import type { Random } from "../../random.js";
import type { Line, Order } from "./purchases.js";

/** How often the export goes wrong, as shares between 0 and 1. */
export interface DefectRates {
  /** Share of orders placed without signing in: their lines, and those sent back of them, have no customer. */
  readonly missingCustomers: number;
  /** Share of lines written twice, the copy right after the line. */
  readonly duplicates: number;
  /** Share of lines with price 0 (samples, slips of the till). */
  readonly zeroPrices: number;
  /** Share of customers of whom about half the orders carry the id in lower case or with a space. */
  readonly idVariants: number;
  /** Accounts of the shop's own staff per customer; they order at 0.01. */
  readonly testAccounts: number;
  /** Share of days missing from the export (not the first or last), to the nearest whole day. */
  readonly lostDays: number;
  /** Share of survey questions left out. */
  readonly missingAnswers: number;
  /** Share of respondents who answer without reading: the same answer throughout, or at random. */
  readonly carelessRespondents: number;
}

/** What is wrong with an order in the export. */
export interface Blemish {
  readonly guest: boolean;
  /** How the customer's id is written. */
  readonly id: string;
  readonly lines: readonly { readonly zero: boolean; readonly twice: boolean }[];
}

/** Decides for the orders of one customer what goes wrong. */
export function blemishes(generator: Random, orders: readonly Order[], rates: DefectRates): Map<Order, Blemish> {
  const person = generator.fork(0);
  const varies = person.uniform() < rates.idVariants;
  const variant = pick(person, [1, 1, 1]);
  const sales = orders.filter((order) => order.returns === undefined);
  const certain = varies && sales.length > 1 ? person.integer(sales.length) : -1; // at least one, but not the only one
  const found = new Map<Order, Blemish>();
  orders.forEach((order, i) => {
    const own = generator.fork(1 + i);
    const before = order.returns === undefined ? undefined : found.get(order.returns);
    const id = order.person.id;
    const guest = own.uniform() < rates.missingCustomers;
    const odd = own.uniform() < 0.5;
    found.set(order, {
      guest: before?.guest ?? guest,
      id:
        certain >= 0 && (i === certain || (odd && i !== (certain + 1) % sales.length))
          ? [id.toLowerCase(), ` ${id}`, `${id} `][variant]!
          : id,
      lines: order.lines.map((line) => {
        const zero = own.uniform() < rates.zeroPrices;
        const twice = own.uniform() < rates.duplicates;
        return { zero: before === undefined ? zero : priceless(line, order.returns!, before), twice };
      }),
    });
  });
  return found;
}

/** Nobody gets money back for what was free. */
function priceless(line: Line, sale: Order, blemish: Blemish): boolean {
  return blemish.lines[sale.lines.findIndex(({ product }) => product === line.product)]!.zero;
}
