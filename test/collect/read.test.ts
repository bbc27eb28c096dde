import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { type ReadOptions, read } from "../../src/collect/read.js";
import { duckdb } from "../../src/engine/duckdb.js";
import { withRow } from "../../src/engine/relation.js";
import { toTable } from "../../src/table.js";
import { toDanfo } from "../../src/toDanfo.js";
import { sharedFile, skipWithout } from "../sharedData.js";
import { scratch } from "./scratch.js";

const { engine, file, folder } = scratch();

let files = 0;
function readText(content: string | Uint8Array, options: ReadOptions = {}, name = `t${files++}.csv`) {
  return read(file(name, content), { engine, ...options });
}

async function rowsOf(content: string | Uint8Array, options: ReadOptions = {}) {
  return (await (await readText(content, options)).toTable()).objects();
}

/** Name and type of each column. */
async function typesOf(content: string | Uint8Array, options: ReadOptions = {}) {
  const { report } = await readText(content, options);
  return Object.fromEntries(report.columns.map((column) => [column.name, column.type]));
}

// What REFERENCE.md says of real files

test("the French lines have month/day/year (REFERENCE.md: 8,557 rows, 87 customers)", {
  skip: skipWithout("online_retail_france.csv"),
}, async () => {
  const lines = await read(sharedFile("online_retail_france.csv")!, { engine });
  assert.equal(lines.report.rows, 8557);
  const time = lines.report.columns.find((column) => column.name === "InvoiceDate")!;
  assert.deepEqual(time.dateFormats, ["%m/%d/%Y %H:%M"]);
  const counts = await engine.query(
    `SELECT count(DISTINCT "CustomerID") AS customers, CAST(min("InvoiceDate") AS VARCHAR) AS first, CAST(max("InvoiceDate") AS VARCHAR) AS last FROM ${lines.from}`,
  );
  // First and last time by Python's datetime.strptime over csv.reader.
  assert.deepEqual(counts.object(0), { customers: 87, first: "2010-12-01 08:45:00", last: "2011-12-09 12:50:00" });
});

test("CDNOW between spaces: 69,659 rows, 23,570 customers, 2,500,315.63 dollars; the sample without a header", {
  skip: skipWithout("cdnow_master.txt"),
}, async () => {
  const master = await read(sharedFile("cdnow_master.txt")!, { engine });
  assert.equal(master.report.delimiter, "whitespace");
  assert.equal(master.report.rows, 69_659);
  assert.deepEqual(master.names, ["customer_id", "date", "number_of_cds", "dollar_value"]);
  assert.deepEqual(
    master.columns.map((column) => column.type),
    ["text", "date", "integer", "number"],
  );
  const counts = await engine.query(
    `SELECT count(DISTINCT "customer_id") AS customers, round(sum("dollar_value"), 2) AS dollars FROM ${master.from}`,
  );
  assert.deepEqual(counts.object(0), { customers: 23_570, dollars: 2_500_315.63 });
  const columns = ["id_master", "id", "day", "cds", "dollars"];
  const sample = await read(sharedFile("cdnow_sample.txt")!, { engine, columns });
  assert.equal(sample.report.header, false);
  assert.equal(sample.report.rows, 6919);
  assert.deepEqual(sample.names, columns);
  const first = (await sample.head(1)).object(0);
  assert.deepEqual(first, {
    id_master: "00004",
    id: "0001",
    day: new Date("1997-01-01T00:00:00Z"),
    cds: 2,
    dollars: 29.33,
  });
});

test("a byte-order mark is not part of the first name (wholesale customers, 440 x 8)", {
  skip: skipWithout("wholesale_customers.csv"),
}, async () => {
  const clients = await read(sharedFile("wholesale_customers.csv")!, { engine });
  assert.equal(clients.report.rows, 440);
  assert.equal(clients.names[0], "Channel");
  assert.equal(clients.names.length, 8);
  assert.equal(clients.report.encoding, "utf-8 with byte-order mark");
});

// Layout

for (const [what, delimiter, text] of [
  ["comma", ",", 'name,n\n"a, b",1\nc,2\n'],
  ["semicolon with decimal commas", ";", "name;n\na;1,5\nb;2,25\n"],
  ["tab", "\t", "name\tn\na b\t1\nc d\t2\n"],
  ["bar", "|", "name|n\na|1\nb|2\n"],
  ["spaces", "whitespace", "name  n\n  a    1\n  bb  22\n"],
  ["single spaces around quoted names, as R writes", " ", '"name" "n"\n"Ada L" 1\n"Alan T" 2\n'],
] as const)
  test(`finds the delimiter: ${what}`, async () => {
    const source = await readText(text);
    assert.equal(source.report.delimiter, delimiter);
    assert.deepEqual(source.names, ["name", "n"]);
    assert.equal(source.report.header, true);
    assert.notEqual(source.typeOf("n"), "text");
  });

test("a first line of values is no header; names can be given; every layout guess can be overridden", async () => {
  const plain = await readText("Ada,36\nAlan,41\n");
  assert.deepEqual(plain.names, ["column1", "column2"]);
  assert.equal(plain.report.rows, 2);
  assert.deepEqual((await readText("Ada,36\nAlan,41\n", { columns: ["who", "age"] })).names, ["who", "age"]);
  assert.equal((await readText("Ada,36\nAlan,41\n", { header: true })).report.rows, 1);
  assert.deepEqual(
    await rowsOf("a;b\n1,2;3\n", { delimiter: ",", header: false }).catch((error: Error) =>
      error.message.includes("too many"),
    ),
    true,
  );
  assert.deepEqual(await rowsOf("a|b\n'x|y'|2\n", { quote: "'" }), [{ a: "x|y", b: 2 }]);
  assert.deepEqual(await rowsOf('a,b\n"x\\"y",2\n', { escape: "\\" }), [{ a: 'x"y', b: 2 }]);
});

test("line ends: LF, CRLF, CR and a mixture; blank lines are counted", async () => {
  const want = [
    { a: 1, b: "x" },
    { a: 3, b: "p\r\nq" },
  ];
  assert.deepEqual(await rowsOf('a,b\r\n1,x\r\n3,"p\r\nq"\r\n'), want);
  assert.deepEqual(await rowsOf("a,b\r1,2\r3,4\r"), [
    { a: 1, b: 2 },
    { a: 3, b: 4 },
  ]);
  const mixed = await readText('a,b\r\n1,x\n3,"p\r\nq"\r\n');
  assert.deepEqual((await mixed.toTable()).objects(), want);
  assert.match(mixed.report.notes.join(), /line ends of several kinds/);
  assert.match((await readText("a,b\n\n1,2\n\n3,4\n")).report.notes.join(), /2 blank lines/);
});

test("a path with the engine's wildcards means that one file", async () => {
  file("glob1.csv", "other\n9\n");
  const source = await readText("a,b\n1,2\n", {}, "glob[1].csv");
  assert.deepEqual((await source.toTable()).objects(), [{ a: 1, b: 2 }]);
});

// Encodings

for (const [label, bytes] of [
  ["utf-8", Buffer.from("name,city\nJosé,Málaga\n")],
  ["latin-1", Buffer.from("name,city\nJosé,Málaga\n", "latin1")],
  ["utf-16le", Buffer.from("\ufeffname,city\nJosé,Málaga\n", "utf16le")],
  ["utf-16be", Buffer.from("\ufeffname,city\nJosé,Málaga\n", "utf16le").swap16()],
] as const)
  test(`reads ${label} without garbling a letter`, async () => {
    const source = await readText(bytes);
    assert.equal(source.report.encoding, label);
    assert.deepEqual((await source.toTable()).objects(), [{ name: "José", city: "Málaga" }]);
  });

test("Windows-1252 is told from Latin-1 by its quotes and euro sign, also where they stand deep in the file", async () => {
  const line = Buffer.from("plain,1\n");
  const bytes = Buffer.concat([
    Buffer.from("name,n\n"),
    ...new Array<Buffer>(20_000).fill(line),
    Buffer.from([0x93, 0x4a, 0xf6, 0x72, 0x67, 0x94, 0x80, 0x2c, 0x32, 0x0a]), // “Jörg”€,2
  ]);
  const source = await readText(bytes);
  assert.equal(source.report.encoding, "windows-1252");
  const last = await engine.query(`SELECT "name" FROM ${source.from} WHERE "n" = 2`);
  assert.equal(last.get("name", 0), "“Jörg”€");
});

test("an encoding can be forced, and UTF-8 characters beside other bytes are an error", async () => {
  const mixed = Buffer.concat([Buffer.from("name\nJosé\n"), Buffer.from("Málaga\n", "latin1")]);
  await assert.rejects(readText(mixed), /expected one encoding, found 1 UTF-8 characters and 1 bytes .* line 3/);
  assert.equal((await readText(mixed, { encoding: "windows-1252" })).report.rows, 2);
  await assert.rejects(readText("a,b\n1,2\n", { encoding: "klingon" }), RangeError);
});

// Types

test("codes keep leading zeros and length; whole numbers stay whole", async () => {
  const types = await typesOf(
    "id,code,card,n,neg\n1,00123,12345678901234567890,5,-3\n2,01234,12345678901234567891,0,4\n",
  );
  assert.deepEqual(types, { id: "integer", code: "text", card: "text", n: "integer", neg: "integer" });
  assert.deepEqual(await rowsOf("code\n00123\n456\n"), [{ code: "00123" }, { code: "456" }]);
});

test("amounts: signs of money, grouping, decimal comma, parentheses, trailing minus", async () => {
  const dots = await rowsOf('m\n"£1,234.50"\n-£3.00\n£0.99\n(£2.00)\n');
  assert.deepEqual(
    dots.map((row) => (row as { m: number }).m),
    [1234.5, -3, 0.99, -2],
  );
  const commas = await rowsOf("id;m;n\n1;1.234,50 €;1.000\n2;-3,00 €;2,5\n3;7 €;12.345.678,9\n");
  assert.deepEqual(commas, [
    { id: 1, m: 1234.5, n: 1000 },
    { id: 2, m: -3, n: 2.5 },
    { id: 3, m: 7, n: 12_345_678.9 },
  ]);
  const swiss = await rowsOf("m\n1'234.50\n12-\n2.5\n");
  assert.deepEqual(swiss, [{ m: 1234.5 }, { m: -12 }, { m: 2.5 }]);
  assert.deepEqual(await typesOf("m\n£1.50\n$3.00\n"), { m: "text" });
  assert.deepEqual(await typesOf("phone\n555 123 456\n555 987 654\n"), { phone: "text" });
});

test('"1,234" alone is a guess that is noted and can be overridden', async () => {
  const guessed = await readText('id,m\n1,"1,234"\n2,"5,678"\n');
  assert.equal((await guessed.head(1)).get("m", 0), 1234);
  assert.match(guessed.report.notes.join(), /could be read otherwise/);
  assert.deepEqual(await rowsOf('id,m\n1,"1,234"\n', { decimal: "," }), [{ id: 1, m: 1.234 }]);
});

test("one value deep in the file decides the order of day and month, or makes a number text", async () => {
  const rows = Array.from({ length: 9000 }, (_, i) => `${i},${(i % 12) + 1}/${(i % 12) + 1}/2010`);
  const source = await readText(`n,d\n${rows.join("\n")}\nx,13/1/2010\n`);
  assert.equal(source.typeOf("n"), "text");
  assert.equal(source.typeOf("d"), "date");
  assert.deepEqual(source.report.columns[1]!.dateFormats, ["%d/%m/%Y"]);
  assert.match(source.report.columns[1]!.guess, /13\/1\/2010/);
});

test("dates that fit both orders are a stated guess; dateOrder decides", async () => {
  const guessed = await readText("day\n1/2/2010\n3/4/2010\n");
  assert.match(guessed.report.notes.join(), /dateOrder: "dmy"/);
  assert.deepEqual((await guessed.head(1)).get("day", 0), new Date("2010-01-02T00:00:00Z"));
  const told = await readText("day\n1/2/2010\n3/4/2010\n", { dateOrder: "dmy" });
  assert.deepEqual((await told.head(1)).get("day", 0), new Date("2010-02-01T00:00:00Z"));
  assert.doesNotMatch(told.report.notes.join(), /dateOrder/);
  const against = await readText("day,n\n12/25/2010,1\n", { dateOrder: "dmy" });
  assert.match(against.report.notes.join(), /"day" is not in the order asked for/);
  // Another column of the same file decides where it can.
  const helped = await readText("a,b\n1/2/2010,25/12/2010\n3/4/2010,1/1/2011\n");
  assert.deepEqual((await helped.head(1)).get("a", 0), new Date("2010-02-01T00:00:00Z"));
});

for (const [text, iso] of [
  ["12/31/10 5:07 PM", "2010-12-31T17:07:00Z"],
  ["31.12.2010 17:07:08", "2010-12-31T17:07:08Z"],
  ["2010-12-31T17:07:08.250Z", "2010-12-31T17:07:08.250Z"],
  ["2010-12-31T17:07:08+02:00", "2010-12-31T17:07:08Z"],
  ["2010/12/31 17:07", "2010-12-31T17:07:00Z"],
  ["31 December 2010", "2010-12-31T00:00:00Z"],
  ["31-Dec-10", "2010-12-31T00:00:00Z"],
  ["20101231170708", "2010-12-31T17:07:08Z"],
  ["31/12/98", "1998-12-31T00:00:00Z"],
] as const)
  test(`reads the time ${text}`, async () => {
    const table = await (await readText(`"day","x"\n"${text}",1\n`)).toTable();
    assert.deepEqual(table.get("day", 0), new Date(iso));
  });

test("December 31, 2010 is a day; the zone is left off and said so", async () => {
  assert.deepEqual(await rowsOf('day\n"December 31, 2010"\n'), [{ day: new Date("2010-12-31T00:00:00Z") }]);
  assert.match((await readText("t\n2010-12-31T17:07:08+02:00\n")).report.columns[0]!.guess, /zone is left off/);
});

test("mixed date formats stay text, with both formats and their rows; asked for as a time they are an error", async () => {
  const text = "id,day\n1,2010-12-01\n2,12/25/2010\n3,2010-12-03\n4,2010-12-04\n";
  const source = await readText(text);
  assert.equal(source.typeOf("day"), "text");
  assert.match(source.report.notes.join(), /3 as year, month, day \(rows 1, 3, 4: .*1 as month\/day\/year \(row 2/);
  assert.deepEqual(source.report.columns[1]!.failures, { count: 1, rows: [2], values: ["12/25/2010"] });
  await assert.rejects(
    readText(text, { types: { day: "time" } }),
    (error: Error & { row?: number; column?: string }) => {
      assert.equal(error.name, "DataError");
      assert.equal(error.row, 2);
      assert.equal(error.column, "day");
      assert.match(error.message, /The column mixes 3 as year, month, day .* and 1 as month\/day\/year/);
      return true;
    },
  );
});

test("dateFormat reads what no guess would", async () => {
  const day = { day: new Date("2010-12-31T00:00:00Z"), n: 1 };
  assert.deepEqual(await rowsOf("day,n\n2010_31_12,1\n", { dateFormat: "%Y_%d_%m" }), [day]);
  assert.deepEqual(await rowsOf("day,n\n2010_31_12,1\n", { dateFormat: { day: "%Y_%d_%m" } }), [day]);
  await assert.rejects(
    readText("day,n\nsoon,1\n", { dateFormat: { day: "%Y_%d_%m" } }),
    /"soon"; 1 value does not fit/,
  );
});

test("types can be asked for; a value that does not fit is an error with its row", async () => {
  assert.deepEqual(await rowsOf("id,yes\n007,Yes\n8,no\n", { types: { id: "integer", yes: "boolean" } }), [
    { id: 7, yes: true },
    { id: 8, yes: false },
  ]);
  assert.deepEqual(await rowsOf("id\n1\n2\n", { types: { id: "text" } }), [{ id: "1" }, { id: "2" }]);
  await assert.rejects(
    readText("id,n\n1,2\n2,x\n", { types: { n: "number" } }),
    /got "x"; 1 value does not fit \(row 2\)/,
  );
  await assert.rejects(readText("id,n\n1,2\n", { types: { m: "number" } }), /named "m", found "id", "n"/);
});

test("missing: empty cells and tokens, with spaces around them, counted by token; the list can be replaced", async () => {
  const source = await readText("id,country,n\n1,NA,1\n2,DE,N/A\n3, NA ,3\n4,,\n5,  ,5\n");
  const [, country, n] = source.report.columns;
  assert.equal(country!.missing, 4);
  assert.deepEqual(country!.missingTokens, { NA: 2 });
  assert.equal(n!.type, "integer");
  assert.equal(n!.missing, 2);
  assert.match(source.report.notes.join(), /2 cells "NA" read as missing/);
  const kept = await readText("id,country\n1,NA\n2,DE\n", { missing: [""] });
  assert.equal((await kept.head(1)).get("country", 0), "NA");
  assert.deepEqual(await rowsOf("a,b\n-9,1\n5,2\n", { missing: ["-9"] }), [
    { a: null, b: 1 },
    { a: 5, b: 2 },
  ]);
});

test("a few words among amounts make the column text, and the report says which", async () => {
  const rows = Array.from({ length: 50 }, (_, i) => `${i},${i}.25`);
  const source = await readText(`id,amount\n${rows.join("\n")}\n50,unknown\n`);
  assert.equal(source.typeOf("amount"), "text");
  assert.deepEqual(source.report.columns[1]!.failures, { count: 1, rows: [51], values: ["unknown"] });
  assert.match(source.report.notes.join(), /kept as text: 1 value is no number \(row 51: "unknown"\)/);
  const mended = await readText(`id,amount\n${rows.join("\n")}\n50,unknown\n`, { missing: ["unknown"] });
  assert.equal(mended.typeOf("amount"), "number");
});

test("NaN and infinite numbers stay numbers and are noted with their rows", async () => {
  const source = await readText("id,amount\n1,2.5\n2,NaN\n3,inf\n4,-Infinity\n5,1\n");
  assert.equal(source.typeOf("amount"), "number");
  assert.deepEqual(source.report.columns[1]!.nonFinite, { count: 3, rows: [2, 3, 4], values: ["nan", "inf", "-inf"] });
  assert.match(source.report.notes.join(), /3 numbers that are NaN or infinite \(rows 2, 3, 4\)/);
});

test('a column called "; DROP TABLE x; -- is a column like others', async () => {
  const source = await readText('"""; DROP TABLE x; --","x\'y"\n1,a\n2,b\n');
  assert.deepEqual(source.names, ['"; DROP TABLE x; --', "x'y"]);
  const found = await source.where({ '"; DROP TABLE x; --': 2 }).toTable();
  assert.deepEqual(found.objects(), [{ '"; DROP TABLE x; --': 2, "x'y": "b" }]);
});

test("columns called like what every object inherits are columns like others", async () => {
  const source = await readText("constructor,toString,valueOf\n1,a,2.5\n2,b,3.5\n");
  assert.deepEqual(
    source.columns.map(({ type }) => type),
    ["integer", "text", "number"],
  );
  assert.deepEqual(Array.from((await source.toTable()).array("constructor")), [1, 2]);
});

test("a column called rowid does not confuse row numbers", async () => {
  const source = await readText("rowid,x\n50,1.5\n40,NaN\n");
  assert.deepEqual(source.report.columns[1]!.nonFinite!.rows, [2]);
  const table = await withRow(source, "at").toTable();
  assert.deepEqual(Array.from(table.array("at") as ArrayLike<number>), [1, 2]);
});

test("asking for a type does not change how the rest of the file makes its values read", async () => {
  for (const types of [undefined, { price: "number" as const }]) {
    const source = await readText("id;price\n1;1,234\n2;5,678\n", { ...(types && { types }) });
    assert.deepEqual(Array.from((await source.toTable()).array("price")), [1.234, 5.678]);
    assert.match(source.report.notes.join(), /"price": .*could be read otherwise too/);
  }
  const days = await readText("a,b\n31/01/2011,01/02/2011\n30/01/2011,02/03/2011\n", { types: { b: "date" } });
  assert.deepEqual((await days.head(1)).get("b", 0), new Date("2011-02-01T00:00:00Z"));
});

test("a date format that is of no use is told, a column of it that is not there is an error", async () => {
  const noted = await readText("a,d\n1,31/01/2011\n", { dateFormat: "%Y_%d_%m" });
  assert.match(noted.report.notes.join(), /no column could be read whole by \{ dateFormat: "%Y_%d_%m" \}/);
  const used = await readText("a,d\n1,31/01/2011\n", { dateFormat: "%d/%m/%Y" });
  assert.deepEqual(used.report.notes, []);
  await assert.rejects(readText("a,day\n1,31/01/2011\n", { dateFormat: { dya: "%d/%m/%Y" } }), /Did you mean "day"\?/);
});

test("a first line that { columns } replaces is told, for it may have been data", async () => {
  const names = ["name", "city"];
  const guessed = await readText("ann,paris\nbob,rome\n", { columns: names });
  assert.equal(guessed.report.rows, 1);
  assert.match(guessed.report.notes.join(), /the first line \(ann, paris\) was taken for a header.*header: false/);
  for (const [text, header] of [
    ["ann,paris\nbob,rome\n", false],
    ["who,where\nann,paris\n", true],
    ["name,city\nann,paris\n"],
  ] as const)
    assert.deepEqual(
      (await readText(text, { columns: names, ...(header === undefined ? {} : { header }) })).report.notes,
      [],
    );
});

test("a folder called year=2011 gives no column", async () => {
  const place = join(folder, "year=2011");
  mkdirSync(place, { recursive: true });
  await engine.run(`COPY (SELECT 1 AS a) TO '${join(place, "a.parquet")}' (FORMAT parquet)`);
  writeFileSync(join(place, "a.json"), '[{"a":1}]');
  writeFileSync(join(place, "a.csv"), "a,b\n1,2\n");
  assert.deepEqual((await read(join(place, "a.parquet"), { engine })).names, ["a"]);
  assert.deepEqual((await read(join(place, "a.json"), { engine })).names, ["a"]);
  assert.deepEqual((await read(join(place, "a.csv"), { engine })).names, ["a", "b"]);
});

test("a query may end as it does in an SQL client: with a semicolon, a comment, lines", async () => {
  for (const sql of ["SELECT 7 AS a;", "SELECT 7 AS a -- the answer", "SELECT 7 AS a ;\n;\n"])
    assert.equal((await (await read({ sql, engine })).head()).get("a", 0), 7);
});

test("options of the wrong kind are refused by name", async () => {
  for (const [options, message] of [
    [{ format: "tsv" }, /a format among csv, json, .*got "tsv"/],
    [{ missing: "NA" }, /\{ missing \} to be a list of texts, got "NA"/],
    [{ columns: ["a", 2] }, /\{ columns \} to be a list of texts/],
    [{ escape: "ab" }, /an escape of one ASCII character, got "ab"/],
  ] as const)
    await assert.rejects(readText("a,b\n1,2\n", options as never), { message });
});

// Bad files

const bad: readonly (readonly [string, string | Uint8Array, RegExp, ReadOptions?])[] = [
  ["an empty file", "", /empty file/],
  ["an empty gzip", gzipSync(""), /empty file inside the gzip/],
  ["a header only", "a,b,c\n", /expected rows below the header/],
  ["too few fields", "a,b,c\n1,2,3\n4,5\n6,7,8\n", /expected 3 fields, got 2; 1 of 4 lines have too few \(row 2\)/],
  ["too many fields", "a,b\n1,2\n1,2,3\n1,2,3\n", /expected 2 fields, got 3; 2 of 4 lines have too many \(rows 2, 3\)/],
  ["too few fields between spaces", "a b  c\n1 2 3\n1 2\n", /too few \(row 2\)/, { delimiter: "whitespace" }],
  ["two columns of one name", "id,name,name\n1,a,b\n", /"name" in column 2 and "name" in column 3; pass \{ columns/],
  ["names that differ by case only", "id,ID\n1,2\n", /distinct column names/],
  ["a quote that never closes", 'a,b\n1,2\n3,"x\n4,5\n', /opens in line 3 never closes/],
  ["text after a quote", 'a,b\n1,"x" y\n', /delimiter after a closing quote/],
  ["a last row cut in the middle", "a,b,c\n1,2,3\n4,5,6\n7,", /the file seems cut/],
  [
    "a file cut inside a character",
    Buffer.concat([Buffer.from("a\né\n"), Buffer.from([0xc3])]),
    /ends inside a character/,
  ],
  ["binary garbage", Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251), /binary data/],
  ["a zero byte deep in the text", `a,b\n${"1,2\n".repeat(30_000)}3,\0\n`, /zero byte in line 30002/],
  ["a web page", "<!DOCTYPE html><html><body>404</body></html>", /web page/],
  ["a zip archive", Buffer.from("PK\u0003\u0004orders.csv"), /zip archive/],
  ["a gzip cut in the middle", gzipSync("a,b\n1,2\n".repeat(50_000)).subarray(0, 150), /ends in the middle/],
];
for (const [what, content, message, options] of bad)
  test(`${what} is a clear error`, async () => {
    await assert.rejects(readText(content, options), (error: Error & { file?: string }) => {
      assert.equal(error.name, "DataError");
      assert.match(error.message, message);
      assert.ok(error.file!.startsWith(folder));
      return true;
    });
  });

test("a missing file names the closest, a folder what it holds", async () => {
  mkdirSync(join(folder, "inside"));
  file("inside/orders.csv", "a,b\n1,2\n");
  await assert.rejects(read(join(folder, "inside", "order.csv"), { engine }), /Did you mean "orders.csv"\?/);
  await assert.rejects(read(join(folder, "inside"), { engine }), /got a folder. It holds "orders.csv"/);
  await assert.rejects(read(join(folder, "nowhere", "x.csv"), { engine }), /found no folder/);
  await assert.rejects(read("https://example.org/orders.csv", { engine }), /got an address; download the file first/);
});

test("a large file cut in the middle of a row is an error that names the last row", async () => {
  const line = '12345,"two\r\nlines, ""quoted""",9.99,31.12.2011\r\n';
  const times = Math.ceil(40_000_000 / line.length);
  const text = Buffer.from(`id,note,amount,day\r\n${line.repeat(times)}`);
  const whole = await readText(text);
  assert.equal(whole.report.rows, times);
  await engine.drop(whole);
  await assert.rejects(
    readText(text.subarray(0, text.length - line.length * 1000 - 20)),
    (error: Error & { row?: number }) => {
      assert.match(error.message, /the file seems cut/);
      assert.equal(error.row, times - 1000);
      return true;
    },
  );
});

test('ragged: "fill" reads what is not there as missing, and says so', async () => {
  const source = await readText('a,b,c\n1,2,3\n4,5\n"p\nq",8,9\n', { ragged: "fill" });
  assert.equal((await source.toTable()).get("c", 1), null);
  assert.equal(source.report.rows, 3);
  assert.match(source.report.notes.join(), /1 rows have fewer than 3 fields \(row 2\)/);
  await assert.rejects(readText("a,b\n1,2,3\n", { ragged: "fill" }), /too many/);
});

test("a damaged file leaves no table and no temporary folder behind", async () => {
  const own = duckdb();
  await assert.rejects(read(file("left.csv", "a,b\n1,2\n3\n"), { engine: own }));
  const left = await own.query("SELECT count(*) AS n FROM duckdb_tables()");
  assert.equal(left.get("n", 0), 0);
  await read(file("right.csv", "a,b\n1,2\n"), { engine: own });
  assert.equal((await own.query("SELECT count(*) AS n FROM duckdb_tables()")).get("n", 0), 1);
  await own.close();
});

test("reading stops when its signal does", async () => {
  await assert.rejects(readText("a\n1\n", { signal: AbortSignal.abort() }), { name: "AbortError" });
});

// Other formats

test("JSON and JSON lines: values keep their types, times are found in text, nested values become text", async () => {
  const source = await read(
    file(
      "x.json",
      '[{"id":"007","d":"31/01/2011","n":1.5,"b":true},{"id":"008","d":"01/02/2011","n":null,"b":false,"e":{"x":1}}]',
    ),
    { engine },
  );
  assert.deepEqual((await source.toTable()).objects(), [
    { id: "007", d: new Date("2011-01-31T00:00:00Z"), n: 1.5, b: true, e: null },
    { id: "008", d: new Date("2011-02-01T00:00:00Z"), n: null, b: false, e: '{"x":1}' },
  ]);
  const lines = await read(
    file("x.ndjson.gz", gzipSync('{"id":1,"t":"2011-01-01T10:00:00"}\n{"id":2,"t":"2011-01-02T10:00:00"}\n')),
    { engine },
  );
  assert.equal(lines.report.format, "ndjson");
  assert.deepEqual(lines.columns, [
    { name: "id", type: "integer" },
    { name: "t", type: "time" },
  ]);
  await assert.rejects(
    read(file("cut.ndjson", '{"id":1}\n{"id":'), { engine }),
    /one JSON object a line.*Malformed JSON/,
  );
  await assert.rejects(read(file("cut.json", '[{"id":1},{"id"'), { engine }), /array of JSON objects/);
});

test("Parquet is read in place; one that was cut is an error", async () => {
  const path = join(folder, "x.parquet");
  await engine.run(
    `COPY (SELECT i AS id, i / 2 AS half, 'a' || i AS name FROM range(1000) AS t(i)) TO '${path}' (FORMAT parquet)`,
  );
  const source = await read(path, { engine });
  assert.equal(source.report.format, "parquet");
  assert.equal(source.report.rows, 1000);
  assert.deepEqual(source.columns, [
    { name: "id", type: "integer" },
    { name: "half", type: "number" },
    { name: "name", type: "text" },
  ]);
  const { readFileSync } = await import("node:fs");
  await assert.rejects(
    read(file("cut.parquet", readFileSync(path).subarray(0, 2000)), { engine }),
    /whole Parquet file.*may be cut/,
  );
});

test("XLSX: types, leading zeros, mixed columns, a chosen sheet, blank rows", async () => {
  const { utils, write } = await import("@e965/xlsx");
  const book = utils.book_new();
  const sheet = utils.aoa_to_sheet(
    [
      ["id", "invoice", "when", "amount", "zip"],
      [1, 536365, new Date(Date.UTC(2010, 11, 1, 8, 26)), 2.55, 501],
      [],
      [2, "C536379", new Date(Date.UTC(2010, 11, 1, 9, 41)), -4.65, 90210],
    ],
    { UTC: true },
  );
  for (const cell of ["E2", "E4"]) (sheet[cell] as { z: string }).z = "00000";
  utils.book_append_sheet(book, sheet, "Orders");
  utils.book_append_sheet(book, utils.aoa_to_sheet([["a"], ["x"]]), "Other");
  const path = file("x.xlsx", write(book, { type: "buffer", bookType: "xlsx" }) as Buffer);
  const source = await read(path, { engine });
  assert.deepEqual((await source.toTable()).objects(), [
    { id: 1, invoice: "536365", when: new Date("2010-12-01T08:26:00Z"), amount: 2.55, zip: "00501" },
    { id: 2, invoice: "C536379", when: new Date("2010-12-01T09:41:00Z"), amount: -4.65, zip: "90210" },
  ]);
  assert.match(source.report.notes.join(), /first of 2 sheets/);
  assert.match(source.report.notes.join(), /1 blank rows/);
  assert.deepEqual((await read(path, { engine, sheet: "Other" })).names, ["a"]);
  await assert.rejects(read(path, { engine, sheet: "Order" }), /Did you mean "Orders"\?/);
});

test("options that a source would pass over are refused; types are held against columns that have theirs", async () => {
  const parquet = join(folder, "typed.parquet");
  await engine.run(`COPY (SELECT 1 AS id, '2011-01-31' AS day) TO '${parquet}' (FORMAT parquet)`);
  const json = file("typed.json", '[{"id":1}]');
  const sql = { sql: "SELECT 1 AS id, 'x' AS day", engine };
  const cases: [Parameters<typeof read>[0], ReadOptions, RegExp][] = [
    [
      parquet,
      { delimiter: ";", missing: ["-"] },
      /a Parquet file knows \(types, fileColumn\), got delimiter, missing; leave/,
    ],
    [json, { header: false }, /a JSON file knows \(encoding, fileColumn, types, .*got header/],
    [sql, { dateOrder: "dmy" }, /a query knows \(types\), got dateOrder/],
    [[{ id: 1 }], { encoding: "utf-8" }, /a table in memory knows .*got encoding/],
    [file("typed.csv", "id\n1\n"), { sheet: "Orders" }, /a text file knows .*got sheet/],
  ];
  for (const [source, options, message] of cases)
    await assert.rejects(read(source, { engine, ...options }), { name: "TypeError", message });
  for (const source of [parquet, sql]) {
    assert.equal((await read(source, { engine, types: { id: "integer" } })).report.rows, 1);
    await assert.rejects(read(source, { engine, types: { day: "date" } }), {
      name: "DataError",
      column: "day",
      message: /expected a column that can be read as date, got text/,
    });
    await assert.rejects(read(source, { engine, types: { dya: "date" } }), /Did you mean "day"\?/);
  }
});

test("Excel's first line sep=; names the delimiter and is neither header nor row", async () => {
  for (const head of ["sep=;\r\n", "\ufeffsep=;\n", '"sep=;"\n', "SEP=;\r"]) {
    const source = await readText(`${head}id;amount\n1;2,5\n2;3\n`);
    assert.deepEqual((await source.toTable()).objects(), [
      { id: 1, amount: 2.5 },
      { id: 2, amount: 3 },
    ]);
    assert.equal(source.report.delimiter, ";");
    assert.match(source.report.notes.join(), /first line "sep=;" names the delimiter/);
  }
  const tab = await readText("sep=\t\nid\tx\n1\ta;b\n");
  assert.deepEqual((await tab.toTable()).objects(), [{ id: 1, x: "a;b" }]);
  await assert.rejects(readText("sep=;\nid;x\n"), /expected rows below the header/);
  assert.deepEqual((await readText("sep=x,b\n1,2\n")).names, ["sep=x", "b"]); // a name like any other
});

test("queries, tables, DataFrames, arrays and Arrow bytes", async () => {
  const query = await read({ sql: "SELECT 1 AS a, 'x' AS b UNION ALL SELECT 2, NULL", engine });
  assert.equal(query.report.rows, 2);
  assert.equal(query.report.columns[1]!.missing, 1);
  const people = [
    { id: "007", joined: "31/01/2011", n: 1 },
    { id: "008", joined: "01/02/2011", n: 2 },
  ];
  const want = [
    { id: "007", joined: new Date("2011-01-31T00:00:00Z"), n: 1 },
    { id: "008", joined: new Date("2011-02-01T00:00:00Z"), n: 2 },
  ];
  assert.deepEqual((await (await read(people, { engine })).toTable()).objects(), want);
  assert.deepEqual((await (await read(toTable(people), { engine })).toTable()).objects(), want);
  assert.deepEqual((await (await read(toDanfo(people), { engine })).toTable()).objects(), want);
  const { toArrowIPC } = await import("arquero");
  assert.deepEqual((await (await read(toArrowIPC(toTable(people)), { engine })).toTable()).objects(), want);
  await assert.rejects(read(7 as never, { engine }), TypeError);
});

test("the report is a table too", async () => {
  const { report } = await readText("id,name\n1,Ada\n2,\n");
  assert.deepEqual(report.table.objects(), [
    { column: "id", type: "integer", guess: "whole numbers", missing: 0 },
    { column: "name", type: "text", guess: 'text, such as "Ada"', missing: 1 },
  ]);
});

// Properties

const cell = fc
  .oneof(
    fc.constantFrom(
      '"',
      ",",
      "\n",
      "\r\n",
      "=1+1",
      "@SUM(A1)",
      "<script>",
      "'; DROP TABLE x; --",
      "\\",
      " ",
      "NA",
      "é",
      "日本",
    ),
    fc.string({ unit: "grapheme", maxLength: 12 }),
  )
  .filter((text) => !/\p{Cs}/u.test(text) && !/[^\P{Cc}\t\n\r]|\ufeff/u.test(text));

test("any table of text written by RFC 4180 reads back as it was", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc
        .integer({ min: 2, max: 4 })
        .chain((width) =>
          fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
        ),
      fc.constantFrom("\n", "\r\n"),
      async (rows, lineEnd) => {
        const names = rows[0]!.map((_, j) => `c${j}`);
        const text = [names, ...rows]
          .map((row) => `${row.map((value) => `"${value.replaceAll('"', '""')}"`).join(",")}${lineEnd}`)
          .join("");
        const types = Object.fromEntries(names.map((name) => [name, "text" as const]));
        const source = await readText(text, { types, missing: [], delimiter: ",", header: true }, "property.csv");
        const table = await source.toTable();
        assert.deepEqual(
          table.objects().map((row) => names.map((name) => (row as Record<string, string>)[name])),
          rows,
        );
        await engine.drop(source);
      },
    ),
    { numRuns: 150, seed: 2 },
  );
});

test("whole numbers and doubles written in full read back as they were", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true })), {
        minLength: 1,
        maxLength: 30,
      }),
      async (rows) => {
        const text = `i,x\n${rows.map(([i, x]) => `${i},${String(x)}`).join("\n")}\n`;
        const source = await readText(text, { types: { x: "number" }, header: true, delimiter: "," }, "numbers.csv");
        const table = await source.toTable();
        assert.deepEqual(
          Array.from(table.array("i") as ArrayLike<number>),
          rows.map(([i]) => i),
        );
        assert.deepEqual(
          Array.from(table.array("x") as ArrayLike<number>, (x) => x + 0),
          rows.map(([, x]) => x + 0),
        );
        await engine.drop(source);
      },
    ),
    { numRuns: 100, seed: 2 },
  );
});
