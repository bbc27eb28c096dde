import assert from "node:assert/strict";
import { mkdtempSync, rmSync, truncateSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { audit } from "../../src/collect/audit.js";
import { read } from "../../src/collect/read.js";
import { transactions } from "../../src/collect/transactions.js";
import { duckdb } from "../../src/engine/duckdb.js";

const folder = mkdtempSync(join(tmpdir(), "clientele-big-"));
const engine = duckdb();
after(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

const row = 'C00001,R0000001,2024-01-05 08:26:00,"Cup, ""blue""\nand white",12.50\n';
const rowsPerBlock = 10_000;
const blocks = Math.ceil(200e6 / (row.length * rowsPerBlock));

/** An order file of more than 200 MB, written a block at a time. */
async function write(path: string): Promise<void> {
  const block = Buffer.from(row.repeat(rowsPerBlock));
  const handle = await open(path, "w");
  await handle.write("customer,order,time,product,amount\n");
  for (let i = 0; i < blocks; i++) await handle.write(block);
  await handle.close();
}

test("a 200 MB file cut in the middle is an error that names the row; whole, every row arrives, and memory stays small", async () => {
  const path = join(folder, "orders.csv");
  await write(path);
  const before = process.memoryUsage().heapUsed;
  const source = await read(path, { engine });
  assert.equal(source.report.rows, blocks * rowsPerBlock);
  const found = await audit(
    transactions(source, { customer: "customer", order: "order", time: "time", amount: "amount" }),
  );
  assert.equal(found.amount, blocks * rowsPerBlock * 12.5);
  assert.ok(process.memoryUsage().heapUsed - before < 50e6, "the rows stay on the engine");

  const headerLength = "customer,order,time,product,amount\n".length;
  const half = Math.floor((blocks * rowsPerBlock) / 2);
  const cutAt = (piece: number) => truncateSync(path, headerLength + half * row.length + piece);
  // Each cut leaves `half` rows and a piece of the next. Before its last field: all five are there, the last one empty, so that
  // it can be read, and the note says what it looks like.
  cutAt(row.indexOf("12.50"));
  const cut = await read(path, { engine });
  assert.equal(cut.report.rows, half + 1);
  assert.match(cut.report.notes.join(), /the last line has no line end, as in a file that was cut/);
  for (const [piece, message] of [
    [row.indexOf("blue"), /the one that opens in line \d+ never closes; the file may be cut/],
    [30, /expected 5 fields, got 3; .*It is the last row and has no line end, so the file seems cut/],
  ] as const) {
    cutAt(piece);
    await assert.rejects(read(path, { engine }), (error: Error & { row?: number }) => {
      assert.equal(error.name, "DataError");
      assert.match(error.message, message);
      assert.equal(error.row, half + 1);
      return true;
    });
  }
});
