import type { Model } from "../segmentation.js";

/** Names of the columns that a segmentation was made of, as far as its model tells; those that went through other steps have other names. */
export function usedColumns(model: Model): Set<string> {
  const found = new Set<string>();
  collect(model, found);
  return found;
}

function collect(part: unknown, found: Set<string>): void {
  if (Array.isArray(part)) {
    // Long lists of numbers name nothing.
    if (typeof part[0] === "object") for (const one of part) collect(one, found);
    return;
  }
  if (typeof part !== "object" || part === null) return;
  for (const [key, value] of Object.entries(part)) {
    if (key === "when") for (const name of Object.keys(value as object)) found.add(name);
    else if ((key === "columns" || key === "categorical") && Array.isArray(value))
      for (const one of value) {
        const name: unknown = typeof one === "string" ? one : (one as { column?: unknown } | null)?.column;
        if (typeof name === "string") found.add(name);
      }
    else collect(value, found);
  }
}
