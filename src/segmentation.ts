import { checkModel } from "./checkModel.js";
import { instead, quoted, requireOptions } from "./errors.js";
import type { Id, Preparation } from "./matrix.js";
import { version } from "./version.js";

/** A value that survives JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What labels unseen rows. Each method adds its kind here; `assign` handles all of them. */
export type Model =
  | {
      readonly kind: "centers";
      readonly columns: readonly string[];
      readonly centers: readonly (readonly number[])[];
      readonly preparation: Preparation;
      /** Squared distance to the nearest center beyond which a row is noise (-1); absent: every row has a segment. */
      readonly reach?: number;
    }
  | {
      readonly kind: "modes";
      /** Columns of categories, and for each segment their modes: null where none of its rows gave an answer. */
      readonly categorical: readonly string[];
      readonly modes: readonly (readonly (string | null)[])[];
      /** Of modes equally near to a row, the label that stands first here is the row's. */
      readonly ties: readonly number[];
      /** Where rare answers count more: for each column the levels and how many rows gave them. */
      readonly frequencies?: readonly (readonly (readonly [string, number])[])[];
      /** That of the categories; numbers are not read. */
      readonly preparation: Preparation;
    }
  | {
      readonly kind: "prototypes";
      /** Numeric columns, and the numbers of each segment's prototype. */
      readonly columns: readonly string[];
      readonly centers: readonly (readonly number[])[];
      /** Columns of categories, and the modes of each segment: null where none of its rows gave an answer. */
      readonly categorical: readonly string[];
      readonly modes: readonly (readonly (string | null)[])[];
      /** Weight of the categories. */
      readonly gamma: number;
      /** Range of each numeric column, where differences are absolute and in these units (Gower); squared differences where absent. */
      readonly ranges?: readonly number[];
      /** Of prototypes equally near to a row, the label that stands first here is the row's. */
      readonly ties: readonly number[];
      readonly preparation: Preparation;
    }
  | {
      readonly kind: "mixture";
      readonly columns: readonly string[];
      /** What the covariances have in common. */
      readonly family: string;
      /** Share of the rows of each segment, and its mean. */
      readonly weights: readonly number[];
      readonly means: readonly (readonly number[])[];
      /** For each segment the variances of the columns, or rows of covariances. */
      readonly covariances: readonly (readonly (number | readonly number[])[])[];
      readonly preparation: Preparation;
    }
  | {
      readonly kind: "classes";
      /** Items, and their levels in the order of the probabilities. */
      readonly categorical: readonly { readonly column: string; readonly levels: readonly string[] }[];
      /** Share of the rows of each class, and for each class, item and level the probability of that answer. */
      readonly weights: readonly number[];
      readonly probabilities: readonly (readonly (readonly number[])[])[];
      /** Numeric columns, and for each class their means and variances. */
      readonly columns: readonly string[];
      readonly means: readonly (readonly number[])[];
      readonly variances: readonly (readonly number[])[];
      readonly preparation: Preparation;
    }
  | {
      readonly kind: "neighbors";
      readonly distance: "euclidean" | "gower";
      readonly columns: readonly string[];
      /** Categorical columns that the distance counts, and their levels in the order of the codes. */
      readonly categorical: readonly { readonly column: string; readonly levels: readonly string[] }[];
      readonly preparation: Preparation;
      /** The distinct rows of the fit, numbers and then codes (-1 is missing): doubles of eight bytes, the lowest first, in base64. */
      readonly packed: string;
      /** The segment of each of these rows. */
      readonly segmentOf: readonly number[];
    }
  | DensityModel
  | NetworkModel
  | {
      readonly kind: "combined";
      /** Two segmentations of the same rows. */
      readonly parts: readonly [ModelPart, ModelPart];
      /** `cells[a][b]`: label of the rows with label a in the first and b in the second; -1: none. */
      readonly cells: readonly (readonly number[])[];
    }
  | {
      readonly kind: "nested";
      readonly outer: ModelPart;
      /** For each label of the outer one: what divides its rows (nothing where absent), and the labels of what it finds. */
      readonly inner: readonly { readonly part?: ModelPart; readonly labels: readonly number[] }[];
    }
  | {
      readonly kind: "rules";
      /** The first rule that matches names the segment. */
      readonly rules: readonly Rule[];
      /** Name of the segment of rows that match no rule; absent: such rows have label -1. */
      readonly otherwise?: string;
    };

/** A condensed tree and the rows that it was made of. All distances are in units of `unit`. */
export interface DensityModel {
  readonly kind: "density";
  readonly columns: readonly string[];
  readonly preparation: Preparation;
  readonly unit: number;
  /** Neighbors that a core distance counts, the row itself not among them. */
  readonly minSamples: number;
  /**
   * The clusters, each after the one that it came from (`parent`; -1 for the first, which is all rows): the distance at which it came apart
   * (null for the first), its rows then, its excess of mass (null: infinite), whether it is a segment, and the segment that its rows belong to (-1: none).
   */
  readonly clusters: readonly {
    readonly parent: number;
    readonly birth: number | null;
    readonly size: number;
    readonly stability: number | null;
    readonly chosen: boolean;
    readonly segment: number;
  }[];
  /** Where all rows are the one segment: the distance beyond which rows that left it are noise. */
  readonly reach?: number;
  /** The last cluster of each row of the fit. */
  readonly home: readonly number[];
  /** For each row: its numbers, its core distance and the distance at which it left, doubles in base64 (see `packDoubles`). */
  readonly packed: string;
}

/** An encoder, the groups in what it makes of a row, and the decoder that gives the row back. */
export interface NetworkModel {
  readonly kind: "network";
  /** Version of this form. */
  readonly version: 1;
  /** Numeric columns, each with its mean, and the one unit of all of them: the network reads (value - center) / unit, and 0 where the value was missing. */
  readonly columns: readonly string[];
  readonly centers: readonly number[];
  readonly unit: number;
  /** Categorical columns and their levels, each of which the network reads as a column of 0 and 1, behind the numbers. */
  readonly categorical: readonly { readonly column: string; readonly levels: readonly string[] }[];
  readonly preparation: Preparation;
  readonly encoder: PackedLayers;
  readonly decoder: PackedLayers;
  /** Reconstruction error above which a row is odd: no row of the fit at or below it was. Absent: nobody looked. */
  readonly oddAbove?: number;
  /** Where the segments lie in the embedding: their centers, or normal distributions (shares, means and variances of independent coordinates). */
  readonly groups:
    | { readonly kind: "centers"; readonly centers: readonly (readonly number[])[] }
    | {
        readonly kind: "mixture";
        readonly weights: readonly number[];
        readonly means: readonly (readonly number[])[];
        readonly variances: readonly (readonly number[])[];
      };
}

/** Fully connected layers, all but the last with an activation: how many units they have, input first, and for each layer its weights, a row an input, and biases, in turn (see `packSingles`). */
export interface PackedLayers {
  readonly sizes: readonly number[];
  readonly activation: "relu" | "tanh";
  readonly packed: string;
}

/** A model within another, with the names of its segments where it has any. */
export interface ModelPart {
  readonly model: Model;
  readonly names?: readonly string[];
}

/** One segment in words: a row belongs to it where every named column lies within its bounds (both ends included). */
export interface Rule {
  readonly name: string;
  readonly when: { readonly [column: string]: readonly [number, number] };
}

/** How the search for the best solution went: a result that was found once in 50 starts deserves less trust. */
export interface Search {
  /** Random starts that were tried. */
  readonly restarts: number;
  /** In how many of them the best solution was found. */
  readonly timesFound: number;
  /** The best value of the objective. */
  readonly best: number;
  /** The distinct solutions by their value of the objective, best first, and in how many starts each was found. */
  readonly optima?: readonly { readonly value: number; readonly times: number }[];
  /** True where a segment collapsed in every start: the likelihood is then that of the floor, and compares with no other. */
  readonly collapsed?: boolean;
}

/** The field's names for how well a method did; a method sets those that it has. */
export interface Quality {
  readonly inertia?: number;
  /** The inertia as the weighted sample told it in which the segments were found; `inertia` is then that of all rows. */
  readonly sampleInertia?: number;
  readonly logLikelihood?: number;
  readonly bic?: number;
  readonly aic?: number;
  readonly icl?: number;
  readonly entropy?: number;
  /** 1 - entropy / (rows x log k): 1 where every row is sure of its segment, 0 where nothing tells. */
  readonly relativeEntropy?: number;
  /** Numbers of the model that the data choose. */
  readonly freeParameters?: number;
  /** Likelihood ratio of the table of all answers against the model, and the cells of that table less 1 and the free parameters. */
  readonly g2?: number;
  readonly degreesOfFreedom?: number;
  readonly cost?: number;
  readonly loss?: number;
}

/**
 * Which customer belongs to which segment, and what is known about that claim. Every method returns this shape.
 * It is plain JSON but for `labels`; `JSON.stringify(toJson(segmentation))` keeps everything.
 */
export interface Segmentation {
  readonly method: string;
  /** Number of segments; noise (-1) is not one. */
  readonly k: number;
  readonly ids: readonly Id[];
  /** One label per id: 0..k-1, ordered by descending segment size; -1 is noise. */
  readonly labels: Int32Array;
  /** Customers per segment, label order. */
  readonly sizes: readonly number[];
  /** Names of the segments, label order, where they have any. */
  readonly names?: readonly string[];
  /** The options the method ran with, defaults included. */
  readonly parameters: { readonly [name: string]: Json };
  readonly quality: Quality;
  readonly search?: Search;
  readonly seed?: number;
  readonly converged: boolean;
  readonly iterations: number;
  readonly model: Model;
  /** What a reader must know before trusting the segments, in words. */
  readonly warnings: readonly string[];
}

/**
 * Renumbers labels so that segment 0 is the largest; equal sizes keep the order of first appearance. -1 (noise) stays.
 * `order[newLabel]` is the old label.
 *
 * @throws RangeError where a label is not a whole number below k.
 */
export function orderBySize(
  labels: ArrayLike<number>,
  k: number,
): { labels: Int32Array; sizes: number[]; order: number[] } {
  const counts = new Array<number>(k).fill(0);
  const first = new Array<number>(k).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (label < 0) continue;
    if (!(Number.isInteger(label) && label < k))
      throw new RangeError(`expected labels that are whole numbers below ${k}, got ${label} in row ${i + 1}`);
    if (counts[label]!++ === 0) first[label] = i;
  }
  const order = counts
    .map((_, label) => label)
    .sort((a, b) => counts[b]! - counts[a]! || first[a]! - first[b]! || a - b);
  const renamed = new Int32Array(k);
  order.forEach((old, label) => {
    renamed[old] = label;
  });
  const ordered = new Int32Array(labels.length);
  for (let i = 0; i < labels.length; i++) ordered[i] = labels[i]! < 0 ? -1 : renamed[labels[i]!]!;
  return {
    labels: ordered,
    sizes: order.map((old) => counts[old]!),
    order,
  };
}

/** What to call a segment in a plot or table: its name, or "Segment 1" for label 0. */
export function segmentName(segmentation: Segmentation, label: number): string {
  return label < 0 ? "Noise" : (segmentation.names?.[label] ?? `Segment ${label + 1}`);
}

/** Throws a TypeError unless it is what a method returned: in scripts an `await` is forgotten, or arguments get swapped. */
export function requireSegmentation(segmentation: unknown): asserts segmentation is Segmentation {
  if ((segmentation as Partial<Segmentation> | null | undefined)?.labels !== undefined) return;
  throw new TypeError(`expected a Segmentation, as a method such as kmeans returns it, got ${instead(segmentation)}`);
}

/** What JSON of a segmentation begins with, and the version of its form: it grows where an older reader would misread a newer file. */
const format = "clientele segmentation";
const formatVersion = 1;

/** Options of `toJson` and `save`. */
export interface ToJsonOptions {
  /** Whether ids, labels and all that is said of single customers is kept; false leaves what describes and labels segments, to be handed on. */
  customers?: boolean;
}

/** What is said of the segments and not of single customers, deep segmentations included. Others are left out where customers are. */
const ofSegments = [
  ...["method", "k", "sizes", "names", "parameters", "quality", "search", "seed", "converged", "iterations", "model"],
  ...["warnings", "history", "seeds", "seedAgreement", "baselines", "compared", "verdict", "tensorflow"],
];

/**
 * The segmentation as plain JSON, with the format, its version, and the version of the package that wrote it.
 *
 * With `customers: false` it holds no ids, no labels and nothing else by customer, so that it can be handed on; what it labels stays the same. When that
 * misleads: a segment of one or few customers still shows them by its center, and levels of a category are kept as they are written.
 *
 * @throws RangeError where customers are to be left out of a model that labels by the customers that it was made of (`ward`, `cut`, `hdbscan`).
 */
export function toJson(segmentation: Segmentation, options: ToJsonOptions = {}): Json {
  requireSegmentation(segmentation);
  requireOptions(options, { customers: true }, "toJson");
  // Where the customers were left out before there are none to keep.
  const { customers = true } = options;
  const head = { format, version: formatVersion, writtenBy: version };
  if (customers && hasCustomers(segmentation))
    return { ...head, ...segmentation, labels: Array.from(segmentation.labels) } as unknown as Json;
  if (holdsRows(segmentation.model))
    throw new RangeError(
      `expected a model without customers in it, got one by ${segmentation.method}, which labels by the rows that it was made of; keep the customers, or hand on a method with centers, such as kmeans`,
    );
  const kept = Object.entries(segmentation).filter(([name]) => ofSegments.includes(name));
  return { ...head, customers: false, ...Object.fromEntries(kept) } as unknown as Json;
}

/** Whether it is known who is in the segments; of a model that was saved without customers it is not. */
export function hasCustomers({ ids, sizes }: Segmentation): boolean {
  return ids.length > 0 || sizes.every((size) => size === 0);
}

/** Whether the rows of the fit are part of what labels others. */
function holdsRows(model: Model): boolean {
  if (model.kind === "combined") return model.parts.some((part) => holdsRows(part.model));
  if (model.kind === "nested")
    return holdsRows(model.outer.model) || model.inner.some(({ part }) => part !== undefined && holdsRows(part.model));
  return model.kind === "neighbors" || model.kind === "density";
}

/**
 * Reads back what `toJson` wrote. Where the customers were left out, there are no ids and no labels.
 *
 * @throws TypeError where it is no segmentation or of another format, RangeError where labels and ids do not go together, it is of a newer version, or what labels
 *   rows is damaged.
 */
export function fromJson(json: Json): Segmentation {
  const { format: itsFormat, version: itsVersion, writtenBy, customers, ...rest } = Object(json) as Header;
  if (itsFormat !== undefined && itsFormat !== format)
    throw new TypeError(`expected the format ${quoted(format)}, got ${quoted(itsFormat)}`);
  if (itsFormat !== undefined && itsVersion !== formatVersion)
    throw new RangeError(
      `expected version ${formatVersion}, got ${quoted(itsVersion)}; read it with the version of clientele that wrote it${writtenBy === undefined ? "" : ` (${writtenBy})`}, or a later one`,
    );
  const plain = (itsFormat !== undefined && customers === false
    ? { ...rest, ids: [], labels: [] }
    : rest) as unknown as Omit<Segmentation, "labels"> & { labels: number[] };
  if (!Array.isArray(plain.labels) || !Array.isArray(plain.ids) || !Array.isArray(plain.sizes) || !plain.model?.kind)
    throw new TypeError(
      "expected a segmentation as toJson writes it, with ids, labels, sizes and model, got other JSON",
    );
  if (!Number.isInteger(plain.k) || plain.k < 0)
    throw new RangeError(`expected k to be a whole number from 0, got ${quoted(plain.k)}`);
  if (plain.labels.length !== plain.ids.length)
    throw new RangeError(`expected a label for each of ${plain.ids.length} ids, got ${plain.labels.length}`);
  const bad = plain.labels.findIndex((label) => !Number.isInteger(label) || label < -1 || label >= plain.k);
  if (bad >= 0)
    throw new RangeError(
      `expected labels that are whole numbers from -1 and below k (${plain.k}), got ${plain.labels[bad]} for ${JSON.stringify(plain.ids[bad])}`,
    );
  checkModel(plain.model);
  return { ...plain, labels: Int32Array.from(plain.labels) };
}

/** What stands before the segmentation itself. */
interface Header {
  readonly format?: unknown;
  readonly version?: unknown;
  readonly writtenBy?: unknown;
  readonly customers?: unknown;
}
