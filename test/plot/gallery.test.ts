import assert from "node:assert/strict";
import { test } from "node:test";
import { examples } from "./examples.js";
import { drawnTexts, unescapeXml, viewBox } from "./svgTexts.js";

const secondTime = examples();

// Every plot, from friendly and hostile data, has to pass the same examination.
for (const [name, figure] of Object.entries(examples())) {
  test(`${name}: every text lies inside the drawing`, () => {
    const { width, height } = viewBox(figure.svg);
    const outside = drawnTexts(figure.svg).filter(
      (text) => text.left < -0.5 || text.top < -0.5 || text.right > width + 0.5 || text.bottom > height + 0.5,
    );
    assert.deepEqual(outside, []);
  });

  test(`${name}: no text covers another`, () => {
    const texts = drawnTexts(figure.svg);
    const covered: string[] = [];
    texts.forEach((a, i) => {
      for (const b of texts.slice(i + 1)) {
        // Boxes of slanted texts overlap where the texts do not.
        if (a.angle % 90 !== 0 || b.angle % 90 !== 0) continue;
        if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
          covered.push(`${a.text} | ${b.text}`);
      }
    });
    assert.deepEqual(covered, []);
  });

  test(`${name}: a complete, accessible, self-contained element without a broken number`, () => {
    const { svg } = figure;
    assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" [^>]*role="img"/);
    const drawing = svg.replace(/<desc>.*?<\/desc>/s, "").replace("http://www.w3.org/2000/svg", "");
    const absent = (pattern: RegExp) => assert.equal(pattern.exec(drawing)?.[0], undefined);
    absent(/NaN|Infinity|undefined|null/);
    assert.equal(unescapeXml(/<title>(.*?)<\/title>/s.exec(svg)![1]!), figure.title);
    assert.equal(unescapeXml(/<desc>(.*?)<\/desc>/s.exec(svg)![1]!), figure.alt);
    absent(/https?:|<script|<image|url\(|<style| on\w+=/);
    absent(/="[^"]*\d\.\d{3,}/); // coordinates have two decimals
    assertBalanced(svg);
  });

  test(`${name}: the same data give the same text, and the Plotly part survives JSON`, () => {
    const again = secondTime[name]!;
    assert.ok(again.svg === figure.svg);
    assert.deepEqual(JSON.parse(JSON.stringify(figure.data)), figure.data);
    assert.deepEqual(JSON.parse(JSON.stringify(figure.layout)), figure.layout);
  });

  test(`${name}: title, alt text with numbers, axis titles and hover texts`, () => {
    assert.ok(figure.title.length > 5);
    if (name === "all-marks") return;
    assert.match(figure.alt, /\d/);
    assert.ok(figure.alt.length > 60, figure.alt);
    assert.doesNotMatch(figure.alt, /&(lt|gt|amp|#\d+);|<br>|NaN|undefined/);
    for (const [key, axis] of Object.entries(figure.layout)) {
      if (!/^[xy]axis\d*$/.test(key)) continue;
      const { title, ticktext } = axis as { title: { text: string }; ticktext?: string[] };
      // Only an axis whose labels are sentences of their own (the checks of an audit) goes without a title.
      assert.ok(title.text.length > 0 || (ticktext?.length ?? 0) > 0, `${key} has no title`);
    }
    for (const trace of figure.data)
      assert.ok(trace.hovertemplate !== undefined || trace.hoverinfo !== undefined, `${trace.name} has no hover text`);
  });

  test(`${name}: names from the data are no markup for Plotly`, () => {
    const { title: _title, ...layout } = figure.layout;
    assert.ok(!JSON.stringify([figure.data, layout]).includes("<script"));
  });
}

function assertBalanced(svg: string): void {
  const open: string[] = [];
  for (const [, close, name, attributes, self] of svg.matchAll(/<(\/?)([a-z]+)([^<>]*?)(\/?)>/g)) {
    assert.match(attributes!, /^(\s+[\w-]+="[^"<]*")*$/);
    if (close === "/") assert.equal(open.pop(), name);
    else if (self !== "/") open.push(name!);
  }
  assert.deepEqual(open, []);
}
