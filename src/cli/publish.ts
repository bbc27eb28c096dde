import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, extname, resolve } from "node:path";
import { hasTag, type Notebook, type Output, textOf } from "../notebook/notebook.js";
import type { ParameterValue } from "../notebook/parameters.js";
import { renderNotebook } from "../notebook/renderNotebook.js";
import { runNotebook } from "../notebook/runNotebook.js";

/** What to run and where to put it. */
export interface PublishOptions {
  notebook: string;
  parameters: Readonly<Record<string, ParameterValue>>;
  /** `.html` for a report, `.ipynb` for the notebook with its outputs. */
  output: string;
  timeoutSeconds: number;
}

/**
 * Runs a notebook, tells on stderr how far it is, and writes the report. Returns the lines that the notebook printed in its
 * cell tagged `findings`. Where the run fails, what there is of the notebook is kept beside the report that was asked for.
 */
export async function publish({ notebook, parameters, output, timeoutSeconds }: PublishOptions): Promise<string[]> {
  const form = extname(output);
  if (form !== ".html" && form !== ".ipynb")
    throw new RangeError(`expected an output that ends in .html or .ipynb, got ${output}`);
  makeFolder(output); // before the run: its result must not be lost for a folder
  // Where the run fails, the notebook as far as it came stays here.
  const ranTo = form === ".ipynb" ? output : output.replace(/\.html$/, ".partial.ipynb");

  const interrupted = new AbortController();
  const stop = () => interrupted.abort();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  try {
    const ran = await runNotebook(notebook, {
      parameters,
      output: ranTo,
      timeoutSeconds,
      onProgress: tell,
      signal: interrupted.signal,
    });
    if (form === ".html") {
      writeFileSync(output, renderNotebook(ran, { folder: dirname(notebook) }));
      rmSync(ranTo);
    }
    return findings(ran);
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    const kept = existsSync(ranTo) ? `; the notebook as far as it came: ${ranTo}` : "";
    throw Object.assign(new Error(`interrupted${kept}`), { name: "AbortError" });
  } finally {
    tellEnd();
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  }
}

function makeFolder(output: string): void {
  if (existsSync(output) && statSync(output).isDirectory())
    throw new RangeError(`expected an output file, got ${output}, which is a folder`);
  try {
    mkdirSync(dirname(resolve(output)), { recursive: true });
  } catch (cause) {
    throw new RangeError(`expected an output in a folder that can be made, got ${output}: ${(cause as Error).message}`);
  }
}

/** The lines printed by the cell tagged `findings`. */
function findings(notebook: Notebook): string[] {
  return notebook.cells
    .filter((cell) => hasTag(cell, "findings"))
    .flatMap((cell) => cell.outputs ?? [])
    .map(printed)
    .join("")
    .split("\n")
    .filter((line) => line.trim() !== "");
}

function printed(output: Output): string {
  if (output.output_type === "stream") return output.name === "stdout" ? textOf(output.text) : "";
  return output.output_type === "error" ? "" : `${textOf(output.data["text/plain"])}\n`;
}

const onTerminal = process.stderr.isTTY === true;

function tell(done: number, total: number, note = ""): void {
  if (!onTerminal) return;
  // A line that breaks could not be overwritten.
  const line = `cell ${Math.min(done + 1, total)} of ${total}  ${note}`.slice(0, (process.stderr.columns ?? 80) - 1);
  process.stderr.write(`\r\u001b[K${line}`);
}

function tellEnd(): void {
  if (onTerminal) process.stderr.write("\r\u001b[K");
}
