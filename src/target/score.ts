import { DataError, requireOptions } from "../errors.js";
import { ownId } from "../features.js";
import type { Id, Matrix } from "../matrix.js";
import { byNetwork, type NetworkRowsFound } from "../segment/assign/byNetwork.js";
import { assign } from "../segment/assign.js";
import { memberships } from "../segment/memberships.js";
import { responsibilities } from "../segment/responsibilities.js";
import { type NetworkModel, requireSegmentation, type Segmentation, segmentName } from "../segmentation.js";
import {
  type AnyColumn,
  orNull,
  type Row,
  type Table,
  type TableLike,
  tableOf,
  toTable,
  type Value,
} from "../table.js";
import { idOf, modelInputs } from "./modelInputs.js";

/** Options of `score`. */
export interface ScoreOptions<C extends Row = Row, I extends AnyColumn<C> = AnyColumn<C>> {
  /** Column that names the rows; that of the fit, or "customer", where absent. */
  id?: I;
}

/** What is said of one row, beside its id. Columns that a model has not are absent. */
export type ScoreRow = {
  /** Name of the segment, "Noise" where the row belongs to none. */
  segment: string;
  /** Label of the segment; -1 where the row belongs to none. */
  label: number;
  /** How probable the segment is by the model (`gaussianMixture`, `latentClass`, `autoencoder` with method "vade"), 0 to 1; null where no double holds it. */
  probability?: number | null;
  /** How firmly the row belongs to its segment by density (`hdbscan`), 0 to 1; see `memberships`. */
  membership?: number;
  /** What the network loses of the row (`autoencoder`), in the units of `reconstructionErrors`. */
  reconstructionError?: number;
  /** Whether it loses so much that the row would have been odd among those of the fit: it may belong to no segment. A network knows the rows that it learned from best, so that new ones are odd more often. */
  odd?: boolean;
};

/** Rows with their ids and segments. Where the name of the id is not known, any column. */
export type ScoredTable<I extends string = string> = Table<string extends I ? Row : { [P in I]: Id } & ScoreRow>;

/**
 * Says of new customers which segment they belong to, by a segmentation that was just found or that `load` read. Their columns are prepared with the
 * figures that were recorded in the fit, and other columns are not looked at; then `assign` labels them.
 *
 * Beside the segment stands how sure the model is of it, where it can tell. A row that the model cannot read is an error and not left out: a
 * missing value where the fit had none (with `matrix(..., { impute })` it has a rule for them), a level that it had not. Rules take missing values as `rules` does.
 *
 * When it misleads: every customer gets the nearest segment, however unlike all of them (see `odd`); and the segments are those of the day on which they were found.
 *
 * @returns A Table with a row for each row of `data`, in its order: the id, `segment`, `label`, and what the model has of `probability`, `membership`, `reconstructionError` and `odd`.
 * @throws DataError where a column that the model reads is absent (the closest and all that it reads are named), a row holds what the model cannot read, an id is
 *   missing or occurs twice, or the id has the name of a column of the result.
 * @throws TypeError where it is given no segmentation or no table.
 *
 * @example
 * const seen = toTable([{ customer: "Ada", orders: 1 }, { customer: "Alan", orders: 2 }, { customer: "Grace", orders: 30 }]);
 * const segments = await kmeans(matrix(seen, { columns: ["orders"], scale: "range" }), { k: 2 });
 * const scored = score(segments, [{ customer: "Edsger", orders: 25 }]);
 * console.log(scored.objects()); // [ { customer: 'Edsger', segment: 'Segment 2', label: 1 } ]
 */
export function score<C extends Row, I extends AnyColumn<C> = AnyColumn<C>>(
  segmentation: Segmentation,
  data: TableLike<C>,
  options: ScoreOptions<C, I> = {},
): ScoredTable<I> {
  requireSegmentation(segmentation);
  requireOptions(options, { id: true }, "score");
  const table: Table = toTable(data);
  const { model } = segmentation;
  const id = options.id ?? ownId(data) ?? idIn(table, segmentation);
  const inputs = modelInputs(model, table, id);
  const network = model.kind === "network" ? byNetwork(model, inputs[0]!) : undefined;
  const labels = network?.labels ?? assign(segmentation, inputs.length === 1 ? inputs[0]! : inputs);
  const columns = {
    segment: Array.from(labels, (label) => segmentName(segmentation, label)),
    label: labels,
    ...(network === undefined ? certainty(segmentation, inputs[0]!, labels) : foundBy(network, model as NetworkModel)),
  };
  if (Object.hasOwn(columns, id))
    throw new DataError("expected another name for the column of ids, which a column of the result has; rename it", {
      column: id,
    });
  return tableOf({ [id]: inputs[0]!.ids, ...columns } as Record<string, ArrayLike<Value>>, [
    id,
    ...Object.keys(columns),
  ]) as ScoredTable<I>;
}

/** The column of the fit that names the rows, or "customer". */
function idIn(table: Table, { model, parameters }: Segmentation): string {
  const names = table.columnNames();
  const wanted = [idOf(model), parameters.id, "customer"].filter((name) => typeof name === "string");
  const found = wanted.find((name) => names.includes(name));
  if (found !== undefined) return found;
  throw new DataError(
    `expected a column that names the rows: there is no ${JSON.stringify(wanted[0])}, so pass id as one of ${names.map((name) => JSON.stringify(name)).join(", ") || "(no columns)"}`,
  );
}

/** What a mixture, latent classes or a density say of how sure a label is. */
function certainty(segmentation: Segmentation, matrix: Matrix, labels: Int32Array): Partial<Columns> {
  const { kind } = segmentation.model;
  if (kind === "mixture" || kind === "classes")
    return { probability: ofLabels(responsibilities(segmentation, matrix), labels) };
  return kind === "density" ? { membership: memberships(segmentation, matrix) } : {};
}

function foundBy(found: NetworkRowsFound, { oddAbove }: NetworkModel): Partial<Columns> {
  const [errors, shares] = [found.errors(), found.shares()];
  return {
    ...(shares === undefined ? {} : { probability: ofLabels(shares, found.labels) }),
    reconstructionError: errors,
    ...(oddAbove === undefined ? {} : { odd: Array.from(errors, (error) => error > oddAbove) }),
  };
}

/** The columns of a result. */
type Columns = { readonly [N in keyof ScoreRow]-?: ArrayLike<ScoreRow[N]> };

function ofLabels(shares: readonly Float64Array[], labels: Int32Array): (number | null)[] {
  return Array.from(labels, (label, i) => orNull(shares[label]![i]!));
}
