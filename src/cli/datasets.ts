import { Command } from "commander";
import { datasets } from "../collect/dataset.js";

/** `clientele datasets` */
export function datasetsCommand(): Command {
  return new Command("datasets")
    .description("public data sets that dataset(name) finds, and which are here")
    .action(() => {
      for (const set of datasets().objects() as { name: string; file: string; found: string }[])
        process.stdout.write(`${set.name.padEnd(28)} ${set.found.padEnd(12)} ${set.file}\n`);
      process.stdout.write("\nSets that are not here are looked for in the folder that CLIENTELE_DATA names.\n");
    });
}
