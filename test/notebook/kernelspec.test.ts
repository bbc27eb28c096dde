import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { before, test } from "node:test";
import { installKernelspec, kernelspecFolder } from "../../src/notebook/kernelspec.js";
import { ensureBuilt } from "../built.js";

before(ensureBuilt);

test("the project's kernelspec leads to the built launcher, wherever the package lies", () => {
  const file = join(kernelspecFolder(), "kernels/tslab/kernel.json");
  const { argv } = JSON.parse(readFileSync(file, "utf8")) as { argv: string[] };
  assert.equal(argv.at(-1), "{connection_file}");
  assert.ok(existsSync(resolve(argv[1]!.replace("{resource_dir}", dirname(file)))));
});

test("it is installed with absolute paths, may be installed again, and does not push out another kernel", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "clientele-test-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = installKernelspec({ folder });
  assert.equal(file, join(folder, "kernels/tslab/kernel.json"));
  const spec = JSON.parse(readFileSync(file, "utf8")) as { argv: string[]; language: string; interrupt_mode: string };
  assert.equal(spec.argv[0], process.execPath);
  assert.ok(existsSync(spec.argv[1]!));
  assert.deepEqual([spec.language, spec.interrupt_mode], ["typescript", "signal"]);
  assert.equal(installKernelspec({ folder }), file);

  mkdirSync(join(folder, "kernels/stock"));
  writeFileSync(join(folder, "kernels/stock/kernel.json"), '{"argv": ["tslab", "kernel"]}');
  assert.throws(() => installKernelspec({ folder, name: "stock" }), /expected no other kernel called stock/);
  installKernelspec({ folder, name: "stock", replace: true });
  assert.throws(() => installKernelspec({ folder, name: "../x" }), { name: "RangeError" });
});
