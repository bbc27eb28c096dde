import assert from "node:assert/strict";
import { test } from "node:test";
import { reconstructionErrors } from "../../src/plot/reconstructionErrors.js";
import { deepOf } from "./deepSegmentations.js";
import { drawnTexts } from "./svgTexts.js";

type Drawn = { type: string; name: string; x: number[]; y: number[]; median?: number[] };
const drawn = (figure: ReturnType<typeof reconstructionErrors>) => figure.data as unknown as Drawn[];

test("a box for everybody and for each segment, with its median", () => {
  const deep = deepOf({ rows: 101, k: 3, odd: 0 });
  const boxes = drawn(reconstructionErrors(deep)).filter(({ type }) => type === "box");
  const middle = (values: readonly number[]) => [...values].sort((a, b) => a - b)[(values.length - 1) / 2]!;
  assert.equal(boxes.length, 4);
  assert.equal(boxes[0]!.median![0], Number(middle(deep.reconstructionErrors).toPrecision(6)));
  assert.deepEqual(
    boxes.map(({ name }) => name),
    ["All customers", "Segment 1", "Segment 2", "Segment 3"],
  );
});

test("odd customers are points in the row of their segment, from the least of their errors on, and the worst five are named", () => {
  const deep = deepOf({ rows: 300, odd: 8 });
  const figure = reconstructionErrors(deep);
  const points = drawn(figure).find(({ name }) => name === "Odd customers (8)")!;
  assert.deepEqual(
    points.x,
    deep.odd.map(({ error }) => error),
  );
  deep.odd.forEach(({ id }, i) => {
    const label = deep.labels[deep.ids.indexOf(id)]!;
    assert.ok(Math.abs(points.y[i]! - (label + 1)) <= 0.25, `${points.y[i]} in the row of label ${label}`);
  });
  const fence = drawn(figure).find(({ name }) => name.startsWith("Odd from"))!;
  assert.deepEqual([fence.name, fence.x], ["Odd from 8", [8, 8]]);
  const texts = drawnTexts(figure.svg).map(({ text }) => text);
  deep.odd.forEach(({ id }, i) => {
    assert.equal(texts.includes(String(id)), i < 5, String(id));
  });
  assert.match(figure.alt, /from 8 on; the worst: c\d+ \(15\)/);
});

test("without odd customers there is no fence, and the title says so", () => {
  const figure = reconstructionErrors(deepOf({ odd: 0 }));
  assert.equal(figure.title, "No customer is given back badly");
  assert.ok(!drawn(figure).some(({ name }) => name.startsWith("Odd")));
});

test("errors of 0, all the same, one customer, many odd ones: a plot and no NaN", () => {
  const same = deepOf({ odd: 0 });
  const worst = Array.from({ length: 1500 }, (_, i) => ({ id: `c${i}`, error: 2000 - i }));
  for (const deep of [
    { ...same, reconstructionErrors: same.reconstructionErrors.map((_, i) => (i < 5 ? 0 : 0.1)) },
    { ...same, reconstructionErrors: same.reconstructionErrors.map(() => 0) },
    deepOf({ rows: 1, k: 1, odd: 0 }),
    { ...deepOf({ rows: 2000, odd: 0 }), odd: worst },
  ]) {
    const figure = reconstructionErrors(deep);
    assert.equal(/="[^"]*(NaN|Infinity)/.exec(figure.svg)?.[0], undefined);
    assert.doesNotMatch(figure.alt, /NaN|undefined/);
    assert.ok(drawn(figure).every(({ x }) => (x ?? []).length <= 1000));
  }
});
