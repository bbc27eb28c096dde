import { extent, mean, median, quantile, standardDeviation } from "simple-statistics";
import { DataError, requireColumn } from "../errors.js";
import { levelText } from "../levels.js";
import { type CategoricalColumn, type Matrix, type Preparation, type PreparedColumn, rowIds } from "../matrix.js";
import { portableLog1p } from "../numeric/portableLog1p.js";
import { counted, grouped, percent } from "../readable.js";
import { column, type FiniteNumbers, finiteNumbers, type Table, type Value } from "../table.js";

/** The steps asked for on one numeric column. */
export interface NumericSteps {
  readonly log: boolean;
  readonly scale: "none" | "standard" | "robust" | "range";
  readonly impute: "error" | "mean" | "median" | "zero";
}

/**
 * Finds the figures of each step on one column: what replaces missing values, the shift before the logarithm, center and
 * spread. The figures of a step are those of the values as the steps before left them.
 */
export function fitNumeric(
  name: string,
  cells: FiniteNumbers,
  steps: NumericSteps,
): { prepared: PreparedColumn; warnings: string[] } {
  const warnings: string[] = [];
  const present = Array.from(cells.missing === 0 ? cells.values : cells.values.filter((value) => !Number.isNaN(value)));
  const prepared: { -readonly [P in keyof PreparedColumn]: PreparedColumn[P] } = { column: name };
  if (steps.impute === "error")
    refuseMissing(name, cells, 'pass impute: "mean", "median" or "zero", or fill them first');
  else {
    if (present.length === 0 && steps.impute !== "zero")
      throw new DataError(`expected some values to take the ${steps.impute} of, got none; leave the column out`, {
        column: name,
      });
    const value = steps.impute === "zero" ? 0 : steps.impute === "mean" ? mean(present) : median(present);
    prepared.impute = { rule: steps.impute, value, count: cells.missing };
    const share = cells.missing / cells.values.length;
    if (share > 0.05)
      warnings.push(
        `${name}: ${counted(cells.missing, "missing value")} of ${grouped(cells.values.length)} (${percent(share)}) became the ${steps.impute === "zero" ? "number 0" : steps.impute}, which a method may take for a segment.`,
      );
    for (let i = 0; i < cells.missing; i++) present.push(value);
  }
  let values = present;
  if (steps.log) {
    const [smallest] = extent(values);
    const shift = smallest > -1 ? 0 : -smallest;
    if (shift > 0)
      warnings.push(
        `${name} goes down to ${smallest}, so its logarithm is log(1 + x + ${shift}): the shift is arbitrary and shapes the result.`,
      );
    prepared.log = { shift };
    values = values.map((value) => portableLog1p(value + shift));
  }
  if (steps.scale !== "none") {
    const [low, high] = extent(values);
    // Sums that differ in the last bits only, such as 0.1 + 0.2 and 0.3, must not be blown up to a feature.
    if (high - low <= 16 * Number.EPSILON * Math.max(Math.abs(low), Math.abs(high))) {
      warnings.push(`${name} is the same in all rows: it became 0 and tells no customers apart.`);
      prepared.scale = { method: steps.scale, center: low, spread: 1 };
    } else prepared.scale = centerAndSpread(name, values, steps.scale, low, high);
  }
  return { prepared, warnings };
}

/** Makes the Matrix of a table by figures found before, on this table or on another. */
export function applyPreparation(table: Table, preparation: Preparation, id: string | undefined): Matrix {
  const { ids } = rowIds(table, id ?? preparation.id);
  const rows = ids.length;
  const names = table.columnNames();
  const columns: string[] = [];
  const values: Float64Array[] = [];
  const missing: (Uint8Array | undefined)[] = [];
  let encoded: { column: string; texts: readonly string[] } | undefined;
  for (const prepared of preparation.columns) {
    requireColumn(names, prepared.column);
    const cells = column(table, prepared.column);
    if (prepared.level === undefined) {
      const numbers = finiteNumbers(table, prepared.column);
      columns.push(prepared.column);
      missing.push(
        numbers.missing === 0 ? undefined : Uint8Array.from(numbers.values, (value) => +Number.isNaN(value)),
      );
      values.push(prepareNumeric(numbers, prepared));
      continue;
    }
    if (encoded?.column !== prepared.column) {
      const known = new Set(
        preparation.columns.filter((other) => other.column === prepared.column).map((other) => other.level),
      );
      const other = otherOf(preparation, prepared.column);
      encoded = { column: prepared.column, texts: knownLevels(cells, prepared.column, known, other) };
    }
    columns.push(`${prepared.column}=${prepared.level}`);
    missing.push(undefined);
    values.push(Float64Array.from(encoded.texts, (text) => (text === prepared.level ? 1 : 0)));
  }
  const twice = columns.find((name, i) => columns.indexOf(name) !== i);
  if (twice !== undefined)
    throw new DataError(`expected different names for all prepared columns, got ${JSON.stringify(twice)} twice`);
  const categorical = preparation.categorical.map(({ column: name, levels }): CategoricalColumn => {
    requireColumn(names, name, "a categorical column");
    const codeOf = new Map(levels.map((level, code) => [level, code]));
    const other = otherOf(preparation, name);
    const codes = Int32Array.from({ length: rows }, () => -1);
    const cells = column(table, name);
    for (let i = 0; i < rows; i++) {
      const text = levelText(cells[i]!, i, name);
      if (text === null) continue;
      const code = codeOf.get(text) ?? (other === undefined ? undefined : codeOf.get(other));
      if (code === undefined) throw unseen(text, levels, i, name);
      codes[i] = code;
    }
    return { name, levels, codes };
  });
  return {
    rows,
    ids,
    columns,
    values,
    categorical,
    preparation,
    ...(missing.some((column) => column !== undefined) ? { missing } : {}),
  };
}

/** The level that stands for the rare ones of a column. A column may be called as what every object has, such as "constructor". */
function otherOf({ others }: Preparation, name: string): string | undefined {
  return others !== undefined && Object.hasOwn(others, name) ? others[name] : undefined;
}

function prepareNumeric(cells: FiniteNumbers, prepared: PreparedColumn): Float64Array {
  const { impute, log, scale } = prepared;
  if (impute === undefined)
    refuseMissing(
      prepared.column,
      cells,
      "no rule for missing values is recorded, so fill them or drop the rows first",
    );
  const result = cells.values;
  for (let i = 0; i < result.length; i++) {
    let value = result[i]!;
    if (impute !== undefined && Number.isNaN(value)) value = impute.value;
    if (log !== undefined) {
      if (value + log.shift <= -1)
        throw new DataError(
          `expected a number above ${-1 - log.shift}, the least that the recorded logarithm takes, got ${value}`,
          { row: i + 1, column: prepared.column },
        );
      value = portableLog1p(value + log.shift);
    }
    if (scale !== undefined) value = (value - scale.center) / scale.spread;
    if (!Number.isFinite(value))
      throw new DataError(`expected a number that stays finite when prepared, got ${value}`, {
        row: i + 1,
        column: prepared.column,
      });
    result[i] = value;
  }
  return result;
}

function centerAndSpread(
  name: string,
  values: readonly number[],
  method: "standard" | "robust" | "range",
  low: number,
  high: number,
): { method: "standard" | "robust" | "range"; center: number; spread: number } {
  const found =
    method === "range"
      ? { center: low, spread: high - low }
      : method === "standard"
        ? { center: mean(values), spread: standardDeviation(values) }
        : { center: median(values), spread: quantile(values, 0.75) - quantile(values, 0.25) };
  if (method === "robust" && found.spread === 0)
    throw new DataError(
      `expected quartiles that differ, got ${quantile(values, 0.25)} for both (half of the rows or more are equal); use scale "standard" or "range", or leave the column out`,
      { column: name },
    );
  // Values near the ends of the doubles: their spread overflows or vanishes.
  if (!Number.isFinite(found.center) || !Number.isFinite(found.spread) || found.spread === 0)
    throw new DataError(`expected numbers whose spread a double can hold, got ${low} to ${high}`, { column: name });
  return { method, ...found };
}

function refuseMissing(name: string, cells: FiniteNumbers, remedy: string): void {
  if (cells.missing === 0) return;
  const count = cells.missing === 1 ? "1 missing value" : `${cells.missing} missing values`;
  throw new DataError(`expected a number in every row, got ${count}, the first here; ${remedy}`, {
    row: cells.firstMissing,
    column: name,
  });
}

function knownLevels(
  cells: ArrayLike<Value>,
  name: string,
  known: ReadonlySet<string | undefined>,
  other: string | undefined,
): string[] {
  return Array.from(cells, (cell, i) => {
    const text = levelText(cell, i, name);
    if (text === null)
      throw new DataError('expected a level in every row, got none; fill it first, for example with "unknown"', {
        row: i + 1,
        column: name,
      });
    if (known.has(text)) return text;
    if (other === undefined) throw unseen(text, [...known] as string[], i, name);
    return other;
  });
}

function unseen(level: string, levels: readonly string[], i: number, name: string): DataError {
  const known = levels
    .slice(0, 10)
    .map((one) => JSON.stringify(one))
    .join(", ");
  return new DataError(
    `expected one of the recorded levels (${known}${levels.length > 10 ? ", ..." : ""}), got ${JSON.stringify(level)}; map it to one of them, or prepare anew`,
    { row: i + 1, column: name },
  );
}
