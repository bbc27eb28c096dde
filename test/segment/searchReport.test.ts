import assert from "node:assert/strict";
import { test } from "node:test";
import { searchReport } from "../../src/segment/searchReport.js";

test("optima by value, best first, with the starts that found them", () => {
  assert.deepEqual(searchReport([5, 2, 3, 2 * (1 + 5e-10), 5]), {
    restarts: 5,
    timesFound: 2,
    best: 2,
    optima: [
      { value: 2, times: 2 },
      { value: 3, times: 1 },
      { value: 5, times: 2 },
    ],
  });
  assert.deepEqual(searchReport([0, 0]).optima, [{ value: 0, times: 2 }]);
});
