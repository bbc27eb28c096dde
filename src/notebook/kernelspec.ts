import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder to put into JUPYTER_PATH, so that Jupyter finds the project's kernel `TypeScript (tslab)`. */
export function kernelspecFolder(): string {
  return fileURLToPath(new URL("../../.jupyter", import.meta.url));
}

/** The program that starts the kernel; built, also when this module runs from source. */
export function kernelLauncher(): string {
  const built = fileURLToPath(new URL("../../dist/notebook/kernel.cjs", import.meta.url));
  if (!existsSync(built))
    throw new Error(`expected the built kernel at ${built}, found none; build with: npm run build`);
  return built;
}

/**
 * Registers the kernel for this user, with absolute paths: for front ends that do not read JUPYTER_PATH, such as VS Code.
 * Returns the path of the written kernel.json. Run it again where the project moved.
 *
 * @throws Error where another kernel of that name is registered (stock tslab's, for example) and `replace` is not set.
 */
export function installKernelspec(options: { name?: string; folder?: string; replace?: boolean } = {}): string {
  const { name = "tslab", folder = jupyterDataFolder(), replace = false } = options;
  if (!/^[a-z0-9._-]+$/i.test(name))
    throw new RangeError(`expected a kernel name of letters, digits, dots, dashes and underscores, got ${name}`);
  const target = join(folder, "kernels", name, "kernel.json");
  if (!replace && existsSync(target) && !readFileSync(target, "utf8").includes("kernel.cjs")) {
    throw new Error(
      `expected no other kernel called ${name}, found ${target}; choose another name, or replace it: clientele lab --install-kernel --replace`,
    );
  }
  const source = JSON.parse(readFileSync(join(kernelspecFolder(), "kernels/tslab/kernel.json"), "utf8")) as object;
  const spec = { ...source, argv: [process.execPath, kernelLauncher(), "{connection_file}"] };
  mkdirSync(join(folder, "kernels", name), { recursive: true });
  writeFileSync(target, `${JSON.stringify(spec, null, 2)}\n`);
  return target;
}

/** Where Jupyter keeps a user's kernels. */
function jupyterDataFolder(): string {
  const { JUPYTER_DATA_DIR, APPDATA, XDG_DATA_HOME } = process.env;
  if (JUPYTER_DATA_DIR) return JUPYTER_DATA_DIR;
  if (process.platform === "darwin") return join(homedir(), "Library", "Jupyter");
  if (process.platform === "win32") return join(APPDATA ?? homedir(), "jupyter");
  return join(XDG_DATA_HOME ?? join(homedir(), ".local", "share"), "jupyter");
}
