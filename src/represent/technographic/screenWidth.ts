/** The width of a screen in pixels, of "1920x1080" or "390 × 844"; null where it cannot be read. */
export function screenWidth(text: string): number | null {
  const found = /^\s*(\d{2,5})\s*(?:px)?\s*[x×*,]\s*(\d{2,5})(?:\s*px|\s*[x×@].*)?\s*$/i.exec(text);
  return found === null ? null : Number(found[1]);
}
