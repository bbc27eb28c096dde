import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Matrix, matrixOf } from "../../src/matrix.js";
import { random } from "../../src/random.js";
import { matrix } from "../../src/represent/matrix.js";
import { copheneticCorrelation } from "../../src/segment/copheneticCorrelation.js";
import { cut } from "../../src/segment/cut.js";
import { type Dendrogram, hierarchy, type Linkage } from "../../src/segment/hierarchy.js";
import { tableOf } from "../../src/table.js";
import { hurriedClock } from "../hurriedClock.js";
import { sharedColumns, skipWithout } from "../sharedData.js";

const linkages = ["ward", "single", "complete", "average", "weighted"] as const;

function near(value: number, expected: number, within = 1e-10): void {
  assert.ok(Math.abs(value - expected) <= within * Math.max(1, Math.abs(expected)), `${value}, expected ${expected}`);
}

/**
 * Half a ring, a dense long cloud and noise. In Python, with `u` the same generator (s = s * 48271 % 2147483647, from 1):
 * t = 2 * u() - 1; row = (4 (1 - t t) / (1 + t t), 8 t / (1 + t t)), (u() + u() + u() - 1.5, t / 2) or (12 u() - 6, 12 u() - 6), in turn.
 */
function shapes(): Matrix {
  let s = 1;
  const u = () => {
    s = (s * 48271) % 2147483647;
    return s / 2147483647;
  };
  const rows = Array.from({ length: 90 }, (_, i) => {
    const t = 2 * u() - 1;
    if (i % 3 === 0) return [(4 * (1 - t * t)) / (1 + t * t), (8 * t) / (1 + t * t)];
    return i % 3 === 1 ? [u() + u() + u() - 1.5, t / 2] : [12 * u() - 6, 12 * u() - 6];
  });
  return matrixOf({ x: rows.map(([x]) => x!), y: rows.map(([, y]) => y!) });
}

test("matches scipy 1.17.1's linkage and cophenet: a ring, a long cloud and noise", async () => {
  const expected: Record<
    Linkage,
    { sum: number; weighted: number; top: number[]; sizes: number[]; cophenetic: number }
  > = {
    ward: {
      sum: 187.63333445335542,
      weighted: 14443.67456143544,
      top: [16.45594022879372, 19.50612818529927, 27.32655812664069],
      sizes: [47, 18, 14, 11],
      cophenetic: 0.678213676012296,
    },
    single: {
      sum: 50.74793476003258,
      weighted: 3402.6357846695378,
      top: [2.389212301552629, 2.9089013567667674, 3.106931624701344],
      sizes: [84, 4, 1, 1],
      cophenetic: 0.7046227942867722,
    },
    complete: {
      sum: 135.13888239765305,
      weighted: 9970.284218125786,
      top: [9.480926435087332, 10.73338476009583, 15.111980515862733],
      sizes: [64, 15, 7, 4],
      cophenetic: 0.7444591068400479,
    },
    average: {
      sum: 96.01571342852047,
      weighted: 6895.318261082543,
      top: [6.9517853176296525, 7.444387810046241, 8.503888294875923],
      sizes: [84, 4, 1, 1],
      cophenetic: 0.8034015922526235,
    },
    weighted: {
      sum: 96.54254076420706,
      weighted: 6916.813523162444,
      top: [6.214917819979693, 7.04855473702643, 8.95558050052072],
      sizes: [60, 19, 7, 4],
      cophenetic: 0.7443702009860822,
    },
  };
  for (const linkage of linkages) {
    const tree = await hierarchy(shapes(), { linkage });
    const { sum, weighted, top, sizes, cophenetic } = expected[linkage];
    near(
      tree.heights.reduce((total, height) => total + height, 0),
      sum,
    );
    near(
      tree.heights.reduce((total, height, i) => total + height * (i + 1), 0),
      weighted,
    );
    top.forEach((height, i) => {
      near(tree.heights[86 + i]!, height);
    });
    assert.deepEqual(cut(tree, { k: 4 }).sizes, sizes, linkage);
    near(await copheneticCorrelation(tree), cophenetic);
  }
});

test("matches scipy 1.17.1 on iris: last heights, sizes of three segments, cophenetic correlation", {
  skip: skipWithout("iris.csv"),
}, async () => {
  const columns = sharedColumns("iris.csv");
  const names = ["Sepal.Length", "Sepal.Width", "Petal.Length", "Petal.Width"];
  const iris = matrixOf(Object.fromEntries(names.map((name) => [name, columns[name]!.map(Number)])));
  const expected: [Linkage, number[], number[], number][] = [
    ["ward", [6.399406819518539, 12.300396052792589, 32.44760699959244], [64, 50, 36], 0.8728283153305715],
    ["single", [0.7348469228349535, 0.818535277187245, 1.6401219466856727], [98, 50, 2], 0.8638786773076585],
    ["complete", [3.2109188716004646, 4.024922359499621, 7.085195833567341], [72, 50, 28], 0.7269856836284624],
    ["average", [1.7855664820227883, 1.9636140862746496, 4.062682686118029], [64, 50, 36], 0.8769561464741982],
  ];
  for (const [linkage, heights, sizes, cophenetic] of expected) {
    const tree = await hierarchy(iris, { linkage });
    heights.forEach((height, i) => {
      near(tree.heights[146 + i]!, height);
    });
    assert.deepEqual(cut(tree, { k: 3 }).sizes, sizes);
    // The measurements are to a tenth, so some merges are ties; they move the correlation a little.
    near(await copheneticCorrelation(tree), cophenetic, linkage === "single" ? 1e-10 : 2e-3);
  }
});

function mixed(): Matrix {
  const table = tableOf({
    customer: [1, 2, 3, 4, 5],
    income: [20, 35, 50, 80, 30],
    age: [30, 30, 60, 45, 22],
    region: ["N", "S", "N", null, "S"],
    plan: ["a", "a", "b", "b", null],
  });
  return matrix(table, { categorical: true });
}

test("Gower: matches daisy of R's cluster 2.1.4 and hclust of R 4.2.2, numbers, levels and missing levels", async () => {
  // d <- daisy(data.frame(income, age, factor(region), factor(plan)), "gower"); hclust(d, m)$height; cor(d, cophenetic(hclust(d, m)))
  const expected: [Linkage, number[], number][] = [
    ["single", [0.097953216374269, 0.298245614035088, 0.3125, 0.572368421052632], 0.9558978978],
    ["complete", [0.097953216374269, 0.298245614035088, 0.45906432748538, 0.798245614035088], 0.956825787611],
    ["average", [0.097953216374269, 0.298245614035088, 0.38578216374269, 0.723745126705653], 0.959334487225],
    ["weighted", [0.097953216374269, 0.298245614035088, 0.38578216374269, 0.714135599415205], 0.959310290176],
    ["ward", [0.097953216374269, 0.298245614035088, 0.449888053090671, 1.063994310427566], 0.954655310379],
  ];
  for (const [linkage, heights, cophenetic] of expected) {
    const tree = await hierarchy(mixed(), { linkage, distance: "gower" });
    assert.deepEqual(tree.merges, [
      [1, 4],
      [2, 3],
      [0, 5],
      [6, 7],
    ]);
    heights.forEach((height, i) => {
      near(tree.heights[i]!, height, 1e-12);
    });
    assert.deepEqual([...cut(tree, { k: 2 }).labels], [0, 0, 1, 1, 0]);
    near(await copheneticCorrelation(tree), cophenetic, 1e-9);
  }
});

test("Gower: two rows without a common column are refused, and so is nothing to compare", async () => {
  const codes = (values: number[]) => Int32Array.from(values);
  const base = matrixOf({}, ["a", "b", "c"]);
  const apart = {
    ...base,
    categorical: [
      { name: "plan", levels: ["x"], codes: codes([0, -1, 0]) },
      { name: "region", levels: ["n"], codes: codes([-1, 0, 0]) },
    ],
  };
  for (const linkage of ["single", "average"] as const)
    await assert.rejects(hierarchy(apart, { distance: "gower", linkage }), /in common, got none for "a" and "b"/);
  await assert.rejects(hierarchy(base, { distance: "gower" }), /at least one column/);
  await assert.rejects(hierarchy(apart), /distance "gower" compares categories/);
});

/** Merges by the definition: all pairs of clusters at each step. */
function plainly(rows: readonly (readonly number[])[], linkage: Linkage): number[] {
  const apart = (a: number, b: number) => Math.hypot(...rows[a]!.map((value, j) => value - rows[b]![j]!));
  const mean = (members: number[]) =>
    rows[0]!.map((_, j) => members.reduce((sum, i) => sum + rows[i]![j]!, 0) / members.length);
  let clusters = rows.map((_, i) => [i]);
  const between = (a: number[], b: number[]) => {
    const all = a.flatMap((i) => b.map((j) => apart(i, j)));
    if (linkage === "single") return Math.min(...all);
    if (linkage === "complete") return Math.max(...all);
    if (linkage === "average") return all.reduce((sum, value) => sum + value, 0) / all.length;
    const [one, other] = [mean(a), mean(b)];
    return (
      Math.sqrt((2 * a.length * b.length) / (a.length + b.length)) *
      Math.hypot(...one.map((value, j) => value - other[j]!))
    );
  };
  const heights: number[] = [];
  while (clusters.length > 1) {
    let [least, at, with_] = [Number.POSITIVE_INFINITY, 0, 0];
    clusters.forEach((a, i) => {
      clusters.slice(i + 1).forEach((b, j) => {
        const height = between(a, b);
        if (height < least) [least, at, with_] = [height, i, i + 1 + j];
      });
    });
    heights.push(least);
    clusters = [...clusters.filter((_, i) => i !== at && i !== with_), [...clusters[at]!, ...clusters[with_]!]];
  }
  return heights;
}

test("has the heights of the definition, all pairs of clusters compared at each step", async () => {
  const draw = random(5);
  for (const linkage of ["ward", "single", "complete", "average"] as const)
    for (const [rows, width] of [
      [2, 1],
      [23, 1],
      [40, 3],
    ] as const) {
      const data = Array.from({ length: rows }, () => Array.from({ length: width }, () => Math.exp(2 * draw.normal())));
      const tree = await hierarchy(ofRows(data), { linkage });
      plainly(data, linkage).forEach((height, i) => {
        near(tree.heights[i]!, height, 1e-11);
      });
    }
});

function ofRows(rows: readonly (readonly number[])[]): Matrix {
  return matrixOf(Object.fromEntries(rows[0]!.map((_, j) => [`c${j}`, rows.map((row) => row[j]!)])));
}

/** Holds each height to how far its two clusters are by the definition, and each size to their rows. */
function checkTies(tree: Dendrogram, rows: readonly (readonly number[])[], linkage: Linkage): void {
  const members: number[][] = rows.map((_, i) => [i]);
  tree.merges.forEach(([a, b], i) => {
    const [one, other] = [members[a]!, members[b]!];
    const sum = (list: number[], j: number) => list.reduce((total, row) => total + rows[row]![j]!, 0) / list.length;
    const all = one.flatMap((x) => other.map((y) => Math.hypot(...rows[x]!.map((value, j) => value - rows[y]![j]!))));
    const expected =
      linkage === "single"
        ? Math.min(...all)
        : linkage === "complete"
          ? Math.max(...all)
          : linkage === "average"
            ? all.reduce((total, value) => total + value, 0) / all.length
            : Math.sqrt((2 * one.length * other.length) / (one.length + other.length)) *
              Math.hypot(...rows[0]!.map((_, j) => sum(one, j) - sum(other, j)));
    near(tree.heights[i]!, expected);
    assert.equal(tree.sizes[i], one.length + other.length);
    members.push([...one, ...other]);
  });
  assert.equal(members.at(-1)!.length, rows.length);
}

test("whole numbers with ties and equal rows: heights ascend and each is that of its two clusters; single linkage's are those of the definition", async () => {
  const draw = random(9);
  for (const linkage of ["ward", "single", "complete", "average"] as const) {
    const rows = Array.from({ length: 60 }, () => [draw.integer(4), draw.integer(4)]);
    const tree = await hierarchy(ofRows(rows), { linkage });
    checkTies(tree, rows, linkage);
    assert.ok(tree.heights.every((height, i) => i === 0 || height >= tree.heights[i - 1]!));
    if (linkage === "single")
      assert.deepEqual(
        tree.heights.map((h) => h.toFixed(9)),
        plainly(rows, linkage).map((h) => h.toFixed(9)),
      );
  }
});

test("another order of the rows gives the same partition at every k, rows without ties", async () => {
  const draw = random(3);
  const rows = Array.from({ length: 120 }, () => [draw.normal(), draw.normal(), Math.exp(draw.normal())]);
  const order = rows.map((_, i) => i).sort((a, b) => rows[a]![0]! - rows[b]![0]!);
  const groupsOf = (labels: ArrayLike<number>, name: (i: number) => number) => {
    const groups = new Map<number, number[]>();
    for (let i = 0; i < labels.length; i++) groups.set(labels[i]!, [...(groups.get(labels[i]!) ?? []), name(i)]);
    return [...groups.values()].map((group) => group.sort((a, b) => a - b).join(" ")).sort();
  };
  for (const linkage of linkages) {
    const plain = await hierarchy(ofRows(rows), { linkage });
    const other = await hierarchy(ofRows(order.map((i) => rows[i]!)), { linkage });
    for (let k = 1; k <= 120; k++)
      assert.deepEqual(
        groupsOf(cut(other, { k }).labels, (i) => order[i]!),
        groupsOf(cut(plain, { k }).labels, (i) => i),
      );
  }
});

test("hostile numbers: every merge has its height and the rows of the fit keep their segments", async () => {
  const value = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e150, max: 1e150 }),
    fc.constantFrom(0, -0, 1, 1e-300, 5e-324, -1e150, 0.1, 0.1 + 2 ** -56),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 25 }),
      fc.constantFrom(...linkages),
      async (rows, linkage) => {
        const tree = await hierarchy(ofRows(rows), { linkage });
        assert.equal(tree.merges.length, rows.length - 1);
        assert.ok(tree.heights.every((height, i) => height >= (tree.heights[i - 1] ?? 0) && Number.isFinite(height)));
        assert.deepEqual(JSON.parse(JSON.stringify(tree)), tree);
        const taken = tree.merges.flat();
        assert.equal(new Set(taken).size, taken.length);
      },
    ),
    { numRuns: 150 },
  );
});

test("distances that a double cannot hold, values that are no numbers and unknown options are refused", async () => {
  const points = matrixOf({ x: [0, 1, 2] });
  await assert.rejects(hierarchy(matrixOf({ x: [-1.7e308, 1.7e308] }), { linkage: "single" }), RangeError);
  await assert.rejects(hierarchy(matrixOf({ x: [0, 1e300] })), /a double can hold/);
  await assert.rejects(
    hierarchy({ ...points, values: [Float64Array.of(0, Number.NaN, 1)] }),
    /finite numbers in x, got NaN in row 2/,
  );
  await assert.rejects(
    hierarchy(points, { linkage: "median" as Linkage }),
    /expected linkage to be "ward".*got "median"/,
  );
  await assert.rejects(hierarchy(points, { distance: "cosine" as "gower" }), /expected distance to be/);
  await assert.rejects(hierarchy(matrixOf({ x: [] })), /at least one row/);
  await assert.rejects(hierarchy({} as Matrix), TypeError);
});

test("more distinct rows than a linkage on all pairs can take are refused before they are compared", async () => {
  const x = Float64Array.from({ length: 20_001 }, (_, i) => i);
  await assert.rejects(hierarchy(matrixOf({ x }), { linkage: "average" }), /at most 20000 distinct rows.*sample/);
  const few = await hierarchy(matrixOf({ x: x.map((value) => value % 50) }), { linkage: "average" });
  assert.equal(few.merges.length, 20_000);
});

test("single linkage of many rows in few columns: the space tree has the tree that comparing all pairs has", async () => {
  const draw = random(14);
  const rows = Array.from({ length: 8300 }, (_, i) =>
    i % 40 === 0 ? [1, 2] : [draw.normal(), draw.normal() + (i % 2) * 9],
  );
  const large = await hierarchy(ofRows(rows), { linkage: "single" });
  assert.ok(large.rows.count < rows.length && large.rows.count >= 8000);
  const apart = await hierarchy(
    // The same distances in nine columns, which are compared pair by pair.
    ofRows(rows.map(([x, y]) => [x!, y!, 0, 0, 0, 0, 0, 0, 0])),
    { linkage: "single" },
  );
  assert.deepEqual(large.heights, apart.heights);
  for (const k of [2, 3, 10, 100]) assert.deepEqual(cut(large, { k }).labels, cut(apart, { k }).labels);
});

test("reports progress that only grows and ends at once where it is told to stop", async (t) => {
  hurriedClock(t);
  const draw = random(1);
  const columns = Object.fromEntries(
    ["a", "b", "c", "d", "e", "f"].map((name) => [name, Array.from({ length: 2000 }, () => draw.normal())]),
  );
  for (const linkage of ["ward", "single", "average"] as const) {
    const seen: number[] = [];
    await hierarchy(matrixOf(columns), { linkage, onProgress: (done) => seen.push(done) });
    assert.equal(seen.at(-1), 2000);
    assert.ok(seen.length > 1, `${seen.length} reports of ${linkage}`);
    assert.ok(seen.every((done, i) => i === 0 || done >= seen[i - 1]!));
    const stop = { aborted: false, reason: new Error("stopped") };
    const began = hierarchy(matrixOf(columns), { linkage, signal: stop });
    stop.aborted = true;
    await assert.rejects(began, /stopped/);
  }
});
