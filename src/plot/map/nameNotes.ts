import type { Layout } from "../figure.js";
import { lineWidth, richText } from "../svg/richText.js";
import { userText } from "../theme.js";
import { diameters } from "./diameters.js";
import type { MapWindow } from "./mapWindow.js";
import type { Place } from "./readPlaces.js";

/** The names of the most peopled places, above, below or beside their circles, as many as have room without covering a circle or each other. */
export function nameNotes(
  places: readonly Place[],
  longitudes: readonly number[],
  window: MapWindow,
  pixels: number,
): Layout[] {
  if (places[0]!.count === 1 && places.length > 12) return [];
  const diameter = diameters(places);
  const [wide, high] = [(window.east - window.west) * window.scale * pixels, (window.north - window.south) * pixels];
  const center = (i: number) => ({
    x: (longitudes[i]! - window.west) * window.scale * pixels,
    y: (window.north - places[i]!.latitude) * pixels,
  });
  const taken = places.slice(0, 200).map((place, i) => {
    const { x, y } = center(i);
    const r = diameter(place) / 2;
    return { left: x - r, right: x + r, top: y - r, bottom: y + r };
  });
  const notes: Layout[] = [];
  for (const [i, place] of places.slice(0, 40).entries()) {
    if (place.name === undefined) continue;
    const text = userText(place.name, 24);
    const half = lineWidth(richText(text)[0]!, 11) / 2 + 2;
    const r = diameter(place) / 2;
    const { x, y } = center(i);
    const box = [
      [0, -r - 9],
      [0, r + 9],
      [r + half + 1, 0],
      [-r - half - 1, 0],
    ]
      .map(([dx, dy]) => ({
        dx: dx!,
        dy: dy!,
        left: x + dx! - half,
        right: x + dx! + half,
        top: y + dy! - 8,
        bottom: y + dy! + 8,
      }))
      .find(
        (one) =>
          one.left >= 0 &&
          one.right <= wide &&
          one.top >= 0 &&
          one.bottom <= high &&
          !taken.some((o) => overlap(one, o)),
      );
    if (box === undefined) continue;
    taken.push(box);
    notes.push({
      text,
      x: Number((longitudes[i]! * window.scale).toFixed(5)),
      y: Number(place.latitude.toFixed(5)),
      xref: "x",
      yref: "y",
      xshift: Math.round(box.dx),
      yshift: Math.round(-box.dy) + 0,
      showarrow: false,
      font: { size: 11 },
    });
    if (notes.length === 10) break;
  }
  return notes;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
