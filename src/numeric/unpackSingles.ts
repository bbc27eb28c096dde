/**
 * The numbers that `packSingles` made text of. Works in browsers, too.
 *
 * @throws RangeError where the text does not hold `count` of them.
 */
export function unpackSingles(text: string, count: number): Float32Array {
  const held = atob(text);
  if (held.length !== count * 4) throw new RangeError(`expected ${count} packed numbers, got ${held.length / 4}`);
  const bytes = new DataView(new ArrayBuffer(held.length));
  for (let i = 0; i < held.length; i++) bytes.setUint8(i, held.charCodeAt(i));
  return Float32Array.from({ length: count }, (_, i) => bytes.getFloat32(i * 4, true));
}
