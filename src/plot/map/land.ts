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

type Ring = readonly (readonly [number, number])[];
type Polygon = readonly Ring[];

/**
 * The land of a window, of Natural Earth (public domain) as the package world-atlas has it: at a scale of 1 to 110 million for a continent and more, to 50
 * million for countries, to 10 million for less. Files are read when a map is drawn, and once.
 */
export function land(window: MapWindow): Land {
  const height = window.north - window.south;
  const polygons = read(height > 60 ? "110m" : height > 12 ? "50m" : "10m");
  const area: Outline = { x: [], y: [] };
  const coast: Outline = { x: [], y: [] };
  // Finer than a pixel is not seen.
  const finest = height / 600;
  for (const turn of [-720, -360, 0, 360, 720])
    for (const polygon of polygons) {
      if (!meets(polygon[0]!, window, turn)) continue;
      const turned = polygon.map((ring) => ring.map(([lon, lat]) => [lon + turn, lat] as const));
      push(area, simplified(clipped(keyhole(turned), window), finest), window.scale, true);
      for (const ring of turned)
        for (const line of coastlines(ring, window)) push(coast, simplified(line, finest), window.scale, false);
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
    .features.flatMap(({ geometry }): Polygon[] =>
      geometry.type === "Polygon"
        ? [geometry.coordinates as unknown as Polygon]
        : geometry.type === "MultiPolygon"
          ? (geometry.coordinates as unknown as Polygon[])
          : [],
    )
    .map(inOnePiece);
  found.set(resolution, polygons);
  return polygons;
}

/** A polygon that goes on over 180 degrees instead of jumping to -180, and one around a pole down to it; holes lie within their outer ring. */
function inOnePiece(polygon: Polygon): Polygon {
  const [outer = [], ...holes] = polygon.map((ring): Ring => {
    let turn = 0;
    const points = ring.map(([lon, lat], i): readonly [number, number] => {
      const step = i === 0 ? 0 : lon - ring[i - 1]![0];
      if (Math.abs(step) > 180) turn -= 360 * Math.sign(step);
      return [lon + turn, lat];
    });
    if (turn === 0) return points;
    const pole = 90 * Math.sign(points[0]![1]);
    return [...points, [points.at(-1)![0], pole] as const, [points[0]![0], pole] as const, points[0]!];
  });
  const [west, east] = outer.reduce(
    ([low, high], [lon]) => [Math.min(low, lon), Math.max(high, lon)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ) as [number, number];
  const moved = holes.map((hole) => {
    const turn = hole[0]![0] < west ? 360 : hole[0]![0] > east ? -360 : 0;
    return hole.map(([lon, lat]) => [lon + turn, lat] as const);
  });
  return [outer, ...moved];
}

function meets(ring: Ring, { west, east, south, north }: MapWindow, turn: number): boolean {
  let [w, e, s, n] = [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  for (const [lon, lat] of ring) {
    w = Math.min(w, lon);
    e = Math.max(e, lon);
    s = Math.min(s, lat);
    n = Math.max(n, lat);
  }
  return w + turn < east && e + turn > west && s < north && n > south;
}

/** A polygon as one ring: inland seas are cut out along a line that goes in and out again. */
function keyhole(polygon: Polygon): Ring {
  const outer = polygon[0]!;
  return [...outer, ...polygon.slice(1).flatMap((hole) => [...hole, outer[0]!])];
}

/** A ring cut off at the edges of the window (Sutherland and Hodgman 1974): one side after the other. */
function clipped(ring: Ring, { west, east, south, north }: MapWindow): Ring {
  const sides: readonly (readonly [axis: 0 | 1, edge: number, sign: 1 | -1])[] = [
    [0, west, 1],
    [0, east, -1],
    [1, south, 1],
    [1, north, -1],
  ];
  let points: Ring = ring;
  for (const [axis, edge, sign] of sides) {
    const inside = (point: readonly [number, number]) => (point[axis] - edge) * sign >= 0;
    const next: (readonly [number, number])[] = [];
    points.forEach((point, i) => {
      const before = points[(i + points.length - 1) % points.length]!;
      if (inside(point) !== inside(before)) {
        const share = (edge - before[axis]) / (point[axis] - before[axis]);
        const other = before[1 - axis]! + share * (point[1 - axis]! - before[1 - axis]!);
        next.push(axis === 0 ? [edge, other] : [other, edge]);
      }
      if (inside(point)) next.push(point);
    });
    points = next;
  }
  return points;
}

/** The parts of a ring that run through the window, without what closes Antarctica around the pole. */
function coastlines(ring: Ring, { west, east, south, north }: MapWindow): Ring[] {
  const lines: (readonly [number, number])[][] = [];
  let open: (readonly [number, number])[] | undefined;
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1]!, ring[i]!];
    // What closes Antarctica around the pole is no coast.
    const cut = a[1] < -89.9 || b[1] < -89.9;
    const outside =
      (a[0] < west && b[0] < west) ||
      (a[0] > east && b[0] > east) ||
      (a[1] < south && b[1] < south) ||
      (a[1] > north && b[1] > north);
    if (cut || outside) open = undefined;
    else if (open === undefined) {
      open = [a, b];
      lines.push(open);
    } else open.push(b);
  }
  return lines;
}

/** The points of a line that are not nearer than `finest` to the one kept before; its ends stay. */
function simplified(line: Ring, finest: number): Ring {
  const kept: (readonly [number, number])[] = [];
  line.forEach((point, i) => {
    const last = kept.at(-1);
    const far = last === undefined || Math.abs(point[0] - last[0]) > finest || Math.abs(point[1] - last[1]) > finest;
    if (far || i === line.length - 1) kept.push(point);
  });
  return kept;
}

function push({ x, y }: Outline, line: Ring, scale: number, closed: boolean): void {
  if (line.length < (closed ? 3 : 2)) return;
  if (x.length > 0) {
    x.push(null);
    y.push(null);
  }
  for (const [lon, lat] of line) {
    x.push(Number((lon * scale).toFixed(3)));
    y.push(Number(lat.toFixed(3)));
  }
  if (!closed) return;
  x.push(Number((line[0]![0] * scale).toFixed(3)));
  y.push(Number(line[0]![1].toFixed(3)));
}
