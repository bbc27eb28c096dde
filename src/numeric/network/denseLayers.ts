import type { Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs";
import type { Tensorflow } from "../tensorflow.js";
import { layerKernels } from "./layerKernels.js";
import type { Activation } from "./plainLayers.js";

/** Factors for the signals of so many rows and units: 0 for those that are left out, and for the others what makes up for it. */
export type Dropout = (rows: number, units: number) => Tensor2D;

/**
 * Sends rows through layers; `parameters` are the weights and biases of each, in turn. Rows that are `given` are not learned and get no gradient, which saves the
 * largest product of the way back. With `dropout` signals of hidden units are multiplied by what it draws.
 */
export type DenseLayers = (
  rows: Tensor2D,
  parameters: readonly Tensor[],
  given?: "given" | undefined,
  dropout?: Dropout | undefined,
) => Tensor2D;

/**
 * Fully connected layers, all but the last with the activation. All of them are one operation for TensorFlow.js, with a way back of their own, because keeping the books
 * of a gradient takes it as long as computing.
 */
export function denseLayers(loaded: Pick<Tensorflow, "tf" | "backend">, activation: Activation): DenseLayers {
  const { tf } = loaded;
  const { forward, through, product, sums } = layerKernels(loaded);
  return (rows, parameters, given, dropout) => {
    const layers = parameters.length / 2;
    const op = tf.customGrad((...inputs) => {
      const save = inputs.pop() as unknown as (kept: Tensor[]) => void;
      const [first, ...learned] = (given === undefined ? inputs : [rows, ...inputs]) as Tensor[];
      const signals = [first as Tensor2D];
      const bent: Tensor2D[] = [];
      const factors: Tensor2D[] = [];
      for (let layer = 0; layer < layers; layer++) {
        const [weights, bias] = learned.slice(2 * layer) as [Tensor2D, Tensor1D];
        const out = forward(signals[layer]!, weights, bias, layer + 1 < layers ? activation : undefined);
        if (dropout === undefined || layer + 1 === layers) signals.push(out);
        else {
          bent.push(out);
          factors.push(dropout(out.shape[0], out.shape[1]));
          signals.push(tf.mul(out, factors[layer]!));
        }
      }
      save([...learned, ...signals, ...bent, ...factors]);
      return {
        value: signals[layers]!,
        gradFunc: (up: Tensor, kept: Tensor[]) => {
          const learned = kept.slice(0, 2 * layers) as Tensor2D[];
          const signals = kept.slice(2 * layers, 3 * layers + 1) as Tensor2D[];
          const dropped = kept.slice(3 * layers + 1) as Tensor2D[];
          const hidden = layers - 1;
          const gradients: Tensor[] = [];
          let back = up as Tensor2D;
          for (let layer = layers - 1; layer >= 0; layer--) {
            if (layer < hidden && dropped.length === 0) back = through(back, signals[layer + 1]!, activation);
            else if (layer < hidden)
              back = through(tf.mul(back, dropped[hidden + layer]!), dropped[layer]!, activation);
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
