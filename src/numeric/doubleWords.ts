const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
/** Where the word with sign and exponent stands on this machine. */
const high = new Uint8Array(Int32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** The upper 32 bits of a double: sign, exponent and the first 20 bits of the fraction. */
export function highWord(x: number): number {
  double[0] = x;
  return words[high]!;
}

/** The double with other upper 32 bits. */
export function withHighWord(x: number, word: number): number {
  double[0] = x;
  words[high] = word;
  return double[0];
}
