import assert from "node:assert/strict";
import { test } from "node:test";
import { matrixOf } from "../../../src/matrix.js";
import { random } from "../../../src/random.js";
import { agreement } from "../../../src/segment/evaluate/agreement.js";
import { stability } from "../../../src/segment/evaluate/stability.js";
import { kmeans } from "../../../src/segment/kmeans.js";
import { column } from "../../../src/table.js";
import { mcdonalds, sharedColumns, skipWithout } from "../../sharedData.js";
import { labeled } from "./labeled.js";

/** Groups of so many points around these places. */
function groups(places: readonly number[], rows: number, seed: number) {
  const draw = random(seed);
  const at = places.flatMap((place) => new Array<number>(rows).fill(place));
  return matrixOf({ x: at.map((place) => place + draw.normal()), y: at.map(() => draw.normal()) });
}

test("what is clearly there comes back: two groups, whole and each for itself", async () => {
  const found = await stability(groups([0, 20], 60, 1), { k: [2, 3], replicates: 15 });
  assert.equal(found.summary.get("median", 0), 1);
  assert.deepEqual(found.segments.array("verdict").slice(0, 2), ["highly stable", "highly stable"]);
  assert.equal(found.predictionStrength.get("strength", 0), 1);
  // A third segment cuts one of the groups somewhere else each time.
  assert.ok((found.summary.get("median", 1) as number) < 0.9);
  assert.ok((found.predictionStrength.get("strength", 1) as number) < 0.8);
  assert.match(found.warnings.join(" "), /^k = 3: Segment [23] \(Jaccard 0\.\d\d\).* would not be found again/);
  assert.deepEqual(column(found.acrossSolutions, "slsa"), [1, 1, 1]);
  const { together, segments } = found.consensus(2);
  assert.deepEqual([together.length, segments[0]!.within, segments[0]!.between], [120 * 120, 1, 0]);
});

test("tables have a row for each k, pair, segment and sample, and agree with each other", async () => {
  const points = groups([0, 4, 9], 30, 2);
  const found = await stability(points, { k: [3, 2], replicates: 6, restarts: 3, divisions: 4 });
  assert.deepEqual(column(found.global, "k"), [...new Array(6).fill(2), ...new Array(6).fill(3)]);
  assert.deepEqual(column(found.segments, "k"), [2, 2, 3, 3, 3]);
  assert.deepEqual(column(found.segments, "samples"), [12, 12, 12, 12, 12]);
  assert.equal(found.withinSolutions.numRows(), 5 * 12);
  const flows = found.flows.objects() as { toLabel: number; customers: number }[];
  assert.deepEqual(
    [0, 1, 2].map((to) => flows.filter((one) => one.toLabel === to).reduce((sum, one) => sum + one.customers, 0)),
    found.solutions[1]!.sizes,
  );
  assert.deepEqual(found.solutions[1]!.labels, (await kmeans(points, { k: 3 })).labels);
});

test("the same seed gives the same figures for any number of threads, another seed others", async () => {
  const points = groups([0, 3, 6, 9], 400, 3);
  const run = (threads: number, seed = 1) =>
    stability(points, { k: [4, 5], replicates: 8, restarts: 8, threads, seed, divisions: 2 });
  const [one, two, other] = [await run(1), await run(2), await run(2, 7)];
  for (const table of ["global", "segments", "withinSolutions", "predictionStrength"] as const)
    assert.deepEqual(two[table].objects(), one[table].objects());
  assert.deepEqual(two.consensus(5), one.consensus(5));
  assert.notDeepEqual(column(other.global, "adjustedRand"), column(one.global, "adjustedRand"));
});

test("on iris the segments' Jaccard indices and prediction strengths are those of fpc 2.2-10 within sampling error", {
  skip: skipWithout("iris.csv"),
}, async () => {
  // R 4.2.2: clusterboot(x, B = 300, bootmethod = "boot", clustermethod = kmeansCBI, krange = k, runs = 10, multipleboot = TRUE,
  // seed = 1)$bootmean and prediction.strength(x, 2, 5, M = 250, runs = 10)$mean.pred.
  const columns = Object.entries(sharedColumns("iris.csv")).slice(1, 5);
  const iris = matrixOf(Object.fromEntries(columns.map(([name, cells]) => [name, cells.map(Number)])));
  const found = await stability(iris, { k: [2, 3, 4, 5], replicates: 150, divisions: 150 });
  const segments = found.segments.objects() as { k: number; customers: number; jaccard: number }[];
  const close = (actual: number, expected: number, what: string) =>
    assert.ok(Math.abs(actual - expected) < 0.025, `${what}: expected about ${expected}, got ${actual}`);
  const jaccards: [number, number, number][] = [
    [3, 62, 0.9341],
    [3, 50, 1],
    [3, 38, 0.9177],
    [4, 50, 1],
    [4, 40, 0.8234],
    [4, 32, 0.8011],
    [4, 28, 0.9218],
  ];
  for (const [k, customers, expected] of jaccards)
    close(segments.find((one) => one.k === k && one.customers === customers)!.jaccard, expected, `${k}, ${customers}`);
  const strengths = column(found.predictionStrength, "strength") as unknown as number[];
  [0.9755, 0.7856, 0.5789, 0.5951].forEach((expected, i) => {
    close(strengths[i]!, expected, `strength ${i + 2}`);
  });
});

test("judges a given solution by any method, and joins labels by what the method learned", async () => {
  const points = groups([0, 20], 25, 4);
  const seen: (number | undefined)[] = [];
  const wrong = { ...(await kmeans(points, { k: 2 })), labels: Int32Array.from({ length: 50 }, (_, i) => i % 2) };
  const found = await stability(points, {
    solutions: [wrong],
    replicates: 3,
    restarts: 2,
    divisions: 1,
    method: (matrix, { k, restarts, seed }) => {
      seen.push(restarts);
      return kmeans(matrix, { k, restarts, seed });
    },
  });
  assert.deepEqual(seen, new Array(8).fill(2));
  assert.equal(found.summary.get("median", 0), 1);
  assert.deepEqual(column(found.segments, "verdict"), ["dissolved", "dissolved"]);
  assert.equal(found.warnings.length, 1);
});

test("threads reach another method too, for the solution and for the samples", async () => {
  const seen: (number | undefined)[] = [];
  await stability(groups([0, 20], 10, 4), {
    ...{ k: 2, replicates: 1, divisions: 0, threads: 1 },
    method: (matrix, options) => {
      seen.push(options.threads);
      return kmeans(matrix, options);
    },
  });
  assert.deepEqual(seen, [1, 1, 1]);
});

test("for k-means rows that differ only in a category are the same: a sample of them alone is drawn again", async () => {
  const rows = 20;
  const points = matrixOf({ x: Array.from({ length: rows }, (_, i) => (i === 0 ? 5 : 0)) });
  const codes = Int32Array.from({ length: rows }, (_, i) => i);
  const mixed = { ...points, categorical: [{ name: "c", levels: Array.from(codes, String), codes }] };
  const found = await stability(mixed, { k: 2, replicates: 20, divisions: 0 });
  assert.equal(found.summary.get("median", 0), 1);
});

test("a segment without rows has null in every table, not NaN", async () => {
  const solution = { ...labeled([0, 0, 0, 1, 1, 1]), k: 3, sizes: [3, 3, 0] };
  const points = matrixOf({ x: [0, 1, 2, 10, 11, 12] });
  const found = await stability(points, { k: [2, 3], solutions: [solution], replicates: 2, divisions: 1 });
  // The last segment has a row for each of two pairs of samples.
  assert.deepEqual(Array.from(column(found.withinSolutions, "slsw")).slice(-4), new Array(4).fill(null));
  assert.deepEqual(column(found.acrossSolutions, "slsa"), [1, 1, null]);
  assert.equal(found.segments.get("verdict", 4), "not drawn");
});

test("another name for the segments changes nothing but the order", async () => {
  const points = groups([0, 2, 5], 30, 5);
  const solution = await kmeans(points, { k: 3 });
  const renamed = labeled(Array.from(solution.labels, (label) => (label + 1) % 3));
  const run = async (one: typeof solution) =>
    column((await stability(points, { solutions: [one], replicates: 5, divisions: 0 })).segments, "jaccard");
  const [a, b] = [await run(solution), await run(renamed)];
  assert.deepEqual([b[1], b[2], b[0]], Array.from(a));
  assert.equal(agreement(solution, renamed).adjustedRand, 1);
});

test("reports progress and stops when told, on this thread and on others", async () => {
  for (const rows of [40, 3000]) {
    const points = groups([0, 3, 6], rows, 6);
    let told = false;
    const signal = {
      get aborted() {
        return told;
      },
      reason: new Error("enough"),
    };
    const seen: string[] = [];
    const work = stability(points, {
      k: [3, 4, 5],
      replicates: 2000,
      signal,
      onProgress: (done, total, note) => {
        assert.ok(done <= total!);
        if (note!.startsWith("stability")) {
          seen.push(note!);
          told = true;
        }
      },
    });
    await assert.rejects(work, /enough/);
    assert.match(seen.at(-1)!, /^stability, k [345]: \d+ of 9000 pairs of samples$/);
  }
});

test("refuses what makes no sense, in words", async () => {
  const points = matrixOf({ x: [0, 1, 10, 11] });
  const rejects = (options: Parameters<typeof stability>[1], words: RegExp) =>
    assert.rejects(stability(points, options), { name: "RangeError", message: words });
  await rejects({}, /expected k, such as .*got neither/);
  await rejects({ k: 1 }, /2 or more in k, since one segment always comes back, got 1/);
  await rejects({ k: [2, 2] }, /each k once, got 2, 2/);
  await rejects({ k: 5 }, /at most 4, the number of distinct rows of the matrix, got 5/);
  await rejects({ k: 3 }, /k far below the 4 distinct rows.*divisions: 0/);
  await rejects({ k: 2, replicates: 0 }, /replicates to be a whole number of 1 or more, got 0/);
  await rejects({ k: 2, divisions: -1 }, /divisions to be a whole number of 0 or more, got -1/);
  await rejects({ k: 2, seed: -1 }, /a seed/);
  await rejects({ k: 2, solutions: [labeled([0, 1, 2, 2])] }, /solutions for k 2, got one of 3 segments/);
  await rejects({ k: 2, solutions: [labeled([0, 1])] }, /of 2 rows/);
  await assert.rejects(stability({} as never, { k: 2 }), TypeError);
});

test("McDonald's: what flexclust finds unstable for want of search is stable, and five segments are the most", {
  skip: skipWithout("mcdonalds.csv"),
}, async () => {
  // flexclust's medians for k 2, 3, 4, 5 (10 starts of Lloyd's k-means): .956 .871 .839 .717. Here all rows with the same
  // answers move together; as rows one by one (another method, see below) k-means comes close to flexclust's.
  const survey = mcdonalds();
  const { summary } = await stability(survey, { k: [2, 3, 4, 5], replicates: 40, divisions: 0 });
  const [two, three, four, five] = column(summary, "median") as unknown as number[];
  assert.ok(Math.abs(two! - 0.956) < 0.03, `k 2: ${two}`);
  assert.ok(three! > 0.871 && four! > 0.839 && five! > 0.9, `k 3, 4, 5: ${three}, ${four}, ${five}`);
  const alone = await stability(survey, {
    k: 4,
    replicates: 25,
    divisions: 0,
    method: (matrix, { k, restarts, seed }) => kmeans(matrix, { k, restarts, seed }),
  });
  const median = alone.summary.get("median", 0) as number;
  assert.ok(Math.abs(median - 0.839) < 0.06, `k 4, rows one by one: ${median}`);
});
