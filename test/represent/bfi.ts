import { sharedColumns } from "../sharedData.js";

/** The 25 items of bfi.csv, one object a respondent; null where there is no answer. */
export function bfi(): { respondent: number; [item: string]: number | null }[] {
  const columns = Object.entries(sharedColumns("bfi.csv"));
  return columns[0]![1].map((id, row) => ({
    respondent: Number(id),
    ...Object.fromEntries(
      columns.slice(1, 26).map(([name, cells]) => [name, cells[row] === "" ? null : Number(cells[row])]),
    ),
  }));
}
