import { createRequire } from "node:module";
import { dirname, sep } from "node:path";

/** Where tensors are computed: libtensorflow, WebAssembly with SIMD, or plain JavaScript. */
export type TensorflowBackend = "native" | "wasm" | "cpu";

/** TensorFlow.js, ready to use. */
export interface Tensorflow {
  readonly tf: typeof import("@tensorflow/tfjs");
  readonly backend: TensorflowBackend;
  /** Version of TensorFlow.js. */
  readonly version: string;
  /** Why this backend and not a faster one, in words. */
  readonly reason: string;
}

const load = createRequire(import.meta.url);

/**
 * Loads TensorFlow.js on the fastest backend that works here: the native one where the optional package
 * `tfjs-node-native` (an alias of `@tensorflow/tfjs-node`) is installed, else WebAssembly, else plain JavaScript.
 * Nothing of TensorFlow is loaded before this is called.
 *
 * @throws Error where `backend` names one that does not work here, with the cause.
 */
export async function tensorflow({ backend }: { backend?: TensorflowBackend } = {}): Promise<Tensorflow> {
  const candidates: readonly TensorflowBackend[] = backend === undefined ? ["native", "wasm", "cpu"] : [backend];
  const refused: string[] = [];
  for (const candidate of candidates) {
    try {
      const tf = await start(candidate);
      const reason = refused.length === 0 ? `the ${candidate} backend works here` : refused.join("; ");
      return { tf, backend: candidate, version: tf.version_core, reason };
    } catch (error) {
      refused.push(`${candidate}: ${(error as Error).message.split("\n")[0]}`);
    }
  }
  throw new Error(`expected a TensorFlow.js backend that works here, got ${refused.join("; ")}`);
}

async function start(backend: TensorflowBackend): Promise<typeof import("@tensorflow/tfjs")> {
  if (backend === "native") {
    try {
      load.resolve("tfjs-node-native");
    } catch {
      throw new Error("the optional package tfjs-node-native is not installed");
    }
    const native = load("tfjs-node-native") as typeof import("@tensorflow/tfjs");
    await use(native, "tensorflow");
    return native;
  }
  const tf = await import("@tensorflow/tfjs");
  // Without this mode the plain backend prints an advertisement for the native one; `reason` says the same.
  tf.env().set("PROD", true);
  if (backend === "wasm") {
    const wasm = await import("@tensorflow/tfjs-backend-wasm");
    wasm.setWasmPaths(dirname(load.resolve("@tensorflow/tfjs-backend-wasm")) + sep);
  }
  await use(tf, backend);
  return tf;
}

async function use(tf: typeof import("@tensorflow/tfjs"), name: string): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js refused the backend ${name}`);
  await tf.ready();
}
