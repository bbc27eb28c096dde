import { execFileSync, spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { delimiter } from "node:path";
import { Command } from "commander";
import { installKernelspec, kernelspecFolder } from "../notebook/kernelspec.js";

/** `clientele lab` */
export function labCommand(): Command {
  return new Command("lab")
    .description("open JupyterLab (or classic Notebook) with the project's TypeScript kernel")
    .argument("[folder]", "where the notebooks are", ".")
    .option("--classic", "open classic Notebook")
    .option("--install-kernel", "only register the kernel for this user, for VS Code and other front ends")
    .option("--replace", "with --install-kernel: replace another kernel called tslab, such as stock tslab's own")
    .addHelpText("after", "\nOptions behind the folder go to Jupyter: clientele lab notebooks --no-browser --port 8899")
    .allowExcessArguments()
    .passThroughOptions()
    .action(
      async (
        folder: string,
        options: { classic?: boolean; installKernel?: boolean; replace?: boolean },
        command: Command,
      ) => {
        if (options.installKernel) {
          process.stdout.write(
            `Registered: ${installKernelspec({ replace: options.replace === true })}\nChoose the kernel "TypeScript (tslab)" in your front end.\n`,
          );
          return;
        }
        if (!existsSync(folder) || !statSync(folder).isDirectory()) {
          const what = existsSync(folder) ? "which is a file" : "which does not exist";
          throw new RangeError(`expected a folder with notebooks, got ${folder}, ${what}`);
        }
        const frontEnd = options.classic ? "notebook" : installed("lab") ? "lab" : "notebook";
        if (!installed(frontEnd)) {
          throw new Error(
            "expected JupyterLab or classic Notebook, found neither; install one with: pip install jupyterlab\nOr run a notebook without them: clientele run NOTEBOOK",
          );
        }
        const path = [kernelspecFolder(), process.env.JUPYTER_PATH]
          .filter((part) => part !== undefined && part !== "")
          .join(delimiter);
        const child = spawn("jupyter", [frontEnd, ...command.args.slice(1)], {
          cwd: folder,
          stdio: "inherit",
          env: { ...process.env, JUPYTER_PATH: path },
        });
        process.on("SIGINT", () => undefined); // Jupyter asks whether to stop; we end when it ends
        process.exitCode = await new Promise<number>((resolve, reject) => {
          child.on("error", reject);
          child.on("exit", (code) => resolve(code ?? 130));
        });
      },
    );
}

function installed(frontEnd: "lab" | "notebook"): boolean {
  try {
    execFileSync("jupyter", [frontEnd, "--version"], { stdio: "ignore", timeout: 30_000 });
    return true;
  } catch {
    return false;
  }
}
