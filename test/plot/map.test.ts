import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { customers } from "../../src/collect/customers.js";
import { withMeaning } from "../../src/features.js";
import type { Figure, Layout, Trace } from "../../src/plot/figure.js";
import { plot } from "../../src/plot/index.js";
import { geographic } from "../../src/represent/geographic.js";
import { toTable } from "../../src/table.js";
import { segmentationOf } from "./examples.js";

const bern = { city: "Bern", latitude: 46.95, longitude: 7.45 };
const basel = { city: "Basel", latitude: 47.56, longitude: 7.59 };
const people = [bern, bern, bern, basel, { city: "Olten", latitude: 47.35, longitude: 7.9 }].map((place, customer) => ({
  customer,
  ...place,
}));
const marks = (figure: Figure) => figure.data.filter(({ hoverinfo }) => hoverinfo !== "skip");
const subtitle = (figure: Figure) =>
  String(((figure.layout.title as Layout).subtitle as Layout).text).replaceAll("<br>", " ");
type Circles = Trace & { x: number[]; y: number[]; text: string[]; marker: { size: number[]; color: string } };

test("customers at one place are a circle whose area is their number, placed to scale along the middle latitude", () => {
  const figure = plot.map(people);
  assert.equal(figure.title, "5 customers at 3 places, the most in Bern (60 %)");
  const [{ x, y, text, marker }] = marks(figure) as [Circles];
  assert.deepEqual(y, [46.95, 47.35, 47.56]);
  assert.match(text[0]!, /^Bern \(46.95°N 7.45°E\): 3 customers$/);
  assert.ok(Math.abs((marker.size[0]! / marker.size[1]!) ** 2 - 3) < 0.01, "three times the area");
  // The middle of the latitudes is 47.255, whose cosine is a degree of longitude.
  assert.ok(Math.abs(x[0]! / 7.45 - Math.cos((47.255 * Math.PI) / 180)) < 1e-5, `${x[0]}`);
  assert.match(figure.alt, /Map of 5 customers at 3 places.*Bern 3 \(60 %\)/);
  assert.deepEqual(
    (figure.layout.annotations as Layout[]).map(({ text }) => text),
    ["Bern", "Olten", "Basel"],
  );
});

test("a degree is as long on both axes of the static twin", () => {
  for (const list of [
    people,
    people.map((one, i) => ({ ...one, latitude: i * 9 })),
    people.map((one, i) => ({ ...one, longitude: i * 9 })),
  ]) {
    const { layout, svg } = plot.map(list);
    const box = /<svg x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/.exec(svg)!.slice(1).map(Number);
    const [x, y] = [layout.xaxis, layout.yaxis].map((axis) => (axis as { range: [number, number] }).range);
    const ratio = box[2]! / (x![1] - x![0]) / (box[3]! / (y![1] - y![0]));
    assert.ok(Math.abs(ratio - 1) < 0.01, `${ratio}`);
  }
});

test("who has no place, and who is in no segment, is left out and counted; a circle has the color of its most frequent segment", () => {
  const rows = [
    ...people,
    { customer: 5, city: "", latitude: null, longitude: null },
    { customer: 6, city: null, latitude: 0, longitude: 0 },
    { customer: 7, ...basel },
  ] as { customer: number; city: string | null; latitude: number | null; longitude: number | null }[];
  // By text, as joinFeatures does: the ids of the segmentation are text.
  const segments = segmentationOf([0, 1, 1, 0, 0, 0, 0], 2, ["A", "B"], ["0", "1", "2", "3", "4", "5", "6"]);
  const figure = plot.map(rows as never, { segments });
  assert.match(
    subtitle(figure),
    /2 customers without a place are not drawn. 1 customer in no segment's list is not drawn/,
  );
  const [a, b] = marks(figure) as [Circles, Circles];
  assert.match(String(a.name), /^A \(3\)$/);
  assert.deepEqual([a.y, b.y], [[47.35, 47.56], [46.95]]);
  assert.match(b.text[0]!, /3 customers<br>B: 2 \(67 %\)<br>A: 1 \(33 %\)/);
  assert.match(subtitle(plot.map(rows as never)), /2 customers without a place/);
});

test("tiles count every customer once, whatever the order of rows (property), and name their most frequent segment", () => {
  const total = (figure: Figure) =>
    marks(figure)
      .flatMap(({ z }) => (z as (number | null)[][]).flat())
      .reduce<number>((sum, one) => sum + (one === null ? 0 : Math.round(10 ** one)), 0);
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(fc.double({ min: -90, max: 90, noNaN: true }), fc.double({ min: -180, max: 180, noNaN: true })),
        {
          minLength: 1,
          maxLength: 30,
        },
      ),
      (places) => {
        const rows = places.map(([latitude, longitude]) => ({ latitude: latitude || 1, longitude }));
        const figure = plot.map(rows, { marks: "tiles" });
        assert.equal(total(figure), rows.length);
        assert.deepEqual(marks(plot.map([...rows].reverse(), { marks: "tiles" })), marks(figure));
      },
    ),
    { numRuns: 10, seed: 5 },
  );
  const segments = segmentationOf([0, 0, 1, 1, 0], 2, ["A", "B"], [0, 1, 2, 3, 4]);
  const [a, b] = marks(plot.map(people, { segments, marks: "tiles" })).map(({ z }) =>
    (z as (number | null)[][]).flat().filter((one) => one !== null),
  );
  assert.deepEqual([a, b], [[0.667, 1], [1]]);
});

test("beyond eight segments shapes tell those of one color apart; no tile is as pale as the land", () => {
  const rows = Array.from({ length: 20 }, (_, i) => ({ customer: i, latitude: i >> 1, longitude: 7 }));
  const twice = segmentationOf(
    Array.from({ length: 20 }, (_, i) => i >> 1),
    10,
    undefined,
    [...rows.keys()],
  );
  const looks = (
    marks(plot.map(rows, { segments: twice })) as unknown as { marker: { color: string; symbol: string } }[]
  ).map(({ marker }) => `${marker.color} ${marker.symbol}`);
  assert.equal(new Set(looks).size, 10, looks.join("; "));
  const [tiles] = marks(plot.map(rows, { segments: twice, marks: "tiles" })) as unknown as {
    colorscale: [number, string][];
  }[];
  assert.notEqual(tiles!.colorscale[0]![1], "#ffffff");
});

test("many places become tiles by themselves", () => {
  const rows = Array.from({ length: 3001 }, (_, i) => ({
    latitude: 40 + (i % 60) / 10,
    longitude: Math.floor(i / 60) / 10,
  }));
  assert.equal(marks(plot.map(rows))[0]!.type, "heatmap");
  assert.equal(marks(plot.map(rows.slice(1)))[0]!.type, "scatter");
  assert.equal(marks(plot.map(rows, { marks: "points" }))[0]!.type, "scatter");
});

test("features of geographic are drawn as they come, other names of columns are taken", async () => {
  const accounts = await customers(
    [
      { id: 1, lat: 46.9, lon: 7.4, town: "Bern" },
      { id: 2, lat: 0, lon: 0, town: null },
    ],
    { customer: "id", latitude: "lat", longitude: "lon", city: "town" },
  );
  const figure = plot.map(geographic(accounts));
  assert.equal(figure.title, "1 customer at one place: Bern");
  assert.match(subtitle(figure), /1 customer without a place is not drawn/);
  const named = plot.map([{ who: 1, lat: 1, lon: 2, town: "X" }], { latitude: "lat", longitude: "lon", name: "town" });
  assert.equal(named.title, "1 customer at one place: X");
});

test("the 180th degree is one line, however it is written", () => {
  const figure = plot.map([
    { latitude: 0, longitude: 180 },
    { latitude: 0, longitude: -180 },
    { latitude: 1, longitude: 179 },
  ]);
  assert.equal(figure.title, "3 customers at 2 places");
});

test("the title names no city whose name is of several places, for their customers may be more elsewhere", () => {
  const at = (city: string, latitude: number, rows: number) =>
    Array.from({ length: rows }, () => ({ city, latitude, longitude: 7 }));
  // Bern has the largest place, Basel the most customers.
  const rows = [...at("Bern", 46.9, 3), ...at("Basel", 47.5, 2), ...at("Basel", 47.6, 2)];
  assert.equal(plot.map(rows).title, "7 customers at 3 places");
  assert.equal(plot.map([...at("Bern", 46.9, 3), ...at("Bern", 46.8, 2)]).title, "5 customers at 2 places");
});

test("a table with a meaning brings its id, and an id that is asked for counts", () => {
  const rows = toTable([
    { who: "a", other: "z", latitude: 1, longitude: 2 },
    { who: "b", other: "y", latitude: 3, longitude: 4 },
  ]);
  const own = withMeaning(rows, { id: "who", rows: [] });
  const segments = segmentationOf([0, 1], 2, ["A", "B"], ["a", "b"]);
  assert.equal(plot.map(own, { segments }).title, "2 segments of 2 customers at 2 places");
  const others = segmentationOf([0, 1], 2, ["A", "B"], ["z", "y"]);
  assert.equal(plot.map(own, { segments: others, id: "other" }).title, "2 segments of 2 customers at 2 places");
});

test("says what is wrong", () => {
  assert.throws(() => plot.map([{ latitude: 1, lon: 2 }] as never), /a column for longitude named "longitude"/);
  assert.throws(
    () => plot.map([{ latitude: 91, longitude: 2 }]),
    /from -90 to 90.*got 91, 2.*row 1, column "latitude"/,
  );
  assert.throws(() => plot.map([{ latitude: null, longitude: null }]), /got none of 1/);
  assert.throws(() => plot.map(people, { marks: "dots" } as never), /expected marks to be "auto"/);
  assert.throws(() => plot.map(people, { segment: 1 } as never), /Did you mean "segments"/);
  assert.throws(
    () => plot.map(people, { segments: {} } as never),
    /expected a Segmentation, as a method such as kmeans/,
  );
  const others = segmentationOf([0], 1, ["A"], ["z"]);
  assert.throws(() => plot.map(people, { segments: others }), /it has "z", the table 0/);
  // @ts-expect-error a misspelt column
  assert.throws(() => plot.map(people, { latitude: "lattitude" }), /Did you mean "latitude"/);
});
