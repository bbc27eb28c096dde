import path = require("node:path");
import util = require("node:util");

/** The content of an `error` message of the Jupyter protocol. */
interface Failure {
  ename: string;
  evalue: string;
  traceback: string[];
}

/** The error message of a cell, out of what tslab's executor (in the folder `tslab`) wanted to print. */
function describeFailure(printed: unknown[][], code: string, tslab: string): Failure {
  const diagnostics = printed.filter((line) => line[0] === "%s%d:%d - %s" && line.length === 5);
  if (diagnostics.length > 0) return describeDiagnostics(diagnostics as Diagnostic[], code);
  const thrown = printed[0]?.[0];
  if (!(thrown instanceof Error)) {
    const evalue =
      printed.length === 0
        ? "the cell failed"
        : typeof thrown === "string"
          ? thrown
          : util.inspect(thrown, { depth: 2 });
    return { ename: "Thrown", evalue, traceback: [`${red("Thrown")}: ${evalue}`] };
  }
  const code_ = (thrown as { code?: string }).code;
  if (code_ === "ERR_SCRIPT_EXECUTION_INTERRUPTED" || thrown.message === "Interrupted asynchronously") {
    return { ename: "Interrupted", evalue: "the cell was interrupted", traceback: [red("Interrupted")] };
  }
  const ename = thrown.name || "Error";
  return { ename, evalue: thrown.message, traceback: traceback(thrown, tslab) };
}

type Diagnostic = ["%s%d:%d - %s", string, number, number, string];

/** TypeScript's complaints, each with its line of the cell; the parts of one complaint share their place. */
function describeDiagnostics(diagnostics: Diagnostic[], code: string): Failure {
  const lines = code.split("\n");
  const traceback: string[] = [];
  let place = "";
  for (const [, file, line, column, text] of diagnostics) {
    const here = `${file.trim() || "line "}${file.trim() ? ":" : ""}${line}:${column}`;
    if (here === place) {
      traceback.push(`  ${text}`);
      continue;
    }
    place = here;
    traceback.push(`${red("TypeScript")} ${here} - ${text}`);
    const source = file.trim() ? undefined : lines[line - 1];
    if (source !== undefined) traceback.push(`  ${source}`, `  ${" ".repeat(Math.max(0, column - 1))}${red("^")}`);
  }
  const [, file, line, column] = diagnostics[0]!;
  const messages = diagnostics.filter((one) => one[1] === file && one[2] === line && one[3] === column);
  const absent = messages.map((one) => /^Cannot find module '([^.'/][^']*)'/.exec(one[4])?.[1]).find(Boolean);
  const remedy =
    absent === undefined
      ? ""
      : `. A notebook finds what is installed in its folder or above it: move it into such a folder, or run "npm install ${absent}" in its own`;
  if (remedy !== "") traceback.push(remedy.slice(2));
  const evalue = `line ${line}:${column} - ${messages.map((one) => one[4]).join(" ")}${remedy}`;
  return { ename: "TypeScriptError", evalue, traceback };
}

/** The stack without the kernel's own frames. Lines of compiled cells are not the author's lines, so they are left out. */
function traceback(thrown: Error, tslab: string): string[] {
  const frames = (thrown.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const kernelFrame = frames.findIndex((line) => line.includes(path.join(tslab, "executor.js")));
  const kept = (kernelFrame < 0 ? frames : frames.slice(0, kernelFrame))
    .filter((line) => !/node:(vm|internal)/.test(line))
    .map((line) =>
      line
        .replace(/\(?evalmachine\.<anonymous>:\d+:\d+\)?/, "(cell)")
        .replaceAll(`file://${process.cwd()}/`, "")
        .replaceAll(`${process.cwd()}/`, ""),
    )
    .filter((line, i, all) => line.trim() !== "at (cell)" || all[i - 1]?.trim() !== "at (cell)");
  const lines = [`${red(thrown.name || "Error")}: ${thrown.message}`, ...kept.slice(0, 12)];
  if (thrown.cause instanceof Error) lines.push("caused by:", ...traceback(thrown.cause, tslab));
  return lines;
}

function red(text: string): string {
  return `\u001b[31m${text}\u001b[39m`;
}

export = { describeFailure };
