/** What is known of a start whose likelihood has no upper bound. */
export interface Peak {
  readonly logLikelihood: number;
  /** Whether a component lies on the floor of its variance, or has lost its rows. */
  readonly collapsed: boolean;
}

/** The best of some starts: the greatest log likelihood of those in which nothing collapsed, or of all where all did. */
export function bestOf<T extends Peak>(peaks: readonly T[]): T {
  const sound = peaks.filter(({ collapsed }) => !collapsed);
  return (sound.length > 0 ? sound : peaks).reduce((best, peak) =>
    peak.logLikelihood > best.logLikelihood ? peak : best,
  );
}

/** Whether the best solution has come back `enough` times, to within `same`. */
export function isFoundOften(peaks: readonly Peak[], same: number, enough: number): boolean {
  const best = bestOf(peaks);
  const back = peaks.filter(
    (peak) => peak.collapsed === best.collapsed && peak.logLikelihood >= best.logLikelihood - same,
  );
  return back.length >= enough;
}
