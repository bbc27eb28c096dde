import assert from "node:assert/strict";
import { test } from "node:test";
import { sharpen } from "../../../src/numeric/network/sharpen.js";

test("shares and targets of three rows, by hand", () => {
  // Rows at 0, 1 and 3, centers at 0 and 3: 1 / (1 + squared distance) is 1 and 1/10, 1/2 and 1/5, 1/10 and 1.
  const shares = [
    [10 / 11, 1 / 11],
    [5 / 7, 2 / 7],
    [1 / 11, 10 / 11],
  ];
  const mass = [0, 1].map((c) => shares.reduce((sum, row) => sum + row[c]!, 0));
  const { target, labels } = sharpen([0, 1, 3], 1, [0, 3], 2);
  assert.deepEqual([...labels], [0, 0, 1]);
  shares.forEach((row, i) => {
    const squares = row.map((share, c) => share ** 2 / mass[c]!);
    squares.forEach((square, c) => {
      const wanted = square / (squares[0]! + squares[1]!);
      assert.ok(
        Math.abs(target[2 * i + c]! - wanted) < 1e-6,
        `row ${i}, center ${c}: ${target[2 * i + c]} and ${wanted}`,
      );
    });
  });
});
