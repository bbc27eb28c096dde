import { open } from "node:fs/promises";
import { join } from "node:path";
import { DataError } from "../../errors.js";
import { gunzipFile, isUtf8File, markedEncoding, singleByteEncoding, transcode } from "./encoding.js";
import type { Located } from "./locate.js";

/** A text file made ready: plain UTF-8 at `path`, whatever the original was. */
export interface TextFile {
  readonly path: string;
  readonly encoding: string;
  /** The first 64 KiB as text. */
  readonly head: string;
  /** Whether `head` is the whole file. */
  readonly whole: boolean;
}

/**
 * Unpacks and decodes a text file where that is needed, into the folder `scratch`.
 *
 * @throws DataError where the file is not text, was cut inside its compression, or mixes encodings.
 */
export async function textFile(
  located: Located,
  scratch: string,
  file: string,
  encodingAsked: string | undefined,
): Promise<TextFile> {
  let { path, head } = located;
  if (head[0] === 0x1f && head[1] === 0x8b) {
    path = join(scratch, "unpacked");
    await gunzipFile(located.path, path, file);
    head = await beginning(path);
    if (head.length === 0) throw new DataError("expected rows, got an empty file inside the gzip", { file });
  }
  const marked = markedEncoding(head);
  let encoding = encodingAsked ?? marked;
  if (encoding === undefined || encoding.toLowerCase().startsWith("utf-8")) {
    refuseBinary(head, file);
    if (await isUtf8File(path))
      return { ...(await opened(path)), encoding: marked === undefined ? "utf-8" : "utf-8 with byte-order mark" };
    if (encodingAsked !== undefined)
      throw new DataError("expected text in UTF-8 as asked, got other bytes; leave the encoding out to have it found", {
        file,
      });
    encoding = await singleByteEncoding(path, file);
  }
  const decoded = join(scratch, "decoded");
  await transcode(path, decoded, encoding, file);
  const result = await opened(decoded);
  refuseBinary(Buffer.from(result.head), file);
  return { ...result, encoding };
}

async function opened(path: string): Promise<{ path: string; head: string; whole: boolean }> {
  const bytes = await beginning(path);
  const text = new TextDecoder().decode(bytes, { stream: true });
  return { path, head: text, whole: bytes.length < 65536 };
}

async function beginning(path: string): Promise<Buffer> {
  const handle = await open(path);
  try {
    const bytes = Buffer.alloc(65536);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function refuseBinary(head: Uint8Array, file: string): void {
  let controls = 0;
  for (const byte of head) if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) controls++;
  if (controls > 0.02 * head.length || head.includes(0))
    throw new DataError("expected a text file, got binary data; pass { format } if it is Parquet or XLSX", { file });
  const start = Buffer.from(head.subarray(0, 200)).toString("latin1").replace(/^ï»¿/, "").trimStart().toLowerCase();
  if (start.startsWith("<!doctype") || start.startsWith("<html"))
    throw new DataError("expected a table of values, got a web page; download the file itself", { file });
}
