import assert from "node:assert/strict";
import { test } from "node:test";
import { matrixOf } from "../../src/matrix.js";
import { classMeans } from "../../src/segment/classMeans.js";
import { classProbabilities } from "../../src/segment/classProbabilities.js";
import { kmeans } from "../../src/segment/kmeans.js";
import { latentClass } from "../../src/segment/latentClass.js";
import { skipWithout } from "../sharedData.js";
import { drawnAnswers, sharedAnswers } from "./classAnswers.js";

test("probabilities of an item add up to 1 in each class, and overall to the shares of the answers", async () => {
  const { matrix } = drawnAnswers(400, 6, 3, 2, 5);
  const found = await latentClass(matrix, { k: 2, restarts: 5 });
  const rows = classProbabilities(found).objects() as {
    item: string;
    level: string;
    label: number;
    probability: number;
    overall: number;
  }[];
  assert.equal(rows.length, 6 * 3 * 2);
  for (const { name, codes, levels } of matrix.categorical) {
    for (const label of [0, 1]) {
      const own = rows.filter((row) => row.item === name && row.label === label);
      assert.ok(Math.abs(own.reduce((sum, { probability }) => sum + probability, 0) - 1) < 1e-12);
    }
    levels.forEach((level, code) => {
      const share = codes.filter((one) => one === code).length / 400;
      const { overall } = rows.find((row) => row.item === name && row.level === level)!;
      assert.ok(Math.abs(overall - share) < 1e-3, `${overall} ${share}`);
    });
  }
});

// Linzer and Lewis (2011), "poLCA: An R package for polytomous variable latent class analysis", section 5.1: in the largest class all seven
// pathologists see carcinoma with high probability, in the smallest opinions differ, and in the other nobody but B sees it often.
test("carcinoma: a class in which all see it, one in which hardly anybody does, and one in which they differ", {
  skip: skipWithout("lca_carcinoma.csv"),
}, async () => {
  const found = await latentClass(sharedAnswers("lca_carcinoma.csv"), { k: 3, restarts: 20 });
  const table = classProbabilities(found).objects() as {
    item: string;
    level: string;
    label: number;
    probability: number;
  }[];
  const means = [0, 1, 2].map((label) => {
    const own = table.filter((row) => row.level === "2" && row.label === label);
    return own.reduce((sum, { probability }) => sum + probability, 0) / own.length;
  });
  assert.ok(means[0]! > 0.8 && means[1]! < 0.1 && means[2]! > 0.3 && means[2]! < 0.6, means.join(" "));
});

test("classMeans: means and standard deviations by class; a constant column is left out", async () => {
  const x = [1, 2, 3, 101, 102, 103, 104];
  const found = await latentClass(matrixOf({ x, same: x.map(() => 4) }), { k: 2, restarts: 5 });
  const rows = classMeans(found).objects() as {
    column: string;
    label: number;
    mean: number;
    standardDeviation: number;
  }[];
  assert.deepEqual(
    rows.map(({ column, label, mean, standardDeviation }) => [
      column,
      label,
      mean.toFixed(6),
      standardDeviation.toFixed(6),
    ]),
    [
      ["x", 0, "102.500000", Math.sqrt(5 / 4).toFixed(6)],
      ["x", 1, "2.000000", Math.sqrt(2 / 3).toFixed(6)],
    ],
  );
});

test("refuses what has no classes", async () => {
  const clusters = await kmeans(matrixOf({ x: [1, 2, 9] }), { k: 2 });
  for (const read of [classProbabilities, classMeans])
    assert.throws(() => read(clusters), /made by latentClass, got one made by kmeans/);
});
