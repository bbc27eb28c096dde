import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { bundle } from "../../src/notebook/bundle.js";
import { manifest } from "../../src/notebook/manifest.js";

test("the fingerprint is the file's SHA-256 (FIPS 180-2, one million times the letter a)", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "clientele-test-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "a.txt");
  writeFileSync(file, "a".repeat(1_000_000));
  assert.deepEqual(manifest({ data: file }).data, [
    { file, bytes: 1_000_000, sha256: "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0" },
  ]);
});

test("it shows itself as a table in which only marked elements vary", () => {
  const made = manifest({ seed: [1, 2], parameters: { file: "<b>.csv", k: 4 } });
  const html = String(bundle(made)?.["text/html"]);
  assert.match(html, /Parameter: file<\/th><td[^>]*>&#34;&#60;b&#62;.csv&#34;/);
  assert.match(html, /Seeds<\/th><td[^>]*>1, 2/);
  assert.match(String(bundle(manifest({ parameters: { ids: [7n] } }))?.["text/plain"]), /Parameter: ids +\["7"\]/);
  assert.match(html, /clientele \d+\.\d+\.\d+, tslab 1\.0\.22, duckdb \d/);
  const strip = (text: string) => text.replace(/<span data-varies>.*?<\/span>/g, "");
  assert.ok(!strip(html).includes(made.started));
  assert.ok(!strip(html).includes(`>${made.seconds} s<`));
  assert.deepEqual(Object.keys(JSON.parse(JSON.stringify(made)) as object), [
    "data",
    "seeds",
    "versions",
    "parameters",
    "started",
    "seconds",
  ]);
});

test("a file that is not there is named", () => {
  assert.throws(() => manifest({ data: ["missing.csv"] }), { name: "DataError", file: "missing.csv" });
});
