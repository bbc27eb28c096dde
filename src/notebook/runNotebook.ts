import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { collectOutputs } from "./collectOutputs.js";
import { type Cell, type ErrorOutput, hasTag, type Notebook, notebookText, readNotebook, textOf } from "./notebook.js";
import { NotebookError, type NotebookFailure } from "./notebookError.js";
import { declaredParameters, type ParameterValue, parametersCode } from "./parameters.js";
import { type Kernel, startKernel } from "./startKernel.js";

/** How to run a notebook. */
export interface RunNotebookOptions {
  /** New values for what the cell tagged `parameters` declares. */
  parameters?: Readonly<Record<string, ParameterValue>>;
  /** Where to write the notebook with its outputs; also, as far as it came, where the run fails. */
  output?: string;
  /** Longest time for one cell. */
  timeoutSeconds?: number;
  /** Go on after cells that fail. */
  allowErrors?: boolean;
  /** Called before each code cell runs: `done` of `total` are finished, `note` is the line that comes next. */
  onProgress?: (done: number, total: number, note?: string) => void;
  /** Ends the run from outside. */
  signal?: AbortSignal;
}

const graceMilliseconds = 3000;
/** A longer timer would fire at once. */
const longestTimer = 2 ** 31 - 1;

/**
 * Runs a notebook under the project's tslab kernel, without Python and without a browser, and gives it back with its outputs.
 *
 * The kernel works in the notebook's folder. Cells are honored by their tags: `parameters` (a cell with this run's values is
 * put behind it, as papermill does), `skip-execution`, and `raises-exception` (may fail). The same notebook with the same
 * parameters and data gives the same outputs, byte for byte, as far as its own cells are reproducible.
 *
 * @throws NotebookError where a cell fails ("cell failed"), runs longer than `timeoutSeconds` ("timeout"), or the kernel
 * ends ("kernel died"); `output` then holds the partial notebook. RangeError or TypeError where a parameter does not fit
 * the notebook. DataError where the file is not a notebook.
 *
 * @example
 * const notebook = await runNotebook("test/fixtures/notebooks/parameters.ipynb", { parameters: { segments: 5 } });
 * console.log(notebook.cells.length); // 4
 */
export async function runNotebook(path: string, options: RunNotebookOptions = {}): Promise<Notebook> {
  const { parameters = {}, output, timeoutSeconds = 600, allowErrors = false, onProgress, signal } = options;
  if (!(timeoutSeconds > 0))
    throw new RangeError(`expected timeoutSeconds to be a number above 0, got ${timeoutSeconds}`);
  signal?.throwIfAborted();
  const notebook = prepare(readNotebook(path), parameters);
  const write = () => {
    if (output === undefined) return;
    mkdirSync(dirname(resolve(output)), { recursive: true });
    writeFileSync(output, notebookText(notebook));
  };

  const kernel = await startKernel(dirname(resolve(path)));
  const stop = () => kernel.kill();
  signal?.addEventListener("abort", stop, { once: true });
  try {
    signal?.throwIfAborted(); // it may have come while the kernel started
    const toRun = notebook.cells.filter(
      (cell) => cell.cell_type === "code" && !hasTag(cell, "skip-execution") && textOf(cell.source).trim() !== "",
    );
    const collector = collectOutputs();
    for (const [done, cell] of toRun.entries()) {
      onProgress?.(done, toRun.length, firstLine(cell));
      const mayFail = allowErrors || hasTag(cell, "raises-exception");
      const failure = await runCell(kernel, cell, collector, { mayFail, timeoutSeconds });
      signal?.throwIfAborted();
      if (failure !== undefined) throw notebookError(notebook, cell, failure, path, output);
    }
    onProgress?.(toRun.length, toRun.length);
    return notebook;
  } finally {
    signal?.removeEventListener("abort", stop);
    await kernel.close();
    write(); // last, for it may fail, and a kernel left running would keep this process alive
  }
}

interface CellFailure {
  reason: NotebookFailure;
  text: string;
}

async function runCell(
  kernel: Kernel,
  cell: Cell,
  collector: ReturnType<typeof collectOutputs>,
  { mayFail, timeoutSeconds }: { mayFail: boolean; timeoutSeconds: number },
): Promise<CellFailure | undefined> {
  let late = false;
  let grace: NodeJS.Timeout | undefined;
  const timer = setTimeout(
    () => {
      late = true;
      kernel.interrupt();
      grace = setTimeout(() => kernel.kill(), graceMilliseconds);
    },
    Math.min(timeoutSeconds * 1000, longestTimer),
  );
  const ending = await kernel.execute(textOf(cell.source), {
    stopOnError: !mayFail,
    cell: cell.id,
    onOutput: (message) => collector.take(cell, message),
  });
  clearTimeout(timer);
  clearTimeout(grace);

  if (late) {
    const text = `the cell ran longer than ${timeoutSeconds} s and was stopped`;
    // The kernel's own word, that it was interrupted, says less.
    cell.outputs = cell.outputs?.filter((one) => one.output_type !== "error" || one.ename !== "Interrupted") ?? [];
    cell.outputs.push(errorOutput("Timeout", text));
    return { reason: "timeout", text };
  }
  if ("died" in ending) {
    const text = `the kernel died while the cell ran (${ending.died})`;
    cell.outputs = [...(cell.outputs ?? []), errorOutput("KernelDied", text)];
    return { reason: "kernel died", text };
  }
  if (ending.reply.content.status === "ok" || mayFail) return undefined;
  const error = cell.outputs?.find((one): one is ErrorOutput => one.output_type === "error");
  const text = error === undefined ? "the cell failed" : stripVTControlCharacters(error.traceback.join("\n"));
  return { reason: "cell failed", text };
}

/** A copy without outputs, with the parameters of this run behind the cell that declares them. */
function prepare(source: Notebook, parameters: Readonly<Record<string, ParameterValue>>): Notebook {
  const cells = source.cells
    .filter((cell) => !hasTag(cell, "injected-parameters"))
    .map((cell) => {
      if (cell.cell_type !== "code") return cell;
      const { execution: _times, ...metadata } = cell.metadata ?? {};
      return { ...cell, metadata, outputs: [], execution_count: null };
    });
  const notebook = { ...source, cells };
  if (Object.keys(parameters).length === 0) return notebook;
  const code = parametersCode(parameters, declaredParameters(source));
  const last = cells.map((cell) => hasTag(cell, "parameters")).lastIndexOf(true);
  const injected: Cell = {
    cell_type: "code",
    // Cells have ids since nbformat 4.5; before, an id is an error.
    ...(cells[last]?.id === undefined ? {} : { id: "injected-parameters" }),
    metadata: { tags: ["injected-parameters"] },
    source: code,
    outputs: [],
    execution_count: null,
  };
  cells.splice(last + 1, 0, injected);
  return { ...notebook, metadata: { ...notebook.metadata, papermill: { parameters } } };
}

function notebookError(
  notebook: Notebook,
  cell: Cell,
  { reason, text }: CellFailure,
  path: string,
  output: string | undefined,
): NotebookError {
  const number = notebook.cells.indexOf(cell) + 1;
  const where = `cell ${number} of ${notebook.cells.length}${hasTag(cell, "injected-parameters") ? " (the parameters of this run)" : ""}`;
  const kept = output === undefined ? "" : `\nThe notebook as far as it came: ${output}`;
  const message = `${path}, ${where}, ${reason}: ${firstLine(cell)}\n${text}${kept}`;
  return new NotebookError(message, { reason, cell: number, text, output });
}

function errorOutput(ename: string, evalue: string): ErrorOutput {
  return { output_type: "error", ename, evalue, traceback: [`\u001b[31m${ename}\u001b[39m: ${evalue}`] };
}

function firstLine(cell: Cell): string {
  const lines = textOf(cell.source)
    .split("\n")
    .map((line) => line.trim());
  const line = lines.find((one) => one !== "" && !one.startsWith("//")) ?? lines[0] ?? "";
  return line.length > 70 ? `${line.slice(0, 69)}…` : line;
}
