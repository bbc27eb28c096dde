import { counted, grouped, percent, readable } from "../../readable.js";
import { type Segmentation, segmentName } from "../../segmentation.js";
import { userText } from "../theme.js";
import type { MapWindow } from "./mapWindow.js";
import type { Place, Places } from "./readPlaces.js";
import type { Tile, Tiles } from "./tiles.js";

/** Who is drawn, at how many places, and where the most are. */
export function titleOf({ places, count }: Places, segments: Segmentation | undefined): string {
  const who =
    segments === undefined
      ? counted(count, "customer")
      : `${counted(segments.k, "segment")} of ${counted(count, "customer")}`;
  const top = places[0]!;
  if (places.length === 1) return `${who} at one place${top.name === undefined ? "" : `: ${top.name}`}`;
  // A name of several places may have more customers in all of them together.
  const names = places.flatMap(({ name }) => name ?? []);
  const most =
    top.name !== undefined && top.count > 1 && top.count > places[1]!.count && new Set(names).size === names.length
      ? `, the most in ${top.name} (${percent(top.count / count)})`
      : "";
  return `${who} at ${counted(places.length, "place")}${most}`;
}

/** What circles or tiles mean, and who is not drawn. */
export function notesOf(found: Places, tiles: Tiles | undefined, segments: Segmentation | undefined): string[] {
  const { places, without, unlabeled } = found;
  const most = places[0]!.count;
  const what =
    tiles !== undefined
      ? [
          `A tile is ${readable(tiles.side * 111.195, 2)} km wide and high in the middle of the map`,
          ...(segments === undefined
            ? []
            : ["its color is that of its most frequent segment, the paler the smaller its share"]),
        ].join("; ")
      : most > 1
        ? `The area of a circle is the number of customers at one place, ${grouped(most)} at most${segments === undefined ? "" : "; its color is that of its most frequent segment"}`
        : "A point is a customer";
  return [
    what,
    ...(without > 0
      ? [`${counted(without, "customer")} without a place ${without === 1 ? "is" : "are"} not drawn`]
      : []),
    ...(unlabeled > 0
      ? [`${counted(unlabeled, "customer")} in no segment's list ${unlabeled === 1 ? "is" : "are"} not drawn`]
      : []),
  ];
}

/** The map in words, for those who cannot see it. */
export function describe(
  found: Places,
  window: MapWindow,
  tiles: Tiles | undefined,
  segments: Segmentation | undefined,
  sizes: readonly (readonly [label: number, count: number])[],
  notes: readonly string[],
): string {
  const { places, count } = found;
  const top = places
    .slice(0, 8)
    .map(
      (place) =>
        `${place.name ?? coordinates(place.latitude, place.longitude)} ${place.count} (${percent(place.count / count)})`,
    );
  const said = sizes.slice(0, 12).map(([label, size]) => `${segmentName(segments!, label)} ${size}`);
  return [
    `Map of ${counted(count, "customer")} at ${counted(places.length, "place")}, from ${coordinates(window.south, window.west)} to ${coordinates(window.north, window.east)}`,
    ...(places[0]!.count > 0.01 * count ? [`The most are at: ${top.join("; ")}`] : []),
    ...(tiles === undefined
      ? []
      : [`${counted(tiles.cells.flat().filter((tile) => tile !== undefined).length, "tile")} with customers`]),
    ...(said.length > 0
      ? [`Segments: ${said.join("; ")}${sizes.length > 12 ? `; and ${sizes.length - 12} more` : ""}`]
      : []),
    ...notes,
  ]
    .join(". ")
    .concat(".");
}

/** What a circle says when pointed at. */
export function hover(place: Place, segments: Segmentation | undefined): string {
  const where = coordinates(place.latitude, place.longitude);
  const head = place.name === undefined ? where : `${userText(place.name, 60)} (${where})`;
  return [`${head}: ${counted(place.count, "customer")}`, ...shares(place, segments)].join("<br>");
}

/** What a tile says when pointed at. */
export function hoverTile(tile: Tile, longitude: number, latitude: number, segments: Segmentation | undefined): string {
  return [
    `Around ${coordinates(latitude, longitude)}: ${counted(tile.count, "customer")}`,
    ...shares(tile, segments),
  ].join("<br>");
}

function shares({ labels, count }: Pick<Place, "labels" | "count">, segments: Segmentation | undefined): string[] {
  if (segments === undefined) return [];
  return [...labels]
    .sort(([a, m], [b, n]) => n - m || a - b)
    .slice(0, 6)
    .map(([label, size]) => `${userText(segmentName(segments, label), 44)}: ${size} (${percent(size / count)})`);
}

function coordinates(latitude: number, longitude: number): string {
  const turned = longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;
  const side = (value: number, plus: string, minus: string) =>
    `${readable(Math.abs(Number(value.toFixed(2))), 5)}°${value < 0 ? minus : plus}`;
  return `${side(latitude, "N", "S")} ${side(turned, "E", "W")}`;
}
