import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseK } from "../../src/plot/chooseK.js";
import { toTable } from "../../src/table.js";
import { drawnTexts } from "./svgTexts.js";

const row = (k: number, silhouette: number, daviesBouldin: number) => ({
  k,
  inertia: 100 / k,
  silhouette,
  calinskiHarabasz: 50 + k,
  daviesBouldin,
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

test("says what is wrong", () => {
  assert.throws(() => chooseK({ ...choice, table: toTable<ReturnType<typeof row>>([]) }), /got an empty one/);
  assert.throws(
    () => chooseK({ ...choice, table: toTable([{ groups: 2 }]) as never }),
    /expected columns k and silhouette/,
  );
});
