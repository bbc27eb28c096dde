import { quickselect } from "d3-array";
import type { KmeansSpace } from "./kmeansSpace.js";

/**
 * Labels the `count` rows that are farthest from their nearest center -1; `labels` and `nearest` of the space have to be those of
 * `step.measure`. Of rows equally far those that come first stay, unless a segment would then have none.
 */
export function leaveOut({ labels, nearest, shape }: KmeansSpace, count: number): void {
  const kept = nearest.length - count;
  const cut = quickselect(nearest.slice(), kept - 1)[kept - 1]!;
  let room = kept; // for rows at the cut
  for (let i = 0; i < nearest.length; i++) if (nearest[i]! < cut) room--;
  const left: { row: number; label: number }[] = [];
  const stayed: number[] = [];
  const counts = new Int32Array(shape.k);
  for (let i = 0; i < nearest.length; i++) {
    const label = labels[i]!;
    if (nearest[i]! < cut) counts[label]!++;
    else if (nearest[i] === cut && room-- > 0) {
      counts[label]!++;
      stayed.push(i);
    } else {
      if (nearest[i] === cut) left.push({ row: i, label });
      labels[i] = -1;
    }
  }
  for (const { row, label } of left) {
    if (counts[label]! > 0) continue;
    let place = stayed.length - 1;
    while (place >= 0 && counts[labels[stayed[place]!]!]! < 2) place--;
    if (place < 0) return;
    const other = stayed.splice(place, 1)[0]!;
    counts[labels[other]!]!--;
    labels[other] = -1;
    labels[row] = label;
    counts[label] = 1;
  }
}
