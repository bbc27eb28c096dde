/** What spellings of one place have in common: letters and digits without marks, "and" for "&", "saint" for "st". Empty where there are none. */
export function placeKey(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/ø/g, "o")
    .replace(/&/g, " and ")
    .replace(/(?<!\p{L})st(?:\.|(?= ))/gu, "saint")
    .replace(/[^\p{L}\p{N}]/gu, "");
}
