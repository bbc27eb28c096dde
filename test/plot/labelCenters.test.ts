import assert from "node:assert/strict";
import { test } from "node:test";
import { labelCenters } from "../../src/plot/labelCenters.js";

const range = [-10, 10] as const;
const room = { width: 580, height: 430 };
const center = (label: number, name: string, x: number, y: number, reach = 3) => ({
  label,
  name,
  x,
  y,
  spanX: [x - reach, x + reach] as const,
  spanY: [y - reach, y + reach] as const,
});
const texts = (found: ReturnType<typeof labelCenters>) => found.annotations.map(({ text }) => text);

test("names that have room stand at their centers", () => {
  const found = labelCenters([center(0, "Loyal", -5, 0), center(1, "<Lost>", 5, 0)], [], range, range, room);
  assert.deepEqual([found.numbered, texts(found)], [false, ["<b>Loyal</b>", "<b>&lt;Lost&gt;</b>"]]);
  assert.deepEqual(
    found.annotations.map(({ x, y, xshift, yshift }) => [x, y, xshift, yshift]),
    [
      [-5, 0, 0, 0],
      [5, 0, 0, 0],
    ],
  );
});

test("names that are long, or would be pushed away from their centers, become numbers", () => {
  const long = labelCenters(
    [center(0, "Customers who left us", 0, 0), center(1, "Loyal", 5, 5)],
    [],
    range,
    range,
    room,
  );
  assert.deepEqual([long.numbered, texts(long)], [true, ["<b>1</b>", "<b>2</b>"]]);
  const near = ["Loyal", "Lost", "New", "At risk", "Promising", "Champions"].map((name, i) =>
    center(i, name, 0, i / 50),
  );
  const crowded = labelCenters(near, [], range, range, room);
  assert.deepEqual(texts(crowded), ["<b>1</b>", "<b>2</b>", "<b>3</b>", "<b>4</b>", "<b>5</b>", "<b>6</b>"]);
  assert.equal(labelCenters(near.slice(0, 2), [], range, range, room).numbered, false);
});

test("a label that would hide all points of its segment stands above them", () => {
  const { annotations } = labelCenters(
    [center(0, "Loyal", 2, -3, 0), center(1, "Lost", -4, 3, 0.2)],
    [],
    range,
    range,
    room,
  );
  const [single, tight] = annotations as [{ yshift: number }, { yshift: number }];
  assert.ok(single.yshift > 9 && single.yshift < 20, `${single.yshift}`); // half of its 18 pixels, and a little
  assert.ok(Math.abs(tight.yshift - single.yshift - 4.3) <= 1, `${tight.yshift}`); // 0.2 of 20 units, of 430 pixels
});

test("the label of an arrow at the right edge stays out of the legend", () => {
  const { annotations } = labelCenters([], [{ column: "a column of many words", x: 9, y: 1 }], range, range, room);
  const label = annotations[1] as { x: number; xshift: number };
  const middle = ((label.x + 10) / 20) * room.width + label.xshift;
  assert.ok(middle < room.width - 40, `${middle}`);
});

test("the label of an arrow lies beyond its tip, in its direction", () => {
  const { annotations } = labelCenters([], [{ column: "recency", x: -4, y: 3 }], range, range, room);
  const [arrow, label] = annotations as [{ showarrow: boolean }, { xshift: number; yshift: number; text: string }];
  assert.equal(arrow.showarrow, true);
  assert.equal(label.text, "recency");
  assert.ok(label.xshift < 0 && label.yshift > 0);
});
