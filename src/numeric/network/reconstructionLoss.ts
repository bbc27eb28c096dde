import type { Scalar, Tensor, Tensor2D } from "@tensorflow/tfjs";
import type { Tensorflow } from "../tensorflow.js";
import { type NetworkInputs, widthOf } from "./inputs.js";

/** How far rows are from what a network made of them. */
export type ReconstructionLoss = (made: Tensor2D, rows: Tensor2D, known: Tensor2D | undefined) => Scalar;

/**
 * The mean over rows and columns of what was lost: squared errors of numbers, and cross-entropies (nats) of categories, whose columns hold the
 * logarithms of odds. What is missing counts nothing. Columns are picked by products with 0 and 1, which here are faster than cutting and joining. The
 * tensors that it needs at every call are handed to `keep`.
 */
export function reconstructionLoss(
  tf: Tensorflow["tf"],
  { numbers, levels }: Pick<NetworkInputs, "numbers" | "levels">,
  keep: <T extends Tensor>(tensor: T) => T,
): ReconstructionLoss {
  const width = widthOf({ numbers, levels });
  const columns = numbers + levels.length;
  const isNumber = keep(
    tf.tensor2d(
      Float32Array.from({ length: width }, (_, j) => (j < numbers ? 1 : 0)),
      [1, width],
    ),
  );
  /** With a gradient by hand, which takes four operations less than TensorFlow.js's. */
  const squared = (made: Tensor2D, rows: Tensor2D, counts: Tensor2D | undefined): Scalar => {
    const counted = (values: Tensor2D) => (counts === undefined ? values : tf.mul(values, counts));
    const op = tf.customGrad((made, save) => {
      (save as unknown as (kept: Tensor[]) => void)([made as Tensor]);
      return {
        // Rows by themselves first: a sum of all in 32 bits would lose digits.
        value: tf.div(tf.mean(tf.sum(counted(tf.squaredDifference(made as Tensor2D, rows)), 1)), columns),
        gradFunc: (up: Tensor, [made]: Tensor[]) =>
          tf.mul(counted(tf.sub(made!, rows)), tf.mul(up, 2 / (rows.shape[0] * columns))),
      };
    });
    return op(made) as Scalar;
  };
  if (levels.length === 0) return squared;
  const member = new Float32Array(width * levels.length);
  let at = numbers;
  levels.forEach((count, category) => {
    for (let level = 0; level < count; level++) member[at++ * levels.length + category] = 1;
  });
  const categoryOf = keep(tf.tensor2d(member, [width, levels.length]));
  const isLevel = keep(tf.sub(1, isNumber) as Tensor2D);
  return (made, rows, known) => {
    // Odds beyond these bounds are certain in 32 bits anyway, and their exponentials would overflow.
    const odds = made.clipByValue(-60, 60);
    const given = rows.mul(isLevel) as Tensor2D;
    const total = tf.matMul(odds.exp() as Tensor2D, categoryOf).log();
    const answered = tf.matMul(given, categoryOf);
    const entropy = total.mul(answered).sum(1).sub(odds.mul(given).sum(1));
    return squared(made, rows, known ?? isNumber).add(entropy.mean().div(columns)) as Scalar;
  };
}
