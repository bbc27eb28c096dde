import { isUtf8 } from "node:buffer";
import { createReadStream, createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { DataError } from "../../errors.js";

const chunkBytes = 1 << 20;

/** The encoding that a byte-order mark, or the zeros of UTF-16 text without one, gives away. */
export function markedEncoding(head: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8";
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  if (head.length < 8) return undefined;
  const zeros = [0, 0];
  for (let i = 0; i < head.length; i++) if (head[i] === 0) zeros[i % 2]!++;
  const half = head.length / 2;
  if (zeros[1]! > 0.6 * half && zeros[0]! < 0.05 * half) return "utf-16le";
  if (zeros[0]! > 0.6 * half && zeros[1]! < 0.05 * half) return "utf-16be";
  return undefined;
}

/** Unpacks a gzip file; one that was cut or damaged is a DataError. */
export async function gunzipFile(path: string, to: string, file: string): Promise<void> {
  try {
    await pipeline(
      createReadStream(path, { highWaterMark: chunkBytes }),
      createGunzip({ chunkSize: chunkBytes }),
      createWriteStream(to),
    );
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "Z_BUF_ERROR")
      throw new DataError("expected a whole gzip file, got one that ends in the middle; copy or download it again", {
        file,
      });
    if (code?.startsWith("Z_"))
      throw new DataError(`expected a gzip file, got damaged data (${(error as Error).message}); copy it again`, {
        file,
      });
    throw error;
  }
}

/** Whether the whole file is UTF-8, at the speed of the disk. */
export async function isUtf8File(path: string): Promise<boolean> {
  let carry: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>) {
    const whole = carry.length === 0 ? chunk : Buffer.concat([carry, chunk]);
    const end = lastBoundary(whole);
    if (!isUtf8(whole.subarray(0, end))) return false;
    carry = Buffer.from(whole.subarray(end));
  }
  return carry.length === 0;
}

/** Where the last character that may be incomplete begins. */
function lastBoundary(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < length ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

/**
 * The encoding of a file that is not UTF-8. Windows-1252 where bytes 128-159 occur (they are control characters in Latin-1),
 * else Latin-1. A file in which UTF-8 characters and other bytes stand side by side has no encoding: reading it as either
 * would garble one of them.
 *
 * @throws DataError for such a mixture, and for a file that ends inside a character.
 */
export async function singleByteEncoding(path: string, file: string): Promise<"windows-1252" | "latin-1"> {
  let line = 1;
  let sequences = 0;
  let odd = 0;
  let firstOdd = 0;
  let controls = 0;
  let pending = 0;
  let held = 0;
  const stray = () => {
    odd += held;
    if (firstOdd === 0) firstOdd = line;
    pending = 0;
    held = 0;
  };
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>) {
    for (const byte of chunk) {
      if (pending > 0 && byte >= 0x80 && byte < 0xc0) {
        held++;
        pending--;
        if (pending === 0) {
          sequences++;
          held = 0;
        }
        continue;
      }
      if (pending > 0) stray();
      if (byte === 10) line++;
      if (byte < 0x80) continue;
      if (byte < 0xa0) controls++;
      held = 1;
      if (byte >= 0xc2 && byte < 0xf5) pending = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : 1;
      else stray();
    }
  }
  if (pending > 0 && odd === 0 && sequences > 0)
    throw new DataError("expected a whole file, got one that ends inside a character; it seems cut", { file });
  if (pending > 0) stray();
  if (sequences * 20 > odd)
    throw new DataError(
      `expected one encoding, found ${sequences} UTF-8 characters and ${odd} bytes that are not UTF-8, the first in line ${firstOdd}; ` +
        'mend the file, or force a reading by { encoding: "windows-1252" }',
      { file },
    );
  return controls > 0 ? "windows-1252" : "latin-1";
}

/** Writes the file anew as UTF-8. */
export async function transcode(path: string, to: string, encoding: string, file: string): Promise<void> {
  const label = encoding.toLowerCase() === "latin-1" ? "latin1" : encoding;
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(label, { fatal: true });
  } catch {
    throw new RangeError(`expected an encoding such as "utf-8", "windows-1252" or "utf-16le", got ${encoding}`);
  }
  async function* decoded(): AsyncGenerator<string> {
    for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>)
      yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  }
  try {
    await pipeline(Readable.from(decoded()), createWriteStream(to));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_ENCODING_INVALID_ENCODED_DATA")
      throw new DataError(
        `expected text in ${encoding}, got bytes that are not; leave the option out to have it found`,
        {
          file,
        },
      );
    throw error;
  }
}
