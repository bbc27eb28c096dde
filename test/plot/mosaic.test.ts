import assert from "node:assert/strict";
import { test } from "node:test";
import { survey } from "../../src/collect/survey.js";
import { mosaic } from "../../src/plot/mosaic.js";
import { segmentationOf } from "./examples.js";

interface Cells {
  name: string;
  x: number[];
  y: number[];
  base: number[];
  width: number[];
  customdata: string[][];
}

const ids = Array.from({ length: 40 }, (_, i) => i + 1);
const labels = ids.map((id) => (id <= 24 ? 0 : 1));
// Segment 1: 18 of 24 say yes; segment 2: 4 of 16.
const rows = ids.map((id) => ({ id, tea: id <= 18 || id > 36 ? "Yes" : "No" }));
const segments = () => segmentationOf(labels, 2, ["Loyal", "New"], ids);

test("widths are sizes, heights shares, and residuals those of R 4.2.2's chisq.test()$stdres", () => {
  const figure = mosaic(rows, segments(), { variable: "tea", id: "id" });
  const cells = (figure.data as unknown as Cells[]).flatMap(({ name, x, y, base, width, customdata }) =>
    x.map((_, i) => ({ name, width: width[i]!, y: y[i]!, base: base[i]!, data: customdata[i]! })),
  );
  const find = (segment: string, answer: string) =>
    cells.find(({ data }) => data[0] === segment && data[1] === answer)!;
  assert.equal(find("Loyal", "Yes").width, 24);
  assert.equal(find("Loyal", "No").y, 25);
  assert.equal(find("Loyal", "Yes").base, 25);
  assert.equal(find("New", "No").y, 75);
  // By hand: expected 24 * 22 / 40 = 13.2, (18 - 13.2) / sqrt(13.2 * .4 * .45) = 3.114, which R 4.2.2 prints as 3.113996.
  assert.equal(find("Loyal", "Yes").data[3], "13.2");
  assert.equal(find("Loyal", "Yes").data[4], "3.11");
  assert.equal(find("New", "Yes").data[4], "-3.11");
  assert.equal(find("Loyal", "Yes").name, "more (2 to 4)");
  // chisq.test(matrix(c(18, 4, 6, 12), 2), correct = FALSE): X-squared = 9.697.
  assert.match(figure.alt, /chi-squared 9\.697 with 1 degree of freedom/);
});

test("a survey's item, joined by id in any order; who did not answer and noise are counted", async () => {
  const asked = await survey(
    [...rows].reverse().map((row) => (row.id === 3 ? { ...row, tea: null } : row)),
    { id: "id" },
  );
  const noisy = segmentationOf(
    labels.map((label, i) => (i === 39 ? -1 : label)),
    2,
    undefined,
    ids,
  );
  const figure = mosaic(asked, noisy, { variable: "tea" });
  assert.match(
    JSON.stringify(figure.layout).replaceAll("<br>", " "),
    /left out: 1 respondent without an answer and 1 respondent in no segment/,
  );
  const widths = new Set((figure.data as unknown as Cells[]).flatMap(({ width }) => width));
  assert.deepEqual([...widths].sort(), [15, 23]);
});

test("numbers of a table stand by size, and a missing answer is none, also where an empty text is one", () => {
  const ticks = (figure: { layout: object }) => (figure.layout as { yaxis: { ticktext: string[] } }).yaxis.ticktext;
  const numbers = ids.map((id) => ({ id, cups: [10, 2, 1][id % 3] }));
  assert.deepEqual(ticks(mosaic(numbers, segments(), { variable: "cups", id: "id" })), ["1", "2", "10"]);
  const empty = rows.map(({ id, tea }) => ({ id, tea: id === 3 ? null : tea === "No" ? "" : tea }));
  assert.match(
    JSON.stringify(mosaic(empty, segments(), { variable: "tea", id: "id" }).layout).replaceAll("<br>", " "),
    /left out: 1 respondent without an answer/,
  );
});

test("what cannot be drawn is refused", () => {
  const bad = (data: never, options: object) => () => mosaic(data, segments(), { id: "id", ...options } as never);
  assert.throws(bad(rows as never, { variable: "coffee" }), /"coffee"/);
  assert.throws(bad(rows as never, { variable: "id" }), /2 to 12 different answers/);
  assert.throws(bad(rows.slice(1) as never, { variable: "tea" }), /found none for 1 of 40, the first 1/);
  assert.throws(bad(rows.map((row) => ({ ...row, tea: "Yes" })) as never, { variable: "tea" }), RangeError);
  assert.throws(bad(undefined as never, { variable: "tea" }), /expected a Table.*got undefined/);
  assert.throws(bad(rows as never, { variabel: "tea" }), /Did you mean "variable"/);
});

test("a table is joined by its customers, wherever that column stands, and an id in two rows is refused", () => {
  // The first column holds numbers that happen to be ids too: joined by it, the answers would stand the wrong way round.
  const ranked = [1, 2, 3, 4, 5, 6].map((customer) => ({
    rank: 7 - customer,
    customer,
    tea: customer <= 3 ? "Yes" : "No",
  }));
  const halves = segmentationOf([0, 0, 0, 1, 1, 1], 2, ["First", "Last"], [1, 2, 3, 4, 5, 6]);
  const figure = mosaic(ranked, halves, { variable: "tea" });
  assert.match(figure.alt, /First: Yes 100 %/);
  assert.match(figure.alt, /Last: No 100 %/);
  assert.throws(() => mosaic([...ranked, ranked[0]!], halves, { variable: "tea" }), {
    name: "DataError",
    message: /each id once, got 1 in rows 1 and 7/,
  });
  assert.throws(() => mosaic(rows, segments(), { variable: "tea" }), /there is no "customer", so pass id/);
  const wrong = ranked.map((row) => ({ ...row, tea: row.customer === 2 ? Number.NaN : 1 }));
  assert.throws(() => mosaic(wrong, halves, { variable: "tea" }), { name: "DataError", message: /got NaN.*row 2/ });
});

test("the axis names the answers of the first column alone, cells name their own, and shades that are not seen are not in the legend", () => {
  const brand = (i: number) => (i < 24 ? ["Anker", "Berg"][i % 2]! : ["Core", "Delta"][i % 2]!);
  const figure = mosaic(
    ids.map((id, i) => ({ customer: id, brand: brand(i) })),
    segments(),
    { variable: "brand" },
  );
  const { yaxis } = figure.layout as { yaxis: { ticktext: string[]; tickvals: number[] } };
  assert.deepEqual(
    [yaxis.ticktext, yaxis.tickvals],
    [
      ["Anker", "Berg"],
      [25, 75],
    ],
  );
  const cells = (figure.data as unknown as { name: string; text: string[] }[]).flatMap(({ text }) => text);
  assert.deepEqual(cells.sort(), ["50 %<br>Anker", "50 %<br>Berg", "50 %<br>Core", "50 %<br>Delta"]);
  // By hand: Anker in the first column, expected 24 * 12 / 40 = 7.2, (12 - 7.2) / sqrt(7.2 * .4 * .7) = 3.38; Core in the second, 3.2 expected, 4.8 / sqrt(3.2 * .6 * .8) = 3.87.
  assert.deepEqual(
    figure.data.map(({ name }) => name),
    ["more (2 to 4)"],
  );
  assert.deepEqual(figure.layout.shapes, []);
});

test("names of thin cells are moved apart, with a line to their cell", () => {
  // Of 80 in the first segment 77 say 1, and one each 2, 3 and 4, whose cells are 1.25 % high.
  const cups = Array.from({ length: 100 }, (_, i) => ({
    customer: i,
    cups: i < 77 ? 1 : i < 80 ? i - 75 : 1 + (i % 2),
  }));
  const halves = segmentationOf(
    cups.map((_, i) => (i < 80 ? 0 : 1)),
    2,
    undefined,
    cups.map(({ customer }) => customer),
  );
  const { yaxis, shapes } = mosaic(cups, halves, { variable: "cups" }).layout as {
    yaxis: { ticktext: string[]; tickvals: number[] };
    shapes: { y0: number; y1: number }[];
  };
  // The middles are 48.125, 96.875, 98.125 and 99.375; the names stand 4 apart, the highest at 99.
  assert.deepEqual(yaxis.ticktext, ["1", "2", "3", "4"]);
  assert.deepEqual(yaxis.tickvals.map(Math.round), [48, 91, 95, 99]);
  assert.deepEqual(
    shapes.map(({ y0, y1 }) => [y0, Math.round(y1)]),
    [
      [91, 97],
      [95, 98],
    ],
  );
});
