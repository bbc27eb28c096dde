/** Six digits are finer than any screen, and a third of the bytes. */
export function sixDigits(value: number): number {
  return Number(value.toPrecision(6));
}
