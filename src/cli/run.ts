import { existsSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { closest } from "../errors.js";
import { readNotebook } from "../notebook/notebook.js";
import { declaredParameters, type ParameterValue, parameterFromText } from "../notebook/parameters.js";
import { publish } from "./publish.js";

/** `clientele run NOTEBOOK -p name=value -o report.html` */
export function runCommand(): Command {
  return new Command("run")
    .description("run a notebook without a browser or Python, and write it as a report")
    .argument("<notebook>", "an .ipynb file")
    .option(
      "-p, --parameter <name=value...>",
      "another value for what the notebook's parameters cell declares; may be repeated",
    )
    .option(
      "-o, --output <file>",
      "an .html report or an .ipynb with outputs (default: the notebook's name with .html)",
    )
    .option("--timeout <seconds>", "longest time for one cell", seconds, 600)
    .action(async (notebook: string, options: { parameter?: string[]; output?: string; timeout: number }) => {
      const output = options.output ?? `${basename(notebook, ".ipynb")}.html`;
      const parameters = parametersOf(notebook, options.parameter ?? []);
      const lines = await publish({ notebook, parameters, output, timeoutSeconds: options.timeout });
      for (const line of lines) process.stdout.write(`  ${line}\n`);
      process.stdout.write(`Report: ${resolve(output)}\n`);
    });
}

/** Seconds out of text, for options that take a time. */
export function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError(`expected a number of seconds above 0, got ${text}`);
  return value;
}

/** A whole number from 0 out of text. */
export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError(`expected a whole number from 0, got ${text}`);
  return Number(text);
}

function parametersOf(notebook: string, pairs: readonly string[]): Record<string, ParameterValue> {
  if (pairs.length === 0) return {};
  const declared = declaredParameters(readNotebook(notebook));
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      if (at < 1) throw new RangeError(`expected -p name=value, got ${pair}`);
      const [name, text] = [pair.slice(0, at), pair.slice(at + 1)];
      const parameter = declared.find((one) => one.name === name);
      if (parameter === undefined)
        throw new RangeError(
          unknownParameter(
            name,
            declared.map((one) => one.name),
          ),
        );
      const value = parameterFromText(parameter, text);
      return [name, typeof value === "string" ? fileHere(name, value, notebook) : value];
    }),
  );
}

function unknownParameter(name: string, names: readonly string[]): string {
  const near = closest(name, names);
  const hint = near === undefined ? "" : ` Did you mean ${near}?`;
  return `expected one of the notebook's parameters (${names.join(", ") || "it declares none"}), got ${name}.${hint}`;
}

/** A notebook works in its own folder; who calls it means a file relative to theirs. */
function fileHere(name: string, value: string, notebook: string): string {
  const here = resolve(value);
  const there = resolve(dirname(notebook), value);
  if (here === there || !existsSync(here) || !/[./\\]/.test(value)) return value;
  process.stderr.write(`${name} is a file in this folder: the notebook gets ${here}\n`);
  return here;
}
