import { randomUUID } from "node:crypto";
import { open, rename, rm, stat } from "node:fs/promises";
import { resolve } from "node:path";

/**
 * Writes a file whole or not at all: beside its place first, and renamed once everything is on the disk. Who reads it meanwhile, or after a crash, finds
 * the old file or the new one, never half of it.
 *
 * @throws RangeError where there is no folder for it, or its place is a folder; what the system says where it cannot write.
 */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const place = resolve(path);
  if ((await stat(place).catch(() => undefined))?.isDirectory())
    throw new RangeError(`expected the path of a file, got ${path}, which is a folder`);
  const part = `${place}.${randomUUID()}.part`;
  try {
    const file = await open(part, "wx").catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== "ENOENT" && cause.code !== "ENOTDIR") throw cause;
      throw new RangeError(`expected a path in a folder that is there, got ${path}; make the folder first`);
    });
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, place);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
