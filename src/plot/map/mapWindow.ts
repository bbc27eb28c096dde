/** The part of the world that a map shows, in degrees; `west` to `east` may reach over 180. */
export interface MapWindow {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
  /** What a degree of longitude is drawn as, where one of latitude is 1: the cosine of the latitude in the middle. */
  readonly scale: number;
}

/** Degrees from side to side at least: of one place about the size of a country, else of a city, so that coasts and lines give orientation. */
const least = { onePlace: 10, places: 1 };
/** Of the width to the height. */
const shapes = { narrowest: 0.8, widest: 2.6 };
const beside = 0.07;

/**
 * Longitudes in one piece, and the window around the places. Where the places lie on both sides of the 180th degree, so that a map in one piece is a
 * quarter narrower at least, the western ones go on eastward: -179 becomes 181.
 */
export function mapWindow(
  latitudes: readonly number[],
  longitudes: readonly number[],
): { readonly window: MapWindow; readonly unwrapped: number[] } {
  const from = seam(longitudes);
  const unwrapped = longitudes.map((longitude) => (longitude < from ? longitude + 360 : longitude));
  const [south, north] = extent(latitudes);
  const [west, east] = extent(unwrapped);
  const middle = { x: (west + east) / 2, y: (south + north) / 2 };
  const scale = Math.cos((Math.max(-70, Math.min(70, middle.y)) * Math.PI) / 180);
  const reach = north === south && west === east ? least.onePlace : least.places;
  let height = Math.max(reach, (north - south) * (1 + 2 * beside));
  let width = Math.max(reach, (east - west) * scale * (1 + 2 * beside));
  width = Math.max(width, height * shapes.narrowest);
  height = Math.max(height, width / shapes.widest);
  const across = Math.min(360, width / scale);
  return {
    window: {
      west: six(middle.x - across / 2),
      east: six(middle.x + across / 2),
      // A map that would reach over a pole ends there.
      south: six(Math.max(-90, middle.y - height / 2)),
      north: six(Math.min(90, middle.y + height / 2)),
      scale,
    },
    unwrapped,
  };
}

/** The longitude from which the places go eastward: -180 unless a seam elsewhere makes the map a quarter narrower. */
function seam(longitudes: readonly number[]): number {
  const sorted = [...new Set(longitudes)].sort((a, b) => a - b);
  const whole = sorted.at(-1)! - sorted[0]!;
  let widest = 0;
  let from = -180;
  sorted.forEach((longitude, i) => {
    const gap = i === 0 ? 0 : longitude - sorted[i - 1]!;
    if (gap > widest) {
      widest = gap;
      from = longitude;
    }
  });
  return 360 - widest < 0.75 * whole ? from : -180;
}

/** Lines of latitude or longitude at whole steps, some five of them, with what stands beside them. */
export function graticule(low: number, high: number, kind: "latitude" | "longitude"): { at: number; text: string }[] {
  const step = steps.find((one) => (high - low) / one <= 6)!;
  const lines: { at: number; text: string }[] = [];
  for (let n = Math.ceil(low / step); n * step <= high; n++) {
    const at = six(n * step);
    const turned = at > 180 ? at - 360 : at < -180 ? at + 360 : at;
    const side = kind === "latitude" ? "NS" : "EW";
    const where = turned === 0 || Math.abs(turned) === 180 ? "" : turned > 0 ? side[0]! : side[1]!;
    lines.push({ at, text: `${Math.abs(six(turned))}°${where}` });
  }
  return lines;
}

const steps = [0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10, 15, 20, 30, 45, 60];

function extent(values: readonly number[]): [number, number] {
  return values.reduce<[number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}

function six(value: number): number {
  return Number(value.toFixed(6));
}
