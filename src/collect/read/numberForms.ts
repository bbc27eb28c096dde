/** Which decimal marks a text can be read with, and its unit; undefined where it is no number. */
export interface NumberReadings {
  readonly dot: boolean;
  readonly comma: boolean;
  /** Whether it is written as computers do: digits, a point, no grouping and no unit. */
  readonly plain: boolean;
  readonly finite: boolean;
  /** Currency sign or code, or `%`; empty where there is none. */
  readonly unit: string;
  /** Whether spaces group its digits, as they do in telephone numbers too. */
  readonly spaced: boolean;
  readonly decimals: boolean;
}

// The patterns are read by JavaScript and by the engine alike. A leading zero makes a code, not a number.
const gap = "[ '\u00a0\u202f\u2019]";
const whole = "(?:0|[1-9][0-9]*)";
const plainNumber = `[+-]?(?:${whole}(?:[.][0-9]+)?(?:[eE][+-][0-9]+)?|${whole}?[.][0-9]+(?:[eE][0-9]+)?)`;
const notFinite = "[+-]?(?:[nN][aA][nN]|[iI][nN][fF](?:[iI][nN][iI][tT][yY])?)";
const dotCore = `(?:(?:[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:${gap}[0-9]{3})+)|${whole})(?:[.][0-9]+)?|[.][0-9]+)`;
const commaCore = `(?:(?:[1-9][0-9]{0,2}(?:(?:[.][0-9]{3})+|(?:${gap}[0-9]{3})+)|${whole})(?:,[0-9]+)?|,[0-9]+)`;
const blank = "[ \u00a0\u202f]";
const sign = "[+\u2212-]";
const unit =
  "(?:[$€£¥₹₽₩₺₴₫₱฿%]|US[$]|R[$]|zł|Kč|kr|Ft|CHF|USD|EUR|GBP|JPY|AUD|CAD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|INR|CNY|BRL|MXN|ZAR)";

/** A number with its surroundings: unit before or after, sign before or after, negative in parentheses. */
function dressed(core: string): string {
  const body = `(?:${unit}${blank}?)?${core}(?:${blank}?${unit})?`;
  return `[(]${body}[)]|${sign}?${blank}?${body}|${unit}${blank}?${sign}${core}|${body}[\u2212-]`;
}

/** What the engine has to match for a number in plain writing, NaN and infinity included. */
export const plainPattern = `${plainNumber}|${notFinite}`;
/** What the engine has to match for a number with grouping or a unit, by its decimal mark. */
export const dressedPatterns: Readonly<Record<"." | ",", string>> = { ".": dressed(dotCore), ",": dressed(commaCore) };

const plainTest = new RegExp(`^(?:${plainNumber})$`);
const notFiniteTest = new RegExp(`^${notFinite}$`);
const dotTest = new RegExp(`^(?:${dressed(dotCore)})$`);
const commaTest = new RegExp(`^(?:${dressed(commaCore)})$`);
const unitTest = new RegExp(unit);

/** Reads a trimmed text as a number in every way that it could be one. */
export function numberReadings(text: string): NumberReadings | undefined {
  if (notFiniteTest.test(text))
    return { dot: true, comma: true, plain: true, finite: false, unit: "", spaced: false, decimals: false };
  const plain = plainTest.test(text);
  const dot = plain || dotTest.test(text);
  const comma = commaTest.test(text);
  if (!dot && !comma) return undefined;
  return {
    dot,
    comma,
    plain,
    finite: true,
    unit: plain ? "" : (unitTest.exec(text)?.[0] ?? ""),
    spaced: /\d[ \u00a0\u202f]\d/.test(text),
    decimals: /[.,]\d{1,2}\D*$/.test(text),
  };
}
