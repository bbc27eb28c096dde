import { counted, listed, readable } from "../../readable.js";
import type { ChoiceSets } from "./choiceSets.js";

/** What is uneven in what was shown, in words. */
export function designWarnings({ customers, items, sets, unanswered }: ChoiceSets): string[] {
  const said: string[] = [];
  const shown = new Array<number>(items.length).fill(0);
  const answered = new Array<number>(customers.length).fill(0);
  for (const set of sets) {
    answered[set.customer]!++;
    for (const item of set.items) shown[item]!++;
  }
  if (unanswered > 0)
    said.push(
      `${counted(unanswered, "set")} without a best and a worst ${unanswered === 1 ? "is" : "are"} left out, of ${sets.length + unanswered}.`,
    );
  const silent = answered.filter((count) => count === 0).length;
  if (silent > 0)
    said.push(`${counted(silent, "customer")} of ${customers.length} answered nothing: all their values are missing.`);
  const most = answered.reduce((best, count) => Math.max(best, count), 0);
  const fewer = answered.filter((count) => count > 0 && count < most).length;
  if (fewer > 0)
    said.push(
      `${counted(fewer, "customer")} of ${customers.length} answered fewer sets than others, who answered ${most}.`,
    );
  const sizes = [...new Set(sets.map((set) => set.items.length))].sort((a, b) => a - b);
  if (sizes.length > 1)
    said.push(
      `Sets are of ${sizes.join(", ")} items: an item is chosen more easily from few, so that scores of items in small sets lean to the ends.`,
    );
  const mean = shown.reduce((sum, count) => sum + count, 0) / items.length;
  const seldom = items.filter((_, i) => shown[i]! < mean / 2);
  const others = shown.filter((count) => count >= mean / 2);
  if (seldom.length > 0)
    said.push(
      `${listed(seldom.map((item) => `${item} (${shown[items.indexOf(item)]})`))}: shown less than half as often as the ${readable(mean)} times of the average item, so that little is known of ${seldom.length === 1 ? "it" : "them"}.`,
    );
  if (Math.max(...others) > 1.1 * Math.min(...others))
    said.push(
      `The design is not balanced: ${seldom.length === 0 ? "items" : "the other items"} were shown ${Math.min(...others)} to ${Math.max(...others)} times.`,
    );
  const each = mean / (customers.length - silent);
  if (each < 2)
    said.push(
      `A customer saw an item ${readable(each, 2)} times on average: the score of one customer takes few values.`,
    );
  return said;
}
