import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { drawSvg } from "../../src/plot/drawSvg.js";
import type { Layout, Trace } from "../../src/plot/figure.js";
import { diverging, sequential } from "../../src/plot/theme.js";
import { drawnTexts, viewBox } from "./svgTexts.js";

const draw = (data: readonly Trace[], layout: Layout = {}, size: { width?: number; height?: number } = {}) =>
  drawSvg({ title: "A title", alt: "In words", data, layout, width: 600, height: 400, ...size });

type Spot = { x: number; y: number };
type Bar = Spot & { width: number; height: number };

/** The corners of all paths of a kind of element, as numbers. */
function elements(svg: string, kind: string): { [name: string]: string }[] {
  return [...svg.matchAll(new RegExp(`<(?:rect|path) ([^>]*class="${kind}"[^>]*)/>`, "g"))].map(([, attributes]) =>
    Object.fromEntries([...attributes!.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!])),
  );
}

function points(svg: string): { x: number; y: number }[] {
  return [...svg.matchAll(/<g class="points"[^>]*>(.*?)<\/g>/gs)].flatMap(([, inner]) =>
    [...inner!.matchAll(/d="M([\d.-]+),([\d.-]+)a([\d.]+),/g)].map(([, x, y, r]) => ({
      x: Number(x) + Number(r),
      y: Number(y),
    })),
  );
}

test("points by hand: equal steps in the data are equal steps on paper, up is up", () => {
  const svg = draw([{ type: "scatter", mode: "markers", x: [0, 1, 2], y: [10, 20, 30] }]);
  const [a, b, c] = points(svg) as [{ x: number; y: number }, { x: number; y: number }, { x: number; y: number }];
  assert.ok(Math.abs(b.x - a.x - (c.x - b.x)) < 0.03);
  assert.ok(Math.abs(a.y - b.y - (b.y - c.y)) < 0.03);
  assert.ok(a.x < b.x && a.y > b.y);
});

test("a logarithmic axis: equal factors are equal steps; what has no logarithm is not drawn", () => {
  const svg = draw([{ type: "scatter", mode: "markers", x: [1, 10, 100, 0, -5], y: [1, 1, 1, 1, 1] }], {
    xaxis: { type: "log" },
  });
  const found = points(svg);
  assert.equal(found.length, 3);
  assert.ok(Math.abs(found[1]!.x - found[0]!.x - (found[2]!.x - found[1]!.x)) < 0.03);
});

test("a date axis: a leap day is a day", () => {
  const svg = draw([{ type: "scatter", mode: "markers", x: ["2024-02-28", "2024-02-29", "2024-03-01"], y: [1, 1, 1] }]);
  const found = points(svg);
  assert.ok(Math.abs(found[1]!.x - found[0]!.x - (found[2]!.x - found[1]!.x)) < 0.03);
});

test("a reversed axis turns the order", () => {
  const svg = draw([{ type: "scatter", mode: "markers", x: [0, 1], y: [0, 1] }], { yaxis: { autorange: "reversed" } });
  const [a, b] = points(svg) as [Spot, Spot];
  assert.ok(a.y < b.y);
});

test("missing values leave a gap in the line and no point", () => {
  const svg = draw([{ type: "scatter", mode: "lines+markers", x: [0, 1, 2, 3, 4], y: [1, 2, null, 2, Number.NaN] }]);
  assert.equal(points(svg).length, 3);
  assert.equal([...svg.matchAll(/<path d="M[^"]*" fill="none"[^>]*stroke-linejoin/g)].length, 1); // 0-1; a point alone has no line
});

test("bars: heights are proportional, grouped side by side, stacked on each other, negative below zero", () => {
  const bars = (layout: Layout, ...rows: number[][]) =>
    elements(
      draw(
        rows.map((y) => ({ type: "bar", x: ["a", "b"], y })),
        layout,
      ),
      "bar",
    ).map(({ x, y, width, height }) => ({ x: Number(x), y: Number(y), width: Number(width), height: Number(height) }));
  const [one, two] = bars({}, [1, 3]) as [Bar, Bar];
  assert.ok(Math.abs(two.height - 3 * one.height) < 0.05);
  const grouped = bars({ barmode: "group" }, [1, 1], [1, 1]);
  assert.ok(Math.abs(grouped[0]!.x + grouped[0]!.width - grouped[2]!.x) < 0.05);
  const stacked = bars({ barmode: "stack" }, [1, 2], [2, 1]);
  assert.ok(Math.abs(stacked[0]!.y - (stacked[2]!.y + stacked[2]!.height)) < 0.05);
  assert.ok(Math.abs(stacked[0]!.height + stacked[2]!.height - stacked[1]!.height - stacked[3]!.height) < 0.05);
  const [up, down] = bars({}, [1, -1]) as [Bar, Bar];
  assert.ok(Math.abs(up.y + up.height - down.y) < 0.05);
});

test("horizontal bars start at zero, in the order of the categories from below", () => {
  const [a, b] = elements(draw([{ type: "bar", orientation: "h", y: ["a", "b"], x: [2, 4] }]), "bar");
  assert.equal(a!.x, b!.x);
  assert.ok(Math.abs(Number(b!.width) - 2 * Number(a!.width)) < 0.05);
  assert.ok(Number(a!.y) > Number(b!.y));
});

test("a heatmap draws every value that is there, the ends of the scale in its end colors", () => {
  const svg = draw([
    {
      type: "heatmap",
      z: [
        [1, 2, 3],
        [4, null, 5],
      ],
      colorscale: sequential,
      texttemplate: "%{z}",
    },
  ]);
  const cells = elements(svg, "cell");
  assert.equal(cells.length, 5);
  assert.equal(cells[0]!.fill, sequential[0]![1]);
  assert.equal(cells[4]!.fill, sequential.at(-1)![1]);
  assert.deepEqual(
    drawnTexts(svg)
      .map(({ text }) => text)
      .filter((text) => /^[1-5]$/.test(text))
      .slice(0, 5)
      .sort(),
    ["1", "2", "3", "4", "5"],
  );
});

test("zmid puts the middle color at its value", () => {
  const svg = draw([{ type: "heatmap", z: [[-1, 0, 3]], zmid: 0, colorscale: diverging }]);
  assert.equal(elements(svg, "cell")[1]!.fill, diverging[3]![1]);
});

test("a box by hand: quartiles of 1..9 are 2.75, 5 and 7.25 (type 5, as Plotly's), 30 is an outlier", () => {
  const svg = draw([{ type: "box", name: "b", y: [1, 2, 3, 4, 5, 6, 7, 8, 9] }], { yaxis: { range: [0, 10] } });
  const [box] = elements(svg, "box");
  const ys = [...box!.d!.matchAll(/,([\d.]+)/g)].map(([, y]) => Number(y));
  const [low, high] = [Math.max(...ys), Math.min(...ys)];
  const frame = /<svg x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"/.exec(svg)!;
  const value = (y: number) => 10 * (1 - (y - Number(frame[1])) / Number(frame[2]));
  assert.ok(Math.abs(value(low) - 2.75) < 0.01, String(value(low)));
  assert.ok(Math.abs(value(high) - 7.25) < 0.01, String(value(high)));
  assert.equal([...draw([{ type: "box", name: "b", y: [1, 2, 3, 4, 5, 30] }]).matchAll(/class="point"/g)].length, 1);
});

test("a histogram counts every value once", () => {
  const bars = elements(draw([{ type: "histogram", x: [0.5, 1.5, 1.6, 2.5], xbins: { start: 0, size: 1 } }]), "bar");
  const heights = bars.map(({ height }) => Number(height));
  assert.deepEqual(
    heights.map((height) => Math.round(height / heights[0]!)),
    [1, 2, 1],
  );
});

test("two panels lie side by side and do not touch", () => {
  const svg = draw(
    [
      { type: "scatter", mode: "markers", x: [0, 1], y: [0, 1] },
      { type: "scatter", mode: "markers", x: [0, 1], y: [0, 1], xaxis: "x2", yaxis: "y2" },
    ],
    { xaxis: { domain: [0, 0.4] }, xaxis2: { domain: [0.6, 1], anchor: "y2" }, yaxis2: { anchor: "x2" } },
  );
  const found = points(svg);
  assert.ok(Math.max(found[0]!.x, found[1]!.x) < Math.min(found[2]!.x, found[3]!.x));
});

test("axes that match have the same range", () => {
  const svg = draw(
    [
      { type: "scatter", mode: "markers", x: [0, 10], y: [0, 1] },
      { type: "scatter", mode: "markers", x: [4, 5], y: [0, 1], xaxis: "x2", yaxis: "y2" },
    ],
    {
      xaxis: { domain: [0, 0.4] },
      xaxis2: { domain: [0.6, 1], anchor: "y2", matches: "x" },
      yaxis2: { anchor: "x2" },
    },
  );
  const found = points(svg);
  assert.ok(Math.abs((found[3]!.x - found[2]!.x) * 10 - (found[1]!.x - found[0]!.x)) < 0.2);
});

test("what it cannot draw is an error that names it", () => {
  const scatter = { type: "scatter", mode: "markers", x: [1], y: [1] };
  assert.throws(() => draw([{ type: "sankey" }]), /does not draw traces of type "sankey"/);
  assert.throws(() => draw([{ type: "scattergl", x: [1], y: [1] }]), /"scattergl"/);
  assert.throws(() => draw([{ ...scatter, stackgroup: "a" }]), /"stackgroup" of a scatter trace/);
  assert.throws(() => draw([{ ...scatter, mode: "dots" }]), /got dots/);
  assert.throws(() => draw([{ ...scatter, marker: { symbol: "asterisk" } }]), /"asterisk"/);
  assert.throws(() => draw([{ ...scatter, xaxis: "z" }]), /expected an axis like/);
  assert.throws(() => draw([{ ...scatter, fill: "tonexty", mode: "lines", x: [1, 2], y: [1, 2] }]), /"tonexty"/);
  assert.throws(() => draw([scatter], { polar: {} }), /"polar" of the layout/);
  assert.throws(() => draw([scatter], { xaxis: { type: "multicategory" } }), /"multicategory"/);
  assert.throws(() => draw([scatter], { shapes: [{ type: "path", x0: 0, x1: 1, y0: 0, y1: 1 }] }), /"path"/);
  assert.throws(() => draw([{ type: "heatmap", z: [[1]], colorscale: "Viridis" }]), /array of positions and colors/);
});

test("no data at all: axes and title are there", () => {
  const svg = draw([], { xaxis: { title: { text: "Nothing" } } });
  assert.ok(drawnTexts(svg).some(({ text }) => text === "Nothing"));
  assert.doesNotMatch(svg, /NaN/);
});

test("forty long category names: none overlap, none is cut off at the edge", () => {
  const x = Array.from({ length: 40 }, (_, i) => `A rather long category name, number ${i + 1}`);
  const svg = draw([{ type: "bar", x, y: x.map((_, i) => i + 1) }]);
  const { width, height } = viewBox(svg);
  const labels = drawnTexts(svg).filter(({ text }) => text.startsWith("A rather"));
  assert.ok(labels.length >= 10);
  assert.ok(labels.every((text) => text.left >= 0 && text.right <= width && text.bottom <= height));
  const turned = labels
    .filter(({ angle }) => angle !== 0)
    .map(({ right }) => right)
    .sort((a, b) => a - b);
  // Parallel lines at 45 degrees need their height times the square root of 2 between them.
  turned.slice(1).forEach((right, i) => {
    assert.ok(right - turned[i]! >= 12 * 1.2);
  });
});

test("hostile names and values never break the drawing", () => {
  const value = fc.oneof(fc.double(), fc.constant(null), fc.integer(), fc.constant(Number.NaN));
  const label = fc.string({ unit: "binary", maxLength: 40 });
  fc.assert(
    fc.property(fc.array(fc.tuple(label, value), { maxLength: 12 }), label, (rows, title) => {
      const x = rows.map(([name]) => name);
      const y = rows.map(([, number]) => (number === null || Math.abs(number) < 1e100 ? number : 1));
      for (const type of ["bar", "scatter"]) {
        const svg = draw([{ type, name: title, x, y, showlegend: true }], {
          xaxis: { type: "category" },
          yaxis: { title: { text: title } },
        });
        assert.equal(/="[^"]*(NaN|Infinity)/.exec(svg)?.[0], undefined);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML forbids
        assert.equal(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.exec(svg)?.[0], undefined);
      }
    }),
    { seed: 7, numRuns: 150 },
  );
});
