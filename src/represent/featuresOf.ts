import { quoted, requireColumn, requireOneOf, requireOptions } from "../errors.js";
import { type Base, bases, dictionaryOf, type FeatureRow, type Features, meaningsOf, ownId } from "../features.js";
import { rowIds } from "../matrix.js";
import { type AnyColumn, type Row, type Table, type TableLike, toTable } from "../table.js";

/** Options of `featuresOf`. */
export interface FeaturesOfOptions<C extends Row = Row> {
  /** What all columns say of a customer, where `meanings` does not say otherwise. */
  base: Base;
  /** Column that names the customers; "customer" where absent. */
  id?: AnyColumn<C>;
  /** Where the columns come from; their own names where absent. */
  source?: string;
  /** By column what it means: in words, or with its base, unit and source. */
  meanings?: { readonly [K in AnyColumn<C>]?: string | Partial<Omit<FeatureRow, "feature">> };
}

/**
 * Makes Features of a table of your own, with one row a customer: scores of another tool, counts of your own query. Their columns then have
 * a base and a meaning wherever features are described, as those of `behavioral` or `demographic` have. What the table's own maker said of a column
 * (`rfm`, `factors`) stays where you say nothing.
 *
 * @throws DataError where a customer is twice in it or a column of `meanings` does not exist (the closest is named); RangeError where a base is none of the six.
 *
 * @example
 * const tickets = featuresOf([{ customer: "Ada", tickets: 2, angry: 1 }, { customer: "Alan", tickets: 0, angry: 0 }], {
 *   base: "behavioral",
 *   meanings: { tickets: "Tickets opened in 2025.", angry: { unit: "share", definition: "Share of tickets with a complaint." } },
 * });
 * console.log(tickets.dictionary.object(1)); // { feature: 'angry', base: 'behavioral', unit: 'share', definition: 'Share of tickets with a complaint.', source: 'angry' }
 */
export function featuresOf<C extends Row>(data: TableLike<C>, options: FeaturesOfOptions<C>): Features<C> {
  requireOptions(options ?? {}, { base: true, id: true, source: true, meanings: true }, "featuresOf");
  const { base, id, source, meanings = {} } = options ?? {};
  if (base === undefined) throw new TypeError(`expected a base, one of ${bases.join(", ")}, got none`);
  requireOneOf("base", base, bases);
  if (typeof meanings !== "object" || meanings === null || Array.isArray(meanings))
    throw new TypeError(`expected meanings such as { tickets: "Tickets opened in 2025." }, got ${quoted(meanings)}`);
  const table = toTable(data);
  const known = meaningsOf(data);
  const { name: idName } = rowIds(table as Table, id ?? ownId(data));
  const names = table.columnNames();
  for (const [name, meaning] of Object.entries(meanings)) {
    requireColumn(names, name, "a feature");
    if (typeof meaning === "string") continue;
    requireOptions(meaning, { base: true, unit: true, source: true, definition: true }, `featuresOf's ${name}`);
    const own = (meaning as Partial<FeatureRow>).base;
    if (own !== undefined && own !== null) requireOneOf(`base of ${name}`, own, bases);
  }
  const row = (feature: string): FeatureRow => {
    const said = (meanings as Record<string, string | Partial<FeatureRow> | undefined>)[feature];
    return {
      base,
      unit: null,
      source: source ?? feature,
      definition: null,
      ...known.get(feature),
      ...(typeof said === "string" ? { definition: said } : said),
      feature,
    };
  };
  return {
    table,
    id: idName,
    dictionary: dictionaryOf(names.filter((name) => name !== idName).map(row)),
    warnings: [],
  };
}
