import { type Random, random } from "../../random.js";
import { type Row, type Table, tableOf } from "../../table.js";
import { demand, formatDay, formatTime } from "./calendar.js";
import { products } from "./catalog.js";
import { type Blemish, blemishes, type DefectRates } from "./defects.js";
import { type Visit, visits } from "./events.js";
import { type Person, person } from "./people.js";
import { type History, history, type Order, orders } from "./purchases.js";
import { attitudes, type ShopSegment } from "./segments.js";
import type { Shop, ShopAnswers, ShopCustomer, ShopDefect, ShopEvent, ShopOrder, ShopTruth } from "./shop.js";
import { type Answers, survey, surveyItems } from "./survey.js";

/** What `simulate` hands on once it is checked; days are day numbers. */
export interface Plan {
  readonly customers: number;
  readonly first: number;
  readonly last: number;
  readonly seed: number;
  readonly rates: DefectRates;
  readonly segments: readonly ShopSegment[];
}

/** A customer and all that the shop sees of them. */
interface Life {
  readonly person: Person;
  readonly past: History;
  readonly orders: readonly Order[];
  readonly blemishes: ReadonlyMap<Order, Blemish>;
  readonly answers: Answers | undefined;
  readonly visits: readonly Visit[];
}

/** Makes the shop, customer by customer, and writes it down as tables. */
export function invent(plan: Plan): Shop {
  const root = random(plan.seed);
  const demands = plan.segments.map(({ season }) => demand(plan.first, plan.last, season));
  const people = root.fork(0);
  const lives = Array.from({ length: plan.customers }, (_, i): Life => {
    const own = people.fork(i);
    const who = person(own.fork(0), i, plan.segments);
    const segment = plan.segments[who.segment]!;
    const past = history(own.fork(1), who, demands[who.segment]!);
    const placed = orders(own.fork(2), who, segment, past, plan.last);
    return {
      person: who,
      past,
      orders: placed,
      blemishes: blemishes(own.fork(5), placed, plan.rates),
      answers: survey(own.fork(3), who, segment, past.days[0]!, plan, plan.rates),
      visits: visits(own.fork(4), who, past, placed, plan),
    };
  });
  const staff = testAccounts(root.fork(1), plan);
  const lost = lostDays(root.fork(2), plan);
  const { rows, defects } = writeOrders([...lives.flatMap(draft), ...staff.flatMap(({ drafts }) => drafts)], lost);
  const answered = lives.filter(({ answers }) => answers !== undefined);
  return {
    orders: asTable<ShopOrder>(rows, orderColumns),
    customers: asTable<ShopCustomer>([...lives.map(customerRow), ...staff.map(({ row }) => row)]),
    survey: asTable<ShopAnswers>(answered.map(surveyRow), [
      "customer_id",
      "answered_on",
      "minutes",
      ...surveyItems.map(({ item }) => item),
    ]),
    surveyItems: asTable(surveyItems.map((item) => ({ ...item }))),
    events: asTable<ShopEvent>(eventRows(lives), eventColumns),
    truth: asTable<ShopTruth>(lives.map((life) => truthRow(life, plan.segments))),
    defects: asTable<ShopDefect>(defects, ["defect", "row", "order_id", "customer_id", "detail"]),
  };
}

const orderColumns = [
  "order_id",
  "customer_id",
  "ordered_at",
  "product_id",
  "product",
  "category",
  "quantity",
  "unit_price",
  "discount",
  "amount",
  "currency",
  "channel",
] as const;

const eventColumns = [
  "session_id",
  "customer_id",
  "at",
  "page",
  "product_id",
  "referrer",
  "device",
  "os",
  "browser",
] as const;

function asTable<C extends Row>(rows: readonly C[], names: readonly string[] = Object.keys(rows[0] ?? {})): Table<C> {
  const columns = Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name] ?? null)]));
  return tableOf<Row>(columns, names) as Table<C>;
}

/** An order before it has a number. */
interface Draft {
  /** Names the order within the shop, so that what comes back finds what was sent. */
  readonly order: Order | object;
  readonly returns: Order | undefined;
  readonly day: number;
  readonly second: number;
  readonly customer: string;
  readonly written: string | null;
  readonly defect: "missingCustomer" | "idVariant" | "testAccount" | undefined;
  readonly lines: readonly { readonly row: OrderLine; readonly zero: boolean; readonly twice: boolean }[];
}

type OrderLine = Omit<ShopOrder, "order_id" | "customer_id" | "ordered_at">;

function draft(life: Life): Draft[] {
  return life.orders.map((order) => {
    const blemish = life.blemishes.get(order)!;
    const odd = blemish.id !== life.person.id;
    return {
      order,
      returns: order.returns,
      day: order.day,
      second: order.second,
      customer: life.person.id,
      written: blemish.guest ? null : blemish.id,
      defect: blemish.guest ? "missingCustomer" : odd ? "idVariant" : undefined,
      lines: order.lines.map((line, i) => {
        const { zero, twice } = blemish.lines[i]!;
        return {
          row: orderLine(line.product, line.quantity, zero ? 0 : line.cents, line.percent, order.channel),
          zero,
          twice,
        };
      }),
    };
  });
}

/** Cents are whole numbers until here, so that no machine rounds another way. */
function orderLine(
  product: (typeof products)[number],
  quantity: number,
  cents: number,
  percent: number,
  channel: string,
): OrderLine {
  const off = Math.round((Math.abs(quantity) * cents * (100 - percent)) / 100);
  return {
    product_id: product.id,
    product: product.name,
    category: product.category,
    quantity,
    unit_price: cents / 100,
    discount: percent / 100,
    amount: (quantity < 0 && off > 0 ? -off : off) / 100,
    currency: "USD",
    channel,
  };
}

/** One in so many customers is followed by an account of the staff, who try the shop with orders at 0.01. */
function testAccounts(
  generator: Random,
  { customers, first, last, rates }: Plan,
): { row: ShopCustomer; drafts: Draft[] }[] {
  return Array.from({ length: Math.floor(customers * rates.testAccounts + 1e-9) }, (_, i) => {
    const own = generator.fork(i);
    const id = `TEST${String(i + 1).padStart(2, "0")}`;
    const days = Array.from({ length: 2 + own.integer(3) }, () => first + own.integer(last - first + 1));
    const drafts = days.map((day): Draft => {
      const row = orderLine(products[own.integer(products.length)]!, 1, 1, 0, "web");
      const second = Math.floor(3600 * (9 + 8 * own.uniform()));
      const lines = [{ row, zero: false, twice: false }];
      return { order: {}, returns: undefined, day, second, customer: id, written: id, defect: "testAccount", lines };
    });
    const row: ShopCustomer = {
      customer_id: id,
      signed_up: formatDay(Math.min(...days)),
      acquisition: "staff",
      email_opt_in: false,
      age_band: "25-34",
      income_band: null,
      household: "single",
      city: "Portland",
      region: "ME",
      country: "US",
      latitude: 43.66,
      longitude: -70.26,
    };
    return { row, drafts };
  });
}

/** So many of the days between the first and the last, which would leave no gap. */
function lostDays(generator: Random, { first, last, rates }: Plan): ReadonlySet<number> {
  const days = Array.from({ length: Math.max(0, last - first - 1) }, (_, i) => first + 1 + i);
  const luck = new Map(days.map((day) => [day, generator.fork(day >>> 0).uniform()]));
  days.sort((a, b) => luck.get(a)! - luck.get(b)! || a - b);
  return new Set(days.slice(0, Math.round(days.length * rates.lostDays)));
}

/** Numbers the orders by time, leaves out the lost days, and notes the row of every defect. */
function writeOrders(drafts: Draft[], lost: ReadonlySet<number>): { rows: ShopOrder[]; defects: ShopDefect[] } {
  drafts.sort(
    (a, b) => a.day - b.day || a.second - b.second || (a.customer < b.customer ? -1 : Number(a.customer > b.customer)),
  );
  const rows: ShopOrder[] = [];
  const numbers = new Map<object, string>();
  const defects: ShopDefect[] = [];
  for (const day of [...lost].sort((a, b) => a - b))
    defects.push({ defect: "lostDay", row: null, order_id: null, customer_id: null, detail: formatDay(day) });
  for (const each of drafts) {
    const order_id = each.returns === undefined ? String(100_001 + numbers.size) : `R${numbers.get(each.returns)}`;
    if (each.returns === undefined) numbers.set(each.order, order_id);
    if (lost.has(each.day)) continue;
    const note = (defect: ShopDefect["defect"], detail: string | null) =>
      defects.push({ defect, row: rows.length, order_id, customer_id: each.customer, detail });
    for (const { row, zero, twice } of each.lines) {
      for (let copy = 0; copy <= Number(twice); copy++) {
        rows.push({ order_id, customer_id: each.written, ordered_at: formatTime(each.day, each.second), ...row });
        if (each.defect !== undefined) note(each.defect, each.written);
        if (zero) note("zeroPrice", null);
        if (copy === 1) note("duplicate", null);
      }
    }
  }
  return { rows, defects };
}

function customerRow({ person: who, past }: Life): ShopCustomer {
  return {
    customer_id: who.id,
    signed_up: formatDay(past.days[0]!),
    acquisition: who.acquisition,
    email_opt_in: who.emailOptIn,
    age_band: who.ageBand,
    income_band: who.incomeBand,
    household: who.household,
    city: who.city.city,
    region: who.city.region,
    country: "US",
    latitude: who.city.latitude,
    longitude: who.city.longitude,
  };
}

function surveyRow({ person: who, answers }: Life): ShopAnswers {
  const { answeredOn, minutes, values } = answers!;
  const items = Object.fromEntries(surveyItems.map(({ item }, i) => [item, values[i]!]));
  return { customer_id: who.id, answered_on: answeredOn, minutes, ...items };
}

function eventRows(lives: readonly Life[]): ShopEvent[] {
  const seen = lives.flatMap((life) => life.visits.map((visit, i) => ({ visit, i })));
  seen.sort((a, b) =>
    a.visit.at !== b.visit.at
      ? a.visit.at < b.visit.at
        ? -1
        : 1
      : a.visit.person.id !== b.visit.person.id
        ? a.visit.person.id < b.visit.person.id
          ? -1
          : 1
        : a.i - b.i,
  );
  const sessions = new Map<string, string>();
  return seen.map(({ visit }) => {
    const key = `${visit.person.id} ${visit.session}`;
    const session_id = sessions.get(key) ?? `S${String(sessions.size + 1).padStart(6, "0")}`;
    sessions.set(key, session_id);
    const { at, page, productId, referrer, device, os, browser } = visit;
    const customer_id = visit.known ? visit.person.id : null;
    return { session_id, customer_id, at, page, product_id: productId, referrer, device, os, browser };
  });
}

function truthRow({ person: who, past, answers }: Life, segments: readonly ShopSegment[]): ShopTruth {
  return {
    customer_id: who.id,
    segment: segments[who.segment]!.name,
    purchase_rate: who.rate,
    leaving_probability: who.leaving,
    orders: past.days.length,
    alive: past.left === undefined,
    left_on: past.left === undefined ? null : formatDay(past.left),
    spend_level: who.spendLevel,
    attitude: attitudes[who.attitude]!,
    respondent: answers?.respondent ?? null,
  };
}
