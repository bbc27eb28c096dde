import { inflateSync } from "node:zlib";
import { DataError } from "../../errors.js";

/** A variable of an SPSS file. */
export interface SavVariable {
  name: string;
  readonly label: string | undefined;
  /** Bytes of a text variable; 0 for numbers. */
  width: number;
  /** Number of 8-byte pieces that a case spends on it. */
  pieces: number;
  /** Single values and a range that stand for no answer. */
  missing: { values: (number | string)[]; range?: readonly [number, number] };
  readonly labels: { code: number | string; label: string }[];
  /** "nominal", "ordinal" or "scale", where the file says so. */
  measure?: "nominal" | "ordinal" | "scale";
  /** Whether its numbers are dates, in seconds since the beginning of SPSS's calendar. */
  readonly date: boolean;
  /** Whether its numbers are seconds that passed, or of a day. */
  readonly seconds: boolean;
}

/** An SPSS system file. */
export interface SavFile {
  readonly variables: readonly SavVariable[];
  /** A list per variable; null is system-missing. */
  readonly columns: readonly (readonly (number | string | null)[])[];
  readonly cases: number;
  readonly encoding: string;
}

/**
 * Reads an SPSS system file (.sav, and .zsav with its compression by zlib): variables, labels, missing values, cases.
 * Written for the layout that the PSPP Developer's Guide documents ("System File Format"). Texts are decoded whole, in the encoding that the file names.
 *
 * @throws DataError where it is no such file, or ends early.
 */
export function savFile(bytes: Buffer, file: string): SavFile {
  try {
    return new Reader(bytes, file).read();
  } catch (cause) {
    if (cause instanceof RangeError)
      throw new DataError(
        "expected a whole SPSS file, got one that ends early or is damaged; copy or export it again",
        {
          file,
        },
      );
    throw cause;
  }
}

/** A variable with what finds it again: its short name, and where in the list of 8-byte pieces it begins. */
interface Found extends SavVariable {
  short: string;
  readonly at: number;
}

/** Texts are kept as bytes until the encoding is known, which stands near the end of the dictionary. */
interface Pending {
  readonly short: Buffer;
  readonly label: Buffer | undefined;
  readonly type: number;
  readonly missing: Buffer[];
  readonly range: readonly [number, number] | undefined;
  readonly format: number;
}

class Reader {
  private at = 0;
  private little = true;
  private decoder = new TextDecoder("utf-8");

  constructor(
    private readonly bytes: Buffer,
    private readonly file: string,
  ) {}

  read(): SavFile {
    const magic = this.take(4).toString("latin1");
    if (magic !== "$FL2" && magic !== "$FL3")
      throw new DataError('expected an SPSS system file, which begins with "$FL2" or "$FL3"', { file: this.file });
    this.at = 64;
    this.little = [2, 3].includes(this.bytes.readInt32LE(64));
    if (!this.little && ![2, 3].includes(this.bytes.readInt32BE(64)))
      throw new DataError("expected an SPSS system file of layout 2 or 3", { file: this.file });
    this.at = 68;
    const pieces = this.int();
    const compression = this.int();
    this.int(); // weight
    const cases = this.int();
    const bias = this.double();
    this.at += 9 + 8 + 64 + 3;
    const { found, encoding } = this.dictionary();
    const total = found.reduce((sum, one) => sum + one.pieces, 0);
    if (pieces > 0 && pieces !== total && total === 0)
      throw new DataError("expected variables, found none", { file: this.file });
    const data = compression === 2 ? this.inflated() : this.bytes.subarray(this.at);
    const columns = this.cases(data, found, compression === 0 ? undefined : bias, cases);
    return { variables: found, columns, cases: columns[0]?.length ?? 0, encoding };
  }

  private dictionary(): { found: Found[]; encoding: string } {
    const pending: Pending[] = [];
    const labelSets: { labels: [Buffer, Buffer][]; at: number[] }[] = [];
    const info = new Map<number, { size: number; data: Buffer }>();
    for (;;) {
      const type = this.int();
      if (type === 2) pending.push(this.variable());
      else if (type === 3) labelSets.push(this.valueLabels());
      else if (type === 6) this.at += 80 * this.int();
      else if (type === 7) {
        const subtype = this.int();
        const size = this.int();
        info.set(subtype, { size, data: this.take(size * this.int()) });
      } else if (type === 999) {
        this.int();
        break;
      } else
        throw new DataError(`expected a record of an SPSS dictionary, got type ${type}; the file seems damaged`, {
          file: this.file,
        });
    }
    const encoding = this.encodingOf(info);
    const found: Found[] = [];
    pending.forEach((one, at) => {
      if (one.type >= 0) found.push(this.finish(one, at));
    });
    for (const { labels, at } of labelSets)
      for (const place of at) {
        const variable = found.find((one) => one.at === place - 1);
        for (const [code, label] of labels)
          variable?.labels.push({
            code: variable.width > 0 ? this.text(code) : this.number(code, 0),
            label: this.text(label),
          });
      }
    return { found: this.extended(found, info), encoding };
  }

  private variable(): Pending {
    const type = this.int();
    const hasLabel = this.int() === 1;
    const missing = this.int();
    const format = (this.int() >> 16) & 0xff;
    this.int();
    const short = this.take(8);
    const label = hasLabel ? this.padded(this.int(), 4) : undefined;
    const values = Array.from({ length: Math.abs(missing) }, () => this.take(8));
    const range =
      missing < 0 ? ([this.number(values.shift()!, 0), this.number(values.shift()!, 0)] as const) : undefined;
    return { short, label, type, missing: values, range, format };
  }

  private valueLabels(): { labels: [Buffer, Buffer][]; at: number[] } {
    const labels = Array.from({ length: this.count() }, (): [Buffer, Buffer] => {
      const value = this.take(8);
      const length = this.take(1)[0]!;
      const label = this.take(length);
      this.at += (8 - ((length + 1) % 8)) % 8;
      return [value, label];
    });
    if (this.int() !== 4)
      throw new DataError("expected the variables that labels belong to; the file seems damaged", { file: this.file });
    return { labels, at: Array.from({ length: this.count() }, () => this.int()) };
  }

  private encodingOf(info: ReadonlyMap<number, { data: Buffer }>): string {
    const named = info.get(20)?.data.toString("latin1").trim();
    const integers = info.get(3)?.data;
    const page = integers === undefined || integers.length < 32 ? 0 : this.integerAt(integers, 28);
    const byPage = page === 65001 ? "utf-8" : page >= 1250 && page <= 1258 ? `windows-${page}` : undefined;
    const encoding = named ?? byPage ?? (isUtf8Ish(this.bytes) ? "utf-8" : "windows-1252");
    try {
      this.decoder = new TextDecoder(encoding.replace(/^CP(?=125\d$)/i, "windows-"));
    } catch {
      throw new DataError(`expected an SPSS file in an encoding that is known here, got ${encoding}`, {
        file: this.file,
      });
    }
    return encoding.toLowerCase();
  }

  private finish(one: Pending, at: number): Found {
    const name = this.text(one.short);
    return {
      short: name,
      at,
      name,
      label: one.label === undefined ? undefined : this.text(one.label),
      width: one.type,
      pieces: one.type === 0 ? 1 : Math.ceil(one.type / 8),
      missing: {
        values: one.missing.map((value) => (one.type === 0 ? this.number(value, 0) : this.text(value))),
        ...(one.range === undefined ? {} : { range: one.range }),
      },
      labels: [],
      date: [20, 22, 23, 24, 28, 29, 30, 38, 39, 41].includes(one.format),
      // TIME, DTIME and MTIME
      seconds: [21, 25, 40].includes(one.format),
    };
  }

  /** Long names, texts over 255 bytes, their labels and missing values, and levels of measurement: later additions to the layout. */
  private extended(found: Found[], info: ReadonlyMap<number, { size: number; data: Buffer }>): Found[] {
    const widths = this.pairs(info.get(14)?.data);
    const kept: Found[] = [];
    // Each text of more than 255 bytes is a row of variables, one for each 252 bytes of its width.
    for (let j = 0; j < found.length; j++) {
      const one = found[j]!;
      const width = Number(widths.get(one.short)?.replace(/\0.*$/, ""));
      kept.push(one);
      if (!(width > 255)) continue;
      const parts = Math.ceil(width / 252);
      one.width = width;
      for (let part = 1; part < parts; part++) one.pieces += found[j + part]?.pieces ?? 0;
      j += parts - 1;
    }
    for (const [short, long] of this.pairs(info.get(13)?.data)) {
      const one = kept.find((variable) => variable.short === short);
      if (one !== undefined) one.name = long;
    }
    const measures = info.get(11)?.data;
    if (measures !== undefined) {
      const each = Math.round(measures.length / 4 / found.length);
      found.forEach((one, j) => {
        const measure = (["nominal", "ordinal", "scale"] as const)[this.integerAt(measures, 4 * each * j) - 1];
        if (measure !== undefined && each >= 2) one.measure = measure;
      });
    }
    this.longLabels(kept, info.get(21)?.data);
    this.longMissing(kept, info.get(22)?.data);
    return kept;
  }

  /** "NAME=value" with tabs between. */
  private pairs(data: Buffer | undefined): Map<string, string> {
    const text = data === undefined ? "" : this.decoder.decode(data);
    return new Map(
      text
        .split("\t")
        .filter((pair) => pair.includes("="))
        .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)] as const),
    );
  }

  private longLabels(found: readonly Found[], data: Buffer | undefined): void {
    for (let at = 0; data !== undefined && at < data.length; ) {
      const piece = () => {
        const length = this.integerAt(data, at);
        at += 4 + length;
        return this.text(data.subarray(at - length, at));
      };
      const name = piece();
      at += 4; // width
      const count = this.integerAt(data, at);
      at += 4;
      const one = found.find((variable) => variable.name === name);
      for (let k = 0; k < count; k++) {
        const code = piece();
        one?.labels.push({ code, label: piece() });
      }
    }
  }

  private longMissing(found: readonly Found[], data: Buffer | undefined): void {
    for (let at = 0; data !== undefined && at < data.length; ) {
      const length = this.integerAt(data, at);
      const name = this.text(data.subarray(at + 4, at + 4 + length));
      at += 4 + length;
      const count = data[at]!;
      at += 1 + 4;
      const one = found.find((variable) => variable.name === name);
      for (let k = 0; k < count; k++, at += 8) one?.missing.values.push(this.text(data.subarray(at, at + 8)));
    }
  }

  /** The cases of a .zsav file: blocks of zlib, listed in a trailer. */
  private inflated(): Buffer {
    this.at += 8; // where this header stands
    const trailer = Number(this.long());
    this.at = trailer + 8 + 8 + 4;
    const blocks = Array.from({ length: this.count() }, () => {
      this.long();
      const from = Number(this.long());
      this.int();
      return { from, size: this.int() };
    });
    return Buffer.concat(
      blocks.map(({ from, size }) => {
        try {
          return inflateSync(this.bytes.subarray(from, from + size));
        } catch {
          throw new DataError("expected a whole .zsav file, got damaged data; copy or export it again", {
            file: this.file,
          });
        }
      }),
    );
  }

  /** All cases by variable. With a bias the pieces are compressed: eight commands, then the pieces that they announce. */
  private cases(
    data: Buffer,
    found: readonly Found[],
    bias: number | undefined,
    announced: number,
  ): (number | string | null)[][] {
    const columns: (number | string | null)[][] = found.map(() => []);
    const spaces = Buffer.alloc(8, 0x20);
    let at = 0;
    let commands: Buffer = Buffer.alloc(0);
    let command = 8;
    const raw = (): Buffer | undefined => {
      if (at + 8 > data.length) return undefined;
      at += 8;
      return data.subarray(at - 8, at);
    };
    /** The next piece: a number, bytes, or undefined at the end. */
    const next = (): Buffer | number | undefined => {
      if (bias === undefined) return raw();
      for (;;) {
        if (command === 8) {
          const read = raw();
          if (read === undefined) return undefined;
          commands = read;
          command = 0;
        }
        const code = commands[command++]!;
        if (code === 0) continue;
        if (code === 252) return undefined;
        if (code === 253) return raw();
        if (code === 254) return spaces;
        return code === 255 ? Number.NaN : code - bias;
      }
    };
    for (let row = 0; announced < 0 || row < announced; row++) {
      let piece = next();
      if (piece === undefined) {
        if (announced >= 0)
          throw new DataError(`expected ${announced} cases, the file ends after ${row}; copy or export it again`, {
            file: this.file,
          });
        break;
      }
      for (let j = 0; j < found.length; j++) {
        const variable = found[j]!;
        const pieces: Buffer[] = [];
        for (let k = 0; k < variable.pieces; k++) {
          if (j > 0 || k > 0) piece = next();
          if (piece === undefined)
            throw new DataError("expected a whole case, the file ends inside it; copy or export it again", {
              file: this.file,
              row: row + 1,
            });
          if (variable.width > 0) pieces.push(typeof piece === "number" ? spaces : piece);
        }
        columns[j]!.push(
          variable.width > 0 ? this.joined(pieces, variable.width) : numberOf(piece as number | Buffer, this),
        );
      }
    }
    return columns;
  }

  /** A text of its pieces. Long ones stand in parts of 32 pieces, 255 bytes of which are filled one part after the other. */
  private joined(pieces: readonly Buffer[], width: number): string {
    if (width <= 255) return this.text(Buffer.concat(pieces).subarray(0, width));
    const parts: Buffer[] = [];
    for (let from = 0, left = width; left > 0; from += 32, left -= 255)
      parts.push(Buffer.concat(pieces.slice(from, from + 32)).subarray(0, Math.min(255, left)));
    return this.text(Buffer.concat(parts));
  }

  number(bytes: Buffer, at: number): number {
    return this.little ? bytes.readDoubleLE(at) : bytes.readDoubleBE(at);
  }

  private text(bytes: Buffer): string {
    return this.decoder.decode(bytes).replace(/[ \0]+$/, "");
  }

  private take(count: number): Buffer {
    if (count < 0 || this.at + count > this.bytes.length) throw new RangeError("past the end");
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  private padded(count: number, to: number): Buffer {
    const bytes = this.take(count);
    this.at += (to - (count % to)) % to;
    return bytes;
  }

  private int(): number {
    return this.integerAt(this.take(4), 0);
  }

  private count(): number {
    const count = this.int();
    // A damaged count would ask for more memory than there is.
    if (count < 0 || count > this.bytes.length) throw new RangeError("past the end");
    return count;
  }

  private integerAt(bytes: Buffer, at: number): number {
    return this.little ? bytes.readInt32LE(at) : bytes.readInt32BE(at);
  }

  private double(): number {
    return this.number(this.take(8), 0);
  }

  private long(): bigint {
    const bytes = this.take(8);
    return this.little ? bytes.readBigInt64LE(0) : bytes.readBigInt64BE(0);
  }
}

/** A number of a case; the lowest double is system-missing. */
function numberOf(piece: number | Buffer, reader: Reader): number | null {
  const value = typeof piece === "number" ? piece : reader.number(piece, 0);
  return Number.isFinite(value) && value !== -Number.MAX_VALUE ? value : null;
}

/** Whether the bytes that are not ASCII look like UTF-8, judged by the first that are not. */
function isUtf8Ish(bytes: Buffer): boolean {
  return !bytes.subarray(176, 65536).toString("utf8").includes("\ufffd");
}
