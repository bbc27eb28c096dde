import assert from "node:assert/strict";
import { test } from "node:test";
import { show } from "../../src/notebook/show.js";
import { toTable } from "../../src/table.js";

test("outside a kernel show prints the text form", (t) => {
  const printed: unknown[] = [];
  t.mock.method(console, "log", (text: unknown) => printed.push(text));
  const figure = {
    kind: "figure",
    title: "T",
    alt: "in words",
    data: [],
    layout: {},
    width: 1,
    height: 1,
    svg: "<svg/>",
  };
  show("text", toTable([{ a: 1 }]), figure, { k: 1 }, undefined);
  assert.deepEqual(printed, ["text", "a\n1\n1 row x 1 column", "T\nin words", "{ k: 1 }", "undefined"]);
});
