import { DataError } from "../../errors.js";
import type { Value } from "../../table.js";
import { findMissing, missingAnswers } from "./missingCodes.js";
import { plainText } from "./plainText.js";
import { isQualtricsMetadata } from "./qualtricsMetadata.js";
import type { RawColumn, RawSurvey } from "./rawSurvey.js";

interface Response {
  responseId: string;
  values: Record<string, unknown>;
  labels: Record<string, unknown>;
}

const isUnanswered = findMissing(missingAnswers, true);

/**
 * The columns of a Qualtrics JSON export: `{ responses: [{ responseId, values, labels }] }`, or the list alone. Codes get the labels that stand beside
 * them; a field with a list of codes becomes a column per choice. Undefined where the text is other JSON.
 *
 * @throws DataError where the text is a broken export.
 */
export function qualtricsJson(text: string, file: string): RawSurvey | undefined {
  const responses = responsesOf(text, file);
  if (responses === undefined) return undefined;
  const names = [...new Set(responses.flatMap(({ values }) => Object.keys(values)))];
  const columns = names.flatMap((name) => columnsOf(name, names, responses));
  const id: RawColumn = { name: "ResponseId", header: "responseId", cells: responses.map((one) => one.responseId) };
  return {
    file,
    form: "a Qualtrics JSON export",
    columns: [id, ...columns],
    rows: responses.length,
    notes: ["a Qualtrics JSON export holds no question texts: declare { question } where they are wanted"],
  };
}

function responsesOf(text: string, file: string): Response[] | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (cause) {
    // Objects one a line are no JSON as a whole.
    if (!/^\ufeff?\s*\{\s*"responses"\s*:/.test(text)) return undefined;
    throw new DataError(`expected a Qualtrics JSON export, but it is no JSON: ${(cause as Error).message}`, { file });
  }
  const list = isResponses(parsed) ? parsed : (parsed as { responses?: unknown } | null)?.responses;
  if (!Array.isArray(list)) return undefined;
  if (list.length === 0) throw new DataError("expected responses, got none", { file });
  return list.map((one: Partial<Response> | null, i) => {
    if (typeof one?.responseId !== "string" || typeof one.values !== "object" || one.values === null)
      throw new DataError("expected a response { responseId, values, labels }, got another object", {
        file,
        row: i + 1,
      });
    return { responseId: one.responseId, values: one.values, labels: one.labels ?? {} };
  });
}

/** Whether it is the list of responses alone. */
function isResponses(parsed: unknown): parsed is unknown[] {
  const first: unknown = Array.isArray(parsed) ? parsed[0] : undefined;
  return typeof first === "object" && first !== null && "responseId" in first && "values" in first;
}

function columnsOf(name: string, names: readonly string[], responses: readonly Response[]): RawColumn[] {
  const about = isQualtricsMetadata(name, names) ? { about: true } : {};
  const text = /^(.+?)(?:_\d+)?_TEXT$/.exec(name);
  const part = text === null ? /^(QID\d+)(?:_\d+)+$/.exec(name) : null;
  const given = responses.map(({ values }) => values[name]);
  const labels = new Map<number | string, string>();
  responses.forEach(({ values, labels: said }) => {
    const [code, label] = [values[name], said[name]];
    if (Array.isArray(code) && Array.isArray(label))
      code.forEach((one, k) => {
        if (label[k] !== undefined) labels.set(coded(one), plainText(String(label[k])));
      });
    // A question that was seen and not answered has the code for its label, too.
    else if (String(label) === String(code)) return;
    else if (
      label !== undefined &&
      label !== null &&
      !Array.isArray(label) &&
      (typeof code === "number" || typeof code === "string")
    )
      labels.set(coded(code), plainText(String(label)));
  });
  const listed = [...labels].map(([code, label]) => ({ code, label })).sort(byCode);
  if (about.about !== true && given.some(Array.isArray)) {
    const taken = given.map((value) => takenOf(value, labels));
    const choices = [...new Set(taken.flatMap((codes) => (Array.isArray(codes) ? codes : [])))].sort((a, b) =>
      byCode({ code: a }, { code: b }),
    );
    return choices.map((choice) => ({
      name: `${name}_${choice}`,
      header: name,
      of: name,
      question: labels.get(choice) ?? String(choice),
      cells: taken.map((codes): Value => (Array.isArray(codes) ? (codes.includes(choice) ? 1 : 0) : codes)),
      labels: [
        { code: 0, label: "not chosen" },
        { code: 1, label: "chosen" },
      ],
      several: true,
    }));
  }
  return [
    {
      name,
      header: name,
      cells: given.map(cellOf),
      ...about,
      ...(listed.length === 0 || about.about ? {} : { labels: listed }),
      ...(text === null ? {} : { of: text[1]!, written: true }),
      ...(part === null ? {} : { of: part[1]! }),
    },
  ];
}

/** The choices that somebody took, of which a single one may stand without a list; or the code of a question that was not answered, or null. */
function takenOf(value: unknown, labels: ReadonlyMap<number | string, string>): (number | string)[] | Value {
  if (Array.isArray(value)) return value.map(coded);
  if (value === undefined || value === null) return null;
  const code = coded(value);
  return !labels.has(code) && isUnanswered(code) !== undefined ? code : [code];
}

function coded(value: unknown): number | string {
  return typeof value === "number" ? value : /^-?\d+$/.test(String(value)) ? Number(value) : String(value);
}

function byCode(a: { code: number | string }, b: { code: number | string }): number {
  if (typeof a.code === "number" && typeof b.code === "number") return a.code - b.code;
  return String(a.code) < String(b.code) ? -1 : String(a.code) > String(b.code) ? 1 : 0;
}

function cellOf(value: unknown): Value {
  if (value === undefined || value === null) return null;
  return typeof value === "number" || typeof value === "string" || typeof value === "boolean"
    ? value
    : JSON.stringify(value);
}
