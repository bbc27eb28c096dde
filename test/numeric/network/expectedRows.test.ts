import assert from "node:assert/strict";
import { test } from "node:test";
import { blockNeighbors } from "../../../src/numeric/network/blockNeighbors.js";
import { expectedRows } from "../../../src/numeric/network/expectedRows.js";
import type { NetworkInputs } from "../../../src/numeric/network/inputs.js";
import { random } from "../../../src/random.js";

/** Two numbers and a category of three levels. The second row lacks the second number, the third the category, the fourth the first number and the category. */
const mixed: NetworkInputs = {
  rows: 5,
  numbers: 2,
  levels: [3],
  values: Float32Array.of(1, 2, 1, 0, 0, 3, 0, 0, 1, 0, 5, 6, 0, 0, 0, 0, 4, 0, 0, 0, 7, 8, 1, 0, 0),
  known: Float32Array.of(1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0),
};

test("by hand: means and shares for what is missing, and their variances added up by row", () => {
  const { values, uncertain } = expectedRows(mixed);
  // First number 1, 3, 5, 7: mean 4, variance 5. Second 2, 6, 4, 8: 5 and 5. Levels 2/3 and 1/3: variances of 2/9 each.
  const [a, b] = [Math.fround(2 / 3), Math.fround(1 / 3)];
  assert.deepEqual(Array.from(values), [1, 2, 1, 0, 0, 3, 5, 0, 1, 0, 5, 6, a, b, 0, 4, 4, a, b, 0, 7, 8, 1, 0, 0]);
  [0, 5, 4 / 9, 5 + 4 / 9, 0].forEach((wanted, row) => {
    assert.ok(Math.abs(uncertain![row]! - wanted) < 1e-12, `row ${row}: ${uncertain![row]} and ${wanted}`);
  });
});

test("where nothing is missing the rows stay as they are", () => {
  const whole = { rows: 2, numbers: 1, levels: [2], values: Float32Array.of(4, 1, 0, 7, 0, 1) };
  assert.deepEqual(expectedRows(whole), { values: whole.values });
});

test("the distance is what it is on average over all values that could have been there", () => {
  const { values, uncertain } = expectedRows(mixed);
  const missing = (row: number, j: number) =>
    j < 2 ? mixed.known![row * 5 + j] === 0 : !mixed.values.subarray(row * 5 + 2, row * 5 + 5).includes(1);
  const others = (j: number) => [0, 1, 2, 3, 4].filter((row) => !missing(row, j));
  /** Every way to complete a row from the rows that have what it lacks. */
  const completed = (row: number): number[][] => {
    const parts = [[0], [1], [2, 3, 4]].map((columns) =>
      (missing(row, columns[0]!) ? others(columns[0]!) : [row]).map((from) =>
        columns.map((j) => mixed.values[from * 5 + j]!),
      ),
    );
    return parts.reduce<number[][]>((all, part) => all.flatMap((one) => part.map((own) => [...one, ...own])), [[]]);
  };
  for (let a = 0; a < 5; a++)
    for (let b = 0; b < 5; b++) {
      if (a === b) continue;
      const all = completed(a).flatMap((x) =>
        completed(b).map((y) => x.reduce((sum, one, j) => sum + (one - y[j]!) ** 2, 0)),
      );
      const wanted = all.reduce((sum, one) => sum + one, 0) / all.length;
      let found = uncertain![a]! + uncertain![b]!;
      for (let j = 0; j < 5; j++) found += (values[a * 5 + j]! - values[b * 5 + j]!) ** 2;
      assert.ok(Math.abs(found - wanted) < 1e-5, `rows ${a} and ${b}: ${found} and ${wanted}`);
    }
});

test("who lacks the same is not near for that: half of the neighbors of a row with nothing known lack nothing", async () => {
  const draw = random(4);
  const [rows, numbers] = [400, 6];
  const lacks = (row: number) => row % 2 === 1;
  const known = Float32Array.from({ length: rows * numbers }, (_, at) =>
    lacks(Math.floor(at / numbers)) && at % 6 > 0 ? 0 : 1,
  );
  const values = known.map((one) => one * draw.normal());
  const share = async (found: { values: Float32Array; uncertain?: Float64Array }) => {
    const near = await blockNeighbors(
      found.values,
      numbers,
      { most: 10, seed: 1, threads: 1, farther: found.uncertain },
      async () => undefined,
    );
    const own = near.rows.filter((_, at) => lacks(Math.floor(at / 10)));
    return own.filter(lacks).length / own.length;
  };
  assert.ok((await share({ values })) > 0.9, "as if the mean were known, they find each other");
  const mended = await share(expectedRows({ rows, numbers, levels: [], values, known }));
  assert.ok(mended < 0.6, `by expected distances ${mended}`);
});
