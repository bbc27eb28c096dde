import type { Tensor1D } from "@tensorflow/tfjs";
import type { Tensorflow } from "../tensorflow.js";

/**
 * Steps down a gradient, each parameter by its own step (Adam: Kingma and Ba 2015, with their constants). All parameters stand in one flat
 * tensor, so that a step is a dozen operations however many layers there are.
 */
export class Adam {
  readonly #tf: Tensorflow["tf"];
  #parameters: Tensor1D;
  #mean: Tensor1D;
  #square: Tensor1D;
  #steps = 0;

  /** Takes the tensor of the parameters over: it gives its memory back once it has others. */
  constructor(tf: Tensorflow["tf"], parameters: Tensor1D) {
    this.#tf = tf;
    this.#parameters = parameters;
    this.#mean = tf.zerosLike(parameters);
    this.#square = tf.zerosLike(parameters);
  }

  /** As they are now; what is to outlive the next step has to be cloned. */
  get parameters(): Tensor1D {
    return this.#parameters;
  }

  step(gradient: Tensor1D, rate: number): void {
    const tf = this.#tf;
    const steps = ++this.#steps;
    const pace = (rate * Math.sqrt(1 - keptSquare ** steps)) / (1 - keptMean ** steps);
    const [parameters, mean, square] = tf.tidy(() => {
      const mean = this.#mean.mul(keptMean).add(gradient.mul(1 - keptMean));
      const square = this.#square.mul(keptSquare).add(gradient.square().mul(1 - keptSquare));
      return [this.#parameters.sub(mean.mul(pace).div(square.sqrt().add(least))), mean, square] as [
        Tensor1D,
        Tensor1D,
        Tensor1D,
      ];
    });
    this.dispose();
    [this.#parameters, this.#mean, this.#square] = [parameters, mean, square];
  }

  /** Gives the memory back. */
  dispose(): void {
    for (const tensor of [this.#parameters, this.#mean, this.#square]) tensor.dispose();
  }
}

/** What is kept of the mean gradient and of the mean square at each step, and what keeps a division from 0. */
const keptMean = 0.9;
const keptSquare = 0.999;
const least = 1e-7;
