import { fromBase64 } from "./fromBase64.js";

/**
 * The doubles that `packDoubles` made text of.
 *
 * @throws RangeError where the text does not hold `count` of them.
 */
export function unpackDoubles(text: string, count: number): Float64Array {
  const held = fromBase64(text);
  if (held.length !== count * 8) throw new RangeError(`expected ${count} packed doubles, got ${held.length / 8}`);
  const bytes = new DataView(held.buffer, held.byteOffset, held.length);
  return Float64Array.from({ length: count }, (_, i) => bytes.getFloat64(i * 8, true));
}
