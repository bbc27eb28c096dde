import { NotebookError, type NotebookFailure } from "../notebook/notebookError.js";

const codes: Record<NotebookFailure, number> = { "cell failed": 1, timeout: 3, "kernel died": 4 };

/** The exit code for an error: scripts tell a slow notebook from a broken one by it. */
export function exitCode(error: unknown): number {
  if (error instanceof NotebookError) return codes[error.reason];
  if (error instanceof RangeError || error instanceof TypeError) return 2;
  return (error as { name?: string } | null)?.name === "AbortError" ? 130 : 1;
}
