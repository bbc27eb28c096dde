import assert from "node:assert/strict";
import { test } from "node:test";
import { packSingles } from "../../src/numeric/packSingles.js";
import { quantileSorted } from "../../src/numeric/quantileSorted.js";
import { traversals } from "../../src/plot/traversals.js";
import type { NetworkModel } from "../../src/segmentation.js";
import { deepOf } from "./deepSegmentations.js";
import { headline } from "./headline.js";
import { drawnTexts } from "./svgTexts.js";

type Line = { name: string; x: number[]; y: number[]; customdata?: string[]; xaxis: string };
const lines = (figure: ReturnType<typeof traversals>) =>
  (figure.data as unknown as Line[]).filter(({ customdata }) => customdata !== undefined);

test("by hand: the decoder gives half of number d back as column d, in the units of the source column", () => {
  const deep = deepOf({ size: 3, columns: ["recency", "frequency", "monetary"] });
  const figure = traversals(deep, { steps: 3 });
  const drawn = lines(figure);
  assert.deepEqual(
    drawn.map(({ name, xaxis }) => [name, xaxis]),
    [
      ["recency", "x"],
      ["frequency", "x2"],
      ["monetary", "x3"],
    ],
  );
  drawn.forEach(({ x, y, customdata }, d) => {
    const sorted = Float64Array.from(deep.embedding, (row) => row[d]!).sort();
    const [low, high] = [quantileSorted(sorted, 0.05), quantileSorted(sorted, 0.95)];
    [low, (low + high) / 2, high].forEach((place, s) => {
      assert.ok(Math.abs(x[s]! - place) < 1e-4, `${x[s]} and ${place}`);
      assert.ok(Math.abs(y[s]! - place / 2) < 1e-4, `${y[s]} and ${place / 2}`);
      // log1p, then less 3, over 1.5: the way back.
      const source = Math.expm1((place / 2) * 1.5 + 3);
      const said = Number(customdata![s]!.replaceAll(",", ""));
      assert.ok(Math.abs(said - source) <= Math.abs(source) * 0.01, `${said} and ${source}`);
    });
  });
});

test("categories are probabilities that sum to 1, in panels of their own; of two levels one is drawn", () => {
  const three = lines(traversals(deepOf({ levels: ["web", "shop", "phone"], size: 2 })));
  const levels = three.filter(({ name, xaxis }) => name.startsWith("channel") && xaxis === "x2");
  assert.deepEqual(levels.map(({ name }) => name).sort(), ["channel phone", "channel shop", "channel web"]);
  levels[0]!.y.forEach((_, s) => {
    const sum = levels.reduce((total, { y }) => total + y[s]!, 0);
    assert.ok(Math.abs(sum - 1) < 1e-4, String(sum));
  });
  const two = lines(traversals(deepOf({ levels: ["no", "yes"], size: 2 })));
  assert.ok(two.some(({ name }) => name === "channel yes"));
  assert.ok(!two.some(({ name }) => name === "channel no"));
});

test("a panel has the columns that change most, at most six, and labels that say from where to where", () => {
  const columns = Array.from({ length: 9 }, (_, j) => `column ${j}`);
  const deep = deepOf({ size: 1, columns });
  const model = deep.model as NetworkModel;
  const weights = columns.map((_, j) => (j === 8 ? 0.05 : 1 + j / 10));
  const decoder = {
    sizes: [1, 9],
    activation: "relu" as const,
    packed: packSingles(Float32Array.from([...weights, ...new Array<number>(9).fill(0)])),
  };
  const figure = traversals({ ...deep, model: { ...model, decoder } });
  assert.deepEqual(
    lines(figure).map(({ name }) => name),
    [7, 6, 5, 4, 3, 2].map((j) => `column ${j}`),
  );
  const texts = drawnTexts(figure.svg).map(({ text }) => text);
  assert.ok(
    texts.some((text) => /^-?[\d.,]+ → [\d.,]+/.test(text)),
    texts.join("|"),
  );
});

test("the title has the method, and that of DEC comes with a warning", () => {
  assert.match(traversals(deepOf({ method: "vade" })).title, /3 numbers \(VaDE\)/);
  assert.match(headline(traversals(deepOf({ method: "dec" }))), /DEC goes on without its decoder/);
});

test("numbers on which customers hardly differ are left out, and more than twelve are not drawn, and it says so", () => {
  const deep = deepOf({ size: 3 });
  const flat = { ...deep, embedding: deep.embedding.map(([a, , c]) => [a!, 5, c!]) };
  const figure = traversals(flat);
  assert.deepEqual(new Set(lines(figure).map(({ xaxis }) => xaxis)), new Set(["x", "x2"]));
  assert.match(headline(figure), /1 number on which customers hardly differ is left out/);
  const many = traversals(deepOf({ size: 15, columns: Array.from({ length: 15 }, (_, j) => `c${j}`) }));
  assert.equal(new Set(lines(many).map(({ xaxis }) => xaxis)).size, 12);
  assert.match(headline(many), /The 12 numbers that change most are drawn/);
});

test("says what is wrong", () => {
  const deep = deepOf();
  for (const steps of [1, 2.5, 201, Number.NaN])
    assert.throws(() => traversals(deep, { steps }), /expected steps to be a whole number from 2 to 200, got/);
  assert.throws(
    () => traversals({ ...deep, embedding: deep.embedding.map(() => [1, 2, 3]) }),
    /an embedding on which customers differ/,
  );
  assert.throws(() => traversals({ ...deep, model: { kind: "rules", rules: [] } }), /a model of kind "network"/);
  assert.throws(() => traversals(deep, { step: 3 } as never), /Did you mean "steps"/);
});
