import { createRequire } from "node:module";
import type * as TopojsonClient from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { MapWindow } from "./mapWindow.js";

/** Land within a window as Plotly draws it: areas closed by themselves and coastlines, apart by null. */
export interface Land {
  readonly area: Outline;
  readonly coast: Outline;
}

interface Outline {
  readonly x: (number | null)[];
  readonly y: (number | null)[];
}

/** Longitude and latitude in turn, of all points of a closed line. */
type Ring = Float64Array;

/** An outer ring and the inland seas in it, with the box around it. */
interface Polygon {
  readonly rings: readonly Ring[];
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

/**
 * The land of a window, of Natural Earth (public domain) as the package world-atlas has it: at a scale of 1 to 110 million for a continent and more, to 50
 * million for countries, to 10 million for less. Files are read when a map is drawn, and once.
 */
export function land(window: MapWindow): Land {
  const height = window.north - window.south;
  const area: Outline = { x: [], y: [] };
  const coast: Outline = { x: [], y: [] };
  // Finer than a pixel is not seen.
  const finest = height / 600;
  for (const { rings, west, east, south, north } of read(height > 60 ? "110m" : height > 12 ? "50m" : "10m"))
    for (const turn of [-720, -360, 0, 360, 720]) {
      // Where the data are cut off or go on over 180 degrees, the same land is a whole turn away.
      const near = { ...window, west: window.west - turn, east: window.east - turn };
      if (west >= near.east || east <= near.west || south >= near.north || north <= near.south) continue;
      push(area, simplified(clipped(keyhole(rings), near), finest), turn, window.scale, true);
      for (const ring of rings)
        for (const line of coastlines(ring, near)) push(coast, simplified(line, finest), turn, window.scale, false);
    }
  return { area, coast };
}

const found = new Map<string, readonly Polygon[]>();

function read(resolution: string): readonly Polygon[] {
  const before = found.get(resolution);
  if (before !== undefined) return before;
  const require = createRequire(import.meta.url);
  const { feature } = require("topojson-client") as typeof TopojsonClient;
  const topology = require(`world-atlas/land-${resolution}.json`) as Topology<{ land: GeometryCollection }>;
  const polygons = feature(topology, topology.objects.land)
    .features.flatMap(({ geometry }) =>
      geometry.type === "Polygon"
        ? [geometry.coordinates]
        : geometry.type === "MultiPolygon"
          ? geometry.coordinates
          : [],
    )
    .map((rings) => boxed(rings.map((ring) => inOnePiece(ring as [number, number][]))));
  found.set(resolution, polygons);
  return polygons;
}

/** A ring that goes on over 180 degrees instead of jumping to -180; one around a pole goes down to it. */
function inOnePiece(points: readonly (readonly [number, number])[]): Ring {
  const flat: number[] = [];
  let turn = 0;
  points.forEach(([longitude, latitude], i) => {
    const step = i === 0 ? 0 : longitude - points[i - 1]![0];
    if (Math.abs(step) > 180) turn -= 360 * Math.sign(step);
    flat.push(longitude + turn, latitude);
  });
  if (turn !== 0) {
    const pole = 90 * Math.sign(flat[1]!);
    flat.push(flat.at(-2)!, pole, flat[0]!, pole, flat[0]!, flat[1]!);
  }
  return Float64Array.from(flat);
}

/** A polygon with its box; its holes are moved by a turn where they lie beside it. */
function boxed([outer, ...holes]: readonly Ring[]): Polygon {
  const box = {
    west: Number.POSITIVE_INFINITY,
    east: Number.NEGATIVE_INFINITY,
    south: Number.POSITIVE_INFINITY,
    north: Number.NEGATIVE_INFINITY,
  };
  for (let i = 0; i < outer!.length; i += 2) {
    box.west = Math.min(box.west, outer![i]!);
    box.east = Math.max(box.east, outer![i]!);
    box.south = Math.min(box.south, outer![i + 1]!);
    box.north = Math.max(box.north, outer![i + 1]!);
  }
  const moved = holes.map((hole) => {
    const turn = hole[0]! < box.west ? 360 : hole[0]! > box.east ? -360 : 0;
    return hole.map((value, i) => (i % 2 === 0 ? value + turn : value));
  });
  return { rings: [outer!, ...moved], ...box };
}

/** A polygon as one ring: inland seas are cut out along a line that goes in and out again. */
function keyhole([outer, ...holes]: readonly Ring[]): ArrayLike<number> {
  if (holes.length === 0) return outer!;
  const points = Array.from(outer!);
  for (const hole of holes) {
    for (const value of hole) points.push(value);
    points.push(outer![0]!, outer![1]!);
  }
  return points;
}

/** A ring cut off at the edges of the window (Sutherland and Hodgman 1974): one side after the other. */
function clipped(ring: ArrayLike<number>, { west, east, south, north }: MapWindow): ArrayLike<number> {
  let points = ring;
  for (const [axis, edge, sign] of [
    [0, west, 1],
    [0, east, -1],
    [1, south, 1],
    [1, north, -1],
  ] as const) {
    const next: number[] = [];
    let before = points.length - 2;
    for (let i = 0; i < points.length; i += 2) {
      const inside = (points[i + axis]! - edge) * sign >= 0;
      const wasInside = (points[before + axis]! - edge) * sign >= 0;
      if (inside !== wasInside) {
        const share = (edge - points[before + axis]!) / (points[i + axis]! - points[before + axis]!);
        const other = points[before + 1 - axis]! + share * (points[i + 1 - axis]! - points[before + 1 - axis]!);
        if (axis === 0) next.push(edge, other);
        else next.push(other, edge);
      }
      if (inside) next.push(points[i]!, points[i + 1]!);
      before = i;
    }
    points = next;
  }
  return points;
}

/** The parts of a ring that run through the window, without what closes Antarctica around the pole. */
function coastlines(ring: Ring, { west, east, south, north }: MapWindow): number[][] {
  const lines: number[][] = [];
  let open: number[] | undefined;
  for (let i = 2; i < ring.length; i += 2) {
    const [ax, ay, bx, by] = [ring[i - 2]!, ring[i - 1]!, ring[i]!, ring[i + 1]!];
    const outside =
      (ax < west && bx < west) || (ax > east && bx > east) || (ay < south && by < south) || (ay > north && by > north);
    if (outside || ay < -89.9 || by < -89.9) open = undefined;
    else if (open === undefined) {
      open = [ax, ay, bx, by];
      lines.push(open);
    } else open.push(bx, by);
  }
  return lines;
}

/** The points of a line that are not nearer than `finest` to the one kept before; its ends stay. */
function simplified(line: ArrayLike<number>, finest: number): number[] {
  const kept: number[] = [];
  for (let i = 0; i < line.length; i += 2) {
    const [x, y] = [line[i]!, line[i + 1]!];
    const far = kept.length === 0 || Math.abs(x - kept.at(-2)!) > finest || Math.abs(y - kept.at(-1)!) > finest;
    if (far || i === line.length - 2) kept.push(x, y);
  }
  return kept;
}

function push({ x, y }: Outline, line: readonly number[], turn: number, scale: number, closed: boolean): void {
  if (line.length < (closed ? 6 : 4)) return;
  if (x.length > 0) {
    x.push(null);
    y.push(null);
  }
  for (let i = 0; i < line.length + (closed ? 2 : 0); i += 2) {
    x.push(Number(((line[i % line.length]! + turn) * scale).toFixed(3)));
    y.push(Number(line[(i + 1) % line.length]!.toFixed(3)));
  }
}
