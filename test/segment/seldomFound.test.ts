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
