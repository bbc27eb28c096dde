import { identifier } from "../engine/quote.js";
import { Relation } from "../engine/relation.js";
import { DataError, requireColumn } from "../errors.js";
import type { Id, Matrix, PreparedColumn } from "../matrix.js";
import { distinctRows } from "../numeric/distinctRows.js";
import { lightweightCoreset } from "../numeric/lightweightCoreset.js";
import { type Moments, momentsOf } from "../numeric/moments.js";
import { rowMajor } from "../numeric/rowMajor.js";
import { type Pace, type Paced, pace } from "../pace.js";
import { orderBySize, type Segmentation } from "../segmentation.js";
import type { Row, Value } from "../table.js";
import { column, type Table } from "../table.js";
import { checkSearch } from "./checkSearch.js";
import { type KmeansOptions, kmeans } from "./kmeans.js";
import { nearestLabels } from "./nearestLabels.js";

/** Options of `kmeansStreamed`. */
export interface KmeansStreamedOptions
  extends Paced,
    Pick<KmeansOptions, "restarts" | "maxIterations" | "tolerance" | "seed" | "threads"> {
  /** Number of segments. */
  k: number;
  /** Numeric columns to use; all numeric ones but the id where absent. */
  columns?: readonly string[];
  /** Column that names the rows; "customer" where there is one, else rows are numbered from 0. */
  id?: string;
  /** How to make columns comparable: "standard" is (x - mean) / standard deviation, by the figures of all rows. */
  scale?: "none" | "standard";
  /** Rows to draw for the search. Where there are no more than these, all are taken and the result is that of `kmeans`. */
  coreset?: number;
}

/**
 * k-means for data that do not fit into memory: the rows stay on the engine and are read in batches, three times. The first
 * pass measures means and spreads. The second draws a weighted sample, a lightweight coreset (Bachem, Lucic and Krause 2018): each
 * row's chance is half uniform and half in proportion to its squared distance from the mean of all, and its weight is the
 * inverse of its chance, so that the inertia of the sample estimates that of all rows. `kmeans` finds the segments in the
 * sample. The third pass gives all rows their nearest center and measures the inertia of the whole.
 *
 * What the sample costs is therefore known and not guessed: `quality.inertia` is that of all rows, `quality.sampleInertia` what the
 * sample said, and a warning states the difference. The error of a coreset shrinks with the square root of its size and grows
 * with the number of segments and columns. Memory holds the labels and ids of all rows, and the numbers of the sample only.
 *
 * It is a function of its own beside `kmeans` because it takes a Relation and chooses and scales columns itself, which a
 * Matrix brings along. Other preparation is SQL: `relation.select` first.
 *
 * When it misleads: as k-means does; besides, a segment of very few rows can be missing from the sample. Raise `coreset` and see
 * whether it appears. The rows have to come in the same order at each reading, as those of files, loaded and kept relations do;
 * after a join or a grouping keep the rows first (`engine.keep`), or the same seed may draw another sample.
 *
 * @returns A Segmentation with labels of all rows, like that of `kmeans`; `search` is that of the sample.
 * @throws DataError where a column is absent or no number, a value is missing or not finite (with its row), an id occurs twice, or
 *   a double cannot hold the spread of a column that is to be scaled.
 * @throws RangeError where an option is out of range, or the sample has fewer than k distinct rows.
 *
 * @example
 * const orders = await read("data/orders.csv");
 * const lines = await kmeansStreamed(orders, { k: 2, columns: ["quantity", "unit_price"], scale: "standard", coreset: 2000 });
 * console.log(lines.labels.length === (await orders.count())); // true
 */
export async function kmeansStreamed<C extends Row>(
  relation: Relation<C>,
  options: KmeansStreamedOptions,
): Promise<Segmentation> {
  const { k, columns, id, scale = "none", coreset = 50_000, seed = 1, signal, onProgress } = options;
  const { restarts, maxIterations, tolerance, threads } = options;
  if (!(relation instanceof Relation))
    throw new TypeError("expected a Relation, as read() gives it, got something else; kmeans takes a Matrix");
  if (scale !== "none" && scale !== "standard")
    throw new RangeError(`expected scale to be "none" or "standard", got ${JSON.stringify(scale)}`);
  if (!Number.isInteger(coreset) || coreset < 1 || coreset < k)
    throw new RangeError(`expected coreset to be a whole number of rows, at least k, got ${coreset}`);
  checkSearch({ k, restarts, maxIterations, tolerance, seed, threads });
  const idColumn = id ?? relation.names.find((name) => name === "customer");
  if (idColumn !== undefined) await requireUnique(relation, idColumn);
  const names = chosenColumns(relation, columns, idColumn);
  const rows = await relation.count();
  if (rows === 0) throw new DataError("expected at least one row, got an empty relation");
  const clock = pace(3 * rows, { ...(onProgress && { onProgress }), ...(signal && { signal }) });
  const read = (pass: number, note: string, each: Each, withId?: string) =>
    readAll(relation, names, { id: withId, rows, clock, before: pass * rows, note }, each);

  let moments: Moments | undefined;
  const lows = names.map(() => Number.POSITIVE_INFINITY);
  const highs = names.map(() => Number.NEGATIVE_INFINITY);
  await read(0, "measuring", (values) => {
    moments = momentsOf(values, moments);
    values.forEach((column, j) => {
      lows[j] = column.reduce((least, value) => Math.min(least, value), lows[j]!);
      highs[j] = column.reduce((most, value) => Math.max(most, value), highs[j]!);
    });
  });
  const { means, squares } = moments!;
  const warnings: string[] = [];
  const prepared = names.map((name, j): PreparedColumn => {
    if (scale === "none") return { column: name };
    const [low, high] = [lows[j]!, highs[j]!];
    // As `matrix` does: sums that differ in the last bits only must not be blown up to a feature.
    if (high - low <= 16 * Number.EPSILON * Math.max(Math.abs(low), Math.abs(high))) {
      warnings.push(`${name} is the same in all rows: it became 0 and tells no customers apart.`);
      return { column: name, scale: { method: "standard", center: low, spread: 1 } };
    }
    const spread = Math.sqrt(squares[j]! / rows);
    if (!(spread > 0 && spread < Number.POSITIVE_INFINITY))
      throw new DataError(`expected numbers whose spread a double can hold, got ${low} to ${high}`, { column: name });
    return { column: name, scale: { method: "standard", center: means[j]!, spread } };
  });
  const totalSquares = prepared.reduce((sum, { scale: by }, j) => sum + squares[j]! / (by?.spread ?? 1) ** 2, 0);
  if (!Number.isFinite(totalSquares))
    throw new RangeError("expected rows whose squared distances a double can hold; scale the columns");
  const apply = (values: readonly Float64Array[]) => {
    for (const [j, { scale: by }] of prepared.entries()) {
      const cells = values[j]!;
      if (by !== undefined) for (let i = 0; i < cells.length; i++) cells[i] = (cells[i]! - by.center) / by.spread;
    }
  };

  const drawing = lightweightCoreset({
    rows,
    size: coreset,
    seed,
    center: prepared.map(({ scale: by }, j) => (by === undefined ? means[j]! : 0)),
    squares: totalSquares,
  });
  await read(1, "drawing the sample", (values) => {
    apply(values);
    drawing.take(values);
  });
  const sample = drawing.finish();
  const drawn = sample.weights.length;
  const preparation = {
    id: idColumn ?? "row",
    columns: prepared,
    categorical: [],
    ...(warnings.length > 0 && { warnings }),
  };
  const small: Matrix = {
    rows: drawn,
    ids: Array.from({ length: drawn }, (_, i) => i),
    columns: names,
    values: sample.values,
    categorical: [],
    preparation,
  };
  const different = distinctRows(sample.values, k);
  if (drawn < rows && different < k)
    throw new RangeError(
      `expected a sample with ${k} distinct rows or more, got ${different} among ${drawn} of ${rows} rows; raise coreset, or ask for fewer segments`,
    );
  const found = await kmeans(small, {
    k,
    seed,
    ...(restarts !== undefined && { restarts }),
    ...(maxIterations !== undefined && { maxIterations }),
    ...(tolerance !== undefined && { tolerance }),
    ...(threads !== undefined && { threads }),
    ...(drawn < rows ? { weights: sample.weights } : {}),
    ...(signal && { signal }),
    ...(onProgress && { onProgress: (_done, _total, note) => onProgress(2 * rows, 3 * rows, note) }),
  });
  if (found.model.kind !== "centers") throw new Error("expected centers from k-means");
  const { centers } = found.model;

  const labels = new Int32Array(rows);
  const ids = new Array<Id>(rows);
  let inertia = 0;
  await read(
    2,
    "labelling",
    (values, from, names) => {
      apply(values);
      const count = values[0]!.length;
      const near = nearestLabels(rowMajor(values, count), centers, count);
      labels.set(near.labels, from);
      inertia += near.distances.reduce((sum, distance) => sum + distance, 0);
      for (let i = 0; i < count; i++) ids[from + i] = names === undefined ? from + i : idOf(names[i]!, from + i);
    },
    idColumn,
  );
  clock.finish(`k-means, k ${k}`);

  const { labels: ordered, sizes, order } = orderBySize(labels, k);
  const sampleInertia = found.quality.inertia!;
  return {
    ...found,
    ids,
    labels: ordered,
    sizes,
    parameters: { ...found.parameters, columns: names, scale, coreset },
    quality: drawn < rows ? { inertia, sampleInertia } : { inertia },
    model: { ...found.model, centers: order.map((old) => centers[old]!), preparation },
    warnings: [...found.warnings, ...(drawn < rows ? [sampled(drawn, rows, inertia, sampleInertia)] : [])],
  };
}

function sampled(drawn: number, rows: number, inertia: number, sampleInertia: number): string {
  const whole = (value: number) => value.toLocaleString("en-US");
  const difference =
    sampleInertia > 0
      ? `${Math.abs((inertia / sampleInertia - 1) * 100).toPrecision(2)} % ${inertia < sampleInertia ? "less" : "more"} than`
      : `${inertia.toPrecision(3)} against 0 as`;
  return `The segments were found in a weighted sample of ${whole(drawn)} of ${whole(rows)} rows; the inertia of all rows is ${difference} the sample told.`;
}

type Each = (values: Float64Array[], from: number, ids: ArrayLike<Value> | undefined) => void;

/** Hands all rows over in batches, as columns of finite numbers. */
async function readAll(
  relation: Relation<Row>,
  names: readonly string[],
  {
    id,
    rows,
    clock,
    before,
    note,
  }: { id?: string | undefined; rows: number; clock: Pace; before: number; note: string },
  each: Each,
): Promise<void> {
  const list = names.map((name) => `CAST(${identifier(name)} AS DOUBLE) AS ${identifier(name)}`);
  // The id may be one of the columns, so it gets a name that none of them has.
  let idName = "id";
  while (names.includes(idName)) idName += "_";
  if (id !== undefined) list.push(`${identifier(id)} AS ${identifier(idName)}`);
  let from = 0;
  for await (const batch of relation.engine.batches(`SELECT ${list.join(", ")} FROM ${relation.from}`)) {
    const count = batch.numRows();
    if (from + count > rows) break;
    const values = names.map((name) => finiteColumn(batch, name, from));
    each(values, from, id === undefined ? undefined : column(batch, idName));
    from += count;
    if (clock.due()) await clock.rest(before + from, note);
  }
  if (from !== rows)
    throw new DataError(
      `expected ${rows} rows, as counted before, got another number; the data changed while being read`,
    );
}

function finiteColumn(batch: Table, name: string, from: number): Float64Array {
  // A batch is nobody else's, so its numbers may be used as they stand.
  const stored: unknown = batch.column(name);
  const cells = stored instanceof Float64Array ? stored : column(batch, name);
  for (let i = 0; i < cells.length; i++)
    if (!Number.isFinite(cells[i]))
      throw new DataError(
        `expected a finite number, got ${cells[i] ?? "none"}; correct the value, or leave the row out with where or select`,
        { row: from + i + 1, column: name },
      );
  return stored instanceof Float64Array ? stored : Float64Array.from(cells as ArrayLike<number>);
}

function chosenColumns(
  relation: Relation<Row>,
  columns: readonly string[] | undefined,
  id: string | undefined,
): string[] {
  const numeric = (name: string) => ["number", "integer"].includes(relation.typeOf(name));
  const names = columns === undefined ? relation.names.filter((name) => name !== id && numeric(name)) : [...columns];
  for (const name of names) {
    requireColumn(relation.names, name, "a numeric column");
    if (!numeric(name))
      throw new DataError(`expected a column of numbers, got one of type ${relation.typeOf(name)}`, { column: name });
  }
  const twice = names.find((name, j) => names.indexOf(name) < j);
  if (twice !== undefined) throw new RangeError(`expected each column once, got ${JSON.stringify(twice)} twice`);
  if (names.length === 0)
    throw new DataError(`expected at least one numeric column, found ${relation.names.join(", ") || "no columns"}`);
  return names;
}

async function requireUnique(relation: Relation<Row>, id: string): Promise<void> {
  requireColumn(relation.names, id, "an id column");
  const counted = await relation.engine.query<{ rows: number; present: number; different: number }>(
    `SELECT count(*) AS "rows", count(${identifier(id)}) AS present, count(DISTINCT ${identifier(id)}) AS different FROM ${relation.from}`,
  );
  const [rows, present, different] = (["rows", "present", "different"] as const).map((name) => counted.get(name, 0));
  if (present !== rows) throw new DataError("expected an id in every row, got rows without one", { column: id });
  if (different !== rows)
    throw new DataError(
      `expected each id once, got ${different} different ones in ${rows} rows; make one row per id first`,
      {
        column: id,
      },
    );
}

/** Whole numbers too large for a double become text. */
function idOf(cell: Value, row: number): Id {
  if (typeof cell === "bigint") return String(cell);
  if (typeof cell === "string" || (typeof cell === "number" && Number.isFinite(cell))) return cell;
  throw new DataError(`expected an id that is text or a finite number, got ${cell}`, { row: row + 1 });
}
