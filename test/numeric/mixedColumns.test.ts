import assert from "node:assert/strict";
import { test } from "node:test";
import { mixedColumns } from "../../src/numeric/mixedColumns.js";
import { principalAxes } from "../../src/numeric/principalAxes.js";
import { sharedColumns, skipWithout } from "../sharedData.js";

const near = (actual: ArrayLike<number>, wanted: readonly number[], within = 1e-12) => {
  assert.equal(actual.length, wanted.length);
  wanted.forEach((value, i) => {
    assert.ok(Math.abs(actual[i]! - value) <= within, `${actual[i]} is not ${value}`);
  });
};
/** Codes of texts, levels sorted. */
function coded(cells: readonly string[]) {
  const levels = [...new Set(cells)].sort();
  return { codes: Int32Array.from(cells, (cell) => levels.indexOf(cell)), levels: levels.length };
}

test("by hand: a number has mean 0 and variance 1; a level held by a quarter is (1 - 1/4) / (1/2) or -(1/4) / (1/2)", () => {
  const [number, first, second] = mixedColumns(
    [Float64Array.of(1, 3, 1, 3)],
    [{ codes: Int32Array.of(0, 1, 1, 1), levels: 2 }],
  );
  near(number!.values, [-1, 1, -1, 1]);
  near(first!.values, [1.5, -0.5, -0.5, -0.5]);
  const wide = Math.sqrt(0.75);
  near(second!.values, [-0.75 / wide, 0.25 / wide, 0.25 / wide, 0.25 / wide]);
  assert.deepEqual([number!.level, first!.level, second!.level], [undefined, 0, 1]);
});

test("by hand: a number and an answer that say the same, and an answer apart from both, make axes of 2 and 1 of 3", () => {
  const columns = mixedColumns(
    [Float64Array.of(10, 10, 30, 30)],
    [
      { codes: Int32Array.of(0, 0, 1, 1), levels: 2 },
      { codes: Int32Array.of(0, 1, 0, 1), levels: 2 },
    ],
  ).map(({ values }) => values);
  near(principalAxes(columns, 3).share, [2 / 3, 1 / 3, 0]);
});

test("missing codes stand in the middle, constants are 0, levels without rows have no column", () => {
  const [constant, ...levels] = mixedColumns(
    [Float64Array.of(0.1, 0.1, 0.1)],
    [{ codes: Int32Array.of(-1, 2, 0), levels: 3 }],
  );
  near(constant!.values, [0, 0, 0]);
  assert.deepEqual(
    levels.map(({ level }) => level),
    [0, 2],
  );
  near(levels[0]!.values, [0, -Math.SQRT1_2, Math.SQRT1_2]);
  assert.deepEqual(mixedColumns([], [{ codes: Int32Array.of(-1, -1), levels: 0 }]), []);
});

test("levels beyond the most frequent share a column; huge and tiny numbers are no trouble", () => {
  const codes = Int32Array.of(0, 1, 1, 2, 2, 3);
  const found = mixedColumns(
    [Float64Array.of(1e300, -1e300), Float64Array.of(1e-300, -1e-300)],
    [{ codes, levels: 4 }],
    2,
  );
  assert.deepEqual(
    found.map(({ level }) => level),
    [undefined, undefined, 1, 2, -1],
  );
  near(found[0]!.values, [1, -1]);
  near(found[1]!.values, [1, -1]);
  near(
    found[4]!.values.map((value) => Math.sign(value)),
    [1, -1, -1, -1, -1, 1],
  );
});

test("the order of rows and of levels changes no axis", () => {
  const codes = Int32Array.from({ length: 60 }, (_, i) => (i * i + 3 * i) % 5);
  const other = Int32Array.from({ length: 60 }, (_, i) => Math.floor(i / 7) % 3);
  const number = Float64Array.from({ length: 60 }, (_, i) => Math.sin(i) + codes[i]!);
  const base = principalAxes(
    mixedColumns(
      [number],
      [
        { codes, levels: 5 },
        { codes: other, levels: 3 },
      ],
    ).map(({ values }) => values),
    2,
  );
  const turned = principalAxes(
    mixedColumns(
      [number.slice().reverse()],
      [
        { codes: codes.map((code) => 4 - code).reverse(), levels: 5 },
        { codes: other.slice().reverse(), levels: 3 },
      ],
    ).map(({ values }) => values),
    2,
  );
  near(turned.share, [...base.share], 1e-12);
  near(turned.scores[0]!.slice().reverse().map(Math.abs), [...base.scores[0]!].map(Math.abs), 1e-9);
});

test("matches prince 0.23.0 on mcdonalds.csv: FAMD of Age, yummy, VisitFrequency and Gender; MCA of the eleven answers", {
  skip: skipWithout("mcdonalds.csv"),
}, () => {
  const data = sharedColumns("mcdonalds.csv");
  const mixed = mixedColumns(
    [Float64Array.from(data.Age!, Number)],
    ["yummy", "VisitFrequency", "Gender"].map((name) => coded(data[name]!)),
  );
  const { share, scores } = principalAxes(
    mixed.map(({ values }) => values),
    2,
  );
  // FAMD(n_components=2).fit(...): percentage_of_variance_, and row_coordinates of the first three rows (the sign is free)
  near(share, [0.2176143131, 0.1347050521], 1e-8);
  near(Array.from(scores[0]!.slice(0, 3), Math.abs), [1.401997259, 0.1816899258, 1.435583651], 1e-8);
  near(Array.from(scores[1]!.slice(0, 3), Math.abs), [1.053427751, 1.202730404, 1.064506227], 1e-8);
  const answers = mixedColumns([], Object.values(data).slice(0, 11).map(coded));
  // MCA(n_components=2).fit(...).eigenvalues_, of a total inertia of 1
  near(
    principalAxes(
      answers.map(({ values }) => values),
      2,
    ).share,
    [0.25556637, 0.14834762],
    1e-8,
  );
});
