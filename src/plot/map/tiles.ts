import type { MapWindow } from "./mapWindow.js";
import type { Place } from "./readPlaces.js";

/** A net of square tiles over a window: middles of its columns and rows, and who is in each tile. */
export interface Tiles {
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** The side of a tile in degrees of latitude. */
  readonly side: number;
  /** By row, then column; undefined where nobody is. */
  readonly cells: readonly (readonly (Tile | undefined)[])[];
}

export interface Tile {
  count: number;
  readonly labels: Map<number, number>;
}

/** Tiles across the longer side of a map. */
const across = 56;

/** Counts customers in tiles. `longitudes` are those of the places in one piece. */
export function tilesOf(places: readonly Place[], longitudes: readonly number[], window: MapWindow): Tiles {
  const [left, width, height] = [
    window.west * window.scale,
    (window.east - window.west) * window.scale,
    window.north - window.south,
  ];
  const side = Math.max(width, height) / across;
  const [columns, rows] = [Math.ceil(width / side - 1e-9), Math.ceil(height / side - 1e-9)];
  const cells = Array.from({ length: rows }, () => new Array<Tile | undefined>(columns).fill(undefined));
  places.forEach((place, i) => {
    const column = Math.min(columns - 1, Math.floor((longitudes[i]! * window.scale - left) / side));
    const row = Math.min(rows - 1, Math.floor((place.latitude - window.south) / side));
    let cell = cells[row]![column];
    if (cell === undefined) {
      cell = { count: 0, labels: new Map() };
      cells[row]![column] = cell;
    }
    cell.count += place.count;
    for (const [label, count] of place.labels) cell.labels.set(label, (cell.labels.get(label) ?? 0) + count);
  });
  return {
    x: Array.from({ length: columns }, (_, i) => Number((left + (i + 0.5) * side).toFixed(6))),
    y: Array.from({ length: rows }, (_, i) => Number((window.south + (i + 0.5) * side).toFixed(6))),
    side,
    cells,
  };
}
