import { Command } from "commander";
import { datasets } from "../collect/dataset.js";

/** `clientele datasets` */
export function datasetsCommand(): Command {
  return new Command("datasets")
    .description("public data sets that dataset(name) finds, and which are here")
    .action(() => {
      datasets().print({ limit: Number.POSITIVE_INFINITY });
    });
}
