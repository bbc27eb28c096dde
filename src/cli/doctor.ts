import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { Command } from "commander";
import { datasetFolder } from "../collect/dataset.js";
import { duckdb } from "../engine/duckdb.js";
import { startKernel } from "../notebook/startKernel.js";
import { tensorflow } from "../numeric/tensorflow.js";

/** What one look found: `required` things that do not work make doctor fail. */
interface Finding {
  works: boolean;
  found: string;
  /** How to get what is missing. */
  remedy?: string;
}

interface Check {
  name: string;
  required: boolean;
  look(): Finding | Promise<Finding>;
}

const load = createRequire(import.meta.url);
/** Engine, kernel and TensorFlow.js come with the package. */
const reinstall = "it comes with the package: install that again (in the repository: npm ci && npm run build)";

/** `clientele doctor` */
export function doctorCommand(): Command {
  return new Command("doctor")
    .description("what works on this machine, and how to get what is missing")
    .action(async () => {
      let broken = 0;
      for (const check of checks) {
        const { works, found, remedy } = await look(check);
        const mark = works ? "ok     " : check.required ? "BROKEN " : "missing";
        process.stdout.write(`${mark}  ${check.name.padEnd(20)}  ${found}\n`);
        if (!works && remedy !== undefined) process.stdout.write(`${" ".repeat(31)}${remedy}\n`);
        if (!works && check.required) broken++;
      }
      process.stdout.write(
        broken === 0
          ? "\nEverything that Clientele needs works here.\n"
          : `\n${broken} needed ${broken === 1 ? "thing does" : "things do"} not work.\n`,
      );
      process.exitCode = broken === 0 ? 0 : 1;
    });
}

async function look(check: Check): Promise<Finding> {
  try {
    return await check.look();
  } catch (error) {
    return { works: false, found: (error as Error).message.split("\n")[0]!, remedy: reinstall };
  }
}

const checks: readonly Check[] = [
  { name: "Node.js", required: true, look: nodeVersion },
  { name: "DuckDB engine", required: true, look: engine },
  { name: "tslab kernel", required: true, look: kernel },
  { name: "TensorFlow.js", required: true, look: tensors },
  { name: "native TensorFlow", required: false, look: nativeTensors },
  { name: "danfo DataFrames", required: false, look: danfo },
  {
    name: "JupyterLab",
    required: false,
    look: () => program("jupyter", ["lab", "--version"], "pip install jupyterlab, then: clientele lab"),
  },
  {
    name: "classic Notebook",
    required: false,
    look: () => program("jupyter", ["notebook", "--version"], "pip install notebook, then: clientele lab --classic"),
  },
  {
    name: "VS Code",
    required: false,
    look: () =>
      program(
        "code",
        ["--version"],
        "with the Jupyter extension: clientele lab --install-kernel, then choose the kernel TypeScript (tslab)",
      ),
  },
  { name: "reference data", required: false, look: data },
];

function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const works = major > 20 || (major === 20 && minor >= 19);
  return {
    works,
    found: `${process.versions.node} on ${process.platform} ${process.arch}`,
    remedy: "Clientele needs Node.js 20.19 or newer",
  };
}

async function engine(): Promise<Finding> {
  const database = duckdb();
  try {
    const answer = await database.query<{ version: string }>("SELECT version() AS version");
    return { works: true, found: answer.get("version", 0) as string };
  } finally {
    await database.close();
  }
}

async function kernel(): Promise<Finding> {
  const { version } = load("tslab/package.json") as { version: string };
  const running = await startKernel(process.cwd());
  try {
    let printed = "";
    await running.execute("const answer: number = 6 * 7; console.log(answer)", {
      stopOnError: true,
      onOutput: (message) => {
        printed += (message.content as { text?: string }).text ?? "";
      },
    });
    const works = printed.trim() === "42";
    return {
      works,
      found: works ? `${version}, ran a cell` : `${version}, a cell printed ${JSON.stringify(printed)} and not 42`,
      remedy: reinstall,
    };
  } finally {
    await running.close();
  }
}

async function tensors(): Promise<Finding> {
  const { backend, version, reason } = await tensorflow();
  return { works: true, found: `${version} on the ${backend} backend (${reason})` };
}

async function nativeTensors(): Promise<Finding> {
  try {
    const { tf, version } = await tensorflow({ backend: "native" });
    const { binding } = tf.backend() as { binding?: { TF_Version?: string } };
    return { works: true, found: `${version} on libtensorflow ${binding?.TF_Version ?? "of unknown version"}` };
  } catch (error) {
    return {
      works: false,
      found: (error as Error).message.split("\n")[0]!.replace(/^.*native: /, ""),
      remedy:
        process.platform === "linux"
          ? "clientele native builds it (needs Python with pip, and a C++ compiler)"
          : "npm install tfjs-node-native@npm:@tensorflow/tfjs-node@4.22.0 (its installation downloads libtensorflow)",
    };
  }
}

function danfo(): Finding {
  try {
    const { version } = load("danfojs-node/package.json") as { version: string };
    return { works: true, found: version };
  } catch {
    return { works: false, found: "not installed", remedy: "npm install danfojs-node" };
  }
}

function program(name: string, args: readonly string[], remedy: string): Finding {
  try {
    const text = execFileSync(name, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], timeout: 30_000 });
    return { works: true, found: text.trim().split("\n")[0]! };
  } catch {
    return { works: false, found: "not found", remedy };
  }
}

function data(): Finding {
  const folder = datasetFolder();
  return folder === undefined
    ? {
        works: false,
        found: "CLIENTELE_DATA is not set",
        remedy: "optional: a folder with public data sets (clientele datasets lists them)",
      }
    : { works: true, found: folder };
}
