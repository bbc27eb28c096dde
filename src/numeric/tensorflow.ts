import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import util from "node:util";

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
 * A process has one TensorFlow.js engine, which danfo's DataFrames use, too: `dataframe.tensor` goes into `tf`'s operations and its
 * results back, whichever was loaded first, and whatever the backend was then. So the backend is set for danfo as well; where other
 * code sets another one later (as `@tensorflow/tfjs-node` does when it is loaded), call this again.
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
  beQuiet();
  const tf = await import("@tensorflow/tfjs");
  tf.env().set("PROD", true);
  if (backend === "native") registerNative();
  if (backend === "wasm") {
    const wasm = await import("@tensorflow/tfjs-backend-wasm");
    wasm.setWasmPaths(dirname(load.resolve("@tensorflow/tfjs-backend-wasm")) + sep);
  }
  const name = backend === "native" ? "tensorflow" : backend;
  await withoutListeners(async () => {
    if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js refused the backend ${name}`);
    await tf.ready();
  });
  return tf;
}

/**
 * The WebAssembly backend listens for errors that nobody caught, only to throw them again: the user's error would then come with the whole backend as its source line, and a promise that
 * was rejected would end the kernel. What it added is taken away again.
 */
async function withoutListeners(work: () => Promise<void>): Promise<void> {
  const events = ["uncaughtException", "unhandledRejection"] as const;
  const before = events.map((event) => new Set(process.listeners(event as never)));
  await work();
  events.forEach((event, i) => {
    for (const listener of process.listeners(event as never))
      if (!before[i]!.has(listener)) process.off(event, listener as never);
  });
}

/**
 * In this mode the plain backend does not print an advertisement for the native one; `reason` says the same. Where danfo brought
 * an older copy of TensorFlow.js, the engine is there before ours is loaded, and each of some 300 kernels would print that it is registered twice.
 */
function beQuiet(): void {
  const { _tfengine: engine } = globalThis as { _tfengine?: { ENV: { set(flag: string, value: boolean): void } } };
  engine?.ENV.set("PROD", true);
}

/** Loads the native package, which puts the backend `tensorflow` into the engine. */
function registerNative(): void {
  try {
    load.resolve("tfjs-node-native");
  } catch {
    throw new Error("the optional package tfjs-node-native is not installed");
  }
  // The package's last release calls what Node 22 warns of and Node 23 no longer has.
  Object.assign(util, { isNullOrUndefined: (value: unknown) => value == null, isArray: Array.isArray });
  // libtensorflow reads this when it is loaded: warnings and errors are printed, and not which instructions the processor has.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "1";
  load("tfjs-node-native");
}
