import { DataError } from "../../errors.js";
import type { Value } from "../../table.js";
import { plainText } from "./plainText.js";
import type { RawColumn, RawSurvey } from "./rawSurvey.js";

interface Response {
  responseId: string;
  values: Record<string, unknown>;
  labels: Record<string, unknown>;
}

/** Fields of a response that are no answers. */
const metadata = new Set(
  `startDate endDate status ipAddress progress duration finished recordedDate _recordId recipientLastName recipientFirstName
recipientEmail externalDataReference locationLatitude locationLongitude distributionChannel userLanguage`.split(/\s+/),
);

/**
 * The columns of a Qualtrics JSON export: `{ responses: [{ responseId, values, labels }] }`. Codes get the labels that stand beside
 * them; a field with a list of codes becomes a column per choice.
 *
 * @throws DataError where the text is no such export.
 */
export function qualtricsJson(text: string, file: string): RawSurvey {
  const responses = responsesOf(text, file);
  const names = [...new Set(responses.flatMap(({ values }) => Object.keys(values)))];
  const columns = names.flatMap((name) => columnsOf(name, responses));
  const id: RawColumn = { name: "ResponseId", header: "responseId", cells: responses.map((one) => one.responseId) };
  return {
    file,
    form: "a Qualtrics JSON export",
    columns: [id, ...columns],
    rows: responses.length,
    notes: ["a Qualtrics JSON export holds no question texts: declare { question } where they are wanted"],
  };
}

function responsesOf(text: string, file: string): Response[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (cause) {
    throw new DataError(`expected a Qualtrics JSON export, but it is no JSON: ${(cause as Error).message}`, { file });
  }
  const list = (parsed as { responses?: unknown } | null)?.responses;
  if (!Array.isArray(list))
    throw new DataError("expected a Qualtrics JSON export { responses: [...] }, found no list of responses", { file });
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

function columnsOf(name: string, responses: readonly Response[]): RawColumn[] {
  const about = metadata.has(name) ? { about: true } : {};
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
    else if (
      label !== undefined &&
      label !== null &&
      !Array.isArray(label) &&
      (typeof code === "number" || typeof code === "string")
    )
      labels.set(coded(code), plainText(String(label)));
  });
  const listed = [...labels].map(([code, label]) => ({ code, label })).sort(byCode);
  if (given.some(Array.isArray)) {
    const choices = [...new Set(given.flatMap((value) => (Array.isArray(value) ? value.map(coded) : [])))].sort(
      (a, b) => byCode({ code: a }, { code: b }),
    );
    return choices.map((choice) => ({
      name: `${name}_${choice}`,
      header: name,
      of: name,
      question: labels.get(choice) ?? String(choice),
      cells: given.map(
        (value): Value =>
          Array.isArray(value) ? (value.map(coded).includes(choice) ? 1 : 0) : value === undefined ? null : 0,
      ),
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
