import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fitBelow, fitBeside } from "../../../src/plot/svg/axisLabels.js";
import { colorAt, textOn } from "../../../src/plot/svg/colors.js";
import { coordinate, element, escapeXml } from "../../../src/plot/svg/element.js";
import { lineWidth, plainText, richText, runsToSvg, wrap } from "../../../src/plot/svg/richText.js";
import { textWidth } from "../../../src/plot/svg/textWidth.js";

test("widths are those of Helvetica's metrics file, a tenth wider: 'Hi 5' is 722 + 222 + 278 + 556", () => {
  assert.ok(Math.abs(textWidth("Hi 5", 10) - 17.78 * 1.1) < 1e-9);
  assert.ok(textWidth("Hi 5", 10, true) > textWidth("Hi 5", 10));
  assert.equal(textWidth("e\u0301", 10), textWidth("e", 10)); // an accent stands above its letter
  assert.ok(textWidth("客户", 10) >= 20);
});

test("markup that Plotly knows is read, anything else stays text", () => {
  const lines = richText("a<b>b</b><br>&lt;i&gt; <u>x</u> &#36;&nbsp;&bogus;");
  assert.deepEqual(lines.map(plainText), ["ab", "<i> <u>x</u> $\u00a0&bogus;"]);
  assert.deepEqual(lines[0]![1], { text: "b", bold: true, italic: false });
  assert.equal(runsToSvg(lines[1]!), "&lt;i&gt; &lt;u&gt;x&lt;/u&gt; $\u00a0&amp;bogus;");
});

test("wrapped lines fit, and no word is lost that fits alone", () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 20 }), (words) => {
      const lines = wrap(words.join(" "), 12, 120);
      assert.ok(lines.every((line) => lineWidth(line, 12) <= 120));
      assert.equal(lines.map(plainText).join(" "), words.join(" "));
    }),
    { seed: 1 },
  );
  assert.deepEqual(wrap("an incomprehensibilities", 12, 60).map(plainText).at(-1)!.endsWith("…"), true);
  assert.equal(wrap("one two three four", 12, 40, 2).map(plainText).at(-1)!.endsWith("…"), true);
});

test("numbers have two decimals and never a minus before zero; what is not finite throws", () => {
  assert.equal(coordinate(1.005), "1");
  assert.equal(coordinate(-0.001), "0");
  assert.equal(coordinate(1 / 3), "0.33");
  assert.throws(() => element("rect", { x: Number.NaN }), /finite coordinate, got NaN/);
});

test("XML: reserved characters are escaped, forbidden ones replaced", () => {
  assert.equal(escapeXml(`<a b="c" d='e'>&`), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;");
  assert.equal(escapeXml("a\u0000b\ud800c\uffff\n"), "a\ufffdb\ufffdc\ufffd\n");
  assert.equal(escapeXml("😀"), "😀");
});

test("labels below: kept, then broken, then turned, then thinned", () => {
  const ticks = (labels: string[], step: number) => labels.map((label, i) => ({ at: i * step, label }));
  assert.equal(fitBelow(ticks(["a", "b"], 50), 12, undefined).angle, 0);
  const broken = fitBelow(ticks(["two words", "more words"], 60), 12, undefined);
  assert.deepEqual([broken.angle, broken.ticks[0]!.lines.length], [0, 2]);
  assert.equal(fitBelow(ticks(["unbreakable", "indivisible"], 30), 12, undefined).angle, -45);
  const thinned = fitBelow(
    ticks(
      Array.from({ length: 100 }, (_, i) => `label${i}`),
      5,
    ),
    12,
    undefined,
  );
  assert.ok(thinned.ticks.length < 30 && thinned.ticks.length > 15);
  assert.deepEqual(fitBelow([], 12, undefined).ticks, []);
});

test("turned labels are one line, whole where there is room, and have at most one ellipsis", () => {
  const ticks = (label: string) => Array.from({ length: 5 }, (_, i) => ({ at: i * 20, label }));
  const said = (label: string) => fitBelow(ticks(label), 12, undefined).ticks[0]!.lines.map(plainText);
  assert.deepEqual(said("Segment 1<br>38 %"), ["Segment 1 38 %"]);
  const [cut, ...rest] = said("Customers who bought on…<br>1,234 (38 %), and more besides");
  assert.ok(rest.length === 0 && cut!.endsWith("…") && !cut!.endsWith("……"), cut);
  assert.deepEqual(wrap("one…<br>two", 12, 100, 1).map(plainText), ["one…"]);
});

test("of labels at uneven distances those stay that have room", () => {
  const ticks = [0, 5, 40, 80, 84].map((at) => ({ at, label: `a long label at ${at}` }));
  assert.deepEqual(
    fitBelow(ticks, 12, -90).ticks.map(({ at }) => at),
    [0, 40, 80],
  );
  assert.deepEqual(
    fitBeside(ticks, 12, 100).ticks.map(({ at }) => at),
    [0, 40, 80],
  );
});

test("labels beside an axis are thinned to their height", () => {
  const ticks = Array.from({ length: 50 }, (_, i) => ({ at: i * 4, label: `row ${i}` }));
  const { ticks: kept } = fitBeside(ticks, 12, 100);
  kept.slice(1).forEach((tick, i) => {
    assert.ok(tick.at - kept[i]!.at >= 15);
  });
});

test("colors: halfway between black and white is grey; text contrasts", () => {
  const scale = [
    [0, "#000000"],
    [1, "#ffffff"],
  ] as const;
  assert.equal(colorAt(scale, 0.5), "#808080");
  assert.equal(colorAt(scale, -3), "#000000");
  assert.equal(textOn("#000000"), "#ffffff");
  assert.equal(textOn("#fde725"), "#222222");
});
