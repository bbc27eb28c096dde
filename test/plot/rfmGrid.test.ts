import assert from "node:assert/strict";
import { test } from "node:test";
import { rfmGrid } from "../../src/plot/rfmGrid.js";
import { toTable } from "../../src/table.js";
import { headline } from "./headline.js";
import { drawnTexts } from "./svgTexts.js";

const row = (recencyScore: number | null, frequencyScore: number | null, monetary: number | null) => ({
  recencyScore,
  frequencyScore,
  monetary,
});
type Cells = { x: string[]; y: string[]; z: (number | null)[][]; text: string[][] };
const cells = (rows: ReturnType<typeof row>[]) => rfmGrid(rows).data[0] as unknown as Cells;

test("counts and medians by hand", () => {
  const { x, y, z, text } = cells([
    row(1, 1, 10),
    row(1, 1, 30),
    row(1, 1, 50),
    row(5, 2, 70),
    row(5, 2, 90),
    row(5, 1, 20),
  ]);
  assert.deepEqual(x, ["1", "5"]);
  assert.deepEqual(y, ["1", "2"]);
  assert.deepEqual(text, [
    ["3", "1"],
    ["", "2"],
  ]);
  assert.deepEqual(z, [
    [30, 20],
    [null, 80],
  ]);
});

test("the order of customers changes nothing", () => {
  const rows = Array.from({ length: 50 }, (_, i) => row(1 + (i % 5), 1 + ((i * 7) % 5), (i * 13) % 97));
  assert.equal(rfmGrid(rows).svg, rfmGrid([...rows].reverse()).svg);
});

test("colors are logarithmic where medians differ by more than twenty times", () => {
  assert.deepEqual(cells([row(1, 1, 10), row(2, 1, 1000)]).z, [[1, 3]]);
  assert.deepEqual(cells([row(1, 1, 10), row(2, 1, 100)]).z, [[10, 100]]);
  // Net amounts can be negative: no logarithm then.
  assert.deepEqual(cells([row(1, 1, -10), row(2, 1, 1000)]).z, [[-10, 1000]]);
});

test("a collapsed scale has no empty rows, and is said in the subtitle; every count is in the drawing", () => {
  const figure = rfmGrid([row(1, 1, 10), row(2, 1, 20), row(3, 5, 30), row(4, 5, 40), row(5, 5, 50), row(5, 5, 60)]);
  const texts = drawnTexts(figure.svg).map(({ text }) => text);
  assert.match(texts.join(" "), /Frequency takes only 2 of 5 levels \(1, 5\)/);
  assert.doesNotMatch(texts.join(" "), /Recency takes only/);
  assert.equal((figure.data[0] as unknown as Cells).y.length, 2);
  assert.match(
    figure.alt,
    /fullest cell is recency 5, frequency 5: 2 customers \(33 %\), with a median monetary value of 55/,
  );
});

test("takes what rfmScores returns, and its number of levels", () => {
  const table = toTable([row(1, 1, 10), row(2, 2, 20), row(3, 3, 30)]);
  const subtitle = (levels: number) => JSON.stringify(rfmGrid({ table, levels }).layout.title).replaceAll("<br>", " ");
  assert.doesNotMatch(subtitle(3), /takes only/);
  assert.match(subtitle(4), /Recency takes only 3 of 4 levels \(1, 2, 3\)/);
});

test("customers without a score are left out and counted", () => {
  const figure = rfmGrid([row(1, 1, 10), row(null, 2, 20), row(3, null, 30)]);
  assert.match(figure.alt, /2 customers without both scores are left out/);
  assert.match(headline(figure), /2 customers without both scores left out/);
});

test("a cell of unknown money is said, because its color would lie", () => {
  const subtitle = (monetary: number | null) =>
    JSON.stringify(rfmGrid([row(1, 1, 10), row(2, 1, monetary)]).layout.title).replaceAll("<br>", " ");
  assert.match(subtitle(null), /1 cell without known monetary values drawn in the lowest color/);
  assert.doesNotMatch(subtitle(5), /without known/);
});

test("says what is wrong", () => {
  assert.throws(() => rfmGrid([]), /expected a column named "recencyScore"|expected at least one customer/);
  assert.throws(
    () => rfmGrid([row(null, null, 1)]),
    /expected at least one customer with a recency and a frequency score/,
  );
  assert.throws(
    () => rfmGrid([{ recencyScore: 1, frequencyScores: 1, monetary: 1 }] as never),
    /Did you mean "frequencyScores"/,
  );
  assert.throws(
    () => rfmGrid([{ recencyScore: "a", frequencyScore: 1, monetary: 1 }] as never),
    /expected a finite number, got "a"/,
  );
  assert.throws(() => rfmGrid([row(Number.POSITIVE_INFINITY, 1, 1)]), /expected a finite number, got Infinity/);
});
