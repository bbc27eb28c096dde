import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { clean } from "../../src/collect/clean.js";
import { transactions } from "../../src/collect/transactions.js";
import { dictionaryOf } from "../../src/features.js";
import { matrixOf } from "../../src/matrix.js";
import { bundle } from "../../src/notebook/bundle.js";
import { plotlyBuildFor } from "../../src/notebook/plotlyLibrary.js";
import type { Figure } from "../../src/plot/figure.js";
import { chooseK } from "../../src/segment/evaluate/chooseK.js";
import { stability } from "../../src/segment/evaluate/stability.js";
import { kmeans } from "../../src/segment/kmeans.js";
import { toTable } from "../../src/table.js";
import { deepOf } from "../plot/deepSegmentations.js";

const figure = (title: string, type = "bar"): Figure => ({
  kind: "figure",
  title,
  alt: `${title}, in words "quoted"`,
  data: [{ type, x: new Float64Array([1, Number.NaN, 3]), y: [new Date(0), "</script><script>alert(1)</script>"] }],
  layout: { width: 10, missing: undefined },
  width: 600,
  height: 300,
  svg: `<svg xmlns="http://www.w3.org/2000/svg"><text>${title}</text></svg>`,
});

test("a table shows its first ten rows, numbers at the right, and its size", () => {
  const rows = Array.from({ length: 4338 }, (_, i) => ({
    CustomerID: 17850 + i,
    product: i === 0 ? "<script>alert(1)</script>" : null,
    monetary: i * 1000.5,
    last: new Date(Date.UTC(2011, 11, 9)),
  }));
  const shown = bundle(toTable(rows));
  const html = String(shown?.["text/html"]);
  assert.match(html, /4,338 rows x 4 columns, the first 10 shown/);
  assert.equal(html.split("<tr>").length - 1, 11);
  assert.match(html, /<td style="text-align:right[^>]*>17850<\/td>/);
  assert.match(html, /<td style="text-align:right[^>]*>9,004.50<\/td>/);
  assert.match(html, /<td style="text-align:left[^>]*>2011-12-09<\/td>/);
  assert.ok(html.includes("&#60;script&#62;alert(1)&#60;/script&#62;"));
  assert.ok(!html.includes("<script"));
  const lines = String(shown?.["text/plain"]).split("\n");
  assert.equal(lines.length, 12);
  assert.equal(lines[2], "     17851  –                          1,000.50  2011-12-09");
});

test("a column of money is no column of keys, whatever it is called", () => {
  const text = String(bundle(toTable([{ averageOrder: 86 }, { averageOrder: 1126.8 }]))?.["text/plain"]);
  assert.match(text, /^ +86\.00$/m);
  assert.match(text, /^ +1,126\.80$/m);
});

test("features show their first rows, their whole dictionary, however long, and their warnings", () => {
  const columns = Array.from({ length: 30 }, (_, j) => `f${j}`);
  const features = {
    table: toTable(
      Array.from({ length: 40 }, (_, i) => Object.fromEntries([["customer", i], ...columns.map((name) => [name, i])])),
    ),
    id: "customer",
    dictionary: dictionaryOf(
      columns.map((feature) => ({
        feature,
        base: null,
        unit: "days",
        source: "time",
        definition: "Days <b>since</b>.",
      })),
    ),
    warnings: ["rfm lacks 1 customer of 40 & more."],
  };
  const shown = bundle(features);
  const html = String(shown?.["text/html"]);
  assert.match(html, /40 rows x 31 columns, the first 10 shown/);
  assert.match(html, /What the columns mean/);
  assert.match(html, /f29<\/td>/);
  assert.match(html, /30 rows x 5 columns<\/p>/);
  assert.match(html, /<li>rfm lacks 1 customer of 40 &#38; more\.<\/li>/);
  assert.ok(!html.includes("<b>since"), "definitions are text");
  const text = String(shown?.["text/plain"]);
  assert.match(text, /the first 10 shown\n\nWhat the columns mean\nfeature/);
  assert.match(text, /- rfm lacks 1 customer of 40 & more\.$/);
  assert.match(String(bundle(features.dictionary)?.["text/plain"]), /30 rows x 5 columns$/);
});

test("an empty table and a table of one cell say what they are", () => {
  assert.match(String(bundle(toTable([{ a: 1 }]))?.["text/plain"]), /1 row x 1 column$/);
  assert.match(String(bundle(toTable([]))?.["text/html"]), /0 rows x 0 columns/);
});

test("whatever stands in a table, its HTML has no markup of its own", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ value: fc.oneof(fc.string(), fc.double(), fc.constant(null)) })),
      fc.string(),
      (rows, name) => {
        fc.pre(name !== "__proto__");
        const html = String(bundle(toTable(rows.map(({ value }) => ({ [name]: value }))))?.["text/html"]);
        const bare = html.replace(
          /<\/?(div|table|thead|tbody|tr|th|td|p|span)( (class|style|scope|title)="[^"<>]*")*>/g,
          "",
        );
        assert.ok(!/[<>]/.test(bare), bare);
      },
    ),
    { numRuns: 50 },
  );
});

test("a figure is Plotly JSON, HTML with a static image, and words; the first one carries the library", () => {
  const [first, second] = [bundle(figure("A")), bundle(figure("B"))];
  assert.deepEqual(first?.["application/vnd.plotly.v1+json"], {
    data: [{ type: "bar", x: [1, null, 3], y: ["1970-01-01T00:00:00.000Z", "</script><script>alert(1)</script>"] }],
    layout: { width: 10 },
    height: 300,
  });
  const [html, later] = [String(first?.["text/html"]), String(second?.["text/html"])];
  assert.match(html, /id="clientele-figure-1-[0-9a-f]{8}"/);
  assert.match(html, /<img [^>]*alt="A, in words &#34;quoted&#34;" src="data:image\/svg\+xml;base64,/);
  assert.equal(html.split("</script>").length - 1, 1, "data do not end the script");
  assert.ok(html.includes('clientelePlots.load("cartesian"'));
  assert.ok(!later.includes("clientelePlots.load("));
  assert.equal(first?.["text/plain"], 'A\nA, in words "quoted"');
});

test("plane charts take the small library, others the whole", () => {
  assert.equal(plotlyBuildFor([{ type: "scatter" }, { type: "heatmap" }]), "cartesian");
  assert.equal(plotlyBuildFor([{ type: "bar" }, { type: "sankey" }]), "full");
  assert.ok(String(bundle(figure("C", "sankey"))?.["text/html"]).includes('clientelePlots.load("full"'));
});

test("an object may say how it is shown; plain values have no richer form", () => {
  const own = { [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "own" }) };
  assert.deepEqual(bundle(own), { "text/plain": "own" });
  const frame = { columns: ["a"], values: [[1]], dtypes: ["int32"] };
  assert.match(String(bundle(frame)?.["text/plain"]), /1 row x 1 column/);
  for (const plain of [undefined, null, 1, "text", {}, [1], () => 1]) assert.equal(bundle(plain), undefined);
});

test("a segmentation shows its segments and its noise, and what clean dropped its rules", async () => {
  const segments = await kmeans(matrixOf({ x: [0, 1, 10] }), { k: 2 });
  assert.match(
    String(bundle(segments)?.["text/plain"]),
    /^segment +customers +share\nSegment 1 +2 +0\.667\nSegment 2 +1 +0\.333/,
  );
  const trimmed = await kmeans(matrixOf({ x: [0, 1, 10] }), { k: 1, trim: 0.4 });
  assert.match(String(bundle(trimmed)?.["text/plain"]), /Segment 1 +2 +0\.667\nNoise +1 +0\.333/);
  const warned = bundle({ ...segments, warnings: ["Found once & only <once>."] });
  assert.match(String(warned?.["text/plain"]), /Segment 2 +1 +0\.333.*\n- Found once & only <once>\.$/s);
  assert.match(String(warned?.["text/html"]), /<ul><li>Found once &#38; only &#60;once&#62;\.<\/li><\/ul>$/);
  const lines = transactions(
    toTable([
      { customer: "a", order: "1", time: new Date(0), amount: 3 },
      { customer: null, order: "2", time: new Date(0), amount: 4 },
    ]),
    { customer: "customer", order: "order", time: "time", amount: "amount" },
  );
  const { dropped } = await clean(lines);
  assert.equal(bundle(dropped)?.["text/html"], bundle(dropped.rules)?.["text/html"]);
});

test("a deep segmentation shows the verdict on it before its warnings", () => {
  const shown = bundle({
    ...deepOf({ k: 2 }),
    verdict: "It <b>did not</b> earn its cost.",
    warnings: ["Raise epochs."],
  })!;
  assert.match(
    String(shown["text/html"]),
    /<ul><li>It &#60;b&#62;did not&#60;\/b&#62; earn its cost\.<\/li><li>Raise epochs\.<\/li><\/ul>/,
  );
  assert.match(String(shown["text/plain"]), /- It <b>did not<\/b> earn its cost\.\n- Raise epochs\.$/);
});

test("chooseK and stability show their table with a row for each k", async () => {
  const points = matrixOf({ x: [0, 1, 2, 10, 11, 12, 30, 31] });
  const choice = await chooseK(points, { k: [2, 3] });
  assert.equal(bundle(choice)?.["text/html"], bundle(choice.table)?.["text/html"]);
  const again = await stability(points, { k: 2, replicates: 3 });
  assert.equal(bundle(again)?.["text/html"], bundle(again.summary)?.["text/html"]);
});

test("numbers have no more decimals than they came with, and nothing is -0", () => {
  const text = (values: number[]) => String(bundle(toTable(values.map((value) => ({ value }))))?.["text/plain"]);
  const shown = (values: number[]) =>
    text(values)
      .split("\n")
      .slice(1, -1)
      .map((line) => line.trim());
  assert.deepEqual(shown([0, 0.04, 6.19]), ["0.00", "0.04", "6.19"]);
  assert.deepEqual(shown([-0, 0.27, -0.001]), ["0.000", "0.270", "-0.001"]);
  assert.deepEqual(shown([-0.0001, 2.5, 3.25]), ["0.00", "2.50", "3.25"]);
  assert.deepEqual(shown([1 / 3, 1e-7]), ["0.333", "1.0e-7"]);
});

test("a relation shows its columns and their types, for its rows are on the engine", () => {
  const lines = transactions([{ who: "1", when: new Date("2024-01-05"), money: 30 }], {
    customer: "who",
    time: "when",
    amount: "money",
  });
  const { "text/html": html, "text/plain": text } = bundle(lines)!;
  assert.match(String(text), /amount +number/);
  assert.match(String(html), /customer/);
  assert.doesNotMatch(String(html), /SELECT/);
});
