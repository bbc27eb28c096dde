import { kernelBytes } from "./kernelBytes.js";
import { plainKernels } from "./plainKernels.js";
import type { MixturePass } from "./plainMixture.js";

/** The inner loops on one memory. All arguments named after data are addresses in it; see assembly/kernels.ts for their meaning. */
export interface Kernels {
  shrink(x: number, width: number, lo: number, hi: number, origin: number, thin: number): void;
  assign(
    x: number,
    thin: number,
    origin: number,
    width: number,
    lo: number,
    hi: number,
    weights: number,
    centers: number,
    k: number,
    labels: number,
    gap: number,
    limit: number,
    sums: number,
    mass: number,
    counts: number,
    list: number,
    pack: number,
  ): number;
  measure(
    x: number,
    width: number,
    lo: number,
    hi: number,
    centers: number,
    k: number,
    labels: number,
    gap: number,
    limit: number,
    distances: number,
    pack: number,
  ): void;
  tally(
    x: number,
    width: number,
    lo: number,
    hi: number,
    weights: number,
    centers: number,
    labels: number,
    sums: number,
    mass: number,
    counts: number,
  ): void;
  candidates(
    x: number,
    width: number,
    lo: number,
    hi: number,
    weights: number,
    rows: number,
    count: number,
    nearest: number,
    totals: number,
    pack: number,
  ): void;
  nearer(
    x: number,
    width: number,
    lo: number,
    hi: number,
    weights: number,
    center: number,
    nearest: number,
    pack: number,
  ): number;
  exchange(
    x: number,
    width: number,
    rows: number,
    weights: number,
    centers: number,
    k: number,
    labels: number,
    gap: number,
    limit: number,
    mass: number,
    counts: number,
  ): number;
  inertia(x: number, width: number, lo: number, hi: number, weights: number, centers: number, labels: number): number;
  distances(
    q: number,
    lo: number,
    hi: number,
    x: number,
    width: number,
    from: number,
    to: number,
    labels: number,
    k: number,
    sums: number,
    pack: number,
  ): void;
  extremes(
    q: number,
    lo: number,
    hi: number,
    own: number,
    x: number,
    width: number,
    from: number,
    to: number,
    labels: number,
    near: number,
    far: number,
    pack: number,
  ): void;
  readonly mixture: MixturePass;
}

let compiled: WebAssembly.Module | undefined;

/** Whether this machine runs the compiled loops: WebAssembly with 128-bit registers and shared memory. */
export function hasWasm(): boolean {
  return typeof WebAssembly === "object" && typeof SharedArrayBuffer === "function" && WebAssembly.validate(bytes());
}

/** The compiled loops on a memory made by `Space`, or their twins where WebAssembly is missing. */
export function kernelsOn(memory: WebAssembly.Memory | ArrayBufferLike): Kernels {
  if (!(memory instanceof WebAssembly.Memory)) return plainKernels(memory);
  compiled ??= new WebAssembly.Module(bytes());
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as Kernels;
}

function bytes(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(kernelBytes, "base64"));
}
