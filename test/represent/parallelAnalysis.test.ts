import assert from "node:assert/strict";
import { test } from "node:test";
import { randomCorrelations } from "../../src/numeric/randomCorrelations.js";
import { symmetricEigen } from "../../src/numeric/symmetricEigen.js";
import { symmetricEigenvalues } from "../../src/numeric/symmetricEigenvalues.js";
import { random } from "../../src/random.js";
import { parallelAnalysis } from "../../src/represent/parallelAnalysis.js";
import { skipWithout } from "../sharedData.js";
import { bfi } from "./bfi.js";

test("bfi: five components are more than chance; the same seed gives the same table", {
  skip: skipWithout("bfi.csv"),
}, async () => {
  const found = await parallelAnalysis(bfi(), { id: "respondent" });
  assert.equal(found.suggested, 5);
  assert.deepEqual(found.table.get("eigenvalue", 0).toFixed(4), "5.1343");
  const again = await parallelAnalysis(bfi(), { id: "respondent" });
  assert.deepEqual(again.table.objects(), found.table.objects());
});

test("random answers hold nothing: at the 95th percentile 0 in nearly all of forty tries", async () => {
  let none = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const draw = random(seed);
    const answers = Array.from({ length: 120 }, (_, customer) => ({
      customer,
      ...Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`q${i}`, draw.normal()])),
    }));
    if ((await parallelAnalysis(answers, { replicates: 100 })).suggested === 0) none++;
  }
  assert.ok(none >= 34, `${none} of 40`);
});

test("eigenvalues of correlations drawn from their distribution are those of drawn answers (means of 400 to 0.02)", () => {
  const [rows, size] = [40, 6];
  const draw = random(3);
  const means = (matrixOf: () => Float64Array) => {
    const sums = new Float64Array(size);
    for (let i = 0; i < 400; i++)
      symmetricEigenvalues(matrixOf(), size).forEach((value, rank) => {
        sums[rank]! += value / 400;
      });
    return sums;
  };
  const direct = means(() => {
    const columns = Array.from({ length: size }, () => Float64Array.from({ length: rows }, () => draw.normal()));
    const unit = columns.map((column) => {
      const mean = column.reduce((sum, value) => sum + value, 0) / rows;
      const length = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0));
      return column.map((value) => (value - mean) / length);
    });
    return Float64Array.from({ length: size * size }, (_, cell) =>
      unit[Math.floor(cell / size)]!.reduce((sum, value, i) => sum + value * unit[cell % size]![i]!, 0),
    );
  });
  means(() => randomCorrelations(rows, size, draw)).forEach((value, rank) => {
    assert.ok(Math.abs(value - direct[rank]!) < 0.02, `${rank}: ${value} for ${direct[rank]}`);
  });
});

test("eigenvalues alone are those of symmetricEigen, also of singular and diagonal matrices", () => {
  const draw = random(9);
  for (const [rows, size] of [
    [50, 1],
    [50, 2],
    [50, 25],
    [4, 9],
  ] as const) {
    const matrix = randomCorrelations(rows, size, draw);
    const { values } = symmetricEigen(matrix, size);
    symmetricEigenvalues(matrix, size).forEach((value, i) => {
      assert.ok(Math.abs(value - values[i]!) < 1e-12);
    });
  }
  assert.deepEqual(Array.from(symmetricEigenvalues(Float64Array.of(1, 0, 0, 0, 3, 0, 0, 0, 2), 3)), [3, 2, 1]);
});

test("refuses odd options", async () => {
  const answers = [1, 2, 3, 4, 5].map((a, customer) => ({ customer, a, b: (a * 7) % 5, c: (a * 3) % 4 }));
  await assert.rejects(parallelAnalysis(answers, { replicates: 3 }), RangeError);
  await assert.rejects(parallelAnalysis(answers, { percentile: 20 }), RangeError);
  await assert.rejects(parallelAnalysis(answers, { of: "pca" as "factors" }), RangeError);
});
