import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { load } from "../src/load.js";
import { type Id, type Matrix, matrixOf } from "../src/matrix.js";
import { bundle } from "../src/notebook/bundle.js";
import { matrix } from "../src/represent/matrix.js";
import { save } from "../src/save.js";
import { assign } from "../src/segment/assign.js";
import { autoencoder } from "../src/segment/autoencoder.js";
import { combine } from "../src/segment/combine.js";
import { gaussianMixture } from "../src/segment/gaussianMixture.js";
import { hdbscan } from "../src/segment/hdbscan.js";
import { kmeans } from "../src/segment/kmeans.js";
import { kmodes } from "../src/segment/kmodes.js";
import { kprototypes } from "../src/segment/kprototypes.js";
import { latentClass } from "../src/segment/latentClass.js";
import { rules } from "../src/segment/rules.js";
import { subsegments } from "../src/segment/subsegments.js";
import { ward } from "../src/segment/ward.js";
import { fromJson, type Segmentation, toJson } from "../src/segmentation.js";
import { tableOf } from "../src/table.js";

const folder = mkdtempSync(join(tmpdir(), "clientele-save-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const place = (name: string) => join(folder, name);

/** Customers with odd names and answers: numbers, and one answer each. */
interface Customer {
  readonly customer: Id;
  readonly x: number;
  readonly y: number;
  readonly answer: string;
}

const oddText = fc.oneof(
  fc.constantFrom("__proto__", "constructor", 'say "hi"', "a,b\r\nc", "Zoë ☕ \u{1f600}", "\ud800", "", "null"),
  fc.string({ unit: "binary", maxLength: 5 }),
);
const customers = fc
  .uniqueArray(
    fc.record({
      customer: fc.oneof(
        oddText.map((text) => `secret ${text}`),
        fc.integer({ min: 1e9 }),
      ),
      x: fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((x) => Math.round(x * 1000) / 1000),
      y: fc.integer({ min: -5, max: 5 }),
      answer: oddText,
    }),
    { minLength: 1, maxLength: 12, selector: ({ customer }) => customer },
  )
  .map((rows): Customer[] => rows.map((row) => ({ ...row })));

const numbers = (rows: readonly Customer[]) => matrix([...rows], { columns: ["x", "y"], scale: "standard" });
const answers = (rows: readonly Customer[]) => matrix([...rows], { columns: [], categorical: ["answer"] });
const both = (rows: readonly Customer[]) => matrix([...rows], { columns: ["x"], categorical: ["answer"] });
const fast = { restarts: 1, layers: [3], embedding: 2, epochs: 2, clusterEpochs: 2, baselines: false } as const;
const one = { k: 1, restarts: 2, threads: 1 };

interface Entry {
  readonly prepared: (rows: readonly Customer[]) => Matrix;
  readonly fit: (data: Matrix, rows: readonly Customer[]) => Promise<Segmentation> | Segmentation;
  /** The rows of the fit are part of the model. */
  readonly rows?: true;
  readonly runs?: number;
}

const banded = (rows: readonly Customer[]) =>
  rules([...rows], {
    rules: [{ name: 'Low "x"', when: { x: [Number.NEGATIVE_INFINITY, 0] } }],
    otherwise: "__proto__",
  });

const methods: Readonly<Record<string, Entry>> = {
  kmeans: { prepared: numbers, fit: (data) => kmeans(data, one) },
  "trimmed kmeans": { prepared: numbers, fit: (data) => kmeans(data, { ...one, trim: 0.1 }) },
  gaussianMixture: { prepared: numbers, fit: (data) => gaussianMixture(data, one) },
  ward: { prepared: numbers, fit: (data) => ward(data, { k: 1 }), rows: true },
  hdbscan: { prepared: numbers, fit: (data) => hdbscan(data, { minClusterSize: 2 }), rows: true },
  kmodes: { prepared: answers, fit: (data) => kmodes(data, { ...one, distance: "frequency" }) },
  kprototypes: { prepared: both, fit: (data) => kprototypes(data, one) },
  latentClass: { prepared: both, fit: (data) => latentClass(data, one) },
  rules: { prepared: (rows) => matrix([...rows], { columns: ["x"] }), fit: (_, rows) => banded(rows) },
  combine: {
    prepared: (rows) => matrix([...rows], { columns: ["x"] }),
    fit: async (data, rows) => combine(await kmeans(data, one), banded(rows)),
  },
  subsegments: { prepared: numbers, fit: async (data) => subsegments(await kmeans(data, one), data, { k: 1 }) },
  autoencoder: { prepared: both, fit: (data) => autoencoder(data, { ...fast, k: 1 }), runs: 4 },
  vade: { prepared: both, fit: (data) => autoencoder(data, { ...fast, k: 1, method: "vade" }), runs: 3 },
};

/** JSON knows no -0, which differs from 0 in no result. */
function withoutMinusZero<T>(value: T): T {
  if (Object.is(value, -0)) return 0 as T;
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(withoutMinusZero) as T;
  return Object.fromEntries(Object.entries(value).map(([name, own]) => [name, withoutMinusZero(own)])) as T;
}

for (const [name, { prepared, fit, rows: holdsRows, runs = 25 }] of Object.entries(methods))
  test(`${name}: a file gives all back, and without customers the same labels and nobody's name`, async () => {
    await fc.assert(
      fc.asyncProperty(customers, async (rows) => {
        const data = prepared(rows);
        const found = await fit(data, rows);
        const path = place(`${name}.json`);
        await save(found, path);
        assert.deepEqual(await load(path), withoutMinusZero(found));
        if (holdsRows) {
          await assert.rejects(save(found, path, { customers: false }), {
            name: "RangeError",
            message: /labels by the rows that it was made of/,
          });
          return;
        }
        await save(found, `${path}.gz`, { customers: false });
        const written = gunzipSync(readFileSync(`${path}.gz`)).toString();
        for (const { customer } of rows)
          assert.ok(!written.includes(JSON.stringify(customer)), `${JSON.stringify(customer)} stands in the file`);
        const handed = await load(`${path}.gz`);
        assert.deepEqual([handed.ids, handed.labels, handed.k], [[], new Int32Array(0), found.k]);
        assert.deepEqual(handed.model, withoutMinusZero(found.model));
        assert.deepEqual(handed.sizes, found.sizes);
        assert.deepEqual(assign(handed, data), assign(found, data));
        await save(handed, path);
        assert.deepEqual(await load(path), handed);
      }),
      { numRuns: runs },
    );
  });

test("of a deep segmentation nothing by customer is handed on, and its evidence is", async () => {
  const points = matrixOf({ x: [0, 1, 2, 20, 21, 22] }, ["Ada", "Alan", "Grace", "Edsger", "Barbara", "Donald"]);
  const found = await autoencoder(points, { ...fast, k: 2 });
  await save(found, place("deep.json"), { customers: false });
  const kept = JSON.parse(readFileSync(place("deep.json"), "utf8")) as object;
  assert.deepEqual(
    Object.keys(found).filter((name) => !(name in kept)),
    ["ids", "labels", "embedding", "reconstructionErrors", "odd"],
  );
});

test("a file says what it is and who wrote it, and is compressed where its name says so", async () => {
  const found = await kmeans(matrixOf({ x: [0, 1, 10] }), { k: 2 });
  await save(found, place("a.json"));
  const text = readFileSync(place("a.json"), "utf8");
  assert.match(text, /^\{"format":"clientele segmentation","version":1,"writtenBy":"\d+\.\d+\.\d+",.*\}\n$/);
  await save(found, place("a.json.gz"));
  assert.equal(gunzipSync(readFileSync(place("a.json.gz"))).toString(), text);
});

test("no row, one row, the same id twice", async () => {
  const none = rules(tableOf({ customer: [], x: [] as number[] }), { rules: [{ name: "All", when: { x: [0, 1] } }] });
  await save(none, place("none.json"));
  assert.deepEqual(await load(place("none.json")), none);
  const found = await kmeans(matrixOf({ x: [4] }, ["Ada"]), { k: 1 });
  await save(found, place("one.json"));
  assert.deepEqual(await load(place("one.json")), found);
  const twice = { ...found, ids: ["Ada", "Ada"], labels: Int32Array.of(0, 0), sizes: [2] };
  await save(twice, place("twice.json"));
  assert.deepEqual(await load(place("twice.json")), twice);
});

test("what was there stays until all is written, and nothing else is left", async () => {
  const inside = place("inside");
  mkdirSync(inside);
  const path = join(inside, "kept.json");
  const found = await kmeans(matrixOf({ x: [0, 1, 10] }), { k: 2 });
  writeFileSync(path, "what was there");
  const tree = await ward(matrixOf({ x: [0, 1, 10] }), { k: 2 });
  await assert.rejects(save(tree, path, { customers: false }));
  assert.equal(readFileSync(path, "utf8"), "what was there");
  await save(found, path);
  assert.deepEqual(readdirSync(inside), ["kept.json"]);
  mkdirSync(join(inside, "taken"));
  await assert.rejects(save(found, join(inside, "taken")), { name: "RangeError", message: /which is a folder/ });
  assert.deepEqual(readdirSync(inside), ["kept.json", "taken"]);
});

test("wrong calls: no folder, no path, no segmentation, a misspelt option", async () => {
  const found = await kmeans(matrixOf({ x: [0, 1, 10] }), { k: 2 });
  await assert.rejects(save(found, place("nowhere/a.json")), { name: "RangeError", message: /make the folder first/ });
  await assert.rejects(save(found, ""), { name: "TypeError", message: /the path of a file, got ""/ });
  await assert.rejects(save(kmeans(matrixOf({ x: [0] }), { k: 1 }) as never, place("b.json")), /a promise: await it/);
  await assert.rejects(save(found, place("b.json"), { customer: false } as never), /Did you mean "customers"\?/);
  assert.ok(!existsSync(place("b.json")), "something was written");
});

test("a model that was saved without customers stays one when it is saved again, and shows its segments", async () => {
  const once = fromJson(toJson(await kmeans(matrixOf({ x: [0, 1, 2, 10, 11] }), { k: 2 }), { customers: false }));
  assert.deepEqual(toJson(once), toJson(once, { customers: false }));
  assert.equal((toJson(once) as { customers?: boolean }).customers, false);
  assert.match(String(bundle(once)!["text/plain"]), /0\.6/);
  assert.throws(() => combine(once, once), /got one that was saved without/);
});
