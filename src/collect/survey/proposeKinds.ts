import { group } from "d3-array";
import { readBands } from "../../bands.js";
import { counted } from "../../readable.js";
import type { Value } from "../../table.js";
import { type Answered, answersGiven, type Given } from "./answersGiven.js";
import { fileLabels } from "./fileLabels.js";
import { knownOrders } from "./knownOrders.js";
import { asNumber } from "./missingCodes.js";
import type { Proposal } from "./proposal.js";
import { proposeNumbers } from "./proposeNumbers.js";
import { severalChoices } from "./severalChoices.js";
import { sharedLevels } from "./sharedLevels.js";

/**
 * Proposes the kind of every column from its answers: labels that the file has go first; sets of answers known in English are put in order; whole numbers are a
 * rating where at least three columns have the same ones; two levels beginning with yes and no are binary; a text that hardly anybody shares is
 * open. Everything else is a choice without an order.
 */
export function proposeKinds(columns: readonly Answered[]): Proposal[] {
  const given = columns.map(({ cells }) => answersGiven(cells));
  const places = columns.map((_, j) => j);
  const questions = group(places, (j) => columns[j]!.raw.of);
  const numbers = proposeNumbers(columns, given);
  const orders = knownOrders(columns, given);
  const unordered: number[] = [];
  const proposals = columns.map((column, j): Proposal => {
    const { raw } = column;
    const { texts, total } = given[j]!;
    const siblings = raw.of === undefined ? [j] : questions.get(raw.of)!;
    if (raw.written === true) return { kind: "open", because: "a field to write in, beside a question" };
    if (raw.several === true)
      return {
        kind: "multiple",
        levels: ["not chosen", "chosen"],
        codes: [0, 1],
        because: "one choice of a question with several",
      };
    const labelled = fileLabels(column, given[j]!);
    if (labelled !== undefined) return labelled;
    if (total === 0) return { kind: "open", because: "nobody answered" };
    if (siblings.length > 1 && areChoices(siblings.map((i) => given[i]!))) return chosen(column, given[j]!);
    if (given[j]!.numbers !== undefined && siblings.length > 2 && isRanking(siblings.map((i) => columns[i]!.cells)))
      return { kind: "ranking", because: `every respondent gives the ranks 1 to ${siblings.length} once` };
    const number = numbers[j];
    if (number !== undefined) return number;
    const order = orders[j];
    if (order !== undefined) return order;
    if (texts.length === 2) {
      const yes = texts.findIndex((text) => /^(?:yes|true)\b/i.test(text));
      const no = texts.findIndex((text) => /^(?:no|false)\b/i.test(text));
      if (yes >= 0 && no >= 0)
        return { kind: "binary", levels: [texts[no]!, texts[yes]!], codes: [0, 1], because: "two answers, no and yes" };
    }
    const brackets = readBands(texts)?.bands.map(({ text }) => text);
    if (brackets !== undefined)
      return { kind: "choice", levels: brackets, because: "brackets, in the order of their numbers" };
    const several = severalChoices(given[j]!);
    if (several?.sure === true)
      return {
        kind: "multiple",
        levels: several.choices,
        separator: several.separator,
        because: `several choices in one cell, with ${several.separator === ";" ? "semicolons" : "commas"} between`,
      };
    const doubtful =
      several === undefined
        ? {}
        : {
            separator: several.separator,
            note: `answers such as ${JSON.stringify(texts.find((text) => text.includes(several.separator)))} may hold several choices: if so, declare { kind: "multiple", separator: ${JSON.stringify(several.separator)} }`,
          };
    if (texts.length > 30 || (total >= 10 && texts.length > total / 2))
      return {
        kind: "open",
        because: `${texts.length} different texts among ${counted(total, "answer")}`,
        ...doubtful,
      };
    const spelt = texts.find((text, i) =>
      texts.some((other, k) => k < i && other.toLowerCase() === text.toLowerCase()),
    );
    unordered.push(j);
    return {
      kind: "choice",
      levels: texts,
      because: `${counted(texts.length, "text")} without an order that is known in English`,
      ...(spelt === undefined
        ? doubtful
        : {
            note: `${JSON.stringify(spelt)} also stands in other capitals, as a level of its own; declare levels to join them`,
          }),
    };
  });
  const shared = sharedLevels(
    unordered.map((j) => columns[j]!.raw.name),
    unordered.map((j) => given[j]!),
  );
  unordered.forEach((j, k) => {
    const note = shared.get(k);
    if (note !== undefined && proposals[j]!.note === undefined) proposals[j] = { ...proposals[j]!, note };
  });
  return proposals;
}

/** Whether every column holds one answer only and each another one (or 1), as columns of one choice each do. */
function areChoices(siblings: readonly Given[]): boolean {
  const texts = siblings.filter(({ numbers }) => numbers === undefined).flatMap((given) => given.texts);
  return (
    new Set(texts).size === texts.length &&
    siblings.every(({ texts, numbers }) => texts.length === 0 || (texts.length === 1 && (numbers?.[0] ?? 1) === 1))
  );
}

function chosen({ raw }: Answered, { texts }: Given): Proposal {
  return {
    kind: "multiple",
    levels: ["not chosen", "chosen"],
    codes: [0, 1],
    because: `a column of one choice${texts.length === 0 ? ", which nobody took" : `, ${JSON.stringify(texts[0])}`}, beside others of ${JSON.stringify(raw.of)}`,
  };
}

function isRanking(columns: readonly (readonly Value[])[]): boolean {
  let ranked = 0;
  for (let i = 0; i < columns[0]!.length; i++) {
    const ranks = columns.map((cells) => cells[i]).filter((cell) => cell !== null && cell !== undefined);
    if (ranks.length === 0) continue;
    const numbers = new Set(ranks.map((cell) => asNumber(cell!)));
    for (let rank = 1; rank <= columns.length; rank++) if (!numbers.has(rank)) return false;
    if (ranks.length !== columns.length) return false;
    ranked++;
  }
  return ranked > 1;
}
