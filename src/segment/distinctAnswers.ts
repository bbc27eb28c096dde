import type { Matrix } from "../matrix.js";
import { distinctRows } from "../numeric/distinctRows.js";

/** How many different rows a matrix has, numbers and answers taken together, counting no further than `enough`. */
export function distinctAnswers({ values, categorical }: Matrix, enough: number): number {
  return distinctRows([...values, ...categorical.map(({ codes }) => Float64Array.from(codes))], enough);
}
