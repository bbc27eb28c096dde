import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../../src/random.js";
import { type ChooseClassesOptions, chooseClasses } from "../../src/segment/chooseClasses.js";
import { skipWithout } from "../sharedData.js";
import { answersMatrix, drawnAnswers, sharedAnswers } from "./classAnswers.js";

test("says so where random answers hold no classes: k = 1 wins, for ten sets of answers", async () => {
  for (let seed = 1; seed <= 10; seed++) {
    const draw = random(seed);
    const columns = Array.from({ length: 8 }, (_, j) => [
      `item${j}`,
      Array.from({ length: 300 }, () => (draw.uniform() < 0.05 ? "" : String(draw.integer(2 + (j % 3))))),
    ]);
    const { recommended, reason, table } = await chooseClasses(answersMatrix(Object.fromEntries(columns)), {
      k: [1, 2, 3, 4],
      restarts: 5,
    });
    assert.equal(recommended, 1);
    assert.match(reason, /^No classes: BIC is lowest at k = 1/);
    assert.equal(table.get("relativeEntropy", 0), null);
  }
});

test("finds the number of classes that answers were drawn from", async () => {
  for (const k of [2, 3, 4]) {
    const { recommended, reason, segmentations, table } = await chooseClasses(drawnAnswers(700, 12, 3, k, k).matrix, {
      k: [1, 2, 3, 4, 5],
      restarts: 6,
    });
    assert.equal(recommended, k);
    assert.match(reason, new RegExp(`^BIC is lowest at k = ${k} `));
    assert.equal(segmentations[k - 1]!.quality.bic, table.get("bic", k - 1));
  }
});

test("carcinoma: 3 classes by BIC (poLCA 1.6: 706.074, 697.136, 726.463 for 2, 3 and 4)", {
  skip: skipWithout("lca_carcinoma.csv"),
}, async () => {
  const answers = sharedAnswers("lca_carcinoma.csv");
  const { recommended, table } = await chooseClasses(answers, { k: [4, 2, 3, 1] });
  assert.equal(recommended, 3);
  assert.deepEqual(Array.from(table.array("bic"), (bic) => Number(bic).toFixed(3)).slice(1), [
    "706.074",
    "697.136",
    "726.463",
  ]);
  const without = await chooseClasses(answers, { k: [2, 3] });
  assert.match(without.dissent.join(" "), /k = 1 was not tried.*BIC still falls at k = 3/);
});

test("refuses what it cannot use, and reports progress to the end", async () => {
  const { matrix } = drawnAnswers(40, 4, 2, 2, 1);
  await assert.rejects(chooseClasses(matrix, { k: [] }), /at least one k/);
  await assert.rejects(chooseClasses(matrix, { k: [2, 2] }), /each k once/);
  await assert.rejects(chooseClasses(matrix, { k: 2 } as unknown as ChooseClassesOptions), TypeError);
  await assert.rejects(chooseClasses(matrix, { criterion: "dic" } as unknown as ChooseClassesOptions), /"bic", "aic"/);
  const done: number[] = [];
  await chooseClasses(matrix, { k: [1, 2], restarts: 2, onProgress: (share, total) => done.push(share / total!) });
  assert.equal(done.at(-1), 1);
  assert.deepEqual(
    done,
    [...done].sort((a, b) => a - b),
  );
});
