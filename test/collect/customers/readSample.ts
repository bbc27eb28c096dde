import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Source } from "../../../src/collect/read/source.js";
import { type ReadOptions, read } from "../../../src/collect/read.js";

/** Reads a sample from a file, written as bytes or in UTF-8. */
export async function readSample(
  name: string,
  content: string | Uint8Array,
  options: ReadOptions = {},
): Promise<Source> {
  const folder = await mkdtemp(join(tmpdir(), "clientele-sample-"));
  try {
    const file = join(folder, name);
    await writeFile(file, content);
    return await read(file, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
