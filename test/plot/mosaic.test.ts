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
  const figure = mosaic(rows, segments(), { variable: "tea" });
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
  assert.deepEqual(ticks(mosaic(numbers, segments(), { variable: "cups" })), ["1", "2", "10"]);
  const empty = rows.map(({ id, tea }) => ({ id, tea: id === 3 ? null : tea === "No" ? "" : tea }));
  assert.match(
    JSON.stringify(mosaic(empty, segments(), { variable: "tea" }).layout).replaceAll("<br>", " "),
    /left out: 1 respondent without an answer/,
  );
});

test("what cannot be drawn is refused", () => {
  const bad = (data: never, options: object) => () => mosaic(data, segments(), options as never);
  assert.throws(bad(rows as never, { variable: "coffee" }), /"coffee"/);
  assert.throws(bad(rows as never, { variable: "id" }), /2 to 12 different answers/);
  assert.throws(bad(rows.slice(1) as never, { variable: "tea" }), /found none for 1 of 40, the first 1/);
  assert.throws(bad(rows.map((row) => ({ ...row, tea: "Yes" })) as never, { variable: "tea" }), RangeError);
  assert.throws(bad(rows as never, { variabel: "tea" }), /Did you mean "variable"/);
});
