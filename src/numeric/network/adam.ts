/**
 * Steps down a gradient, each parameter by its own step (Adam: Kingma and Ba 2015, with their constants but for the least divisor, which is TensorFlow.js's). A plain loop over the parameters: as a dozen operations on tensors it
 * takes longer, and here it is the same on every backend.
 */
export class Adam {
  /** As they are now; what is to outlive the next step has to be copied. */
  readonly parameters: Float32Array;
  readonly #mean: Float32Array;
  readonly #square: Float32Array;
  #steps = 0;

  constructor(start: Float32Array) {
    this.parameters = start.slice();
    this.#mean = new Float32Array(start.length);
    this.#square = new Float32Array(start.length);
  }

  /** The gradient comes in parts that stand one after the other. */
  step(gradient: readonly ArrayLike<number>[], rate: number): void {
    const [parameters, mean, square] = [this.parameters, this.#mean, this.#square];
    const steps = ++this.#steps;
    const pace = (rate * Math.sqrt(1 - keptSquare ** steps)) / (1 - keptMean ** steps);
    let at = 0;
    for (const part of gradient)
      for (let i = 0; i < part.length; i++, at++) {
        const slope = part[i]!;
        const m = keptMean * mean[at]! + (1 - keptMean) * slope;
        const s = keptSquare * square[at]! + (1 - keptSquare) * slope * slope;
        mean[at] = m;
        square[at] = s;
        parameters[at]! -= (pace * m) / (Math.sqrt(s) + least);
      }
  }
}

/** What is kept of the mean gradient and of the mean square at each step, and what keeps a division from 0. */
const keptMean = 0.9;
const keptSquare = 0.999;
const least = 1e-7;
