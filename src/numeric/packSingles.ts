/** Numbers of 32 bits as text that JSON can hold: base64 of their four bytes each, the lowest first. */
export function packSingles(values: Float32Array): string {
  const bytes = new DataView(new ArrayBuffer(values.length * 4));
  for (let i = 0; i < values.length; i++) bytes.setFloat32(i * 4, values[i]!, true);
  const text: string[] = [];
  // By pieces: a function takes only so many arguments.
  for (let from = 0; from < bytes.byteLength; from += 8192)
    text.push(String.fromCharCode(...new Uint8Array(bytes.buffer, from, Math.min(8192, bytes.byteLength - from))));
  return btoa(text.join(""));
}
