import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { duckdb } from "../../src/engine/duckdb.js";
import { identifier } from "../../src/engine/quote.js";
import { tableOf } from "../../src/table.js";

const engine = duckdb({ threads: 2 });
const folder = mkdtempSync(join(tmpdir(), "clientele-test-"));
after(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

test("values are bound, never pasted", async () => {
  const text = "'; DROP TABLE x; --";
  const when = new Date("2011-12-10T08:26:00Z");
  const table = await engine.query("SELECT ? AS a, ? + 1 AS b, CAST(? AS TIMESTAMP) AS c, ? AS d, ? AS e", [
    text,
    1,
    when,
    null,
    true,
  ]);
  assert.deepEqual(table.object(0), { a: text, b: 2, c: when, d: null, e: true });
});

test("a bound time is a time, whatever its year; one that is none is refused", async () => {
  for (const time of [new Date("2011-12-10T08:26:00.123Z"), new Date("0042-01-01"), new Date("-000044-03-15")]) {
    const table = await engine.query("SELECT ? AS t, typeof(?) AS kind", [time, time]);
    assert.deepEqual(table.object(0), { t: time, kind: "TIMESTAMP" });
  }
  await assert.rejects(engine.query("SELECT ?", [new Date(Number.NaN)]), { name: "RangeError", message: /valid date/ });
});

test("the day of a time with a zone is that of UTC, on every machine and connection", () => {
  const code = `import { duckdb } from ${JSON.stringify(new URL("../../src/engine/duckdb.ts", import.meta.url).href)};
    const sql = "SELECT CAST(CAST(TIMESTAMPTZ '2011-12-10 02:00:00+00' AS DATE) AS VARCHAR) AS day";
    const engine = duckdb();
    console.log((await engine.query(sql)).get("day", 0));
    for await (const batch of engine.batches(sql)) console.log(batch.get("day", 0));
    await engine.close();`;
  // The engine looks at the machine's zone once, so that it takes a process of its own to be elsewhere.
  const elsewhere = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], {
    env: { ...process.env, TZ: "America/New_York" },
    encoding: "utf8",
  });
  assert.equal(elsewhere.stdout, "2011-12-10\n2011-12-10\n", elsewhere.stderr);
});

test("numbers come back as numbers, missing ones as null, whole ones beyond 2^53 as bigint", async () => {
  const table = await engine.query(
    "SELECT * FROM (VALUES (1, 1.5::DECIMAL(9,2), 9007199254740993::BIGINT, 2::HUGEINT), (NULL, NULL, 1, NULL)) AS t(i, d, big, huge)",
  );
  assert.deepEqual(table.objects(), [
    { i: 1, d: 1.5, big: 9007199254740993n, huge: 2 },
    { i: null, d: null, big: 1, huge: null },
  ]);
  const dense = await engine.query("SELECT i::DOUBLE AS x FROM range(5000) AS t(i)");
  assert.ok((dense.data() as Record<string, unknown>).x instanceof Float64Array);
});

test("columns keep the order of the query, also names that look like numbers", async () => {
  const table = await engine.query('SELECT 1 AS "b", 2 AS "10", 3 AS "2"');
  assert.deepEqual(table.columnNames(), ["b", "10", "2"]);
});

test("load and back: any table of hostile names and cells", async () => {
  const name = fc
    .oneof(
      fc.constantFrom('"; DROP TABLE x; --', "a b", "ключ", "select", "'", "1"),
      fc.string({ minLength: 1, maxLength: 8 }),
    )
    .filter((text) => !/\p{Cs}/u.test(text) && !text.includes("\0") && text !== "__proto__");
  const cell = fc.option(
    fc.string({ unit: "grapheme", maxLength: 10 }).filter((text) => !/\p{Cs}/u.test(text) && !text.includes("\0")),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(name, { minLength: 1, maxLength: 4, selector: (text) => text.toLowerCase() }),
      fc
        .integer({ min: 1, max: 6 })
        .chain((rows) =>
          fc.array(fc.array(cell, { minLength: rows, maxLength: rows }), { minLength: 4, maxLength: 4 }),
        ),
      async (names, cells) => {
        const source = tableOf(Object.fromEntries(names.map((each, j) => [each, cells[j]!])), names);
        const loaded = engine.load(source);
        const back = await loaded.toTable();
        assert.deepEqual(back.columnNames(), names);
        names.forEach((each, j) => {
          assert.deepEqual(Array.from(back.array(each) as ArrayLike<unknown>), cells[j]);
        });
        await engine.drop(loaded);
      },
    ),
    { numRuns: 60, seed: 2 },
  );
});

test("load: kinds mixed in a column are an error with row and column; the engine goes on", async () => {
  assert.throws(() => engine.load([{ a: 1 }, { a: "x" }]), { name: "DataError", row: 2, column: "a" });
  assert.throws(() => engine.load([{ a: new Date(Number.NaN) }]), { name: "DataError", row: 1, column: "a" });
  assert.equal((await engine.query("SELECT 1 AS a")).get("a", 0), 1);
});

test("load keeps the order of many rows, and keep keeps it through a projection", async () => {
  const n = 300_000;
  const loaded = engine.load(tableOf({ i: Float64Array.from({ length: n }, (_, i) => i) }));
  const kept = await engine.keep(`SELECT i, i * 2 AS j FROM ${loaded.from}`);
  const wrong = await engine.query(`SELECT count(*) AS n FROM ${kept.stored} WHERE rowid <> i`);
  assert.equal(wrong.get("n", 0), 0);
  assert.equal(await kept.count(), n);
  await engine.drop(loaded);
  await engine.drop(kept);
});

test("drop frees what was kept; a lazy relation or another engine's is a TypeError", async () => {
  const kept = await engine.keep("SELECT 1 AS a");
  await assert.rejects(engine.drop(kept.where({ a: 1 })), TypeError);
  const other = duckdb();
  await assert.rejects(other.drop(kept), TypeError);
  await engine.drop(kept);
  await assert.rejects(kept.toTable());
  await other.close();
});

test("batches bring a large result in pieces, in order, while other queries run", async () => {
  let rows = 0;
  let pieces = 0;
  for await (const batch of engine.batches<{ i: number }>("SELECT i FROM range(200000) AS t(i)")) {
    assert.equal(batch.get("i", 0), rows);
    rows += batch.numRows();
    pieces++;
    assert.equal((await engine.query("SELECT 7 AS a")).get("a", 0), 7);
  }
  assert.equal(rows, 200_000);
  assert.ok(pieces > 1);
  const seen = [];
  for await (const batch of engine.batches("SELECT i FROM range(200000) AS t(i)")) {
    seen.push(batch.numRows());
    break; // leaving early gives the connection back
  }
  assert.equal(seen.length, 1);
});

test("queries run in the order of the calls", async () => {
  const done: number[] = [];
  await Promise.all([
    engine.query("SELECT sum(a.i * b.i) FROM range(3000) AS a(i), range(1000) AS b(i)").then(() => done.push(1)),
    engine.query("SELECT 1").then(() => done.push(2)),
    engine.query("SELECT 1").then(() => done.push(3)),
  ]);
  assert.deepEqual(done, [1, 2, 3]);
});

test("interrupt stops a running query and the engine goes on", async () => {
  const own = duckdb();
  await own.query("SELECT 1");
  const long = own.query(
    "SELECT sum(a.i * b.i * c.i) FROM range(100000) AS a(i), range(100000) AS b(i), range(1000) AS c(i)",
  );
  const timer = setInterval(() => own.interrupt(), 50);
  await assert.rejects(long, /nterrupt/);
  clearInterval(timer);
  assert.equal((await own.query("SELECT 2 AS a")).get("a", 0), 2);
  await own.close();
});

test("a failing query names the reason and does not stop the next", async () => {
  await assert.rejects(engine.query("SELECT nothing FROM nowhere"), /nowhere/);
  assert.equal((await engine.query("SELECT 3 AS a")).get("a", 0), 3);
});

test("data larger than the memory limit spill to disk (distinct prefixes counted by Python's hashlib)", async () => {
  const own = duckdb({ memoryLimit: "100MB", threads: 2 });
  // 3 million rows of 80 bytes are 240 MB.
  const kept = await own.keep("SELECT i, md5(i::VARCHAR) || md5((i + 1)::VARCHAR) AS text FROM range(3000000) AS t(i)");
  const sums = await own.query(
    `SELECT count(*) AS n, count(DISTINCT left(text, 5)) AS d, min(i) AS first FROM ${kept.from}`,
  );
  assert.deepEqual(sums.object(0), { n: 3_000_000, d: 988179, first: 0 });
  await own.close();
});

test("a database file keeps the user's tables, and nothing of ours", async () => {
  const file = join(folder, "shop.duckdb");
  const first = duckdb({ file });
  await first.run("CREATE TABLE orders AS SELECT 1 AS id");
  await first.keep("SELECT 2 AS id");
  await first.close();
  const second = duckdb({ file });
  const tables = await second.query("SELECT table_name FROM duckdb_tables()");
  assert.deepEqual(tables.objects(), [{ table_name: "orders" }]);
  await second.close();
});

test("close ends the engine, may be called twice, and takes the temporary folder along", async () => {
  const left = () => readdirSync(tmpdir()).filter((name) => /^clientele-\w{6}$/.test(name));
  const own = duckdb();
  const before = left();
  await own.query("SELECT 1");
  const mine = left().filter((name) => !before.includes(name));
  assert.ok(mine.length >= 1);
  const listeners = process.listenerCount("exit");
  await own.close();
  await own.close();
  assert.equal(process.listenerCount("exit"), listeners - 1);
  assert.ok(mine.some((name) => !existsSync(join(tmpdir(), name))));
  await assert.rejects(own.query("SELECT 1"), /open engine/);
});

test("threads have to be a whole number from 1", () => {
  assert.throws(() => duckdb({ threads: 0 }), RangeError);
  assert.throws(() => duckdb({ threads: 1.5 }), RangeError);
});

test("describe tells names and types without running", async () => {
  const columns = await engine.describe(
    `SELECT 1 AS i, 1.5::DOUBLE AS x, 'a' AS ${identifier('"; DROP TABLE x; --')}, DATE '2011-01-01' AS d, now()::TIMESTAMP AS t, TRUE AS b, [1] AS l`,
  );
  assert.deepEqual(columns, [
    { name: "i", type: "integer" },
    { name: "x", type: "number" },
    { name: '"; DROP TABLE x; --', type: "text" },
    { name: "d", type: "date" },
    { name: "t", type: "time" },
    { name: "b", type: "boolean" },
    { name: "l", type: "other" },
  ]);
});
