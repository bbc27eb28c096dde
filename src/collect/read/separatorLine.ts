import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { TextFile } from "./textFile.js";

/**
 * Takes off a first line such as `sep=;`, with which Excel is told the delimiter: it is no header and no row. Returns the file
 * without it and the delimiter, or undefined where there is no such line.
 */
export async function separatorLine(
  text: TextFile,
  scratch: string,
): Promise<{ text: TextFile; delimiter: string } | undefined> {
  const found = /^(\ufeff?)"?sep=([^\r\n"\w])"?(?:\r\n|\n|\r)/i.exec(text.head);
  if (found === null) return undefined;
  const [line, mark, delimiter] = found as unknown as [string, string, string];
  const path = join(scratch, "without-separator");
  // The decoder takes a byte-order mark off the head, but it still stands in the file.
  const bytes = Buffer.byteLength(line) + (mark === "" && text.encoding.includes("mark") ? 3 : 0);
  await pipeline(createReadStream(text.path, { start: bytes }), createWriteStream(path));
  return { text: { ...text, path, head: text.head.slice(line.length) }, delimiter };
}
