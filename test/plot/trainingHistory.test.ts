import assert from "node:assert/strict";
import { test } from "node:test";
import { trainingHistory } from "../../src/plot/trainingHistory.js";
import type { TrainingEpoch } from "../../src/segment/autoencoder.js";
import { deepOf, historyOf } from "./deepSegmentations.js";
import { headline } from "./headline.js";

type Line = { name: string; mode: string; x: number[]; y: number[]; xaxis: string; showlegend?: boolean };
const lines = (figure: ReturnType<typeof trainingHistory>) => figure.data as unknown as Line[];

function epochs(seed: number, losses: readonly (readonly [number, number | null])[], part = "embedding" as const) {
  return losses.map(([loss, validation], i): TrainingEpoch => ({ seed, epoch: i + 1, part, loss, validation }));
}

test("by hand: one seed has a line of the rows learned from, one of those kept apart, and a star at the least of these", () => {
  const figure = trainingHistory(
    epochs(7, [
      [3, 4],
      [2, 2.5],
      [1, 2.75],
    ]),
  );
  assert.deepEqual(
    lines(figure).map(({ name, x, y }) => [name, x, y]),
    [
      ["Rows learned from", [1, 2, 3], [3, 2, 1]],
      ["Rows kept apart", [1, 2, 3], [4, 2.5, 2.75]],
      ["Least loss", [2], [2.5]],
    ],
  );
  assert.equal(figure.title, "The loss of the embedding fell from 4 to 2.5 in 2 epochs (seed 7)");
  assert.match(figure.alt, /seed 7 3 epochs, from 4, least 2\.5 of the rows kept apart in epoch 2/);
});

test("without rows kept apart the star is the least loss, and the subtitle says that there are none", () => {
  const figure = trainingHistory(
    epochs(1, [
      [3, null],
      [1, null],
    ]),
  );
  assert.deepEqual(
    lines(figure).map(({ name, x }) => [name, x]),
    [
      ["Rows learned from", [1, 2]],
      ["Least loss", [2]],
    ],
  );
  assert.match(headline(figure), /No rows were kept apart/);
});

test("the two parts have a panel each, with their own axis; learning segments without rows kept apart has no star", () => {
  const deep = deepOf({ method: "dec" });
  const figure = trainingHistory(deep);
  const { xaxis, xaxis2, yaxis, yaxis2 } = figure.layout as Record<
    string,
    { title: { text: string }; range: number[] }
  >;
  assert.ok(xaxis!.range[1]! < 43 && xaxis2!.range[0]! > 38, "each panel has the epochs of its part");
  assert.equal(yaxis!.title.text, "Reconstruction and neighbors, log");
  assert.equal(yaxis2!.title.text, "KL divergence (nats)");
  const alone = trainingHistory({ ...deep, parameters: { ...deep.parameters, neighborWeight: 0 } });
  assert.equal((alone.layout.yaxis as { title: { text: string } }).title.text, "Reconstruction loss, log");
  const stars = lines(figure).filter(({ name }) => name === "Least loss");
  assert.deepEqual(
    stars.map(({ xaxis: at }) => at),
    ["x"],
  );
  assert.equal(lines(figure).filter(({ name, showlegend }) => name === "Rows learned from" && showlegend).length, 1);
});

test("VaDE keeps the weights of its least loss, which has a star where segments are learned, too", () => {
  const figure = trainingHistory(deepOf({ method: "vade" }));
  const stars = lines(figure).filter(({ name }) => name === "Least loss");
  assert.deepEqual(
    stars.map(({ xaxis: at }) => at),
    ["x", "x2"],
  );
  assert.match(figure.alt, /least .* in epoch .*least .* in epoch/);
});

test("of several seeds each has a line, by the rows kept apart, in its own color, and a star", () => {
  const figure = trainingHistory([...historyOf(3, 10, 0), ...historyOf(4, 12, 0)]);
  const [first, second, stars] = lines(figure) as [Line, Line, Line];
  assert.deepEqual([first.name, second.name, first.x.length, second.x.length], ["Seed 3", "Seed 4", 10, 12]);
  assert.equal(first.y[0], Number(historyOf(3, 10, 0)[0]!.validation!.toPrecision(5)));
  assert.equal(stars.x.length, 2);
  assert.equal(figure.title, "22 epochs of 2 seeds");
});

test("a line has at most 200 points, with the first, the last and the best epoch", () => {
  const long = epochs(
    1,
    Array.from({ length: 1501 }, (_, i) => [2 - i / 1e4, i === 777 ? 0.5 : 3 - i / 1e4] as const),
  );
  const figure = trainingHistory(long);
  const [learned, apart, star] = lines(figure) as [Line, Line, Line];
  for (const line of [learned, apart]) {
    assert.ok(line.x.length <= 200, String(line.x.length));
    assert.deepEqual([line.x[0], line.x.at(-1)], [1, 1501]);
    assert.ok(line.x.includes(778));
  }
  assert.deepEqual(star.x, [778]);
  assert.ok(JSON.stringify(figure.data).length < 12_000, "what a live view sends again and again is small");
});

test("a loss that falls to a tenth has a logarithmic axis; one that goes below 0 has none", () => {
  const typeOf = (list: TrainingEpoch[]) => (trainingHistory(list).layout.yaxis as { type: string }).type;
  assert.equal(
    typeOf(
      epochs(1, [
        [5, null],
        [0.4, null],
      ]),
    ),
    "log",
  );
  assert.equal(
    typeOf(
      epochs(1, [
        [5, null],
        [0.6, null],
      ]),
    ),
    "linear",
  );
  assert.equal(
    typeOf(
      epochs(1, [
        [5, null],
        [-4, null],
      ]),
    ),
    "linear",
  );
});

test("a heading of one's own, one epoch, losses that are all the same, a loss that is no number", () => {
  assert.equal(trainingHistory(deepOf(), { title: "My training" }).title, "My training");
  assert.equal(
    trainingHistory(epochs(2, [[0.5, null]])).title,
    "The loss of the embedding was 0.5 after one epoch (seed 2)",
  );
  for (const losses of [
    [
      [1, 1],
      [1, 1],
    ],
    [
      [1, 1],
      [Number.NaN, null],
    ],
  ] as (readonly [number, number | null])[][]) {
    const { svg } = trainingHistory(epochs(1, losses));
    assert.equal(/="[^"]*NaN/.exec(svg)?.[0], undefined);
  }
});

test("says what is wrong", () => {
  assert.throws(() => trainingHistory([]), /expected at least one epoch, got none/);
  assert.throws(() => trainingHistory({ ...deepOf(), history: [] }), RangeError);
  assert.throws(() => trainingHistory({ labels: [] } as never), /expected what autoencoder, or epochs .* returns/);
  assert.throws(() => trainingHistory(deepOf(), { titel: "x" } as never), /Did you mean "title"/);
});
