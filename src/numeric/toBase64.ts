const digits = new TextEncoder().encode("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
const padding = 61; // "="

/** Bytes as text that JSON can hold: base64 (RFC 4648). Plain code, since Node and browsers share no way that is fast in both. */
export function toBase64(bytes: Uint8Array): string {
  const codes = new Uint8Array(4 * Math.ceil(bytes.length / 3)).fill(padding);
  let at = 0;
  for (let i = 0; i < bytes.length; i += 3) {
    const three = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const left = bytes.length - i;
    codes[at++] = digits[three >> 18]!;
    codes[at++] = digits[(three >> 12) & 63]!;
    codes[at++] = left > 1 ? digits[(three >> 6) & 63]! : padding;
    codes[at++] = left > 2 ? digits[three & 63]! : padding;
  }
  return new TextDecoder().decode(codes);
}
