import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { matrixOf } from "../../src/matrix.js";
import { plot } from "../../src/plot/index.js";
import { random } from "../../src/random.js";
import { assign } from "../../src/segment/assign.js";
import { type CondensedTreeRow, condensedTree } from "../../src/segment/condensedTree.js";
import { agreement } from "../../src/segment/evaluate/agreement.js";
import { chooseK } from "../../src/segment/evaluate/chooseK.js";
import { indices } from "../../src/segment/evaluate/indices.js";
import { hdbscan } from "../../src/segment/hdbscan.js";
import { memberships } from "../../src/segment/memberships.js";
import { outlierScores } from "../../src/segment/outlierScores.js";
import { readDensity } from "../../src/segment/readDensity.js";
import { type DensityModel, fromJson, type Segmentation, toJson } from "../../src/segmentation.js";
import { profile } from "../../src/target/profile.js";
import { hurriedClock } from "../hurriedClock.js";
import { matrixOfPoints, shapeNames, shapePoints } from "./densityShapes.js";

interface Fitted {
  labels: string;
  probabilities?: number[];
}

/**
 * What hdbscan 0.8.44 and scikit-learn 1.9.1 (Python 3.11, numpy 2.4.6) say of the shapes, probabilities in ten millionths. For hdbscan:
 * HDBSCAN(min_cluster_size, min_samples, approx_min_span_tree=False, cluster_selection_method, cluster_selection_epsilon,
 * allow_single_cluster); for scikit-learn the same with min_samples + 1, since it counts the row itself. (With an epsilon,
 * scikit-learn 1.9.1 fails on numpy 2.4: "only 0-dimensional arrays can be converted".) "same": the two agree in every digit.
 */
interface Oracle {
  shape: string;
  minClusterSize: number;
  minSamples: number;
  selection: "eom" | "leaf";
  epsilon: number;
  allowSingleCluster: boolean;
  hdbscan: Fitted;
  scikitLearn?: Fitted | "same";
  outlierScores?: number[];
}
const oracles = JSON.parse(
  readFileSync(new URL("../fixtures/hdbscan.json", import.meta.url), "utf8"),
) as readonly Oracle[];

/** Labels in the order in which they appear, as text: "-" is noise. */
function spelled(labels: ArrayLike<number>): string {
  const names = new Map<number, string>();
  return Array.from(labels, (label) => {
    if (label < 0) return "-";
    if (!names.has(label)) names.set(label, String.fromCharCode(97 + names.size));
    return names.get(label)!;
  }).join("");
}

const same = (a: number, b: number) => Math.abs(a - b) < 1e-6;

async function fitOf(oracle: Oracle): Promise<Segmentation> {
  const { minClusterSize, minSamples, selection, epsilon, allowSingleCluster } = oracle;
  const options = { minClusterSize, minSamples, selection, epsilon, allowSingleCluster };
  return hdbscan(matrixOfPoints(shapePoints(oracle.shape)), options);
}

describe("agrees with the packages", () => {
  // With minSamples 1 the mutual reachability of two rows has no ties but those of the data.
  for (const oracle of oracles.filter(({ minSamples }) => minSamples === 1))
    test(`${oracle.shape}, minSamples 1, ${oracle.selection}, epsilon ${oracle.epsilon}${oracle.allowSingleCluster ? ", single" : ""}: labels, probabilities and scores of hdbscan 0.8.44 and scikit-learn 1.9.1`, async () => {
      const found = await fitOf(oracle);
      const own = memberships(found);
      for (const peer of [oracle.hdbscan, oracle.scikitLearn]) {
        if (peer === undefined || peer === "same") continue;
        // The leaves that hdbscan finds in an even grid are those of its order of equal edges; scikit-learn finds none, nor do we.
        if (peer === oracle.hdbscan && oracle.shape === "grid" && oracle.selection === "leaf") continue;
        assert.equal(spelled(found.labels), peer.labels);
        peer.probabilities?.forEach((value, row) => {
          assert.ok(same(own[row]!, value / 1e7), `row ${row}: ${own[row]}, there ${value / 1e7}`);
        });
      }
      const scores = outlierScores(found);
      oracle.outlierScores?.forEach((value, row) => {
        assert.ok(same(scores[row]!, value / 1e7), `row ${row}: ${scores[row]}, there ${value / 1e7}`);
      });
    });

  // With more, the row over which two clusters come apart is tied with itself: its core distance is the length of its edges to
  // both. The packages cut one edge first, by the order of a sort that is not stable, and here both go at once.
  const tied = oracles.filter(({ minSamples }) => minSamples === 10);
  /** Rows whose label differs from the packages': none where this says nothing. */
  const differing: { readonly [shape: string]: readonly [hdbscan: number, scikitLearn: number] } = {
    noisy: [1, 2],
    one: [1, 2],
    uniform: [2, 2],
    five: [1, 1],
  };
  for (const oracle of tied)
    test(`${oracle.shape}, minSamples 10: labels and probabilities of both, but for rows that leave as a cluster is born`, async () => {
      const found = await fitOf(oracle);
      const model = found.model as DensityModel;
      const births = new Set(model.clusters.map(({ birth }) => birth));
      const { left } = readDensity(model);
      const own = memberships(found);
      const peers = [oracle.hdbscan, oracle.scikitLearn === "same" ? oracle.hdbscan : (oracle.scikitLearn as Fitted)];
      const counts = peers.map((peer) => {
        const mine = sameNames(found.labels, peer.labels);
        const others = Array.from(own.keys()).filter(
          (row) => mine[row] !== peer.labels[row] || !same(own[row]!, peer.probabilities![row]! / 1e7),
        );
        for (const row of others) assert.ok(births.has(left[row]!), `row ${row} leaves at ${left[row]}`);
        return others.length;
      });
      assert.deepEqual(counts, differing[oracle.shape] ?? [0, 0]);
    });

  test("ten shapes and more", () => assert.ok(shapeNames.length >= 10 && tied.length === shapeNames.length));
});

/** Labels spelled with the peer's names: each of ours is called like the peer's that most of its rows have. */
function sameNames(labels: Int32Array, peer: string): string[] {
  const votes = new Map<string, number>();
  labels.forEach((label, row) => {
    const key = `${label},${peer[row]}`;
    votes.set(key, (votes.get(key) ?? 0) + 1);
  });
  const names = new Map<string, string>();
  for (const [key] of [...votes].sort((a, b) => b[1] - a[1])) {
    const [label, name] = key.split(",") as [string, string];
    if (name !== "-" && !names.has(label)) names.set(label, name);
  }
  return Array.from(labels, (label) => (label < 0 ? "-" : names.get(String(label))!));
}

/** The tree by its definition: for each distance the rows that hang together by mutual reachabilities of at most that, found anew. */
function byDefinition(points: readonly (readonly number[])[], minClusterSize: number, minSamples: number) {
  const n = points.length;
  const apart = points.map((p) => points.map((q) => Math.sqrt(p.reduce((sum, x, j) => sum + (x - q[j]!) ** 2, 0))));
  const core = apart.map((row) => [...row].sort((a, b) => a - b)[minSamples]!);
  const reach = apart.map((row, i) => row.map((d, j) => Math.max(d, core[i]!, core[j]!)));
  /** Components of some rows below a distance. */
  const components = (rows: readonly number[], below: number) => {
    const left = new Set(rows);
    const found: number[][] = [];
    for (const start of rows) {
      if (!left.delete(start)) continue;
      const group = [start];
      for (const row of group)
        for (const other of left) if (reach[row]![other]! < below && left.delete(other)) group.push(other);
      found.push(group);
    }
    return found;
  };
  const parts: { rows: number[]; birth: number; parent: number }[] = [];
  const home = new Array<number>(n).fill(0);
  const leaves = new Array<number>(n).fill(0);
  const follow = (rows: number[], birth: number, parent: number) => {
    const own = parts.push({ rows, birth, parent }) - 1;
    let rest = rows;
    for (;;) {
      const lengths = rest.flatMap((i) => rest.filter((j) => j !== i).map((j) => reach[i]![j]!));
      // The distance at which the rest still hangs together, but not below.
      const at = [...new Set(lengths)]
        .sort((a, b) => a - b)
        .find((d) => components(rest, Math.max(d * (1 + 1e-14), 1e-300)).length === 1)!;
      const after = components(rest, at);
      const large = after.filter((group) => group.length >= minClusterSize && group.length > 1);
      for (const group of after)
        if (!large.includes(group))
          for (const row of group) {
            home[row] = own;
            leaves[row] = at;
          }
      if (large.length === 1) {
        rest = large[0]!;
        continue;
      }
      for (const group of large) follow(group, at, own);
      return;
    }
  };
  follow(Array.from(points.keys()), Number.POSITIVE_INFINITY, -1);
  return { parts, home, leaves };
}

describe("the condensed tree", () => {
  for (const [name, points] of Object.entries({
    "random rows": Array.from({ length: 40 }, (_, i) => shapePoints("uniform")[i]!),
    "rows on a grid, with equal ones": Array.from({ length: 40 }, (_, i) => [(i * 7) % 5, (i * 3) % 4]),
    "two groups": shapePoints("unequal").filter((_, i) => i % 9 === 0),
  }))
    for (const [minClusterSize, minSamples] of [
      [3, 1],
      [4, 4],
    ] as const)
      test(`is that of the definition: ${name}, ${minClusterSize} and ${minSamples}`, async () => {
        const found = await hdbscan(matrixOfPoints(points), { minClusterSize, minSamples });
        const model = found.model as DensityModel;
        const { home, left } = readDensity(model);
        const expected = byDefinition(points, minClusterSize, minSamples);
        const key = (size: number, birth: number) => `${size} from ${birth.toPrecision(12)}`;
        assert.deepEqual(
          model.clusters.map(({ size, birth }) => key(size, birth ?? Number.POSITIVE_INFINITY)).sort(),
          expected.parts.map(({ rows, birth }) => key(rows.length, birth)).sort(),
        );
        for (let row = 0; row < left.length; row++) {
          assert.ok(Math.abs(left[row]! - expected.leaves[row]!) < 1e-12, `row ${row}`);
          const { size, birth } = model.clusters[home[row]!]!;
          const there = expected.parts[expected.home[row]!]!;
          assert.equal(key(size, birth ?? Number.POSITIVE_INFINITY), key(there.rows.length, there.birth));
        }
      });

  test("by hand: 0 1 2 | 10 11 13 | 30", async () => {
    const found = await hdbscan(matrixOf({ x: [0, 1, 2, 10, 11, 13, 30] }), { minClusterSize: 3, minSamples: 1 });
    // 30 leaves at 17; the groups come apart at 8; 0 1 2 end at 1; 13 leaves the other at 2, and 10 11, too few, with it.
    assert.deepEqual([...found.labels], [0, 0, 0, 1, 1, 1, -1]);
    const rows = condensedTree(found).objects() as CondensedTreeRow[];
    assert.deepEqual(rows.map(({ rows, from, to, segment }) => [rows, from, to, segment]).slice(0, 1), [
      [7, null, 8, null],
    ]);
    assert.deepEqual(
      rows
        .slice(1)
        .map(({ rows, from, to, stability }) => [rows, from, to, stability])
        .sort((a, b) => a[2]! - b[2]!),
      [
        [3, 8, 1, 3 * (1 - 1 / 8)],
        [3, 8, 2, 3 * (1 / 2 - 1 / 8)],
      ],
    );
  });
});

describe("the result", () => {
  test("is the same for any number of threads and any order of the rows, ties included", async () => {
    for (const name of ["noisy", "grid", "uniform"]) {
      const points = shapePoints(name);
      // Often enough to be worth threads.
      const many = points.flatMap((point, i) =>
        Array.from({ length: 60 }, (_, t) => point.map((x, j) => x + ((t * (j + 3) + i) % 17) / 64)),
      );
      const one = await hdbscan(matrixOfPoints(many), { minClusterSize: 20, minSamples: 4, threads: 1 });
      const two = await hdbscan(matrixOfPoints(many), { minClusterSize: 20, minSamples: 4, threads: 2 });
      assert.deepEqual(two.labels, one.labels);
      assert.deepEqual(memberships(two), memberships(one));
      const order = random(5).shuffle(Array.from(many.keys()));
      const at = new Int32Array(order.length);
      order.forEach((row, i) => {
        at[row] = i;
      });
      const mixed = await hdbscan(
        matrixOfPoints(
          order.map((row) => many[row]!),
          order,
        ),
        { minClusterSize: 20, minSamples: 4 },
      );
      assert.equal(spelled(mixed.labels.map((_, i) => mixed.labels[at[i]!]!)), spelled(one.labels));
      assert.equal(agreement(one, mixed).adjustedRand, 1);
    }
  });

  test("equal rows share a segment and a membership; unit and place do not matter", async () => {
    const points = shapePoints("noisy").map(([x, y]) => [Math.round(x! * 2) / 2, Math.round(y! * 2) / 2]);
    const found = await hdbscan(matrixOfPoints(points), { minClusterSize: 10, minSamples: 12 });
    const own = memberships(found);
    const first = new Map<string, number>();
    points.forEach((point, row) => {
      const before = first.get(point.join()) ?? row;
      first.set(point.join(), before);
      assert.equal(found.labels[row], found.labels[before]);
      assert.equal(own[row], own[before]);
    });
    for (const unit of [2 ** 900, 2 ** -900]) {
      const scaled = await hdbscan(matrixOfPoints(points.map((point) => point.map((x) => x * unit))), {
        minClusterSize: 10,
        minSamples: 12,
      });
      assert.deepEqual(scaled.labels, found.labels);
      assert.deepEqual(memberships(scaled), own);
    }
  });

  test("survives JSON, and labels its own rows as the fit did", async () => {
    for (const name of shapeNames)
      for (const allowSingleCluster of [false, true]) {
        const points = matrixOfPoints(shapePoints(name));
        const found = await hdbscan(points, {
          minClusterSize: 8,
          minSamples: 4,
          allowSingleCluster,
          epsilon: allowSingleCluster ? 0.4 : 0,
        });
        const read = fromJson(JSON.parse(JSON.stringify(toJson(found))));
        assert.deepEqual(read, found);
        assert.deepEqual(assign(read, points), found.labels);
        assert.deepEqual(memberships(read, points), memberships(found));
      }
  });

  test("all noise: k is 0, with a warning; equal rows; a single row; fewer rows than minClusterSize", async () => {
    for (const x of [[0, 1, 2, 3, 4, 5, 6, 7], Array(8).fill(3) as number[], [5], [1, 2, 9]]) {
      const found = await hdbscan(matrixOf({ x }));
      assert.equal(found.k, 0);
      assert.deepEqual(found.sizes, []);
      assert.ok(found.labels.every((label) => label === -1));
      assert.match(found.warnings.join(), /there is no segment|No segment was found/);
      assert.deepEqual(assign(found, matrixOf({ x: [...x, 100] })), new Int32Array(x.length + 1).fill(-1));
      assert.deepEqual(fromJson(JSON.parse(JSON.stringify(toJson(found)))), found);
    }
  });

  test("one segment where it is allowed: all equal rows, or one blob within epsilon", async () => {
    const equal = await hdbscan(matrixOf({ x: Array(8).fill(3) as number[] }), { allowSingleCluster: true });
    assert.deepEqual([equal.k, equal.sizes], [1, [8]]);
    const blob = matrixOfPoints(shapePoints("one"));
    const found = await hdbscan(blob, { minClusterSize: 30, minSamples: 5, allowSingleCluster: true, epsilon: 0.5 });
    assert.equal(found.k, 1);
    assert.ok(found.sizes[0]! > 200, String(found.sizes));
  });

  test("a constant column changes nothing, nor do categories, which are named in a warning", async () => {
    const points = shapePoints("unequal");
    const plain = await hdbscan(matrixOfPoints(points), { minClusterSize: 10 });
    const constant = await hdbscan(matrixOfPoints(points.map((point) => [...point, 7])), { minClusterSize: 10 });
    assert.deepEqual(constant.labels, plain.labels);
    const matrix = matrixOfPoints(points);
    const codes = new Int32Array(points.length);
    const found = await hdbscan(
      { ...matrix, categorical: [{ name: "city", levels: ["Ulm"], codes }] },
      { minClusterSize: 10 },
    );
    assert.deepEqual(found.labels, plain.labels);
    assert.match(found.warnings.join(), /categorical columns city were not used/);
  });

  test("rows that repeat make a place infinitely dense, and it is said", async () => {
    const found = await hdbscan(matrixOf({ x: [1, 1, 1, 1, 1, 1.5, 2, 9, 9.1, 9.2, 9.3, 9.4] }), {
      minClusterSize: 4,
      minSamples: 3,
    });
    assert.match(found.warnings.join(), /5 rows stand on others/);
    assert.deepEqual(Array.from(memberships(found).slice(0, 6)), [1, 1, 1, 1, 1, 0]);
    assert.equal(
      (condensedTree(found).objects() as CondensedTreeRow[]).find(({ stability }) => stability === null)?.rows,
      7,
    );
  });
});

describe("new rows", () => {
  test("get the labels of approximate_predict (hdbscan 0.8.44) on a grid around three blobs, but where its sloppier core distance decides", async () => {
    const points = matrixOfPoints(shapePoints("unequal"));
    const found = await hdbscan(points, { minClusterSize: 10, minSamples: 5 });
    const grid = Array.from({ length: 195 }, (_, i) => [-4 + Math.floor(i / 13), -4 + 1.5 * (i % 13)]);
    const labels = assign(found, matrixOfPoints(grid));
    // approximate_predict(fit(min_cluster_size=10, min_samples=5, approx_min_span_tree=False), the same grid); a: 60 rows, b: 100, c: 200
    const peer =
      "------aaaaaa---cc-aaaaaaaa-ccccaaaaaaaa-ccccaaaaaaaa-ccccaaaaaaaa-ccccaaaaaaaa-bccbaaaaaaaa-bbbb-aaaaaaa-bbbbb-aaaaa-bbbbbb-aaaa--bbbbbb--aa---bbbbbb--------bbbbb--------bbbb----------bb---------";
    const name = (label: number) => (label < 0 ? "-" : "cba"[label]!);
    const other = Array.from(labels, name).filter((label, i) => label !== peer[i]).length;
    assert.equal(other, 3, Array.from(labels, name).join(""));
  });

  test("follow the stated rule: all rows compared", async () => {
    const points = shapePoints("nested");
    const found = await hdbscan(matrixOfPoints(points), { minClusterSize: 10, minSamples: 6 });
    const model = found.model as DensityModel;
    const { core, left, home } = readDensity(model);
    const draw = random(3);
    const fresh = Array.from({ length: 120 }, () => [draw.uniform() * 20 - 3, draw.normal() * 2]);
    const expected = fresh.map((point) => {
      const apart = points.map((row) => Math.hypot(row[0]! - point[0]!, row[1]! - point[1]!));
      const own = [...apart].sort((a, b) => a - b)[5]!;
      const reach = apart.map((d, row) => Math.max(d, own, core[row]!));
      const row = reach.reduce(
        (best, r, i) => (r < reach[best]! || (r === reach[best]! && apart[i]! < apart[best]!) ? i : best),
        0,
      );
      let cluster = home[row]!;
      if (reach[row]! > left[row]!)
        while (model.clusters[cluster]!.parent >= 0 && model.clusters[cluster]!.birth! <= reach[row]!)
          cluster = model.clusters[cluster]!.parent;
      return model.clusters[cluster]!.segment;
    });
    assert.deepEqual([...assign(found, matrixOfPoints(fresh))], expected);
  });
});

describe("the house", () => {
  test("chooseK says that k cannot be asked for, where it finds another", async () => {
    await assert.rejects(
      chooseK(matrixOfPoints(shapePoints("unequal")), { k: [2, 3], method: hdbscan }),
      /expected a method that finds 2 segments, got one that found 3/,
    );
  });

  test("no segment at all: profile describes the noise, plots draw it, and what needs segments says so", async () => {
    const x = Array.from({ length: 40 }, (_, i) => i);
    const points = matrixOf({ x, y: x.map((i) => (i * 7) % 11) }, x);
    const found = await hdbscan(points, { minClusterSize: 20 });
    assert.equal(found.k, 0);
    const { segments } = profile(
      x.map((customer) => ({ customer, spend: customer })),
      found,
    );
    assert.deepEqual(
      segments.map(({ label, name, size }) => [label, name, size]),
      [[-1, "Noise", 40]],
    );
    assert.match(plot.segments(points, found).title, /0 segments of 40 customers/);
    assert.match(plot.condensedTree(found).title, /no segment and 40 customers in none/);
    await assert.rejects(indices(points, found), /at least two segments with rows/);
  });

  test("reports progress and stops when it is told", async (t) => {
    hurriedClock(t);
    const points = matrixOfPoints(
      Array.from({ length: 20 }, () => shapePoints("noisy"))
        .flat()
        .map(([x, y], i) => [x! + i / 1e5, y!]),
    );
    for (const threads of [1, 2]) {
      const seen: number[] = [];
      await hdbscan(points, { minSamples: 30, threads, onProgress: (done, total) => seen.push(done / total!) });
      assert.equal(seen.at(-1), 1);
      assert.ok(seen.length > 1, `${seen.length} reports of ${points.rows} rows`);
      assert.deepEqual(
        [...seen].sort((a, b) => a - b),
        seen,
      );
      const signal = { aborted: false, reason: new Error("enough") };
      await assert.rejects(
        hdbscan(points, {
          minSamples: 30,
          threads,
          signal,
          onProgress() {
            signal.aborted = true;
          },
        }),
        /enough/,
      );
    }
  });

  test("says what is wrong", async () => {
    const points = matrixOf({ x: [1, 2, 3, 8, 9] });
    const refused = (options: object, message: RegExp, data = points) =>
      assert.rejects(
        hdbscan(data, options),
        (error: Error) => error instanceof RangeError && message.test(error.message),
      );
    await refused({ minClusterSize: 1 }, /minClusterSize to be a whole number of 2 or more, got 1/);
    await refused({ minSamples: 0 }, /minSamples to be a whole number of 1 or more, got 0/);
    await refused({ minSamples: 5 }, /minSamples to be below 5, the number of rows/);
    await refused({ selection: "best" }, /"eom" or "leaf", got "best"/);
    await refused({ epsilon: -1 }, /epsilon to be a distance of 0 or more, got -1/);
    await refused({ threads: 0 }, /threads to be a whole number of 1 or more/);
    await refused({}, /at least one numeric column/, { ...points, columns: [], values: [] });
    await refused({}, /at least one row/, matrixOf({ x: [] }));
    await refused({}, /finite numbers in x, got NaN in row 2/, {
      ...points,
      values: [Float64Array.of(1, Number.NaN, 3, 8, 9)],
    });
    assert.throws(
      () => memberships({ ...({} as Segmentation), method: "kmeans", model: { kind: "rules", rules: [] } }),
      /by density, got one by kmeans/,
    );
  });
});
