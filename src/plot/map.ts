import { requireOneOf, requireOptions } from "../errors.js";
import { grouped } from "../readable.js";
import { requireSegmentation, type Segmentation, segmentName } from "../segmentation.js";
import type { AnyColumn, Row, TableLike } from "../table.js";
import { type Figure, figure, type Trace } from "./figure.js";
import { diameters } from "./map/diameters.js";
import { land } from "./map/land.js";
import { graticule, type MapWindow, mapWindow } from "./map/mapWindow.js";
import { describe, hover, hoverTile, notesOf, titleOf } from "./map/mapWords.js";
import { nameNotes } from "./map/nameNotes.js";
import { mostFrequent, type Place, type Places, readPlaces } from "./map/readPlaces.js";
import { type Tile, type Tiles, tilesOf } from "./map/tiles.js";
import { colorAt } from "./svg/colors.js";
import { lineWidth, richText } from "./svg/richText.js";
import { axis, baseLayout, palette, segmentColor, segmentSymbol, sequential, userText } from "./theme.js";

/** Options of `plot.map`. */
export interface MapOptions<C extends Row = Row> {
  /** Segments by color; customers are joined by id, and those who are in no row of it are left out and counted. */
  segments?: Segmentation;
  /** "points": a circle a place; "tiles": squares colored by what is in them; "auto": tiles where there are more than 3,000 places. */
  marks?: "auto" | "points" | "tiles";
  /** Column of degrees; "latitude" where absent. */
  latitude?: AnyColumn<C>;
  /** Column of degrees; "longitude" where absent. */
  longitude?: AnyColumn<C>;
  /** Column that names places; "city" where there is one. */
  name?: AnyColumn<C>;
  /** Column of ids, for segments; "customer" where absent. Features bring their own. */
  id?: AnyColumn<C>;
}

const known = {
  segments: true,
  marks: true,
  latitude: true,
  longitude: true,
  name: true,
  id: true,
} satisfies Record<keyof MapOptions, true>;

/** Places that a page can carry as circles. */
const mostPoints = 3000;
const width = 860;

/**
 * A map of where customers are, drawn from what is on this machine: land and coasts of Natural Earth, lines of latitude and longitude.
 *
 * Customers at one and the same place are a circle whose area is their number, as where only cities are known. Where there are more than 3,000 places, square tiles
 * are colored by the number of customers in them (a logarithmic scale). With `segments`, a circle or tile has the color of its most
 * frequent segment (of equally frequent ones the first), and a tile is the paler, the smaller the segment's share of it.
 *
 * The map is equirectangular and true to scale along the latitude in its middle: a tile is as wide as it is high there, and further north or south it
 * covers less ground. Customers on both sides of the 180th degree are drawn side by side.
 *
 * When it misleads: a map of customers is first of all a map of where people live; compare with the population before calling a place strong. A tile of one
 * customer has a segment's full color. Places of many customers may be defaults of a form, such as the middle of a country.
 *
 * @param points features of `geographic`, or a table with columns of degrees.
 * @throws TypeError where points are no table; RangeError where `marks` is something else.
 * @throws DataError where a column is not there, degrees cannot be, nobody has a place, or no customer is in the segmentation.
 *
 * Source: land by Natural Earth (public domain), as the package world-atlas has it.
 *
 * @example
 * const people = [
 *   { customer: 1, city: "Bern", latitude: 46.95, longitude: 7.45 },
 *   { customer: 2, city: "Bern", latitude: 46.95, longitude: 7.45 },
 *   { customer: 3, city: "Basel", latitude: 47.56, longitude: 7.59 },
 * ];
 * console.log(plot.map(people).title); // 3 customers at 2 places, the most in Bern (67 %)
 */
export function map<C extends Row>(points: TableLike<C>, options: MapOptions<C> = {}): Figure {
  requireOptions(options, known, "plot.map");
  const { segments, marks = "auto", latitude = "latitude", longitude = "longitude", name, id } = options;
  requireOneOf("marks", marks, ["auto", "points", "tiles"]);
  if (segments !== undefined) requireSegmentation(segments);
  const found = readPlaces(points, { latitude, longitude, name, id }, segments);
  const { window, unwrapped } = mapWindow(
    found.places.map((place) => place.latitude),
    found.places.map((place) => place.longitude),
  );
  const tiled = marks === "tiles" || (marks === "auto" && found.places.length > mostPoints);
  const tiles = tiled ? tilesOf(found.places, unwrapped, window) : undefined;
  const sizes =
    segments === undefined ? [] : [...sizesOf(found.places)].sort(([a], [b]) => (a < 0 ? 1 : b < 0 ? -1 : a - b));
  return draw(found, unwrapped, window, tiles, segments, sizes);
}

function draw(
  found: Places,
  longitudes: readonly number[],
  window: MapWindow,
  tiles: Tiles | undefined,
  segments: Segmentation | undefined,
  sizes: readonly (readonly [label: number, count: number])[],
): Figure {
  const { places } = found;
  const legend = sizes.map(([label, size]) => ({
    label,
    name: `${userText(segmentName(segments!, label), 30)} (${grouped(size)})`,
  }));
  const entry = Math.max(0, ...legend.map(({ name }) => lineWidth(richText(name)[0]!, 12)));
  const beside = legend.length > 0 ? Math.max(130, entry * 1.1 + 44) : tiles !== undefined ? 110 : 0;
  const range = {
    x: [window.west * window.scale, window.east * window.scale].map((value) => Number(value.toFixed(6))),
    y: [window.south, window.north],
  };
  const shape = (range.x[1]! - range.x[0]!) / (range.y[1]! - range.y[0]!);
  const across = width - 64 - 24 - beside;
  const title = titleOf(found, segments);
  const notes = notesOf(found, tiles, segments);
  const layout = baseLayout({ title, subtitle: `${notes.join(". ")}.`, width });
  const above = (layout.margin as { t: number }).t;
  const height = Math.round(Math.max(380, Math.min(700, above + across / shape + 60)));
  const room = height - above - 60;
  // Whichever side has room left over is shortened, so that a degree is as long on both.
  const pixels = Math.min(across / (range.x[1]! - range.x[0]!), room / (range.y[1]! - range.y[0]!));
  const lines = {
    x: graticule(window.west, window.east, "longitude"),
    y: graticule(window.south, window.north, "latitude"),
  };
  return figure({
    title,
    alt: describe(found, window, tiles, segments, sizes, notes),
    width,
    height,
    data: [
      ...(tiles === undefined ? [] : tileTraces(tiles, segments, sizes, window)),
      ...landTraces(window),
      ...(tiles === undefined ? pointTraces(places, longitudes, window, segments, legend) : legendTraces(legend)),
    ],
    layout: {
      ...layout,
      showlegend: legend.length > 0,
      legend: { title: { text: "<b>Segment (customers)</b>", font: { size: 12 } }, itemsizing: "constant" },
      xaxis: axis("Longitude", {
        type: "linear",
        range: range.x,
        constrain: "domain",
        constraintoward: "left",
        tickvals: lines.x.map(({ at }) => Number((at * window.scale).toFixed(6))),
        ticktext: lines.x.map(({ text }) => text),
      }),
      yaxis: axis("Latitude", {
        type: "linear",
        range: range.y,
        scaleanchor: "x",
        constrain: "domain",
        constraintoward: "top",
        tickvals: lines.y.map(({ at }) => at),
        ticktext: lines.y.map(({ text }) => text),
      }),
      ...(tiles === undefined ? { annotations: nameNotes(places, longitudes, window, pixels) } : {}),
    },
  });
}

/** Land is translucent, so that the lines of the graticule show through. */
function landTraces(window: MapWindow): Trace[] {
  const { area, coast } = land(window);
  const shared = { type: "scatter", hoverinfo: "skip", showlegend: false };
  return [
    ...(area.x.length > 0
      ? [{ ...shared, mode: "none", ...area, fill: "toself", fillcolor: "rgba(110,100,70,0.13)" }]
      : []),
    ...(coast.x.length > 0 ? [{ ...shared, mode: "lines", ...coast, line: { color: "#a8a296", width: 0.8 } }] : []),
  ];
}

/** Circles, the large ones first, so that none is hidden; one trace a segment. */
function pointTraces(
  places: readonly Place[],
  longitudes: readonly number[],
  window: MapWindow,
  segments: Segmentation | undefined,
  legend: readonly { label: number; name: string }[],
): Trace[] {
  const diameter = diameters(places);
  const groups: readonly { label: number | undefined; name: string }[] =
    segments === undefined ? [{ label: undefined, name: "Customers" }] : legend;
  return groups.map(({ label, name }) => {
    const own = [...places.keys()].filter((i) => label === undefined || mostFrequent(places[i]!.labels) === label);
    const single = places.every((place) => place.count === 1);
    return {
      type: "scatter",
      mode: "markers",
      name,
      x: own.length === 0 ? [null] : own.map((i) => Number((longitudes[i]! * window.scale).toFixed(5))),
      y: own.length === 0 ? [null] : own.map((i) => Number(places[i]!.latitude.toFixed(5))),
      marker: {
        color: label === undefined ? palette[0] : segmentColor(label),
        // Beyond the colors, shapes tell segments apart.
        symbol: label === undefined || (!single && label < palette.length) ? "circle" : segmentSymbol(label),
        size: own.length === 0 ? 8 : own.map((i) => diameter(places[i]!)),
        opacity: places.length > 300 ? 0.65 : 0.8,
        line: { color: "#333333", width: 0.4 },
      },
      text: own.map((i) => hover(places[i]!, segments)),
      hovertemplate: "%{text}<extra></extra>",
    };
  });
}

function tileTraces(
  { x, y, cells }: Tiles,
  segments: Segmentation | undefined,
  sizes: readonly (readonly [label: number, count: number])[],
  window: MapWindow,
): Trace[] {
  const shared = { type: "heatmap", x, y, hoverinfo: "text", xgap: 1, ygap: 1 };
  const values = (of: (tile: Tile) => number | null) => {
    const z = cells.map((row) => row.map((tile) => (tile === undefined ? null : of(tile))));
    const text = cells.map((row, r) =>
      row.map((tile, c) =>
        tile === undefined || z[r]![c] === null ? "" : hoverTile(tile, x[c]! / window.scale, y[r]!, segments),
      ),
    );
    return { z, text };
  };
  if (segments === undefined) {
    const most = Math.max(...cells.flat().map((tile) => tile?.count ?? 0));
    const top = Math.max(1, Math.log10(most));
    const ticks = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 1e6].filter(
      (tick) => Math.log10(tick) <= top + 1e-9 && (top < 2 || /^10*$/.test(String(tick))),
    );
    return [
      {
        ...shared,
        ...values(({ count }) => Number(Math.log10(count).toFixed(4))),
        zmin: 0,
        zmax: Number(top.toFixed(4)),
        colorscale: sequential,
        colorbar: {
          title: { text: "Customers" },
          tickvals: ticks.map((tick) => Math.log10(tick)),
          ticktext: ticks.map((tick) => grouped(tick)),
        },
      },
    ];
  }
  return sizes.map(([label]) => ({
    ...shared,
    ...values(({ count, labels }) =>
      mostFrequent(labels) === label ? Number((labels.get(label)! / count).toFixed(3)) : null,
    ),
    zmin: 0,
    zmax: 1,
    // A tile of many segments is pale, but no less to be seen than the land.
    colorscale: [
      [
        0,
        colorAt(
          [
            [0, "#ffffff"],
            [1, segmentColor(label)],
          ],
          0.25,
        ),
      ],
      [1, segmentColor(label)],
    ],
    showscale: false,
  }));
}

/** A legend of tiles: colors without points. */
function legendTraces(legend: readonly { label: number; name: string }[]): Trace[] {
  return legend.map(({ label, name }) => ({
    type: "scatter",
    mode: "markers",
    name,
    x: [null],
    y: [null],
    marker: { color: segmentColor(label), symbol: "square", size: 10 },
    hoverinfo: "skip",
  }));
}

function sizesOf(places: readonly Place[]): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const { labels } of places)
    for (const [label, count] of labels) sizes.set(label, (sizes.get(label) ?? 0) + count);
  return sizes;
}
