import { toBase64 } from "./toBase64.js";

/** Numbers of 32 bits as text that JSON can hold: base64 of their four bytes each, the lowest first. */
export function packSingles(values: Float32Array): string {
  const bytes = new DataView(new ArrayBuffer(values.length * 4));
  for (let i = 0; i < values.length; i++) bytes.setFloat32(i * 4, values[i]!, true);
  return toBase64(new Uint8Array(bytes.buffer));
}
