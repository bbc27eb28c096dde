import assert from "node:assert/strict";
import { test } from "node:test";
import { seldomFound } from "../../src/segment/seldomFound.js";

test("once in several starts is seldom, and so are fewer than one in ten; one start alone says nothing", () => {
  const cases: [number, number, boolean][] = [
    [1, 1, false],
    [2, 1, true],
    [5, 2, false],
    [20, 2, false],
    [50, 4, true],
    [50, 5, false],
    [1000, 99, true],
  ];
  for (const [restarts, timesFound, seldom] of cases)
    assert.equal(seldomFound({ restarts, timesFound }), seldom, `${timesFound} of ${restarts}`);
});

test("solutions as good as the best count with it, worse ones do not", () => {
  const search = (value: number) => ({
    restarts: 500,
    timesFound: 14,
    best: 1602.899,
    optima: [
      { value: 1602.899, times: 14 },
      { value, times: 37 },
    ],
  });
  assert.equal(seldomFound(search(1602.91)), false);
  assert.equal(seldomFound(search(1603.5)), true);
  const likelihoods = [-1602.899, -1602.91].map((value, at) => ({ value, times: [14, 37][at]! }));
  assert.equal(seldomFound({ restarts: 500, timesFound: 14, best: -1602.899, optima: likelihoods }), false);
});
