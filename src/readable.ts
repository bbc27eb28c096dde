/** A number as a reader wants it: thousands separated, about `digits` significant digits, no trailing zeros. */
export function readable(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "n/a" : value > 0 ? "∞" : "-∞";
  if (value === 0) return "0";
  const size = Math.floor(Math.log10(Math.abs(value)));
  if (size >= 12 || size < -6) return value.toExponential(digits - 1);
  const decimals = Math.max(0, digits - 1 - size);
  const fixed = value.toFixed(decimals);
  const [whole, rest = ""] = fixed.split(".") as [string, string?];
  const trimmed = rest.replace(/0+$/, "");
  const text = trimmed === "" ? thousands(whole) : `${thousands(whole)}.${trimmed}`;
  return text === "-0" ? "0" : text;
}

/** A share as a percentage: 0.1234 is "12 %"; below 10 % one decimal is kept, and what is not 0 or 1 never reads as if it were. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return "n/a";
  const value = share * 100;
  if (value === 0) return "0 %";
  if (Math.abs(value) < 0.1) return value > 0 ? "< 0.1 %" : "> -0.1 %";
  // A sum of shares may miss 100 by a rounding.
  if (value >= 99.5 && value < 100 - 1e-9) return value < 99.95 ? `${value.toFixed(1)} %` : "> 99.9 %";
  return `${Math.abs(value) < 9.95 ? value.toFixed(1).replace(/\.0$/, "") : value.toFixed(0)} %`;
}

/** A whole number with separators, and the noun in singular or plural: "1 line", "2,310 lines". */
export function counted(count: number, noun: string, nouns = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : nouns}`;
}

/** A number with separators between thousands and `decimals` decimals, the same on every machine: an amount of money, or a count. */
export function grouped(value: number, decimals = 0): string {
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split(".");
  const sign = value < 0 && Number(value.toFixed(decimals)) !== 0 ? "-" : "";
  return `${sign}${thousands(whole!)}${fraction === undefined ? "" : `.${fraction}`}`;
}

function thousands(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ",");
}

/** The first six names of a list, and how many more there are: "q1, q2, q3, q4, q5, q6 and 3 more". */
export function listed(names: readonly (string | number)[]): string {
  return `${names.slice(0, 6).join(", ")}${names.length > 6 ? ` and ${names.length - 6} more` : ""}`;
}

/** A sentence that goes on within another one. */
export function uncapitalized(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
