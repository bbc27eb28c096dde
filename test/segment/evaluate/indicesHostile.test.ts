// Hostile numbers: whatever the rows, silhouette and indices give a clear error or what a plain computation gives.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Matrix, matrixOf } from "../../../src/matrix.js";
import { areStarted } from "../../../src/numeric/pool.js";
import { random } from "../../../src/random.js";
import { type Indices, indices } from "../../../src/segment/evaluate/indices.js";
import { type Silhouette, silhouette } from "../../../src/segment/evaluate/silhouette.js";
import { labeled } from "./labeled.js";

type Rows = readonly (readonly number[])[];

const matrixFrom = (rows: Rows): Matrix =>
  matrixOf(Object.fromEntries(rows[0]!.map((_, j) => [`x${j}`, rows.map((row) => row[j]!)])));

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const distance = (a: readonly number[], b: readonly number[]) => Math.hypot(...a.map((cell, j) => cell - b[j]!));

/** The brute-force twin: the definitions, pair by pair. Noise rows have been taken out. */
function plainly(rows: Rows, labels: readonly number[]) {
  const used = [...new Set(labels)];
  const members = (label: number) => rows.filter((_, i) => labels[i] === label);
  const silhouettes = rows.map((row, i) => {
    const others = used.filter((label) => label !== labels[i]);
    const own = rows.filter((_, at) => at !== i && labels[at] === labels[i]);
    if (own.length === 0) return 0;
    const a = mean(own.map((other) => distance(row, other)));
    const b = Math.min(...others.map((label) => mean(members(label).map((other) => distance(row, other)))));
    return Math.max(a, b) === 0 ? 0 : (b - a) / Math.max(a, b);
  });
  const center = (group: Rows) => group[0]!.map((first, j) => first + mean(group.map((row) => row[j]! - first)));
  const groups = used.map(members);
  const centers = groups.map(center);
  const inertia = groups
    .flatMap((group, g) => group.map((row) => distance(row, centers[g]!) ** 2))
    .reduce((a, b) => a + b);
  const between = groups
    .map((group, g) => group.length * distance(centers[g]!, center(rows)) ** 2)
    .reduce((a, b) => a + b);
  const spread = groups.map((group, g) => mean(group.map((row) => distance(row, centers[g]!))));
  const daviesBouldin = mean(
    groups.map((_, g) =>
      Math.max(...groups.map((_, h) => (g === h ? 0 : (spread[g]! + spread[h]!) / distance(centers[g]!, centers[h]!)))),
    ),
  );
  let [apart, wide] = [Number.POSITIVE_INFINITY, 0];
  rows.forEach((row, i) => {
    rows.forEach((other, at) => {
      if (labels[i] === labels[at]) wide = Math.max(wide, distance(row, other));
      else apart = Math.min(apart, distance(row, other));
    });
  });
  const least = Math.min(...centers.flatMap((a, g) => centers.slice(g + 1).map((b) => distance(a, b))));
  return {
    silhouettes,
    inertia,
    calinskiHarabasz: between / (used.length - 1) / (inertia / (rows.length - used.length)),
    daviesBouldin,
    dunn: wide === 0 ? Number.POSITIVE_INFINITY : apart / wide,
    /** Whether rounding leaves digits to the ratios. */
    clear: inertia > 1e-12 && least > 1e-6,
  };
}

const width = fc.integer({ min: 1, max: 4 });
/** Rows of moderate size, with few places that many rows share, constant columns, and all rows alike. */
const shapes = width.chain((width) => {
  const cell = fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: -2, max: 2 }) },
    { weight: 2, arbitrary: fc.integer({ min: -1e6, max: 1e6 }).map((millionths) => millionths / 1e6) },
  );
  const place = fc.array(cell, { minLength: width, maxLength: width });
  const rows = fc.array(place, { minLength: 1, maxLength: 14 });
  return fc.oneof(
    rows,
    fc
      .array(place, { minLength: 1, maxLength: 3 })
      .chain((places) => fc.array(fc.constantFrom(...places), { minLength: 1, maxLength: 14 })),
    rows.map((rows) => rows.map((row) => [5, ...row.slice(1)])),
  );
});
const drawnLabels = fc.array(fc.integer({ min: -1, max: 3 }), { minLength: 14, maxLength: 14 });
/** Units in which squares overflow or vanish, and usual ones. All are powers of two, so that they change no digit. */
const units = fc.constantFrom(1, 1, 2 ** 40, 2 ** 1000, 2 ** -900);

async function orRangeError<T>(measure: Promise<T>): Promise<T | RangeError> {
  try {
    return await measure;
  } catch (error) {
    assert.ok(error instanceof RangeError, String(error));
    assert.match(error.message, /expected .+, got .+/);
    return error;
  }
}

test("silhouette and indices are what their definitions say, in every unit, or there are too few segments (property, brute force)", async () => {
  let [cases, refused, clear] = [0, 0, 0];
  await fc.assert(
    fc.asyncProperty(shapes, drawnLabels, units, async (rows, drawn, unit) => {
      const labels = drawn.slice(0, rows.length);
      if (labels.every((label) => label < 0)) labels[0] = 0;
      const source = matrixFrom(rows.map((row) => row.map((cell) => cell * unit)));
      const found: Silhouette | RangeError = await orRangeError(silhouette(source, labeled(labels)));
      const figures: Indices | RangeError = await orRangeError(indices(source, labeled(labels)));
      const inside = labels.flatMap((label, i) => (label < 0 ? [] : [i]));
      const used = new Set(inside.map((i) => labels[i]!)).size;
      assert.equal(found instanceof RangeError, used < 2);
      assert.equal(figures instanceof RangeError, used < 2 || used === inside.length);
      if (found instanceof RangeError || figures instanceof RangeError) {
        refused++;
        return;
      }
      cases++;
      const cells = inside.map((i) => source.values.map((column) => column[i]! / unit));
      const plain = plainly(
        cells,
        inside.map((i) => labels[i]!),
      );
      const near = (what: string, got: number, wanted: number) =>
        assert.ok(
          got === wanted || Math.abs(got - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted)),
          `${what}: ${got} instead of ${wanted}`,
        );
      found.values.forEach((value, at) => {
        // Distances that are only rounding say nothing about sides.
        if (plain.clear) near(`silhouette of row ${inside[at]! + 1}`, value, plain.silhouettes[at]!);
        assert.ok(value >= -1 && value <= 1);
      });
      if (unit === 1) near("inertia", figures.inertia, plain.inertia);
      near("Dunn", figures.dunn!, plain.dunn);
      assert.ok(figures.calinskiHarabasz >= 0 && figures.daviesBouldin >= 0);
      if (!plain.clear) return;
      clear++;
      near("Calinski-Harabasz", figures.calinskiHarabasz, plain.calinskiHarabasz);
      near("Davies-Bouldin", figures.daviesBouldin, plain.daviesBouldin);
    }),
    { numRuns: 600, seed: 31 },
  );
  assert.ok(cases > 250 && refused > 50 && clear > 150, `${cases} cases, ${refused} refused, ${clear} clear`);
});

test("numbers up to the largest double have a silhouette from -1 to 1 and indices that are numbers (property)", async () => {
  const cell = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(1e300, -1e300, Number.MAX_VALUE, -Number.MAX_VALUE, 5e-324, 0),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 3, maxLength: 12 }), async (rows) => {
      const labels = labeled(rows.map((_, i) => i % 2));
      const { values } = await silhouette(matrixFrom(rows), labels);
      assert.ok(values.every((value) => value >= -1 && value <= 1));
      const figures = await indices(matrixFrom(rows), labels);
      for (const [name, figure] of Object.entries(figures)) assert.ok(figure >= -1, `${name} is ${figure}`);
    }),
    { numRuns: 300, seed: 32 },
  );
});

test("the largest doubles, by hand: two places, each a segment, have silhouette 1", async () => {
  const x = [Number.MAX_VALUE, Number.MAX_VALUE, -Number.MAX_VALUE, -Number.MAX_VALUE];
  const found = await silhouette(matrixOf({ x }), labeled([0, 0, 1, 1]));
  assert.deepEqual([...found.values], [1, 1, 1, 1]);
});

test("2,000 columns, of which two tell the groups apart (brute force)", async () => {
  const draw = random(3);
  const labels = Array.from({ length: 40 }, (_, i) => i % 3);
  const rows = labels.map((group) =>
    Array.from({ length: 2000 }, (_, j) => (j < 2 ? 100 * group : j % 5 === 0 ? 7 : draw.normal())),
  );
  const plain = plainly(rows, labels);
  const figures = await indices(matrixFrom(rows), labeled(labels));
  assert.ok(Math.abs(figures.silhouette - mean(plain.silhouettes)) < 1e-9);
  for (const name of ["inertia", "calinskiHarabasz", "daviesBouldin", "dunn"] as const)
    assert.ok(Math.abs(figures[name]! / plain[name] - 1) < 1e-9, `${name}: ${figures[name]} instead of ${plain[name]}`);
});

test("1, 2 and 8 threads give the same bits", async () => {
  const draw = random(8);
  const rows = 6000; // enough for threads
  const columns = Object.fromEntries([..."abcd"].map((name) => [name, Array.from({ length: rows }, draw.normal)]));
  const labels = labeled(Array.from({ length: rows }, (_, i) => (i % 50 === 0 ? -1 : i % 5)));
  const [one, two, eight] = await Promise.all(
    [1, 2, 8].map((threads) => indices(matrixOf(columns), labels, { sample: "all", threads })),
  );
  assert.ok(areStarted());
  assert.deepEqual(two, one);
  assert.deepEqual(eight, one);
});
