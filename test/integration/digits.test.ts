// The handwritten digits that come with scikit-learn (1,797 images of 8 x 8): no copy of ours, so the test asks scikit-learn for them.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { matrixOf } from "../../src/matrix.js";
import { agreement } from "../../src/segment/evaluate/agreement.js";
import { kmeans } from "../../src/segment/kmeans.js";

const python = process.env.CLIENTELE_PYTHON ?? "python3";
const skip =
  spawnSync(python, ["-c", "import sklearn"], { stdio: "ignore" }).status === 0
    ? false
    : "needs Python with scikit-learn (CLIENTELE_PYTHON names it)";

/** Prints the images, their digits, scikit-learn's segments and how it judges them. */
const program = `
import json
import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import KMeans
from sklearn.datasets import load_digits
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from sklearn.metrics.cluster import contingency_matrix
x, y = load_digits(return_X_y=True)
found = KMeans(10, n_init=20, random_state=0).fit(x)
table = contingency_matrix(y, found.labels_)
accuracy = table[linear_sum_assignment(-table)].sum() / len(y)
print(json.dumps({"columns": x.T.tolist(), "digits": y.tolist(), "labels": found.labels_.tolist(), "inertia": found.inertia_,
  "judged": [accuracy, normalized_mutual_info_score(y, found.labels_), adjusted_rand_score(y, found.labels_)]}))
`;

interface Printed {
  columns: number[][];
  digits: number[];
  labels: number[];
  inertia: number;
  judged: number[];
}

test("digits: no more inertia than scikit-learn's best of 20 starts, and ACC .792, NMI .744, ARI .667 (REFERENCE)", {
  skip,
}, async () => {
  const { stdout, stderr, status } = spawnSync(python, ["-c", program], { encoding: "utf8", maxBuffer: 2 ** 26 });
  assert.equal(status, 0, stderr);
  const { columns, digits, labels, inertia, judged } = JSON.parse(stdout) as Printed;
  const judge = (segments: Int32Array | number[]) => {
    const { matched, normalizedMutualInformation, adjustedRand } = agreement(segments, digits);
    return [matched, normalizedMutualInformation, adjustedRand];
  };
  judge(labels).forEach((value, at) => {
    assert.ok(Math.abs(value - judged[at]!) < 1e-12, `figure ${at} of scikit-learn's segments: ${value}`);
  });

  const found = await kmeans(matrixOf(Object.fromEntries(columns.map((column, j) => [`pixel${j}`, column]))), {
    k: 10,
  });
  assert.ok(found.quality.inertia! <= inertia * (1 + 1e-12), `${found.quality.inertia} is more than ${inertia}`);
  // Optima within .01 % of the best have these figures to about .002.
  const published = [0.792, 0.744, 0.667];
  judge(found.labels).forEach((value, at) => {
    assert.ok(Math.abs(value - published[at]!) < 0.002, `figure ${at}: ${value}, published ${published[at]}`);
  });
});
