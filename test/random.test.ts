import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { random } from "../src/random.js";

// Computed with Python's integers from the definitions: xoshiro128** 1.1 (Blackman and Vigna), four words of splitmix32 as state,
// the last made odd; a double is 27 bits of one output and 26 of the next. Given here times 2^53.
const reference: [number, number[]][] = [
  [0, [3753762292938962, 5287744013257714, 5746372063129171, 6825401901827252]],
  [42, [1385051915216554, 162903157888154, 8226477873428541, 948075908866799]],
  [0xffffffff, [8607126502199661, 2416358235227424, 7728310072197009, 8727663546356001]],
];

test("uniform matches xoshiro128** computed in Python's integers", () => {
  for (const [seed, numbers] of reference) {
    const generator = random(seed);
    assert.deepEqual(
      numbers.map(() => generator.uniform() * 2 ** 53),
      numbers,
    );
  }
  const generator = random(1);
  for (let i = 0; i < 999; i++) generator.uniform();
  assert.equal(generator.uniform() * 2 ** 53, 4708291837039427);
});

test("forks match the same definition with the seed mixed with the path", () => {
  const drawn = (from: ReturnType<typeof random>) => [from.uniform() * 2 ** 53, from.uniform() * 2 ** 53];
  assert.deepEqual(drawn(random(42).fork(0)), [8689075084171896, 4854924429941116]);
  assert.deepEqual(drawn(random(42).fork(7)), [1516931282425078, 3434808250503018]);
  assert.deepEqual(drawn(random(42).fork(0).fork(3)), [7285882635416425, 4085696021729771]);
});

/** Chi-squared of counts against equal shares. */
function chiSquared(counts: readonly number[]): number {
  const due = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - due) ** 2 / due, 0);
}

test("uniform and integer fill their range evenly (chi-squared, 99 and 6 degrees, 0.1 % points 148.2 and 22.5)", () => {
  for (const seed of [1, 2, 3]) {
    const generator = random(seed);
    const hundred = new Array<number>(100).fill(0);
    const seven = new Array<number>(7).fill(0);
    for (let i = 0; i < 100_000; i++) {
      hundred[Math.floor(generator.uniform() * 100)]!++;
      seven[generator.integer(7)]!++;
    }
    assert.ok(chiSquared(hundred) < 148.2, `seed ${seed}: ${chiSquared(hundred)}`);
    assert.ok(chiSquared(seven) < 22.5, `seed ${seed}: ${chiSquared(seven)}`);
  }
});

test("normal has the moments of the standard normal distribution (five standard errors of 100,000 draws)", () => {
  const generator = random(5);
  const draws = Array.from({ length: 100_000 }, () => generator.normal());
  const moment = (power: number) => draws.reduce((sum, x) => sum + x ** power, 0) / draws.length;
  // Var(x^k) = E[x^2k] - E[x^k]^2: 1, 2, 15, 96.
  for (const [power, mean, variance] of [
    [1, 0, 1],
    [2, 1, 2],
    [3, 0, 15],
    [4, 3, 96],
  ] as const)
    assert.ok(Math.abs(moment(power) - mean) < 5 * Math.sqrt(variance / draws.length), `moment ${power}`);
  const beyond = draws.filter((x) => Math.abs(x) > 1.959964).length / draws.length;
  assert.ok(Math.abs(beyond - 0.05) < 5 * Math.sqrt((0.05 * 0.95) / draws.length), `tails ${beyond}`);
});

test("a fork is the same whatever was drawn before, and differs from its parent and its siblings", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 0xffffffff }),
      fc.integer({ min: 0, max: 1e6 }),
      fc.integer({ min: 0, max: 9 }),
      (seed, child, draws) => {
        const used = random(seed);
        for (let i = 0; i < draws; i++) used.normal();
        const first = (from: ReturnType<typeof random>) => [from.uniform(), from.uniform(), from.uniform()];
        const fork = first(used.fork(child));
        assert.deepEqual(fork, first(random(seed).fork(child)));
        assert.notDeepEqual(fork, first(random(seed)));
        assert.notDeepEqual(fork, first(random(seed).fork(child + 1)));
      },
    ),
  );
});

test("neighboring seeds and forks are uncorrelated (five standard errors of 20,000 pairs)", () => {
  const pairs: [ReturnType<typeof random>, ReturnType<typeof random>][] = [
    [random(1), random(2)],
    [random(1), random(1).fork(0)],
    [random(1).fork(0), random(1).fork(1)],
    [random(1).fork(0), random(1).fork(0).fork(0)],
  ];
  for (const [a, b] of pairs) {
    let sum = 0;
    for (let i = 0; i < 20_000; i++) sum += (a.uniform() - 0.5) * (b.uniform() - 0.5) * 12;
    assert.ok(Math.abs(sum / 20_000) < 5 / Math.sqrt(20_000), String(sum / 20_000));
  }
});

test("the first draws of ten thousand forks are even (chi-squared, 9 degrees, 0.1 % point 27.9)", () => {
  const counts = new Array<number>(10).fill(0);
  const parent = random(9);
  for (let i = 0; i < 10_000; i++) counts[parent.fork(i).integer(10)]!++;
  assert.ok(chiSquared(counts) < 27.9, String(chiSquared(counts)));
});

test("shuffle gives a permutation, in place, of arrays and typed arrays", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.nat(), (items, seed) => {
      const copy = [...items];
      assert.equal(random(seed).shuffle(copy), copy);
      assert.deepEqual(
        [...copy].sort((a, b) => a - b),
        [...items].sort((a, b) => a - b),
      );
    }),
  );
  assert.deepEqual([...random(1).shuffle(Int32Array.of(3, 1, 2))].sort(), [1, 2, 3]);
});

test("shuffle gives every order of three equally often (chi-squared, 5 degrees, 0.1 % point 20.5)", () => {
  const generator = random(3);
  const counts = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const order = generator.shuffle([0, 1, 2]).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assert.equal(counts.size, 6);
  assert.ok(chiSquared([...counts.values()]) < 20.5);
});

test("seeds and streams that are no whole numbers are refused", () => {
  for (const seed of [-1, 0.5, 2 ** 32, Number.NaN, Number.POSITIVE_INFINITY])
    assert.throws(() => random(seed), { name: "RangeError" });
  for (const child of [-1, 0.5, Number.NaN]) assert.throws(() => random(1).fork(child), { name: "RangeError" });
});
