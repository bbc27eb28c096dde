import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { displayMethod } from "../../src/notebook/bundle.js";
import { manifest } from "../../src/notebook/manifest.js";
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

test("in a kernel, markup in text is text, and only HTML made here is marked as escaped", (t) => {
  const sent: { data: Record<string, unknown>; metadata: object }[] = [];
  const { cache } = createRequire(import.meta.url);
  const place = "/made/tslab/dist/jupyter.js"; // where a kernel's module would be found
  cache[place] = { exports: { lastWriteDisplayData: (content: (typeof sent)[0]) => sent.push(content) } } as never;
  Object.assign(globalThis, { __tslab__: { exports: {} } });
  t.after(() => {
    delete cache[place];
    delete (globalThis as { __tslab__?: unknown }).__tslab__;
  });
  const attack = "<img src=x onerror=alert(1)> [go](javascript:alert(1))";
  const foreign = { [displayMethod]: () => ({ "text/html": attack }) };
  show(attack, toTable([{ [attack]: attack }]), manifest({ parameters: { [attack]: attack } }), foreign);
  const own = { clientele: { html: "escaped" } };
  assert.deepEqual(
    sent.map(({ metadata }) => metadata),
    [own, own, own, {}],
  );
  for (const { data } of sent.slice(0, 3)) assert.doesNotMatch(String(data["text/html"]), /<img|href="?javascript/i);
});
