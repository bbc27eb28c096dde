import type { Matrix } from "../../matrix.js";
import type { Paced } from "../../pace.js";
import type { Segmentation } from "../../segmentation.js";
import { gaussianMixture } from "../gaussianMixture.js";
import { kmeans } from "../kmeans.js";
import { ward } from "../ward.js";

/** A plain method beside which a network has to stand. */
export type BaselineMethod = "kmeans" | "ward" | "gaussianMixture";

/** What each of them found, or why it found nothing. */
export type Baseline = { readonly method: BaselineMethod } & (
  | { readonly found: Segmentation }
  | { readonly found?: undefined; readonly reason: string }
);

/** k-means, Ward's method and a Gaussian mixture on the same columns, each as its defaults have it (the mixture from ten starts). */
export async function baselines(
  matrix: Matrix,
  options: { k: number; seed: number; threads?: number; signal?: Paced["signal"] },
  note: (method: BaselineMethod) => Promise<void>,
): Promise<Baseline[]> {
  const { k, signal } = options;
  const paced = signal === undefined ? {} : { signal };
  const fits = {
    kmeans: () => kmeans(matrix, options),
    ward: () => ward(matrix, { k, ...paced }),
    gaussianMixture: () => gaussianMixture(matrix, { restarts: 10, ...options }),
  };
  const found: Baseline[] = [];
  for (const method of ["kmeans", "ward", "gaussianMixture"] as const) {
    await note(method);
    try {
      found.push({ method, found: await fits[method]() });
    } catch (cause) {
      // A method that cannot do these columns is no reason against the others.
      if (!(cause instanceof RangeError)) throw cause;
      found.push({ method, reason: cause.message });
    }
  }
  return found;
}
