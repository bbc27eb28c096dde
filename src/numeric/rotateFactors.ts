import { oblimin } from "./oblimin.js";
import { product, transpose } from "./product.js";
import { promax } from "./promax.js";
import { tellingOrder } from "./tellingOrder.js";
import { varimax } from "./varimax.js";

/** How factors are turned once they are found. */
export type Rotation = "varimax" | "oblimin" | "promax" | "none";

/** Rotated factors in the order and with the signs in which they are told. */
export interface RotatedFactors {
  /** Row-major, columns by factors. */
  readonly pattern: Float64Array;
  /** Correlations of the factors, `k * k`. */
  readonly correlations: Float64Array;
  /** Sum of squared loadings of each factor; with correlated factors its part in the shared variance. */
  readonly squares: readonly number[];
  readonly converged: boolean;
  /** True where the loadings told the factors apart too little for promax, so that these are those of varimax. */
  readonly fellBack?: boolean;
}

/** How to rotate. */
export interface RotateOptions {
  readonly rotation: Rotation;
  readonly kaiser: boolean;
  readonly power: number;
  /** Of varimax, also where it comes before promax: growth of its criterion below which it stops. */
  readonly tolerance: number;
}

/** Rotates loadings (row-major, columns by `k` factors) and puts the factors in the order in which they are told. */
export function rotateFactors(loadings: Float64Array, k: number, options: RotateOptions): RotatedFactors {
  return arrange(rotate(loadings, k, options), loadings.length / k, k);
}

type Turned = Omit<RotatedFactors, "squares">;

function rotate(loadings: Float64Array, k: number, { rotation, kaiser, power, tolerance }: RotateOptions): Turned {
  const unit = Float64Array.from({ length: k * k }, (_, cell) => (cell % (k + 1) === 0 ? 1 : 0));
  if (rotation === "none" || k === 1) return { pattern: loadings, correlations: unit, converged: true };
  // Oblimin only starts from it.
  const straight = varimax(loadings, k, { kaiser: kaiser || rotation === "oblimin", tolerance });
  const plain = { pattern: straight.loadings, correlations: unit, converged: straight.converged };
  if (rotation === "varimax") return plain;
  if (rotation === "promax") {
    const leaned = promax(straight.loadings, k, power);
    return leaned === undefined
      ? { ...plain, fellBack: true }
      : { pattern: leaned.loadings, correlations: leaned.correlations, converged: straight.converged };
  }
  const leaned = oblimin(loadings, k, { kaiser, starts: [unit, straight.rotation] });
  return { pattern: leaned.loadings, correlations: leaned.correlations, converged: leaned.converged };
}

/** Puts the factors in the order and with the signs in which they are told. */
function arrange({ pattern, correlations, ...rest }: Turned, size: number, k: number): RotatedFactors {
  const squares = product(correlations, product(transpose(pattern, size, k), pattern, [k, size, k]), [k, k, k]);
  const own = Array.from({ length: k }, (_, f) => squares[f * (k + 1)]!);
  const { order, signs } = tellingOrder(pattern, k, own);
  return {
    ...rest,
    pattern: pattern.map((_, cell) => {
      const f = cell % k;
      return signs[f]! * pattern[cell - f + order[f]!]!;
    }),
    correlations: correlations.map((_, cell) => {
      const [f, g] = [Math.floor(cell / k), cell % k];
      return signs[f]! * signs[g]! * correlations[order[f]! * k + order[g]!]!;
    }),
    squares: order.map((f) => own[f]!),
  };
}
