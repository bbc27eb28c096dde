import { readFile } from "node:fs/promises";
import { constants, gunzipSync } from "node:zlib";
import { Relation } from "../../engine/relation.js";
import { DataError } from "../../errors.js";
import { isTable, type Table, type TableLike, toTable, type Value } from "../../table.js";
import { fileFormat } from "../read/fileFormat.js";
import { type Located, locate } from "../read/locate.js";
import type { ReadReport } from "../read/report.js";
import { read } from "../read.js";
import { qualtricsColumns, qualtricsHeaderRows, qualtricsNames } from "./qualtricsCsv.js";
import { qualtricsJson } from "./qualtricsJson.js";
import type { RawColumn, RawSurvey } from "./rawSurvey.js";
import { savSurvey } from "./savSurvey.js";
import { shortNames } from "./shortNames.js";

/** The columns of a survey from a file, from what `read` returned, or from a table in memory; the form is told by what is inside. */
export async function loadSurvey(source: string | TableLike | Relation): Promise<RawSurvey> {
  if (typeof source === "string") {
    const located = await locate(source);
    if (/^\$FL[23]/.test(located.head.toString("latin1"))) return savSurvey(await readFile(source), source);
    const format = formatOf(source, located);
    const qualtrics = format === "json" ? await jsonOf(source, located) : undefined;
    if (qualtrics !== undefined) return qualtrics;
    // In the text formats the missing codes are the survey's matter; the others have none.
    return loadSurvey(await read(source, format === undefined ? { missing: [""] } : {}));
  }
  if (source instanceof Relation) {
    const { report } = source as Relation & { report?: ReadReport };
    const file = report?.format === "table" || report?.format === "sql" ? undefined : report?.file;
    const raw = fromTable((await source.toTable()) as Table, file);
    return { ...raw, notes: [...(report?.notes ?? []), ...raw.notes] };
  }
  if (typeof source !== "object" || source === null || (!isTable(source) && source instanceof Promise))
    throw new TypeError(
      `expected a file, a table or what read returns, got ${source instanceof Promise ? "a promise: await it" : typeof source}`,
    );
  return fromTable(toTable(source), undefined);
}

/** Which of the formats that know no missing codes a file has; undefined for text and sheets. */
function formatOf(file: string, located: Located): "json" | "ndjson" | "parquet" | undefined {
  const format = fileFormat(file, located);
  if (format === "json" || format === "ndjson" || format === "parquet") return format;
  return format === undefined && /^(?:\u00ef\u00bb\u00bf)?\s*[[{]/.test(located.head.toString("latin1"))
    ? "json"
    : undefined;
}

/** The survey in a JSON file that is a Qualtrics export; undefined for any other. Only what begins as one is read into memory. */
async function jsonOf(file: string, { head }: Located): Promise<RawSurvey | undefined> {
  const packed = head[0] === 0x1f && head[1] === 0x8b;
  const start = packed ? gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }) : head;
  if (!/"response(?:s|Id)"\s*:/.test(start.toString("utf8"))) return undefined;
  const bytes = await readFile(file);
  return qualtricsJson((packed ? gunzipSync(bytes) : bytes).toString("utf8"), file);
}

function fromTable(table: Table, file: string | undefined): RawSurvey {
  const names = table.columnNames();
  const place = file === undefined ? {} : { file };
  if (table.numRows() === 0) throw new DataError("expected answers, got a table without rows", place);
  const all = names.map((name) => Array.from(table.array(name) as ArrayLike<Value>, (cell) => cell ?? null));
  const { rows: above, notes } = qualtricsHeaderRows(names, all);
  if (above > 0) {
    if (table.numRows() === above)
      throw new DataError("expected answers below the header rows of the Qualtrics export, got none", place);
    // With the row of ImportIds alone there are no texts.
    const hasTexts = !/^\{\s*"+ImportId/.test(String(all[0]![0] ?? ""));
    return {
      ...place,
      form: `a Qualtrics CSV export with ${above === 2 ? "three" : "two"} header rows`,
      columns: qualtricsColumns(
        qualtricsNames(names, all),
        names.map((_, j) => (hasTexts ? String(all[j]![0] ?? "") : "")),
        all.map((cells) => cells.slice(above)),
      ),
      rows: table.numRows() - above,
      notes,
    };
  }
  const texts = names.some((name) => name.trim().split(/\s+/).length > 3 || /\?\s*$/.test(name));
  const short = texts ? shortNames(names) : names;
  return {
    ...place,
    form: texts ? "a table with question texts as headers" : "a table",
    columns: names.map(
      (name, j): RawColumn => ({
        name: texts && !/\s/.test(name.trim()) ? name : short[j]!,
        header: name,
        ...(texts ? { question: name.replace(/\s+/g, " ").trim() } : {}),
        cells: all[j]!,
        ...(all[j]!.some((cell) => cell instanceof Date) ? { about: true } : {}),
      }),
    ),
    rows: table.numRows(),
    notes: texts ? ["the headers are questions: items got short names, and the texts are kept as question"] : [],
  };
}
