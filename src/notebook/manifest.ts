import { createHash } from "node:crypto";
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { createRequire } from "node:module";
import { DataError } from "../errors.js";
import { displayMethod } from "./bundle.js";
import { escapeHtml } from "./escapeHtml.js";
import type { MimeBundle } from "./notebook.js";

/** What a result was made of. Plain JSON; it shows itself as a table. */
export interface Manifest {
  readonly data: readonly { readonly file: string; readonly bytes: number; readonly sha256: string }[];
  readonly seeds: readonly number[];
  readonly versions: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The only figures that differ from run to run: when this process started, and how long it took to come here. */
  readonly started: string;
  readonly seconds: number;
}

/**
 * Records what a report was made of, so that somebody else can make it again: fingerprints of the input files, seeds, parameters,
 * versions, and when and how long. It stands at the end of each report.
 *
 * Two runs on the same machine differ in `started` and `seconds` only; in HTML these stand in elements with a `data-varies`
 * attribute. A fingerprint tells that a file is the same one; it does not tell that the data in it are right.
 *
 * @param options.data Paths of the files that were read.
 * @param options.seed The seed, or all seeds.
 * @param options.parameters What was chosen for this run.
 * @throws DataError where a file cannot be read.
 *
 * @example
 * const made = manifest({ data: "data/orders.csv", seed: 7, parameters: { segments: 4 } });
 * console.log(made.seeds, made.parameters); // [ 7 ] { segments: 4 }
 */
export function manifest(
  options: {
    data?: string | readonly string[];
    seed?: number | readonly number[];
    parameters?: Readonly<Record<string, unknown>>;
  } = {},
): Manifest {
  const { data = [], seed = [], parameters = {} } = options;
  const made: Manifest = {
    data: [data].flat().map(fingerprint),
    seeds: [seed].flat(),
    versions: versions(),
    parameters: { ...parameters },
    started: new Date(performance.timeOrigin).toISOString().slice(0, 19).replace("T", " "),
    seconds: Math.round(performance.now() / 100) / 10,
  };
  ours.add(made);
  // Not enumerable: it is how the manifest is shown and no part of it.
  return Object.defineProperty(made, displayMethod, { value: () => manifestBundle(made) });
}

const ours = new WeakSet<object>();

/** Whether the value was made by `manifest`, so that its HTML is known to be escaped. */
export function isManifest(value: unknown): boolean {
  return typeof value === "object" && value !== null && ours.has(value);
}

/** Reads by parts: an input may be larger than the memory. */
function fingerprint(file: string): Manifest["data"][number] {
  const hash = createHash("sha256");
  const part = Buffer.allocUnsafe(1 << 20);
  let bytes = 0;
  let handle: number | undefined;
  try {
    handle = openSync(file, "r");
    for (;;) {
      const read = readSync(handle, part);
      if (read === 0) break;
      hash.update(part.subarray(0, read));
      bytes += read;
    }
  } catch (cause) {
    throw new DataError(`expected a file that can be read, got: ${(cause as Error).message}`, { file });
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
  return { file, bytes, sha256: hash.digest("hex") };
}

function versions(): Record<string, string> {
  const require = createRequire(import.meta.url);
  const versionOf = (path: string) => {
    try {
      return (JSON.parse(readFileSync(require.resolve(path), "utf8")) as { version: string }).version;
    } catch {
      return "not installed";
    }
  };
  return {
    clientele: versionOf("../../package.json"),
    tslab: versionOf("tslab/package.json"),
    duckdb: versionOf("@duckdb/node-api/package.json"),
    node: process.versions.node,
  };
}

function manifestBundle(made: Manifest): MimeBundle {
  const rows: [label: string, text: string, varies?: true][] = [
    ...made.data.map(({ file, bytes, sha256 }): [string, string] => [
      `Data: ${file}`,
      `${bytes.toLocaleString("en-US")} bytes, sha256 ${sha256}`,
    ]),
    ...Object.entries(made.parameters).map(([name, value]): [string, string] => [
      `Parameter: ${name}`,
      JSON.stringify(value, (_key, part) => (typeof part === "bigint" ? String(part) : part)) ?? String(value),
    ]),
    [made.seeds.length === 1 ? "Seed" : "Seeds", made.seeds.length === 0 ? "none" : made.seeds.join(", ")],
    [
      "Versions",
      Object.entries(made.versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(", "),
    ],
    ["Started", `${made.started} UTC`, true],
    ["Duration", `${made.seconds} s`, true],
  ];
  const cells = rows.map(
    ([label, text, varies]) =>
      `<tr><th scope="row" style="text-align:left">${escapeHtml(label)}</th><td style="text-align:left;overflow-wrap:anywhere">${
        varies ? `<span data-varies>${escapeHtml(text)}</span>` : escapeHtml(text)
      }</td></tr>`,
  );
  const html = `<div class="clientele-manifest"><table><caption>How this was made</caption><tbody>${cells.join("\n")}</tbody></table></div>`;
  const width = Math.max(...rows.map(([label]) => label.length));
  const plain = ["How this was made", ...rows.map(([label, text]) => `${label.padEnd(width)}  ${text}`)];
  return { "text/html": html, "text/plain": plain.join("\n") };
}
