// Latent classes held to StepMix where Python has it: log likelihood, BIC and posterior probabilities on answers of which some are missing,
// and on numbers. Both search from random starts of their own, so ours must be at least as high. (Run here with stepmix 3.0.0.)
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { matrixOf } from "../../src/matrix.js";
import { random } from "../../src/random.js";
import { bootstrapLikelihoodRatio } from "../../src/segment/bootstrapLikelihoodRatio.js";
import { latentClass } from "../../src/segment/latentClass.js";
import { responsibilities } from "../../src/segment/responsibilities.js";
import { drawnAnswers } from "../segment/classAnswers.js";

const python = process.env.CLIENTELE_PYTHON ?? "python3";
const skip =
  spawnSync(python, ["-c", "import stepmix"], { stdio: "ignore" }).status === 0
    ? false
    : "needs Python with stepmix (CLIENTELE_PYTHON names it)";

const program = `
import json, sys, warnings
import numpy as np
from stepmix.stepmix import StepMix
warnings.simplefilter("ignore")
given = json.load(sys.stdin)
x = np.array([[np.nan if v is None else v for v in row] for row in given["rows"]], dtype=float)
m = StepMix(given["k"], measurement=given["measurement"], n_init=15, random_state=1, abs_tol=1e-13, max_iter=5000, progress_bar=0, verbose=0)
m.fit(x)
print(json.dumps({"logLikelihood": float(m.score(x) * len(x)), "bic": float(m.bic(x)), "posterior": m.predict_proba(x).tolist()}))
`;

interface Printed {
  logLikelihood: number;
  bic: number;
  posterior: number[][];
}

function ask(input: unknown): Printed {
  const { stdout, stderr, status } = spawnSync(python, ["-c", program], {
    encoding: "utf8",
    input: JSON.stringify(input),
    maxBuffer: 2 ** 28,
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as Printed;
}

/** The largest difference of posterior probabilities, classes being ordered by how many rows they hold. */
function apart(shares: readonly Float64Array[], posterior: readonly number[][]): number {
  const sum = (column: ArrayLike<number>) => Array.from(column).reduce((all, one) => all + one, 0);
  const ours = [...shares].sort((a, b) => sum(b) - sum(a));
  const theirs = shares.map((_, c) => posterior.map((row) => row[c]!)).sort((a, b) => sum(b) - sum(a));
  return Math.max(...ours.flatMap((column, c) => Array.from(column, (one, i) => Math.abs(one - theirs[c]![i]!))));
}

test("answers of which one in twelve is missing: StepMix's log likelihood, BIC and posterior probabilities", {
  skip,
}, async () => {
  const { matrix } = drawnAnswers(500, 8, 3, 3, 12);
  const draw = random(2);
  const holes = {
    ...matrix,
    categorical: matrix.categorical.map((one) => ({
      ...one,
      codes: one.codes.map((code) => (draw.uniform() < 1 / 12 ? -1 : code)),
    })),
  };
  const rows = Array.from({ length: 500 }, (_, i) =>
    holes.categorical.map(({ codes }) => (codes[i]! < 0 ? null : codes[i]!)),
  );
  const theirs = ask({ rows, k: 3, measurement: "categorical_nan" });
  const found = await latentClass(holes, { k: 3, restarts: 30 });
  const { logLikelihood, bic } = found.quality;
  assert.ok(Math.abs(logLikelihood! - theirs.logLikelihood) < 1e-6 * Math.abs(theirs.logLikelihood));
  assert.ok(Math.abs(bic! - theirs.bic) < 1e-6 * theirs.bic);
  const away = apart(responsibilities(found, holes), theirs.posterior);
  assert.ok(away < 1e-3, String(away));
});

test("numbers: StepMix's log likelihood and posterior probabilities (gaussian_diag)", { skip }, async () => {
  const draw = random(4);
  const columns = { x: [] as number[], y: [] as number[] };
  for (let i = 0; i < 400; i++) {
    const group = draw.integer(3);
    columns.x.push(3 * group + draw.normal());
    columns.y.push((group === 1 ? 4 : 0) + (1 + group / 2) * draw.normal());
  }
  const rows = columns.x.map((x, i) => [x, columns.y[i]!]);
  const theirs = ask({ rows, k: 3, measurement: "gaussian_diag" });
  const matrix = matrixOf(columns);
  const found = await latentClass(matrix, { k: 3, restarts: 30 });
  // StepMix adds 1e-6 to each variance.
  assert.ok(Math.abs(found.quality.logLikelihood! - theirs.logLikelihood) < 1e-6 * Math.abs(theirs.logLikelihood));
  const away = apart(responsibilities(found, matrix), theirs.posterior);
  assert.ok(away < 1e-3, String(away));
});

test("the bootstrap test on answers of one class: p is spread over 0 to 1, small ones no more often than they should be", async () => {
  const ps: number[] = [];
  for (let seed = 1; seed <= 20; seed++) {
    const { matrix } = drawnAnswers(120, 5, 2, 1, seed);
    ps.push((await bootstrapLikelihoodRatio(matrix, { k: 2, replicates: 19, restarts: 4, seed })).p);
  }
  // 1 in 10 is expected at .1 or less: five of twenty come in 4 % of such series.
  assert.ok(ps.filter((p) => p <= 0.1).length <= 5, ps.join(" "));
  assert.ok(Math.max(...ps) > 0.5);
});
