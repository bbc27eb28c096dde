import type { Tensor, Tensor1D, Tensor2D, TensorInfo } from "@tensorflow/tfjs";
import type { Tensorflow } from "../tensorflow.js";
import type { Activation } from "./plainLayers.js";

/** What a fully connected layer needs on the way there and back. None of it is on TensorFlow.js's tape. */
export interface LayerKernels {
  /** Rows by weights, with the biases, bent by the activation if there is one. */
  forward(rows: Tensor2D, weights: Tensor2D, bias: Tensor1D, bent: Activation | undefined): Tensor2D;
  /** What comes back through an activation that gave `out`. */
  through(back: Tensor2D, out: Tensor2D, bent: Activation): Tensor2D;
  /** A product of matrices, one of them transposed. */
  product(a: Tensor2D, b: Tensor2D, transposed: "a" | "b"): Tensor2D;
  /** The sum of each column. */
  sums(rows: Tensor2D): Tensor1D;
}

/** These in the fastest form that the backend has. */
export function layerKernels({ tf, backend }: Pick<Tensorflow, "tf" | "backend">): LayerKernels {
  return backend === "native" ? nativeKernels(tf) : backend === "wasm" ? wasmKernels(tf) : plainKernels(tf);
}

function plainKernels(tf: Tensorflow["tf"]): LayerKernels {
  return {
    forward: (rows, weights, bias, bent) => {
      const value = tf.add(tf.matMul(rows, weights), bias) as Tensor2D;
      return bent === undefined ? value : tf[bent](value);
    },
    through: (back, out, bent) => tf.mul(back, bent === "relu" ? tf.step(out) : tf.sub(1, tf.square(out))),
    product: (a, b, transposed) => tf.matMul(a, b, transposed === "a", transposed === "b"),
    sums: (rows) => tf.sum(rows, 0),
  };
}

/** Matrices are multiplied fast in WebAssembly only as they stand; a transposed product takes a plain loop there, and sums of columns a slow one. */
function wasmKernels(tf: Tensorflow["tf"]): LayerKernels {
  const engine = tf.engine();
  return {
    ...plainKernels(tf),
    // Under a gradient TensorFlow.js takes its fused product apart, so the kernel is called itself.
    forward: (rows, weights, bias, bent) => {
      const value = engine.runKernel(
        "_FusedMatMul",
        { a: rows.reshape([1, ...rows.shape]), b: weights.reshape([1, ...weights.shape]), bias },
        { transposeA: false, transposeB: false, activation: bent === "relu" ? "relu" : "linear" },
      ) as Tensor;
      const out = value.reshape([rows.shape[0], weights.shape[1]]) as Tensor2D;
      // The tangent by the sigmoid, of which WebAssembly has a fast one: tanh x = 2 / (1 + exp -2x) - 1.
      return bent === "tanh" ? tf.sigmoid(out.mul(2)).mul(2).sub(1) : out;
    },
    product: (a, b, transposed) => (transposed === "a" ? tf.matMul(tf.transpose(a), b) : tf.matMul(a, tf.transpose(b))),
    sums: (rows) => tf.matMul(tf.ones([1, rows.shape[0]]) as Tensor2D, rows).reshape([-1]),
  };
}

/** The operations of TensorFlow that TensorFlow.js leaves out: its product of stacks of matrices takes several times as long for one. */
function nativeKernels(tf: Tensorflow["tf"]): LayerKernels {
  const backend = tf.backend() as unknown as NativeBackend;
  const { TF_ATTR_TYPE, TF_ATTR_BOOL, TF_FLOAT } = backend.binding;
  const float = { name: "T", type: TF_ATTR_TYPE, value: TF_FLOAT };
  const flag = (name: string, value: boolean) => ({ name, type: TF_ATTR_BOOL, value });
  const run = (name: string, inputs: Tensor[], attributes: NativeAttribute[] = []) =>
    backend.executeSingleOutput(name, [float, ...attributes], inputs) as never;
  const product = (a: Tensor2D, b: Tensor2D, transposed: "a" | "b" | undefined) =>
    run("MatMul", [a, b], [flag("transpose_a", transposed === "a"), flag("transpose_b", transposed === "b")]);
  return {
    forward: (rows, weights, bias, bent) => {
      const value = run("BiasAdd", [product(rows, weights, undefined), bias]);
      return bent === undefined ? value : run(bent === "relu" ? "Relu" : "Tanh", [value]);
    },
    through: (back, out, bent) => (bent === "relu" ? run("ReluGrad", [back, out]) : run("TanhGrad", [out, back])),
    product,
    sums: (rows) => run("BiasAddGrad", [rows]),
  };
}

interface NativeAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | boolean;
}

/** The part of the native backend that is used here. */
interface NativeBackend {
  readonly binding: { readonly TF_ATTR_TYPE: number; readonly TF_ATTR_BOOL: number; readonly TF_FLOAT: number };
  executeSingleOutput(name: string, attributes: NativeAttribute[], inputs: TensorInfo[]): Tensor;
}
