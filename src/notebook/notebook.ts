import { readFileSync } from "node:fs";
import { DataError } from "../errors.js";

/** A Jupyter notebook (nbformat 4), as it lies in an .ipynb file. */
export interface Notebook {
  cells: Cell[];
  metadata: Record<string, unknown>;
  nbformat: number;
  nbformat_minor: number;
}

/** One cell. Code cells have outputs and a count. */
export interface Cell {
  cell_type: "code" | "markdown" | "raw";
  id?: string;
  source: string | string[];
  metadata: { tags?: string[]; [key: string]: unknown };
  outputs?: Output[];
  execution_count?: number | null;
  attachments?: Record<string, MimeBundle>;
}

/** What one cell printed, showed or failed with. */
export type Output = StreamOutput | DisplayOutput | ErrorOutput;

export interface StreamOutput {
  output_type: "stream";
  name: "stdout" | "stderr";
  text: string | string[];
}

export interface DisplayOutput {
  output_type: "display_data" | "execute_result";
  data: MimeBundle;
  metadata: Record<string, unknown>;
  execution_count?: number | null;
}

export interface ErrorOutput {
  output_type: "error";
  ename: string;
  evalue: string;
  traceback: string[];
}

/** The same thing in several forms, by MIME type; whoever shows it takes the best form it knows. */
export type MimeBundle = Record<string, unknown>;

/**
 * Reads an .ipynb file.
 *
 * @throws DataError where the file is not a notebook of format 4.
 *
 * @example
 * const { cells } = readNotebook("notebooks/00-start-here.ipynb");
 * console.log(cells[0]?.cell_type); // markdown
 */
export function readNotebook(path: string): Notebook {
  let content: Partial<Notebook>;
  try {
    content = JSON.parse(readFileSync(path, "utf8")) as Partial<Notebook>;
  } catch (cause) {
    if ((cause as { code?: string }).code === "ENOENT")
      throw new DataError("expected a notebook, found no file", { file: path });
    throw new DataError(`expected a notebook in JSON, got: ${(cause as Error).message}`, { file: path });
  }
  if (content.nbformat !== 4 || !Array.isArray(content.cells)) {
    throw new DataError(`expected a notebook of format 4 with cells, got format ${content.nbformat ?? "none"}`, {
      file: path,
    });
  }
  return content as Notebook;
}

/** The text of a cell, a stream or a MIME value: notebooks keep texts whole or as a list of lines. */
export function textOf(source: unknown): string {
  return Array.isArray(source) ? source.join("") : typeof source === "string" ? source : "";
}

/** Whether the cell carries the tag. */
export function hasTag(cell: Cell, tag: string): boolean {
  return Array.isArray(cell.metadata?.tags) && cell.metadata.tags.includes(tag);
}

/** The notebook as the text of an .ipynb file, laid out as Jupyter does. */
export function notebookText(notebook: Notebook): string {
  return `${JSON.stringify(notebook, null, 1)}\n`;
}
