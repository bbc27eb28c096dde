import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { matrix } from "../../src/represent/matrix.js";
import { save } from "../../src/save.js";
import { kmeans } from "../../src/segment/kmeans.js";
import { ensureBuilt } from "../built.js";
import { clientele, scratch } from "../commandLine.js";

const place = (name: string) => join(scratch, name);
before(async () => {
  ensureBuilt();
  const rows = [0, 1, 2, 10, 11].map((x, i) => ({ customer_id: `c${i}`, x }));
  const found = await kmeans(matrix(rows, { id: "customer_id", columns: ["x"] }), { k: 2 });
  await save({ ...found, names: ["Few, or none", 'The "many"'] }, place("model.json.gz"), { customers: false });
  writeFileSync(place("new.csv"), 'customer_id,x,city\n"a,b",9,Boston\n007,1.5,\n');
});

test("writes CSV with quotes where they are needed, and counts on stderr", () => {
  const { code, out, err } = clientele("score", "model.json.gz", "new.csv");
  assert.equal(code, 0, err);
  assert.equal(out, 'customer_id,segment,label\r\n"a,b","The ""many""",1\r\n007,"Few, or none",0\r\n');
  assert.equal(err, '2 customers scored\n  Few, or none: 1 (50 %)\n  The "many": 1 (50 %)\n');
});

test("writes a file, which another run reads, and ids of another name", () => {
  const first = clientele("score", "model.json.gz", "new.csv", "-o", "scored.csv", "--id", "city");
  assert.equal(first.code, 1);
  assert.match(first.err, /expected an id that is text or a finite number, got none \(row 2, column "city"\)/);
  assert.ok(!existsSync(place("scored.csv")), "something was written");
  assert.equal(clientele("score", "model.json.gz", "new.csv", "-o", "scored.csv").code, 0);
  assert.match(readFileSync(place("scored.csv"), "utf8"), /^customer_id,segment,label\r\n"a,b",/);
});

test("says what is wrong with model, data and call, and ends with 1 or 2", () => {
  writeFileSync(place("other.csv"), "customer_id,X2\na,1\n");
  for (const [args, code, words] of [
    [
      ["score", "model.json.gz", "other.csv"],
      1,
      /the model reads \("x"\), found none called "x" among "customer_id", "X2"/,
    ],
    [["score", "new.csv", "new.csv"], 1, /expected a file that save wrote, got one that is not JSON .*\(new\.csv\)/],
    [["score", "model.json.gz", "nowhere.csv"], 1, /nowhere\.csv/],
    [["score", "model.json.gz", "new.csv", "-o", "new.csv"], 2, /another file for the output than what is read/],
    [["score", "model.json.gz"], 2, /missing required argument 'data'/],
  ] as const) {
    const found = clientele(...args);
    assert.equal(found.code, code, found.err);
    assert.match(found.err, words);
    assert.equal(found.out, "");
  }
  assert.match(clientele("score", "--help").out, /clientele score segments\.json new-customers\.csv -o scored\.csv/);
});
