import { DataError } from "../../errors.js";
import type { Id } from "../../matrix.js";
import { listed } from "../../readable.js";
import { inOrder } from "../inOrder.js";

/** One question: who was asked, which items were shown, and which was best and worst. Items and customers by their numbers. */
export interface ChoiceSet {
  readonly customer: number;
  readonly items: readonly number[];
  readonly best: number;
  readonly worst: number;
}

/** All questions that were answered. */
export interface ChoiceSets {
  /** Customers in their order, those without an answer included. */
  readonly customers: readonly Id[];
  readonly items: readonly string[];
  /** By customer, then by what was shown and chosen. */
  readonly sets: readonly ChoiceSet[];
  /** Sets without any mark. */
  readonly unanswered: number;
}

/** A question as it was read. Rows count from 1. */
export interface RawSet {
  readonly customer: Id;
  /** What the set is called, for messages. */
  readonly set: string;
  readonly shown: readonly { readonly item: string; readonly row: number }[];
  readonly best: readonly string[];
  readonly worst: readonly string[];
}

/**
 * Questions in numbers, in an order that does not depend on that of the rows.
 *
 * @throws DataError where a set has an item twice or fewer than two, not exactly one best and one worst, or one item that is both; and where no set was answered.
 */
export function choiceSets(raw: readonly RawSet[]): ChoiceSets {
  const customers = inOrder([...new Set(raw.map(({ customer }) => customer))]);
  const items = inOrder([...new Set(raw.flatMap(({ shown }) => shown.map(({ item }) => item)))]);
  const customerOf = new Map(customers.map((id, i) => [id, i]));
  const itemOf = new Map(items.map((item, i) => [item, i]));
  const sets: ChoiceSet[] = [];
  let unanswered = 0;
  for (const one of raw) {
    requireSound(one);
    if (one.best.length === 0) {
      unanswered++;
      continue;
    }
    sets.push({
      customer: customerOf.get(one.customer)!,
      items: one.shown.map(({ item }) => itemOf.get(item)!).sort((a, b) => a - b),
      best: itemOf.get(one.best[0]!)!,
      worst: itemOf.get(one.worst[0]!)!,
    });
  }
  if (sets.length === 0)
    throw new DataError(`expected sets with a best and a worst item, got ${raw.length} without an answer`);
  return { customers, items, sets: sets.sort(compared), unanswered };
}

function requireSound({ customer, set, shown, best, worst }: RawSet): void {
  const where = `set ${set} of customer ${JSON.stringify(customer)}`;
  const place = { row: shown[0]?.row };
  const rows = (items: readonly string[]) =>
    listed([...new Set(shown.filter(({ item }) => items.includes(item)).map(({ row }) => row))]);
  const twice = shown.find(({ item }, i) => shown.findIndex((other) => other.item === item) < i);
  if (twice !== undefined)
    throw new DataError(
      `expected each item once in a set, got ${JSON.stringify(twice.item)} twice in ${where}; if two questions have one name, name the sets apart`,
      { row: twice.row },
    );
  if (shown.length < 2) throw new DataError(`expected at least two items in ${where}, got ${shown.length}`, place);
  if (best.length === 0 && worst.length === 0) return;
  for (const [name, chosen] of [
    ["best", best],
    ["worst", worst],
  ] as const)
    if (chosen.length !== 1)
      throw new DataError(
        chosen.length === 0
          ? `expected one ${name} item in ${where}, got none; complete the set, or leave it out`
          : `expected one ${name} item in ${where}, got ${chosen.length} (${listed(chosen)}, rows ${rows(chosen)})`,
        place,
      );
  if (best[0] === worst[0])
    throw new DataError(
      `expected the best and the worst item to differ in ${where}, got ${JSON.stringify(best[0])} as both`,
      { row: shown.find(({ item }) => item === best[0])!.row },
    );
}

function compared(a: ChoiceSet, b: ChoiceSet): number {
  const numbers = ({ customer, items, best, worst }: ChoiceSet) => [customer, items.length, ...items, best, worst];
  const [left, right] = [numbers(a), numbers(b)];
  const at = left.findIndex((value, i) => value !== right[i]);
  return at < 0 ? 0 : left[at]! - right[at]!;
}
