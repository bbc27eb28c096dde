import assert from "node:assert/strict";
import { test } from "node:test";
import { type CloudKind, referenceCloud } from "../../src/numeric/referenceCloud.js";
import { random } from "../../src/random.js";

const draw = random(4);
const factor = Array.from({ length: 400 }, () => draw.normal());
const data = [
  Float64Array.from(factor, (value) => 5 + value),
  Float64Array.from(factor, (value) => 2 * value + draw.normal()),
  Float64Array.from(factor, () => Math.exp(draw.normal())),
];

function covariance(a: Float64Array, b: Float64Array): number {
  const mean = (column: Float64Array) => column.reduce((sum, value) => sum + value, 0) / column.length;
  const [ma, mb] = [mean(a), mean(b)];
  return a.reduce((sum, value, i) => sum + (value - ma) * (b[i]! - mb), 0) / (a.length - 1);
}

function close(a: number, b: number, within: number): void {
  assert.ok(Math.abs(a - b) <= within, `${a} is not within ${within} of ${b}`);
}

test("a normal cloud has exactly the means and covariances of the columns, and normal columns", () => {
  const drawn = referenceCloud(data, "normal")(random(1));
  for (const [j, a] of data.entries()) {
    close(
      drawn[j]!.reduce((sum, value) => sum + value, 0),
      a.reduce((sum, value) => sum + value, 0),
      1e-9,
    );
    for (const [k, b] of data.entries()) close(covariance(drawn[j]!, drawn[k]!), covariance(a, b), 1e-10);
  }
  // The lognormal column is no longer skewed: a normal sample of 400 has a skewness of 0 with standard error .12.
  const skewness = (column: Float64Array) => {
    const sd = Math.sqrt(covariance(column, column));
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    return column.reduce((sum, value) => sum + ((value - mean) / sd) ** 3, 0) / column.length;
  };
  assert.ok(skewness(data[2]!) > 2);
  close(skewness(drawn[2]!), 0, 0.5);
});

test("fewer rows than columns, a constant column and equal rows make no broken number", () => {
  const few = [Float64Array.of(1, 2, 4), Float64Array.of(5, 5, 5), Float64Array.of(0, 1, 0), Float64Array.of(3, 1, 2)];
  for (const kind of ["axes", "columns", "peaked", "normal", "shuffled"] as CloudKind[])
    for (const columns of [few, [Float64Array.of(7, 7, 7, 7)]]) {
      const drawn = referenceCloud(columns, kind)(random(1));
      assert.ok(
        drawn.every((column) => column.every(Number.isFinite)),
        kind,
      );
      close(drawn[columns.length === 1 ? 0 : 1]![1]!, columns.length === 1 ? 7 : 5, 1e-9);
    }
});

test("a box holds all within the range of the columns, or of the axes", () => {
  const drawn = referenceCloud(data, "columns")(random(1));
  for (const [j, column] of drawn.entries()) {
    assert.ok(Math.min(...column) >= Math.min(...data[j]!) && Math.max(...column) <= Math.max(...data[j]!));
    // The standard deviation of a uniform distribution is its range over the root of 12.
    const range = Math.max(...data[j]!) - Math.min(...data[j]!);
    close(Math.sqrt(covariance(column, column)) / range, 1 / Math.sqrt(12), 0.03);
  }
});

test("a cloud with one peak has the variances of the data, and no hole where these have one", () => {
  const two = [Float64Array.from({ length: 300 }, (_, i) => (i % 2) * 10 + draw.normal())];
  const drawn = referenceCloud(two, "peaked")(random(1))[0]!;
  close(covariance(drawn, drawn), covariance(two[0]!, two[0]!), 1e-9);
  const middle = (column: Float64Array) => column.filter((value) => value > 4 && value < 6).length;
  assert.equal(middle(two[0]!), 0);
  assert.ok(middle(drawn) > 20);
});

test("shuffled columns keep their values and lose what they have in common", () => {
  const drawn = referenceCloud(data, "shuffled")(random(1));
  assert.deepEqual(drawn[0]!.slice().sort(), data[0]!.slice().sort());
  assert.ok(Math.abs(covariance(drawn[0]!, drawn[1]!)) < 0.3 && covariance(data[0]!, data[1]!) > 1.5);
});

test("tied columns keep their values and, in a normal cloud, their correlations", () => {
  // Answers of yes and no behind which stands a normal factor.
  const answers = [-0.5, 0, 0.7].map((bound) =>
    Float64Array.from(factor, (value) => Number(value + draw.normal() > bound)),
  );
  const cloud = referenceCloud(answers, "normal", [0, 1, 2]);
  const correlation = (a: Float64Array, b: Float64Array) =>
    covariance(a, b) / Math.sqrt(covariance(a, a) * covariance(b, b));
  const sums = [0, 0, 0];
  for (let b = 0; b < 40; b++) {
    const drawn = cloud(random(b));
    drawn.forEach((column, j) => {
      assert.deepEqual(column.slice().sort(), answers[j]!.slice().sort());
      sums[j] = sums[j]! + correlation(column, drawn[(j + 1) % 3]!) / 40;
    });
  }
  // The mean of 40 has a standard error of .05 / 6; without the correction it would be lower by a third.
  sums.forEach((mean, j) => {
    close(mean, correlation(answers[j]!, answers[(j + 1) % 3]!), 0.03);
  });
});
