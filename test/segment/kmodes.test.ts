import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import type { Matrix } from "../../src/matrix.js";
import { areStarted } from "../../src/numeric/pool.js";
import { random } from "../../src/random.js";
import { matrix } from "../../src/represent/matrix.js";
import { assign } from "../../src/segment/assign.js";
import { agreement } from "../../src/segment/evaluate/agreement.js";
import { stability } from "../../src/segment/evaluate/stability.js";
import { type KmodesOptions, kmodes } from "../../src/segment/kmodes.js";
import { fromJson, type Segmentation, toJson } from "../../src/segmentation.js";
import { sharedFile, skipWithout } from "../sharedData.js";
import { answerShapes } from "./answerShapes.js";
import { compareRows, mixedMatrix, shares, spelled } from "./mixedData.js";

const skip = skipWithout("soybean_small.csv");

/** 47 plants, 35 questions, and the disease of each; the file has no header. */
function soybean(): { plants: Matrix; diseases: string[] } {
  const lines = readFileSync(sharedFile("soybean_small.csv")!, "utf8").trim().split(/\r?\n/);
  const cells = lines.map((line) => line.split(","));
  const rows = cells.map((row, plant) => ({
    plant,
    ...Object.fromEntries(row.slice(0, 35).map((cell, j) => [`q${j}`, cell])),
  })) as { plant: number; q0: string }[];
  return {
    plants: matrix(rows, { id: "plant", columns: [], categorical: true }),
    diseases: cells.map((row) => row[35]!),
  };
}

test("k-modes 4 on the small soybean data: cost 199 with Cao's start, and the four diseases (REFERENCE; kmodes 0.12.2)", {
  skip,
}, async () => {
  const { plants, diseases } = soybean();
  assert.equal(plants.categorical.length, 35);
  for (const options of [{ start: "cao" }, { start: "cao", singleMoves: false }, { start: "huang" }, {}] as const) {
    const found = await kmodes(plants, { k: 4, ...options });
    assert.equal(found.quality.cost, 199);
    assert.deepEqual(found.sizes, [17, 10, 10, 10]);
    assert.equal(agreement(found.labels, diseases).adjustedRand, 1);
    assert.ok(found.converged);
  }
  assert.equal((await kmodes(plants, { k: 4 })).search!.timesFound, 20);
  const { search } = await kmodes(plants, { k: 4, restarts: 60 });
  assert.ok(search!.optima!.length > 1);
});

/** Sorted different rows of answers that follow the segment with a chance of `keep` and are any level otherwise. */
function answersOf(n: number, columns: number, levels: number, k: number, keep: number, seed: number): number[][] {
  const share = shares(seed);
  const rows = Array.from({ length: n }, (_, i) =>
    Array.from({ length: columns }, (_, j) => {
      const [u, v] = [share(), share()];
      return u < keep ? ((i % k) + j) % levels : Math.floor(v * levels);
    }),
  ).sort(compareRows);
  return rows.filter((row, i) => i === 0 || compareRows(row, rows[i - 1]!) !== 0);
}

/**
 * kmodes 0.12.2 from PyPI (numpy 2.4.6) on the rows of test/segment/answerShapes.ts: KModes(k, init="Cao") and KModes(k, init=START), START being
 * what its init_huang(X, k, matching_dissim, RandomState(1 or 2)) drew. Levels are spelled in base 36, labels by letters.
 */
const peers = (
  JSON.parse(readFileSync(new URL("../fixtures/kmodes.json", import.meta.url), "utf8")) as {
    readonly kmodes: readonly { shape: string; start: string; cost: number; labels: string }[];
  }
).kmodes;

for (const [name, { rows, answers, k, levels }] of Object.entries(answerShapes))
  test(`the same start leads to the same labels and cost as kmodes 0.12.2 from PyPI: ${name}`, async () => {
    const own = peers.filter(({ shape }) => shape === name);
    assert.equal(own.length, 3);
    const all = mixedMatrix(rows, answers, levels);
    for (const { start, cost, labels } of own) {
      const modes = start.split(" ").map((row) => Array.from(row, (level) => String(Number.parseInt(level, 36))));
      const options: KmodesOptions = { k, ...(start === "cao" ? { start } : { modes }) };
      const found = await kmodes(all, { ...options, singleMoves: false });
      assert.equal(found.quality.cost, cost);
      assert.equal(spelled(found.labels), labels);
      const moved = await kmodes(all, options);
      assert.ok(moved.quality.cost! <= cost);
    }
  });

/** What the labels cost with the best mode for each segment and question: the brute-force twin. */
function costOf(rows: readonly (readonly number[])[], labels: readonly number[], k: number, rare: boolean): number {
  let total = 0;
  rows[0]!.forEach((_, j) => {
    const count = (level: number) => rows.filter((row) => row[j] === level).length;
    const levels = [...new Set(rows.map((row) => row[j]!))].filter((level) => level >= 0);
    for (let c = 0; c < k; c++) {
      const own = rows.filter((row, i) => labels[i] === c && row[j]! >= 0).map((row) => row[j]!);
      const costs = levels.map((mode) =>
        own.reduce((sum, level) => sum + (level === mode ? 0 : rare ? 1 / count(level) + 1 / count(mode) : 1), 0),
      );
      total += own.length === 0 ? 0 : Math.min(...costs);
    }
  });
  return total;
}

function leastCost(rows: readonly (readonly number[])[], k: number, rare: boolean): number {
  const labels: number[] = [];
  let least = Number.POSITIVE_INFINITY;
  const place = (used: number): void => {
    if (labels.length === rows.length) {
      if (used === k) least = Math.min(least, costOf(rows, labels, k, rare));
      return;
    }
    for (let c = 0; c < Math.min(k, used + 1); c++) {
      labels.push(c);
      place(Math.max(used, c + 1));
      labels.pop();
    }
  };
  place(0);
  return least;
}

async function orRangeError(work: Promise<Segmentation>): Promise<Segmentation | undefined> {
  try {
    return await work;
  } catch (error) {
    assert.ok(error instanceof RangeError, String(error));
    assert.match(error.message, /expected .+/);
    return undefined;
  }
}

test("hand-computed: two segments of answers, their modes, and the answers that differ", async () => {
  const rows = [
    [0, 0, 0],
    [0, 0, 1],
    [0, 0, 0],
    [1, 1, 1],
    [1, 1, 1],
  ];
  const found = await kmodes(mixedMatrix(rows, 3), { k: 2 });
  assert.deepEqual([...found.labels], [0, 0, 0, 1, 1]);
  assert.equal(found.quality.cost, 1);
  assert.deepEqual(found.model.kind === "modes" && found.model.modes, [
    ["0", "0", "0"],
    ["1", "1", "1"],
  ]);
});

test("finds the least cost over all partitions, missing answers and both distances included", async () => {
  const row = fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 3, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 2, maxLength: 7 }),
      fc.integer({ min: 1, max: 3 }),
      fc.boolean(),
      async (rows, k, rare) => {
        const distance = rare ? "frequency" : "matching";
        const found = await orRangeError(kmodes(mixedMatrix(rows, 3), { k, distance, restarts: 60 }));
        if (found === undefined) return;
        const least = leastCost(rows, k, rare);
        const own = costOf(rows, Array.from(found.labels), k, rare);
        assert.ok(Math.abs(found.quality.cost! - own) < 1e-9, `${found.quality.cost} of ${own}`);
        assert.ok(own <= least + 1e-9, `${own} instead of ${least}`);
        assert.deepEqual(assign(found, mixedMatrix(rows, 3)), found.labels);
      },
    ),
    { numRuns: 150, seed: 7 },
  );
});

test("neither the order of the rows nor the number of threads changes anything", async () => {
  const rows = answersOf(600, 6, 4, 4, 0.4, 9);
  const order = random(3).shuffle(rows.map((_, i) => i));
  const options = { k: 4, restarts: 120 };
  const one = await kmodes(mixedMatrix(rows, 6), { ...options, threads: 1 });
  const two = await kmodes(mixedMatrix(rows, 6), { ...options, threads: 2 });
  assert.ok(areStarted());
  assert.deepEqual(two, one);
  const mixed = await kmodes(
    mixedMatrix(
      order.map((i) => rows[i]!),
      6,
    ),
    options,
  );
  assert.deepEqual(mixed.search, one.search);
  assert.equal(
    agreement(
      [...mixed.labels],
      order.map((i) => one.labels[i]!),
    ).adjustedRand,
    1,
  );
});

test("equal rows get equal labels, and count as often as they are there", async () => {
  const rows = answersOf(60, 4, 3, 3, 0.6, 4);
  const plain = await kmodes(mixedMatrix(rows, 4), { k: 3 });
  const twice = await kmodes(mixedMatrix([...rows, ...rows], 4), { k: 3 });
  assert.equal(twice.quality.cost, 2 * plain.quality.cost!);
  assert.deepEqual(twice.labels.slice(0, rows.length), plain.labels);
  assert.deepEqual(twice.labels.slice(rows.length), plain.labels);
});

test("a missing answer counts nothing, and a warning says how many there are", async () => {
  const rows = [
    [0, 0],
    [0, -1],
    [0, -1],
    [1, 1],
    [1, 1],
    [1, -1],
    [-1, -1],
  ];
  const found = await kmodes(mixedMatrix(rows, 2), { k: 2 });
  assert.equal(found.quality.cost, 0);
  assert.equal(new Set(found.labels.slice(0, 3)).size, 1);
  assert.equal(new Set(found.labels.slice(3, 6)).size, 1);
  assert.match(found.warnings.join("\n"), /5 of 14 answers are missing \(in c0, c1\): a missing answer counts nothing/);
  assert.match(found.warnings.join("\n"), /1 rows have no answer/);
  assert.deepEqual(assign(found, mixedMatrix(rows, 2)), found.labels);
  const silent = await kmodes(
    mixedMatrix(
      [
        [0, -1],
        [0, -1],
        [1, 2],
      ],
      2,
    ),
    { k: 2 },
  );
  assert.deepEqual(silent.model.kind === "modes" && silent.model.modes, [
    ["0", null],
    ["1", "2"],
  ]);
});

test("no segment is without rows, not even where a row without answers is like all others", async () => {
  const found = await kmodes(mixedMatrix([[-1], [0]], 1), { k: 2 });
  assert.deepEqual(found.sizes, [1, 1]);
  await assert.rejects(kmodes(mixedMatrix([[0], [0], [1]], 1), { k: 3 }), /k of at most 2/);
});

test("survives JSON and labels new rows by the segments of the fit, whatever their levels are called", async () => {
  for (const distance of ["matching", "frequency"] as const)
    for (const k of [1, 2, 4]) {
      const rows = answersOf(80, 5, 4, 3, 0.5, k);
      const found = await kmodes(mixedMatrix(rows, 5), { k, distance });
      const back = fromJson(JSON.parse(JSON.stringify(toJson(found))));
      assert.deepEqual(back.model, found.model);
      assert.deepEqual(assign(back, mixedMatrix(rows, 5)), found.labels);
      // The same answers with their levels in another order, the columns too, and one level that the fit has not seen.
      const turned = mixedMatrix(rows, 5);
      const other = ["unseen", "3", "1", "0", "2"];
      const categorical = turned.categorical
        .map(({ name, levels, codes }) => ({
          name,
          levels: other,
          codes: codes.map((code) => other.indexOf(levels[code]!)),
        }))
        .reverse();
      assert.deepEqual(assign(back, { ...turned, categorical }), found.labels);
      const unseen = categorical.map((column) => ({ ...column, codes: new Int32Array(rows.length) }));
      assert.ok(assign(back, { ...turned, categorical: unseen }).every((label) => label >= 0 && label < k));
    }
});

test("swaps find solutions that starts and single moves find seldom, and never a worse one", async () => {
  const rows = answersOf(400, 8, 4, 5, 0.35, 6);
  const plain = await kmodes(mixedMatrix(rows, 8), { k: 5, restarts: 20 });
  const swapped = await kmodes(mixedMatrix(rows, 8), { k: 5, restarts: 20, swaps: 20 });
  assert.ok(swapped.quality.cost! <= plain.quality.cost!);
  assert.ok(swapped.search!.optima!.length < plain.search!.optima!.length);
  assert.deepEqual([plain.parameters.swaps, swapped.parameters.swaps], [0, 20]);
});

test("works in stability, by samples of rows", async () => {
  const found = await stability(mixedMatrix(answersOf(120, 6, 4, 3, 0.8, 2), 6), {
    k: 3,
    method: kmodes,
    replicates: 4,
    divisions: 2,
  });
  assert.ok(Number(found.summary.get("median", 0)) > 0.9);
});

test("says what it did not use and what nobody can tell", async () => {
  const rows = answersOf(50, 4, 3, 3, 0.3, 1).map((row, i) => [...row, i]);
  const found = await kmodes(mixedMatrix(rows, 4), { k: 3, start: "cao" });
  assert.match(found.warnings.join("\n"), /numeric columns x0 were not used/);
  assert.match(found.warnings.join("\n"), /Only one start was tried/);
  const given = await kmodes(mixedMatrix(rows, 4), {
    modes: rows.slice(0, 3).map((row) => row.slice(0, 4).map(String)),
  });
  assert.match(given.warnings.join("\n"), /the given one/);
  assert.equal(given.k, 3);
});

test("refuses what it cannot use", async () => {
  const some = mixedMatrix(
    [
      [0, 1],
      [1, 0],
      [1, 1],
    ],
    2,
  );
  await assert.rejects(kmodes({ ...some, categorical: [] }, { k: 2 }), /at least one categorical column/);
  await assert.rejects(kmodes(some, { k: 0 }), /whole number of 1 or more, got 0/);
  await assert.rejects(kmodes(some, {}), /expected k/);
  await assert.rejects(kmodes(some, { k: 2, restrats: 5 } as KmodesOptions), /got "restrats".*Did you mean "restarts"/);
  await assert.rejects(kmodes(some, { k: 2, swaps: -1 }), /swaps to be a whole number of 0 or more, got -1/);
  await assert.rejects(kmodes(some, { k: 2, distance: "jaccard" as "matching" }), /"matching" or "frequency"/);
  await assert.rejects(kmodes(some, { k: 2, start: "random" as "cao" }), /"cao", "huang" or "spread"/);
  await assert.rejects(kmodes(some, { k: 2, modes: [["0", "1"]] }), /expected 2 rows to start from/);
  await assert.rejects(
    kmodes(some, {
      modes: [
        ["0", "9"],
        ["1", "1"],
      ],
    }),
    /a level of c1, or null, in row 1/,
  );
  await assert.rejects(kmodes([] as unknown as Matrix, { k: 2 }), TypeError);
  await assert.rejects(kmodes(some, { k: 2, signal: { aborted: true, reason: new Error("enough") } }), /enough/);
});
