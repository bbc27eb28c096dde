import { column, type Table } from "../table.js";

/** A month ("2011-03") and its orders. */
export interface Month {
  readonly period: string;
  readonly orders: number;
}

/** The calendar of an audit, as far as a plot can show it. */
export interface OrdersPerMonth {
  /** All months from the first to the last that is drawn, also those without orders. */
  readonly months: readonly Month[];
  /** Orders of months too far away to be drawn. */
  readonly beyond: number;
  /** Stretches of days without orders, from the first day to the day after the last: empty months, then unusual gaps. */
  readonly shaded: readonly (readonly [string, string])[];
  /** How many of the unusual gaps are drawn. */
  readonly gaps: number;
}

// A single date of the year 1900 or 9999 must neither draw ten thousand months nor push all others out of the picture.
const mostMonths = 1201;

/**
 * Orders per month without holes, over the hundred years that hold the most orders. `gaps` are the stretches of days that the audit
 * found unusual.
 *
 * @throws RangeError where a period is no month.
 */
export function ordersPerMonth(perMonth: Table, gaps?: Table): OrdersPerMonth {
  const found = readPeriods(perMonth);
  if (found.size === 0) return { months: [], beyond: 0, shaded: [], gaps: 0 };
  const [first, last] = fullestSpan([...found].sort((a, b) => a[0] - b[0]));
  const months = Array.from({ length: last - first + 1 }, (_, i) => ({
    period: periodOf(first + i),
    orders: found.get(first + i) ?? 0,
  }));
  let beyond = 0;
  for (const [month, orders] of found) if (month < first || month > last) beyond += orders;
  const [start, end] = [`${periodOf(first)}-01`, `${periodOf(last + 1)}-01`];
  const stretches = readGaps(gaps)
    .map(([from, to]) => [from < start ? start : from, to > end ? end : to] as const)
    .filter(([from, to]) => from < to);
  const empty = months
    .filter(({ orders }) => orders === 0)
    .map(({ period }) => [`${period}-01`, monthEnd(period)] as const);
  return { months, beyond, shaded: [...empty, ...stretches], gaps: stretches.length };
}

/** The first day after a month. */
export function monthEnd(period: string): string {
  const [year, month] = period.split("-").map(Number) as [number, number];
  return `${periodOf(year * 12 + month)}-01`;
}

function periodOf(month: number): string {
  return `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}`;
}

/** Orders by month, counted from the year 0. */
function readPeriods(table: Table): Map<number, number> {
  const found = new Map<number, number>();
  if (table.numRows() === 0) return found;
  const orders = column(table, "orders");
  for (const [i, period] of Array.from(column(table, "period")).entries()) {
    const match = /^(\d{4})-(\d{2})/.exec(String(period));
    if (match === null)
      throw new RangeError(`expected a month like "2011-03", got ${JSON.stringify(period)} in row ${i + 1}`);
    const month = Number(match[1]) * 12 + Number(match[2]) - 1;
    found.set(month, (found.get(month) ?? 0) + Number(orders[i] ?? 0));
  }
  return found;
}

/** First and last of the months that lie within a hundred years and hold the most orders; the earliest such where several do. */
function fullestSpan(sorted: readonly (readonly [number, number])[]): [number, number] {
  let [from, sum, most] = [0, 0, Number.NEGATIVE_INFINITY];
  let best: [number, number] = [sorted[0]![0], sorted[0]![0]];
  for (const [month, orders] of sorted) {
    sum += orders;
    while (month - sorted[from]![0] >= mostMonths) sum -= sorted[from++]![1];
    if (sum > most) [most, best] = [sum, [sorted[from]![0], month]];
  }
  return best;
}

/** First day of each gap, and the day after its last. */
function readGaps(gaps: Table | undefined): [string, string][] {
  if (gaps === undefined || gaps.numRows() === 0) return [];
  const to = column(gaps, "to");
  return Array.from(column(gaps, "from"), (day, i) => {
    const after = new Date(`${String(to[i])}T00:00:00Z`);
    after.setUTCDate(after.getUTCDate() + 1);
    return [String(day), after.toISOString().slice(0, 10)];
  });
}
