import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { type TestContext, test } from "node:test";
import { plotlyMime } from "../../src/notebook/figureBundle.js";
import { liveHistory } from "../../src/notebook/liveHistory.js";
import { historyOf } from "../plot/deepSegmentations.js";

interface Sent {
  data: Record<string, string>;
  id: string;
  update: boolean;
}

/** A kernel that keeps what is displayed. */
function kernel(t: TestContext): Sent[] {
  const sent: Sent[] = [];
  const { cache } = createRequire(import.meta.url);
  const place = "/made/tslab/dist/jupyter.js"; // where a kernel's module would be found
  const write = (content: { data: Sent["data"]; transient: { display_id: string } }, update: boolean) =>
    sent.push({ data: content.data, id: content.transient.display_id, update });
  cache[place] = { exports: { lastWriteDisplayData: write } } as never;
  Object.assign(globalThis, { __tslab__: { exports: {} } });
  t.after(() => {
    delete cache[place];
    delete (globalThis as { __tslab__?: unknown }).__tslab__;
  });
  return sent;
}

const epochs = historyOf(1, 400, 0);

test("one display is updated in place: small still images at most twice a second, and the interactive figure in the end", (t) => {
  t.mock.method(performance, "now", () => clock);
  let clock = 1000;
  const sent = kernel(t);
  const live = liveHistory();
  for (let done = 0; done <= 300; done++) {
    clock += 50;
    live(epochs.slice(0, done), 400);
  }
  live(epochs.slice(0, 310), 310);
  assert.ok(sent.length >= 30 && sent.length <= 32, String(sent.length));
  assert.deepEqual(
    sent.map(({ update }) => update),
    sent.map((_, i) => i > 0),
  );
  assert.equal(new Set(sent.map(({ id }) => id)).size, 1);
  for (const { data } of sent.slice(0, -1)) {
    assert.deepEqual(Object.keys(data), ["text/html", "text/plain"]);
    assert.ok(data["text/html"]!.length < 30_000, String(data["text/html"]!.length));
  }
  assert.match(
    sent[8]!.data["text/html"]!,
    /^<div class="clientele-progress">Training: \d+ of at most 400 epochs<span data-varies>, at most \d+ s left<\/span><\/div>/,
  );
  const last = sent.at(-1)!.data;
  assert.ok(plotlyMime in last);
  assert.doesNotMatch(last["text/html"]!, /at most|data-varies/);
  assert.equal((last as never as { [plotlyMime]: { data: { x: number[] }[] } })[plotlyMime].data[0]!.x.at(-1), 310);
});

test("the last call is drawn however soon it comes, twice is not twice, and another training gets another display", (t) => {
  const sent = kernel(t);
  const live = liveHistory("Deep & <b>");
  live(epochs.slice(0, 5), 40);
  live(epochs.slice(0, 6), 6);
  live(epochs.slice(0, 6), 6);
  assert.deepEqual(
    sent.map(({ update }) => update),
    [false, true],
  );
  assert.match(
    sent[0]!.data["text/html"]!.slice(0, 200),
    /^<div class="clientele-progress">Deep &#38; &#60;b&#62;: 5 of at most 40 epochs/,
  );
  live(historyOf(2, 9, 0), 9);
  assert.deepEqual([sent.length, sent[2]!.update, sent[2]!.id === sent[0]!.id], [3, false, false]);
});

test("before the first epoch, and outside a notebook, it shows nothing", (t) => {
  const printed = t.mock.method(console, "log", () => {});
  const written = t.mock.method(process.stderr, "write", () => true);
  liveHistory()(epochs, 400);
  assert.deepEqual([printed.mock.callCount(), written.mock.callCount()], [0, 0]);
  const sent = kernel(t);
  liveHistory()([], 400);
  assert.deepEqual(sent, []);
});
