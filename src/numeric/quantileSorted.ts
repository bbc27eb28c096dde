/** The quantile of ascending values at a share from 0 to 1, interpolated linearly (type 7 of Hyndman and Fan, as NumPy does); NaN where there is no value. */
export function quantileSorted(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return below + (at - Math.floor(at)) * (above - below);
}
