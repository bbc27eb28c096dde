import { DataError } from "../../errors.js";
import { rowMajor } from "../../numeric/rowMajor.js";
import type { Value } from "../../table.js";
import type { Item } from "../survey/item.js";
import type { Survey } from "../survey.js";
import { itemOf } from "./itemOf.js";

/** The answers to the items to look at, NaN where missing. */
export interface ChosenAnswers {
  readonly items: readonly Item[];
  /** An array an item. */
  readonly columns: readonly Float64Array[];
  readonly respondents: number;
  /** The answers of respondent i, item by item. */
  readonly of: (i: number) => Float64Array;
}

/**
 * The answers to the items that are named, or to all Likert items.
 *
 * @throws DataError where there are fewer than two, or an item is absent or holds open texts.
 */
export function chosenAnswers(survey: Survey, names: readonly string[] | undefined): ChosenAnswers {
  const items =
    names === undefined
      ? survey.items.filter(({ kind }) => kind === "likert")
      : names.map((name) => itemOf(survey, name));
  if (items.length < 2)
    throw new DataError(
      `expected at least two items to look at, got ${items.length}; declare Likert items in survey, or pass { items }`,
    );
  const columns = items.map((item) => numbersOf(survey, item));
  return { items, columns, respondents: survey.ids.length, of: sideBySide(columns, survey.ids.length) };
}

/** The answers of each respondent side by side, item by item. */
export function sideBySide(columns: readonly Float64Array[], rows: number): (i: number) => Float64Array {
  const all = rowMajor(columns, rows);
  return (i) => all.subarray(i * columns.length, (i + 1) * columns.length);
}

/** An item's answers as numbers: codes of the levels where the answers are texts. */
function numbersOf(survey: Survey, { name, levels, codes }: Item): Float64Array {
  const cells = survey.answers.array(name) as ArrayLike<Value>;
  return Float64Array.from(cells, (cell) => {
    if (cell === null) return Number.NaN;
    if (typeof cell === "number") return cell;
    const at = levels?.indexOf(String(cell)) ?? -1;
    if (at < 0)
      throw new DataError("expected an item with levels or numbers, got open texts; leave it out of { items }", {
        column: name,
      });
    return codes?.[at] ?? at + 1;
  });
}
