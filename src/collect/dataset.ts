import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { closest, DataError } from "../errors.js";
import { type Table, tableOf } from "../table.js";
import { type CatalogueEntry, type CatalogueFile, catalogue, type DatasetName } from "./catalogue.js";

export type { DatasetName } from "./catalogue.js";

/** Options of `dataset`. */
export interface DatasetOptions {
  /** Which file of the data set; its first by default (`datasets()` lists them). */
  file?: string;
  /** Where downloads are kept; by default the folder CLIENTELE_CACHE, else the system's folder for caches. */
  cache?: string;
  /** Whether the network may be asked. */
  download?: boolean;
  /** The address of a folder that holds the files under their names, such as one of your own; CLIENTELE_MIRROR by default. */
  mirror?: string;
}

/**
 * Finds a public data set and returns the path of its file, for `read`. The simulated `"shop"` comes with the package; the others are
 * looked for in the folder CLIENTELE_DATA, in the cache, and, where a mirror is named, on the network. A file is used only
 * if its SHA-256 is the one in the catalogue, so that the same name always means the same numbers.
 *
 * The catalogue names sources, not addresses: the files are conversions with fixed bytes that publishers do not offer as such.
 *
 * @param name as in `datasets()`.
 * @returns the absolute path of a local file.
 * @throws RangeError for an unknown name or file; DataError where the file is not here, cannot be fetched, or has other content.
 *
 * @example
 * const orders = await read(await dataset("shop"));
 * console.log(orders.names.includes("customer_id")); // true
 */
export async function dataset(
  name: DatasetName,
  { file, cache = cacheFolder(), download = true, mirror = process.env.CLIENTELE_MIRROR }: DatasetOptions = {},
): Promise<string> {
  const wanted = find(name, file);
  // Its names are common ("orders.csv"), so that the user's folder may well hold others of them.
  if (wanted.bundled) return bundledFile(wanted);
  const folder = datasetFolder();
  const cached = join(cache, wanted.file);
  const here = [...(folder === undefined ? [] : [join(folder, wanted.file)]), cached].find((path) => existsSync(path));
  if (here !== undefined) {
    await verify(
      here,
      wanted,
      here === cached ? "delete it to fetch it again" : "put the right one there, or take it away",
    );
    return resolve(here);
  }
  const byHand = `put ${wanted.file} into ${folder ?? "a folder, name it in the variable CLIENTELE_DATA"}${folder === undefined ? "," : ""} or into ${cache}`;
  if (!download)
    throw new DataError(`expected the file on this machine, found it nowhere; ${byHand}`, { file: wanted.file });
  if (mirror === undefined)
    throw new DataError(
      `expected the file on this machine, and no public address has it in this form; ${byHand} (described in: ${catalogue[name].source}), or name a folder on the web that holds it by { mirror }`,
      { file: wanted.file },
    );
  await fetchFile(new URL(wanted.file, mirror.endsWith("/") ? mirror : `${mirror}/`), cached, cache, wanted, byHand);
  return resolve(cached);
}

/**
 * The catalogue of public data sets as a table, one row a file, with where each is found now: `"CLIENTELE_DATA"`, `"cache"`,
 * `"bundled"` or `"not here"`. Checksums are not computed here; `dataset` does.
 *
 * @example
 * const known = datasets();
 * console.log(known.get("name", 0), known.get("file", 0), known.get("found", 0) !== "not here"); // shop orders.csv true
 */
export function datasets(): Table<{
  name: string;
  file: string;
  title: string;
  rows: number;
  columns: number;
  licence: string;
  source: string;
  found: string;
}> {
  const folder = datasetFolder();
  const cache = cacheFolder();
  const lines = Object.entries<CatalogueEntry>(catalogue).flatMap(([name, entry]) =>
    entry.files.map((each) => ({ name, ...entry, ...each })),
  );
  return tableOf({
    name: lines.map((line) => line.name),
    file: lines.map((line) => line.file),
    title: lines.map((line) => line.title),
    rows: Float64Array.from(lines, (line) => line.rows),
    columns: Float64Array.from(lines, (line) => line.columns),
    licence: lines.map((line) => line.licence),
    source: lines.map((line) => line.source),
    found: lines.map((line) => {
      if (line.bundled) return existsSync(bundledPath(line.file)) ? "bundled" : "not here";
      if (folder !== undefined && existsSync(join(folder, line.file))) return "CLIENTELE_DATA";
      return existsSync(join(cache, line.file)) ? "cache" : "not here";
    }),
  });
}

/** The folder with data sets that the user named, if any. */
export function datasetFolder(): string | undefined {
  const folder = process.env.CLIENTELE_DATA;
  return folder === undefined || folder === "" ? undefined : resolve(folder);
}

function find(name: string, file: string | undefined): CatalogueFile {
  const entry = (catalogue as Readonly<Record<string, CatalogueEntry>>)[name];
  if (entry === undefined || !Object.hasOwn(catalogue, name)) {
    const near = closest(name, Object.keys(catalogue));
    throw new RangeError(
      `expected the name of a data set, got ${JSON.stringify(name)}.${near === undefined ? " datasets() lists them." : ` Did you mean ${JSON.stringify(near)}?`}`,
    );
  }
  if (file === undefined) return entry.files[0]!;
  const found = entry.files.find((each) => each.file === file || each.file.replace(/\.csv(\.gz)?$/, "") === file);
  if (found === undefined)
    throw new RangeError(
      `expected a file of ${JSON.stringify(name)} (${entry.files.map((each) => each.file).join(", ")}), got ${JSON.stringify(file)}`,
    );
  return found;
}

function cacheFolder(): string {
  const { CLIENTELE_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (CLIENTELE_CACHE) return CLIENTELE_CACHE;
  if (process.platform === "win32")
    return join(LOCALAPPDATA ?? join(homedir(), "AppData", "Local"), "clientele", "cache");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "clientele");
  return join(XDG_CACHE_HOME || join(homedir(), ".cache"), "clientele");
}

function bundledPath(file: string): string {
  return join(import.meta.dirname, "../../data", file);
}

async function bundledFile(wanted: CatalogueFile): Promise<string> {
  const { file } = wanted;
  const path = bundledPath(file);
  if (!existsSync(path))
    throw new DataError("expected a file that comes with the package, found none; install the package again", { file });
  await verify(path, wanted, "install the package again");
  return path;
}

async function verify(path: string, wanted: CatalogueFile, remedy: string): Promise<void> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  const got = hash.digest("hex");
  if (got !== wanted.sha256)
    throw new DataError(`expected a file with SHA-256 ${wanted.sha256}, got ${got}: it has other content; ${remedy}`, {
      file: path,
    });
}

/** Downloads beside the cache and moves the file in only when it is whole and right. */
async function fetchFile(url: URL, path: string, cache: string, wanted: CatalogueFile, byHand: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const part = `${path}.${process.pid}.part`;
  try {
    const answer = await fetch(url).catch((cause: Error) => {
      throw new DataError(`expected an answer from ${url.host}, got none (${reason(cause)}); ${byHand}`, {
        file: wanted.file,
      });
    });
    if (!answer.ok || answer.body === null)
      throw new DataError(`expected the file at ${url.href}, got status ${answer.status}; ${byHand}`, {
        file: wanted.file,
      });
    await pipeline(
      Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]),
      createWriteStream(part),
    ).catch((cause: Error) => {
      throw new DataError(
        `expected the whole file from ${url.host}, the connection broke (${reason(cause)}); try again, or ${byHand}`,
        {
          file: wanted.file,
        },
      );
    });
    await verify(part, wanted, `the download was not kept; ${byHand}`);
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
}

function reason(error: Error): string {
  const cause = error.cause as { code?: string; message?: string } | undefined;
  return cause?.code ?? cause?.message ?? error.message;
}
