import { resolve } from "node:path";
import { Command } from "commander";
import { read } from "../collect/read.js";
import { load } from "../load.js";
import { counted, grouped, percent } from "../readable.js";
import { replaceFile } from "../replaceFile.js";
import { type Segmentation, segmentName } from "../segmentation.js";
import { score } from "../target/score.js";
import { csvLines } from "./csvLines.js";

/** `clientele score MODEL DATA` */
export function scoreCommand(): Command {
  return new Command("score")
    .description("the segment of each customer of a file, by a segmentation that save() wrote")
    .argument("<model>", "a file that save() wrote")
    .argument(
      "<data>",
      "customers, one row each, with the columns of the fit: CSV and its relatives, gzip, Parquet, JSON, XLSX",
    )
    .option("-o, --output <file>", "a CSV file (default: to the terminal, or where it is piped)")
    .option("--id <column>", "column that names the customers (default: that of the fit, or customer)")
    .addHelpText(
      "after",
      `
Writes the id, segment and label of each row, and what the model has of probability, membership, reconstructionError and odd.

Example:
  clientele score segments.json new-customers.csv -o scored.csv --id customer_id`,
    )
    .action(async (model: string, data: string, { output, id }: { output?: string; id?: string }) => {
      if (output !== undefined) refuseInputs(output, [model, data]);
      const segmentation = await load(model);
      const scored = score(segmentation, await (await read(data)).toTable(), id === undefined ? {} : { id });
      if (output === undefined) for (const lines of csvLines(scored)) await written(lines);
      else await replaceFile(output, [...csvLines(scored)].join(""));
      process.stderr.write(counts(scored.array("label") as ArrayLike<number>, segmentation));
    });
}

/** Waits where the reader of a pipe is slower. */
function written(text: string): Promise<void> {
  return new Promise((done, failed) => {
    process.stdout.write(text, (error) => (error ? failed(error) : done()));
  });
}

/** How many rows each segment has got, in the order of the labels. */
function counts(labels: ArrayLike<number>, segmentation: Segmentation): string {
  const found = new Map<number, number>();
  for (let i = 0; i < labels.length; i++) found.set(labels[i]!, (found.get(labels[i]!) ?? 0) + 1);
  const all = [...Array(segmentation.k).keys(), ...(found.has(-1) ? [-1] : [])];
  const lines = all.map((label) => {
    const count = found.get(label) ?? 0;
    const share = labels.length === 0 ? "" : ` (${percent(count / labels.length)})`;
    return `  ${segmentName(segmentation, label)}: ${grouped(count)}${share}\n`;
  });
  return `${counted(labels.length, "customer")} scored\n${lines.join("")}`;
}

/** The file written must be neither of those read: what was there would be gone. */
function refuseInputs(output: string, inputs: readonly string[]): void {
  const same = inputs.find((input) => resolve(input) === resolve(output));
  if (same !== undefined) throw new RangeError(`expected another file for the output than what is read, got ${output}`);
}
