import { random } from "../src/random.js";

/** So many rows of so many columns, row by row, in `k` clusters. */
export interface CurvedShape {
  readonly rows: number;
  readonly width: number;
  readonly k: number;
}

/** Numbers in which all columns bend: so many truly vary, so many units bend them. */
const hidden = 8;
const bends = 64;

/**
 * Clusters on a curved surface, the same each time: a row lies in eight dimensions, normally around the center of its cluster (centers are normal, twice as wide as clusters); 64 units each take the
 * hyperbolic tangent of a random weighing of the eight, a column a random weighing of the units, and a tenth of its size is noise.
 */
export function curvedClusters({ rows, width, k }: CurvedShape): Float32Array {
  const draw = random(rows + width + k);
  const normals = (length: number, scale: number) => Float64Array.from({ length }, () => scale * draw.normal());
  const centers = normals(k * hidden, 2);
  const into = normals(hidden * bends, 1 / Math.sqrt(hidden));
  const out = normals(bends * width, 1 / Math.sqrt(bends));
  const values = new Float32Array(rows * width);
  const units = new Float64Array(bends);
  for (let row = 0; row < rows; row++) {
    const center = draw.integer(k) * hidden;
    units.fill(0);
    for (let i = 0; i < hidden; i++) {
      const place = centers[center + i]! + draw.normal();
      for (let unit = 0; unit < bends; unit++) units[unit]! += place * into[i * bends + unit]!;
    }
    for (let column = 0; column < width; column++) {
      let value = 0.1 * draw.normal();
      for (let unit = 0; unit < bends; unit++) {
        if (column === 0) units[unit] = Math.tanh(units[unit]!);
        value += units[unit]! * out[unit * width + column]!;
      }
      values[row * width + column] = value;
    }
  }
  return values;
}
