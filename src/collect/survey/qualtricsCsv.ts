import type { Value } from "../../table.js";
import { plainText } from "./plainText.js";
import type { RawColumn } from "./rawSurvey.js";

/** Columns that Qualtrics adds to every export, and what it writes below their names. Those that are no answers. */
const metadata: Readonly<Record<string, string>> = {
  StartDate: "Start Date",
  EndDate: "End Date",
  Status: "Response Type",
  IPAddress: "IP Address",
  Progress: "Progress",
  "Duration (in seconds)": "Duration (in seconds)",
  Finished: "Finished",
  RecordedDate: "Recorded Date",
  ResponseId: "Response ID",
  ResponseID: "ResponseID",
  ResponseSet: "ResponseSet",
  RecipientLastName: "Recipient Last Name",
  RecipientFirstName: "Recipient First Name",
  RecipientEmail: "Recipient Email",
  ExternalReference: "External Data Reference",
  ExternalDataReference: "ExternalDataReference",
  Name: "Name",
  EmailAddress: "EmailAddress",
  LocationLatitude: "Location Latitude",
  LocationLongitude: "Location Longitude",
  DistributionChannel: "Distribution Channel",
  UserLanguage: "User Language",
};

/** How many of the first rows of the data are header: 2 with the row of ImportIds, 1 with the question texts only, 0 where it is no Qualtrics export. */
export function qualtricsHeaderRows(names: readonly string[], cell: (row: number, column: number) => Value): 0 | 1 | 2 {
  const isImport = (row: number) => {
    const filled = names.map((_, j) => String(cell(row, j) ?? "").trim()).filter((text) => text !== "");
    return filled.length > 0 && filled.every((text) => /^\{\s*"+ImportId"+\s*:/.test(text));
  };
  if (isImport(1)) return 2;
  if (isImport(0)) return 1;
  let [known, repeated] = [0, 0];
  names.forEach((name, j) => {
    const below = metadata[name];
    if (below === undefined) return;
    known++;
    const text = String(cell(0, j) ?? "").trim();
    if (text === below || text === name) repeated++;
  });
  return known >= 2 && repeated === known ? 1 : 0;
}

/** The columns of a Qualtrics export below its header rows: texts without HTML, matrix and choice columns joined to their question. */
export function qualtricsColumns(
  names: readonly string[],
  texts: readonly string[],
  columns: readonly (readonly Value[])[],
): RawColumn[] {
  const questions = texts.map(plainText);
  const parts = names.map((name, j) => partOf(name, questions[j]!));
  const members = new Map<string, number[]>();
  parts.forEach(({ of, written }, j) => {
    if (of !== undefined && !written) members.set(of, [...(members.get(of) ?? []), j]);
  });
  return names.map((name, j): RawColumn => {
    const text = questions[j]!;
    const { of, written } = parts[j]!;
    const about = name in metadata || /_(?:First Click|Last Click|Page Submit|Click Count)$/.test(name);
    const group = of === undefined ? [] : (members.get(of) ?? []);
    const alone = group.length < 2 && !written;
    const stem = alone || written ? undefined : commonStem(group.map((i) => questions[i]!));
    const question = stem === undefined ? text : text.slice(stem.length).replace(/^ ?[-–:] /, "");
    return {
      name,
      header: name,
      cells: columns[j]!,
      ...(text === "" ? {} : { question: withoutSelected(question) }),
      ...(stem === undefined ? {} : { stem: withoutSelected(stem) }),
      ...(of === undefined || alone ? {} : { of }),
      ...(written ? { written } : {}),
      ...(about ? { about } : {}),
    };
  });
}

/** "Q5_1" belongs to Q5; "Q3_5_TEXT" and "Q3_TEXT" are what people wrote beside Q3. */
function partOf(name: string, question: string): { of?: string; written: boolean } {
  const text = /^(.+?)(?:_\d+)?_TEXT$/.exec(name);
  if (text !== null) return { of: text[1]!, written: true };
  const member = /^(.+?)(?:_\d+)+$/.exec(name) ?? /^(.+?)#\d+(?:_\d+)*$/.exec(name);
  return member === null || !(/ - /.test(question) || /^Q/i.test(name))
    ? { written: false }
    : { of: member[1]!, written: false };
}

/** What all texts of a question begin with, up to a " - ". */
function commonStem(texts: readonly string[]): string | undefined {
  const first = texts[0]!;
  for (let at = first.lastIndexOf(" - "); at > 0; at = first.lastIndexOf(" - ", at - 1)) {
    const stem = first.slice(0, at);
    if (texts.every((text) => text.startsWith(`${stem} - `))) return stem;
  }
  return undefined;
}

function withoutSelected(text: string): string {
  return text.replace(/ - Selected Choice$/, "");
}
