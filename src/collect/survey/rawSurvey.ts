import type { Value } from "../../table.js";

/** A column of a survey as its file has it, before anything is decided. */
export interface RawColumn {
  /** The name that the item gets. */
  readonly name: string;
  /** The name in the file, where it is another. */
  readonly header: string;
  readonly question?: string;
  /** The text that all columns of the question have in common. */
  readonly stem?: string;
  /** The question that this column is a part of. */
  readonly of?: string;
  /** Whether people wrote it themselves beside a choice. */
  readonly written?: boolean;
  /** Whether it tells about the interview and not about the respondent: dates, durations, addresses. */
  readonly about?: boolean;
  /** Whether it says of one choice of a question whether it was taken. */
  readonly several?: boolean;
  readonly cells: readonly Value[];
  /** What codes mean, where the file says so, in its order. */
  readonly labels?: readonly { readonly code: number | string; readonly label: string }[];
  /** Codes that the file itself declares missing. */
  readonly isMissing?: (value: Value) => boolean;
  /** What the file says of the labels: names only, in order, or measured. */
  readonly measure?: "nominal" | "ordinal" | "scale";
}

/** A survey as its file has it. */
export interface RawSurvey {
  readonly file?: string;
  /** What kind of file it was taken for, in words. */
  readonly form: string;
  readonly columns: readonly RawColumn[];
  readonly rows: number;
  /** Guesses made on the way, in words. */
  readonly notes: readonly string[];
}
