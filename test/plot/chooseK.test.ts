import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseK } from "../../src/plot/chooseK.js";
import { matrix } from "../../src/represent/matrix.js";
import { chooseClasses } from "../../src/segment/chooseClasses.js";
import { toTable } from "../../src/table.js";
import { drawnTexts } from "./svgTexts.js";

const row = (k: number, silhouette: number, daviesBouldin: number) => ({
  k,
  inertia: 100 / k,
  silhouette,
  calinskiHarabasz: 50 + k,
  daviesBouldin,
  dunn: null as number | null,
  gap: null as number | null,
  gapError: null as number | null,
  bic: null as number | null,
  smallest: 3,
  restarts: 10,
  timesFound: 4,
});
const choice = {
  table: toTable([row(2, 0.4, 0.9), row(3, 0.6, 0.7), row(4, 0.5, 0.6)]),
  recommended: 3,
  reason: "k = 3 has the largest mean silhouette",
  dissent: ["Davies-Bouldin is smallest at k = 4."],
};

test("each criterion has a panel and, but for inertia, a star at its best k", () => {
  const figure = chooseK(choice);
  const stars = figure.data.filter((trace) => trace.name === "best by this criterion");
  assert.deepEqual(
    stars.map((trace) => [(trace.x as number[])[0], (trace.y as number[])[0]]),
    [
      [3, 0.6],
      [4, 54],
      [4, 0.6],
    ],
  );
  const texts = drawnTexts(figure.svg).map(({ text }) => text);
  for (const title of [
    "Silhouette: higher is better",
    "Davies-Bouldin: lower is better",
    "Inertia: always falls; look for the bend",
  ])
    assert.ok(texts.includes(title), title);
  assert.equal([...figure.svg.matchAll(/<g class="points"[^>]*>(?:<path [^>]*>)*<\/g>/g)].length, 7);
});

test("the recommended k is a line in all panels, and stands in title and alt with its dissent", () => {
  const figure = chooseK(choice);
  assert.deepEqual(
    (figure.layout.shapes as { x0: number }[]).map(({ x0 }) => x0),
    [3, 3, 3, 3],
  );
  assert.equal(figure.title, "How many segments? 3 are recommended");
  assert.match(figure.alt, /Silhouette \(-1 to 1\) is best at k = 3 \(0\.6\)/);
  assert.match(figure.alt, /largest mean silhouette\. Davies-Bouldin is smallest at k = 4\.$/);
});

test("values that are missing leave a gap, a criterion without any has no star", () => {
  const rows = [row(2, Number.NaN, Number.NaN), { ...row(3, 0.5, Number.NaN), timesFound: null, restarts: null }];
  const figure = chooseK({ ...choice, table: toTable(rows) as typeof choice.table });
  assert.match(figure.alt, /Davies-Bouldin has no value/);
  assert.equal(/="[^"]*NaN/.exec(figure.svg)?.[0], undefined);
});

const gap = (k: number, rising = false) => ({
  k,
  rising,
  references: 20,
  box: "axes" as const,
  table: toTable(
    [0.1, 0.3, 0.9, 0.8].map((value, i) => ({
      k: i + 1,
      gap: value,
      gapError: 0.1,
      logWithin: 5,
      expected: 5 + value,
    })),
  ),
});
const withGap = choice.table.derive({ dunn: () => 0.2, gap: () => 0.5, gapError: () => 0.1 }) as typeof choice.table;

test("Dunn and the gap have panels where they have values; the gap starts at k = 1, with errors and a star at its own k", () => {
  const figure = chooseK({ ...choice, table: withGap, gap: gap(3) });
  const line = figure.data.find((trace) => trace.name === "gap")!;
  assert.deepEqual(line.x, [1, 2, 3, 4]);
  assert.deepEqual(line.y, [0.1, 0.3, 0.9, 0.8]);
  const errors = figure.data.find((trace) => trace.name === "standard error")!;
  assert.deepEqual((errors.y as number[]).slice(0, 3), [0, 0.2, null]);
  assert.equal(errors.xaxis, line.xaxis);
  const star = figure.data.find((trace) => trace.name === "best by this criterion" && trace.xaxis === line.xaxis)!;
  assert.deepEqual([star.x, star.y], [[3], [0.9]]);
  assert.match(figure.alt, /Dunn is best at k = 2 \(0\.2\); Gap statistic \(log\) is best at k = 3 \(0\.9\)/);
  assert.ok(drawnTexts(figure.svg).some(({ text }) => text === "Gap: first k not clearly below the next"));
});

test("a gap that still rises has no star", () => {
  const figure = chooseK({ ...choice, table: withGap, gap: gap(4, true) });
  const line = figure.data.find((trace) => trace.name === "gap")!;
  assert.ok(!figure.data.some((trace) => trace.name === "best by this criterion" && trace.xaxis === line.xaxis));
  assert.match(figure.alt, /Gap statistic \(log\) still rises at k = 4/);
});

test("where the data speak for no segments, the title says so", () => {
  const structure = { found: false, k: undefined, words: "", against: [], table: toTable([]) as never, rows: 9 };
  assert.equal(
    chooseK({ ...choice, structure }).title,
    "How many segments? The data speak for none; a cut into 3 looks best",
  );
});

test("says what is wrong", () => {
  assert.throws(() => chooseK({ ...choice, table: toTable<ReturnType<typeof row>>([]) }), /got an empty one/);
  assert.throws(
    () => chooseK({ ...choice, table: toTable([{ groups: 2 }]) as never }),
    /expected columns k and silhouette/,
  );
});

test("a number of classes with which one collapsed has no star, however low its criteria are", () => {
  const table = toTable([
    { k: 1, bic: 900, collapsed: false },
    { k: 2, bic: 950, collapsed: false },
    { k: 3, bic: 100, collapsed: true },
  ]) as never;
  const figure = chooseK({ table, recommended: 1, reason: "No classes.", dissent: ["k = 3 does not count."] });
  const star = figure.data.find(({ name }) => name === "best by this criterion");
  assert.deepEqual([star!.x, star!.y], [[1], [900]]);
  assert.match(figure.alt, /BIC is best at k = 1 \(900\)/);
});

test("what chooseClasses returns has a panel for BIC, AIC and ICL, each with a star at its lowest", async () => {
  const answers = Array.from({ length: 120 }, (_, i) => ({
    customer: i,
    a: i % 2 > 0,
    b: i % 2 > 0 !== i % 11 < 1,
    c: i % 2 > 0 !== i % 13 < 1,
    d: i % 2 > 0 !== i % 7 < 1,
  }));
  const choice = await chooseClasses(matrix(answers, { columns: [], categorical: true }), { k: [1, 2, 3] });
  const figure = chooseK(choice);
  assert.match(figure.title, new RegExp(`${choice.recommended} are recommended`));
  const rows = choice.table.objects() as { [criterion: string]: number }[];
  const stars = figure.data.filter((trace) => trace.name === "best by this criterion");
  assert.deepEqual(
    stars.map((trace) => (trace.x as number[])[0]),
    ["bic", "aic", "icl"].map((name) => rows.reduce((best, one) => (one[name]! < best[name]! ? one : best)).k),
  );
  const texts = drawnTexts(figure.svg).map(({ text }) => text);
  for (const title of ["BIC: lower is better", "AIC: lower is better", "ICL: lower is better"])
    assert.ok(texts.includes(title), title);
});
