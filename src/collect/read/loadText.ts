import { createReadStream, createWriteStream } from "node:fs";
import { copyFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Engine } from "../../engine/engine.js";
import { identifier, literal } from "../../engine/quote.js";
import type { Relation } from "../../engine/relation.js";
import { DataError } from "../../errors.js";
import { type CsvStructure, csvScan, type Flaw, type Flaws } from "./csvScan.js";
import type { Layout } from "./layout.js";
import type { TextFile } from "./textFile.js";

/** How a delimited file is to be taken. */
export interface LoadTextOptions {
  readonly quote: string;
  readonly escape: string;
  readonly ragged: "error" | "fill";
  /** A folder for files in between. */
  readonly scratch: string;
  readonly file: string;
}

/** The cells of a delimited text file, all as text, in columns c0, c1, ... */
export async function loadText(
  engine: Engine,
  text: TextFile,
  layout: Layout,
  options: LoadTextOptions,
): Promise<{ raw: Relation; notes: string[] }> {
  return layout.delimiter === "whitespace"
    ? loadWords(engine, text, layout, options)
    : loadDelimited(engine, text, layout, options);
}

// Characters that occur in no text: where the engine wants a delimiter or a token for missing cells and there is none.
const never = "\u0001";
const neverToo = "\u0002\u0002";

async function loadDelimited(
  engine: Engine,
  text: TextFile,
  layout: Layout,
  options: LoadTextOptions,
): Promise<{ raw: Relation; notes: string[] }> {
  const { quote, escape: guard, ragged, scratch, file } = options;
  const fields = layout.names.length;
  const structure = await csvScan(text.path, { delimiter: layout.delimiter, quote, escape: guard, fields });
  const notes = judge(structure, layout, options);
  let path = text.path;
  if (structure.mixedLineEnds) {
    path = join(scratch, "lines");
    await oneLineEnd(text.path, path, quote, guard);
  }
  path = await withoutWildcards(path, scratch);
  const columns = layout.names.map((_, j) => `${literal(`c${j}`)}: 'VARCHAR'`).join(", ");
  const settings = [
    "auto_detect = false",
    "compression = 'none'",
    `columns = {${columns}}`,
    `delim = ${literal(layout.delimiter)}`,
    `quote = ${literal(quote)}`,
    `escape = ${literal(quote === "" ? "" : guard)}`,
    `header = ${layout.header}`,
    `nullstr = ${literal(neverToo)}`,
    ...(structure.short.count > 0 && ragged === "fill" ? ["null_padding = true", "parallel = false"] : []),
    ...(structure.longest > 1_000_000 ? [`max_line_size = ${structure.longest + 1000}`] : []),
  ];
  const raw = await engine
    .keep(`SELECT * FROM read_csv(${literal(path)}, ${settings.join(", ")})`)
    .catch((cause: Error) => {
      throw new DataError(`expected a delimited text file, but it cannot be read: ${firstLine(cause)}`, { file });
    });
  const expected = structure.records - Number(layout.header);
  const got = await raw.count();
  if (got !== expected)
    throw new DataError(
      `expected ${expected} rows, as counted before, but ${got} were read; pass { quote } or { delimiter }`,
      {
        file,
      },
    );
  return { raw, notes };
}

/** What is wrong with the structure is an error; what is only odd is a note. */
function judge(structure: CsvStructure, layout: Layout, { file, ragged }: LoadTextOptions): string[] {
  const notes: string[] = [];
  const row = (flaw: Flaw) => flaw.record - Number(layout.header);
  const places = (flaws: Flaws) =>
    `${flaws.count > 1 ? "rows" : "row"} ${flaws.first.map(row).join(", ")}${flaws.count > flaws.first.length ? ", ..." : ""}`;
  const fields = layout.names.length;
  const { unclosed, zeroByte, quotes, long, short } = structure;
  if (zeroByte !== undefined)
    throw new DataError(`expected text, got a zero byte in line ${zeroByte.line}; the file is damaged or not text`, {
      file,
      row: row(zeroByte),
    });
  if (unclosed !== undefined)
    throw new DataError(
      `expected a closing quote, but the one that opens in line ${unclosed.line} never closes; the file may be cut, or pass { quote: "" } if quotes are plain text`,
      { file, row: row(unclosed) },
    );
  if (quotes.count > 0)
    throw new DataError(
      `expected a delimiter after a closing quote, got other text in ${quotes.count} rows (line ${quotes.first[0]!.line} first); quotes inside quotes have to be doubled`,
      { file, row: row(quotes.first[0]!) },
    );
  if (long.count > 0)
    throw new DataError(
      `expected ${fields} fields, got ${long.first[0]!.fields}; ${long.count} of ${structure.records} lines have too many (${places(long)})`,
      { file, row: row(long.first[0]!) },
    );
  if (short.count > 0) {
    const cut =
      short.count === 1 && short.first[0]!.record === structure.records && !structure.ended
        ? " It is the last row and has no line end, so the file seems cut."
        : "";
    if (ragged === "error")
      throw new DataError(
        `expected ${fields} fields, got ${short.first[0]!.fields}; ${short.count} of ${structure.records} lines have too few (${places(short)}).${cut} ` +
          'Pass { ragged: "fill" } to read what is not there as missing',
        { file, row: row(short.first[0]!) },
      );
    notes.push(
      `${short.count} rows have fewer than ${fields} fields (${places(short)}); the rest was filled as missing`,
    );
  }
  if (structure.blank > 0)
    notes.push(
      `${structure.blank} blank lines were left out${fields === 1 ? ", although a blank line may be a missing value" : ""}`,
    );
  if (structure.mixedLineEnds) notes.push("line ends of several kinds were found and taken as one");
  if (!structure.ended) notes.push("the last line has no line end, as in a file that was cut");
  return notes;
}

/** Fields separated by any run of spaces and tabs, as in files of fixed width. */
async function loadWords(
  engine: Engine,
  text: TextFile,
  layout: Layout,
  { file, ragged, scratch }: LoadTextOptions,
): Promise<{ raw: Relation; notes: string[] }> {
  const fields = layout.names.length;
  const lines = join(scratch, "lines");
  await oneLineEnd(text.path, lines, "", "");
  const settings = `auto_detect = false, compression = 'none', columns = {'line': 'VARCHAR'}, delim = ${literal(never)}, quote = '', escape = '', header = false, nullstr = ${literal(neverToo)}`;
  const split = await engine.keep<{ words: string[] }>(
    `SELECT string_split_regex(trim(line, ' \t'), '[ \t]+') AS words FROM read_csv(${literal(lines)}, ${settings}) WHERE trim(line, ' \t') <> '' ${layout.header ? "OFFSET 1" : ""}`,
  );
  try {
    const short = await wrongLengths(split, `< ${fields}`);
    const long = await wrongLengths(split, `> ${fields}`);
    const notes: string[] = [];
    for (const [wrong, what] of [
      [long, "too many"],
      [short, "too few"],
    ] as const) {
      if (wrong === undefined) continue;
      const places = `${wrong.count > 1 ? "rows" : "row"} ${wrong.rows.join(", ")}${wrong.count > wrong.rows.length ? ", ..." : ""}`;
      if (what === "too many" || ragged === "error")
        throw new DataError(
          `expected ${fields} fields between spaces, got ${wrong.fields}; ${wrong.count} lines have ${what} (${places})`,
          { file, row: wrong.rows[0]! },
        );
      notes.push(`${wrong.count} rows have fewer than ${fields} fields (${places}); the rest was filled as missing`);
    }
    const list = layout.names.map((_, j) => `words[${j + 1}] AS ${identifier(`c${j}`)}`).join(", ");
    return { raw: await engine.keep(`SELECT ${list} FROM ${split.from}`), notes };
  } finally {
    await engine.drop(split);
  }
}

async function wrongLengths(
  split: Relation,
  condition: string,
): Promise<{ count: number; rows: number[]; fields: number } | undefined> {
  const found = await split.engine.query(
    `SELECT rowid + 1 AS at, len(words) AS fields, count(*) OVER () AS n FROM ${split.stored} WHERE len(words) ${condition} ORDER BY rowid LIMIT 5`,
  );
  if (found.numRows() === 0) return undefined;
  return {
    count: found.get("n", 0) as number,
    rows: Array.from(found.array("at") as ArrayLike<number>),
    fields: found.get("fields", 0) as number,
  };
}

/** Writes the file with LF at the end of every line; line ends inside quotes stay. */
async function oneLineEnd(path: string, to: string, quote: string, guard: string): Promise<void> {
  const mark = quote === "" ? -1 : quote.charCodeAt(0);
  const slash = guard === quote || guard === "" ? -1 : guard.charCodeAt(0);
  async function* rewritten(): AsyncGenerator<Buffer> {
    let [inside, skip, afterCr] = [false, false, false];
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      const out = Buffer.allocUnsafe(chunk.length);
      let n = 0;
      for (let i = 0; i < chunk.length; i++) {
        const byte = chunk[i]!;
        const pair = afterCr && byte === 10;
        afterCr = false;
        if (pair) continue;
        if (skip) skip = false;
        else if (inside && byte === slash) skip = true;
        else if (byte === mark) inside = !inside;
        if (byte === 13 && !inside) {
          afterCr = true;
          out[n++] = 10;
        } else out[n++] = byte;
      }
      yield out.subarray(0, n);
    }
  }
  await pipeline(Readable.from(rewritten()), createWriteStream(to));
}

/** The engine reads `*`, `?` and `[` in a path as patterns for many files; a link has a name without them. */
export async function withoutWildcards(path: string, scratch: string): Promise<string> {
  if (!/[*?[\]{}]/.test(path)) return path;
  const link = join(scratch, "link");
  // Not every system lets every user make links.
  await symlink(path, link).catch(() => copyFile(path, link));
  return link;
}

/** The first line of an engine's message: the rest repeats its settings. */
export function firstLine(error: Error): string {
  return error.message.split("\n")[0]!.replace(/^[A-Za-z ]+ Error: /, "");
}
