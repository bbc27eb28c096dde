import { DataError, requireOptions } from "../errors.js";
import { type Matrix, requireFinite, requireMatrix } from "../matrix.js";
import { chiSquaredTail } from "../numeric/chiSquaredTail.js";
import { classLogit } from "../numeric/classLogit.js";
import { type Segmentation, segmentName } from "../segmentation.js";
import { type Table, toTable } from "../table.js";
import { classesOf } from "./classesOf.js";
import { sameRows } from "./evaluate/sameRows.js";
import { responsibilities } from "./responsibilities.js";

/** Options of `classCovariates`. */
export interface ClassCovariatesOptions {
  /** How the errors of assignment are taken into account: "ml" (Vermunt 2010) or "bch" (Bolck, Croon and Hagenaars 2004). */
  method?: "ml" | "bch";
  /** Label of the class that the others are compared with; the largest where absent. */
  reference?: number;
}

/** How a covariate goes with a class, against the reference class. What nothing tells, where hardly any row is an exception, is null. */
export interface ClassCovariateRow {
  label: number;
  segment: string;
  /** Name of the covariate, `column=level` of a categorical one, or "intercept". */
  covariate: string;
  coefficient: number;
  standardError: number | null;
  z: number | null;
  p: number | null;
  /** exp(coefficient): by how much one more multiplies the odds of this class against the reference; with a 95 % interval. */
  oddsRatio: number;
  lower: number | null;
  upper: number | null;
}

/** Who belongs to which class. */
export interface ClassCovariates {
  readonly table: Table<ClassCovariateRow>;
  readonly method: "ml" | "bch";
  readonly reference: number;
  /** `errors[t][s]`: how probable it is that a row of class t has label s. */
  readonly errors: readonly (readonly number[])[];
  readonly logLikelihood: number;
  readonly converged: boolean;
  readonly iterations: number;
  readonly warnings: readonly string[];
}

/**
 * Who belongs to which latent class: a multinomial logit of the class on covariates, by the bias-adjusted three-step method (Vermunt 2010; Bakk,
 * Tekle and Vermunt 2013). The labels of a latent class analysis are guesses, so that comparing labels makes differences look smaller than they are.
 * Here the classes are found first, without the covariates; then how often a row of class t gets label s is computed from the posterior
 * probabilities; and then the logit is fitted to the labels with these errors. Standard errors are of the sandwich kind.
 *
 * `covariates` has the same rows in the same order. Numeric columns enter as they are; a categorical one by its levels against the first.
 *
 * When it misleads: the classes and the errors are taken as known, so standard errors are somewhat small where classes are not well
 * apart (relative entropy below .6) or rows few. "bch" bears violated assumptions better, but where classes overlap its counts can be negative and it may find no
 * solution. A covariate that is also an item is used twice. Where nobody of a group is in a class, or everybody, the coefficient runs off to infinity, and
 * what is printed is where the climb stopped: such rows have no standard error, p or interval, and `warnings` names them. Put rare levels together.
 *
 * @param matrix The matrix that the classes were found in.
 * @throws TypeError where the segmentation has no latent classes; DataError where a covariate is missing; RangeError where rows differ, k is 1,
 *   or the covariates do not tell the coefficients (one is constant, or the sum of others, or, by "bch", tells a class without exception).
 *
 * @example
 * const draw = random(1);
 * const people = Array.from({ length: 300 }, (_, customer) => {
 *   const age = 20 + draw.integer(40);
 *   const old = draw.uniform() < age / 80;
 *   const says = () => draw.uniform() < (old ? 0.9 : 0.2);
 *   return { customer, age, a: says(), b: says(), c: says(), d: says() };
 * });
 * const answers = matrix(people, { columns: [], categorical: ["a", "b", "c", "d"] });
 * const classes = await latentClass(answers, { k: 2 });
 * const { table } = classCovariates(classes, answers, matrix(people, { columns: ["age"] }));
 * console.log(table.array("covariate").join()); // intercept,age
 */
export function classCovariates(
  segmentation: Segmentation,
  matrix: Matrix,
  covariates: Matrix,
  options: ClassCovariatesOptions = {},
): ClassCovariates {
  requireOptions(options, { method: true, reference: true }, "classCovariates");
  const { method = "ml", reference = 0 } = options;
  classesOf(segmentation);
  sameRows(matrix, segmentation);
  requireMatrix(covariates);
  requireFinite(covariates);
  sameRows(covariates, segmentation);
  const { k, labels } = segmentation;
  if (method !== "ml" && method !== "bch") throw new RangeError(`expected method to be "ml" or "bch", got ${method}`);
  if (k < 2) throw new RangeError("expected two classes or more to compare, got one");
  if (!Number.isInteger(reference) || reference < 0 || reference >= k)
    throw new RangeError(`expected reference to be a label from 0 to ${k - 1}, got ${reference}`);
  const shares = responsibilities(segmentation, matrix);
  const errors = new Float64Array(k * k);
  shares.forEach((share, t) => {
    const total = share.reduce((sum, one) => sum + one, 0);
    labels.forEach((label, i) => {
      errors[t * k + label]! += share[i]! / total;
    });
  });
  const { names, columns } = designOf(covariates);
  const width = columns.length;
  const z = new Float64Array(matrix.rows * width);
  columns.forEach((column, j) => {
    for (let i = 0; i < matrix.rows; i++) z[i * width + j] = column[i]!;
  });
  const found = classLogit({ rows: matrix.rows, width, z, k, assigned: labels, errors, reference }, method, 200);
  if (found === undefined)
    throw new RangeError(
      `expected covariates that tell the coefficients of ${k} classes, got ${names.join(", ")}: one is constant, the sum of others, or tells a class without exception${method === "bch" ? ', or the classes overlap too much for "bch"' : ""}`,
    );
  const others = Array.from({ length: k }, (_, label) => label).filter((label) => label !== reference);
  const size = others.length * width;
  const units = unitsOf(columns);
  const endless: string[] = [];
  const rows = others.flatMap((label, o) =>
    names.map((covariate, j): ClassCovariateRow => {
      const at = o * width + j;
      const coefficient = found.coefficients[at]!;
      const segment = segmentName(segmentation, label);
      const odds = { label, segment, covariate, coefficient, oddsRatio: Math.exp(coefficient) };
      if (!(found.curvatureErrors[at]! < mostError * units[j]!)) {
        endless.push(`${covariate} (${segment})`);
        return { ...odds, standardError: null, z: null, p: null, lower: null, upper: null };
      }
      const standardError = Math.sqrt(found.covariances[at * size + at]!);
      const z = coefficient / standardError;
      return {
        ...odds,
        standardError,
        z,
        p: chiSquaredTail(z * z, 1),
        lower: Math.exp(coefficient - 1.959963984540054 * standardError),
        upper: Math.exp(coefficient + 1.959963984540054 * standardError),
      };
    }),
  );
  return {
    table: toTable(rows),
    method,
    reference,
    errors: Array.from({ length: k }, (_, t) => Array.from(errors.subarray(t * k, (t + 1) * k))),
    logLikelihood: found.logLikelihood,
    converged: found.converged,
    iterations: found.iterations,
    warnings: [
      ...(found.converged ? [] : ["The coefficients had not converged: do not use them."]),
      ...(endless.length === 0
        ? []
        : [
            `${endless.join(", ")}: hardly any row is an exception, so that the coefficient has no end and no standard error; its size means nothing. Put rare levels together, or leave the covariate out.`,
          ]),
    ],
  };
}

/** A coefficient has no end where its standard error, in units of `unitsOf`, is larger: odds of exp(100) are no odds. */
const mostError = 100;

/**
 * What a coefficient is measured by, so that it does not matter in which unit a covariate comes: 1 over the range of the covariate; for the intercept, which
 * lies as far from the rows as 0 does, the ranges between them.
 */
function unitsOf(columns: readonly ArrayLike<number>[]): number[] {
  const spans = columns.slice(1).map((column) => {
    let [low, high, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    for (let i = 0; i < column.length; i++) {
      low = Math.min(low, column[i]!);
      high = Math.max(high, column[i]!);
      sum += column[i]!;
    }
    return { range: high - low, mean: sum / column.length };
  });
  return [
    1 + spans.reduce((sum, { range, mean }) => sum + Math.abs(mean) / range, 0),
    ...spans.map(({ range }) => 1 / range),
  ];
}

/** Columns of the logit: the intercept, the numbers, and each level of a category but the first that occurs. */
function designOf({ rows, columns, values, categorical }: Matrix): { names: string[]; columns: ArrayLike<number>[] } {
  const names = ["intercept", ...columns];
  const found: ArrayLike<number>[] = [new Float64Array(rows).fill(1), ...values];
  for (const { name, levels, codes } of categorical) {
    const missing = codes.findIndex((code) => code < 0);
    if (missing >= 0)
      throw new DataError(
        "expected a covariate without missing values, got none; leave such rows out, of both matrices",
        {
          row: missing + 1,
          column: name,
        },
      );
    const used = levels.flatMap((_, level) => (codes.includes(level) ? [level] : []));
    for (const level of used.slice(1)) {
      names.push(`${name}=${levels[level]}`);
      found.push(Float64Array.from(codes, (code) => Number(code === level)));
    }
  }
  return { names, columns: found };
}
