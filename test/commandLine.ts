import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";

export const commandLine = fileURLToPath(new URL("../dist/cli.js", import.meta.url));

/** The folder in which the commands of a test file run. */
export const scratch = mkdtempSync(join(tmpdir(), "clientele-cli-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

/** Runs the command line as a user does, in a folder of their own. */
export function clientele(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [commandLine, ...args], {
    cwd: scratch,
    encoding: "utf8",
    timeout: 120_000,
  });
  return { code: status, out: stdout, err: stderr };
}

/** Writes a notebook with these cells into a new folder; comments tag one as parameters or findings. */
export function notebook(name: string, ...cells: string[]): string {
  const folder = mkdtempSync(join(scratch, "nb-"));
  const path = join(folder, name);
  writeFileSync(
    path,
    JSON.stringify({
      cells: cells.map((source, i) => ({
        cell_type: "code",
        id: `cell-${i}`,
        metadata: source.includes("// parameters")
          ? { tags: ["parameters"] }
          : source.includes("// findings")
            ? { tags: ["findings"] }
            : {},
        source,
        outputs: [],
        execution_count: null,
      })),
      metadata: {},
      nbformat: 4,
      nbformat_minor: 5,
    }),
  );
  return path;
}
