import assert from "node:assert/strict";
import { test } from "node:test";
import { principalAxes } from "../../src/numeric/principalAxes.js";
import { embedding } from "../../src/plot/embedding.js";
import { deepOf } from "./deepSegmentations.js";
import { headline } from "./headline.js";
import { drawnTexts } from "./svgTexts.js";

type Points = { name: string; x: number[]; y: number[]; marker: { symbol: string } };
const points = (figure: ReturnType<typeof embedding>) => figure.data as unknown as Points[];

test("two numbers are drawn as they are, each customer once, and odd ones have a ring where they lie", () => {
  const deep = deepOf({ rows: 90, size: 2, odd: 3 });
  const drawn = points(embedding(deep));
  const rings = drawn.pop()!;
  const places = drawn.flatMap(({ x, y }) => x.map((value, i) => `${value} ${y[i]}`));
  const given = (row: readonly number[]) => row.map((value) => Number(value.toPrecision(6))).join(" ");
  assert.deepEqual([...places].sort(), deep.embedding.map(given).sort());
  assert.equal(rings.name, "Odd: given back badly (3)");
  assert.equal(rings.marker.symbol, "circle-open");
  const odd = deep.odd.map(({ id }) => given(deep.embedding[deep.ids.indexOf(id)]!));
  assert.deepEqual(rings.x.map((x, i) => `${x} ${rings.y[i]}`).sort(), odd.sort());
});

test("of more numbers the principal components are drawn, and axis titles and subtitle have their share of the variance", () => {
  const deep = deepOf({ rows: 150, size: 5 });
  const figure = embedding(deep);
  const columns = [0, 1, 2, 3, 4].map((d) => Float64Array.from(deep.embedding, (row) => row[d]!));
  const { share, scores } = principalAxes(columns, 2);
  const texts = drawnTexts(figure.svg).map(({ text }) => text);
  assert.ok(texts.includes(`Component 1 (${Math.round(share[0]! * 100)} % of the variance)`), texts.join("|"));
  assert.match(headline(figure), /two principal components of an embedding of 5 numbers carry \d+ % of its variance/);
  const first = deep.labels.indexOf(0);
  assert.equal(points(figure)[0]!.x[0], Number(scores[0]![first]!.toPrecision(6)));
});

test("the legend has names and sizes; without odd customers there is no ring", () => {
  const deep = deepOf({ rows: 100, k: 2, odd: 0, names: ["Champions", "Lost"] });
  const names = points(embedding(deep)).map(({ name }) => name);
  assert.deepEqual(names, [`Champions (${deep.sizes[0]})`, `Lost (${deep.sizes[1]})`]);
});

test("of more than 5,000 customers a sample is drawn, with all odd ones, and the subtitle says so", () => {
  const deep = deepOf({ rows: 8000, k: 3, odd: 30 });
  const figure = embedding(deep);
  const drawn = points(figure);
  assert.equal(drawn.pop()!.x.length, 30);
  const count = drawn.reduce((sum, { x }) => sum + x.length, 0);
  assert.ok(count > 4990 && count <= 5030, String(count));
  assert.match(headline(figure), /A sample of 5,0\d\d customers of 8,000 is drawn, .*and all who have a ring/);
});

test("one number: segments stand in rows, and rings among them", () => {
  const figure = embedding(deepOf({ rows: 60, k: 2, size: 1, odd: 2 }));
  const { yaxis } = figure.layout as { yaxis: { ticktext: string[] } };
  assert.equal(yaxis.ticktext.length, 2);
  assert.equal(points(figure).at(-1)!.x.length, 2);
  assert.doesNotMatch(figure.alt, /NaN|n\/a/);
});

test("an embedding that is the same for all, one customer: a plot and no NaN", () => {
  const same = deepOf({ rows: 10, k: 1 });
  for (const deep of [{ ...same, embedding: same.embedding.map(() => [1, 1, 1]) }, deepOf({ rows: 1, k: 1, odd: 0 })]) {
    const figure = embedding(deep);
    assert.equal(/="[^"]*NaN/.exec(figure.svg)?.[0], undefined);
    assert.doesNotMatch(figure.alt, /NaN/);
  }
});

test("says what is wrong", () => {
  const { embedding: _without, ...plain } = deepOf();
  assert.throws(() => embedding(plain as never), {
    name: "TypeError",
    message: "expected what autoencoder returns, got another object",
  });
});
