import { createReadStream } from "node:fs";

/** How the records of a delimited file look, found without reading a value. */
export interface CsvStructure {
  /** Records that hold something, the header included. */
  readonly records: number;
  /** Lines without a character between records. */
  readonly blank: number;
  readonly longest: number;
  /** Records with fewer or more fields than expected, or a misplaced quote: how many and the first ones. */
  readonly short: Flaws;
  readonly long: Flaws;
  readonly quotes: Flaws;
  /** The record and line in which a quote opens that never closes. */
  readonly unclosed: Flaw | undefined;
  /** Whether the file ends with a line end. */
  readonly ended: boolean;
  /** Whether line ends of several kinds (LF, CRLF, CR) are mixed. */
  readonly mixedLineEnds: boolean;
  readonly zeroByte: Flaw | undefined;
}

export interface Flaw {
  /** Records count from 1, the header included. */
  readonly record: number;
  /** Lines count from 1. */
  readonly line: number;
  readonly fields: number;
}

export interface Flaws {
  count: number;
  first: Flaw[];
}

const start = 0;
const unquoted = 1;
const quoted = 2;
const closing = 3;
const escaped = 4;

/** What is looked for in the bytes. */
export interface CsvShape {
  readonly delimiter: string;
  readonly quote: string;
  readonly escape: string;
  readonly fields: number;
}

/**
 * Checks the structure of a delimited UTF-8 file in one pass over its bytes. The engine's own reader drops or joins what
 * it cannot place, in some modes without a word; this pass says first what is there, and its count is held against the
 * rows that arrive.
 */
export async function csvScan(path: string, shape: CsvShape): Promise<CsvStructure> {
  const scan = new Scan(shape);
  let first = true;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    const marked = first && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf;
    first = false;
    scan.push(marked ? chunk.subarray(3) : chunk);
  }
  return scan.end();
}

class Scan {
  readonly #comma: number;
  readonly #mark: number;
  readonly #slash: number;
  readonly #fields: number;
  readonly #short: Flaws = { count: 0, first: [] };
  readonly #long: Flaws = { count: 0, first: [] };
  readonly #quotes: Flaws = { count: 0, first: [] };
  #zeroByte: Flaw | undefined;
  #state = start;
  #records = 0;
  #blank = 0;
  #longest = 0;
  /** The line being read and the one in which its record began. */
  #line = 1;
  #opened = 1;
  #field = 1;
  /** Where the record began, counted from the beginning of this chunk. */
  #begin = 0;
  #bad = false;
  #afterCr = false;
  #last = 10;
  readonly #ends = { lf: 0, crlf: 0, cr: 0 };

  constructor({ delimiter, quote, escape: guard, fields }: CsvShape) {
    this.#comma = delimiter.charCodeAt(0);
    this.#mark = quote === "" ? -1 : quote.charCodeAt(0);
    this.#slash = guard === quote || guard === "" ? -1 : guard.charCodeAt(0);
    this.#fields = fields;
  }

  push(chunk: Uint8Array): void {
    const [comma, mark, slash] = [this.#comma, this.#mark, this.#slash];
    const end = chunk.length;
    let state = this.#state;
    let field = this.#field;
    let i = 0;
    while (i < end) {
      let byte = chunk[i]!;
      if (this.#afterCr) {
        this.#afterCr = false;
        if (byte === 10) {
          this.#ends.crlf++;
          this.#begin = ++i;
          continue;
        }
        this.#ends.cr++;
      }
      if (state === escaped) state = quoted;
      else if (state === quoted) {
        while (byte !== mark && byte !== slash && byte !== 10 && byte !== 0 && ++i < end) byte = chunk[i]!;
        if (i === end) break;
        if (byte === mark) state = closing;
        else if (byte === slash) state = escaped;
        else if (byte === 10) this.#line++;
        else this.#zero(field);
      } else if (byte === 10 || byte === 13) {
        this.#endRecord(i - this.#begin, field);
        field = 1;
        state = start;
        this.#begin = i + 1;
        if (byte === 13) this.#afterCr = true;
        else this.#ends.lf++;
      } else if (byte === comma) {
        field++;
        state = start;
      } else if (state === start) {
        if (byte === mark) state = quoted;
        else {
          state = unquoted;
          continue;
        }
      } else if (state === unquoted) {
        while (byte !== comma && byte !== 10 && byte !== 13 && byte !== 0 && ++i < end) byte = chunk[i]!;
        if (i === end) break;
        if (byte !== 0) continue;
        this.#zero(field);
      } else if (state === closing && byte !== mark) {
        this.#bad = true;
        state = unquoted;
      } else state = quoted;
      i++;
    }
    this.#state = state;
    this.#field = field;
    this.#begin -= end;
    if (end > 0) this.#last = chunk[end - 1]!;
  }

  end(): CsvStructure {
    const { lf, crlf } = this.#ends;
    const cr = this.#ends.cr + Number(this.#afterCr);
    const unclosed =
      this.#state === quoted || this.#state === escaped
        ? { record: this.#records + 1, line: this.#opened, fields: this.#field }
        : undefined;
    if (this.#begin < 0 && !this.#afterCr) this.#endRecord(-this.#begin, this.#field);
    return {
      records: this.#records,
      blank: this.#blank,
      longest: this.#longest,
      short: this.#short,
      long: this.#long,
      quotes: this.#quotes,
      unclosed,
      ended: this.#last === 10 || this.#last === 13,
      mixedLineEnds: Number(lf > 0) + Number(crlf > 0) + Number(cr > 0) > 1,
      zeroByte: this.#zeroByte,
    };
  }

  #endRecord(bytes: number, field: number): void {
    if (bytes === 0) this.#blank++;
    else {
      this.#records++;
      if (bytes > this.#longest) this.#longest = bytes;
      if (this.#bad) this.#add(this.#quotes, field);
      else if (field < this.#fields) this.#add(this.#short, field);
      else if (field > this.#fields) this.#add(this.#long, field);
    }
    this.#bad = false;
    this.#line++;
    this.#opened = this.#line;
  }

  #add(flaws: Flaws, field: number): void {
    flaws.count++;
    if (flaws.first.length < 5) flaws.first.push({ record: this.#records, line: this.#opened, fields: field });
  }

  #zero(field: number): void {
    this.#zeroByte ??= { record: this.#records + 1, line: this.#line, fields: field };
  }
}
