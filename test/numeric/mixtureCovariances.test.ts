import assert from "node:assert/strict";
import { test } from "node:test";
import { mixtureCovariances, type Scatter } from "../../src/numeric/mixtureCovariances.js";
import { familyNames, mixtureFamily } from "../../src/numeric/mixtureFamily.js";
import { symmetricEigen } from "../../src/numeric/symmetricEigen.js";
import { random } from "../../src/random.js";

const floor = { share: 0.01, variances: Float64Array.of(1, 4), constant: [] };
const near = (actual: ArrayLike<number>, expected: readonly number[]) =>
  expected.forEach((value, at) => {
    assert.ok(Math.abs(actual[at]! - value) < 1e-12, `${Array.from(actual)}, expected ${expected}`);
  });

test("families go by two names; their parameters are counted as mclust does (nVarParams, k 3 and 4 columns)", () => {
  assert.equal(mixtureFamily("tied"), mixtureFamily("EEE"));
  assert.equal(mixtureFamily("round"), undefined);
  const counted = ["EII", "VII", "EEI", "VVI", "EEE", "VEV", "VVV"].map((name) =>
    mixtureFamily(name)!.parameters(3, 4),
  );
  assert.deepEqual(counted, [1, 3, 4, 12, 10, 24, 30]);
  assert.equal(familyNames.length, 11);
});

test("computed by hand: two components of 1 and 3 rows with variances (1, 3) and (5, 7)", () => {
  const made = (name: string): Scatter => {
    const scatter = { k: 2, width: 2, mass: Float64Array.of(1, 3), spread: Float64Array.of(1, 3, 5, 7) };
    assert.equal(mixtureCovariances(mixtureFamily(name)!, scatter, floor), false);
    return scatter;
  };
  near(made("VVI").spread, [1, 3, 5, 7]);
  near(made("VII").spread, [2, 2, 6, 6]);
  near(made("EEI").spread, [4, 6, 4, 6]);
  near(made("EII").spread, [5, 5, 5, 5]);
});

test("the floor raises what is below it in units of the columns, and nothing else", () => {
  const diagonal = { k: 1, width: 2, mass: Float64Array.of(9), spread: Float64Array.of(0.5, 0.02) };
  assert.equal(mixtureCovariances(mixtureFamily("diagonal")!, diagonal, floor), true);
  near(diagonal.spread, [0.5, 0.04]);
  // In units of the columns' standard deviations, 1 and 2: variances 1 and 1, covariance 1, so eigenvalues 2 and 0; 0 becomes .01.
  const full = { k: 1, width: 2, mass: Float64Array.of(9), spread: Float64Array.of(1, 2, 2, 4) };
  assert.equal(mixtureCovariances(mixtureFamily("full")!, full, floor), true);
  near(full.spread, [1.005, 1.99, 1.99, 4.02]);
});

test("VEV: no other volumes, directions and common shape fit better (a stationary point of Celeux and Govaert's criterion)", () => {
  const draw = random(2);
  const [k, width] = [3, 3];
  const scatter = Array.from({ length: k }, () => {
    const rows = Array.from({ length: 9 }, () => Array.from({ length: width }, () => draw.normal()));
    return Array.from({ length: width * width }, (_, at) =>
      rows.reduce((sum, row) => sum + (row[Math.floor(at / width)]! * row[at % width]!) / 9, 0),
    );
  });
  const mass = Float64Array.of(2, 5, 3);
  const spread = Float64Array.from(scatter.flat());
  mixtureCovariances(
    mixtureFamily("VEV")!,
    { k, width, mass, spread },
    { share: 1e-6, variances: new Float64Array(width).fill(1), constant: [] },
  );
  const own = scatter.map((one) => symmetricEigen(Float64Array.from(one), width).values);
  const fitted = Array.from(mass, (_, c) => symmetricEigen(spread.slice(c * 9, c * 9 + 9), width).values);
  // Rows times (log determinant + trace of the inverse times the scatter), the directions being the scatter's own.
  const cost = (volume: number[], shape: number[]) =>
    mass.reduce(
      (sum, rows, c) =>
        sum + rows * shape.reduce((all, a, j) => all + Math.log(volume[c]! * a) + own[c]![j]! / volume[c]! / a, 0),
      0,
    );
  const volume = fitted.map((values) => Math.cbrt(values.reduce((product, value) => product * value, 1)));
  const shape = Array.from(fitted[0]!, (value) => value / volume[0]!);
  fitted.forEach((values, c) => {
    near(
      values,
      shape.map((a) => a * volume[c]!),
    );
  });
  const best = cost(volume, shape);
  for (let c = 0; c < k; c++)
    for (const step of [0.99, 1.01])
      assert.ok(
        cost(
          volume.map((v, at) => (at === c ? v * step : v)),
          shape,
        ) > best,
      );
  for (const [a, b] of [
    [0, 1],
    [1, 2],
    [2, 0],
  ] as const)
    assert.ok(
      cost(
        volume,
        shape.map((v, at) => (at === a ? v * 1.01 : at === b ? v / 1.01 : v)),
      ) > best,
    );
});
