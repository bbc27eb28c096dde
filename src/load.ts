import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { DataError, quoted } from "./errors.js";
import { fromJson, type Json, type Segmentation } from "./segmentation.js";

/**
 * Reads a segmentation that `save` wrote, compressed or not.
 *
 * @returns The segmentation; without ids and labels where it was saved without customers. What else stands in the file is there, too, and `load<DeepSegmentation>(path)` says so to
 *   the compiler; it is not checked.
 * @throws DataError where there is no such file, it is not JSON, of another format or a newer version, or damaged: what was expected and what is there.
 * @throws TypeError where it is given no path.
 *
 * @example
 * const { tmpdir } = await import("node:os");
 * await save(await kmeans(matrixOf({ x: [0, 1, 10] }), { k: 2 }), `${tmpdir()}/clientele-kept.json.gz`);
 * console.log((await load(`${tmpdir()}/clientele-kept.json.gz`)).labels); // Int32Array(3) [ 0, 0, 1 ]
 */
export async function load<S extends Segmentation = Segmentation>(path: string): Promise<S> {
  if (typeof path !== "string" || path === "") throw new TypeError(`expected the path of a file, got ${quoted(path)}`);
  const wrong = (found: string, cause?: unknown) =>
    Object.assign(new DataError(`expected a file that save wrote, ${found}`, { file: path }), { cause });
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT" || cause.code === "ENOTDIR") throw wrong("found none of that name", cause);
    throw wrong(cause.code === "EISDIR" ? "got a folder" : `got one that cannot be read (${cause.code})`, cause);
  });
  // By what is in it: files get other names.
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = packed
    ? await promisify(gunzip)(bytes).catch((cause: Error) => {
        throw wrong(`got one that was cut or damaged (${cause.message})`, cause);
      })
    : bytes;
  let json: Json;
  try {
    json = JSON.parse(text.toString("utf8")) as Json;
  } catch (cause) {
    throw wrong(`got one that is not JSON (${(cause as Error).message})`, cause);
  }
  try {
    return fromJson(json) as S;
  } catch (cause) {
    throw Object.assign(new DataError((cause as Error).message, { file: path }), { cause });
  }
}
