/** Why a headless run ended early. */
export type NotebookFailure = "cell failed" | "timeout" | "kernel died";

/** A headless run ended early: in which cell, why, and with which error text. The partial notebook is written. */
export class NotebookError extends Error {
  override readonly name = "NotebookError";
  readonly reason: NotebookFailure;
  /** Position of the cell in the notebook that was written, from 1; 0: before the first cell. */
  readonly cell: number;
  /** The error as the cell would show it, without colors; with TypeScript's messages where the cell does not compile. */
  readonly text: string;
  /** Where the partial notebook was written, if an output was asked for. */
  readonly output: string | undefined;

  constructor(message: string, details: { reason: NotebookFailure; cell: number; text: string; output?: string }) {
    super(message);
    this.reason = details.reason;
    this.cell = details.cell;
    this.text = details.text;
    this.output = details.output;
  }
}
