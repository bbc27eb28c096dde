/**
 * Whether 0 means none in a column, as far as its values tell: only then is twice as much twice as much, and a mean a multiple of another. Scores whose mean is about 0
 * and scales from -5 to 5 do not count from zero, a column of money does, though a few customers returned more than they bought: what lies below 0 may
 * add up to a twentieth of what lies above.
 */
export function countsFromZero(values: Iterable<number>): boolean {
  let [below, above] = [0, 0];
  for (const value of values) {
    if (value < 0) below -= value;
    else if (value > 0) above += value;
  }
  return below <= above / 20;
}
