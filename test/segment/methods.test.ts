// One suite for all methods that make a Segmentation: a new method joins by an entry in `methods`.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Matrix, matrixOf } from "../../src/matrix.js";
import { random } from "../../src/random.js";
import { assign } from "../../src/segment/assign.js";
import { cut } from "../../src/segment/cut.js";
import { agreement } from "../../src/segment/evaluate/agreement.js";
import { hierarchy } from "../../src/segment/hierarchy.js";
import { kmeans } from "../../src/segment/kmeans.js";
import { rules } from "../../src/segment/rules.js";
import { ward } from "../../src/segment/ward.js";
import { fromJson, type Segmentation, toJson } from "../../src/segmentation.js";

interface Method {
  readonly name: string;
  fit(matrix: Matrix, k: number): Promise<Segmentation>;
}

const methods: readonly Method[] = [
  { name: "kmeans", fit: (matrix, k) => kmeans(matrix, { k, restarts: 10, seed: 3 }) },
  { name: "ward", fit: (matrix, k) => ward(matrix, { k }) },
  {
    name: "hierarchy, single linkage",
    fit: async (matrix, k) => cut(await hierarchy(matrix, { linkage: "single" }), { k }),
  },
  {
    name: "hierarchy, average linkage of Gower's distances",
    fit: async (matrix, k) => cut(await hierarchy(matrix, { linkage: "average", distance: "gower" }), { k }),
  },
  {
    name: "rules",
    // k bands of equal width on the first column
    async fit(matrix, k) {
      const low = Math.min(...matrix.values[0]!);
      const width = (Math.max(...matrix.values[0]!) - low) / k;
      const rows = matrix.ids.map((customer, i) => ({
        customer,
        ...Object.fromEntries(matrix.columns.map((name, j) => [name, matrix.values[j]![i]!])),
      }));
      const band = (b: number): [number, number] => [
        b === 0 ? Number.NEGATIVE_INFINITY : low + b * width,
        b === k - 1 ? Number.POSITIVE_INFINITY : low + (b + 1) * width,
      ];
      return rules(rows as { customer: string | number; x: number }[], {
        rules: Array.from({ length: k }, (_, b) => ({ name: `Band ${b}`, when: { x: band(b) } })),
        otherwise: null,
      });
    },
  },
];

/** Three groups far apart, of 20, 12 and 8 rows, with ids that are not the row numbers. */
function groups(seed = 1): Matrix {
  const draw = random(seed);
  const centers = [...Array(20).fill(0), ...Array(12).fill(50), ...Array(8).fill(100)] as number[];
  return matrixOf(
    { x: centers.map((center) => center + draw.normal()), y: centers.map((center) => -center + draw.normal()) },
    centers.map((_, i) => `c${i}`),
  );
}

function rowsOf(matrix: Matrix, rows: readonly number[], ids = rows.map((i) => matrix.ids[i]!)): Matrix {
  const columns = matrix.columns.map((name, j) => [name, rows.map((i) => matrix.values[j]![i]!)]);
  return matrixOf(Object.fromEntries(columns) as Record<string, number[]>, ids);
}

for (const method of methods)
  describe(method.name, () => {
    test("finds three groups far apart, the largest first", async () => {
      const found = await method.fit(groups(), 3);
      assert.deepEqual(found.sizes, [20, 12, 8]);
      assert.deepEqual([...found.labels], [...Array(20).fill(0), ...Array(12).fill(1), ...Array(8).fill(2)]);
      assert.deepEqual(found.ids, groups().ids);
      assert.equal(found.k, 3);
      assert.equal(found.converged, true);
    });

    test("gives the same result for the same input", async () => {
      assert.deepEqual(await method.fit(groups(), 4), await method.fit(groups(), 4));
    });

    test("gives the same groups whatever the order of the rows", async () => {
      const order = random(9).shuffle(Array.from({ length: 40 }, (_, i) => i));
      const plain = await method.fit(groups(), 3);
      const mixed = await method.fit(rowsOf(groups(), order), 3);
      assert.equal(agreement(plain, mixed).adjustedRand, 1);
      assert.deepEqual(mixed.sizes, plain.sizes);
    });

    test("gives equal rows equal labels", async () => {
      const twice = rowsOf(groups(), [...Array(40).keys(), ...Array(40).keys()], [...Array(80).keys()]);
      const found = await method.fit(twice, 3);
      assert.deepEqual(found.labels.slice(0, 40), found.labels.slice(40));
    });

    test("puts all rows into the one segment of k 1, and takes a single row", async () => {
      const one = await method.fit(groups(), 1);
      assert.deepEqual(one.sizes, [40]);
      assert.ok(one.labels.every((label) => label === 0));
      assert.deepEqual((await method.fit(matrixOf({ x: [7], y: [1] }), 1)).sizes, [1]);
    });

    test("is not disturbed by a constant column", async () => {
      const plain = groups();
      const wider = { ...matrixOf({ x: plain.values[0]!, y: plain.values[1]!, z: Array(40).fill(5) }), ids: plain.ids };
      assert.deepEqual((await method.fit(wider, 3)).labels, (await method.fit(plain, 3)).labels);
    });

    test("survives JSON", async () => {
      const found = await method.fit(groups(), 3);
      const back = fromJson(JSON.parse(JSON.stringify(toJson(found))));
      assert.deepEqual(
        back,
        JSON.parse(JSON.stringify(found), (key, value) => (key === "labels" ? found.labels : value)),
      );
      assert.deepEqual(assign(back, groups()), found.labels);
    });

    test("assign gives the rows it was made of the same labels, and new ones the nearest", async () => {
      for (const k of [1, 2, 3, 5]) {
        const found = await method.fit(groups(k), k);
        assert.deepEqual(assign(found, groups(k)), found.labels);
      }
      assert.deepEqual(
        [...assign(await method.fit(groups(), 3), matrixOf({ x: [98, 3, 51], y: [-98, 1, -50] }))],
        [2, 0, 1],
      );
    });
  });
