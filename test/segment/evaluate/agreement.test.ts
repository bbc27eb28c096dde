import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { agreement } from "../../../src/segment/evaluate/agreement.js";
import { labeled } from "./labeled.js";

test("matches scikit-learn 1.9.1, adjusted_rand_score and rand_score, on the two cases of REFERENCE", () => {
  assert.ok(Math.abs(agreement([0, 0, 1, 2], [0, 0, 1, 1]).adjustedRand - 0.5714285714285714) < 1e-15);
  assert.ok(Math.abs(agreement([0, 0, 1, 2], [0, 0, 1, 1]).rand - 0.8333333333333334) < 1e-15);
  assert.equal(agreement([0, 0, 1, 1], [0, 1, 0, 1]).adjustedRand, -0.5);
});

const figures = (a: readonly number[], b: readonly number[]) => {
  const found = agreement(a, b);
  return {
    ami: found.adjustedMutualInformation,
    nmi: found.normalizedMutualInformation,
    homogeneity: found.homogeneity,
    completeness: found.completeness,
    v: found.vMeasure,
    jaccard: found.jaccard,
    vi: found.variationOfInformation,
  };
};

test("matches scikit-learn 1.9.1 (information scores, pair confusion) and scipy 1.17 (linear_sum_assignment)", () => {
  const grouping = (rows: number, label: (i: number) => number) => Array.from({ length: rows }, (_, i) => label(i));
  const one = (i: number) => ((i * i + 3 * i) % 7) % 4;
  const other = (i: number) => (i * i + Math.floor(i / 5)) % 5;
  const cases: [number[], number[], ReturnType<typeof figures>, number[][]][] = [
    [
      [0, 0, 1, 2],
      [0, 0, 1, 1],
      {
        ami: 0.5714285714285714,
        nmi: 0.8,
        homogeneity: 2 / 3,
        completeness: 1,
        v: 0.8,
        jaccard: 0.5,
        vi: 0.3465735902799727,
      },
      [
        [0, 0, 2],
        [1, 1, 1],
      ],
    ],
    [
      grouping(60, one),
      grouping(60, other),
      {
        ami: 0.01687953140391244,
        nmi: 0.07560967390188031,
        homogeneity: 0.1015832691309573,
        completeness: 0.0602137555780582,
        v: 0.07560967390188032,
        jaccard: 0.16433941997851773,
        vi: 2.3632875374538322,
      },
      [
        [0, 0, 11],
        [1, 1, 6],
        [2, 4, 3],
      ],
    ],
    [
      grouping(100_000, one),
      grouping(100_000, (i) => other(i) + (i % 1000 === 0 ? 5 : 0)),
      {
        ami: -3.888445295167187e-5,
        nmi: 8.445574251415292e-8,
        homogeneity: 1.1361996890264795e-7,
        completeness: 6.720532912302889e-8,
        v: 8.44557425141529e-8,
        jaccard: 0.15763178022436236,
        vi: 2.5714274578026823,
      },
      [
        [0, 2, 11431],
        [1, 1, 5717],
        [2, 3, 2858],
      ],
    ],
    [
      [0, 0, 1, 1],
      [0, 1, 0, 1],
      { ami: -0.5, nmi: 0, homogeneity: 0, completeness: 0, v: 0, jaccard: 0, vi: 1.3862943611198906 },
      [
        [0, 0, 1],
        [1, 1, 1],
      ],
    ],
    [
      [0, 0, 0],
      [0, 1, 2],
      { ami: 0, nmi: 0, homogeneity: 1, completeness: 0, v: 0, jaccard: 0, vi: 1.0986122886681096 },
      [[0, 0, 1]],
    ],
  ];
  for (const [a, b, expected, matching] of cases) {
    const found = figures(a, b);
    for (const [name, value] of Object.entries(expected))
      assert.ok(
        Math.abs(found[name as keyof typeof found] - value) < 1e-12,
        `${name}: ${found[name as keyof typeof found]}`,
      );
    const own = agreement(a, b);
    assert.equal(
      own.matching.reduce((sum, { rows }) => sum + rows, 0),
      matching.reduce((sum, [, , rows]) => sum + rows!, 0),
    );
    assert.equal(own.matched, own.matching.reduce((sum, { rows }) => sum + rows, 0) / a.length);
    for (const { first, second, rows } of own.matching)
      assert.equal(rows, a.filter((label, i) => label === first && b[i] === second).length);
  }
});

test("groupings with more groups on either side are matched, each group once", () => {
  const wide = agreement([0, 0, 0, 1, 1], ["a", "b", "b", "c", "a"]).matching;
  assert.deepEqual(wide, [
    { first: 0, second: "b", rows: 2 },
    { first: 1, second: "a", rows: 1 },
  ]);
  assert.deepEqual(agreement(["a", "b", "b", "c", "c"], [0, 0, 0, 1, 1]).matching, [
    { first: "b", second: 0, rows: 2 },
    { first: "c", second: 1, rows: 2 },
  ]);
});

test("groups without a row in common are not matched, though both are left over", () => {
  assert.deepEqual(agreement([0, 0, 0, 1], [0, 0, 1, 0]).matching, [{ first: 0, second: 0, rows: 2 }]);
});

test("refuses rows without a label and what is no grouping, and says where", () => {
  const missing = [Number.NaN, undefined, null] as number[];
  for (const label of missing) {
    assert.throws(() => agreement([0, label, 1], [0, 1, 1]), {
      name: "RangeError",
      message: /in row 2 of the first grouping.*such as -1/,
    });
    assert.throws(() => agreement([0, 1, 1], [0, 1, label]), /in row 3 of the second grouping/);
  }
  for (const wrong of [null, undefined, 3, "abc", {}])
    assert.throws(() => agreement(wrong as never, [1]), {
      name: "TypeError",
      message: /a list with one label per row/,
    });
});

test("groups stand in ascending order, numbers before texts, whatever the order of the rows", () => {
  for (const labels of [
    [10, 9, "1a"],
    ["1a", 10, 9],
    [9, "1a", 10],
  ])
    assert.deepEqual(agreement(labels, labels).groups[0], [9, 10, "1a"]);
});

test("counts rows per pair of groups", () => {
  const found = agreement(["b", "a", "a"], [10, 9, 10]);
  assert.deepEqual(found.groups, [
    ["a", "b"],
    [9, 10],
  ]);
  assert.deepEqual(found.table, [
    [1, 1],
    [0, 1],
  ]);
  assert.equal(found.rows, 3);
});

test("joins segmentations by id", () => {
  const a = labeled([0, 0, 1, 1]);
  const turned = { ...a, ids: [3, 2, 1, 0], labels: Int32Array.of(1, 1, 0, 0) };
  assert.equal(agreement(a, turned).adjustedRand, 1);
  assert.equal(agreement(a, { ...turned, labels: Int32Array.of(0, 1, 0, 1) }).adjustedRand, -0.5);
  assert.throws(() => agreement(a, { ...a, ids: [0, 1, 2, 9] }), /1 ids in the first only, such as 3/);
  assert.throws(() => agreement([1], [1, 2]), /got 1 and 2 rows/);
  assert.throws(() => agreement([], []), RangeError);
});

test("groupings that leave nothing to choose agree fully", () => {
  assert.equal(agreement([0, 0], [5, 5]).adjustedRand, 1);
  assert.equal(agreement([0, 1], ["a", "b"]).adjustedRand, 1);
  assert.equal(agreement([4], [4]).adjustedRand, 1);
  assert.deepEqual(Object.values(figures([0, 1, 2], [5, 6, 7])), [1, 1, 1, 1, 1, 1, 0]);
  assert.deepEqual(Object.values(figures([0, 0], [1, 1])), [1, 1, 1, 1, 1, 1, 0]);
});

test("is symmetric, at most 1, 1 with itself renamed, and equals the count over all pairs (property)", () => {
  const labels = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })), {
    minLength: 2,
    maxLength: 20,
  });
  fc.assert(
    fc.property(labels, (pairs) => {
      const a = pairs.map(([x]) => x);
      const b = pairs.map(([, y]) => y);
      const found = agreement(a, b);
      const turned = agreement(b, a);
      assert.equal(found.adjustedRand, turned.adjustedRand);
      assert.ok(Math.abs(found.homogeneity - turned.completeness) < 1e-12);
      assert.ok(Math.abs(found.adjustedMutualInformation - turned.adjustedMutualInformation) < 1e-9);
      assert.ok(Math.abs(found.variationOfInformation - turned.variationOfInformation) < 1e-12);
      for (const value of [found.homogeneity, found.completeness, found.vMeasure, found.jaccard, found.matched])
        assert.ok(value >= 0 && value <= 1 + 1e-12);
      assert.ok(found.adjustedRand <= 1 + 1e-12);
      assert.equal(
        agreement(
          a,
          a.map((x) => `group ${3 - x}`),
        ).adjustedRand,
        1,
      );
      let same = 0;
      let all = 0;
      for (let i = 0; i < a.length; i++)
        for (let j = 0; j < i; j++) {
          all++;
          if ((a[i] === a[j]) === (b[i] === b[j])) same++;
        }
      assert.ok(Math.abs(found.rand - same / all) < 1e-12);
    }),
  );
});
