import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { errorFunction } from "simple-statistics";
import { bundledFiles } from "../../data/make.js";
import { demand, formatDay, formatInstant, isBlackFriday, parseDay } from "../../src/collect/simulate/calendar.js";
import { priceIn, products } from "../../src/collect/simulate/catalog.js";
import { type Attitude, attitudes, defaultSegments, type ShopSegment } from "../../src/collect/simulate/segments.js";
import type { Shop, ShopDefect, ShopOrder, ShopTruth } from "../../src/collect/simulate/shop.js";
import { brandProbability, latentAnswer, surveyItems, thresholds } from "../../src/collect/simulate/survey.js";
import { type SimulateOptions, simulate } from "../../src/collect/simulate.js";
import type { Row, Table } from "../../src/table.js";

const rowsOf = <C extends Row>(table: Table<C>): C[] => table.objects() as C[];
const shop = simulate();
const orders = rowsOf(shop.orders);
const truth = rowsOf(shop.truth);
const flat = { christmas: 0, blackFriday: 0, summer: 0, weekend: 1 };
/** One segment with this process and a calendar without seasons. */
const plain = (purchases: ShopSegment["purchases"]): ShopSegment[] => [
  { ...defaultSegments[0]!, share: 1, purchases, season: flat },
];
/** Everybody joins on one day: many customers and few orders. */
const crowd = simulate({
  customers: 8000,
  from: "2025-06-02",
  to: "2025-06-02",
  seed: 3,
  defects: { missingAnswers: 0 },
});
const crowdTruth = rowsOf(crowd.truth);

function near(found: number, expected: number, standardError: number, what: string): void {
  assert.ok(
    Math.abs(found - expected) <= 4 * standardError,
    `${what}: expected ${expected} give or take ${4 * standardError} (four standard errors), got ${found}`,
  );
}

test("the bundled files are what data/make.ts writes, byte for byte", () => {
  const hash = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");
  for (const [name, text] of bundledFiles()) {
    const bytes = readFileSync(join(import.meta.dirname, "../../data", name));
    // Compressed bytes may differ between versions of zlib; what they hold may not.
    assert.equal(hash(name.endsWith(".gz") ? gunzipSync(bytes) : bytes), hash(text), name);
  }
});

test("the same options give the same shop, another seed another one", () => {
  const options: SimulateOptions = { customers: 60, seed: 9 };
  const twice = [simulate(options), simulate(options)].map(everything);
  assert.deepEqual(twice[0], twice[1]);
  assert.notDeepEqual(twice[0], everything(simulate({ ...options, seed: 10 })));
});

function everything(each: Shop): unknown {
  return Object.fromEntries(Object.entries(each).map(([name, table]) => [name, (table as Table).objects()]));
}

test("more customers leave the first ones as they were, but for running numbers", () => {
  const few = simulate({ customers: 40, seed: 4, defects: { lostDays: 0 } });
  const many = simulate({ customers: 120, seed: 4, defects: { lostDays: 0 } });
  const first = rowsOf(few.truth);
  assert.deepEqual(rowsOf(many.truth).slice(0, 40), first);
  const ids = new Set(first.map((row) => row.customer_id));
  const known = (each: Shop) =>
    rowsOf(each.orders)
      .filter((row) => row.customer_id !== null && ids.has(row.customer_id))
      .map(({ order_id, ...row }) => ({ ...row, back: order_id.startsWith("R") }));
  assert.deepEqual(known(many), known(few));
  assert.deepEqual(
    rowsOf(many.survey).filter((row) => ids.has(row.customer_id)),
    rowsOf(few.survey),
  );
  const seen = (each: Shop) =>
    rowsOf(each.events)
      .filter((row) => row.customer_id !== null && ids.has(row.customer_id))
      .map(({ session_id, ...row }) => row);
  assert.deepEqual(seen(many), seen(few));
});

test("undoing the listed defects gives the flawless export of the same seed", () => {
  const options = { customers: 300, seed: 12 };
  const rates = {
    lostDays: 0,
    testAccounts: 0,
    duplicates: 0.02,
    zeroPrices: 0.02,
    idVariants: 0.1,
    missingCustomers: 0.1,
  };
  const flawed = simulate({ ...options, defects: rates });
  const flawless = simulate({ ...options, defects: false });
  const wrong = new Map<number, ShopDefect[]>();
  for (const defect of rowsOf(flawed.defects)) wrong.set(defect.row!, [...(wrong.get(defect.row!) ?? []), defect]);
  const blank = (row: ShopOrder, price: boolean) => ({ ...row, ...(price ? { unit_price: 0, amount: 0 } : {}) });
  const expected = rowsOf(flawless.orders);
  const repaired = rowsOf(flawed.orders).flatMap((row, i) => {
    const here = wrong.get(i + 1) ?? [];
    if (here.some(({ defect }) => defect === "duplicate")) return [];
    const owner = here.find(({ defect }) => defect === "missingCustomer" || defect === "idVariant");
    return [
      { row: owner === undefined ? row : { ...row, customer_id: owner.customer_id }, free: row.unit_price === 0 },
    ];
  });
  assert.deepEqual(
    repaired.map(({ row }) => row),
    expected.map((row, i) => blank(row, repaired[i]!.free)),
  );
  assert.equal(flawless.defects.numRows(), 0);
  const process = ({ respondent, ...row }: ShopTruth) => row;
  assert.deepEqual(rowsOf(flawed.truth).map(process), rowsOf(flawless.truth).map(process));
});

test("the default shop has about 50,000 lines of 2,500 customers over two years", () => {
  assert.equal(shop.truth.numRows(), 2500);
  assert.equal(shop.customers.numRows(), 2503); // and three test accounts
  assert.ok(orders.length > 45_000 && orders.length < 55_000, `${orders.length} lines`);
  assert.ok(shop.events.numRows() >= 30_000 && shop.events.numRows() <= 45_000, `${shop.events.numRows()} events`);
  assert.ok(orders[0]!.ordered_at.startsWith("2024-01-0"));
  assert.ok(orders[orders.length - 1]!.ordered_at.startsWith("2025-12-31"));
  assert.ok(Buffer.byteLength(bundledFiles().get("orders.csv")!) <= 5e6);
});

test("what an audit can find in the orders is what the list of defects says", () => {
  const listed = (wanted: ShopDefect["defect"]) =>
    rowsOf(shop.defects)
      .filter(({ defect }) => defect === wanted)
      .map(({ row }) => row);
  const found = (wrong: (row: ShopOrder, i: number) => boolean) =>
    orders.flatMap((row, i) => (wrong(row, i) ? [i + 1] : []));
  const seen = new Set<string>();
  const again = (row: ShopOrder) => {
    const key = JSON.stringify(row);
    const known = seen.has(key);
    seen.add(key);
    return known;
  };
  assert.deepEqual(found(again), listed("duplicate"));
  assert.deepEqual(
    found((row) => row.customer_id === null),
    listed("missingCustomer"),
  );
  assert.deepEqual(
    found((row) => row.unit_price === 0),
    listed("zeroPrice"),
  );
  assert.deepEqual(
    found((row) => /^TEST/.test(row.customer_id ?? "")),
    listed("testAccount"),
  );
  assert.deepEqual(
    found((row) => row.customer_id !== null && !/^(C|TEST)\d+$/.test(row.customer_id)),
    listed("idVariant"),
  );
  const open = new Set(orders.map((row) => row.ordered_at.slice(0, 10)));
  const gaps: string[] = [];
  for (let day = parseDay("2024-01-01", ""); day <= parseDay("2025-12-31", ""); day++)
    if (!open.has(formatDay(day))) gaps.push(formatDay(day));
  assert.deepEqual(
    gaps,
    rowsOf(shop.defects)
      .filter(({ defect }) => defect === "lostDay")
      .map(({ detail }) => detail),
  );
  for (const kind of ["duplicate", "missingCustomer", "zeroPrice", "testAccount", "idVariant"] as const)
    assert.ok(listed(kind).length > 0, kind);
  assert.equal(gaps.length, 2); // 0.3 % of 729 days
});

test("defects come at the rates asked for (binomial standard errors)", () => {
  const rates = {
    duplicates: 0.05,
    zeroPrices: 0.04,
    missingCustomers: 0.1,
    idVariants: 0,
    testAccounts: 0.01,
    lostDays: 0.1,
  };
  const each = simulate({ customers: 600, seed: 2, defects: rates });
  const lines = rowsOf(each.orders);
  const count = (wanted: string) => rowsOf(each.defects).filter(({ defect }) => defect === wanted).length;
  const originals = lines.length - count("duplicate");
  near(count("duplicate") / originals, 0.05, Math.sqrt((0.05 * 0.95) / originals), "duplicates");
  const sales = new Map(lines.filter((row) => row.quantity > 0).map((row) => [row.order_id, row.customer_id === null]));
  const guests = [...sales.values()].filter((guest) => guest).length;
  near(guests / sales.size, 0.1, Math.sqrt((0.1 * 0.9) / sales.size), "missing customers");
  const free = lines.filter((row) => row.unit_price === 0).length;
  near(free / lines.length, 0.04, Math.sqrt((1.1 * 0.04 * 0.96) / originals), "zero prices");
  assert.equal(count("lostDay"), 73);
  assert.equal(rowsOf(each.customers).filter((row) => row.customer_id.startsWith("TEST")).length, 6);
  const spelled = simulate({ customers: 600, seed: 2, defects: { idVariants: 1, missingCustomers: 0 } });
  const odd = new Set(rowsOf(spelled.defects).flatMap((row) => (row.defect === "idVariant" ? [row.customer_id] : [])));
  const repeat = rowsOf(spelled.truth).filter((row) => row.orders > 1).length;
  assert.ok(odd.size > 0.97 * repeat && odd.size <= repeat, `${odd.size} of ${repeat}`); // lost days hide a few
});

test("segments have their shares, rates, leaving probabilities and spend levels (closed form)", () => {
  for (const { name, share, purchases, spend } of defaultSegments) {
    const members = crowdTruth.filter((row) => row.segment === name);
    near(members.length / 8000, share, Math.sqrt((share * (1 - share)) / 8000), `share of ${name}`);
    const mean = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
    const { r, alpha, a, b } = purchases;
    const size = members.length;
    near(mean(members.map((row) => row.purchase_rate)), r / alpha, Math.sqrt(r / size) / alpha, `rate of ${name}`);
    const variance = (a * b) / ((a + b) ** 2 * (a + b + 1));
    near(
      mean(members.map((row) => row.leaving_probability)),
      a / (a + b),
      Math.sqrt(variance / size),
      `leaving of ${name}`,
    );
    const logs = members.map((row) => Math.log(row.spend_level));
    near(mean(logs), Math.log(spend.median), spend.spread / Math.sqrt(size), `log spend of ${name}`);
  }
});

/** Expected repeat orders by time t under BG/NBD: Fader, Hardie and Lee (2005), equation 9; the 2F1 as its series. */
function expectedRepeats(t: number, { r, alpha, a, b }: ShopSegment["purchases"]): number {
  const z = t / (alpha + t);
  let term = 1;
  let sum = 1;
  for (let j = 0; j < 100_000 && term > 1e-16 * sum; j++) {
    term *= ((r + j) * (b + j) * z) / ((a + b - 1 + j) * (j + 1));
    sum += term;
  }
  return ((a + b - 1) / (a - 1)) * (1 - (alpha / (alpha + t)) ** r * sum);
}

test("repeat orders match BG/NBD's expectation at the CDNOW parameters (Fader, Hardie and Lee 2005)", () => {
  const cdnow = { r: 0.242593, alpha: 4.413532, a: 0.792886, b: 2.425753 };
  // The formula first: the published E[X(t)], and SciPy 1.17's hyp2f1 at 78 weeks, where the published 1.8576 is cut short.
  assert.equal(expectedRepeats(3, cdnow).toFixed(4), "0.1506");
  assert.equal(expectedRepeats(31.8571, cdnow).toFixed(4), "1.0405");
  assert.equal(expectedRepeats(78, cdnow).toFixed(4), "1.8580");
  const each = simulate({ customers: 5000, seed: 6, segments: plain(cdnow), defects: false });
  const end = parseDay("2025-12-31", "") + 1;
  const joined = rowsOf(each.customers).map((row) => parseDay(row.signed_up, ""));
  const expected = joined.map((day) => expectedRepeats((end - day - 0.5) / 7, cdnow));
  const surplus = rowsOf(each.truth).map((row, i) => row.orders - 1 - expected[i]!);
  const mean = surplus.reduce((sum, x) => sum + x, 0) / surplus.length;
  const variance = surplus.reduce((sum, x) => sum + (x - mean) ** 2, 0) / surplus.length;
  near(mean, 0, Math.sqrt(variance / surplus.length), "orders beyond expectation");
});

test("after each order but the first a customer leaves with the true probability", () => {
  // Leavings minus the sum of probabilities is a martingale with variance p (1 - p) a step.
  const left = truth.filter((row) => !row.alive).length;
  const expected = truth.reduce((sum, { orders, leaving_probability: p }) => sum + (orders - 1) * p, 0);
  const variance = truth.reduce((sum, { orders, leaving_probability: p }) => sum + (orders - 1) * p * (1 - p), 0);
  near(left, expected, Math.sqrt(variance), "customers who left");
  for (const row of truth) assert.equal(row.alive, row.left_on === null);
});

test("the truth counts the orders and knows when the last one was", () => {
  const each = simulate({ customers: 300, seed: 8, defects: false });
  const sold = rowsOf(each.orders).filter((row) => row.quantity > 0);
  for (const row of rowsOf(each.truth)) {
    const own = sold.filter((line) => line.customer_id === row.customer_id);
    assert.equal(new Set(own.map((line) => line.order_id)).size, row.orders);
    if (row.left_on !== null) assert.equal(own[own.length - 1]!.ordered_at.slice(0, 10), row.left_on);
  }
});

test("answers to Likert and brand items match the cut normal and the class probabilities", () => {
  const attitudeOf = new Map(crowdTruth.map((row) => [row.customer_id, row]));
  const answers = rowsOf(crowd.survey).filter((row) => attitudeOf.get(row.customer_id)!.respondent === "careful");
  for (const attitude of attitudes) {
    const group = answers.filter((row) => attitudeOf.get(row.customer_id)!.attitude === attitude);
    for (let i = 0; i < 14; i++) {
      const { mean, spread } = latentAnswer(i, attitude as Attitude);
      for (const [k, threshold] of thresholds.entries()) {
        const above = 0.5 * (1 - errorFunction((threshold - mean) / spread / Math.SQRT2));
        const share = group.filter((row) => (row[`q${i + 1}`] as number) > k + 1).length / group.length;
        near(share, above, Math.sqrt((above * (1 - above)) / group.length), `q${i + 1} above ${k + 1}, ${attitude}`);
      }
    }
    surveyItems
      .filter(({ scale }) => scale === "brand")
      .forEach(({ item }, word) => {
        const p = brandProbability(word, attitude);
        const share = group.filter((row) => row[item] === 1).length / group.length;
        near(share, p, Math.sqrt((p * (1 - p)) / group.length), `${item}, ${attitude}`);
      });
  }
});

test("reverse-keyed items run against their scale, careless respondents and gaps come at their rates", () => {
  const rows = rowsOf(shop.survey);
  for (const { item, scale, reverse } of surveyItems.filter(({ reverse }) => reverse)) {
    const straight = surveyItems.find((other) => other.scale === scale && !other.reverse)!;
    assert.ok(reverse && correlation(rows.map((row) => [row[item], row[straight.item]])) < -0.2, item);
  }
  const asked = truth.filter((row) => row.respondent !== null);
  assert.equal(asked.length, rows.length);
  const careless = asked.filter((row) => row.respondent !== "careful").length;
  near(careless / asked.length, 0.06, Math.sqrt((0.06 * 0.94) / asked.length), "careless");
  const cells = rows.flatMap((row) => surveyItems.map(({ item }) => row[item]));
  near(
    cells.filter((cell) => cell === null).length / cells.length,
    0.02,
    Math.sqrt((0.02 * 0.98) / cells.length),
    "gaps",
  );
  for (const row of rows)
    for (const { item, lowest, highest } of surveyItems) {
      const cell = row[item] as number | null;
      assert.ok(cell === null || (Number.isInteger(cell) && cell >= lowest && cell <= highest), `${item}: ${cell}`);
    }
});

function correlation(pairs: unknown[][]): number {
  const both = pairs.filter(([x, y]) => x !== null && y !== null) as [number, number][];
  const mean = (k: 0 | 1) => both.reduce((sum, pair) => sum + pair[k], 0) / both.length;
  const [mx, my] = [mean(0), mean(1)];
  const total = (f: (x: number, y: number) => number) => both.reduce((sum, [x, y]) => sum + f(x - mx, y - my), 0);
  return total((x, y) => x * y) / Math.sqrt(total((x) => x * x) * total((_, y) => y * y));
}

function checkLines(each: Shop, from: string, to: string): void {
  const lines = rowsOf(each.orders);
  const names = new Map(products.map((product) => [product.id, product]));
  const sold = new Map<string, ShopOrder>();
  let before = "";
  for (const row of lines) {
    assert.ok(row.ordered_at >= before && row.ordered_at >= `${from} 00:00:00` && row.ordered_at <= `${to} 23:59:59`);
    before = row.ordered_at;
    assert.equal(names.get(row.product_id)?.name, row.product);
    assert.ok(Number.isInteger(row.quantity) && row.quantity !== 0);
    const exact = row.quantity * row.unit_price * (1 - row.discount);
    assert.ok(Math.abs(row.amount - exact) <= 0.005 + 1e-9, `${row.amount} is not ${exact} to the cent`);
    if (row.quantity > 0) sold.set(`${row.order_id} ${row.product_id}`, row);
    else {
      const sale = sold.get(`${row.order_id.slice(1)} ${row.product_id}`);
      if (sale === undefined) continue; // its day is lost
      assert.ok(row.order_id.startsWith("R") && -row.quantity <= sale.quantity && row.ordered_at > sale.ordered_at);
      assert.equal(row.unit_price, sale.unit_price);
      assert.equal(row.discount, sale.discount);
    }
  }
}

test("lines are in time order, amounts follow from price and discount, and no more comes back than was sent", () => {
  checkLines(shop, "2024-01-01", "2025-12-31");
});

test("products with hostile text and accents are sold", () => {
  const names = new Set(orders.map((row) => row.product));
  assert.ok(names.has('Mug "<b>Harbor</b>" & Co, 0.3l'));
  assert.ok(names.has("Crème Brûlée Fudge"));
  assert.ok(bundledFiles().get("orders.csv")!.includes(',"Mug ""<b>Harbor</b>"" & Co, 0.3l",Tableware,'));
  const mug = products.find((product) => product.id === "P502")!;
  assert.deepEqual([priceIn(mug, 2024), priceIn(mug, 2025)], [1290, 1345]); // 1290 * 1.04 = 1341.6, to the next 5
});

test("the web log ends each order on the web at the minute it was placed", () => {
  const each = simulate({ customers: 100, seed: 5, defects: false });
  const placed = rowsOf(each.orders).filter((row) => row.quantity > 0 && row.channel !== "store");
  const instants = new Set(
    placed.map((row) => {
      const [day, time] = row.ordered_at.split(" ") as [string, string];
      const [h, m, s] = time.split(":").map(Number) as [number, number, number];
      return `${row.customer_id} ${formatInstant(parseDay(day, ""), 3600 * h + 60 * m + s)}`;
    }),
  );
  const ends = rowsOf(each.events).filter((row) => row.page === "confirmation");
  assert.ok(ends.length > 50);
  for (const row of ends) assert.ok(instants.has(`${row.customer_id} ${row.at}`));
});

test("the calendar: Thanksgiving, daylight time, and a demand of one a day on average", () => {
  const day = (text: string) => parseDay(text, "day");
  assert.deepEqual(
    ["2024-11-27", "2024-11-28", "2024-12-02", "2024-12-03", "2025-11-26", "2025-11-27"].map((d) =>
      isBlackFriday(day(d)),
    ),
    [false, true, true, false, false, true],
  );
  const noon = 12 * 3600;
  assert.equal(formatInstant(day("2024-03-09"), noon), "2024-03-09T17:00:00Z");
  assert.equal(formatInstant(day("2024-03-10"), noon), "2024-03-10T16:00:00Z");
  assert.equal(formatInstant(day("2024-11-02"), noon), "2024-11-02T16:00:00Z");
  assert.equal(formatInstant(day("2024-11-03"), noon), "2024-11-03T17:00:00Z");
  assert.equal(formatInstant(day("2024-12-31"), 23 * 3600), "2025-01-01T04:00:00Z");
  for (const { season } of defaultSegments) {
    const year = demand(day("2024-01-01"), day("2024-12-31"), season);
    assert.ok(Math.abs(year.total - 366) < 1e-9);
    for (const d of ["2024-01-01", "2024-07-04", "2024-12-31"])
      assert.equal(year.dayAt(year.before(day(d)) + 1e-9), day(d));
  }
  const level = demand(day("2025-01-01"), day("2025-01-10"), flat);
  assert.ok(Math.abs(level.total - 10) < 1e-12);
  assert.equal(level.dayAt(9.99), day("2025-01-10"));
});

test("a flat calendar spreads orders evenly over the week (chi-square, 6 degrees, 0.1 % point 22.5)", () => {
  const each = simulate({
    customers: 1500,
    seed: 14,
    segments: plain({ r: 2, alpha: 10, a: 1.2, b: 30 }),
    defects: false,
  });
  const days = new Map(
    rowsOf(each.orders)
      .filter((row) => row.quantity > 0)
      .map((row) => [row.order_id, row.ordered_at]),
  );
  const counts = new Array<number>(7).fill(0);
  for (const at of days.values()) counts[new Date(`${at.slice(0, 10)}T00:00:00Z`).getUTCDay()]!++;
  const mean = days.size / 7;
  const chiSquare = counts.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0);
  assert.ok(chiSquare < 22.5, `chi-square ${chiSquare}`);
});

test("the seasons show: gift givers order most in December, and summers are quieter than springs", () => {
  const givers = new Set(truth.filter((row) => row.segment === "Gift Givers").map((row) => row.customer_id));
  const months = (wanted: (row: ShopOrder) => boolean) => {
    const counts = new Array<number>(12).fill(0);
    for (const row of orders)
      if (row.ordered_at.startsWith("2025") && row.quantity > 0 && wanted(row))
        counts[Number(row.ordered_at.slice(5, 7)) - 1]!++;
    return counts;
  };
  const gifts = months((row) => row.customer_id !== null && givers.has(row.customer_id));
  assert.ok(gifts[11]! > 3 * Math.max(...gifts.slice(0, 10)));
  const all = months(() => true);
  assert.ok(all[6]! < all[4]!);
});

test("whatever the window, seed and size: known customers, unique ids, honest amounts", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 25 }),
      fc.integer({ min: 0, max: 0xffffffff }),
      fc.integer({ min: 0, max: 800 }),
      fc.integer({ min: 15_000, max: 25_000 }),
      (customers, seed, length, start) => {
        const [from, to] = [formatDay(start), formatDay(start + length)];
        const each = simulate({ customers, seed, from, to });
        checkLines(each, from, to);
        const ids = rowsOf(each.customers).map((row) => row.customer_id);
        assert.equal(new Set(ids).size, ids.length);
        assert.equal(each.truth.numRows(), customers);
        for (const row of rowsOf(each.orders))
          assert.ok(row.customer_id === null || ids.includes(row.customer_id.trim().toUpperCase()));
        for (const row of rowsOf(each.survey)) assert.ok(row.answered_on >= from && row.answered_on <= to);
      },
    ),
    { numRuns: 40 },
  );
});

test("options out of range are a RangeError that says what was expected", () => {
  const wrong: [SimulateOptions, RegExp][] = [
    [{ customers: 0 }, /expected customers to be a whole number from 1 to 1000000, got 0/],
    [{ customers: 2.5 }, /got 2.5/],
    [{ customers: Number.NaN }, /got NaN/],
    [{ from: "2024-02-30" }, /expected from to be a date like "2024-01-31", got "2024-02-30"/],
    [{ to: "yesterday" }, /expected to to be a date/],
    [{ from: "2025-01-02", to: "2025-01-01" }, /expected to on or after from/],
    [{ seed: -1 }, /expected a seed/],
    [{ defects: { duplicates: 1.1 } }, /expected defects.duplicates from 0 to 1, got 1.1/],
    [{ defects: { duplicates: Number.NaN } }, /got NaN/],
    [{ defects: { typos: 0.1 } as never }, /expected defects named missingCustomers, .*got "typos"/],
    [{ defects: { toString: 0.1 } as never }, /got "toString"/],
    [{ segments: [] }, /expected a list of at least one segment/],
    [{ segments: defaultSegments.slice(1) }, /expected shares of segments that sum to 1, got 0\.74/],
    [{ segments: [{ ...defaultSegments[0]!, share: 1, ages: [1, 2] }] }, /expected 6 weights for ages/],
    [{ segments: plain({ r: 1, alpha: 0, a: 1, b: 1 }) }, /expected purchases.alpha of segment "Occasional Tryers"/],
  ];
  for (const [options, message] of wrong)
    assert.throws(
      () => simulate(options),
      (error: Error) => error instanceof RangeError && message.test(error.message),
      JSON.stringify(options),
    );
  assert.throws(() => simulate({ defects: 3 as never }), TypeError);
  assert.throws(() => simulate({ defects: { duplicates: "1" as never } }), TypeError);
});
