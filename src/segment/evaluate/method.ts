import { instead } from "../../errors.js";
import type { Matrix } from "../../matrix.js";
import type { Paced } from "../../pace.js";
import type { Segmentation } from "../../segmentation.js";

/** What `chooseK` and `stability` hand to the method they try. */
export interface FitOptions extends Paced {
  k: number;
  restarts?: number;
  seed?: number;
  threads?: number;
}

/** A segmentation method, as `chooseK` and `stability` call it. */
export type Method = (matrix: Matrix, options: FitOptions) => Promise<Segmentation>;

/** Throws a TypeError unless it is a function: a method's name in quotes, or what it returned, is passed easily where nothing checks types. */
export function requireMethod(method: unknown): void {
  if (typeof method === "function") return;
  const got = method instanceof Promise ? "a promise" : instead(method); // awaited it would be no method either
  throw new TypeError(`expected method as a function such as kmeans, without quotes or a call, got ${got}`);
}

/** What the method found, if it has k segments: figures of fewer must not be read as those of k. */
export function requireSegments(found: Segmentation, k: number): Segmentation {
  if (found.k !== k) throw new RangeError(`expected a method that finds ${k} segments, got one that found ${found.k}`);
  return found;
}
