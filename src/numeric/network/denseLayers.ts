import type { Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs";
import type { Tensorflow } from "../tensorflow.js";
import { layerKernels } from "./layerKernels.js";
import type { Activation } from "./plainLayers.js";

/**
 * Sends rows through layers; `parameters` are the weights and biases of each, in turn. Rows that are `given` are not learned and get no gradient, which saves the
 * largest product of the way back.
 */
export type DenseLayers = (rows: Tensor2D, parameters: readonly Tensor[], given?: "given") => Tensor2D;

/**
 * Fully connected layers, all but the last with the activation. All of them are one operation for TensorFlow.js, with a way back of their own, because keeping the books
 * of a gradient takes it as long as computing.
 */
export function denseLayers(loaded: Pick<Tensorflow, "tf" | "backend">, activation: Activation): DenseLayers {
  const { tf } = loaded;
  const { forward, through, product, sums } = layerKernels(loaded);
  return (rows, parameters, given) => {
    const layers = parameters.length / 2;
    const op = tf.customGrad((...inputs) => {
      const save = inputs.pop() as unknown as (kept: Tensor[]) => void;
      const [first, ...learned] = (given === undefined ? inputs : [rows, ...inputs]) as Tensor[];
      const signals = [first as Tensor2D];
      for (let layer = 0; layer < layers; layer++) {
        const [weights, bias] = learned.slice(2 * layer) as [Tensor2D, Tensor1D];
        signals.push(forward(signals[layer]!, weights, bias, layer + 1 < layers ? activation : undefined));
      }
      save([...learned, ...signals]);
      return {
        value: signals[layers]!,
        gradFunc: (up: Tensor, kept: Tensor[]) => {
          const learned = kept.slice(0, 2 * layers) as Tensor2D[];
          const signals = kept.slice(2 * layers) as Tensor2D[];
          const gradients: Tensor[] = [];
          let back = up as Tensor2D;
          for (let layer = layers - 1; layer >= 0; layer--) {
            if (layer + 1 < layers) back = through(back, signals[layer + 1]!, activation);
            gradients.unshift(product(signals[layer]!, back, "a"), sums(back));
            if (layer > 0 || given === undefined) back = product(back, learned[2 * layer]!, "b");
          }
          return given === undefined ? [back, ...gradients] : gradients;
        },
      };
    });
    return op(...(given === undefined ? [rows, ...parameters] : parameters)) as Tensor2D;
  };
}
