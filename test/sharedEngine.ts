import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { TensorflowBackend } from "../src/numeric/tensorflow.js";

/** What one process saw that loaded danfo and TensorFlow.js in this order. */
export interface SharedEngine {
  backend: string;
  sameEngine: boolean;
  /** A DataFrame's tensor is one of `tf`'s. */
  sameTensors: boolean;
  /** The DataFrame's [[1, 2], [3, 4.5]] with its columns exchanged by a matrix product. */
  product: number[][];
  /** The product, read back through a DataFrame. */
  back: number[][];
  /** What danfo computes by itself afterwards: the DataFrame + 1. */
  plusOne: number[][];
  /** The backend after all that. */
  still: string;
}

/** Orders are tried in processes of their own: what a process has loaded, it has loaded. */
export function sharedEngine(
  backend: TensorflowBackend,
  first: "danfo" | "Clientele",
): { saw: SharedEngine; err: string } {
  const script = `
    import { createRequire } from "node:module";
    import { tensorflow } from ${JSON.stringify(new URL("../src/numeric/tensorflow.ts", import.meta.url).href)};
    const load = createRequire(${JSON.stringify(import.meta.url)});
    const rows = [[1, 2], [3, 4.5]];
    let frame, tensor;
    const danfo = () => {
      const { DataFrame } = load("danfojs-node");
      frame = new DataFrame(rows, { columns: ["a", "b"] });
      tensor = frame.tensor;
    };
    if (${first === "danfo"}) danfo(); // its tensor is made before Clientele has set a backend
    const { tf } = await tensorflow({ backend: ${JSON.stringify(backend)} });
    if (${first !== "danfo"}) danfo();
    const { DataFrame, tensorflow: theirs } = load("danfojs-node");
    const product = tf.matMul(tensor, [[0, 1], [1, 0]]);
    console.log(JSON.stringify({
      backend: tf.getBackend(),
      sameEngine: theirs.engine() === tf.engine(),
      sameTensors: tensor instanceof tf.Tensor,
      product: product.arraySync(),
      back: new DataFrame(product, { columns: ["b", "a"] }).values,
      plusOne: frame.add(1).values,
      still: tf.getBackend(),
    }));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", script], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    encoding: "utf8",
    timeout: 120_000,
  });
  const last = stdout.trim().split("\n").at(-1)!;
  if (!last.startsWith("{")) throw new Error(`expected one line of JSON, got ${stdout}${stderr}`);
  return { saw: JSON.parse(last) as SharedEngine, err: stderr };
}

/** What is to be seen where danfo and Clientele share an engine. */
export function sharedOn(name: string): SharedEngine {
  const exchanged = [
    [2, 1],
    [4.5, 3],
  ];
  const plusOne = [
    [2, 3],
    [4, 5.5],
  ];
  const same = { sameEngine: true, sameTensors: true };
  return { backend: name, ...same, product: exchanged, back: exchanged, plusOne, still: name };
}
