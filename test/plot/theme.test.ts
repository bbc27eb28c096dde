import assert from "node:assert/strict";
import { test } from "node:test";
import { luminance, rgb } from "../../src/plot/svg/colors.js";
import {
  baseLayout,
  diverging,
  palette,
  segmentColor,
  segmentSymbol,
  sequential,
  severityColor,
  symbols,
  userText,
} from "../../src/plot/theme.js";

// Matrices for severity 1.0 of Machado, Oliveira and Fernandes (2009), "A Physiologically-based Model for Simulation of Color Vision
// Deficiency", IEEE TVCG 15(6), applied to linear RGB.
const visions = {
  normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

type Triple = [number, number, number];

function seen(color: string, matrix: readonly number[]): Triple {
  const linear = rgb(color).map((part) => {
    const s = part / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  });
  const mixed = [0, 1, 2].map((row) => {
    const value = [0, 1, 2].reduce((sum, k) => sum + matrix[row * 3 + k]! * linear[k]!, 0);
    return Math.min(1, Math.max(0, value));
  }) as Triple;
  return lab(mixed);
}

/** CIE L*a*b* (D65) of linear sRGB. */
function lab([r, g, b]: Triple): Triple {
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

test("the ruler: black and white are 100 apart in lightness, and red and green come near under deuteranopia", () => {
  const distance = (a: string, b: string, matrix: readonly number[]) => {
    const [p, q] = [seen(a, matrix), seen(b, matrix)];
    return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
  };
  assert.ok(Math.abs(distance("#000000", "#ffffff", visions.normal) - 100) < 0.01);
  // A palette with these two fails below: a brown and a green of the same lightness.
  assert.ok(distance("#9a8a00", "#d55e00", visions.deuteranopia) < 15);
});

// A difference of about 2.3 is just noticeable; 15 is told apart without looking twice.
for (const [vision, matrix] of Object.entries(visions)) {
  test(`any two colors of the palette differ by at least 15 (CIE 1976) under ${vision}`, () => {
    for (const colors of [palette, Object.values(severityColor)]) {
      const found = colors.map((color) => seen(color, matrix));
      found.forEach((a, i) => {
        found.slice(i + 1).forEach((b, j) => {
          const distance = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
          assert.ok(distance >= 15, `${colors[i]} and ${colors[i + 1 + j]}: ${distance.toFixed(1)}`);
        });
      });
    }
  });
}

test("every color stands out from white paper by a contrast of 2 or more", () => {
  for (const color of [...palette, ...Object.values(severityColor)])
    assert.ok(1.05 / (luminance(color) + 0.05) >= 2, color);
});

test("the sequential scale darkens all the way, also in print; the diverging one is dark at both ends", () => {
  const dark = sequential.map(([, color]) => luminance(color));
  dark.forEach((value, i) => {
    assert.ok(i === 0 || value < dark[i - 1]!);
  });
  const both = diverging.map(([, color]) => luminance(color));
  assert.equal(both.indexOf(Math.max(...both)), 3);
  assert.ok(both[0]! < both[1]! && both[1]! < both[2]! && both[6]! < both[5]! && both[5]! < both[4]!);
  assert.deepEqual([diverging[0]![0], diverging[3]![0], diverging[6]![0]], [0, 0.5, 1]);
});

test("88 segments differ in color or marker; noise is neither", () => {
  const signs = new Set(Array.from({ length: 88 }, (_, label) => `${segmentColor(label)} ${segmentSymbol(label)}`));
  assert.equal(signs.size, 88);
  assert.equal(new Set(symbols).size, symbols.length);
  assert.ok(!palette.includes(segmentColor(-1)));
});

test("user text has no markup, entity, formula or template left, and is cut by characters", () => {
  assert.equal(userText("<b>&amp; $x$ %{y}"), "&lt;b&gt;&amp;amp; &#36;x&#36; &#37;{y}");
  assert.equal(userText("a\n  b"), "a b");
  assert.equal(userText("😀😀😀😀", 3), "😀😀…");
});

test("long titles are broken to the width, and what looks like markup in them is none", () => {
  const { title } = baseLayout({ title: "word ".repeat(40), subtitle: "<i>5 & $6", width: 400 }) as {
    title: { text: string; subtitle: { text: string } };
  };
  assert.ok(title.text.split("<br>").length > 3);
  assert.equal(title.subtitle.text, "&lt;i&gt;5 &amp; &#36;6");
});

test("blue is more than the middle, orange-brown less", () => {
  const [low, high] = [diverging[0]![1], diverging.at(-1)![1]].map((color) => Number.parseInt(color.slice(1), 16));
  assert.ok(low! >> 16 > (low! & 255) && (high! & 255) > high! >> 16, "red in the low color, blue in the high one");
});
