import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Builds `dist/` where it is missing or older than `src/`: the kernel and the notebooks run from there. Several test files may ask at
 * once, so one builds while the others wait.
 */
export function ensureBuilt(): void {
  const lock = join(root, "node_modules", ".clientele-build");
  const patience = Date.now() + 180_000;
  while (!isFresh()) {
    try {
      mkdirSync(lock);
    } catch {
      if (Date.now() > patience)
        throw new Error(`expected another test to finish its build; if none is running, remove ${lock}`);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
      continue;
    }
    try {
      const compiler = join(root, "node_modules/typescript/bin/tsc");
      execFileSync(process.execPath, [compiler, "-p", "tsconfig.build.json"], { cwd: root, stdio: "inherit" });
      return;
    } finally {
      rmdirSync(lock);
    }
  }
}

function isFresh(): boolean {
  const output = join(root, "dist/index.js");
  if (!existsSync(output) || !existsSync(join(root, "dist/notebook/kernel.cjs"))) return false;
  const since = newest(join(root, "dist"));
  return newest(join(root, "src")) <= since;
}

function newest(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => statSync(join(folder, name)).mtimeMs)
    .reduce((latest, time) => Math.max(latest, time), 0);
}
