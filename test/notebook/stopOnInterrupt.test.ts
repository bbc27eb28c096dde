import assert from "node:assert/strict";
import { test } from "node:test";
import { stopOnInterrupt } from "../../src/notebook/stopOnInterrupt.js";
import { keepsResult, pace } from "../../src/pace.js";

test("outside a kernel it leaves the interrupt alone; in one it stops what runs, and listens only once", async () => {
  const before = process.listenerCount("SIGINT");
  stopOnInterrupt();
  assert.equal(process.listenerCount("SIGINT"), before);
  const scope = globalThis as { __tslab__?: { exports: object; goesOn?: boolean } };
  scope.__tslab__ = { exports: {} };
  try {
    stopOnInterrupt();
    stopOnInterrupt();
    assert.equal(process.listenerCount("SIGINT"), before + 1);
    const running = pace(2, {});
    process.emit("SIGINT");
    await assert.rejects(running.rest(1, "half way"), /got an interrupt/);
    assert.equal(scope.__tslab__.goesOn, false);
    const kept = keepsResult(new Promise<void>((resolve) => setImmediate(resolve)));
    process.emit("SIGINT");
    assert.equal(scope.__tslab__.goesOn, true, "the launcher is told that the cell goes on");
    await kept;
  } finally {
    process.removeListener("SIGINT", process.listeners("SIGINT").at(-1)!);
    delete scope.__tslab__;
  }
});
