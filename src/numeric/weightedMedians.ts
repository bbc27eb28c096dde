import type { MixedRows } from "./mixedRows.js";
import type { Prototypes } from "./prototypes.js";

/** The rows in the order of their values, for each column of numbers. */
export function sortedColumns({ count, width, x }: MixedRows): Int32Array[] {
  return Array.from({ length: width }, (_, j) =>
    Int32Array.from({ length: count }, (_, i) => i).sort((a, b) => x[a * width + j]! - x[b * width + j]!),
  );
}

/** Moves the numbers of the prototypes to the medians of their segments: of two middle values the lower. */
export function renewMedians({ rows, labels, mass, centers }: Prototypes, sorted: readonly Int32Array[]): void {
  const { width, x, weights } = rows;
  for (let j = 0; j < width; j++) {
    const passed = new Float64Array(mass.length);
    for (const i of sorted[j]!) {
      const c = labels[i]!;
      const before = passed[c]!;
      passed[c] = before + weights[i]!;
      if (2 * before < mass[c]! && 2 * passed[c]! >= mass[c]!) centers[c * width + j] = x[i * width + j]!;
    }
  }
}
