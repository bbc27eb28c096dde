import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { errorFunction } from "simple-statistics";
import { beta, exponential, gamma, lognormal, pick, poisson } from "../../src/numeric/draws.js";
import { type Random, random } from "../../src/random.js";

const n = 20_000;

function sample(draw: (generator: Random) => number, seed = 11): Float64Array {
  const generator = random(seed);
  return Float64Array.from({ length: n }, () => draw(generator));
}

/** Kolmogorov-Smirnov: the greatest distance of the sample's distribution from the true one, times √n. */
function distance(values: Float64Array, cdf: (x: number) => number): number {
  const sorted = values.slice().sort();
  let most = 0;
  sorted.forEach((x, i) => {
    most = Math.max(most, (i + 1) / n - cdf(x), cdf(x) - i / n);
  });
  return most * Math.sqrt(n);
}

const closedForms: [string, (generator: Random) => number, (x: number) => number][] = [
  ["exponential(2)", (g) => exponential(g, 2), (x) => 1 - Math.exp(-2 * x)],
  ["gamma(1, rate 2) is exponential", (g) => gamma(g, 1, 2), (x) => 1 - Math.exp(-2 * x)],
  ["gamma(3) is Erlang", (g) => gamma(g, 3), (x) => 1 - Math.exp(-x) * (1 + x + (x * x) / 2)],
  ["gamma(1/2) is a squared normal", (g) => gamma(g, 0.5), (x) => errorFunction(Math.sqrt(x))],
  ["beta(2, 3) is a polynomial", (g) => beta(g, 2, 3), (x) => 6 * x ** 2 - 8 * x ** 3 + 3 * x ** 4],
  ["beta(1, 0.3) is a power", (g) => beta(g, 1, 0.3), (x) => 1 - (1 - x) ** 0.3],
  [
    "lognormal(5, 0.4)",
    (g) => lognormal(g, 5, 0.4),
    (x) => (1 + errorFunction(Math.log(x / 5) / 0.4 / Math.SQRT2)) / 2,
  ],
];

for (const [name, draw, cdf] of closedForms)
  test(`${name}: Kolmogorov-Smirnov distance from the closed form is below its 0.1 % point, 1.95`, () => {
    const found = distance(sample(draw), cdf);
    assert.ok(found < 1.95, `distance ${found}`);
  });

test("the Kolmogorov-Smirnov check has teeth: it rejects a shape that is 5 % off", () => {
  const found = distance(
    sample((g) => gamma(g, 3.15)),
    (x) => 1 - Math.exp(-x) * (1 + x + (x * x) / 2),
  );
  assert.ok(found > 1.95, `distance ${found}`);
});

const moments: [string, (generator: Random) => number, number, number, number][] = [
  // name, draw, mean, variance, fourth central moment: closed forms
  ...[0.25, 0.8, 7.5].map((k): [string, (g: Random) => number, number, number, number] => [
    `gamma(${k}, rate 4)`,
    (g) => gamma(g, k, 4),
    k / 4,
    k / 16,
    (3 * k * k + 6 * k) / 256,
  ]),
  ...[0.3, 4, 16, 50].map((mean): [string, (g: Random) => number, number, number, number] => [
    `poisson(${mean})`,
    (g) => poisson(g, mean),
    mean,
    mean,
    mean * (1 + 3 * mean),
  ]),
];

for (const [name, draw, mean, variance, fourth] of moments)
  test(`${name}: mean and variance are within four standard errors of the closed form`, () => {
    const values = sample(draw, 5);
    const m = values.reduce((sum, x) => sum + x, 0) / n;
    const v = values.reduce((sum, x) => sum + (x - m) ** 2, 0) / (n - 1);
    assert.ok(Math.abs(m - mean) < 4 * Math.sqrt(variance / n), `mean ${m}, expected ${mean}`);
    assert.ok(
      Math.abs(v - variance) < 4 * Math.sqrt((fourth - variance ** 2) / n),
      `variance ${v}, expected ${variance}`,
    );
  });

test("beta: a share of tiny shapes falls on the two ends in proportion a / (a + b)", () => {
  const ones = sample((g) => beta(g, 3e-5, 1e-5)).filter((x) => x > 0.5).length;
  assert.ok(Math.abs(ones / n - 0.75) < 4 * Math.sqrt((0.75 * 0.25) / n), `share ${ones / n}`);
});

test("pick: shares follow the weights", () => {
  const counts = [0, 0, 0];
  for (const index of sample((g) => pick(g, [1, 0, 3]))) counts[index]!++;
  assert.equal(counts[1], 0);
  assert.ok(Math.abs(counts[2]! / n - 0.75) < 4 * Math.sqrt((0.75 * 0.25) / n));
});

test("every draw stays in its range, whatever the parameters", () => {
  const shape = fc.double({ min: 1e-4, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(shape, shape, fc.nat(), (a, b, seed) => {
      const g = random(seed);
      const share = beta(g, a, b);
      assert.ok(share >= 0 && share <= 1);
      const x = gamma(g, a, b);
      assert.ok(x >= 0 && Number.isFinite(x));
      assert.ok(exponential(g, a) >= 0);
    }),
  );
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1 }), fc.nat(), (weights, seed) => {
      fc.pre(weights.some((weight) => weight > 0));
      assert.ok(weights[pick(random(seed), weights)]! > 0);
    }),
  );
});

test("parameters that make no distribution are a RangeError", () => {
  const g = random(1);
  for (const bad of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(() => gamma(g, bad), RangeError);
    assert.throws(() => gamma(g, 1, bad), RangeError);
    assert.throws(() => beta(g, 1, bad), RangeError);
    assert.throws(() => exponential(g, bad), RangeError);
    assert.throws(() => lognormal(g, bad, 1), RangeError);
  }
  for (const bad of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(() => poisson(g, bad), RangeError);
    assert.throws(() => pick(g, [1, bad]), RangeError);
  }
  assert.equal(poisson(g, 0), 0);
  assert.throws(() => pick(g, []), /expected at least one weight above 0/);
  assert.throws(() => pick(g, [0, 0]), RangeError);
});
