import assert from "node:assert/strict";
import { after, test } from "node:test";
import { duckdb } from "../../src/engine/duckdb.js";
import { type Matrix, matrixOf } from "../../src/matrix.js";
import { random } from "../../src/random.js";
import { matrix } from "../../src/represent/matrix.js";
import { assign } from "../../src/segment/assign.js";
import { agreement } from "../../src/segment/evaluate/agreement.js";
import { kmeans } from "../../src/segment/kmeans.js";
import { kmeansStreamed } from "../../src/segment/kmeansStreamed.js";
import { toTable } from "../../src/table.js";

const engine = duckdb({ threads: 1 });
after(() => engine.close());

/** Five groups of unequal size, and customers with keys. */
function groups(rows: number) {
  const draw = random(4);
  const [customer, x, y]: [string[], number[], number[]] = [[], [], []];
  for (let i = 0; i < rows; i++) {
    const group = Math.floor(5 * draw.uniform() ** 2);
    customer.push(`c${i}`);
    x.push([0, 10, 20, 0, 30][group]! + draw.normal());
    y.push(100 * ([0, 10, 0, 20, 30][group]! + draw.normal()));
  }
  const table = toTable(customer.map((id, i) => ({ customer: id, x: x[i]!, y: y[i]! })));
  return { table, relation: engine.load(table) };
}

test("where all rows fit into the sample, the result is that of kmeans", async () => {
  const { table, relation } = groups(500);
  const plain = matrix(table, { scale: "standard" });
  const { parameters, preparation, ...whole } = await kmeans(plain, { k: 5, restarts: 10 }).then((found) => {
    assert.ok(found.model.kind === "centers");
    return { ...found, preparation: found.model.preparation };
  });
  const found = await kmeansStreamed(relation, { k: 5, restarts: 10, scale: "standard" });
  assert.deepEqual(found.labels, whole.labels);
  assert.deepEqual(found.ids, whole.ids);
  assert.ok(Math.abs(found.quality.inertia! / whole.quality.inertia! - 1) < 1e-9);
  assert.equal(found.quality.sampleInertia, undefined);
  assert.deepEqual(found.warnings, whole.warnings);
  assert.equal(found.parameters.restarts, parameters.restarts);
  assert.equal(preparation.columns.length, 2);
});

test("a sample of 2,000 of 100,000 rows finds what all rows have, within the error that it states", async () => {
  const { table, relation } = groups(100_000);
  const prepared = matrix(table, { scale: "standard" });
  const whole = await kmeans(prepared, { k: 5, restarts: 10, tolerance: 1e-6 });
  const found = await kmeansStreamed(relation, { k: 5, scale: "standard", coreset: 2000 });
  const { inertia, sampleInertia } = found.quality;
  assert.ok(inertia! > whole.quality.inertia! * (1 - 1e-9), "all rows' optimum is never beaten");
  assert.ok(inertia! < whole.quality.inertia! * 1.01, `${inertia} against ${whole.quality.inertia}`);
  assert.ok(Math.abs(inertia! / sampleInertia! - 1) < 0.1, `${inertia} against ${sampleInertia} of the sample`);
  assert.match(
    found.warnings.join(),
    /weighted sample of [\d,]+ of 100,000 rows; the inertia of all rows is \S+ % (more|less)/,
  );
  assert.ok(agreement(found.labels, whole.labels).adjustedRand > 0.99);
  assert.deepEqual(found.ids, prepared.ids);
  assert.equal(
    found.sizes.reduce((a, b) => a + b),
    100_000,
  );
  // The inertia of the whole is what it says: measured again from the labels.
  assert.ok(found.model.kind === "centers");
  const { centers, preparation } = found.model;
  const again: Matrix = matrix(table, { like: preparation });
  let measured = 0;
  for (let i = 0; i < again.rows; i++)
    measured += again.values.reduce((sum, column, j) => sum + (column[i]! - centers[found.labels[i]!]![j]!) ** 2, 0);
  assert.ok(Math.abs(inertia! / measured - 1) < 1e-9);
  assert.deepEqual(assign(found, again), found.labels);
  assert.deepEqual(await kmeansStreamed(relation, { k: 5, scale: "standard", coreset: 2000 }), found);
});

test("rows without an id are numbered, and columns can be chosen", async () => {
  const relation = engine.load(toTable([0, 1, 2, 10, 11].map((x, i) => ({ x, other: i * 1000, text: "a" }))));
  const found = await kmeansStreamed(relation, { k: 2, columns: ["x"] });
  assert.deepEqual([found.ids, [...found.labels], found.quality], [[0, 1, 2, 3, 4], [0, 0, 0, 1, 1], { inertia: 2.5 }]);
  assert.deepEqual((await kmeansStreamed(relation, { k: 1 })).parameters.columns, ["x", "other"]);
  assert.deepEqual((await kmeansStreamed(relation, { k: 2, columns: ["x"], id: "x" })).ids, [0, 1, 2, 10, 11]);
});

test("refuses what it cannot do, and says where", async () => {
  const rows = [1, 2, 3].map((x) => ({
    key: x % 2,
    x,
    text: "a",
    gap: x === 2 ? null : x,
    odd: x === 3 ? Number.NaN : x,
  }));
  const relation = engine.load(toTable(rows));
  const refused = (options: object, error: { name: string; message: RegExp }) =>
    assert.rejects(kmeansStreamed(relation, { k: 1, columns: ["x"], ...options }), error);
  await refused({ columns: ["z"] }, { name: "DataError", message: /"z"/ });
  await refused({ columns: ["text"] }, { name: "DataError", message: /column of numbers, got one of type text/ });
  await refused({ columns: ["x", "x"] }, { name: "RangeError", message: /each column once/ });
  await refused({ columns: ["gap"] }, { name: "DataError", message: /got none.*row 2, column "gap"/ });
  await refused({ columns: ["odd"] }, { name: "DataError", message: /finite number, got NaN.*row 3, column "odd"/ });
  await refused({ id: "key" }, { name: "DataError", message: /2 different ones in 3 rows/ });
  await refused({ id: "gap" }, { name: "DataError", message: /id in every row/ });
  await refused({ k: 4 }, { name: "RangeError", message: /k of at most 3/ });
  await refused({ coreset: 0 }, { name: "RangeError", message: /coreset/ });
  await refused({ scale: "robust" }, { name: "RangeError", message: /scale/ });
  await refused({ seed: -1 }, { name: "RangeError", message: /seed/ });
  await assert.rejects(kmeansStreamed(relation.where({ x: 9 }), { k: 1, columns: ["x"] }), /at least one row/);
  await assert.rejects(kmeansStreamed(matrixOf({ x: [1] }) as never, { k: 1 }), TypeError);
});

test("reports progress over three passes, and stops when told", async () => {
  const { relation } = groups(200_000);
  const seen: number[] = [];
  await kmeansStreamed(relation, { k: 3, coreset: 1000, onProgress: (done) => seen.push(done) });
  assert.equal(seen.at(-1), 600_000);
  assert.ok(seen.every((done, i) => i === 0 || done >= seen[i - 1]!));
  const stop = new AbortController();
  const running = kmeansStreamed(relation, {
    k: 3,
    coreset: 1000,
    signal: stop.signal,
    onProgress: () => stop.abort(new Error("enough")),
  });
  await assert.rejects(running, /enough/);
});
