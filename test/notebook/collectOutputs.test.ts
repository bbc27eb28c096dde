import assert from "node:assert/strict";
import { test } from "node:test";
import { collectOutputs } from "../../src/notebook/collectOutputs.js";
import type { Cell } from "../../src/notebook/notebook.js";

const cellOf = (): Cell => ({ cell_type: "code", source: "", metadata: {}, outputs: [] });
const header = { msg_id: "", session: "", username: "", date: "", version: "5.3" };
const messageOf = (msg_type: string, content: Record<string, unknown>) => ({
  header: { ...header, msg_type },
  parent: {},
  metadata: {},
  content,
});
const stream = (text: string, name = "stdout") => messageOf("stream", { name, text });
const display = (text: string, id?: string, type = "display_data") =>
  messageOf(type, { data: { "text/plain": text }, metadata: {}, transient: { display_id: id } });

test("pieces of one stream become one output; another stream starts a new one", () => {
  const cell = cellOf();
  const collector = collectOutputs();
  for (const message of [stream("a"), stream("b\n"), stream("c", "stderr"), stream("d")]) collector.take(cell, message);
  assert.deepEqual(cell.outputs, [
    { output_type: "stream", name: "stdout", text: "ab\n" },
    { output_type: "stream", name: "stderr", text: "c" },
    { output_type: "stream", name: "stdout", text: "d" },
  ]);
});

test("a display is updated wherever it is shown, also from a later cell, and an update alone shows nothing", () => {
  const [first, second] = [cellOf(), cellOf()];
  const collector = collectOutputs();
  collector.take(first, display("old", "p"));
  collector.take(second, display("new", "p", "update_display_data"));
  collector.take(second, display("lost", "unknown", "update_display_data"));
  assert.deepEqual(first.outputs, [{ output_type: "display_data", data: { "text/plain": "new" }, metadata: {} }]);
  assert.deepEqual(second.outputs, []);
});

test("clear_output empties the cell, at once or with the next output", () => {
  const cell = cellOf();
  const collector = collectOutputs();
  collector.take(cell, stream("a"));
  collector.take(cell, messageOf("clear_output", { wait: true }));
  assert.equal(cell.outputs?.length, 1);
  collector.take(cell, stream("b"));
  assert.deepEqual(cell.outputs, [{ output_type: "stream", name: "stdout", text: "b" }]);
  collector.take(cell, messageOf("clear_output", {}));
  assert.deepEqual(cell.outputs, []);
});
