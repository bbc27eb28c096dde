import { open, readdir, stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { closest, DataError } from "../../errors.js";

/** A file that is there and holds something. */
export interface Located {
  readonly path: string;
  readonly size: number;
  /** The first bytes, 64 KiB at most. */
  readonly head: Buffer;
}

/** Finds the file and reads its beginning; what is missing, a folder or empty is a DataError that says what to do. */
export async function locate(file: string): Promise<Located> {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(file))
    throw new DataError("expected the path of a file on this machine, got an address; download the file first", {
      file,
    });
  const path = resolve(file);
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw new DataError(`expected a file that can be read, got ${error.code ?? error.message}`, { file });
  });
  if (info === undefined) throw await notFound(file, path);
  if (info.isDirectory()) {
    const names = (await readdir(path)).filter((name) => !name.startsWith(".")).slice(0, 5);
    const inside = names.length === 0 ? "" : ` It holds ${names.map((name) => JSON.stringify(name)).join(", ")}.`;
    throw new DataError(`expected a file, got a folder.${inside}`, { file });
  }
  if (info.size === 0) throw new DataError("expected rows, got an empty file (0 bytes)", { file });
  const handle = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw new DataError(`expected a file that can be read, got ${error.code ?? error.message}`, { file });
  });
  try {
    const head = Buffer.alloc(Math.min(info.size, 65536));
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    return { path, size: info.size, head: head.subarray(0, bytesRead) };
  } finally {
    await handle.close();
  }
}

async function notFound(file: string, path: string): Promise<DataError> {
  const folder = dirname(path);
  const names = await readdir(folder).catch(() => undefined);
  if (names === undefined)
    return new DataError(`expected a file, found no folder ${JSON.stringify(dirname(file))}`, { file });
  const near = closest(basename(path), names);
  const hint = near === undefined ? "" : ` Did you mean ${JSON.stringify(near)}?`;
  return new DataError(`expected a file, found none of that name in its folder.${hint}`, { file });
}
