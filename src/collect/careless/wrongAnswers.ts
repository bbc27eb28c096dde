import { counted } from "../../readable.js";
import type { Item } from "../survey/item.js";
import type { Survey } from "../survey.js";
import { itemOf } from "./itemOf.js";
import type { Applied } from "./rule.js";

/** Answers to items, as levels or codes. */
export type ListedAnswers = Readonly<Record<string, string | number | readonly (string | number)[]>>;

/** An item, its answers, and those that are listed, as `answers` of the survey holds them. */
interface Check {
  readonly item: Item;
  readonly cells: ArrayLike<string | number | null>;
  readonly listed: ReadonlySet<string | number>;
}

/**
 * Items that say what to answer, where any answer but the listed ones is wrong, or items about what does not exist, where the listed ones
 * are. Missing answers are not judged.
 *
 * @throws DataError where an item is absent; RangeError where an answer is none of its levels or codes.
 */
export function wrongAnswers(survey: Survey, answers: ListedAnswers, impossible: boolean): Applied {
  const checks = Object.entries(answers).map(([name, expected]): Check => {
    const item = itemOf(survey, name);
    const list = (Array.isArray(expected) ? expected : [expected]) as readonly (string | number)[];
    return {
      item,
      cells: survey.answers.array(name) as ArrayLike<string | number | null>,
      listed: new Set(list.map((answer) => cellOf(answer, item))),
    };
  });
  const why = impossible ? "which nobody can" : "which said what to answer";
  return {
    rule: impossible ? "impossible answer" : "wrong instructed answer",
    limit: null,
    meaning: impossible
      ? `claims to know what does not exist, in ${counted(checks.length, "item")}`
      : `${counted(checks.length, "item")} said what to answer, and another answer was given`,
    reasons: survey.ids.map((_, i) => {
      const judged = checks.filter(({ cells }) => cells[i] !== null);
      if (judged.length === 0) return undefined;
      return judged
        .filter(({ cells, listed }) => listed.has(cells[i]!) === impossible)
        .map(({ item, cells }) => `answered ${JSON.stringify(levelOf(cells[i]!, item))} to ${item.name}, ${why}`)
        .join("; ");
    }),
  };
}

/** A level or code as the answers hold it: texts of a choice and open answers, else numbers. */
function cellOf(answer: string | number, item: Item): string | number {
  const { name, kind, levels, codes } = item;
  if (levels === undefined) {
    if (kind === "open") return String(answer);
    if (typeof answer === "number" && !Number.isNaN(answer)) return answer;
    throw new RangeError(`expected a number as an answer to ${JSON.stringify(name)}, got ${JSON.stringify(answer)}`);
  }
  const at = typeof answer === "number" ? (codes?.indexOf(answer) ?? -1) : levels.indexOf(answer);
  if (at < 0) {
    const possible: readonly (string | number)[] = typeof answer === "number" && codes !== undefined ? codes : levels;
    throw new RangeError(
      `expected an answer to ${JSON.stringify(name)} among ${possible.map((one) => JSON.stringify(one)).join(", ")}, got ${JSON.stringify(answer)}`,
    );
  }
  return kind === "choice" ? levels[at]! : codes![at]!;
}

function levelOf(answer: string | number, { levels, codes }: Item): string {
  return typeof answer === "number" ? (levels?.[codes?.indexOf(answer) ?? -1] ?? String(answer)) : answer;
}
