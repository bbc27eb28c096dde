import assert from "node:assert/strict";
import { test } from "node:test";
import { type Matrix, matrixOf } from "../../../src/matrix.js";
import { random } from "../../../src/random.js";
import { chooseK } from "../../../src/segment/evaluate/chooseK.js";
import { gaussianMixture } from "../../../src/segment/gaussianMixture.js";
import { kmeans } from "../../../src/segment/kmeans.js";
import { sharedColumns, skipWithout } from "../../sharedData.js";

test("on iris recommends 2 by the silhouette and says that Calinski-Harabasz prefers 3 (figures of scikit-learn 1.9.1)", {
  skip: skipWithout("iris.csv"),
}, async () => {
  const columns = Object.entries(sharedColumns("iris.csv")).slice(1, 5);
  const iris = matrixOf(Object.fromEntries(columns.map(([name, cells]) => [name, cells.map(Number)])));
  const choice = await chooseK(iris, { k: [5, 2, 3, 4] });
  assert.equal(choice.recommended, 2);
  assert.match(choice.reason, /k = 2 has the largest mean silhouette \(0\.681\) of k = 2, 3, 4, 5/);
  assert.deepEqual(choice.dissent, [
    "Calinski-Harabasz prefers k = 3 (561.6, against 513.9).",
    "Dunn prefers k = 4 (0.137, against 0.077).",
    "The inertia bends most at k = 3.",
  ]);
  assert.deepEqual(choice.table.array("k"), [2, 3, 4, 5]);
  assert.deepEqual(
    Array.from(choice.table.array("silhouette") as number[], (value) => value.toFixed(4)),
    ["0.6810", "0.5528", "0.4981", "0.4887"],
  );
  assert.deepEqual(choice.table.array("timesFound"), [20, 20, 20, 20]);
  assert.deepEqual([...choice.table.array("gap")], [null, null, null, null]);
  assert.equal(choice.gap, undefined);
  assert.deepEqual(choice.segmentations[1], await kmeans(iris, { k: 3 }));
});

test("finds the four groups that are there, without dissent", async () => {
  const draw = random(1);
  const corner = (at: number) => Array.from({ length: 120 }, (_, i) => (((i % 4) >> at) & 1) * 10 + draw.normal());
  const choice = await chooseK(matrixOf({ x: corner(0), y: corner(1) }), { restarts: 10 });
  assert.equal(choice.recommended, 4);
  assert.deepEqual(choice.dissent, []);
});

test("a mixture's BIC has a column and dissents: on iris mclust 6.0.0 gives VVV,2 -574.0178 and VVV,3 -580.8389 (its sign)", {
  skip: skipWithout("iris.csv"),
}, async () => {
  const columns = Object.entries(sharedColumns("iris.csv")).slice(1, 5);
  const iris = matrixOf(Object.fromEntries(columns.map(([name, cells]) => [name, cells.map(Number)])));
  const method = (matrix: Matrix, { k }: { k: number }) => gaussianMixture(matrix, { k, family: "VVV" });
  const choice = await chooseK(iris, { k: [2, 3], method, structure: false });
  const bic = Array.from(choice.table.array("bic"), Number);
  assert.ok(Math.abs(bic[0]! - 574.0178) < 0.02 && Math.abs(bic[1]! - 580.8389) < 0.02, bic.join(" "));
  assert.doesNotMatch(choice.dissent.join(), /BIC/);
  const plain = await chooseK(iris, { k: [2, 3], structure: false });
  assert.deepEqual(Array.from(plain.table.array("bic")), [null, null]);
});

test("where groups are long and side by side, the silhouette divides them on, and BIC dissents for the two that were drawn", async () => {
  const draw = random(2);
  const long = matrixOf({
    x: Array.from({ length: 600 }, () => 4 * draw.normal()),
    y: Array.from({ length: 600 }, (_, i) => (i < 300 ? 0 : 3) + draw.normal() / 2),
  });
  const choice = await chooseK(long, { k: [2, 5], method: gaussianMixture, restarts: 10, structure: false });
  assert.equal(choice.recommended, 5);
  assert.match(choice.dissent.join(" "), /BIC prefers k = 2 \(\d+\.\d, against \d+\.\d; smaller is better\)/);
});

test("says that a cloud without groups may have none, and that tiny segments may be outliers", async () => {
  const draw = random(2);
  const columns = Object.fromEntries(
    Array.from("abcdefgh", (name) => [name, Array.from({ length: 300 }, draw.normal)]),
  );
  const cloud = await chooseK(matrixOf(columns), { k: [2, 3], restarts: 5 });
  assert.match(cloud.dissent.join(" "), /no substantial structure/);
  const outlier = await chooseK(matrixOf({ x: [...Array.from({ length: 200 }, draw.normal), 500] }), {
    k: [2, 3],
    restarts: 5,
  });
  assert.match(outlier.dissent.join(" "), /holds 1 of 201 rows/);
});

test("takes another method, reports progress over all k, and stops when told", async () => {
  const points = matrixOf({ x: [0, 1, 10, 11, 20, 21] });
  const asked: number[] = [];
  const seen: number[] = [];
  const choice = await chooseK(points, {
    k: [2, 3],
    structure: false, // it would ask for segments of the references
    onProgress: (done, total) => seen.push(done / total!),
    method: (matrix, { k, ...rest }) => {
      asked.push(k);
      return kmeans(matrix, { ...rest, k, restarts: 2 });
    },
  });
  assert.deepEqual(asked, [2, 3]);
  assert.equal(choice.recommended, 3);
  assert.deepEqual(
    seen,
    [...seen].sort((a, b) => a - b),
  );
  assert.equal(seen.at(-1), 1);
  assert.ok(seen.includes(0.5)); // half the work is done after the first k
  await assert.rejects(chooseK(points, { signal: { aborted: true, reason: new Error("stop") } }), /stop/);
});

/** Three clouds in a row, and the references that the gap statistic drew: its method saw them. */
async function gapOfThree(box: "axes" | "columns") {
  const draw = random(9);
  const x = Array.from({ length: 60 }, (_, i) => (i % 3) * 4 + draw.normal());
  const y = Array.from({ length: 60 }, (_, i) => (i % 3) * 3 + draw.normal());
  const choice = await chooseK(matrixOf({ x, y }), {
    k: [2, 3, 4],
    restarts: 50,
    seed: 5,
    gap: { references: 4, box },
  });
  const [ks, gaps, errors] = (["k", "gap", "gapError"] as const).map((name) =>
    Array.from(choice.gap!.table.array(name), Number),
  ) as [number[], number[], number[]];
  return { choice, ks, gaps, errors };
}

test("gap and standard error are those of scikit-learn 1.9.1, KMeans(n_init=3000), on the same four references of either box", async () => {
  const expected = {
    axes: [
      [0.08315304398333723, 0.06922374383041659],
      [0.14306432260581836, 0.0897601711040037],
      [0.47380358260966826, 0.07197814743307039],
      [0.3404142307115041, 0.05099310197760657],
    ],
    columns: [
      [0.11035405362714457, 0.06535856616843219],
      [0.7899656125433641, 0.060709952617304386],
      [1.1289988790455885, 0.07774592105834743],
      [0.9863805833051256, 0.08243401586921628],
    ],
  };
  for (const box of ["axes", "columns"] as const) {
    const { choice, ks, gaps, errors } = await gapOfThree(box);
    assert.deepEqual(ks, [1, 2, 3, 4]);
    expected[box].forEach(([gap, error], at) => {
      assert.ok(Math.abs(gaps[at]! - gap!) < 1e-9, `${box}, k ${ks[at]}: gap ${gaps[at]} is not ${gap}`);
      assert.ok(Math.abs(errors[at]! - error!) < 1e-9, `${box}, k ${ks[at]}: error ${errors[at]} is not ${error}`);
    });
    assert.deepEqual(Array.from(choice.table.array("gap"), Number), gaps.slice(1));
    assert.deepEqual(Array.from(choice.table.array("gapError"), Number), errors.slice(1));
  }
});

test("the gap's k is the smallest within a standard error of the next, and speaks up where it is not the recommended one", async () => {
  const columns = await gapOfThree("columns"); // .790 is below 1.129 - .078, and 1.129 is not below .986 - .082
  assert.deepEqual([columns.choice.gap!.k, columns.choice.gap!.rising], [3, false]);
  assert.equal(columns.choice.dissent.join().includes("gap"), false);
  const axes = await gapOfThree("axes"); // .083 is not below .143 - .090: the axes of three clouds in a row fit a long box
  assert.equal(axes.choice.gap!.k, 1);
  assert.ok(
    axes.choice.dissent.includes(
      "The gap statistic prefers k = 1, that is, no segments (0.083, against 0.143 with standard error 0.090 at k = 2).",
    ),
  );
});

test("the gap on iris is that of R's cluster::clusGap 2.1.4 (d.power 2, 200 references) up to what references leave open", {
  skip: skipWithout("iris.csv"),
}, async () => {
  const cells = Object.entries(sharedColumns("iris.csv")).slice(1, 5);
  const iris = matrixOf(Object.fromEntries(cells.map(([name, values]) => [name, values.map(Number)])));
  const published = {
    axes: [0.06999296, 0.59348523, 0.87644336, 1.00682953],
    columns: [0.07213738, 0.98561227, 1.43874916, 1.58082076],
  };
  for (const box of ["axes", "columns"] as const) {
    const { gap } = await chooseK(iris, { k: [2, 3, 4], restarts: 10, gap: { references: 40, box } });
    // Both have standard errors of about .045 a reference: four of the difference are .03.
    published[box].forEach((value, at) => {
      const own = Number(gap!.table.get("gap", at));
      assert.ok(Math.abs(own - value) < 0.03, `${box}, k ${at + 1}: ${own} is not near ${value}`);
    });
  }
});

test("the gap says 1 of an evenly filled box, still rising where every k is better, and refuses senseless references", async () => {
  const draw = random(3);
  const box = matrixOf({ x: Array.from({ length: 200 }, draw.uniform), y: Array.from({ length: 200 }, draw.uniform) });
  const none = await chooseK(box, { k: [2, 3], restarts: 5, gap: true });
  assert.equal(none.gap!.k, 1);
  assert.equal(none.gap!.references, 20);
  const groups = matrixOf({ x: Array.from({ length: 60 }, (_, i) => (i % 6) * 100 + draw.normal()) });
  const rising = await chooseK(groups, { k: [5, 6], restarts: 10, gap: { references: 5 } });
  assert.deepEqual([rising.gap!.k, rising.gap!.rising], [6, true]);
  for (const gap of [{ references: 1 }, { references: 2.5 }, { box: "round" as "axes" }])
    await assert.rejects(chooseK(box, { k: [2], gap }), RangeError);
});

test("the gap is refused where there are categorical columns, which no box between numbers holds", async () => {
  const answers = { name: "likes", levels: ["yes", "no"], codes: Int32Array.from([0, 0, 1, 1]) };
  const mixed = { ...matrixOf({ x: [0, 1, 10, 11] }), categorical: [answers] };
  await assert.rejects(chooseK(mixed, { k: [2], gap: true }), /without categorical columns.*got "likes"/);
});

test("refuses a method that finds fewer segments than it is asked for, whose figures would stand under a wrong k", async () => {
  const points = matrixOf({ x: [0, 1, 10, 11, 20, 21] });
  await assert.rejects(chooseK(points, { k: [2, 3], method: (matrix) => kmeans(matrix, { k: 2 }) }), {
    name: "RangeError",
    message: /a method that finds 3 segments, got one that found 2/,
  });
});

test("refuses a list of k that makes no sense", async () => {
  const points = matrixOf({ x: [0, 1, 10, 11] });
  for (const k of [[], [1, 2], [2.5], [2, 2], [9]]) await assert.rejects(chooseK(points, { k }), RangeError);
});
