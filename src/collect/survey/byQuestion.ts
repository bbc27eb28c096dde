import { group } from "d3-array";
import type { ItemKind } from "./item.js";
import type { MadeItem } from "./makeItems.js";

/** The items of a kind by the question that they belong to. */
export function byQuestion(made: readonly MadeItem[], kind: ItemKind): Map<string, MadeItem[]> {
  return group(
    made.filter(({ item }) => item.kind === kind && item.of !== undefined),
    ({ item }) => item.of!,
  );
}
