/** Columns that Qualtrics adds to every export: their names in CSV, what is written below in English, and their names in JSON. None is an answer. */
const fields: readonly (readonly [name: string, text: string, inJson?: string])[] = [
  ["StartDate", "Start Date", "startDate"],
  ["EndDate", "End Date", "endDate"],
  ["Status", "Response Type", "status"],
  ["IPAddress", "IP Address", "ipAddress"],
  ["Progress", "Progress", "progress"],
  ["Duration (in seconds)", "Duration (in seconds)", "duration"],
  ["Finished", "Finished", "finished"],
  ["RecordedDate", "Recorded Date", "recordedDate"],
  ["ResponseId", "Response ID", "_recordId"],
  ["ResponseID", "ResponseID"],
  ["ResponseSet", "ResponseSet"],
  ["RecipientLastName", "Recipient Last Name", "recipientLastName"],
  ["RecipientFirstName", "Recipient First Name", "recipientFirstName"],
  ["RecipientEmail", "Recipient Email", "recipientEmail"],
  ["ExternalReference", "External Data Reference", "externalDataReference"],
  ["ExternalDataReference", "ExternalDataReference"],
  ["Name", "Name"],
  ["EmailAddress", "EmailAddress"],
  ["LocationLatitude", "Location Latitude", "locationLatitude"],
  ["LocationLongitude", "Location Longitude", "locationLongitude"],
  ["DistributionChannel", "Distribution Channel", "distributionChannel"],
  ["UserLanguage", "User Language", "userLanguage"],
];

/** Columns that Qualtrics adds to every CSV export, and what it writes below their names in English. */
export const qualtricsMetadata: ReadonlyMap<string, string> = new Map(fields.map(([name, text]) => [name, text]));

const known = new Set(
  // SPSS allows no spaces and parentheses in names.
  fields.flatMap(([name, , inJson = name]) => [name, name.replace(/[^A-Za-z0-9]/g, "_"), inJson]),
);

/**
 * Whether one of the columns of a Qualtrics export tells about the interview: what every export has, times of a page, and in which order choices and blocks were shown. The order of Q5 stands in
 * Q5_DO; without a column of Q5 that is the name of a question, such as THINGS_TO_DO.
 */
export function isQualtricsMetadata(name: string, names: readonly string[]): boolean {
  if (known.has(name) || /_(?:First|Last)[ _]Click$|_Page[ _]Submit$|_Click[ _]Count$/.test(name)) return true;
  const [, of] = /^(.+)_DO(?:_\d+)?$/.exec(name) ?? [];
  if (of === undefined) return false;
  // Blocks and branches of the flow have no column of their own.
  return (
    /^(?:FL|BL)_/.test(of) ||
    names.some((other) => other === of || (other.startsWith(`${of}_`) && !other.startsWith(`${of}_DO`)))
  );
}
