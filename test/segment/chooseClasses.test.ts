import assert from "node:assert/strict";
import { test } from "node:test";
import { matrixOf } from "../../src/matrix.js";
import { random } from "../../src/random.js";
import { type ChooseClassesOptions, chooseClasses } from "../../src/segment/chooseClasses.js";
import { agreement } from "../../src/segment/evaluate/agreement.js";
import { skipWithout } from "../sharedData.js";
import { answersMatrix, drawnAnswers, sharedAnswers, shopSurvey } from "./classAnswers.js";

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

// data/truth.csv's attitudes are five. k-means that is told so reaches an adjusted Rand index of .629 on all respondents (data/README.md).
test("the simulated shop: BIC finds the five attitudes of those who read the questions, ratings as numbers and brand words as items; adjusted Rand .73", async () => {
  const { answers, attitudes, careful } = shopSurvey();
  const rows = careful.flatMap((read, i) => (read ? [i] : []));
  const own = Object.entries(answers).map(([name, cells]) => [name, rows.map((row) => cells[row]!)] as const);
  const words = answersMatrix(Object.fromEntries(own.filter(([name]) => name.startsWith("brand_"))));
  const ratings = own.filter(([name]) => !name.startsWith("brand_"));
  const { recommended, segmentations } = await chooseClasses(
    {
      ...words,
      columns: ratings.map(([name]) => name),
      // A rating left out counts as the mean of those given: 2 % of them.
      values: ratings.map(([, cells]) => {
        const given = cells.filter((cell) => cell !== "").map(Number);
        const mean = given.reduce((sum, one) => sum + one, 0) / given.length;
        return Float64Array.from(cells, (cell) => (cell === "" ? mean : Number(cell)));
      }),
      preparation: { ...words.preparation, columns: ratings.map(([column]) => ({ column })) },
    },
    { k: [1, 4, 5, 6], restarts: 10 },
  );
  assert.equal(recommended, 5);
  const truth = rows.map((row) => attitudes[row]!);
  const { adjustedRand } = agreement(segmentations[2]!.labels, truth);
  assert.ok(adjustedRand > 0.72, String(adjustedRand));
});

test("random answers from 1 to 5 as numbers: a k whose classes collapsed is not recommended, and named", async () => {
  const draw = random(3);
  const columns = ["a", "b", "c", "d"].map((name) => [name, Array.from({ length: 200 }, () => 1 + draw.integer(5))]);
  const numbers = matrixOf(Object.fromEntries(columns));
  const { recommended, reason, dissent, table } = await chooseClasses(numbers, { restarts: 10 });
  assert.equal(recommended, 1);
  assert.match(reason, /^No classes: BIC is lowest at k = 1/);
  assert.match(dissent.join(" "), /BIC at k = .*6 \(.*\) does not count: in every start a class collapsed/);
  assert.equal(table.get("collapsed", 5), true);
  const only = await chooseClasses(numbers, { k: [6], restarts: 10 });
  assert.match(only.reason, /^With every k that was tried a class collapsed, so nothing speaks for any; k = 6/);
});

test("few distinct rows: the default tries as many classes as there are; a list with more is refused before anything is fitted", async () => {
  const answers = answersMatrix({
    a: Array.from({ length: 100 }, (_, i) => (i % 2 ? "yes" : "no")),
    b: Array.from({ length: 100 }, (_, i) => (i % 3 ? "yes" : "no")),
  });
  assert.deepEqual([...(await chooseClasses(answers)).table.array("k")], [1, 2, 3, 4]);
  let began = false;
  const onProgress = () => {
    began = true;
  };
  await assert.rejects(
    chooseClasses(answers, { k: [1, 5], onProgress }),
    /at most 4, the number of distinct rows of the matrix, got k: \[1, 5\]/,
  );
  assert.equal(began, false);
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
  let began = false;
  const onProgress = () => {
    began = true;
  };
  await assert.rejects(chooseClasses(matrix, { k: [1, 2.5], restarts: 2, onProgress }), /whole number.*got 2\.5/);
  assert.equal(began, false); // refused before anything is fitted
  const done: number[] = [];
  await chooseClasses(matrix, { k: [1, 2], restarts: 2, onProgress: (share, total) => done.push(share / total!) });
  assert.equal(done.at(-1), 1);
  assert.deepEqual(
    done,
    [...done].sort((a, b) => a - b),
  );
});
