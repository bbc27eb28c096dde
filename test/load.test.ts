import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { load } from "../src/load.js";
import { matrixOf } from "../src/matrix.js";
import { save } from "../src/save.js";
import { kmeans } from "../src/segment/kmeans.js";
import type { Segmentation } from "../src/segmentation.js";
import { version } from "../src/version.js";

const folder = mkdtempSync(join(tmpdir(), "clientele-load-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const kept = join(folder, "kept.json");
let found: Segmentation;
before(async () => {
  found = await kmeans(matrixOf({ x: [0, 1, 10] }), { k: 2 });
  await save(found, kept);
});

/** A file with this content. */
function file(content: string | Uint8Array): string {
  const path = join(folder, "other.json");
  writeFileSync(path, content);
  return path;
}
const changed = (changes: object) => file(JSON.stringify({ ...JSON.parse(readFileSync(kept, "utf8")), ...changes }));

test("compressed files are told by what is in them, whatever their name", async () => {
  assert.deepEqual(await load(file(gzipSync(readFileSync(kept)))), found);
});

test("another format, a newer version and a damaged file are refused with the difference", async () => {
  const refused = async (path: string, message: RegExp) =>
    assert.rejects(load(path), { name: "DataError", message, file: path });
  await refused(changed({ format: "weather" }), /^expected the format "clientele segmentation", got "weather" \(/);
  await refused(
    changed({ version: 2, writtenBy: "0.3.0" }),
    /^expected version 1, got 2; read it with the version of clientele that wrote it \(0\.3\.0\), or a later one/,
  );
  await refused(changed({ version: undefined }), /^expected version 1, got undefined; .*wrote it \(/);
  await refused(changed({ labels: [0, 0] }), /^expected a label for each of 3 ids, got 2/);
  await refused(changed({ k: undefined }), /^expected k to be a whole number from 0, got undefined/);
  await refused(changed({ labels: undefined, ids: undefined }), /^expected a segmentation as toJson writes it/);
  await refused(
    changed({ model: { kind: "oracle" } }),
    /^expected a model of the kind .*, got "oracle"; .* later version/,
  );
  await refused(file("{}"), /^expected a segmentation as toJson writes it/);
  await refused(file("customer,segment\n1,2\n"), /^expected a file that save wrote, got one that is not JSON \(/);
  await refused(file(""), /not JSON/);
  await refused(file(gzipSync(readFileSync(kept)).subarray(0, 60)), /got one that was cut or damaged/);
  await refused(join(folder, "nowhere.json"), /^expected a file that save wrote, found none of that name/);
  await refused(folder, /got a folder/);
  await assert.rejects(load(undefined as never), { name: "TypeError", message: /the path of a file, got undefined/ });
});

test("what an older toJson wrote, without a header, is read as well", async () => {
  const { format, version: _, writtenBy, ...plain } = JSON.parse(readFileSync(kept, "utf8"));
  assert.deepEqual([format, writtenBy], ["clientele segmentation", version]);
  assert.deepEqual(await load(file(JSON.stringify(plain))), found);
});
