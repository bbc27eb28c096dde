import assert from "node:assert/strict";
import { test } from "node:test";
import { counted, grouped, listed, percent, readable } from "../src/readable.js";

test("numbers by hand", () => {
  const cases: [number, string][] = [
    [0, "0"],
    [-0.0000001, "-1.00e-7"],
    [1234567, "1,234,567"],
    [1234.5, "1,235"],
    [12.345, "12.3"],
    [0.00123456, "0.00123"],
    [-5, "-5"],
    [999.96, "1,000"],
    [1e15, "1.00e+15"],
    [Number.NaN, "n/a"],
    [Number.NEGATIVE_INFINITY, "-∞"],
  ];
  for (const [value, text] of cases) assert.equal(readable(value), text);
});

test("percentages and counts by hand", () => {
  assert.deepEqual(
    [0, 0.00001, 0.0123, 0.05, 0.0996, 0.5, 0.9949, 0.995, 0.9996, 1 - 1e-16, 1, Number.NaN].map(percent),
    ["0 %", "< 0.1 %", "1.2 %", "5 %", "10 %", "50 %", "99 %", "99.5 %", "> 99.9 %", "100 %", "100 %", "n/a"],
  );
  assert.equal(counted(1, "row"), "1 row");
  assert.equal(counted(0, "stretch", "stretches"), "0 stretches");
  assert.equal(counted(25_900, "row"), "25,900 rows");
});

test("amounts keep their decimals", () => {
  const cases: [number, number, string][] = [
    [8911407.904, 2, "8,911,407.90"],
    [-1234.5, 2, "-1,234.50"],
    [-0.001, 2, "0.00"],
    [999.5, 0, "1,000"],
    [0, 0, "0"],
  ];
  for (const [value, decimals, text] of cases) assert.equal(grouped(value, decimals), text);
});

test("a long list names six and counts the rest", () => {
  assert.equal(listed(["a", "b"]), "a, b");
  assert.equal(listed([1, 2, 3, 4, 5, 6, 7, 8]), "1, 2, 3, 4, 5, 6 and 2 more");
});
