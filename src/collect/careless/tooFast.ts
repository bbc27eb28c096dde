import { requireColumn } from "../../errors.js";
import { readable } from "../../readable.js";
import { finiteNumbers, type Value } from "../../table.js";
import type { Survey } from "../survey.js";
import { type Found, notJudged, reasonsOf } from "./rule.js";

/** Seconds for an answered item, of all items of the survey: the time is that of the whole interview. */
export function tooFast(
  survey: Survey,
  asked: string | ArrayLike<number | null> | undefined,
  secondsPerItem: number,
): Found {
  const { seconds, notes } = secondsOf(survey, asked);
  if (seconds === undefined)
    return notJudged(survey.ids.length, ["how long respondents took is not known: pass { seconds }"]);
  const answered = new Float64Array(survey.ids.length);
  for (const { name } of survey.items) {
    const cells = survey.answers.array(name) as ArrayLike<Value>;
    for (let i = 0; i < answered.length; i++) if (cells[i] !== null) answered[i]!++;
  }
  const values = Array.from(answered, (count, i) =>
    Number.isNaN(seconds[i]!) || count === 0 ? null : seconds[i]! / count,
  );
  return {
    values,
    rule: {
      rule: "too fast",
      limit: secondsPerItem,
      meaning: `less than ${readable(secondsPerItem)} seconds for an answered item`,
      reasons: reasonsOf(
        values,
        (value) => value < secondsPerItem,
        (value) => `${readable(value)} seconds for an item (limit ${readable(secondsPerItem)})`,
      ),
    },
    notes,
  };
}

/** The seconds of each respondent, NaN where they are not known, and where they were found. */
function secondsOf(
  { about, answers, ids }: Survey,
  asked: string | ArrayLike<number | null> | undefined,
): { seconds?: Float64Array; notes: string[] } {
  const name =
    asked ?? about.columnNames().find((column) => /^duration(?: \(in seconds\)|__in_seconds_)?$/i.test(column));
  if (name === undefined) return { notes: [] };
  if (typeof name !== "string") {
    if (name.length !== ids.length)
      throw new RangeError(`expected seconds of ${ids.length} respondents, got ${name.length}`);
    return { seconds: Float64Array.from(name as ArrayLike<number | null>, (value) => value ?? Number.NaN), notes: [] };
  }
  requireColumn([...new Set([...about.columnNames(), ...answers.columnNames()])], name, "a column of seconds");
  const { values } = finiteNumbers(about.columnNames().includes(name) ? about : answers, name);
  return { seconds: values, notes: asked === undefined ? [`seconds are taken from ${JSON.stringify(name)}`] : [] };
}
