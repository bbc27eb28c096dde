/** Columns that Qualtrics adds to every export, and what it writes below their names in English: none is an answer. */
export const qualtricsMetadata: ReadonlyMap<string, string> = new Map([
  ["StartDate", "Start Date"],
  ["EndDate", "End Date"],
  ["Status", "Response Type"],
  ["IPAddress", "IP Address"],
  ["Progress", "Progress"],
  ["Duration (in seconds)", "Duration (in seconds)"],
  ["Finished", "Finished"],
  ["RecordedDate", "Recorded Date"],
  ["ResponseId", "Response ID"],
  ["ResponseID", "ResponseID"],
  ["ResponseSet", "ResponseSet"],
  ["RecipientLastName", "Recipient Last Name"],
  ["RecipientFirstName", "Recipient First Name"],
  ["RecipientEmail", "Recipient Email"],
  ["ExternalReference", "External Data Reference"],
  ["ExternalDataReference", "ExternalDataReference"],
  ["Name", "Name"],
  ["EmailAddress", "EmailAddress"],
  ["LocationLatitude", "Location Latitude"],
  ["LocationLongitude", "Location Longitude"],
  ["DistributionChannel", "Distribution Channel"],
  ["UserLanguage", "User Language"],
]);

/** SPSS allows no spaces and parentheses in names. */
const inSpss = new Set([...qualtricsMetadata.keys()].map((name) => name.replace(/[^A-Za-z0-9]/g, "_")));

/** Whether a column of a Qualtrics export tells about the interview: what every export has, times of a page, and in which order choices and blocks were shown. */
export function isQualtricsMetadata(name: string): boolean {
  return (
    qualtricsMetadata.has(name) ||
    inSpss.has(name) ||
    /_(?:First|Last)[ _]Click$|_Page[ _]Submit$|_Click[ _]Count$|_DO(?:_\d+)?$/.test(name)
  );
}
