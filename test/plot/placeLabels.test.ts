import assert from "node:assert/strict";
import { test } from "node:test";
import { placeLabels } from "../../src/plot/placeLabels.js";

test("labels that do not touch stay where they are", () => {
  assert.deepEqual(
    placeLabels(
      [10, 100, 200].map((x) => ({ x, y: 50, width: 40, height: 12 })),
      0,
      300,
    ),
    [0, 0, 0],
  );
});

test("a label gives way to a mark, which stays where it is", () => {
  const label = { x: 50, y: 50, width: 40, height: 12 };
  const mark = { x: 65, y: 50, width: 8, height: 8 };
  const [shift] = placeLabels([label], 0, 300, [mark]);
  assert.ok(Math.abs(shift!) >= 10, `shifted by ${shift}: half of both heights is 10`);
  assert.deepEqual(placeLabels([label], 0, 300, [{ ...mark, x: 75 }]), [0]);
});

test("twelve labels at one place end up apart and inside", () => {
  const labels = Array.from({ length: 12 }, () => ({ x: 50, y: 10, width: 80, height: 14 }));
  const ys = labels.map(({ y }, i) => y + placeLabels(labels, 0, 300)[i]!).sort((a, b) => a - b);
  ys.slice(1).forEach((y, i) => {
    assert.ok(y - ys[i]! >= 14);
  });
  assert.ok(ys[0]! >= 7 && ys.at(-1)! <= 293);
});
