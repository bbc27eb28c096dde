import assert from "node:assert/strict";
import { test } from "node:test";
import { kernelBytes } from "../../src/numeric/kernelBytes.js";

test("the compiled kernels are those of the source", async () => {
  const { compileKernels } = (await import(new URL("../../src/numeric/assembly/make.mjs", import.meta.url).href)) as {
    compileKernels(): Promise<string>;
  };
  assert.ok((await compileKernels()) === kernelBytes, "run npm run kernels");
});
