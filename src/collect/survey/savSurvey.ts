import type { Value } from "../../table.js";
import { plainText } from "./plainText.js";
import type { RawSurvey } from "./rawSurvey.js";
import { savFile } from "./savFile.js";

/** Seconds from the beginning of SPSS's calendar (14 October 1582) to 1970. */
const epoch = 12219379200;

/** The columns of an SPSS file: labels, levels of measurement and declared missing values and ranges go into the survey. */
export function savSurvey(bytes: Buffer, file: string): RawSurvey {
  const { variables, columns, cases, encoding } = savFile(bytes, file);
  return {
    file,
    form: "an SPSS file",
    rows: cases,
    notes: [`the texts of the file are in ${encoding}`],
    columns: variables.map(({ name, label, missing, labels, measure, time, width }, j) => {
      const { values, range } = missing;
      const isMissing = (value: Value) =>
        (values as Value[]).includes(value) ||
        (range !== undefined && typeof value === "number" && value >= range[0] && value <= range[1]);
      const cells = columns[j]!.map((cell): Value => (width > 0 && cell === "" ? null : cell));
      const answers = labels.filter(({ code }) => !isMissing(code));
      return {
        name,
        header: name,
        cells: time ? cells.map((cell) => (typeof cell === "number" ? new Date((cell - epoch) * 1000) : cell)) : cells,
        isMissing,
        ...(label === undefined || label === "" ? {} : { question: plainText(label) }),
        ...(answers.length === 0 ? {} : { labels: answers }),
        ...(measure === "ordinal" ? { ordered: true } : {}),
        ...(time ? { about: true } : {}),
      };
    }),
  };
}
