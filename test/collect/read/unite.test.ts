import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { type ReadOptions, read } from "../../../src/collect/read.js";
import { transactions } from "../../../src/collect/transactions.js";
import { duckdb } from "../../../src/engine/duckdb.js";
import { withRow } from "../../../src/engine/relation.js";

const folder = mkdtempSync(join(tmpdir(), "clientele-test-"));
const engine = duckdb({ threads: 2 });
after(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, content);
  return path;
}
const readAll = (paths: readonly string[], options: ReadOptions = {}) => read(paths, { engine, ...options });
const rowsOf = async (paths: readonly string[], options: ReadOptions = {}) =>
  (await (await readAll(paths, options)).toTable()).objects();

test("rows stand in the order of the list, with the name of their file, whatever the compression", async () => {
  const a = file("2024/a.csv", "id,n\nx,1\ny,2\n");
  const b = file("2024/b.csv.gz", gzipSync("id,n\nz,3\n"));
  const raw = await readAll([b, a], { fileColumn: "from" });
  assert.deepEqual((await withRow(raw).toTable()).objects(), [
    { row: 1, id: "z", n: 3, from: "b.csv.gz" },
    { row: 2, id: "x", n: 1, from: "a.csv" },
    { row: 3, id: "y", n: 2, from: "a.csv" },
  ]);
  assert.deepEqual(raw.report.files, [
    { file: b, rows: 1 },
    { file: a, rows: 2 },
  ]);
  assert.equal(raw.report.rows, 3);
  assert.deepEqual(raw.report.notes, []);
});

test("columns are united by name, and types decided over all", async () => {
  const a = file("a1.csv", "id,n,day\n1,5,2024-01-05\n");
  const b = file("a2.csv", "day;id;note\n2024-01-06;A7;late\n");
  const raw = await readAll([a, b]);
  assert.deepEqual((await raw.toTable()).objects(), [
    { id: "1", n: 5, day: new Date("2024-01-05"), note: null },
    { id: "A7", n: null, day: new Date("2024-01-06"), note: "late" },
  ]);
  assert.deepEqual(raw.report.notes.slice(0, 2), [
    `column "n" is missing in 1 file: ${b}`,
    `column "note" is missing in 1 file: ${a}`,
  ]);
  assert.equal(raw.typeOf("id"), "text");
});

test("days that one file leaves open are decided by another", async () => {
  const open = file("open.csv", "day\n05/01/2024\n06/01/2024\n");
  const sure = file("sure.csv", "day\n31/01/2024\n");
  const [first] = await rowsOf([open, sure]);
  assert.deepEqual(first, { day: new Date("2024-01-05") });
});

test("JSON: arrays and lines go together; a column without values in one file has the type of the others", async () => {
  const a = file("a.json", '[{"id": 1, "n": 2, "mixed": true, "nested": [{"k": 1}]}]');
  const b = file("b.ndjson", '{"id": null, "n": 2.5, "mixed": 3, "nested": null}\n{"id": 4}\n');
  const raw = await readAll([a, b], { fileColumn: "f" });
  assert.deepEqual((await raw.toTable()).objects(), [
    { id: 1, n: 2, mixed: "true", nested: '[{"k":1}]', f: "a.json" },
    { id: null, n: 2.5, mixed: "3", nested: null, f: "b.ndjson" },
    { id: 4, n: null, mixed: null, nested: null, f: "b.ndjson" },
  ]);
  assert.equal(raw.typeOf("n"), "number");
  assert.equal(raw.typeOf("id"), "integer");
});

test("Parquet files stay where they are, nested columns nested", async () => {
  const [a, b] = [join(folder, "a.parquet"), join(folder, "b.parquet")];
  await engine.run(
    `COPY (SELECT range AS id, [{k: 'a', v: range}] AS nested FROM range(3)) TO '${a}' (FORMAT parquet)`,
  );
  await engine.run(`COPY (SELECT [{k: 'b', v: 9}] AS nested, 7 AS id, 'x' AS more) TO '${b}' (FORMAT parquet)`);
  const raw = await readAll([a, b], { fileColumn: "f" });
  assert.equal(raw.stored, undefined);
  assert.equal(raw.typeOf("nested"), "other");
  const found = withRow(raw).select([
    { name: "row", type: "integer", sql: '"row"' },
    { name: "id", type: "integer", sql: '"id"' },
    { name: "v", type: "integer", sql: '"nested"[1].v' },
    { name: "more", type: "text", sql: '"more"' },
    { name: "f", type: "text", sql: '"f"' },
  ]);
  assert.deepEqual((await found.toTable()).objects(), [
    { row: 1, id: 0, v: 0, more: null, f: "a.parquet" },
    { row: 2, id: 1, v: 1, more: null, f: "a.parquet" },
    { row: 3, id: 2, v: 2, more: null, f: "a.parquet" },
    { row: 4, id: 7, v: 9, more: "x", f: "b.parquet" },
  ]);
});

test("one file with fileColumn, and one file listed twice", async () => {
  const a = file("one.csv", "id\n1\n2\n");
  const raw = await read(a, { engine, fileColumn: "f" });
  assert.deepEqual((await raw.toTable()).array("f"), ["one.csv", "one.csv"]);
  assert.equal(raw.report.files, undefined);
  assert.deepEqual(await rowsOf([a, a]), [{ id: 1 }, { id: 2 }, { id: 1 }, { id: 2 }]);
});

test("many rows keep the order of the list on several threads", async () => {
  const paths = [2, 0, 1].map((part) => {
    const lines = Array.from({ length: 60_000 }, (_, i) => part * 60_000 + i);
    return file(`part${part}.csv`, `n\n${lines.join("\n")}\n`);
  });
  const raw = await readAll(paths);
  const wrong = await engine.query(
    `SELECT count(*) AS n FROM ${withRow(raw).from} WHERE "n" <> CASE WHEN "row" <= 60000 THEN 120000 + "row" - 1 WHEN "row" <= 120000 THEN "row" - 60001 ELSE "row" - 60001 END`,
  );
  assert.equal(wrong.get("n", 0), 0);
});

test("errors name the file and its row", async () => {
  const good = file("good.csv", "id,when\n1,2024-01-05\n2,2024-01-06\n");
  const ragged = file("ragged.csv", "id,when\n3,2024-01-05\n4\n");
  await assert.rejects(readAll([good, ragged]), { name: "DataError", file: ragged, row: 2 });
  const bad = file("bad.csv", "id,when\n3,2024-01-05\n4,soon\n");
  await assert.rejects(readAll([good, bad], { types: { when: "date" } }), {
    name: "DataError",
    file: bad,
    row: 2,
    column: "when",
  });
  const raw = await readAll([good, bad]);
  assert.throws(
    () => transactions(raw, { customer: "id", time: "when", amount: "id" } as never),
    /found text, because of 1 cell such as "soon" in row 2 of .*bad\.csv;/,
  );
  await assert.rejects(readAll([good, join(folder, "gone.csv")]), /found none of that name/);
});

test("refuses lists that are none, files of different formats, spellings and taken names", async () => {
  const csv = file("x.csv", "id\n1\n");
  const json = file("x.json", '[{"id":1}]');
  await assert.rejects(readAll([]), { name: "RangeError", message: /at least one file, got an empty list/ });
  await assert.rejects(readAll([csv, json]), {
    name: "DataError",
    file: json,
    message: /one format, got csv .* and json/,
  });
  await assert.rejects(readAll([csv, 5] as never), {
    name: "TypeError",
    message: /list of paths, got number in place 2/,
  });
  await assert.rejects(readAll([csv, file("y.csv", "ID\n1\n")]), { name: "DataError", message: /one spelling/ });
  await assert.rejects(readAll([csv], { fileColumn: "ID" }), { name: "RangeError", message: /no column has/ });
  await assert.rejects(readAll([csv], { fileColumn: "" }), TypeError);
  await assert.rejects(read([{ id: 1 }], { engine, fileColumn: "f" }), /a table in memory knows/);
});

test("nothing stays on the engine but the rows", async () => {
  const own = duckdb({ threads: 1 });
  const csv = file("z.csv", "id\n1\n");
  await read([csv, csv], { engine: own, fileColumn: "f" });
  await assert.rejects(read([csv, join(folder, "gone.csv")], { engine: own }));
  const tables = await own.query(`SELECT count(*) AS n FROM duckdb_tables() WHERE database_name = 'kept'`);
  assert.equal(tables.get("n", 0), 1);
  await own.close();
});

test("a file cut into pieces reads as the whole (property)", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom("a", "b", "7", "1.5", "NA"), fc.integer()), { minLength: 2, maxLength: 12 }),
      fc.integer({ min: 1, max: 11 }),
      async (lines, at) => {
        const cut = Math.min(at, lines.length - 1);
        const text = (rows: typeof lines) => `k,v\n${rows.map((row) => `${row.join(",")}\n`).join("")}`;
        const parts = [lines.slice(0, cut), lines.slice(cut)].map((rows, i) => file(`cut${i}.csv`, text(rows)));
        const all = await rowsOf([file("uncut.csv", text(lines))]);
        assert.deepEqual(await rowsOf(parts), all);
      },
    ),
    { numRuns: 15 },
  );
});
