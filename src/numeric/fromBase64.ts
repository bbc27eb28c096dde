const values = new Int8Array(128).fill(-1);
for (const [value, digit] of [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"].entries())
  values[digit.charCodeAt(0)] = value;

/**
 * The bytes that `toBase64` made text of.
 *
 * @throws RangeError where the text is not base64, or was cut.
 */
export function fromBase64(text: string): Uint8Array {
  if (text.length % 4 !== 0)
    throw new RangeError(`expected base64 in groups of four characters, got ${text.length} characters`);
  const padded = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const digits = text.length - padded;
  const bytes = new Uint8Array((text.length / 4) * 3 - padded);
  let [at, bits] = [0, 0];
  for (let i = 0; i < digits; i++) {
    const value = values[text.charCodeAt(i)] ?? -1;
    if (value < 0)
      throw new RangeError(`expected a character of base64, got ${JSON.stringify(text[i])} in place ${i + 1}`);
    bits = ((bits << 6) | value) & 0xffffff;
    const held = (i & 3) + 1;
    // After the second, third and fourth character of a group its first, second and third byte is whole.
    if (held > 1) bytes[at++] = (bits >> (2 * (4 - held))) & 255;
  }
  return bytes;
}
