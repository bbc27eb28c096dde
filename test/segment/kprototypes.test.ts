import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { matrixOf } from "../../src/matrix.js";
import { random } from "../../src/random.js";
import { assign } from "../../src/segment/assign.js";
import { agreement } from "../../src/segment/evaluate/agreement.js";
import { chooseK } from "../../src/segment/evaluate/chooseK.js";
import { kmeans } from "../../src/segment/kmeans.js";
import { kmodes } from "../../src/segment/kmodes.js";
import { kprototypes } from "../../src/segment/kprototypes.js";
import { fromJson, toJson } from "../../src/segmentation.js";
import { mixedShapes } from "./answerShapes.js";
import { compareRows, mixedMatrix, shares, spelled } from "./mixedData.js";

/** Sorted rows of four answers and three numbers that follow the segment: by a chance of `keep`, and by steps of `gap`. */
function customersOf(n: number, k: number, keep: number, gap: number, seed: number): number[][] {
  const share = shares(seed);
  return Array.from({ length: n }, (_, i) => {
    const answers = [0, 1, 2, 3].map((j) => {
      const [u, v] = [share(), share()];
      return u < keep ? ((i % k) + j) % 4 : Math.floor(v * 4);
    });
    const numbers = [1, 2, 3].map((j) => gap * (((i % k) * j) % k) + share() + share() + share());
    return [...answers, ...numbers];
  }).sort(compareRows);
}

/**
 * kmodes 0.12.2 from PyPI (numpy 2.4.6) on the rows of test/segment/answerShapes.ts: KPrototypes(k, init=[numbers, answers], n_init=1) started from
 * rows first, first + n // k, ...; labels are spelled by letters.
 */
const peers = (
  JSON.parse(readFileSync(new URL("../fixtures/kmodes.json", import.meta.url), "utf8")) as {
    readonly kprototypes: readonly { shape: string; first: number; gamma: number; cost: number; labels: string }[];
  }
).kprototypes;

for (const [name, { rows, answers, k }] of Object.entries(mixedShapes))
  test(`the same start leads to the same labels, cost and gamma as kmodes 0.12.2 from PyPI: ${name}`, async () => {
    const all = mixedMatrix(rows, answers);
    const own = peers.filter(({ shape }) => shape === name);
    assert.equal(own.length, 2);
    for (const { first, gamma, cost, labels } of own) {
      const prototypes = Array.from({ length: k }, (_, c) => {
        const row = rows[first + c * Math.floor(rows.length / k)]!;
        return [...row.slice(answers), ...row.slice(0, answers).map(String)];
      });
      const found = await kprototypes(all, { prototypes, singleMoves: false });
      assert.ok(Math.abs(found.quality.cost! / cost - 1) < 1e-12, `${found.quality.cost} instead of ${cost}`);
      assert.equal(spelled(found.labels), labels);
      assert.ok(Math.abs(Number(found.parameters.gamma) / gamma - 1) < 1e-12);
      const moved = await kprototypes(all, { prototypes });
      assert.ok(moved.quality.cost! <= cost * (1 + 1e-12));
    }
  });

/** What the labels cost with the best prototype for each segment: the brute-force twin. */
function costOf(rows: readonly (readonly number[])[], labels: readonly number[], k: number, gamma: number): number {
  let total = 0;
  for (let c = 0; c < k; c++) {
    const own = rows.filter((_, i) => labels[i] === c);
    for (const j of [0, 1]) {
      const given = own.map((row) => row[j]!).filter((code) => code >= 0);
      const most = Math.max(0, ...given.map((code) => given.filter((other) => other === code).length));
      total += gamma * (given.length - most);
    }
    const mean = own.reduce((sum, row) => sum + row[2]!, 0) / own.length;
    total += own.reduce((sum, row) => sum + (row[2]! - mean) ** 2, 0);
  }
  return total;
}

test("finds the least cost over all partitions", async () => {
  const row = fc.tuple(
    fc.integer({ min: -1, max: 2 }),
    fc.integer({ min: 0, max: 2 }),
    fc.integer({ min: -20, max: 20 }).map((value) => value / 10),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(row, { minLength: 3, maxLength: 7, selector: String }),
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom(0, 0.3, 1, 5),
      async (rows, k, gamma) => {
        const all = mixedMatrix(rows, 2);
        let found: Awaited<ReturnType<typeof kprototypes>>;
        try {
          found = await kprototypes(all, { k, gamma, restarts: 60 });
        } catch (error) {
          // Rows that differ in missing answers only, or with gamma 0 in answers only, are alike.
          assert.match(String(error), /RangeError: expected rows that can be told apart/);
          return;
        }
        const labels: number[] = [];
        let least = Number.POSITIVE_INFINITY;
        const place = (used: number): void => {
          if (labels.length === rows.length) {
            if (used === k) least = Math.min(least, costOf(rows, labels, k, gamma));
            return;
          }
          for (let c = 0; c < Math.min(k, used + 1); c++) {
            labels.push(c);
            place(Math.max(used, c + 1));
            labels.pop();
          }
        };
        place(0);
        assert.ok(Math.abs(found.quality.cost! - costOf(rows, Array.from(found.labels), k, gamma)) < 1e-9);
        assert.ok(found.quality.cost! <= least + 1e-9, `${found.quality.cost} instead of ${least}`);
        assert.deepEqual(assign(found, all), found.labels);
      },
    ),
    { numRuns: 150, seed: 11 },
  );
});

test("without categories it is k-means, without numbers k-modes", async () => {
  const rows = customersOf(150, 3, 0.6, 0.8, 3);
  const all = mixedMatrix(rows, 4);
  const numbers = { ...all, categorical: [] };
  const [one, other] = [await kprototypes(numbers, { k: 4 }), await kmeans(numbers, { k: 4 })];
  assert.ok(Math.abs(one.quality.cost! / other.quality.inertia! - 1) < 1e-12);
  assert.deepEqual(one.labels, other.labels);
  const answers = { ...all, columns: [], values: [] };
  assert.deepEqual((await kprototypes(answers, { k: 3 })).labels, (await kmodes(answers, { k: 3 })).labels);
});

test("neither the order of the rows nor the number of threads changes anything, with both distances", async () => {
  const rows = customersOf(400, 4, 0.5, 0.7, 12);
  const order = random(3).shuffle(rows.map((_, i) => i));
  for (const distance of ["huang", "gower"] as const) {
    const options = { k: 4, distance, restarts: 12 };
    const one = await kprototypes(mixedMatrix(rows, 4), { ...options, threads: 1 });
    assert.deepEqual(await kprototypes(mixedMatrix(rows, 4), { ...options, threads: 2 }), one);
    const mixed = await kprototypes(
      mixedMatrix(
        order.map((i) => rows[i]!),
        4,
      ),
      options,
    );
    assert.deepEqual([mixed.search, mixed.parameters], [one.search, one.parameters]);
    assert.equal(
      agreement(
        [...mixed.labels],
        order.map((i) => one.labels[i]!),
      ).adjustedRand,
      1,
    );
  }
});

test("Gower's distance: hand-computed medians, modes and cost", async () => {
  // Range 10, two columns: the segments are 0, 0, 1 with answer 0 and 9, 10 with answer 1; 1 and 9 are .1 away over two columns.
  const found = await kprototypes(
    mixedMatrix(
      [
        [0, 0],
        [0, 0],
        [0, 1],
        [1, 9],
        [1, 10],
      ],
      1,
    ),
    { k: 2, distance: "gower" },
  );
  assert.deepEqual([...found.labels], [0, 0, 0, 1, 1]);
  assert.ok(Math.abs(found.quality.cost! - 0.1) < 1e-15);
  assert.deepEqual(found.model.kind === "prototypes" && found.model.centers, [[0], [9]]);
  assert.equal(found.parameters.gamma, undefined);
});

test("with Gower's distance one far value does not take a segment of its own", async () => {
  const rows = customersOf(90, 3, 0.9, 1, 2);
  const far = [...rows.slice(0, -1), [...rows.at(-1)!.slice(0, 6), 1e6]];
  const found = await kprototypes(mixedMatrix(far, 4), { k: 3, distance: "gower" });
  assert.ok(Math.min(...found.sizes) > 20, found.sizes.join());
  const squared = await kprototypes(mixedMatrix(far, 4), { k: 3 });
  assert.equal(Math.min(...squared.sizes), 1);
});

test("survives JSON, and assign gives the rows of the fit their labels, with both distances and missing answers", async () => {
  for (const distance of ["huang", "gower"] as const)
    for (const k of [1, 2, 3, 5]) {
      const rows = customersOf(120, 3, 0.5, 0.7, k).map((row, i) => (i % 7 === 0 ? [-1, ...row.slice(1)] : row));
      const all = mixedMatrix(rows, 4);
      const found = await kprototypes(all, { k, distance, restarts: 5 });
      const back = fromJson(JSON.parse(JSON.stringify(toJson(found))));
      assert.deepEqual(back.model, JSON.parse(JSON.stringify(found.model)));
      assert.deepEqual(assign(back, all), found.labels);
      assert.match(found.warnings.join("\n"), /18 of 480 answers are missing \(in c0\)/);
    }
});

test("gamma is half the mean standard deviation, and a warning says where one kind of column decides alone", async () => {
  const rows = [
    [0, 0, 0],
    [0, 2, 0],
    [1, 0, 4],
    [1, 2, 4],
  ];
  const found = await kprototypes(mixedMatrix(rows, 1), { k: 2 });
  assert.equal(found.parameters.gamma, 0.75); // standard deviations 1 and 2
  assert.match(String(found.parameters.gammaRule), /half the mean standard deviation/);
  assert.deepEqual(found.warnings, []);
  const large = mixedMatrix(
    rows.map(([answer, ...numbers]) => [answer!, ...numbers.map((value) => value * 1000)]),
    1,
  );
  assert.match(
    (await kprototypes(large, { k: 2 })).warnings.join(),
    /the categories make only .* scale the numeric columns/,
  );
  const heavy = await kprototypes(mixedMatrix(rows, 1), { k: 2, gamma: 1e4 });
  assert.match(heavy.warnings.join(), /gamma 1.00e\+4 \(given\) the numbers make only/);
  const constant = await kprototypes(
    mixedMatrix(
      [
        [0, 5],
        [0, 5],
        [1, 5],
      ],
      1,
    ),
    { k: 2 },
  );
  assert.equal(constant.parameters.gamma, 1);
  assert.equal(constant.parameters.gammaRule, "1, since no numeric column varies");
});

test("works in chooseK on numbers and categories", async () => {
  const choice = await chooseK(mixedMatrix(customersOf(150, 3, 0.8, 3, 4), 4), { k: [2, 3, 4], method: kprototypes });
  assert.equal(choice.recommended, 3);
});

test("refuses what it cannot use", async () => {
  const some = mixedMatrix(
    [
      [0, 1],
      [1, 0],
      [1, 1],
    ],
    1,
  );
  await assert.rejects(kprototypes(some, { k: 2, gamma: -1 }), /gamma to be a number of 0 or more, got -1/);
  await assert.rejects(kprototypes(some, { k: 2, gamma: 1, distance: "gower" }), /no gamma with distance "gower"/);
  await assert.rejects(kprototypes(some, { k: 2, distance: "manhattan" as "gower" }), /"huang" or "gower"/);
  await assert.rejects(kprototypes(some, { k: 4 }), /k of at most 3/);
  await assert.rejects(
    kprototypes(some, {
      prototypes: [
        ["a", "0"],
        [1, "1"],
      ],
    }),
    /a finite number in row 1 of the start/,
  );
  await assert.rejects(kprototypes(matrixOf({}), { k: 1 }), /at least one row/);
  await assert.rejects(kprototypes({ ...matrixOf({}, ["a"]) }, { k: 1 }), /at least one column/);
  await assert.rejects(
    kprototypes(
      mixedMatrix(
        [
          [0, 1],
          [1, 1],
        ],
        1,
      ),
      { k: 2, gamma: 0 },
    ),
    /can be told apart/,
  );
  const bad = { ...some, values: [Float64Array.of(1, Number.NaN, 2)] };
  await assert.rejects(kprototypes(bad, { k: 2 }), /finite numbers in x0, got NaN in row 2/);
  const fine = await kprototypes(some, { k: 2 });
  assert.throws(() => assign(fine, bad), /finite numbers in x0, got NaN in row 2/);
  const huge = mixedMatrix(
    [
      [0, 1e300],
      [1, -1e300],
      [0, 0],
    ],
    1,
  );
  await assert.rejects(kprototypes(huge, { k: 2, gamma: 1 }), /double can hold.*scale the columns/);
});
