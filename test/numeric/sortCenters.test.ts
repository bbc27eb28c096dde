import assert from "node:assert/strict";
import { test } from "node:test";
import type { KmeansSpace } from "../../src/numeric/kmeansSpace.js";
import { sortCenters } from "../../src/numeric/sortCenters.js";

test("by hand: rows of centers come in lexicographic order, and limits, labels and noise follow", () => {
  const space = {
    centers: Float64Array.of(2, 9, 1, 5, 1, -3),
    limit: Float64Array.of(0.2, 0.15, 0.1),
    labels: Int16Array.of(0, 1, 2, -1, 0),
    shape: { k: 3, width: 2 },
  };
  sortCenters(space as unknown as KmeansSpace);
  assert.deepEqual([...space.centers], [1, -3, 1, 5, 2, 9]);
  assert.deepEqual([...space.limit], [0.1, 0.15, 0.2]);
  assert.deepEqual([...space.labels], [2, 1, 0, -1, 2]);
});
