/** How strongly a group of customers follows the year and the week; all zero and weekend 1 is a flat calendar. */
export interface Season {
  /** Extra demand at the height of December, as a multiple of an ordinary day. */
  readonly christmas: number;
  /** Extra demand from Thanksgiving to the Monday after. */
  readonly blackFriday: number;
  /** Share of demand lost at the bottom of the summer, 0 to 1. */
  readonly summer: number;
  /** Demand of a Saturday or Sunday relative to a weekday. */
  readonly weekend: number;
}

/** Demand by day of a window, so that equal steps of `position` are equally likely to bring an order. */
export interface Demand {
  /** Day number of the first day. */
  readonly first: number;
  /** Demand from the window's start to its end, in ordinary days. */
  readonly total: number;
  /** Day number at which this much demand has passed. */
  dayAt(position: number): number;
  /** Demand that has passed when this day starts. */
  before(day: number): number;
}

const DAY = 86_400_000;

/** Days since 1970-01-01 of a date "YYYY-MM-DD". */
export function parseDay(text: string, name: string): number {
  const match = typeof text === "string" ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) : null;
  const time = match === null ? Number.NaN : Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  if (!Number.isFinite(time) || formatDay(time / DAY) !== text)
    throw new RangeError(`expected ${name} to be a date like "2024-01-31", got ${JSON.stringify(text)}`);
  return time / DAY;
}

/** "YYYY-MM-DD" of a day number. */
export function formatDay(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** "YYYY-MM-DD HH:MM:SS" of a day number and the seconds since its midnight. */
export function formatTime(day: number, second: number): string {
  return new Date(day * DAY + second * 1000).toISOString().slice(0, 19).replace("T", " ");
}

/** Local time of the shop (US Eastern) as an ISO instant in UTC. */
export function formatInstant(day: number, second: number): string {
  const hours = isDaylightTime(day) ? 4 : 5;
  return `${new Date(day * DAY + (second + hours * 3600) * 1000).toISOString().slice(0, 19)}Z`;
}

/** Day of the week of a day number: 0 is Monday. */
export function weekday(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** Year of a day number. */
export function yearOf(day: number): number {
  return new Date(day * DAY).getUTCFullYear();
}

/** Whether the day is from Thanksgiving (fourth Thursday of November) to the Monday after. */
export function isBlackFriday(day: number): boolean {
  const thanksgiving = nthWeekday(yearOf(day), 10, 3, 4);
  return day >= thanksgiving && day <= thanksgiving + 4;
}

/** Demand by day from `first` to `last`, both included; a year has one ordinary day of demand per day on average. */
export function demand(first: number, last: number, season: Season): Demand {
  const year = parseDay("2024-01-01", "a year");
  let mean = 0;
  for (let day = year; day < year + 366; day++) mean += dayWeight(day, season) / 366;
  const passed = new Float64Array(last - first + 2);
  for (let i = 0; i <= last - first; i++) passed[i + 1] = passed[i]! + dayWeight(first + i, season) / mean;
  return {
    first,
    total: passed[passed.length - 1]!,
    before: (day) => passed[day - first]!,
    dayAt(position) {
      let low = 0;
      let high = passed.length - 2;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (passed[middle]! <= position) low = middle;
        else high = middle - 1;
      }
      return first + low;
    },
  };
}

function dayWeight(day: number, season: Season): number {
  const year = yearOf(day);
  const december = Math.max(bell(day, year, 11, 12, 9), bell(day, year - 1, 11, 12, 9));
  const july = bell(day, year, 6, 28, 24);
  const sale = isBlackFriday(day) ? season.blackFriday : 0;
  const week = weekday(day) >= 5 ? season.weekend : 1;
  return week * (1 + season.christmas * december + sale) * (1 - season.summer * july) * holiday(day, year, season);
}

/** The shop sleeps over Christmas and on New Year's Day, in as far as its customers follow the year at all. */
function holiday(day: number, year: number, season: Season): number {
  if (season.christmas === 0) return 1;
  const christmasEve = Date.UTC(year, 11, 24) / DAY;
  if (day >= christmasEve && day <= christmasEve + 2) return 0.3;
  return day === Date.UTC(year, 0, 1) / DAY ? 0.4 : 1;
}

/** 1 at the named date, falling off like a normal density with this standard deviation in days. */
function bell(day: number, year: number, month: number, date: number, spread: number): number {
  const z = (day - Date.UTC(year, month, date) / DAY) / spread;
  return Math.exp(-0.5 * z * z);
}

/** Day number of the n-th such weekday (0 is Monday) of a month (0 is January). */
function nthWeekday(year: number, month: number, wanted: number, n: number): number {
  const start = Date.UTC(year, month, 1) / DAY;
  return start + ((wanted - weekday(start) + 7) % 7) + 7 * (n - 1);
}

/** US rule since 2007: second Sunday of March to first Sunday of November. */
function isDaylightTime(day: number): boolean {
  const year = yearOf(day);
  return day >= nthWeekday(year, 2, 6, 2) && day < nthWeekday(year, 10, 6, 1);
}
