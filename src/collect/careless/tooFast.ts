import { DataError, requireColumn } from "../../errors.js";
import { readable } from "../../readable.js";
import { finiteNumbers, type Value } from "../../table.js";
import type { Survey } from "../survey.js";
import { type Found, notJudged, reasonsOf } from "./rule.js";

/**
 * Seconds for an answered question, of all questions of the survey: the time is that of the whole interview. The columns of several choices or of a ranking
 * are one question.
 *
 * @throws DataError where seconds are below 0.
 */
export function tooFast(
  survey: Survey,
  asked: string | ArrayLike<number | null> | undefined,
  secondsPerItem: number,
): Found {
  const { seconds, notes } = secondsOf(survey, asked);
  if (seconds === undefined) return notJudged(survey.ids.length, notes);
  const answered = new Float64Array(survey.ids.length);
  for (const names of questionsOf(survey)) {
    const columns = names.map((name) => survey.answers.array(name) as ArrayLike<Value>);
    for (let i = 0; i < answered.length; i++) if (columns.some((cells) => cells[i] !== null)) answered[i]!++;
  }
  const values = Array.from(answered, (count, i) =>
    Number.isNaN(seconds[i]!) || count === 0 ? null : seconds[i]! / count,
  );
  return {
    values,
    rule: {
      rule: "too fast",
      limit: secondsPerItem,
      meaning: `less than ${readable(secondsPerItem)} seconds for an answered question`,
      reasons: reasonsOf(
        values,
        (value) => value < secondsPerItem,
        (value) => `${readable(value)} seconds for an answered question (limit ${readable(secondsPerItem)})`,
      ),
    },
    notes,
  };
}

/** The columns of each question. */
function questionsOf({ items }: Survey): string[][] {
  const questions = new Map<string, string[]>();
  for (const { name, kind, of } of items) {
    const whole = kind === "multiple" || kind === "ranking";
    const question = whole && of !== undefined ? `${kind} of ${of}` : `the item ${name}`;
    questions.set(question, [...(questions.get(question) ?? []), name]);
  }
  return [...questions.values()];
}

/** The seconds of each respondent, NaN where they are not known, and where they were found. */
function secondsOf(
  { about, answers, ids, report }: Survey,
  asked: string | ArrayLike<number | null> | undefined,
): { seconds?: Float64Array; notes: string[] } {
  const name = asked ?? about.columnNames().find((column) => isSeconds(column, report.form));
  if (name === undefined) return { notes: [unknownSeconds(about.columnNames())] };
  if (typeof name !== "string") {
    if (name.length !== ids.length)
      throw new RangeError(`expected seconds of ${ids.length} respondents, got ${name.length}`);
    const seconds = Float64Array.from(name as ArrayLike<number | null>, (value) => value ?? Number.NaN);
    requireNoneBelow0(seconds);
    return { seconds, notes: [] };
  }
  requireColumn([...new Set([...about.columnNames(), ...answers.columnNames()])], name, "a column of seconds");
  const { values } = finiteNumbers(about.columnNames().includes(name) ? about : answers, name);
  requireNoneBelow0(values, name);
  return { seconds: values, notes: asked === undefined ? [`seconds are taken from ${JSON.stringify(name)}`] : [] };
}

/** Whether a column holds the seconds of an interview: its name says so, or Qualtrics, which calls them "duration" in JSON, wrote the file. */
function isSeconds(column: string, form: string): boolean {
  return (
    /^duration(?: \(in seconds\)|__in_seconds_)$/i.test(column) || (column === "duration" && /Qualtrics/.test(form))
  );
}

function unknownSeconds(about: readonly string[]): string {
  const duration = about.find((column) => /^duration$/i.test(column));
  return duration === undefined
    ? "how long respondents took is not known: pass { seconds }"
    : `how long respondents took is not known: pass { seconds: ${JSON.stringify(duration)} } if ${JSON.stringify(duration)} is in seconds`;
}

function requireNoneBelow0(seconds: Float64Array, column?: string): void {
  const bad = seconds.findIndex((value) => value < 0);
  if (bad >= 0)
    throw new DataError(`expected seconds from 0 up, got ${seconds[bad]}; correct it or make it null (not known)`, {
      row: bad + 1,
      ...(column === undefined ? {} : { column }),
    });
}
