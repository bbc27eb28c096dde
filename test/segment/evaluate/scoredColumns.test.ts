import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseK } from "../../../src/segment/evaluate/chooseK.js";
import { indices } from "../../../src/segment/evaluate/indices.js";
import { scoredColumns } from "../../../src/segment/evaluate/scoredColumns.js";
import { silhouette } from "../../../src/segment/evaluate/silhouette.js";
import { kmeans } from "../../../src/segment/kmeans.js";
import { kmodes } from "../../../src/segment/kmodes.js";
import { kprototypes } from "../../../src/segment/kprototypes.js";
import { mixedMatrix, shares } from "../mixedData.js";

function squared(columns: readonly Float64Array[], a: number, b: number): number {
  return columns.reduce((sum, column) => sum + (column[a]! - column[b]!) ** 2, 0);
}

test("squared distances are those of the method: answers that differ, by gamma or by rarity, and numbers", async () => {
  const rows = [
    [0, 1, 0],
    [0, 2, 1],
    [1, 2, 5],
    [1, 1, 6],
    [1, 1, 9],
  ];
  const all = mixedMatrix(rows, 2);
  const differ = (a: number, b: number) => [0, 1].filter((j) => rows[a]![j] !== rows[b]![j]);
  const count = (j: number, level: number) => rows.filter((row) => row[j] === level).length;
  const matching = scoredColumns(all, await kmodes(all, { k: 2 }));
  const rare = scoredColumns(all, await kmodes(all, { k: 2, distance: "frequency" }));
  const mixed = scoredColumns(all, await kprototypes(all, { k: 2, gamma: 0.3 }));
  const gower = scoredColumns(all, await kprototypes(all, { k: 2, distance: "gower" }));
  for (let a = 0; a < rows.length; a++)
    for (let b = 0; b < a; b++) {
      const close = (found: number, wanted: number) =>
        assert.ok(Math.abs(found - wanted) < 1e-12, `${found} ${wanted}`);
      const numbers = (rows[a]![2]! - rows[b]![2]!) ** 2;
      close(squared(matching, a, b), differ(a, b).length);
      close(squared(mixed, a, b), numbers + 0.3 * differ(a, b).length);
      close(squared(gower, a, b), numbers / 81 + differ(a, b).length);
      const rarity = (j: number) => 1 / count(j, rows[a]![j]!) + 1 / count(j, rows[b]![j]!);
      close(
        squared(rare, a, b),
        differ(a, b).reduce((sum, j) => sum + rarity(j), 0),
      );
    }
  assert.equal(scoredColumns(all, await kmeans(all, { k: 2 })), all.values);
});

test("the silhouette of answers, hand-computed", async () => {
  const all = mixedMatrix(
    [
      [0, 0],
      [0, 0],
      [1, 1],
      [1, 0],
    ],
    2,
  );
  const found = await silhouette(all, {
    ...(await kmodes(all, { k: 2 })),
    labels: Int32Array.of(0, 0, 1, 1),
    sizes: [2, 2],
  });
  // Own 0 and other (root 2 + 1) / 2; own 1 and other root 2; own 1 and other 1.
  const wanted = [1, 1, 1 - Math.SQRT1_2, 0];
  found.values.forEach((value, i) => {
    assert.ok(Math.abs(value - wanted[i]!) < 1e-12, `${value}`);
  });
});

test("chooseK finds the number of segments of answers alone", async () => {
  const share = shares(4);
  const rows = Array.from({ length: 300 }, (_, i) =>
    [0, 1, 2, 3, 4, 5].map((j) => (share() < 0.8 ? ((i % 3) + j) % 4 : Math.floor(share() * 4))),
  );
  for (const method of [kmodes, kprototypes]) {
    const choice = await chooseK(mixedMatrix(rows, 6), { k: [2, 3, 4, 5], method });
    assert.equal(choice.recommended, 3);
    assert.ok(choice.segmentations.every(({ converged }) => converged));
  }
});

test("a missing answer lies in the middle, and nothing to measure is an error", async () => {
  const all = mixedMatrix(
    [
      [0, 0],
      [0, 1],
      [1, 0],
      [-1, 1],
    ],
    2,
  );
  const found = await kmodes(all, { k: 2 });
  const columns = scoredColumns(all, found);
  assert.ok(Math.abs(columns[0]![3]! - (Math.SQRT1_2 * 2) / 3) < 1e-15);
  assert.ok(Math.abs(columns[1]![3]! - Math.SQRT1_2 / 3) < 1e-15);
  const numbers = await kmeans(mixedMatrix([[1], [2], [4], [8]], 0), { k: 2 });
  await assert.rejects(indices(all, numbers), /columns that the distances of this method can be measured on, got none/);
});
