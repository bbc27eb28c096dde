/** Which rows, the first eight of them by number: "in row 5", "in rows 1, 2, 9". */
export function inRows(rows: readonly number[]): string {
  return `in ${rows.length === 1 ? "row" : "rows"} ${rows.slice(0, 8).join(", ")}${rows.length > 8 ? ", ..." : ""}`;
}
