import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { quoted } from "./errors.js";
import { replaceFile } from "./replaceFile.js";
import { type Segmentation, type ToJsonOptions, toJson } from "./segmentation.js";

/**
 * Writes a segmentation to a file: who belongs where, what labels the next customer (weights, preparation and centers), and the evidence, as JSON; compressed where the
 * name ends in `.gz`. The file says of which version it is. It is written whole or not at all, and replaces one that is there. `load` reads it back, and so does
 * `fromJson` in a browser; `score` then takes new customers.
 *
 * `customers: false` leaves out ids, labels and all else that is said of single customers, so that the model can be handed on.
 *
 * When it misleads: a model without customers is not anonymous by that alone. A segment of one customer has that customer for its center, and a level that one customer gave is still written down.
 *
 * @throws RangeError where there is no folder for the file, or customers are to be left out of a model that is made of them (`ward`, `cut`, `hdbscan`).
 * @throws TypeError where it is given no segmentation.
 *
 * @example
 * const { tmpdir } = await import("node:os");
 * const segments = await kmeans(matrixOf({ x: [0, 1, 2, 10, 11] }), { k: 2 });
 * await save(segments, `${tmpdir()}/clientele-segments.json`, { customers: false });
 * const model = await load(`${tmpdir()}/clientele-segments.json`);
 * console.log(model.sizes, score(model, [{ row: "Ada", x: 9 }]).get("segment", 0)); // [ 3, 2 ] Segment 2
 */
export async function save(segmentation: Segmentation, path: string, options: ToJsonOptions = {}): Promise<void> {
  if (typeof path !== "string" || path === "") throw new TypeError(`expected the path of a file, got ${quoted(path)}`);
  const text = `${JSON.stringify(toJson(segmentation, options))}\n`;
  await replaceFile(path, path.endsWith(".gz") ? await promisify(gzip)(text) : text);
}
