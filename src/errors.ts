/** Where in the user's data something is wrong. Rows count from 1 and do not count a header. */
export interface DataPlace {
  file?: string;
  row?: number;
  column?: string;
}

/**
 * The data, not the call, are wrong: a value, row or column that cannot be used as it stands.
 *
 * A wrong kind of argument is a `TypeError` and a value out of range a `RangeError`; both are mistakes in code.
 * A `DataError` says which file, row and column to look at.
 *
 * @example
 * try {
 *   throw new DataError("expected a number, got \"n/a\"", { file: "orders.csv", row: 3, column: "amount" });
 * } catch (error) {
 *   console.log(String(error)); // DataError: expected a number, got "n/a" (orders.csv, row 3, column "amount")
 * }
 */
export class DataError extends Error {
  override readonly name = "DataError";
  readonly file: string | undefined;
  readonly row: number | undefined;
  readonly column: string | undefined;

  constructor(message: string, place: DataPlace = {}) {
    const where = [
      place.file,
      place.row === undefined ? undefined : `row ${place.row}`,
      place.column === undefined ? undefined : `column ${JSON.stringify(place.column)}`,
    ].filter((part) => part !== undefined);
    super(where.length === 0 ? message : `${message} (${where.join(", ")})`);
    this.file = place.file;
    this.row = place.row;
    this.column = place.column;
  }
}

/** The candidate most like `name` (edit distance on lower-cased letters and digits), or undefined where none is near. */
export function closest(name: string, candidates: readonly string[]): string | undefined {
  const bare = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  const wanted = bare(name);
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const other = bare(candidate);
    const contained = wanted.length > 2 && other.length > 2 && (other.includes(wanted) || wanted.includes(other));
    // A name that is contained is near, a slip of one letter nearer.
    const distance = contained ? Math.min(1.5, editDistance(wanted, other)) : editDistance(wanted, other);
    // Where every letter of the shorter is another, nothing is alike.
    if (distance > 0 && distance >= Math.min(wanted.length, other.length)) continue;
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return bestDistance <= Math.max(2, Math.ceil(wanted.length / 3)) ? best : undefined;
}

/** Throws a DataError that names the closest column where `name` is not among `columns`. */
export function requireColumn(
  columns: readonly string[],
  name: string,
  role = "a column",
  place: DataPlace = {},
): void {
  if (columns.includes(name)) return;
  const near = closest(name, columns);
  const hint = near === undefined ? "" : ` Did you mean ${JSON.stringify(near)}?`;
  const list = columns.map((column) => JSON.stringify(column)).join(", ");
  throw new DataError(`expected ${role} named ${JSON.stringify(name)}, found ${list || "no columns"}.${hint}`, place);
}

/**
 * Throws a TypeError where options are no object or have a name that is not among `known`: a misspelt one would be passed over in
 * silence. Cells of a notebook are type-checked and never come here; scripts are not.
 */
export function requireOptions(options: unknown, known: Readonly<Record<string, true>>, call: string): void {
  const names = Object.keys(known);
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw new TypeError(`expected options of ${call} such as { ${names[0]}: … }, got ${quoted(options)}`);
  const odd = Object.keys(options).find((name) => !(name in known));
  if (odd === undefined) return;
  const near = closest(odd, names);
  const hint = near === undefined ? "" : ` Did you mean ${JSON.stringify(near)}?`;
  throw new TypeError(`expected options of ${call} among ${names.join(", ")}, got ${JSON.stringify(odd)}.${hint}`);
}

/** Throws a TypeError unless `result` has `part`, as what `call` returns has: arguments get swapped, and an `await` forgotten. */
export function requireResult(result: unknown, part: string, call: string): void {
  if (typeof result === "object" && result !== null && part in result) return;
  throw new TypeError(`expected what ${call} returns, got ${instead(result)}`);
}

/** What came in place of an object that a call expects. */
export function instead(value: unknown): string {
  if (value instanceof Promise) return "a promise: await it";
  return typeof value === "object" && value !== null ? "another object" : quoted(value);
}

/** Throws a RangeError unless the value of an option is among those allowed. */
export function requireOneOf(option: string, value: unknown, allowed: readonly string[]): void {
  if (!allowed.includes(value as string))
    throw new RangeError(`expected ${option} to be ${allowed.map(quoted).join(", ")}, got ${quoted(value)}`);
}

/** A value in an error message: text in quotes, so that "3" is seen to be no number. */
export function quoted(value: unknown): string {
  return typeof value === "string" || Array.isArray(value) ? JSON.stringify(value) : String(value);
}

/** Levenshtein distance of two strings. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      row.push(Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + change));
    }
    previous = row;
  }
  return previous[b.length]!;
}
