import { test } from "node:test";
import { kernelsOnPaper } from "./kernelsOnPaper.js";

// The native ones are in test/integration/native.test.ts.
for (const backend of ["wasm", "cpu"] as const)
  test(`${backend}: layers, their way back and sums of columns are as on paper`, () => kernelsOnPaper(backend));
