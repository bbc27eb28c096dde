import assert from "node:assert/strict";
import { test } from "node:test";
import { type Matrix, matrixOf } from "../../../src/matrix.js";
import { random } from "../../../src/random.js";
import { agreement } from "../../../src/segment/evaluate/agreement.js";
import { compare } from "../../../src/segment/evaluate/compare.js";
import { compareReport } from "../../../src/segment/evaluate/compareReport.js";
import { indices } from "../../../src/segment/evaluate/indices.js";
import { hdbscan } from "../../../src/segment/hdbscan.js";
import { kmeans } from "../../../src/segment/kmeans.js";
import { ward } from "../../../src/segment/ward.js";

/** Three groups of 60, 40 and 20 rows, and a column that knows nothing of them. */
function groups(seed = 1) {
  const draw = random(seed);
  const at = [...Array(60).fill(0), ...Array(40).fill(1), ...Array(20).fill(2)] as number[];
  const x = at.map((group) => [0, 12, 0][group]! + draw.normal());
  const y = at.map((group) => [0, 0, 12][group]! + draw.normal());
  const noise = at.map(() => draw.normal());
  return {
    both: matrixOf({ x, y }),
    one: matrixOf({ x, noise }),
    nothing: matrixOf({ noise, more: at.map(draw.normal) }),
  };
}

test("puts methods and feature sets into one table, each figure that of its own function", async () => {
  const { both, one } = groups();
  const found = await compare(
    {
      "k-means": { matrix: both, k: 3 },
      Ward: { matrix: both, k: 3, method: ward },
      "two columns": { matrix: one, k: 2 },
      given: { matrix: both, segmentation: await kmeans(both, { k: 2 }) },
    },
    { replicates: 5 },
  );
  assert.deepEqual(found.candidates, ["k-means", "Ward", "two columns", "given"]);
  const column = (name: string) => [...found.table.array(name as "k")] as (number | null)[];
  assert.deepEqual(column("k"), [3, 3, 2, 2]);
  assert.deepEqual(column("smallest").slice(0, 2), [20 / 120, 20 / 120]);
  assert.deepEqual(column("depth"), [2, 2, 1, 1]);
  assert.deepEqual(column("stability"), [1, 1, 1, null]);
  assert.deepEqual(column("structure"), [true, true, true, true]);
  assert.equal(column("seconds")[3], null);
  assert.ok(column("seconds")[0]! > 0);
  // By hand: -(1/2 ln 1/2 + 1/3 ln 1/3 + 1/6 ln 1/6) / ln 3
  assert.ok(Math.abs(column("balance")[0]! - 0.9206198357143052) < 1e-12);
  const scores = await indices(both, found.segmentations[0]!);
  assert.equal(column("silhouette")[0], scores.silhouette);
  assert.equal(column("daviesBouldin")[0], scores.daviesBouldin);
  assert.equal(found.agreement[0]![1], 1);
  assert.equal(found.agreement[0]![2], agreement(found.segmentations[0]!, found.segmentations[2]!).adjustedRand);
  assert.equal(found.agreement[2]![0], found.agreement[0]![2]);
  assert.equal(found.structure, true);
  assert.equal(found.recommended, "two columns");
  assert.match(
    found.reason,
    /^two columns: its segments come back best \(median adjusted Rand index 1\.00\); 1 question tells/,
  );
  assert.match(found.dissent.join(" "), /The stability of given was not measured/);
});

test("on noise says that there are no segments, and what would be taken anyway", async () => {
  const { nothing } = groups();
  const found = await compare(
    { two: { matrix: nothing, k: 2 }, three: { matrix: nothing, k: 3, method: ward } },
    { replicates: 3 },
  );
  assert.equal(found.structure, false);
  assert.match(found.reason, /^No segments: .* If cut anyway, (two|three): /);
});

test("a feature set without structure is not recommended beside one that has some", async () => {
  const { both, nothing } = groups();
  const found = await compare({ nothing: { matrix: nothing, k: 2 }, both: { matrix: both, k: 3 } }, { replicates: 3 });
  assert.equal(found.recommended, "both");
  assert.ok(found.dissent.includes("nothing finds no more structure than in clouds without segments."));
});

test("gives the same but for the time, reports progress to the end and stops when told", async () => {
  const { both, one } = groups();
  const run = async (threads: number) => {
    const seen: number[] = [];
    const { table, ...rest } = await compare(
      { a: { matrix: both, k: 3 }, b: { matrix: one, k: 3 } },
      { replicates: 2, threads, onProgress: (done, total) => seen.push(done / total!) },
    );
    assert.equal(seen.at(-1), 1);
    return { ...rest, rows: table.objects().map((row) => ({ ...row, seconds: 0 })) };
  };
  assert.deepEqual(await run(1), await run(2));
  await assert.rejects(
    compare({ a: { matrix: both, k: 3 } }, { signal: { aborted: true, reason: new Error("stop") } }),
    /stop/,
  );
});

test("one segment, noise and a method that chooses k itself have a row too", async () => {
  const { both } = groups();
  const found = await compare(
    {
      one: { matrix: both, k: 1 },
      trimmed: { matrix: both, method: (matrix, options) => kmeans(matrix, { ...options, k: 3, trim: 0.1 }) },
    },
    { replicates: 2 },
  );
  assert.deepEqual([...found.table.array("noise")], [0, 12]);
  assert.deepEqual([...found.table.array("balance")].slice(0, 1), [null]);
  assert.deepEqual([...found.table.array("depth")].slice(0, 1), [0]);
  // Trimmed k-means decides on k by itself here: in each sample anew.
  const [none, trimmed] = [...found.table.array("stability")];
  assert.equal(none, null);
  assert.ok(trimmed! > 0.75 && trimmed! <= 1);
  assert.equal(found.recommended, "trimmed");
});

test("a method that decides on k has a stability: that of stability() where each sample has the same k, little on noise", async () => {
  const { both, one, nothing } = groups();
  const asked = { replicates: 6, structure: false, seed: 4 };
  const stabilities = async (candidates: Parameters<typeof compare>[0]) => [
    ...(await compare(candidates, asked)).table.array("stability"),
  ];
  const wardOf = (k: number) => (matrix: Matrix) => ward(matrix, { k });
  for (const matrix of [both, one, nothing]) {
    const [known, decided] = await stabilities({
      known: { matrix, k: 4, method: ward },
      decided: { matrix, method: wardOf(4) },
    });
    assert.equal(decided, known);
  }
  const dense = (minClusterSize: number) => (matrix: Matrix) => hdbscan(matrix, { minClusterSize });
  const [there, spots, none, given] = await stabilities({
    there: { matrix: both, method: dense(15) },
    spots: { matrix: nothing, method: dense(4) },
    none: { matrix: nothing, method: dense(60) },
    given: { matrix: both, method: dense(15), segmentation: await hdbscan(both, { minClusterSize: 15 }) },
  });
  assert.ok(there! > 0.9, `${there}`);
  assert.ok(spots! < 0.5, `${spots}`);
  assert.equal(none, null);
  assert.equal(given, there);
});

test("where no candidate finds segments it says so, and that structure was not tested", async () => {
  const { both, nothing } = groups();
  const noise = await hdbscan(nothing, { minClusterSize: 60 });
  assert.equal(noise.k, 0);
  const found = await compare(
    { a: { matrix: nothing, segmentation: noise }, b: { matrix: both, k: 1 } },
    { replicates: 2, structure: false },
  );
  assert.equal(found.reason, "No segments: no candidate finds two or more.");
  assert.deepEqual(found.dissent, ["Whether there are any segments was not tested here."]);
  assert.deepEqual([...found.table.array("smallest")], [null, 1]);
  assert.deepEqual([...found.table.array("largest")], [null, 1]);
  const one = await compare({ one: { matrix: both, k: 1 } }, { replicates: 2 });
  assert.equal(one.reason, "No segments: one, the only candidate, does not find two or more.");
  assert.match(one.dissent[0]!, /^The features hold more structure than clouds without segments/);
});

test("of candidates equally stable to two decimals the plainer is recommended, and nothing untrue is said of the other", () => {
  const row = {
    ...{ method: "kmeans", k: 3, noise: 0, smallest: 0.2, largest: 0.5, balance: 0.9, silhouette: 0.5 },
    ...{ calinskiHarabasz: 9, daviesBouldin: 1, structure: true, seconds: 1 },
  };
  const rows = [
    { ...row, candidate: "plain", stability: 0.8451, depth: 2 },
    { ...row, candidate: "steady", stability: 0.8549, depth: 3 },
  ];
  const alike = [
    [1, 0.9],
    [0.9, 1],
  ];
  const found = compareReport(rows, alike, ["tested"], { share: 0.9, deepest: 10 });
  assert.equal(found.recommended, "plain");
  assert.deepEqual(found.dissent, []);
  const cloud = [rows[0]!, { ...rows[1]!, stability: 0.95, structure: false }];
  assert.match(
    compareReport(cloud, alike, ["tested"], { share: 0.9, deepest: 10 }).dissent[0]!,
    /^steady comes back better \(0\.95\), but its features hold no more structure/,
  );
});

test("refuses candidates of other customers, and what makes no sense", async () => {
  const { both } = groups();
  const other = matrixOf({ x: [1, 2, 3] });
  await assert.rejects(compare({}), /at least one candidate/);
  await assert.rejects(compare({ a: { matrix: both, k: 2 }, b: { matrix: other, k: 2 } }), /3 instead of 120 in b/);
  await assert.rejects(
    compare({ a: { matrix: both, k: 2 }, b: { matrix: { ...both, ids: [...both.ids].reverse() }, k: 2 } }),
    /same customers in the same order.*got 119 in row 1 in b/,
  );
  await assert.rejects(compare({ a: { matrix: [] as never } }), TypeError);
  await assert.rejects(compare({ a: null as never }), /options of the candidate a such as/);
  const typo = { matrix: both, k: 2, metod: ward } as object;
  await assert.rejects(compare({ a: typo as never }), /the candidate a among .*Did you mean "method"\?/);
  const misspelt = { replicate: 3 } as object;
  await assert.rejects(compare({ a: { matrix: both, k: 2 } }, misspelt), /Did you mean "replicates"\?/);
  for (const options of [{ replicates: -1 }, { share: 0 }, { share: 2 }, { seed: 0.5 }])
    await assert.rejects(compare({ a: { matrix: both, k: 2 } }, options), RangeError);
});
