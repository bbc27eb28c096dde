/** A label around its wanted middle, in pixels. */
export interface WantedLabel {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Moves labels up or down from where they are wanted until none covers another, or one of the marks that stay where they are; earlier ones stay nearer. Returns the shift of each in
 * pixels (positive is down).
 */
export function placeLabels(
  labels: readonly WantedLabel[],
  top: number,
  bottom: number,
  marks: readonly WantedLabel[] = [],
): number[] {
  const placed: WantedLabel[] = [...marks];
  return labels.map((label) => {
    let best = 0;
    for (let step = 0; step < 80; step++) {
      const shift = (step % 2 === 0 ? 1 : -1) * Math.ceil(step / 2) * (label.height / 2);
      const y = label.y + shift;
      const outside = y - label.height / 2 < top || y + label.height / 2 > bottom;
      const moved = { ...label, y };
      if (!(outside && step > 0) && !placed.some((other) => overlap(moved, other))) {
        best = shift;
        break;
      }
    }
    placed.push({ ...label, y: label.y + best });
    return best;
  });
}

function overlap(a: WantedLabel, b: WantedLabel): boolean {
  return Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2;
}
