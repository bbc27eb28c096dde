import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { type CatalogueEntry, catalogue } from "../../src/collect/catalogue.js";
import { type DatasetName, dataset, datasetFolder, datasets } from "../../src/collect/dataset.js";
import { read } from "../../src/collect/read.js";
import { duckdb } from "../../src/engine/duckdb.js";
import { sharedFile, skipWithout } from "../sharedData.js";

const folder = mkdtempSync(join(tmpdir(), "clientele-test-"));
const before = { ...process.env };
let cache = "";
let caches = 0;
beforeEach(() => {
  cache = join(folder, `cache${caches++}`);
  process.env.CLIENTELE_CACHE = cache;
  delete process.env.CLIENTELE_DATA;
  delete process.env.CLIENTELE_MIRROR;
});
after(() => {
  process.env = before;
  rmSync(folder, { recursive: true });
});

/** Runs with a server on this machine that answers each path by `answer`. */
async function withMirror<T>(
  answer: (path: string) => { status?: number; body?: Buffer; length?: number },
  work: (address: string) => Promise<T>,
): Promise<T> {
  const server: Server = createServer((request, response) => {
    const { status = 200, body = Buffer.alloc(0), length = body.length } = answer(request.url!);
    response.writeHead(status, { "content-length": length });
    response.write(body);
    if (length > body.length) setTimeout(() => response.destroy(), 20);
    else response.end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/data`);
  } finally {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
}

test("the simulated shop comes with the package; its files are named", async () => {
  assert.equal(basename(await dataset("shop")), "orders.csv");
  assert.equal(basename(await dataset("shop", { file: "survey.csv" })), "survey.csv");
  assert.equal(basename(await dataset("shop", { file: "events" })), "events.csv.gz");
  await assert.rejects(
    dataset("shop", { file: "moon" }),
    /expected a file of "shop" \(orders.csv, customers.csv.*got "moon"/,
  );
  assert.ok(existsSync(await dataset("shop")));
});

test("the shop's files are the package's, also where the user's folder has an orders.csv of its own", async () => {
  const own = mkdtempSync(join(folder, "own-"));
  writeFileSync(join(own, "orders.csv"), "mine\n1\n");
  process.env.CLIENTELE_DATA = own;
  assert.notEqual(dirname(await dataset("shop")), own);
  assert.equal(datasets().get("found", 0), "bundled");
});

test("an unknown name is a RangeError that names the closest", async () => {
  await assert.rejects(dataset("online-retial" as DatasetName), (error: Error) => {
    assert.ok(error instanceof RangeError);
    assert.match(error.message, /Did you mean "online-retail"\?/);
    return true;
  });
  await assert.rejects(dataset("toString" as DatasetName), RangeError);
});

test("CLIENTELE_DATA comes first, then the cache", { skip: skipWithout("iris.csv") }, async () => {
  process.env.CLIENTELE_DATA = dirname(sharedFile("iris.csv")!);
  assert.equal(await dataset("iris"), sharedFile("iris.csv"));
  assert.equal(datasetFolder(), dirname(sharedFile("iris.csv")!));
  assert.equal(found("iris"), "CLIENTELE_DATA");
  delete process.env.CLIENTELE_DATA;
  assert.equal(found("iris"), "not here");
  const bytes = readFileSync(sharedFile("iris.csv")!);
  const own = await withMirror(
    () => ({ body: bytes }),
    (mirror) => dataset("iris", { mirror }),
  );
  assert.equal(own, join(cache, "iris.csv"));
  assert.equal(found("iris"), "cache");
  assert.equal(await dataset("iris", { download: false }), own);
});

function found(name: string): string {
  const known = datasets();
  const at = Array.from(known.array("name") as ArrayLike<string>).indexOf(name);
  return known.get("found", at) as string;
}

test("a file of that name with other content is refused, wherever it is", async () => {
  const wrong = join(folder, "wrong");
  rmSync(wrong, { recursive: true, force: true });
  process.env.CLIENTELE_DATA = mkdtempSync(join(folder, "data-"));
  writeFileSync(join(process.env.CLIENTELE_DATA, "iris.csv"), "a,b\n1,2\n");
  const got = createHash("sha256").update("a,b\n1,2\n").digest("hex");
  await assert.rejects(dataset("iris"), (error: Error) => {
    assert.match(error.message, new RegExp(`expected a file with SHA-256 398fadb8.*got ${got}: it has other content`));
    return true;
  });
});

test("a download with the wrong checksum is an error and is not kept", async () => {
  await withMirror(
    () => ({ body: Buffer.from("not iris") }),
    (mirror) => assert.rejects(dataset("iris", { mirror }), /SHA-256 .* the download was not kept/),
  );
  assert.deepEqual(readdirSync(cache), []);
});

test("a download that breaks off leaves nothing behind", async () => {
  await withMirror(
    () => ({ body: Buffer.from("half"), length: 1000 }),
    (mirror) => assert.rejects(dataset("iris", { mirror }), /connection broke/),
  );
  assert.deepEqual(readdirSync(cache), []);
});

test("a mirror without the file, or none that answers, says where to put it by hand", async () => {
  await withMirror(
    (path) => ({ status: path === "/data/iris.csv" ? 404 : 500 }),
    (mirror) =>
      assert.rejects(dataset("iris", { mirror }), /got status 404; put iris.csv into .*CLIENTELE_DATA.*cache/),
  );
  const gone = await withMirror(
    () => ({}),
    async (mirror) => mirror,
  );
  await assert.rejects(
    dataset("iris", { mirror: gone }),
    /expected an answer from 127.0.0.1.*ECONNREFUSED.*put iris.csv/,
  );
});

test("without a mirror, or with download: false, the error says where to put the file", async () => {
  await assert.rejects(dataset("iris"), /put iris.csv into .*described in: Fisher/);
  await assert.rejects(dataset("iris", { download: false }), /found it nowhere; put iris.csv into/);
});

const every = Object.entries<CatalogueEntry>(catalogue).flatMap(([name, entry]) =>
  entry.files.map((file) => ({ name: name as DatasetName, ...file })),
);
for (const { name, file, rows, columns, bundled, sha256 } of every)
  test(`${name}: ${file} has the rows, columns and SHA-256 of the catalogue`, {
    skip: bundled ? false : skipWithout(file),
  }, async () => {
    if (!bundled) process.env.CLIENTELE_DATA = dirname(sharedFile(file)!);
    const engine = duckdb();
    const path = await dataset(name, { file });
    assert.equal(createHash("sha256").update(readFileSync(path)).digest("hex"), sha256);
    const source = await read(path, { engine });
    assert.deepEqual([source.report.rows, source.names.length], [rows, columns]);
    await engine.close();
  });
