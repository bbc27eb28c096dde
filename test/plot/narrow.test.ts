import assert from "node:assert/strict";
import { test } from "node:test";
import type { Layout } from "../../src/plot/figure.js";
import { plot } from "../../src/plot/index.js";
import { narrow } from "../../src/plot/narrow.js";
import type { Contrasted } from "../../src/plot/profilePanels.js";
import { plainText, richText } from "../../src/plot/svg/richText.js";
import { textWidth } from "../../src/plot/svg/textWidth.js";
import { toTable } from "../../src/table.js";
import { distributed, examples, profileOf } from "./examples.js";
import { stabilityOf } from "./stabilities.js";

/** Contrasts without a marker. */
function contrastsOf(variables: readonly string[], names: readonly string[]): Contrasted {
  const rows = variables.flatMap((variable) =>
    names.map((segment, label) => ({
      ...{ variable, level: null, label, segment, size: 50, mean: 3, overall: 3, difference: 0, relative: 0 },
      marker: false,
    })),
  );
  return {
    markers: toTable(rows),
    segments: names.map((name, label) => ({ label, name, size: 12345, share: 1 / names.length })),
    markerRule: { absolute: 0.25, relative: 0.5, standardized: 0.5, maximum: "all" },
  } as Contrasted;
}

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
    // Panels that share an axis stay side by side: the grid, the strip of missing answers beside its items, and the dots of combinations beside their bars.
    const grid = ["scatter-matrix", "likert", "coverage"].some((start) => name.startsWith(start));
    for (const [i, { x, y }] of grid ? [] : panels.entries()) {
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

for (const [name, figure] of Object.entries(examples())) {
  const { layout, height } = narrow(figure);
  const labels = ((layout.annotations ?? []) as Layout[]).filter(({ xref, showarrow }) => xref === "x" && !showarrow);
  if (labels.length === 0) continue;
  test(`${name}: on a phone, no label at a center covers another`, () => {
    const { t, b } = part(layout, "margin") as unknown as { t: number; b: number };
    const [rangeX, rangeY] = [part(layout, "xaxis").range, part(layout, "yaxis").range] as [number[], number[]];
    const boxes = labels.map(({ text, x, y, xshift, yshift, font }) => {
      const { size } = font as { size: number };
      const at = (value: unknown, [low, high]: number[], pixels: number) =>
        ((Number(value) - low!) / (high! - low!)) * pixels;
      return {
        x: at(x, rangeX, 350 - 14 - 44) + Number(xshift),
        y: at(y, rangeY, height - t - b) + Number(yshift),
        half: textWidth(linesOf(text)[0]!, size, true) / 2,
        size,
      };
    });
    boxes.forEach((a, i) => {
      for (const other of boxes.slice(i + 1))
        assert.ok(
          Math.abs(a.x - other.x) >= a.half + other.half - 1 || Math.abs(a.y - other.y) >= (a.size + other.size) / 2,
          `${linesOf(labels[i]!.text)} is covered`,
        );
    });
  });
}

test("names of features that do not fit side by side on a phone are turned to the left, where there is room", () => {
  const columns = ["recency", "frequency", "monetary", "tenure", "averageOrder"];
  for (const kind of ["heat", "snake"] as const) {
    const { layout, height } = narrow(plot.profile(profileOf(["A", "B"], columns, 1), { kind }));
    const axis = part(layout, "xaxis");
    assert.deepEqual([axis.ticktext, axis.tickangle], [columns, -45]);
    const { t, b } = part(layout, "margin") as unknown as { t: number; b: number };
    // The longest name at 45 degrees, and the title below it.
    assert.ok(b >= textWidth("averageOrder", 11) * Math.SQRT1_2 + 36 && height - t - b > 100);
  }
});

test("numbers that do not fit their cells on a phone are made smaller, then halved, then left to the hover text", () => {
  const cells = (features: number) => {
    const columns = Array.from({ length: features }, (_, i) => `f${i}`);
    return narrow(plot.profile(profileOf(["A", "B"], columns, 1))).data[0]!;
  };
  const size = (of: ReturnType<typeof cells>) => Number(part(of as Layout, "textfont").size);
  assert.equal(size(cells(3)), 11);
  assert.ok(size(cells(6)) < 11 && size(cells(6)) >= 7);
  assert.equal(cells(30).texttemplate, "");
});

test("a count in brackets is broken off whole", () => {
  const { layout } = narrow(
    plot.silhouette({
      values: Float64Array.of(0.5, 0.4),
      labels: Int32Array.of(0, 1),
      mean: 0.45,
      segments: [
        { label: 0, name: "Potential loyalists", size: 1, scored: 1, mean: 0.5 },
        { label: 1, name: "Lost", size: 1, scored: 1, mean: 0.4 },
      ],
    }),
  );
  assert.deepEqual(part(layout, "yaxis").ticktext, ["Potential loyalists<br>(1, 0.50)", "Lost (1, 0.40)"]);
});

test("labels of many lines are whole and have rows as high", () => {
  const name = "Very recent, very infrequent, low spend";
  const names = Array.from({ length: 7 }, (_, i) => `${name} ${i}`);
  const small = narrow(plot.profile(profileOf(names, ["a", "b"], 1)));
  const texts = part(small.layout, "yaxis").ticktext as string[];
  const { t, b } = part(small.layout, "margin") as unknown as { t: number; b: number };
  texts.forEach((text, i) => {
    assert.doesNotMatch(text, /…/);
    assert.ok(linesOf(text).join(" ").startsWith(names[i]!), text);
    assert.ok(linesOf(text).length * 11 * 1.3 <= (small.height - t - b) / 7, text);
  });
});

test("a layout of somebody else's making goes through", () => {
  const data = [{ type: "bar" }];
  assert.equal(narrow({ data, layout: {}, height: 400 }).height, 424);
  const titled = narrow({ data, layout: { title: "A <script> & more" }, height: 400 });
  assert.equal(part(titled.layout, "title").text, "<b>A &lt;script&gt; &amp; more</b>");
});

test("a panel that is a part of the figure is as high as the lines of its own labels", () => {
  const names = Array.from({ length: 12 }, (_, i) => `Families of the northern suburbs, part ${i + 1}`);
  const figure = plot.stability(stabilityOf(300, [2, 12], { names: { 12: names } }), { k: 12 });
  const { layout, height } = narrow(figure);
  const { t, b } = layout.margin as { t: number; b: number };
  const { domain, ticktext } = layout.yaxis2 as { domain: [number, number]; ticktext: string[] };
  const panel = (domain[1] - domain[0]) * (height - t - b);
  const lines = Math.max(...ticktext.map((text) => text.split("<br>").length));
  assert.ok(panel >= 12 * lines * 11 * 1.25, `${panel} pixels for 12 labels of ${lines} lines`);
});

test("panels of many bars below each other are as high as their names need, all of them named, their titles broken", () => {
  const columns = Array.from({ length: 25 }, (_, i) => `item ${i + 1}`);
  const names = ["Warm-hearted women who own many shops", "Worried, somewhat moody ones at home"];
  const figure = plot.profile(contrastsOf(columns, names));
  const { layout, height } = narrow(figure);
  const { t, b } = layout.margin as { t: number; b: number };
  for (const name of ["yaxis", "yaxis2"]) {
    const { domain, showticklabels } = layout[name] as { domain: [number, number]; showticklabels: boolean };
    assert.equal(showticklabels, true);
    assert.ok((domain[1] - domain[0]) * (height - t - b) >= 25 * 11 * 1.25, "a line of text for each bar");
  }
  for (const { text } of layout.annotations as { text: string }[]) {
    const lines = linesOf(text);
    assert.ok(lines.length > 1 && lines.every((line) => textWidth(line, 13, true) <= 300), text);
  }
});

test("labels at uneven distances are kept apart where they stand", () => {
  const ends = [10, 20, 92, 96, 100];
  const layout = {
    xaxis: {
      type: "linear",
      range: [0, 100],
      tickvals: ends,
      ticktext: ends.map((end) => `Customers up to ${end}`),
    },
  };
  const axis = part(narrow({ data: [{ type: "bar" }], layout, height: 400 }).layout, "xaxis") as unknown as {
    tickvals: number[];
    ticktext: string[];
    tickangle: number;
  };
  // Of 292 pixels, 4 % are 12: fewer than the 14 that a line is high.
  assert.deepEqual([axis.tickvals, axis.tickangle], [[10, 20, 92, 100], -90]);
  assert.equal(axis.ticktext[0], "Customers up to 10");
});

test("of texts in columns that are too narrow on a phone, the first lines remain", () => {
  const data = [{ type: "bar", x: [0, 50], y: [1, 1], width: [50, 10], text: ["50 %<br>Answer", "10 %<br>Answer"] }];
  const layout = { xaxis: { type: "linear", range: [0, 100] } };
  assert.deepEqual(narrow({ data, layout, height: 400 }).data[0]!.text, ["50 %<br>Answer", "10 %"]);
});

test("on a phone, the heading of a base stands above the lines of the title below it, and has room", () => {
  const { features, segmentation } = distributed(200, 2);
  const name = "a feature with a name that takes two lines";
  const dictionary = (features.dictionary.objects() as { feature: string }[]).map((row) =>
    row.feature === "age" ? { ...row, feature: name } : row,
  );
  const renamed = {
    ...features,
    table: features.table.rename({ age: name } as never),
    dictionary: toTable(dictionary),
  };
  const small = narrow(plot.distributions(renamed as never, segmentation));
  const notes = small.layout.annotations as Layout[];
  const at = notes.findIndex(({ text }) => String(text).includes("Demographic"));
  const title = notes.find(({ xref, text }) => xref === notes[at]!.xref && text !== notes[at]!.text)!;
  const lines = linesOf(title.text).length;
  assert.ok(lines >= 2, `${lines} lines`);
  assert.ok(Number(notes[at]!.yshift) - Number(title.yshift) >= lines * 13 * 1.2, `${notes[at]!.yshift}`);
  const { y } = { y: part(small.layout, "yaxis").domain as unknown as [number, number] };
  const next = part(small.layout, "yaxis2").domain as unknown as [number, number];
  const { t, b } = part(small.layout, "margin") as unknown as { t: number; b: number };
  // Ticks and title of the axis above take 44 pixels.
  assert.ok((y[0] - next[1]) * (small.height - t - b) >= 44 + lines * 17 + 20, "room between panels");
});
