import { type Matrix, matrixOf } from "../../matrix.js";
import { random } from "../../random.js";
import type { Segmentation } from "../../segmentation.js";
import { agreement } from "../evaluate/agreement.js";
import { indices } from "../evaluate/indices.js";
import { rowsOf } from "../rowsOf.js";
import { type NetworkRows, networkRows, type RowReading } from "./networkRows.js";

/** Groups known from elsewhere, and how well segments meet them. */
export interface TruthFigures {
  /** 1: the same groups; about 0: chance. */
  readonly adjustedRand: number;
  /** Share of the rows in matched groups. */
  readonly accuracy: number;
  /** Shared information over the mean entropy, 0 to 1. */
  readonly normalizedMutualInformation: number;
}

/** Indices of one set of segments, on what the network reads; null where they have no meaning, as with a single segment. */
export interface YardstickFigures {
  readonly silhouette: number | null;
  readonly calinskiHarabasz: number | null;
  readonly daviesBouldin: number | null;
  readonly truth?: TruthFigures;
}

/** Rows on which methods are compared, at most. */
const mostRows = 5000;

/** The rows on which all methods are compared, as columns of numbers that all of them can read: what the network reads. */
export interface Yardstick {
  readonly matrix: Matrix;
  /** Which rows of the whole matrix they are. */
  readonly rows: Int32Array;
  measure(labels: Int32Array, k: number): Promise<YardstickFigures>;
}

/** Draws the rows where there are more than 5,000. */
export function yardstick(
  reading: RowReading,
  matrix: Matrix,
  {
    seed,
    truth,
    threads,
  }: { seed: number; truth?: ArrayLike<string | number> | undefined; threads?: number | undefined },
): Yardstick {
  const all = Int32Array.from({ length: matrix.rows }, (_, i) => i);
  const rows = matrix.rows <= mostRows ? all : random(seed).fork(6).shuffle(all).slice(0, mostRows).sort();
  const plain = plainMatrix(reading, networkRows(reading, rowsOf(matrix, rows)));
  const known = truth === undefined ? undefined : Array.from(rows, (row) => truth[row]!);
  return {
    matrix: plain,
    rows,
    async measure(labels, k) {
      const sizes = new Array<number>(k).fill(0);
      for (const label of labels) sizes[label]! += 1;
      const used = sizes.filter((size) => size > 0).length;
      const figures =
        used < 2 || used === labels.length
          ? undefined
          : await indices(plain, segmentsOf(plain, labels, sizes), {
              seed,
              ...(threads === undefined ? {} : { threads }),
            });
      const met = known === undefined ? undefined : agreement(known, labels);
      return {
        silhouette: figures?.silhouette ?? null,
        calinskiHarabasz: figures?.calinskiHarabasz ?? null,
        daviesBouldin: figures?.daviesBouldin ?? null,
        ...(met === undefined
          ? {}
          : {
              truth: {
                adjustedRand: met.adjustedRand,
                accuracy: met.matched,
                normalizedMutualInformation: met.normalizedMutualInformation,
              },
            }),
      };
    },
  };
}

function plainMatrix({ columns, categorical }: RowReading, { values, width }: NetworkRows): Matrix {
  // A column of numbers may be called as a level is.
  const names = [
    ...columns.map((name) => `number ${name}`),
    ...categorical.flatMap(({ column, levels }) => levels.map((level) => `level ${column}=${level}`)),
  ];
  const rows = values.length / width;
  const column = (j: number) => Float64Array.from({ length: rows }, (_, i) => values[i * width + j]!);
  return matrixOf(Object.fromEntries(names.map((name, j) => [name, column(j)])));
}

/** Labels as `indices` reads them. */
function segmentsOf(matrix: Matrix, labels: Int32Array, sizes: readonly number[]): Segmentation {
  return {
    method: "labels",
    k: sizes.length,
    ids: matrix.ids,
    labels,
    sizes,
    parameters: {},
    quality: {},
    converged: true,
    iterations: 0,
    model: { kind: "centers", columns: matrix.columns, centers: [], preparation: matrix.preparation },
    warnings: [],
  };
}
