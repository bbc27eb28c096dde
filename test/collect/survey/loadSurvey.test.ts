import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { utils, write } from "@e965/xlsx";
import { survey } from "../../../src/collect/survey.js";
import { duckdb } from "../../../src/engine/duckdb.js";

const folder = mkdtempSync(join(tmpdir(), "clientele-load-survey-"));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const rows = [
  { id: 1, taste: "Agree" },
  { id: 2, taste: "Disagree" },
  { id: 3, taste: "N/A" },
];
const text = (between: string) => `id${between}taste\n1${between}Agree\n2${between}Disagree\n3${between}N/A\n`;

function sheet(): Buffer {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.json_to_sheet(rows), "answers");
  return write(book, { type: "buffer", bookType: "xlsx" }) as Buffer;
}

async function parquet(): Promise<string> {
  const path = join(folder, "a.parquet");
  const engine = await duckdb();
  await engine.run(
    `COPY (SELECT * FROM (VALUES (1, 'Agree'), (2, 'Disagree'), (3, 'N/A')) AS t(id, taste)) TO '${path}' (FORMAT parquet)`,
  );
  return path;
}

const files: readonly (readonly [string, () => string | Promise<string>])[] = [
  ["CSV", () => file("a.csv", text(","))],
  ["TSV", () => file("a.tsv", text("\t"))],
  ["CSV packed by gzip", () => file("a.csv.gz", gzipSync(text(",")))],
  ["JSON", () => file("a.json", JSON.stringify(rows))],
  ["JSON without its name", () => file("plain", JSON.stringify(rows))],
  ["JSON packed by gzip", () => file("a.json.gz", gzipSync(JSON.stringify(rows)))],
  ["JSON lines", () => file("a.ndjson", rows.map((row) => JSON.stringify(row)).join("\n"))],
  ["XLSX", () => file("a.xlsx", sheet())],
  ["Parquet", parquet],
];
for (const [name, write] of files)
  test(`a survey in ${name} is read, and "N/A" counts as no answer by the survey's own codes`, async () => {
    const asked = await survey(await write());
    assert.deepEqual(asked.ids, [1, 2, 3]);
    assert.deepEqual(asked.answers.array("taste"), [1, 0, null]);
    assert.deepEqual(asked.report.missing.objects(), [{ item: "taste", code: "N/A", count: 1 }]);
  });

const responses = [
  {
    responseId: "R_1",
    values: { QID1: 1, QID2: ["1", "2"], QID2_DO: ["2", "1"], duration: 40 },
    labels: { QID1: "Price", QID2: ["Coffee", "Tea"], QID2_DO: ["Tea", "Coffee"] },
  },
  {
    responseId: "R_2",
    values: { QID1: -99, QID2: ["2"], QID2_DO: ["1", "2"], duration: 50 },
    labels: { QID1: "-99", QID2: ["Tea"], QID2_DO: ["Coffee", "Tea"] },
  },
  { responseId: "R_3", values: { QID1: 2, QID2: ["1"], duration: 60 }, labels: { QID1: "Taste", QID2: ["Coffee"] } },
];
for (const [name, content] of [
  ["that begins with something else", { exportId: "1", responses }],
  ["that is the list alone", responses],
] as const)
  test(`a Qualtrics JSON export ${name}: what was seen and not answered is missing, the order of display no answer`, async () => {
    const asked = await survey(file("q.json", JSON.stringify(content)));
    assert.equal(asked.report.form, "a Qualtrics JSON export");
    assert.deepEqual(
      asked.items.map((item) => item.name),
      ["QID1", "QID2_1", "QID2_2"],
    );
    assert.deepEqual(asked.items[0]!.levels, ["Price", "Taste"]);
    assert.deepEqual(asked.answers.array("QID1"), [1, null, 2]);
    assert.deepEqual(asked.report.missing.objects(), [{ item: "QID1", code: "-99", count: 1 }]);
    assert.deepEqual(asked.about.columnNames(), ["ResponseId", "QID2_DO", "duration"]);
  });

test("NaN and infinite answers are an error with row and column, as everywhere", async () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY])
    await assert.rejects(
      survey([
        { id: 1, q: 3 },
        { id: 2, q: value },
      ]),
      { name: "DataError", row: 2, column: "q" },
    );
});
