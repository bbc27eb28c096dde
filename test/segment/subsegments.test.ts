import assert from "node:assert/strict";
import { test } from "node:test";
import { matrixOf } from "../../src/matrix.js";
import { random } from "../../src/random.js";
import { assign } from "../../src/segment/assign.js";
import { kmeans } from "../../src/segment/kmeans.js";
import { subsegments } from "../../src/segment/subsegments.js";
import { ward } from "../../src/segment/ward.js";
import { fromJson, toJson } from "../../src/segmentation.js";

/** 40 customers of little value and 20 of much; the latter have two needs, 12 and 8. */
function customers(seed = 1) {
  const draw = random(seed);
  const group = [...Array(40).fill(0), ...Array(12).fill(1), ...Array(8).fill(2)] as number[];
  const value = group.map((one) => (one === 0 ? 0 : 40) + draw.normal());
  const need = group.map((one) => [10, 0, 20][one]! + draw.normal());
  return { value: matrixOf({ value }), need: matrixOf({ need }), both: matrixOf({ value, need }), group };
}

test("divides the segments that are to be divided, and keeps the names of the others", async () => {
  const { value, need, both, group } = customers();
  const two = { ...(await kmeans(value, { k: 2 })), names: ["Small", "Big"] };
  const found = await subsegments(two, need, { k: [1, 2], method: ward });
  assert.deepEqual(found.names, ["Small", "Big / Segment 1", "Big / Segment 2"]);
  assert.deepEqual(found.sizes, [40, 12, 8]);
  assert.deepEqual([...found.labels], group);
  assert.deepEqual(assign(found, both), found.labels);
  const back = fromJson(JSON.parse(JSON.stringify(toJson(found))));
  assert.deepEqual([...assign(back, matrixOf({ need: [19, 1, 1], value: [41, 39, 1] }))], [2, 1, 0]);
});

test("within one segment it is the method on its rows alone", async () => {
  const { value, need } = customers();
  const two = await kmeans(value, { k: 2 });
  const found = await subsegments(two, need, { k: 3, seed: 7, restarts: 5 });
  assert.equal(found.k, 6);
  const rows = [...two.labels.keys()].filter((i) => two.labels[i] === 1);
  const alone = await kmeans(matrixOf({ need: rows.map((i) => need.values[0]![i]!) }), { k: 3, seed: 7, restarts: 5 });
  assert.deepEqual(
    rows.map((i) => found.names![found.labels[i]!]),
    Array.from(alone.labels, (label) => `Segment 2 / Segment ${label + 1}`),
  );
  assert.ok(found.sizes.every((size, i) => i === 0 || size <= found.sizes[i - 1]!));
});

test("noise of either stage is noise, and rows are joined by id", async () => {
  const { value, need } = customers();
  const outer = await kmeans(value, { k: 2, trim: 0.05 });
  const turned = matrixOf({ need: [...need.values[0]!].reverse() }, [...need.ids].reverse());
  const found = await subsegments(outer, turned, { k: 2 });
  outer.labels.forEach((label, i) => {
    assert.equal(label < 0, found.labels[59 - i]! < 0);
  });
});

test("refuses other customers, a k for too few segments and one below 1", async () => {
  const { value, need } = customers();
  const two = await kmeans(value, { k: 2 });
  await assert.rejects(subsegments(two, matrixOf({ x: [1, 2] }), { k: 2 }), /60 customers that were segmented, got 2/);
  await assert.rejects(subsegments(two, need, { k: [2] }), /k for each of 2 segments, got 1/);
  await assert.rejects(subsegments(two, need, { k: 0 }), RangeError);
  await assert.rejects(subsegments(two, need, { k: [1, 30] }), /k of at most 20.*\(within Segment 2, label 1\)$/);
  await assert.rejects(subsegments(two, need, {} as never), /whole numbers of 1 or more in k, got undefined/);
  await assert.rejects(subsegments(two, need, { k: 2, metod: ward } as never), /Did you mean "method"\?/);
  await assert.rejects(subsegments(two, { x: 1 } as never, { k: 2 }), TypeError);
});
