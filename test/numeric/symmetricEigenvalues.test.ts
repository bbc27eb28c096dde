import assert from "node:assert/strict";
import { test } from "node:test";
import { symmetricEigen } from "../../src/numeric/symmetricEigen.js";
import { symmetricEigenvalues } from "../../src/numeric/symmetricEigenvalues.js";

function near(values: ArrayLike<number>, expected: readonly number[], tolerance: number) {
  assert.equal(values.length, expected.length);
  expected.forEach((value, i) => {
    assert.ok(Math.abs(values[i]! - value) <= tolerance, `value ${i + 1}: expected ${value}, got ${values[i]}`);
  });
}

const filled = (n: number, cell: (i: number, j: number) => number) =>
  Float64Array.from({ length: n * n }, (_, place) => cell(Math.floor(place / n), place % n));

test("closed forms of 200 columns: second differences, one common correlation, blocks, nothing and the unit matrix", () => {
  const n = 200;
  const differences = filled(n, (i, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0));
  near(
    symmetricEigenvalues(differences, n),
    Array.from({ length: n }, (_, i) => 2 - 2 * Math.cos(((n - i) * Math.PI) / (n + 1))),
    1e-12,
  );
  // 1 + (n - 1) r once, and 1 - r else.
  near(
    symmetricEigenvalues(
      filled(n, (i, j) => (i === j ? 1 : 0.3)),
      n,
    ),
    [1 + 199 * 0.3, ...new Array<number>(n - 1).fill(0.7)],
    1e-12,
  );
  // Twenty blocks of ten ones: 10 twenty times, and 0 else.
  const blocks = filled(n, (i, j) => (i % 20 === j % 20 ? 1 : 0));
  near(symmetricEigenvalues(blocks, n), [...new Array<number>(20).fill(10), ...new Array<number>(180).fill(0)], 1e-12);
  near(symmetricEigenvalues(new Float64Array(n * n), n), new Array<number>(n).fill(0), 0);
  near(
    symmetricEigenvalues(
      filled(n, (i, j) => Number(i === j)),
      n,
    ),
    new Array<number>(n).fill(1),
    0,
  );
  near(symmetricEigenvalues(Float64Array.of(-3), 1), [-3], 0);
  near(symmetricEigenvalues(new Float64Array(0), 0), [], 0);
});

test("units change nothing else, also where squares overflow or vanish", () => {
  for (const unit of [2 ** 1000, 2 ** -1000])
    near(
      symmetricEigenvalues(
        Float64Array.of(2, 1, 0, 1, 2, 1, 0, 1, 2).map((value) => value * unit),
        3,
      ).map((value) => value / unit),
      [2 + Math.SQRT2, 2, 2 - Math.SQRT2],
      1e-15,
    );
  assert.throws(() => symmetricEigenvalues(Float64Array.of(1, 0, Number.NaN, 1), 2), /finite/);
});

test("the first vectors alone are those of all; of 150 columns they are at right angles and belong to their values", () => {
  const n = 150;
  const matrix = filled(n, (i, j) => Math.sin(1 + i + j) + Number(i === j) + 1 / (1 + Math.abs(i - j)));
  const all = symmetricEigen(matrix, n);
  const some = symmetricEigen(matrix, n, 5);
  assert.deepEqual(some.values, all.values);
  assert.equal(some.vectors.length, 5);
  some.vectors.forEach((vector, k) => {
    near(vector, [...all.vectors[k]!], 0);
  });
  all.vectors.forEach((vector, k) => {
    const times = vector.map((_, i) => vector.reduce((sum, value, j) => sum + value * matrix[i * n + j]!, 0));
    near(
      times,
      Array.from(vector, (value) => value * all.values[k]!),
      1e-11,
    );
    for (let other = 0; other <= k; other++) {
      const product = vector.reduce((sum, value, i) => sum + value * all.vectors[other]![i]!, 0);
      assert.ok(Math.abs(product - Number(other === k)) < 1e-12, `${k} and ${other}: ${product}`);
    }
  });
});

test("entries too small for their squares count as 0, whatever their scale; another size is refused", () => {
  for (let power = -140; power >= -320; power--) {
    const t = 10 ** power;
    const matrix = Float64Array.of(1, t, t, t, 1, t, t, t, 1);
    near(symmetricEigenvalues(matrix, 3), [1, 1, 1], 1e-14);
    const { values, vectors } = symmetricEigen(matrix, 3);
    near(values, [1, 1, 1], 1e-14);
    for (const [i, one] of vectors.entries())
      for (const [j, other] of vectors.entries()) {
        const along = one.reduce((sum, value, c) => sum + value * other[c]!, 0);
        assert.ok(Math.abs(along - (i === j ? 1 : 0)) < 1e-14, `1e${power}: ${along}`);
      }
  }
  assert.throws(() => symmetricEigenvalues(new Float64Array(5), 3), RangeError);
});
