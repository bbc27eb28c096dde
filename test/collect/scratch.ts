import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { duckdb } from "../../src/engine/duckdb.js";

/** A folder and an engine for the tests of one file; both go when these are done. */
export function scratch() {
  const folder = mkdtempSync(join(tmpdir(), "clientele-test-"));
  const engine = duckdb({ threads: 2 });
  after(async () => {
    await engine.close();
    rmSync(folder, { recursive: true });
  });
  return {
    folder,
    engine,
    /** Writes a file there and gives its path. */
    file(name: string, content: string | Uint8Array): string {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
  };
}
