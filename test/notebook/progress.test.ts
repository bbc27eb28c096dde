import assert from "node:assert/strict";
import { test } from "node:test";
import { progress } from "../../src/notebook/progress.js";

function streamOf(isTTY: boolean) {
  const written: string[] = [];
  const stream = { isTTY, columns: 60, write: (text: string) => written.push(text) > 0 };
  return { written, stream: stream as unknown as NodeJS.WriteStream };
}

test("in a log, short work leaves one line, without timings", () => {
  const { written, stream } = streamOf(false);
  const onProgress = progress("Reading", { total: 3000, stream });
  for (let done = 0; done <= 3000; done++) onProgress(done);
  onProgress(3000);
  assert.deepEqual(written, ["Reading: 3,000\n"]);
});

test("in a terminal, the line is rewritten in place and ended once", () => {
  const { written, stream } = streamOf(true);
  const onProgress = progress("Fitting", { stream });
  onProgress(1, 2, "a note that is far too long for a terminal of sixty columns, so it is cut");
  onProgress(2, 2);
  onProgress.end();
  assert.equal(written.length, 2);
  assert.ok(written[0]!.startsWith("\r\u001b[KFitting: 1 of 2, a note"));
  assert.ok(written[0]!.length <= 60 + 4);
  assert.equal(written[1], "\r\u001b[KFitting: 2\n");
});

test("work without a total, or cut short, can be ended", () => {
  const { written, stream } = streamOf(false);
  const onProgress = progress("Searching", { stream });
  onProgress(41);
  onProgress.end("stopped early");
  onProgress(42);
  assert.deepEqual(written, ["Searching: 41, stopped early\n"]);
});

test("rate and remaining time are shown while it runs", async () => {
  const { written, stream } = streamOf(true);
  const onProgress = progress("Fitting", { total: 1000, stream });
  onProgress(0);
  await new Promise((resolve) => setTimeout(resolve, 300));
  onProgress(100);
  assert.match(written.at(-1)!, /100 of 1,000, \d+ per s, \d+ s left/);
});
