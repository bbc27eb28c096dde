import { counted } from "../../readable.js";
import { type Answered, type Given, textOf } from "./answersGiven.js";
import { inRows } from "./inRows.js";
import { orderedLevels } from "./orderedLevels.js";
import type { Proposal } from "./proposal.js";
import { wholeRange } from "./wholeRange.js";

/**
 * The kind of a column whose file says what its codes mean, or undefined where the labels do not explain the answers. They do where every answer has one; where
 * the others are points between, as of a rating with labels at its ends; and where most have one: the others then stay, as levels of their own, with a warning.
 */
export function fileLabels({ raw, cells }: Answered, { counts, texts, total, numbers }: Given): Proposal | undefined {
  const { labels = [], measure } = raw;
  if (labels.length === 0) return undefined;
  const known = new Set(labels.flatMap(({ code, label }) => [String(code), label]));
  const strange = texts.filter((text) => !known.has(text));
  const mostly = strange.reduce((sum, text) => sum + counts.get(text)!, 0) < total / 2;
  const warning = strange.length === 0 ? {} : { warning: withoutLabel(strange, cells) };
  const byCode = labels.every(({ code }) => typeof code === "number" && Number.isFinite(code));
  if (!byCode)
    return strange.length > 0 && !mostly
      ? undefined
      : {
          kind: "choice",
          levels: [...labels.map(({ label }) => label), ...strange],
          because: "labels of the file",
          ...warning,
        };
  if (strange.length > 0 && (numbers === undefined || labels.length < 2)) return undefined;
  const named = new Map(labels.map(({ code, label }) => [code as number, label]));
  const [low, high] = [Math.min(...named.keys()), Math.max(...named.keys())];
  const unnamed = (numbers ?? []).filter((value) => !named.has(value));
  const between =
    unnamed.length > 0 &&
    high - low <= 100 &&
    unnamed.every((value) => Number.isInteger(value) && value > low && value < high) &&
    !(measure === "nominal" && mostly);
  if (strange.length > 0 && !between && !mostly) return undefined;
  const codes = between
    ? wholeRange({ low, high })
    : [...new Set([...named.keys(), ...(strange.length > 0 ? unnamed : [])])].sort((a, b) => a - b);
  const levels = codes.map((code) => named.get(code) ?? String(code));
  const found = { levels, codes, ...(between ? {} : warning) };
  if (levels.length === 2) return { kind: "binary", because: "two labels in the file", ...found };
  const order = orderedLevels(labels.map(({ label }) => label));
  const why =
    measure === "ordinal"
      ? ", which calls them ordered"
      : between
        ? ", with points between"
        : order !== undefined
          ? `, which are levels of ${order.scale}`
          : undefined;
  return why === undefined
    ? { kind: "choice", because: "labels of the file, which does not call them ordered", ...found }
    : { kind: "likert", because: `labels of the file${why}`, ...found };
}

function withoutLabel(strange: readonly string[], cells: Answered["cells"]): string {
  const rows = cells.flatMap((cell, i) => (cell !== null && strange.includes(textOf(cell)) ? [i + 1] : []));
  return `${strange.slice(0, 8).join(", ")} ${strange.length === 1 ? "has" : "have"} no label in the file (${counted(rows.length, "answer")}, ${inRows(rows)}); declare { levels }, or { missing } where it is no answer`;
}
