import type { ItemKind } from "./item.js";

/** What an item was taken for, and why. */
export interface Proposal {
  readonly kind: ItemKind;
  readonly levels?: readonly string[];
  readonly codes?: readonly number[];
  /** What stands between several choices in a cell. */
  readonly separator?: string;
  readonly because: string;
  /** What a reader should decide, where the data leave it open. */
  readonly note?: string;
  /** What makes the item doubtful. */
  readonly warning?: string;
}
