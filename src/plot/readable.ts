/** A number as a reader wants it: thousands separated, about `digits` significant digits, no trailing zeros. */
export function readable(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "n/a" : value > 0 ? "∞" : "-∞";
  if (value === 0) return "0";
  const size = Math.floor(Math.log10(Math.abs(value)));
  if (size >= 12 || size < -6) return value.toExponential(digits - 1);
  const decimals = Math.max(0, digits - 1 - size);
  const fixed = value.toFixed(decimals);
  const [whole, rest = ""] = fixed.split(".") as [string, string?];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const trimmed = rest.replace(/0+$/, "");
  const text = trimmed === "" ? grouped : `${grouped}.${trimmed}`;
  return text === "-0" ? "0" : text;
}

/** A share as a percentage: 0.1234 is "12 %"; below 10 % one decimal is kept. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return "n/a";
  const value = share * 100;
  if (value === 0) return "0 %";
  if (Math.abs(value) < 0.1) return value > 0 ? "< 0.1 %" : "> -0.1 %";
  return `${Math.abs(value) < 9.95 ? value.toFixed(1).replace(/\.0$/, "") : value.toFixed(0)} %`;
}

/** "1 customer", "2 customers". */
export function counted(count: number, noun: string): string {
  return `${readable(count, 15)} ${noun}${count === 1 ? "" : "s"}`;
}
