/** What sort of question an item is. */
export type ItemKind = "likert" | "binary" | "choice" | "multiple" | "ranking" | "open" | "number";

/** One column of answers. */
export interface Item {
  /** Its column in `answers`. */
  readonly name: string;
  /** What people were asked; of a matrix, the statement. */
  readonly question?: string;
  /** What all statements of a matrix, or all choices of a question, were asked under. */
  readonly stem?: string;
  readonly kind: ItemKind;
  /** The possible answers, in order where they have one. */
  readonly levels?: readonly string[];
  /** The number of each level in `answers`. */
  readonly codes?: readonly number[];
  /** The scale that it belongs to. */
  readonly scale?: string;
  /** Whether agreement means less of the scale. */
  readonly reversed?: boolean;
  /** The question that a column of a matrix, of several choices or of a ranking belongs to. */
  readonly of?: string;
}

/** What is declared of an item; what is left out is proposed from the data and said in the report. */
export interface ItemDeclaration {
  readonly kind?: ItemKind;
  /** Possible answers, lowest first. For one column that holds several choices, all choices. */
  readonly levels?: readonly string[];
  /** The number of each level; 1, 2, 3 and on by default, 0 and 1 for two. */
  readonly codes?: readonly number[];
  readonly question?: string;
  readonly scale?: string;
  readonly reversed?: boolean;
  /** The question that the column is a part of. Columns of one question with several choices ("multiple") need it: an empty cell then is a choice not taken. */
  readonly of?: string;
  /** What stands for no answer in this item, instead of the codes of the survey. */
  readonly missing?: readonly (string | number)[];
  /** What stands between the choices of a column that holds several; found in the answers, else a comma. */
  readonly separator?: string;
}

export const kinds: readonly ItemKind[] = ["likert", "binary", "choice", "multiple", "ranking", "open", "number"];
