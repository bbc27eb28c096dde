import { quoted, requireOptions } from "../../errors.js";
import { type Matrix, requireFinite, requireMatrix } from "../../matrix.js";
import { distinctRows } from "../../numeric/distinctRows.js";
import { type CloudKind, referenceCloud } from "../../numeric/referenceCloud.js";
import { safeUnit } from "../../numeric/safeUnit.js";
import { type Paced, pace } from "../../pace.js";
import { type Random, random } from "../../random.js";
import { counted } from "../../readable.js";
import { type Table, tableOf } from "../../table.js";
import { kmeans } from "../kmeans.js";
import { type Method, requireMethod } from "./method.js";
import { structureScores } from "./structureScores.js";

/** A kind of data without segments. */
export type Reference = "uniform" | "unimodal" | "gaussian" | "permuted";

/** Options of `clusterTendency`. */
export interface ClusterTendencyOptions extends Paced {
  /** Numbers of segments at which the data may stand out, each 2 or more. */
  k?: number | readonly number[];
  /** The method that looks for the segments, in the data and in the references alike. */
  method?: Method;
  /**
   * What to compare with; the data have to stand out from every kind. "uniform": an evenly filled box along the principal axes;
   * "unimodal": along each axis the distribution with one peak that is nearest to the data's, skew and tails included; "gaussian": a normal cloud with the data's means and covariances; "permuted": each column with its own values, shuffled by itself.
   */
  reference?: Reference | readonly Reference[];
  /** References of each kind: the risk to see segments where there are none is 1 in `references + 1`. */
  references?: number;
  /** Random starts of each search. */
  restarts?: number;
  /** Rows drawn for the comparison where there are more, or "all". */
  sample?: number | "all";
  /** Seed of the sample, the references and the starts. */
  seed?: number;
  /** Threads at most; all of the machine where absent. The result is the same for any number. */
  threads?: number;
}

const known = {
  k: true,
  method: true,
  reference: true,
  references: true,
  restarts: true,
  sample: true,
  seed: true,
  threads: true,
  onProgress: true,
  signal: true,
} satisfies Record<keyof ClusterTendencyOptions, true>;

/** What the data and the references of one kind look like at one k. */
export interface ClusterTendencyRow {
  reference: Reference;
  k: number;
  /** What k segments leave open of what one leaves open, as a logarithm; smaller is more structure. */
  score: number;
  /** Its mean and standard deviation over the references. */
  expected: number;
  spread: number;
}

/** How the data did against one kind of reference. */
export interface AgainstReference {
  readonly reference: Reference;
  /** References that were drawn; fewer than asked for where the first already decided. */
  readonly references: number;
  /** How many of them showed as much structure as the data, or more. */
  readonly asMuch: number;
  /** (asMuch + 1) / (references + 1): how likely data without segments are to look so structured. */
  readonly p: number;
}

/** Whether the data hold more structure than clouds without any. */
export interface ClusterTendency {
  /** Whether they hold more than every reference of every kind; undefined where the rows are too few to tell. */
  readonly found: boolean | undefined;
  /** The number of segments at which they stand out most; undefined where they do not. */
  readonly k: number | undefined;
  /** The answer in words. */
  readonly words: string;
  readonly against: readonly AgainstReference[];
  readonly table: Table<ClusterTendencyRow>;
  /** Rows that were compared. */
  readonly rows: number;
}

/** So many references of a kind come first: data that do not beat these need no more. */
const first = 19;

/**
 * Whether there is anything to segment: do the data hold more structure than clouds of as many rows that surely have no segments?
 * Every method finds k segments in every cloud, so the method is run on the data and, in the same way, on references without
 * segments. How far does the method's objective fall from one segment to k? That is compared in units of its own variation, at the k at
 * which each data set does best, and the verdict is a Monte Carlo test (Besag and Clifford 1991): `found` says that the data beat all
 * references of every kind, which happens to data without segments once in `references + 1` times for each kind.
 *
 * The default references are an evenly filled box along the principal axes, from which the gap statistic draws too (Tibshirani, Walther and
 * Hastie 2001: in one dimension nothing without segments looks more like segments), clouds with one peak (along each principal axis the distribution from which the dip of Hartigan and Hartigan 1985 is
 * measured), and a normal cloud, as in SigClust (Liu, Hayes, Nobel and
 * Marron 2008), here with exactly the means and covariances of the data, so that the test holds for every normal population.
 * Columns with few distinct values (at most three for each of the largest k) keep their values in all references, dealt out by
 * a cloud that goes together like the data, and categorical columns keep theirs, shuffled by themselves. Where all columns are such,
 * normal clouds stand for boxes and peaks too: that answers differ is no segment, nor that they go together as opinions of more
 * or less do; what goes beyond is.
 *
 * When it misleads: "no" means that this method sees no more than chance in these columns; small or overlapping segments in many
 * columns of noise look like that too, and so do two camps of yes and no along one line of opinion. "Yes" does not say that the number of segments is right, nor that the segments are of use; and
 * a cloud that is curved, or spotted by a rule of the shop (prices that end in 9.99), differs from these without having segments. With
 * `restarts` 1 and `sample` 500 it is quick rather than sharp. Of at most some ten rows nothing can be told.
 *
 * @returns The answer and the figures behind it. For other methods than k-means the default is 19 references.
 * @throws RangeError where k holds no whole number or one below 2, another option is out of range, the matrix has no column or the
 *   method finds another number of segments than it is asked for.
 * @throws TypeError where the matrix is something else.
 *
 * @example
 * const draw = random(1);
 * const cloud = matrixOf({ x: Array.from({ length: 200 }, () => draw.normal()), y: Array.from({ length: 200 }, () => draw.normal()) });
 * console.log((await clusterTendency(cloud)).found); // false
 * const two = matrixOf({ x: cloud.values[0].map((value, i) => value + (i % 2) * 9), y: cloud.values[1] });
 * console.log((await clusterTendency(two)).found); // true
 */
export async function clusterTendency(matrix: Matrix, options: ClusterTendencyOptions = {}): Promise<ClusterTendency> {
  requireOptions(options, known, "clusterTendency");
  const { method = kmeans, restarts = 1, seed = 1, threads, signal } = options;
  requireMethod(method);
  const { references = method === kmeans ? 99 : 19, sample = 500 } = options;
  const given = kindsOf(options.reference);
  const wanted = checkOptions(matrix, options, { references, restarts, sample });
  const generator = random(seed);
  const data = sampled(method === kmeans ? { ...matrix, categorical: [] } : matrix, sample, generator);
  const ks = wanted.filter((k) => k < distinctOf(data, k + 1));
  if (ks.length === 0 || data.rows < 4) return cannotTell(data.rows, wanted);

  const tied = tiedColumns(data, Math.max(...ks));
  const kinds = kindsFor(data, tied, given);
  const clock = pace(kinds.length * references, options);
  const common = { ks, method, restarts, seed, threads, signal, clock };
  const own = (await structureScores([data], { ...common, done: 0, note: "structure of the data" }))[0]!;
  const against: AgainstReference[] = [];
  const rows: ClusterTendencyRow[] = [];
  let outstanding = { k: ks[0]!, by: Number.NEGATIVE_INFINITY };
  for (const [at, reference] of kinds.entries()) {
    const cloud = dealer(data, reference, tied);
    const scores: Float64Array[] = [];
    const note = `structure against ${inWords[reference]}`;
    let asMuch = 0;
    while (scores.length < references && asMuch === 0) {
      const until = scores.length === 0 ? Math.min(first, references) : references;
      const clouds = Array.from({ length: until - scores.length }, (_, b) =>
        cloud(generator.fork(1 + at).fork(scores.length + b)),
      );
      const done = at * references + scores.length;
      scores.push(...(await structureScores(clouds, { ...common, done, note })));
      asMuch = countAsMuch(own, scores);
    }
    against.push({ reference, references: scores.length, asMuch, p: (asMuch + 1) / (scores.length + 1) });
    ks.forEach((k, i) => {
      const { mean, deviation } = momentsAt(scores, i);
      rows.push({ reference, k, score: own[i]!, expected: mean, spread: deviation });
      if (mean - own[i]! > outstanding.by * deviation) outstanding = { k, by: (mean - own[i]!) / deviation };
    });
    if (asMuch > 0) break; // it has to beat every kind
  }
  clock.finish("structure");
  const found = against.every(({ asMuch }) => asMuch === 0);
  return {
    found,
    k: found ? outstanding.k : undefined,
    words: answer(found, against, data.rows, matrix.rows),
    against,
    table: asTable(rows),
    rows: data.rows,
  };
}

const inWords: { readonly [reference in Reference]: string } = {
  uniform: "evenly filled boxes",
  unimodal: "clouds with one peak",
  gaussian: "normal clouds",
  permuted: "shuffled columns",
};

const cloudOf: { readonly [reference in Reference]: CloudKind } = {
  uniform: "axes",
  unimodal: "peaked",
  gaussian: "normal",
  permuted: "shuffled",
};

function answer(found: boolean, against: readonly AgainstReference[], rows: number, all: number): string {
  const of = rows < all ? ` (compared with ${rows.toLocaleString("en")} of the ${all.toLocaleString("en")} rows)` : "";
  if (found) {
    const each = against.map(({ reference, references }) => `${references} ${inWords[reference]}`).join(" and ");
    return `The data hold more structure than ${each} without segments${of}.`;
  }
  const { reference, references, asMuch } = against.at(-1)!;
  return `The data hold no more structure than a cloud without segments: ${asMuch} of ${references} ${inWords[reference]} showed as much${of}.`;
}

function cannotTell(rows: number, ks: readonly number[]): ClusterTendency {
  return {
    found: undefined,
    k: undefined,
    words: `Nothing tells whether there are segments: ${counted(rows, "row")} with too few different ones for k = ${ks.join(", ")}.`,
    against: [],
    table: asTable([]),
    rows,
  };
}

/** How many references stand out as much as the data, at the k at which each does best; all are measured by one yardstick. */
function countAsMuch(own: Float64Array, scores: readonly Float64Array[]): number {
  const all = [own, ...scores];
  const best = new Float64Array(all.length).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < own.length; i++) {
    const { mean, deviation } = momentsAt(all, i);
    if (deviation === 0) continue;
    all.forEach((row, b) => {
      best[b] = Math.max(best[b]!, (mean - row[i]!) / deviation);
    });
  }
  return scores.filter((_, b) => best[b + 1]! >= best[0]!).length;
}

function momentsAt(rows: readonly Float64Array[], i: number): { mean: number; deviation: number } {
  const mean = rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length;
  const square = rows.reduce((sum, row) => sum + (row[i]! - mean) ** 2, 0) / rows.length;
  // What only rounding tells apart is the same.
  return { mean, deviation: square > (1e-9 * mean) ** 2 ? Math.sqrt(square) : 0 };
}

function dealer(data: Matrix, reference: Reference, tied: readonly number[]): (draw: Random) => Matrix {
  const cloud = data.values.length === 0 ? () => [] : referenceCloud(data.values, cloudOf[reference], tied);
  return (draw) => ({
    ...data,
    values: cloud(draw),
    categorical: data.categorical.map((column) => ({ ...column, codes: draw.shuffle(column.codes.slice()) })),
  });
}

/** Where all columns keep their values, a box and a peak say nothing beyond a normal cloud; and without numbers all kinds are shuffled. */
function kindsFor({ columns }: Matrix, tied: readonly number[], given: readonly Reference[]): Reference[] {
  if (columns.length === 0) return ["permuted"];
  if (tied.length < columns.length) return [...given];
  return [...new Set(given.map((kind) => (kind === "permuted" ? kind : "gaussian")))];
}

/** Columns in which a segment could be one value, or a few: at most three values for each segment, each of two rows or more. */
function tiedColumns({ values, rows }: Matrix, k: number): number[] {
  const most = Math.min(3 * k, Math.floor(rows / 2));
  return values.flatMap((column, j) => (distinctRows([column], most + 1) <= most ? [j] : []));
}

function distinctOf({ values, categorical }: Matrix, enough: number): number {
  return distinctRows([...values, ...categorical.map(({ codes }) => Float64Array.from(codes))], enough);
}

/** So many rows, drawn at random, in a unit in which they can be squared. */
function sampled(matrix: Matrix, sample: number | "all", generator: Random): Matrix {
  const unit = safeUnit(matrix.values);
  const all = Int32Array.from({ length: matrix.rows }, (_, i) => i);
  const drawn =
    sample === "all" || sample >= matrix.rows ? all : generator.fork(0).shuffle(all).slice(0, sample).sort();
  return {
    ...matrix,
    rows: drawn.length,
    ids: Array.from(drawn, (row) => matrix.ids[row]!),
    values: matrix.values.map((column) => Float64Array.from(drawn, (row) => column[row]! / unit)),
    categorical: matrix.categorical.map((column) => ({
      ...column,
      codes: Int32Array.from(drawn, (row) => column.codes[row]!),
    })),
  };
}

function kindsOf(given: ClusterTendencyOptions["reference"] = ["uniform", "unimodal", "gaussian"]): Reference[] {
  const kinds = typeof given === "string" ? [given] : [...given];
  if (kinds.length === 0) throw new RangeError("expected at least one kind of reference, got none");
  for (const kind of kinds)
    if (!Object.hasOwn(cloudOf, kind))
      throw new RangeError(`expected reference to be of "uniform", "unimodal", "gaussian" and "permuted", got ${kind}`);
  return [...new Set(kinds)];
}

function checkOptions(
  matrix: Matrix,
  { k = [2, 3, 4, 5, 6, 7, 8], method = kmeans, threads = 1 }: ClusterTendencyOptions,
  { references, restarts, sample }: { references: number; restarts: number; sample: number | "all" },
): number[] {
  requireMatrix(matrix);
  if (matrix.columns.length === 0 && (method === kmeans || matrix.categorical.length === 0))
    throw new RangeError("expected a matrix with at least one numeric column, got none");
  if (matrix.rows === 0) throw new RangeError("expected a matrix with at least one row, got none");
  requireFinite(matrix);
  const ks = typeof k === "number" ? [k] : [...new Set(k)].sort((a, b) => a - b);
  if (ks.length === 0) throw new RangeError("expected at least one k, got none");
  for (const one of ks)
    if (!Number.isInteger(one) || one < 2)
      throw new RangeError(`expected whole numbers of 2 or more in k, got ${quoted(one)}`);
  for (const [name, value] of Object.entries({ references, restarts, threads, sample: sample === "all" ? 1 : sample }))
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`expected ${name} to be a whole number of 1 or more, got ${value}`);
  return ks;
}

function asTable(rows: readonly ClusterTendencyRow[]): Table<ClusterTendencyRow> {
  const of = <N extends keyof ClusterTendencyRow>(name: N) => rows.map((row) => row[name]);
  return tableOf<ClusterTendencyRow>({
    reference: of("reference"),
    k: of("k"),
    score: of("score"),
    expected: of("expected"),
    spread: of("spread"),
  });
}
