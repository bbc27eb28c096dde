import type { Tensor, Tensor2D } from "@tensorflow/tfjs";
import type { Tensorflow } from "../tensorflow.js";

/** Sends rows through layers; `parameters` are the weights and biases of each, in turn. */
export type DenseLayers = (rows: Tensor2D, parameters: readonly Tensor2D[]) => Tensor2D;

/**
 * Fully connected layers, rectified but for the last, with a way back of their own: TensorFlow.js multiplies matrices fast in WebAssembly only as they
 * stand, while its own gradients ask for transposed products, which take a plain loop there. So they are transposed first. Weights, bias and rectifier are
 * one operation on the way forward, also under a gradient, where TensorFlow.js would take them apart.
 */
export function denseLayers({ tf, backend }: Pick<Tensorflow, "tf" | "backend">): DenseLayers {
  const engine = tf.engine();
  const product = (a: Tensor2D, b: Tensor2D, turned: "a" | "b" | "neither"): Tensor2D => {
    if (backend !== "wasm") return tf.matMul(a, b, turned === "a", turned === "b");
    return tf.matMul(turned === "a" ? tf.transpose(a) : a, turned === "b" ? tf.transpose(b) : b);
  };
  const layer = (activation: "relu" | "linear") =>
    tf.customGrad((...given) => {
      const [rows, weights, bias, save] = given as unknown as [Tensor2D, Tensor2D, Tensor2D, (kept: Tensor[]) => void];
      const value = engine.runKernel(
        "_FusedMatMul",
        { a: rows.reshape([1, ...rows.shape]), b: weights.reshape([1, ...weights.shape]), bias: bias.reshape([-1]) },
        { transposeA: false, transposeB: false, activation },
      ) as Tensor;
      const out = value.reshape([rows.shape[0], weights.shape[1]]) as Tensor2D;
      save([rows, weights, out]);
      return {
        value: out,
        gradFunc: (up: Tensor, [rows, weights, out]: Tensor[]) => {
          const through = (activation === "relu" ? tf.mul(up, tf.step(out!)) : up) as Tensor2D;
          const ones = tf.ones([1, through.shape[0]]) as Tensor2D;
          return [
            product(through, weights as Tensor2D, "b"),
            product(rows as Tensor2D, through, "a"),
            tf.matMul(ones, through),
          ];
        },
      };
    });
  const rectified = layer("relu");
  const linear = layer("linear");
  return (rows, parameters) => {
    let signals = rows as Tensor;
    for (let at = 0; at < parameters.length; at += 2) {
      const apply = at + 2 < parameters.length ? rectified : linear;
      signals = apply(signals, parameters[at]!, parameters[at + 1]!);
    }
    return signals as Tensor2D;
  };
}
