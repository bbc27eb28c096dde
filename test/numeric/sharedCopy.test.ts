import assert from "node:assert/strict";
import { test } from "node:test";
import { sharedCopy } from "../../src/numeric/sharedCopy.js";

test("the same numbers of the same kind, of a part of a list too, in memory of its own that threads share", () => {
  for (const values of [Float32Array.of(1.5, -2, 0).subarray(1), Int32Array.of(7, -1)]) {
    const copy = sharedCopy(values);
    assert.deepEqual(copy, values);
    assert.ok(copy.buffer instanceof SharedArrayBuffer, "shared memory");
  }
});
