// Dendrograms held to scipy's linkage and scikit-learn's AgglomerativeClustering where Python has them: every height, every merge, and
// labels at several k, on shapes that are round and that are not. (Run here with scipy 1.17.1 and scikit-learn 1.9.1.)
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { type Matrix, matrixOf } from "../../src/matrix.js";
import { random } from "../../src/random.js";
import { copheneticCorrelation } from "../../src/segment/copheneticCorrelation.js";
import { cut } from "../../src/segment/cut.js";
import { agreement } from "../../src/segment/evaluate/agreement.js";
import { hierarchy } from "../../src/segment/hierarchy.js";
import { ward } from "../../src/segment/ward.js";

const python = process.env.CLIENTELE_PYTHON ?? "python3";
const skip =
  spawnSync(python, ["-c", "import sklearn"], { stdio: "ignore" }).status === 0
    ? false
    : "needs Python with scikit-learn (CLIENTELE_PYTHON names it)";

const linkages = ["ward", "single", "complete", "average", "weighted"] as const;
const cuts = [2, 3, 5, 9];

const program = `
import json, sys
import numpy as np
from scipy.cluster.hierarchy import cophenet, linkage
from scipy.spatial.distance import pdist
from sklearn.cluster import AgglomerativeClustering
given = json.load(sys.stdin)
out = []
for rows in given["shapes"]:
    x = np.array(rows)
    for name in given["linkages"]:
        z = linkage(x, name)
        labels = [] if name == "weighted" else [
            AgglomerativeClustering(k, linkage=name).fit_predict(x).tolist() for k in given["cuts"]]
        out.append({"z": z.tolist(), "labels": labels, "cophenetic": float(cophenet(z, pdist(x))[0])})
print(json.dumps(out))
`;

interface Printed {
  z: [number, number, number, number][];
  labels: number[][];
  cophenetic: number;
}

function ask<T>(code: string, input: unknown): T {
  const { stdout, stderr, status } = spawnSync(python, ["-c", code], {
    encoding: "utf8",
    input: JSON.stringify(input),
    maxBuffer: 2 ** 28,
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as T;
}

/** Rows of shapes that Gagolewski's benchmark has, too: without ties but for equal rows. */
function shapes(): Record<string, number[][]> {
  const draw = random(11);
  const blob = (rows: number, center: number[], spread: number) =>
    Array.from({ length: rows }, () => center.map((value) => value + spread * draw.normal()));
  const ring = (rows: number, radius: number) =>
    Array.from({ length: rows }, () => {
      const angle = 2 * Math.PI * draw.uniform();
      return [radius * Math.cos(angle) + 0.1 * draw.normal(), radius * Math.sin(angle) + 0.1 * draw.normal()];
    });
  const clouds = [...blob(120, [0, 0, 0], 1), ...blob(80, [6, 0, 2], 1), ...blob(50, [0, 7, -3], 1)];
  return {
    rings: [...ring(150, 1), ...ring(150, 4)],
    densities: [...blob(200, [0, 0], 0.2), ...blob(60, [4, 1], 1.5), ...blob(15, [-3, 9], 3)],
    anisotropic: clouds.map(([x, y, z]) => [0.6 * x! - 0.6 * y!, -0.4 * x! + 0.8 * y!, z! + 0.2 * x!]),
    noise: Array.from({ length: 300 }, () => Array.from({ length: 5 }, () => draw.uniform())),
    outliers: [...blob(200, [0, 0, 0, 0], 1), ...blob(6, [0, 0, 0, 0], 40)],
    moons: Array.from({ length: 240 }, (_, i) => {
      const angle = Math.PI * draw.uniform();
      const [x, y] = i % 2 === 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
      return [x + 0.05 * draw.normal(), y + 0.05 * draw.normal()];
    }),
    wide: [...blob(60, Array<number>(40).fill(0), 1), ...blob(60, Array<number>(40).fill(1), 1.2)],
    "far from zero": blob(120, [1e6, -1e6], 3),
    duplicates: [...clouds, ...clouds.slice(0, 130), ...clouds.slice(100, 180)],
    "one column": blob(200, [0], 1),
  };
}

function matrixOfRows(rows: readonly (readonly number[])[]): Matrix {
  return matrixOf(Object.fromEntries(rows[0]!.map((_, j) => [`c${j}`, rows.map((row) => row[j]!)])));
}

/** The rows of each cluster that a merge of the given height made, as text. */
function made(merges: readonly (readonly [number, number])[], rows: number): string[] {
  const members: number[][] = Array.from({ length: rows }, (_, i) => [i]);
  return merges.map(([a, b]) => {
    const all = [...members[a]!, ...members[b]!].sort((one, other) => one - other);
    members.push(all);
    return all.join(" ");
  });
}

test("has the heights (to 1e-10), merges and cophenetic correlation of scipy's linkage and scikit-learn's labels, ten shapes", {
  skip,
}, async () => {
  const all = Object.entries(shapes());
  const printed = ask<Printed[]>(program, { shapes: all.map(([, rows]) => rows), linkages, cuts });
  let at = 0;
  for (const [name, rows] of all)
    for (const linkage of linkages) {
      const { z, labels, cophenetic } = printed[at++]!;
      const what = `${name}, ${linkage}`;
      const tree = await hierarchy(matrixOfRows(rows), { linkage });
      const top = tree.heights.at(-1)!;
      // Centers near 1e6 leave ten digits of the differences.
      const within = name === "far from zero" ? 1e-8 : 1e-10 * Math.max(1, top);
      z.forEach(([, , height], i) => {
        assert.ok(
          Math.abs(height - tree.heights[i]!) < within,
          `${what}: height ${i} ${tree.heights[i]} for ${height}`,
        );
      });
      assert.deepEqual(
        made(tree.merges, rows.length).filter((_, i) => tree.heights[i]! > 1e-12),
        made(
          z.map(([a, b]) => [a, b]),
          rows.length,
        ).filter((_, i) => z[i]![2] > 1e-12),
        what,
      );
      z.forEach(([, , height, size], i) => {
        if (height > 0) assert.equal(tree.sizes[i], size, what);
      });
      labels.forEach((peer, i) => {
        const own = cut(tree, { k: cuts[i]! });
        assert.equal(agreement(own.labels, peer).adjustedRand, 1, `${what}, k ${cuts[i]}`);
      });
      const own = await copheneticCorrelation(tree);
      assert.ok(Math.abs(own - cophenetic) < 1e-9, `${what}: cophenetic ${own} for ${cophenetic}`);
    }
});

test("digits: Ward has scikit-learn's segments, ACC .840, NMI .868, ARI .794 (REFERENCE)", { skip }, async () => {
  const { columns, digits, labels } = ask<{ columns: number[][]; digits: number[]; labels: number[] }>(
    `
import json
from sklearn.cluster import AgglomerativeClustering
from sklearn.datasets import load_digits
x, y = load_digits(return_X_y=True)
print(json.dumps({"columns": x.T.tolist(), "digits": y.tolist(), "labels": AgglomerativeClustering(10).fit_predict(x).tolist()}))
`,
    null,
  );
  const matrix = matrixOf(Object.fromEntries(columns.map((column, j) => [`pixel${j}`, column])));
  const found = await ward(matrix, { k: 10 });
  assert.equal(agreement(found.labels, labels).adjustedRand, 1);
  const { matched, normalizedMutualInformation, adjustedRand } = agreement(found.labels, digits);
  assert.deepEqual(
    [matched, normalizedMutualInformation, adjustedRand].map((value) => value.toFixed(3)),
    ["0.840", "0.868", "0.794"],
  );
});
