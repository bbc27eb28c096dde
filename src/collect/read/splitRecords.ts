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
  // What the field holds so far, and where the rest of it begins: cutting pieces out of the text costs far less memory
  // than adding characters one by one.
  let field = "";
  let from = 0;
  let [inQuotes, wasQuoted, atStart, started] = [false, false, true, false];
  const endField = (at: number) => {
    record.push(field + text.slice(from, at));
    field = "";
    atStart = true;
    wasQuoted = false;
  };
  const endRecord = (at: number) => {
    endField(at);
    if (started) records.push(record);
    record = [];
    started = false;
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (inQuotes) {
      const pair = char === guard && text[i + 1] === quote;
      if (!pair && char !== quote) continue;
      field += text.slice(from, i);
      from = i + 1;
      // A guarded quote is part of the field: it begins the next piece.
      if (pair) i++;
      else inQuotes = false;
    } else if (char === "\n" || char === "\r") {
      endRecord(i);
      if (char === "\r" && text[i + 1] === "\n") i++;
      from = i + 1;
    } else {
      started = true;
      if (char === delimiter) {
        endField(i);
        from = i + 1;
      } else if (char === quote && atStart && !wasQuoted) {
        inQuotes = true;
        wasQuoted = true;
        atStart = false;
        from = i + 1;
      } else atStart = false;
    }
  }
  if (whole && (started || from < text.length)) endRecord(text.length);
  return records;
}

/** How the text is written. */
export interface SplitOptions {
  readonly delimiter: string;
  readonly quote?: string;
  readonly escape?: string;
  readonly whole?: boolean;
}
