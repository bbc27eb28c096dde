import assert from "node:assert/strict";
import { test } from "node:test";
import { principalComponents } from "../../src/represent/principalComponents.js";
import type { Table } from "../../src/table.js";
import { mcdonalds, skipWithout } from "../sharedData.js";

const numbers = (table: Table, name: string) => Array.from(table.array(name) as ArrayLike<number>);
const tilted = [1, 2, 3, 4, 5, 6].map((x, customer) => ({ customer, a: x, b: 2 * x + (customer % 2), c: -x * x }));

test("McDonald's: standard deviations .75705 .60746 .50462 .39880 .33741 of covariances (REFERENCE, R's prcomp)", {
  skip: skipWithout("mcdonalds.csv"),
}, async () => {
  const { columns, values } = mcdonalds();
  const answers = Array.from(values[0]!, (_, customer) => ({
    customer,
    ...Object.fromEntries(columns.map((name, j) => [name, values[j]![customer]!])),
  }));
  const found = await principalComponents(answers, { of: "covariance" });
  assert.deepEqual(
    numbers(found.components, "standardDeviation")
      .slice(0, 5)
      .map((value) => value.toFixed(5)),
    ["0.75705", "0.60746", "0.50462", "0.39880", "0.33741"],
  );
});

test("two items that correlate r: eigenvalues 1 + r and 1 - r, weights of root one half (by hand)", async () => {
  const answers = [
    [1, 1],
    [2, 3],
    [3, 2],
  ].map(([a, b], customer) => ({ customer, a: a!, b: b! }));
  const found = await principalComponents(answers); // r = .5
  assert.ok(Math.abs(found.eigenvalues[0]! - 1.5) < 1e-12 && Math.abs(found.eigenvalues[1]! - 0.5) < 1e-12);
  for (const value of numbers(found.weights, "component1")) assert.ok(Math.abs(value - Math.SQRT1_2) < 1e-12);
  assert.deepEqual(
    numbers(found.scores, "component1").map((value) => value.toFixed(6)),
    ["-1.414214", "0.707107", "0.707107"],
  );
});

test("scores have the eigenvalues as variances and do not correlate; loadings add up to more than 0", async () => {
  for (const of of ["correlation", "covariance"] as const) {
    const found = await principalComponents(tilted, { of });
    const scores = found.names.map((name) => numbers(found.scores, name));
    scores.forEach((a, i) => {
      scores.forEach((b, j) => {
        const shared = a.reduce((sum, value, row) => sum + value * b[row]!, 0) / 5;
        assert.ok(Math.abs(shared - (i === j ? found.eigenvalues[i]! : 0)) < 1e-9);
      });
      assert.ok(numbers(found.loadings, found.names[i]!).reduce((sum, value) => sum + value, 0) > -1e-9);
    });
    const total = numbers(found.components, "cumulative").at(-1)!;
    assert.ok(Math.abs(total - 1) < 1e-12);
  }
});

test("refuses a constant item, too many components and odd options", async () => {
  await assert.rejects(
    principalComponents(tilted.map((row) => ({ ...row, b: 1 }))),
    /expected answers that differ, got 1/,
  );
  await assert.rejects(principalComponents(tilted, { k: 4 }), /from 1 to the 3 items, got 4/);
  await assert.rejects(principalComponents(tilted, { of: "both" as "covariance" }), RangeError);
});
