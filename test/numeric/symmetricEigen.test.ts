import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { symmetricEigen } from "../../src/numeric/symmetricEigen.js";

const near = (a: number, b: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(a - b) <= tolerance, `expected ${b}, got ${a}`);

test("2 x 2 by hand: [[2, 1], [1, 2]] has values 3 and 1 along the diagonals", () => {
  const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
  near(values[0]!, 3);
  near(values[1]!, 1);
  near(vectors[0]![0]!, Math.SQRT1_2);
  near(vectors[0]![1]!, Math.SQRT1_2);
  near(vectors[1]![0]!, Math.SQRT1_2);
  near(vectors[1]![1]!, -Math.SQRT1_2);
});

test("units change the values alone, also where squares of the entries overflow or vanish", () => {
  const plain = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
  for (const unit of [2 ** 600, 2 ** -600, 2 ** 1021]) {
    const { values, vectors } = symmetricEigen(Float64Array.of(2 * unit, unit, unit, 2 * unit), 2);
    assert.deepEqual(vectors, plain.vectors);
    assert.deepEqual(
      values,
      plain.values.map((value) => value * unit),
    );
  }
  assert.deepEqual([...symmetricEigen(new Float64Array(4), 2).values], [0, 0]);
});

test("closed form: the second difference matrix has values 2 - 2 cos(k pi / (n + 1))", () => {
  const n = 12;
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    matrix[i * n + i] = 2;
    if (i > 0) matrix[i * n + i - 1] = matrix[(i - 1) * n + i] = -1;
  }
  const { values } = symmetricEigen(matrix, n);
  values.forEach((value, i) => {
    near(value, 2 - 2 * Math.cos(((n - i) * Math.PI) / (n + 1)), 1e-12);
  });
});

test("values and vectors rebuild any symmetric matrix, and the vectors are orthonormal", () => {
  const matrices = fc.integer({ min: 1, max: 6 }).chain((n) =>
    fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: n * n, maxLength: n * n }).map((cells) => {
      const matrix = new Float64Array(n * n);
      for (let i = 0; i < n; i++)
        for (let j = 0; j <= i; j++) matrix[i * n + j] = matrix[j * n + i] = cells[i * n + j]!;
      return { n, matrix };
    }),
  );
  fc.assert(
    fc.property(matrices, ({ n, matrix }) => {
      const before = matrix.slice();
      const { values, vectors } = symmetricEigen(matrix, n);
      assert.deepEqual(matrix, before);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          let rebuilt = 0;
          let product = 0;
          for (let k = 0; k < n; k++) {
            rebuilt += values[k]! * vectors[k]![i]! * vectors[k]![j]!;
            product += vectors[i]![k]! * vectors[j]![k]!;
          }
          near(rebuilt, matrix[i * n + j]!, 1e-9);
          near(product, i === j ? 1 : 0, 1e-12);
        }
        assert.ok(i === 0 || values[i - 1]! >= values[i]!);
      }
    }),
    { seed: 1, numRuns: 100 },
  );
});

test("says what is wrong with the matrix", () => {
  assert.throws(() => symmetricEigen(Float64Array.of(1, 2, 3), 2), /expected 2 x 2 = 4 numbers, got 3/);
  assert.throws(() => symmetricEigen(Float64Array.of(1, 2, 3, 4), 2), /expected a symmetric matrix/);
  assert.throws(() => symmetricEigen(Float64Array.of(1, Number.NaN, Number.NaN, 4), 2), /finite/);
});
