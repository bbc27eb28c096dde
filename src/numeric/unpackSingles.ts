import { fromBase64 } from "./fromBase64.js";

/**
 * The numbers that `packSingles` made text of.
 *
 * @throws RangeError where the text does not hold `count` of them.
 */
export function unpackSingles(text: string, count: number): Float32Array {
  const held = fromBase64(text);
  if (held.length !== count * 4) throw new RangeError(`expected ${count} packed numbers, got ${held.length / 4}`);
  const bytes = new DataView(held.buffer, held.byteOffset, held.length);
  return Float32Array.from({ length: count }, (_, i) => bytes.getFloat32(i * 4, true));
}
