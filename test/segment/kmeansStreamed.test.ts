import assert from "node:assert/strict";
import { after, test } from "node:test";
import fc from "fast-check";
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
  // These before anything is read: column gap would be refused too.
  const columns = ["gap"];
  await refused({ seed: -1, columns }, { name: "RangeError", message: /seed/ });
  await refused({ k: 0, columns }, { name: "RangeError", message: /k to be a whole number of 1 or more, got 0/ });
  await refused({ restarts: 0, columns }, { name: "RangeError", message: /restarts/ });
  await refused({ threads: 0, columns }, { name: "RangeError", message: /threads/ });
  await assert.rejects(kmeansStreamed(relation.where({ x: 9 }), { k: 1, columns: ["x"] }), /at least one row/);
  await assert.rejects(kmeansStreamed(matrixOf({ x: [1] }) as never, { k: 1 }), TypeError);
});

const columnsOf = (rows: readonly (readonly number[])[]) =>
  toTable(rows.map((row) => Object.fromEntries(row.map((cell, j) => [`x${j}`, cell]))));

test("any finite rows give every row its nearest center and say the inertia of all, as kmeans does where the sample is all of them, or are refused (property)", async () => {
  const cell = fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: -3, max: 3 }) },
    { weight: 3, arbitrary: fc.double({ noNaN: true, min: -1e6, max: 1e6 }) },
    { weight: 1, arbitrary: fc.constantFrom(1e-8, 1e8, 1e150, 1e300, Number.MAX_VALUE, -1e300, 1e-300) },
  );
  const shapes = fc.integer({ min: 1, max: 4 }).chain((width) => {
    const place = fc.array(cell, { minLength: width, maxLength: width });
    return fc.oneof(
      fc.array(place, { minLength: 1, maxLength: 12 }),
      // few places, many rows; and a constant column
      fc
        .array(place, { minLength: 1, maxLength: 3 })
        .chain((places) => fc.array(fc.constantFrom(...places), { minLength: 1, maxLength: 12 })),
      fc
        .array(place, { minLength: 1, maxLength: 12 })
        .map((rows) => rows.map((row) => [...row.slice(1), rows[0]![0]!])),
    );
  });
  let [whole, sampled, refused] = [0, 0, 0];
  await fc.assert(
    fc.asyncProperty(
      shapes,
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom("none" as const, "standard" as const),
      fc.constantFrom(3, 6, 12),
      async (rows, k, scale, coreset) => {
        const table = columnsOf(rows);
        const streamed = await orRefused(kmeansStreamed(engine.load(table), { k, scale, coreset, restarts: 3 }));
        const plain = await orRefused(
          (async () =>
            kmeans(matrix(columnsOf(rows.map((row, i) => [...row, i])), { id: `x${rows[0]!.length}`, scale }), {
              k,
              restarts: 3,
            }))(),
        );
        if (streamed instanceof Error) {
          refused++;
          // What kmeans can do is refused only where the sample is too small or misses places.
          if (!(plain instanceof Error)) assert.match(streamed.message, /expected a sample with|double can hold/);
          return;
        }
        assert.ok(!(plain instanceof Error), `kmeans: ${plain}`);
        assert.ok(streamed.model.kind === "centers");
        const { centers, preparation } = streamed.model;
        assert.equal(streamed.labels.length, rows.length);
        assert.ok(streamed.sizes.length === k && streamed.sizes.every((size) => size > 0));
        let inertia = 0;
        rows.forEach((row, i) => {
          const cells = row.map((cell, j) => {
            const { center = 0, spread = 1 } = preparation.columns[j]!.scale ?? {};
            return (cell - center) / spread;
          });
          const squares = centers.map((center) => cells.reduce((sum, cell, j) => sum + (cell - center[j]!) ** 2, 0));
          assert.equal(squares[streamed.labels[i]!], Math.min(...squares));
          inertia += Math.min(...squares);
        });
        const size = Math.max(...centers.flat().map(Math.abs));
        const near = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * b + 1e-24 * size * size;
        assert.ok(near(streamed.quality.inertia!, inertia), `${streamed.quality.inertia} is said, ${inertia} is so`);
        if (rows.length > coreset) sampled++;
        else {
          whole++;
          assert.ok(near(streamed.quality.inertia!, plain.quality.inertia!), `kmeans has ${plain.quality.inertia}`);
          assert.deepEqual([...streamed.warnings], [...plain.warnings]);
        }
      },
    ),
    { numRuns: 150, seed: 21 },
  );
  assert.ok(whole > 20 && sampled > 20 && refused > 20, `${whole} whole, ${sampled} sampled, ${refused} refused`);
});

async function orRefused<T>(fit: Promise<T>): Promise<T | Error> {
  try {
    return await fit;
  } catch (error) {
    assert.ok(error instanceof RangeError || (error instanceof Error && error.name === "DataError"), String(error));
    assert.match(error.message, /expected .+/);
    return error;
  }
}

test("columns whose spread a double cannot hold are refused, and constant ones are named", async () => {
  const fit = (x: number[], options: object) =>
    kmeansStreamed(engine.load(columnsOf(x.map((v, i) => [v, i]))), { k: 1, ...options });
  for (const coreset of [2, 100]) {
    for (const x of [
      [1e300, -1e300, 0],
      [0, 1e-200, 3e-200],
    ])
      await assert.rejects(fit(x, { scale: "standard", coreset }), {
        name: "DataError",
        message: /spread a double can hold.*"x0"/,
      });
    await assert.rejects(fit([1e300, -1e300, 0], { coreset }), { name: "RangeError", message: /scale the columns/ });
    // 0.1 + 0.2 is not quite 0.3.
    const alike = await fit([0.3, 0.1 + 0.2, 0.3], { scale: "standard", coreset });
    assert.match(alike.warnings.join(), /x0 is the same in all rows/);
    assert.ok(Math.abs(alike.quality.inertia! - 3) < 1e-9, "column x1 alone");
  }
  const rare = fit([0, 0, 0, 0, 0, 0], { k: 2, columns: ["x0"], coreset: 2 });
  await assert.rejects(rare, {
    name: "RangeError",
    message: /2 distinct rows or more, got 1 among \d of 6 rows; raise coreset/,
  });
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
