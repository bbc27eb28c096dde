import type { Random } from "../random.js";
import { gamma } from "./draws.js";

/**
 * A draw of the correlation matrix (row-major, `size * size`) that `rows` rows of independent normal columns have: not by drawing the rows, but
 * from the distribution of their covariances (Wishart with rows - 1 degrees of freedom, by Bartlett's decomposition), so that the number of
 * rows costs nothing.
 *
 * Source: Smith and Hocking, Algorithm AS 53: Wishart variate generator, Applied Statistics 21 (1972).
 */
export function randomCorrelations(rows: number, size: number, generator: Random): Float64Array {
  const df = rows - 1;
  const rank = Math.min(size, df);
  const lower = new Float64Array(size * rank);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= Math.min(i, rank - 1); j++)
      lower[i * rank + j] = i === j ? Math.sqrt(gamma(generator, (df - j) / 2, 0.5)) : generator.normal();
  const lengths = Float64Array.from({ length: size }, (_, i) =>
    Math.hypot(...lower.subarray(i * rank, (i + 1) * rank)),
  );
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    result[i * size + i] = 1;
    for (let j = 0; j < i; j++) {
      const end = Math.min(j + 1, rank);
      let sum = 0;
      for (let m = 0; m < end; m++) sum += lower[i * rank + m]! * lower[j * rank + m]!;
      const value = sum / (lengths[i]! * lengths[j]!);
      result[i * size + j] = value;
      result[j * size + i] = value;
    }
  }
  return result;
}
