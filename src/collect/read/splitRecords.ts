/**
 * The first records of a piece of delimited text as fields (RFC 4180: quotes doubled inside quotes). For looking at the
 * beginning of a file; a record that `text` cuts off is left out unless `whole` says that the text ends there.
 */
export function splitRecords(
  text: string,
  { delimiter, quote = '"', escape: guard = quote, whole = true }: SplitOptions,
): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let field = "";
  let [inQuotes, wasQuoted, atStart, started] = [false, false, true, false];
  const endRecord = () => {
    record.push(field);
    if (started) records.push(record);
    record = [];
    field = "";
    atStart = true;
    started = false;
    wasQuoted = false;
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (inQuotes) {
      if (char === guard && text[i + 1] === quote) field += text[++i];
      else if (char === quote) inQuotes = false;
      else field += char;
    } else if (char === "\n" || char === "\r") {
      if (char === "\r" && text[i + 1] === "\n") i++;
      endRecord();
    } else {
      started = true;
      if (char === delimiter) {
        record.push(field);
        field = "";
        atStart = true;
        wasQuoted = false;
      } else if (char === quote && atStart && !wasQuoted) {
        inQuotes = true;
        wasQuoted = true;
        atStart = false;
      } else {
        field += char;
        atStart = false;
      }
    }
  }
  if (whole && (started || field !== "")) endRecord();
  return records;
}

/** How the text is written. */
export interface SplitOptions {
  readonly delimiter: string;
  readonly quote?: string;
  readonly escape?: string;
  readonly whole?: boolean;
}
