import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { fetchLibtensorflow, libtensorflowVersion, wheelForHere } from "./libtensorflow.js";
import { NotHere, run, toolchain } from "./toolchain.js";

const name = "tfjs-node-native";
const source = `${name}@npm:@tensorflow/tfjs-node@4.22.0`;
const load = createRequire(import.meta.url);
const say = (line: string) => process.stdout.write(`${line}\n`);

/** `clientele native` */
export function nativeCommand(): Command {
  return new Command("native")
    .description("build the native TensorFlow backend from what the registries of npm and Python carry")
    .option("--if-possible", "where it cannot be built, say why and end without failure")
    .addHelpText(
      "after",
      `
npm installs ${name} by itself where its download of libtensorflow works. Where it does not, as on closed networks, this
builds it: npm brings the package and Node's headers, pip a wheel with libtensorflow (200 MB; 615 MB unpacked in
node_modules). Needs Linux, Python with pip, and a C++ compiler. Mirrors that npm and pip are set up for are used.
npm ci removes it, as it does everything.`,
    )
    .action(({ ifPossible }: { ifPossible?: boolean }) => {
      try {
        build();
      } catch (error) {
        if (!(error instanceof NotHere) || ifPossible !== true) throw error;
        say(`skipped: the native TensorFlow backend cannot be built here: ${error.message}`);
      }
    });
}

function build(): void {
  const before = multiply();
  if (before.works) {
    say(`The native TensorFlow backend works: ${before.said}.`);
    return;
  }
  wheelForHere();
  const { python, compiler } = toolchain();
  const project = projectFolder();
  const target = packageFolder() ?? install(project);
  // Beside its target, so that it can be moved there at once. What an interrupted run left is removed.
  const work = join(dirname(target), ".cache", "clientele-native");
  rmSync(work, { recursive: true, force: true });
  try {
    say(`libtensorflow ${libtensorflowVersion}, out of a Python wheel of 200 MB ...`);
    const { libraries, headers } = fetchLibtensorflow(python, join(work, "wheel"));
    say("the binding, compiled here ...");
    const binding = compile({ compiler, target, work, libraries, headers });
    const places = { libraries: join(target, "deps", "lib"), binding: join(target, "lib", "napi-v8") };
    for (const place of Object.values(places)) mkdirSync(place, { recursive: true });
    for (const library of ["libtensorflow_framework.so.2", "libtensorflow_cc.so.2"])
      renameSync(join(libraries, library), join(places.libraries, library));
    renameSync(binding, join(places.binding, basename(binding)));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  const after = multiply();
  if (!after.works) throw new Error(`expected the backend that was built to multiply matrices, got:\n${after.said}`);
  say(`The native TensorFlow backend works: ${after.said}.`);
}

/** Multiplies two matrices on the native backend. In a process of its own: a library that does not fit may end it. */
function multiply(): { works: boolean; said: string } {
  const { href } = new URL("../numeric/tensorflow.js", import.meta.url);
  const script = `import { tensorflow } from ${JSON.stringify(href)};
    const { tf, version } = await tensorflow({ backend: "native" });
    const product = tf.matMul([[1, 2], [3, 4]], [[5, 6], [7, 8]]).arraySync();
    if (String(product) !== "19,22,43,50") throw new Error("a wrong product: " + product);
    console.log("TensorFlow.js " + version + " on libtensorflow " + tf.backend().binding.TF_Version);`;
  const args = [...process.execArgv, "--input-type=module", "--eval", script];
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", timeout: 120_000 });
  if (signal === "SIGILL")
    throw new NotHere(
      "expected a processor with AVX, which libtensorflow was compiled for, got an illegal instruction",
    );
  return { works: status === 0, said: status === 0 ? stdout.trim() : `${stderr}${signal ?? ""}`.trim() };
}

/** The project that Clientele is installed in; in its own repository, that. */
function projectFolder(): string {
  const own = resolve(fileURLToPath(new URL("../../", import.meta.url)));
  const project = basename(dirname(own)) === "node_modules" ? dirname(dirname(own)) : own;
  if (!existsSync(join(project, "package.json")))
    throw new NotHere(`expected Clientele in a project (npm install clientele there), got an installation for all`);
  return project;
}

function packageFolder(): string | undefined {
  return load.resolve
    .paths(name)!
    .map((folder) => join(folder, name))
    .find((folder) => existsSync(join(folder, "package.json")));
}

/** Installs the package without the script that downloads libtensorflow, and leaves package.json and the lock as they are. */
function install(project: string): string {
  for (const lock of ["yarn.lock", "pnpm-lock.yaml"]) {
    if (existsSync(join(project, lock)) && !existsSync(join(project, "package-lock.json")))
      throw new NotHere(
        `expected a project of npm, got ${lock}; install ${source} there without its scripts, then again`,
      );
  }
  say(`${source.slice(name.length + 1)}, without its scripts ...`);
  const quietly = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--include=optional"];
  run("npm", ["install", ...quietly, "--prefix", project, source], { cwd: project });
  const folder = packageFolder();
  if (folder === undefined)
    throw new NotHere(`expected npm to bring ${source}, got nothing: it leaves out what the registry does not carry`);
  return folder;
}

interface Ingredients {
  compiler: readonly [program: string, ...args: string[]];
  /** The package, which has the binding's source. */
  target: string;
  work: string;
  libraries: string;
  headers: string;
}

function compile({ compiler, target, work, libraries, headers }: Ingredients): string {
  // Node's own headers are not everywhere that Node is; these are the part that does not change between its versions.
  const node = join(work, "node");
  mkdirSync(node, { recursive: true });
  run("npm", ["install", "--no-save", "--ignore-scripts", "--prefix", node, "node-api-headers@1.9.0"], { cwd: node });
  const binding = join(work, "tfjs_binding.node");
  const [program, ...args] = compiler;
  run(program, [
    ...args,
    ...["-std=c++17", "-O2", "-fPIC", "-shared", "-DNAPI_VERSION=8"],
    ...[target, headers, join(node, "node_modules", "node-api-headers", "include")].map((folder) => `-I${folder}`),
    ...["tfjs_backend.cc", "tfjs_binding.cc"].map((file) => join(target, "binding", file)),
    ...["-o", binding, `-L${libraries}`, "-l:libtensorflow_cc.so.2", "-l:libtensorflow_framework.so.2"],
    "-Wl,-rpath,$ORIGIN/../../deps/lib",
  ]);
  return binding;
}
