/** A stretch of days without orders that the days around it make unlikely. */
export interface CalendarGap {
  /** First and last day, `YYYY-MM-DD`. */
  from: string;
  to: string;
  days: number;
  /** Orders that the same weekdays before and after would have let expect. */
  expectedOrders: number;
}

const dayLength = 86400000;
const weeksAround = 4;

/**
 * Stretches without orders that are no weekly habit. For each empty day, the same weekday of the four weeks before and after the stretch tells
 * how many orders were due (the largest count left out, so that one odd Saturday does not make Saturdays working days). A stretch is a gap
 * where Poisson counts of that mean would leave it empty less than once in a thousand such calendars.
 *
 * @param orders the days with orders, ascending, as UTC midnights, and how many.
 */
export function calendarGaps(orders: readonly { readonly day: number; readonly orders: number }[]): CalendarGap[] {
  if (orders.length === 0) return [];
  const first = orders[0]!.day / dayLength;
  const length = orders.at(-1)!.day / dayLength - first + 1;
  const counts = new Float64Array(length);
  for (const { day, orders: count } of orders) counts[day / dayLength - first] = count;
  const unlikely = Math.log(1000 * length);
  const gaps: CalendarGap[] = [];
  for (let from = 1; from < length; from++) {
    if (counts[from] !== 0) continue;
    let to = from;
    while (counts[to + 1] === 0) to++;
    let due = 0;
    for (let day = from; day <= to; day++) due += usual(counts, day, from, to);
    if (due > unlikely) {
      const text = (day: number) => new Date((first + day) * dayLength).toISOString().slice(0, 10);
      gaps.push({ from: text(from), to: text(to), days: to - from + 1, expectedOrders: Math.round(due) });
    }
    from = to;
  }
  return gaps;
}

/** The mean of the counts on the same weekday around a stretch, without the largest. */
function usual(counts: Float64Array, day: number, from: number, to: number): number {
  const around: number[] = [];
  // The first of these weekdays outside the stretch, which may be centuries long where a date is wrong.
  const before = day - 7 * (Math.floor((day - from) / 7) + 1);
  const after = day + 7 * (Math.floor((to - day) / 7) + 1);
  for (let week = 0; week < weeksAround; week++) {
    for (const at of [before - 7 * week, after + 7 * week]) if (at >= 0 && at < counts.length) around.push(counts[at]!);
  }
  if (around.length < 2) return 0;
  return (around.reduce((sum, count) => sum + count, 0) - Math.max(...around)) / (around.length - 1);
}
