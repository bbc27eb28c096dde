import { DataError, requireColumn, requireOptions } from "../errors.js";
import { ownId } from "../features.js";
import { rowIds } from "../matrix.js";
import { matchRules } from "../numeric/matchRules.js";
import { orderBySize, type Rule, type Segmentation } from "../segmentation.js";
import { type AnyColumn, finiteNumbers, type NumericColumn, type Row, type TableLike, toTable } from "../table.js";

/** Options of `rules`. */
export interface RulesOptions<C extends Row = Row, K extends NumericColumn<C> = NumericColumn<C>> {
  /**
   * The segments in words: a name and bounds on columns, both ends included; -Infinity and Infinity leave a side open.
   * Rules of the same name make one segment.
   */
  rules: readonly { readonly name: string; readonly when: { readonly [P in K]?: readonly [number, number] } }[];
  /** Segment of the rows that match no rule; null: such rows are an error. */
  otherwise?: string | null;
  /** Column that names the rows; "customer" where there is one. */
  id?: AnyColumn<C>;
  /** Where several rules match a row: true lets the first win, false makes it an error. */
  firstMatch?: boolean;
}

const known = { rules: true, otherwise: true, id: true, firstMatch: true } satisfies Record<keyof RulesOptions, true>;

/**
 * Segments written by an analyst: each row goes to the first rule whose bounds hold all its values, else to `otherwise`.
 *
 * The segments are those named by the rules, and `otherwise`, also where no row falls into them (size 0), so that the same
 * rules give the same segments on next month's customers. A missing value matches no rule that asks for its column.
 * `warnings` counts the rows that lack a value, that matched several rules, and the segments that are empty.
 *
 * When it misleads: rules are cut-offs that somebody chose, so nothing says that customers on the two sides of a bound
 * differ. With overlapping rules the order decides; see `lintRules`.
 *
 * @returns A Segmentation with names, ordered by size as always; the order of the rules is kept in `model.rules`.
 * @throws DataError where a column does not exist (the closest is named), a value is not a finite number, or a row matches
 *   no rule with `otherwise: null`, or several with `firstMatch: false`.
 * @throws RangeError where there is no rule, a rule has no name or bounds, or a lower bound is above its upper one.
 *
 * @example
 * const customers = toTable([
 *   { customer: "Ada", recency: 5, monetary: 900 },
 *   { customer: "Alan", recency: 200, monetary: 700 },
 *   { customer: "Grace", recency: 8, monetary: 20 },
 * ]);
 * const segments = rules(customers, {
 *   rules: [
 *     { name: "Best", when: { recency: [0, 30], monetary: [500, Infinity] } },
 *     { name: "Recent", when: { recency: [0, 30] } },
 *   ],
 * });
 * console.log(Array.from(segments.labels, (label) => segments.names?.[label])); // [ 'Best', 'Others', 'Recent' ]
 */
export function rules<C extends Row, K extends NumericColumn<C>>(
  data: TableLike<C>,
  options: RulesOptions<C, K>,
): Segmentation {
  requireOptions(options, known, "rules");
  const { rules: given, otherwise = "Others", id, firstMatch = true } = options;
  const table = toTable(data);
  const written = checkRules(given as readonly Rule[], otherwise);
  const { name: idName, ids } = rowIds(table, id ?? ownId(data));
  const columns = new Map<string, Float64Array>();
  for (const { name: rule, when } of written)
    for (const name of Object.keys(when)) {
      requireColumn(table.columnNames(), name, `a column, for the rule ${JSON.stringify(rule)},`);
      if (!columns.has(name)) columns.set(name, finiteNumbers(table, name).values);
    }

  const { matched, times, lacking } = matchRules(written, columns, ids.length);
  const unmatched = matched.indexOf(-1);
  if (otherwise === null && unmatched >= 0)
    throw new DataError(
      `expected a rule for every row, got none for ${JSON.stringify(ids[unmatched])}; add a rule, or name the segment of such rows with otherwise`,
      { row: unmatched + 1 },
    );
  const several = countWhere(times, (count) => count > 1);
  if (!firstMatch && several > 0) {
    const row = times.findIndex((count) => count > 1);
    throw new DataError(
      `expected at most one rule per row, got several for ${several} rows, the first being ${JSON.stringify(ids[row])}; narrow the bounds, or let the first rule win with firstMatch: true`,
      { row: row + 1 },
    );
  }

  const names = [...new Set([...written.map((rule) => rule.name), ...(otherwise === null ? [] : [otherwise])])];
  const segmentOf = written.map((rule) => names.indexOf(rule.name));
  const rest = otherwise === null ? -1 : names.indexOf(otherwise);
  const { labels, sizes, order } = orderBySize(
    Int32Array.from(matched, (rule) => (rule < 0 ? rest : segmentOf[rule]!)),
    names.length,
  );
  const ordered = order.map((old) => names[old]!);
  const without = countWhere(lacking, (flag) => flag === 1);
  const empty = ordered.filter((name, label) => sizes[label] === 0 && name !== otherwise);
  return {
    method: "rules",
    k: names.length,
    ids,
    labels,
    sizes,
    names: ordered,
    parameters: { id: idName, otherwise, firstMatch },
    quality: {},
    converged: true,
    iterations: 0,
    model: { kind: "rules", rules: written, ...(otherwise === null ? {} : { otherwise }) },
    warnings: [
      ...(several > 0 ? [`${several} of ${ids.length} rows match more than one rule; the first rule took them.`] : []),
      ...(without > 0
        ? [`${without} of ${ids.length} rows lack a value that a rule asks for; such a rule did not match them.`]
        : []),
      ...(empty.length > 0 ? [`No row belongs to ${empty.map((name) => JSON.stringify(name)).join(", ")}.`] : []),
    ],
  };
}

/** The rules with bounds that survive JSON: an open side becomes the largest double, beyond which no value lies. */
function checkRules(given: readonly Rule[], otherwise: string | null): Rule[] {
  if (!Array.isArray(given) || given.length === 0) throw new RangeError("expected at least one rule, got none");
  if (otherwise === "") throw new RangeError("expected otherwise to be a name or null, got an empty text");
  return given.map(({ name, when }, r) => {
    if (typeof name !== "string" || name === "")
      throw new RangeError(`expected a name for rule ${r + 1}, got ${JSON.stringify(name) ?? "none"}`);
    const bounds = Object.entries<readonly [number, number]>(when ?? {}).filter(([, range]) => range !== undefined);
    if (bounds.length === 0)
      throw new RangeError(
        `expected bounds on at least one column in the rule ${JSON.stringify(name)}, got none; rows that match no rule go to otherwise`,
      );
    for (const [column, range] of bounds)
      if (!(range?.length === 2 && range[0] <= range[1]))
        throw new RangeError(
          `expected [low, high] with low <= high for ${column} in the rule ${JSON.stringify(name)}, got ${JSON.stringify(range)}`,
        );
    const finite = (bound: number) => Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, bound));
    return {
      name,
      when: Object.fromEntries(bounds.map(([column, [low, high]]) => [column, [finite(low), finite(high)] as const])),
    };
  });
}

function countWhere(values: Int32Array | Uint8Array, test: (value: number) => boolean): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (test(values[i]!)) count++;
  return count;
}
