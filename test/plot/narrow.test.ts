import assert from "node:assert/strict";
import { test } from "node:test";
import type { Layout } from "../../src/plot/figure.js";
import { narrow } from "../../src/plot/narrow.js";
import { plainText, richText } from "../../src/plot/svg/richText.js";
import { textWidth } from "../../src/plot/svg/textWidth.js";
import { examples } from "./examples.js";

const part = (of: Layout, name: string) => (of[name] ?? {}) as Layout;
const linesOf = (markup: unknown) => richText(String(markup ?? "")).map(plainText);
const wordsOf = (markup: unknown) => linesOf(markup).join(" ").split(/\s+/).filter(Boolean);

for (const [name, figure] of Object.entries(examples())) {
  const small = narrow(figure);

  test(`${name}: on a phone, title and subtitle keep all their words, and every line fits`, () => {
    const [before, after] = [part(figure.layout, "title"), part(small.layout, "title")];
    assert.deepEqual(wordsOf(after.text), wordsOf(before.text));
    assert.deepEqual(wordsOf(part(after, "subtitle").text), wordsOf(part(before, "subtitle").text));
    for (const line of linesOf(after.text)) assert.ok(textWidth(line, 16, true) <= 330, line);
    for (const line of linesOf(part(after, "subtitle").text)) assert.ok(textWidth(line, 12) <= 330, line);
  });

  test(`${name}: on a phone, no panels stand side by side or cover each other, and nothing is left out`, () => {
    const panels = Object.keys(small.layout)
      .filter((key) => /^xaxis\d*$/.test(key))
      .map((key) => {
        const x = part(small.layout, key);
        const y = part(small.layout, `yaxis${String(x.anchor ?? "y").slice(1)}`);
        return { x: (x.domain ?? [0, 1]) as [number, number], y: (y.domain ?? [0, 1]) as [number, number] };
      })
      .sort((a, b) => a.y[0] - b.y[0]);
    for (const [i, { x, y }] of panels.entries()) {
      assert.deepEqual(x, [0, 1]);
      assert.ok(y[0] >= 0 && y[1] <= 1 && y[0] < y[1]);
      if (i > 0) assert.ok(y[0] >= panels[i - 1]!.y[1]);
    }
    assert.equal(small.data.length, figure.data.length);
    assert.deepEqual(
      Object.keys(figure.layout).filter((key) => !(key in small.layout)),
      [],
    );
    const { t, b } = part(small.layout, "margin") as unknown as { t: number; b: number };
    assert.ok(small.height - t - b >= 80, `${small.height - t - b} pixels are left for the plot`);
  });

  test(`${name}: on a phone, names from the data are no markup either`, () => {
    assert.ok(!/<(?!\/?b>|br>)/.test(JSON.stringify([small.data, small.layout])));
  });
}

test("a layout of somebody else's making goes through", () => {
  const data = [{ type: "bar" }];
  assert.equal(narrow({ data, layout: {}, height: 400 }).height, 424);
  const titled = narrow({ data, layout: { title: "A <script> & more" }, height: 400 });
  assert.equal(part(titled.layout, "title").text, "<b>A &lt;script&gt; &amp; more</b>");
});
