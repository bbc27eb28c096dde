/**
 * Estimated width of a line of text in pixels, without a browser. Widths are those of Helvetica and Arial (thousandths of
 * the font size), widened by a tenth because the reader's font may be a wider one.
 */
export function textWidth(text: string, size: number, bold = false): number {
  let thousandths = 0;
  for (const character of text) thousandths += widths.get(character) ?? fallback(character.codePointAt(0)!);
  return (thousandths / 1000) * size * (bold ? 1.18 : 1.1);
}

const widths = new Map<string, number>();
for (const [width, characters] of [
  [191, "'"],
  [222, "ijl"],
  [260, "|"],
  [278, " !,./:;I[]\\ft"],
  [333, "()-r`{}"],
  [355, '"'],
  [389, "*"],
  [469, "^"],
  [500, "cksvxyzJ"],
  [556, "#$0123456789?_abdeghnopquL"],
  [584, "+<=>~"],
  [611, "FTZ"],
  [667, "&ABEKPSVXY"],
  [722, "CDHNRUw"],
  [778, "GOQ"],
  [833, "mM"],
  [889, "%"],
  [944, "W"],
  [1015, "@"],
] as const) {
  for (const character of characters) widths.set(character, width);
}

/** Accented Latin, Greek and Cyrillic are near the average letter; East Asian characters and emoji fill a square. */
function fallback(code: number): number {
  if (code >= 0x300 && code <= 0x36f) return 0; // combining marks stand above the letter before them
  if (code >= 0x1100 && (code <= 0x115f || (code >= 0x2e80 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff)))
    return 1000;
  if (code >= 0xff00 && code <= 0xff60) return 1000;
  if (code >= 0x1f000) return 1250;
  return 650;
}
