import { requireColumn } from "../../errors.js";
import type { Item } from "../survey/item.js";
import type { Survey } from "../survey.js";

/** The item of a survey that has a name. @throws DataError where none has. */
export function itemOf({ items }: Survey, name: string): Item {
  requireColumn(
    items.map((item) => item.name),
    name,
    "an item",
  );
  return items.find((item) => item.name === name)!;
}
