import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fromJson, type Json, orderBySize, type Segmentation, segmentName, toJson } from "../src/segmentation.js";

test("orderBySize by hand: the largest first, ties by first appearance, noise apart, empty segments last", () => {
  assert.deepEqual(orderBySize([2, 0, 0, -1, 2, 1, -1], 4), {
    labels: Int32Array.of(0, 1, 1, -1, 0, 2, -1),
    sizes: [2, 2, 1, 0],
    order: [2, 0, 1, 3],
  });
  assert.deepEqual(orderBySize([], 2), { labels: new Int32Array(0), sizes: [0, 0], order: [0, 1] });
  for (const bad of [2, 0.5, Number.NaN]) assert.throws(() => orderBySize([0, bad], 2), { name: "RangeError" });
});

const labelled = fc
  .integer({ min: 1, max: 6 })
  .chain((k) => fc.tuple(fc.constant(k), fc.array(fc.integer({ min: -1, max: k - 1 }), { maxLength: 40 })));

test("orderBySize renames and nothing else: the same groups, sizes descending, twice is once", () => {
  fc.assert(
    fc.property(labelled, ([k, old]) => {
      const { labels, sizes, order } = orderBySize(old, k);
      assert.deepEqual(
        [...order].sort((a, b) => a - b),
        Array.from({ length: k }, (_, i) => i),
      );
      old.forEach((label, i) => {
        assert.equal(labels[i]! < 0 ? -1 : order[labels[i]!], label);
      });
      sizes.forEach((size, label) => {
        assert.equal(size, labels.filter((each) => each === label).length);
        if (label > 0) assert.ok(size <= sizes[label - 1]!);
      });
      assert.deepEqual(orderBySize(labels, k).labels, labels);
    }),
  );
});

test("orderBySize does not depend on how the labels were called", () => {
  fc.assert(
    fc.property(labelled, ([k, old]) => {
      const renamed = old.map((label) => (label < 0 ? -1 : k - 1 - label));
      assert.deepEqual(orderBySize(renamed, k).labels, orderBySize(old, k).labels);
    }),
  );
});

const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)); // JSON knows no -0
const name = fc.string().filter((text) => text !== "__proto__");

const labelledIds = fc
  .integer({ min: 1, max: 9 })
  .chain((k) =>
    fc.record({
      k: fc.constant(k),
      rows: fc.array(fc.tuple(fc.oneof(fc.string(), fc.integer()), fc.integer({ min: -1, max: k - 1 }))),
    }),
  )
  .map(({ k, rows }) => ({
    k,
    ids: rows.map(([id]) => id),
    labels: Int32Array.from(rows, ([, label]) => label),
  }));

const figures = fc.record<Omit<Segmentation, "k" | "ids" | "labels">>({
  method: fc.constant("kmeans"),
  sizes: fc.array(fc.nat()),
  names: fc.array(fc.string()),
  parameters: fc.dictionary(name, fc.oneof(fc.string(), number, fc.boolean(), fc.constant(null), fc.array(number))),
  quality: fc.record({ inertia: number, bic: number }),
  search: fc.record({ restarts: fc.nat(), timesFound: fc.nat(), best: number }),
  seed: fc.nat(),
  converged: fc.boolean(),
  iterations: fc.nat(),
  model: fc.record({
    kind: fc.constant("centers" as const),
    columns: fc.array(fc.string()),
    centers: fc.array(fc.array(number)),
    preparation: fc.constant({ id: "customer", columns: [], categorical: [] }),
  }),
  warnings: fc.array(fc.string()),
});

const segmentation = fc.tuple(labelledIds, figures).map(([rows, rest]): Segmentation => ({ ...rows, ...rest }));

test("toJson, text and fromJson give the segmentation back, labels as Int32Array", () => {
  fc.assert(
    fc.property(segmentation, (made) => {
      const plain = plainPrototypes(made);
      const back = fromJson(JSON.parse(JSON.stringify(toJson(plain))) as Json);
      assert.ok(back.labels instanceof Int32Array);
      assert.deepEqual(back, plain);
      assert.deepEqual(fromJson(toJson(plain)), plain);
    }),
  );
});

test("fromJson says what is wrong with other JSON", () => {
  const made = { method: "rules", k: 2, ids: ["a", "b"], sizes: [1, 1], model: { kind: "rules", rules: [] } };
  for (const other of [null, [], "x", 3, {}, made])
    assert.throws(() => fromJson(other as Json), { name: "TypeError", message: /expected a segmentation/ });
  for (const labels of [[0], [0, 2], [0, 0.5], [0, null], [0, -2], [0, "1"]])
    assert.throws(() => fromJson({ ...made, labels } as Json), { name: "RangeError" });
  assert.deepEqual(fromJson({ ...made, labels: [0, -1] } as Json).labels, Int32Array.of(0, -1));
});

/** fast-check makes objects without a prototype, which deepEqual tells apart from JSON's. */
function plainPrototypes(made: Segmentation): Segmentation {
  return { ...(structuredClone(made) as Segmentation) };
}

test("segmentName: a name where there is one, else the number from 1; noise is no segment", () => {
  const [made] = fc.sample(segmentation, { numRuns: 1, seed: 1 });
  assert.equal(segmentName({ ...made!, names: ["Loyal"] }, 0), "Loyal");
  assert.equal(segmentName({ ...made!, names: ["Loyal"] }, 1), "Segment 2");
  const { names: _, ...nameless } = made!;
  assert.equal(segmentName(nameless, 0), "Segment 1");
  assert.equal(segmentName(nameless, -1), "Noise");
});
