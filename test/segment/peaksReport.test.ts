import assert from "node:assert/strict";
import { test } from "node:test";
import { peaksReport } from "../../src/segment/peaksReport.js";

const peaks = (...values: number[]) => values.map((logLikelihood) => ({ logLikelihood, collapsed: false }));

test("optima best first, those within the same distance of the best of them are one", () => {
  assert.deepEqual(peaksReport(peaks(-20, -10.05, -10, -10.1, -30), 0.1), {
    restarts: 5,
    timesFound: 3,
    best: -10,
    optima: [
      { value: -10, times: 3 },
      { value: -20, times: 1 },
      { value: -30, times: 1 },
    ],
  });
});

test("collapsed starts count only where all are, and then it is said", () => {
  const infinite = { logLikelihood: 1e6, collapsed: true };
  assert.deepEqual(peaksReport([infinite, ...peaks(-5, -7)], 1), {
    restarts: 3,
    timesFound: 1,
    best: -5,
    optima: [
      { value: -5, times: 1 },
      { value: -7, times: 1 },
    ],
  });
  assert.deepEqual(peaksReport([infinite, infinite], 1), {
    restarts: 2,
    timesFound: 2,
    best: 1e6,
    optima: [{ value: 1e6, times: 2 }],
    collapsed: true,
  });
});
