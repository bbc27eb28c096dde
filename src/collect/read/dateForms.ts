/** In which order day, month and year stand. */
export type DateOrder = "ymd" | "mdy" | "dmy";

/** One way to read a text as a time. */
export interface DateForm {
  readonly order: DateOrder;
  /** A `strptime` pattern, without the zone. */
  readonly format: string;
  /** Whether it holds a time of day. */
  readonly clock: boolean;
  /** Whether a zone (Z, UTC, +02:00) follows. */
  readonly zone: boolean;
}

/** What the engine takes off the end of a time that carries a zone. */
export const zonePattern = " ?(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})$";

const zoneTest = new RegExp(`(?<=[0-9])${zonePattern}`);
const clockTest = /^(.*?\d)(, | |T)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?( ?)([AaPp][Mm])?$/;
const numericTest = /^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})$/;
const dayMonthTest = /^(\d{1,2})([- ])([A-Za-z]{3,9})([- ])(\d{4}|\d{2})$/;
const monthDayTest = /^([A-Za-z]{3,9}) (\d{1,2})(,? )(\d{4})$/;
const months = [
  ..."january february march april may june july august september october november december".split(" "),
  ..."jan feb mar apr may jun jul aug sep oct nov dec".split(" "),
];

/** All ways to read a trimmed text as a day or a time; none where it is neither. */
export function dateForms(text: string): DateForm[] {
  if (text.length < 6 || text.length > 40) return [];
  const compact = compactForm(text);
  if (compact !== undefined) return [compact];
  const zone = zoneTest.test(text) && text.includes(":");
  const bare = zone ? text.replace(zoneTest, "") : text;
  const clock = clockTest.exec(bare);
  const clockFormat = clock === null ? "" : clockPattern(clock);
  if (clockFormat === undefined) return [];
  const day = clock === null ? bare : clock[1]!;
  return dayForms(day).map(({ order, format }) => ({
    order,
    format: format + clockFormat,
    clock: clock !== null,
    zone,
  }));
}

function dayForms(day: string): { order: DateOrder; format: string }[] {
  const numeric = numericTest.exec(day);
  if (numeric !== null) {
    const [, a, mark, b, c] = numeric as unknown as [string, string, string, string, string];
    if (a.length === 4 && c.length <= 2)
      return isDay(+a, +b, +c) ? [{ order: "ymd", format: `%Y${mark}%m${mark}%d` }] : [];
    if (a.length > 2 || (c.length !== 4 && c.length !== 2)) return [];
    const year = c.length === 4 ? "%Y" : "%y";
    const full = c.length === 4 ? +c : fullYear(+c);
    const forms: { order: DateOrder; format: string }[] = [];
    if (isDay(full, +a, +b)) forms.push({ order: "mdy", format: `%m${mark}%d${mark}${year}` });
    if (isDay(full, +b, +a)) forms.push({ order: "dmy", format: `%d${mark}%m${mark}${year}` });
    if (c.length === 2 && a.length === 2 && isDay(fullYear(+a), +b, +c))
      forms.push({ order: "ymd", format: `%y${mark}%m${mark}%d` });
    return forms;
  }
  const dayMonth = dayMonthTest.exec(day);
  if (dayMonth !== null && months.includes(dayMonth[3]!.toLowerCase())) {
    const year = dayMonth[5]!.length === 4 ? "%Y" : "%y";
    return [{ order: "dmy", format: `%d${dayMonth[2]}${monthPattern(dayMonth[3]!)}${dayMonth[4]}${year}` }];
  }
  const monthDay = monthDayTest.exec(day);
  if (monthDay !== null && months.includes(monthDay[1]!.toLowerCase()))
    return [{ order: "mdy", format: `${monthPattern(monthDay[1]!)} %d${monthDay[3]}%Y` }];
  return [];
}

/** 20101201, 201012010826 or 20101201082600, of the years 1900 to 2099: other numbers of that length rarely fit. */
function compactForm(text: string): DateForm | undefined {
  const parts = /^((?:19|20)\d\d)(\d\d)(\d\d)(?:([01]\d|2[0-3])([0-5]\d)([0-5]\d)?)?$/.exec(text);
  if (parts === null || !isDay(+parts[1]!, +parts[2]!, +parts[3]!)) return undefined;
  const clock = parts[4] === undefined ? "" : parts[6] === undefined ? "%H%M" : "%H%M%S";
  return { order: "ymd", format: `%Y%m%d${clock}`, clock: clock !== "", zone: false };
}

function clockPattern(clock: RegExpExecArray): string | undefined {
  const [, , joint, hour, minute, second, fraction, space, half] = clock;
  if (Number(minute) > 59 || Number(second ?? 0) > 59) return undefined;
  if (half !== undefined && (Number(hour) < 1 || Number(hour) > 12)) return undefined;
  if (Number(hour) > 23 || (half === undefined && space !== "")) return undefined;
  const seconds = second === undefined ? "" : ":%S";
  const part = fraction === undefined ? "" : fraction.length > 6 ? ".%n" : ".%f";
  return `${joint}${half === undefined ? "%H" : "%I"}:%M${seconds}${part}${half === undefined ? "" : `${space}%p`}`;
}

function monthPattern(name: string): string {
  return name.length === 3 ? "%b" : "%B";
}

function fullYear(short: number): number {
  return short < 69 ? 2000 + short : 1900 + short;
}

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1 || year < 1000) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
