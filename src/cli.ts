#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { datasetsCommand } from "./cli/datasets.js";
import { doctorCommand } from "./cli/doctor.js";
import { exitCode } from "./cli/exitCode.js";
import { labCommand } from "./cli/lab.js";
import { nativeCommand } from "./cli/native.js";
import { reportCommand } from "./cli/report.js";
import { runCommand } from "./cli/run.js";
import { scoreCommand } from "./cli/score.js";
import { version } from "./version.js";

const program = new Command("clientele")
  .enablePositionalOptions()
  .description("Customer segments that come with the evidence that they are real.")
  .version(version)
  .showHelpAfterError("(clientele --help shows the commands)")
  .addHelpText(
    "after",
    `
Exit codes: 0 done; 1 a cell or the data failed; 2 the call is wrong; 3 a cell ran too long; 4 the kernel died; 130 interrupted.

Examples:
  clientele report                                  a report on the bundled shop
  clientele report orders.csv --as-of 2026-01-01    your file; the columns are proposed from their names and types
  clientele run analysis.ipynb -p seed=7 -o analysis.html
  clientele score segments.json customers.csv -o scored.csv
  clientele doctor                                  what works on this machine, and how to get the rest`,
  )
  .exitOverride();

const commands = [
  reportCommand(),
  runCommand(),
  scoreCommand(),
  datasetsCommand(),
  doctorCommand(),
  labCommand(),
  nativeCommand(),
];
for (const command of commands) program.addCommand(command.exitOverride());

// A reader such as head may close the pipe early; that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    // commander has printed its message; help and version are no failures
    process.exitCode = error.exitCode === 0 ? 0 : 2;
    return;
  }
  // Which class of error it is speaks to programs; the exit code says it here.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = exitCode(error);
});
