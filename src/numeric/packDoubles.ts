import { toBase64 } from "./toBase64.js";

/** Doubles as text that JSON can hold: base64 of their eight bytes each, the lowest first. No digit is lost. */
export function packDoubles(values: Float64Array): string {
  const bytes = new DataView(new ArrayBuffer(values.length * 8));
  for (let i = 0; i < values.length; i++) bytes.setFloat64(i * 8, values[i]!, true);
  return toBase64(new Uint8Array(bytes.buffer));
}
