import { group } from "d3-array";
import type { Value } from "../../table.js";
import { findMissing, missingAnswers } from "./missingCodes.js";
import { plainText } from "./plainText.js";
import { qualtricsColumns } from "./qualtricsCsv.js";
import { isQualtricsMetadata } from "./qualtricsMetadata.js";
import type { RawColumn, RawSurvey } from "./rawSurvey.js";
import { type SavVariable, savFile } from "./savFile.js";

/** Seconds from the beginning of SPSS's calendar (14 October 1582) to 1970. */
const epoch = 12219379200;

/** The columns of an SPSS file: labels, levels of measurement and declared missing values and ranges go into the survey. */
export function savSurvey(bytes: Buffer, file: string): RawSurvey {
  const { variables, columns, cases, encoding } = savFile(bytes, file);
  const names = variables.map(({ name }) => name);
  const cells = variables.map((variable, j) => cellsOf(variable, columns[j]!));
  const ofQualtrics = names.filter((name) => isQualtricsMetadata(name, names)).length >= 3;
  const named = ofQualtrics
    ? qualtricsColumns(
        names,
        variables.map(({ label }) => label ?? ""),
        cells,
      )
    : undefined;
  const plain = variables.map((variable, j): RawColumn => {
    const { name, label, missing, labels, measure, date, seconds } = variable;
    const declares = missing.values.length > 0 || missing.range !== undefined;
    const answers = labels.filter(({ code }) => !isMissing(missing, code));
    return {
      name,
      header: name,
      cells: cells[j]!,
      ...(label === undefined || label === "" ? {} : { question: plainText(label) }),
      ...named?.[j],
      ...(declares ? { isMissing: (value: Value) => isMissing(missing, value) } : {}),
      ...(answers.length === 0 ? {} : { labels: answers }),
      ...(measure === undefined ? {} : { measure }),
      ...(date || seconds ? { about: true } : {}),
    };
  });
  return {
    file,
    form: ofQualtrics ? "an SPSS file from Qualtrics" : "an SPSS file",
    rows: cases,
    notes: [`the texts of the file are in ${encoding}`],
    columns: joinChoices(plain),
  };
}

function cellsOf({ date, width }: SavVariable, cells: readonly (number | string | null)[]): Value[] {
  return cells.map((cell) => {
    if (width > 0 && cell === "") return null;
    return date && typeof cell === "number" ? new Date((cell - epoch) * 1000) : cell;
  });
}

function isMissing({ values, range }: SavVariable["missing"], value: Value): boolean {
  return (
    (values as Value[]).includes(value) ||
    (range !== undefined && typeof value === "number" && value >= range[0] && value <= range[1])
  );
}

/** Q2_1 and Q2_2 that have a single label each, and no other answer but usual codes of missing ones, are the choices of Q2. */
function joinChoices(columns: readonly RawColumn[]): RawColumn[] {
  const questionOf = (column: RawColumn) => (isChoice(column) ? /^(.+?)(?:_\d+)+$/.exec(column.name)?.[1] : undefined);
  const questions = group(columns, questionOf);
  return columns.map((column) => {
    const of = questionOf(column);
    return of === undefined || questions.get(of)!.length < 2
      ? column
      : { ...column, of, several: true, question: column.labels![0]!.label };
  });
}

function isChoice({ labels, cells, isMissing }: RawColumn): boolean {
  if (labels?.length !== 1 || labels[0]!.code === 0) return false;
  const find = findMissing(missingAnswers, true);
  return cells.every((cell) => cell === labels[0]!.code || find(cell) !== undefined || isMissing?.(cell) === true);
}
