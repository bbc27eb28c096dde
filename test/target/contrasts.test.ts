import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { DataError } from "../../src/errors.js";
import { random } from "../../src/random.js";
import { matrix } from "../../src/represent/matrix.js";
import { kmeans } from "../../src/segment/kmeans.js";
import { kmodes } from "../../src/segment/kmodes.js";
import { rules } from "../../src/segment/rules.js";
import { orderBySize, type Segmentation } from "../../src/segmentation.js";
import { type Row, type Table, tableOf, toTable } from "../../src/table.js";
import { type ContrastRow, type Contrasts, contrasts } from "../../src/target/contrasts.js";
import type { MarkerRow } from "../../src/target/markerRows.js";
import { sharedColumns, skipWithout } from "../sharedData.js";

interface FTest {
  statistic: number;
  df1: number;
  df2: number;
  p: number;
  etaSquared: number;
}
const published = JSON.parse(readFileSync(join(import.meta.dirname, "../fixtures/contrasts.json"), "utf8")) as {
  markers: Record<string, string[]>;
  rows: {
    variable: string;
    welch?: FTest;
    anova?: FTest;
    kruskal?: { statistic: number; p: number };
    chiSquared?: { statistic: number; df: number; p: number; cramersV: number; correctedV: number };
    holm: number;
  }[];
};
const skip = skipWithout("mcdonalds.csv");

/** Segments that are given. */
function given(ids: readonly (string | number)[], groups: readonly (string | number)[]): Segmentation {
  const names = [...new Set(groups)];
  const { labels, sizes, order } = orderBySize(
    groups.map((group) => names.indexOf(group)),
    names.length,
  );
  return {
    method: "made",
    k: names.length,
    ids,
    labels,
    sizes,
    names: order.map((old) => String(names[old])),
    parameters: {},
    quality: {},
    converged: true,
    iterations: 1,
    model: { kind: "rules", rules: [] },
    warnings: [],
  };
}

const near = (found: number | null | undefined, wanted: number, within: number, what: string) =>
  assert.ok(
    typeof found === "number" && Math.abs(found - wanted) <= within * Math.max(Math.abs(wanted), 1e-300),
    `${what}: expected ${wanted}, got ${found}`,
  );
const rowsOf = ({ table }: Contrasts) => table.objects() as ContrastRow[];
const rowOf = (found: Contrasts, variable: string) => rowsOf(found).find((row) => row.variable === variable)!;

/** Visitors of McDonald's: age, liking, eleven answers and gender, in segments by how often they come. */
function visitors(): { table: Table; segments: Segmentation } {
  const columns = sharedColumns("mcdonalds.csv");
  const answers = Object.keys(columns).slice(0, 11);
  const ids = columns.Age!.map((_, i) => i);
  const liking = columns.Like!.map((text) => Number.parseInt(/[+-]?\d+$/.exec(text)![0], 10));
  const table = tableOf<Row>({
    customer: ids,
    Age: columns.Age!.map(Number),
    LikeN: liking,
    ...Object.fromEntries(answers.map((name) => [name, columns[name]!])),
    Gender: columns.Gender!,
  });
  return { table, segments: given(ids, columns.VisitFrequency!) };
}

test("matches pingouin 0.7.0 and scipy 1.17.1 on McDonald's visitors: Welch, ANOVA, Kruskal-Wallis, chi-squared, Cramer's V; Holm as in statsmodels 0.15.0", {
  skip,
}, () => {
  const { table, segments } = visitors();
  for (const [numbers, key] of [
    ["welch", "welch"],
    ["anova", "anova"],
    ["kruskalWallis", "kruskal"],
  ] as const) {
    const found = contrasts(table, segments, { numbers });
    assert.equal(rowsOf(found).length, 14);
    for (const peer of published.rows) {
      const row = rowOf(found, peer.variable);
      const what = `${key} ${peer.variable}`;
      if (key === "welch") near(row.pHolm, peer.holm, 1e-8, what);
      const expected = peer[key] ?? peer.chiSquared!;
      near(row.statistic, expected.statistic, 1e-10, what);
      near(row.p, expected.p, 1e-8, what);
      if (peer.chiSquared !== undefined) {
        assert.deepEqual([row.kind, row.df1, row.df2], ["category", peer.chiSquared.df, null]);
        near(row.effectSize, peer.chiSquared.cramersV, 1e-12, what);
      } else if (key !== "kruskal") {
        near(row.df1, peer[key]!.df1, 1e-12, what);
        near(row.df2, peer[key]!.df2, 1e-10, what);
        near(row.effectSize, peer[key]!.etaSquared, 1e-10, what);
      } else near(row.effectSize, peer.kruskal!.statistic / 1452, 1e-10, what);
    }
  }
  const corrected = contrasts(table, segments, { biasCorrected: true });
  // Bergsma's formula, computed with numpy 2.4.6.
  for (const { variable, chiSquared } of published.rows)
    if (chiSquared !== undefined) near(rowOf(corrected, variable).effectSize, chiSquared.correctedV, 1e-10, variable);
});

test("marks the variables that flexclust's rule marks (computed with pandas 3.1.1 from its formula)", { skip }, () => {
  const { table, segments } = visitors();
  const answers = published.rows.map(({ variable }) => variable).slice(2, 13);
  const numbers = tableOf<Row>({
    customer: table.array("customer"),
    ...Object.fromEntries(
      answers.map((name) => [name, Array.from(table.array(name), (cell) => Number(cell === "Yes"))]),
    ),
  });
  const { markers, markerRule } = contrasts(numbers, segments);
  assert.deepEqual(markerRule, { absolute: 0.25, relative: 0.5, standardized: 0.5, maximum: "all" });
  for (const [segment, wanted] of Object.entries(published.markers))
    assert.deepEqual(
      (markers.objects() as MarkerRow[])
        .filter((row) => row.segment === segment && row.marker)
        .map((row) => row.variable),
      wanted,
    );
});

test("markers of scores around 0, by hand: half a standard deviation, wherever the mean of all lies; what has no share has no relative difference", () => {
  // Variance 5 of each quartet: segment means lie 2 / sqrt(5) = .89 and 1 / sqrt(5) = .45 standard deviations from that of all.
  const [far, close] = [
    [-3, -1, 1, 3],
    [-3, 1, -1, 3],
  ] as const;
  const rows = [...far.keys()].flatMap((i) => [0, 1, 2].map((copy) => ({ i, copy })));
  for (const moved of [0, 1e-15, 0.1]) {
    const table = tableOf<Row>({
      customer: rows.map((_, i) => i),
      far: rows.map(({ i }) => far[i]! + moved),
      close: rows.map(({ i }) => close[i]! + moved),
    });
    const segments = given(
      rows.map((_, i) => i),
      rows.map(({ i }) => (i < 2 ? "low" : "high")),
    );
    const markers = contrasts(table, segments).markers.objects() as MarkerRow[];
    for (const row of markers) assert.equal(row.relative, null);
    const marked = (rule: object) =>
      (contrasts(table, segments, { markers: rule }).markers.objects() as MarkerRow[]).filter(({ marker }) => marker)
        .length;
    assert.equal(marked({ standardized: 0.4 }), 4);
    assert.equal(marked({}), 2);
    assert.equal(marked({ standardized: 0.9 }), 0);
  }
});

test("answers from 1 to 6 are marked as those from 0 to 5: the quarter starts at the lowest", () => {
  // Means of all 2.5 and 3.5; the segments lie 1.25 apart from them, at least a quarter of 5 and less than half of the mean 3.5.
  for (const lowest of [0, 1]) {
    const answers = [0, 1, 2, 2, 3, 3, 4, 5].map((answer, customer) => ({ customer, answer: answer + lowest }));
    const segments = given(
      answers.map(({ customer }) => customer),
      answers.map(({ customer }) => Number(customer > 3)),
    );
    const markers = contrasts(answers, segments).markers.objects() as MarkerRow[];
    assert.deepEqual(
      markers.map(({ difference, marker }) => [Math.abs(difference!), marker]),
      [
        [1.25, true],
        [1.25, true],
      ],
    );
  }
});

test("an answer of yes or no has one strength, as a number and as a category", { skip }, () => {
  const { table, segments } = visitors();
  const both = toTable(
    (table.objects() as Row[]).map(({ customer, yummy }) => ({
      customer,
      text: yummy,
      number: Number(yummy === "Yes"),
    })),
  );
  const found = contrasts(both, segments, { numbers: "anova" });
  near(rowOf(found, "text").strength, rowOf(found, "number").strength!, 1e-12, "strength");
  const ranks = contrasts(both, segments, { numbers: "kruskalWallis" });
  near(rowOf(ranks, "number").strength, rowOf(ranks, "text").strength!, 1e-3, "ranks: H / (n - 1) for chi-squared / n");
});

test("computed by hand: two groups of two, their variance and ranks, and a table of four cells", () => {
  const data = [
    { customer: 1, x: 1, y: "a" },
    { customer: 2, x: 3, y: "a" },
    { customer: 3, x: 5, y: "a" },
    { customer: 4, x: 7, y: "b" },
  ];
  const segments = given([1, 2, 3, 4], ["p", "p", "q", "q"]);
  // Means 2 and 6 of 4: between 16, within 4; F 16 / (4 / 2), t squared of 8.
  const f = rowOf(contrasts(data, segments, { numbers: "anova" }), "x");
  near(f.statistic, 8, 1e-14, "F");
  assert.deepEqual([f.df1, f.df2], [1, 2]);
  near(f.effectSize, 0.8, 1e-14, "eta squared");
  // P(F > f) with 1 and 2 degrees of freedom is 1 - sqrt(f / (f + 2)).
  near(f.p, 1 - Math.sqrt(0.8), 1e-12, "p");
  // Equal sizes and variances: Welch's is the same.
  near(rowOf(contrasts(data, segments, { numbers: "welch" }), "x").p, 1 - Math.sqrt(0.8), 1e-12, "Welch");
  // Rank sums 3 and 7: H = 12 / 20 (9 / 2 + 49 / 2) - 15.
  const h = rowOf(contrasts(data, segments, { numbers: "kruskalWallis" }), "x");
  near(h.statistic, 2.4, 1e-14, "H");
  near(h.effectSize, 0.8, 1e-14, "epsilon squared");
  // Expected 1.5, 0.5, 1.5, 0.5: chi-squared 4 / 3, V root of 1 / 3.
  const found = contrasts(data, segments);
  const chi = rowOf(found, "y");
  near(chi.statistic, 4 / 3, 1e-14, "chi-squared");
  near(chi.effectSize, Math.sqrt(1 / 3), 1e-14, "V");
  assert.match(chi.warning!, /^p is rough: 100 % of the cells are expected to hold fewer than 5 \(the smallest 0\.5\)/);
  assert.equal(rowOf(found, "x").test, "Kruskal-Wallis");
  const marked = found.markers.objects() as MarkerRow[];
  assert.deepEqual(
    marked
      .filter(({ variable }) => variable === "x")
      .map(({ mean, overall, relative, marker }) => [mean, overall, relative, marker]),
    [
      [2, 4, -0.5, true],
      [6, 4, 0.5, true],
    ],
  );
  assert.deepEqual(
    marked
      .filter(({ variable }) => variable === "y")
      .map(({ level, segment, mean, overall, marker }) => [level, segment, mean, overall, marker]),
    [
      ["a", "p", 1, 0.75, true],
      ["a", "q", 0.5, 0.75, true],
      ["b", "p", 0, 0.25, true],
      ["b", "q", 0.5, 0.25, true],
    ],
  );
});

test("the rule for numbers: Welch where means say something, ranks where a segment is small, equal or the tail is long", () => {
  const draw = random(2);
  const data = Array.from({ length: 200 }, (_, customer) => ({
    customer,
    plain: draw.normal() + (customer % 2),
    money: Math.exp(2 * draw.normal()),
    flat: customer % 2 === 0 ? 3 : draw.normal(),
  }));
  const ids = data.map(({ customer }) => customer);
  const halves = given(
    ids,
    ids.map((id) => id % 2),
  );
  const test = (segments: Segmentation, variable: string) => rowOf(contrasts(data, segments), variable).test;
  assert.equal(test(halves, "plain"), "Welch's ANOVA");
  assert.equal(test(halves, "money"), "Kruskal-Wallis");
  assert.equal(test(halves, "flat"), "Kruskal-Wallis");
  assert.equal(
    test(
      given(
        ids,
        ids.map((id) => (id < 9 ? 0 : 1)),
      ),
      "plain",
    ),
    "Kruskal-Wallis",
  );
  const welch = rowOf(contrasts(data, halves, { numbers: "welch" }), "flat");
  assert.deepEqual([welch.p, welch.pHolm, welch.differs], [null, null, null]);
  assert.match(welch.warning!, /needs two values that differ in each segment: not tested/);
  assert.ok(welch.effectSize! > 0);
});

test("says that testing what made the segments is circular, for k-means, rules and k-modes", async () => {
  const draw = random(8);
  const data = Array.from({ length: 120 }, (_, customer) => ({
    customer,
    a: draw.normal(),
    b: draw.normal(),
    c: draw.normal(),
    city: ["Bern", "Basel", "Chur"][draw.integer(3)]!,
  }));
  // No segments at all: and still a and b differ beyond any doubt.
  const found = contrasts(data, await kmeans(matrix(data, { columns: ["a", "b"], scale: "standard" }), { k: 3 }));
  assert.deepEqual(
    rowsOf(found)
      .map(({ variable, circular, differs }) => [variable, circular, differs])
      .sort(),
    [
      ["a", true, true],
      ["b", true, true],
      ["c", false, false],
      ["city", false, false],
    ],
  );
  assert.match(found.warnings[0]!, /^The segments were made of [ab], [ab]: testing them there is circular/);
  const modes = await kmodes(matrix(data, { columns: [], categorical: ["city"] }), { k: 2 });
  assert.equal(rowOf(contrasts(data, modes), "city").circular, true);
});

test("neither the order of rows, nor the names of segments, nor a unit changes a test", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), (seed) => {
      const draw = random(seed);
      const data = Array.from({ length: 60 }, (_, customer) => ({
        customer,
        x: draw.uniform() < 0.1 ? null : Math.round(4 * draw.normal()),
        y: draw.uniform() < 0.1 ? null : ["a", "b", "c"][draw.integer(3)]!,
      }));
      const ids = data.map(({ customer }) => customer);
      const groups = ids.map(() => draw.integer(3));
      for (const numbers of ["welch", "anova", "kruskalWallis"] as const) {
        const plain = contrasts(data, given(ids, groups), { numbers });
        const turned = draw.shuffle(
          data.map(({ customer, x, y }) => ({ customer, x: x === null ? null : 5 * x - 7, y })),
        );
        const renamed = given(
          ids,
          groups.map((group) => 2 - group),
        );
        const other = contrasts(turned, renamed, { numbers });
        for (const variable of ["x", "y"]) {
          const [a, b] = [rowOf(plain, variable), rowOf(other, variable)];
          for (const key of ["statistic", "p", "pHolm", "effectSize"] as const)
            near(b[key], a[key]!, 1e-9, `${numbers} ${variable} ${key}`);
          assert.deepEqual([a.n, a.missing], [b.n, b.missing]);
          assert.ok(a.p! >= 0 && a.p! <= 1 && a.effectSize! >= 0 && a.effectSize! <= 1 + 1e-12);
        }
      }
    }),
    { seed: 6, numRuns: 25 },
  );
});

test("chance alone seldom differs: of 200 sets of random answers about one in twenty has a corrected p below .05", () => {
  const draw = random(77);
  let alarms = 0;
  for (let set = 0; set < 200; set++) {
    const ids = Array.from({ length: 90 }, (_, i) => i);
    const data = ids.map((customer) => ({
      customer,
      a: draw.normal(),
      b: draw.normal(),
      c: draw.integer(2),
      d: draw.uniform(),
    }));
    if (
      rowsOf(
        contrasts(
          data,
          given(
            ids,
            ids.map((i) => i % 3),
          ),
        ),
      ).some(({ differs }) => differs === true)
    )
      alarms++;
  }
  // Binomial(200, .05): 10, two sides of 4 standard deviations.
  assert.ok(alarms <= 22, `${alarms} alarms`);
});

test("what cannot be tested is null and said; noise is no segment; texts, dates and empty columns are passed over", () => {
  const data = Array.from({ length: 30 }, (_, customer) => ({
    customer,
    same: 4,
    one: "yes",
    empty: null,
    half: customer % 3 === 0 ? null : customer,
    open: `answer number ${customer}`,
    day: new Date(customer * 864e5),
    real: customer % 2 === 0 ? customer : -customer,
  }));
  const ids = data.map(({ customer }) => customer);
  const segments = given(
    ids,
    ids.map((id) => id % 2),
  );
  const noisy = { ...segments, labels: segments.labels.map((label, i) => (i < 4 ? -1 : label)) };
  const found = contrasts(data, noisy);
  assert.equal(found.rows, 26);
  assert.deepEqual(
    rowsOf(found).map(({ variable }) => variable),
    ["real", "half", "same"],
  );
  const named = contrasts(data, noisy, { variables: ["same", "one"] });
  assert.deepEqual([rowOf(named, "same").p, rowOf(named, "one").p], [null, null]);
  // 13 of the 26 rows in a segment each, of 30
  assert.deepEqual(
    found.segments.map(({ share }) => share),
    [0.5, 0.5],
  );
  const said = found.warnings.join("\n");
  assert.match(said, /4 rows in no segment \(noise\) are left out/);
  assert.match(said, /same: all values are equal/);
  assert.match(said, /half \(3\d % missing\)/);
  assert.match(said, /"one" is left out: its one value is "yes"; name it in variables to keep it/);
  assert.match(said, /"empty" is left out: it holds no value/);
  assert.match(said, /"open" is left out: each of its 30 values is another one/);
  assert.match(said, /"day" is left out: it holds neither numbers/);
  assert.throws(() => contrasts(data, segments, { variables: ["day"] }), DataError);
});

test("codes of a choice are compared as categories where asked", () => {
  const data = Array.from({ length: 60 }, (_, customer) => ({ customer, code: customer % 3 }));
  const ids = data.map(({ customer }) => customer);
  const found = contrasts(
    data,
    given(
      ids,
      ids.map((id) => (id % 3 === 1 ? 0 : 1)),
    ),
    { categories: ["code"] },
  );
  assert.deepEqual([rowOf(found, "code").kind, rowOf(found, "code").df1], ["category", 2]);
  near(rowOf(found, "code").effectSize, 1, 1e-12, "V");
});

test("mistakes are named", () => {
  const data = [
    { customer: 1, x: 1 },
    { customer: 2, x: 2 },
  ];
  const segments = given([1, 2], [0, 1]);
  const bad =
    (options: object, rows: readonly Row[] = data, of = segments) =>
    () =>
      contrasts(rows, of, options);
  assert.throws(bad({ variables: ["xx"] }), /Did you mean|expected a variable named "xx"/);
  assert.throws(bad({ variables: ["x", "x"] }), /"x" twice/);
  assert.throws(bad({ variables: [] }), RangeError);
  assert.throws(bad({ variables: ["customer"] }), /got the id/);
  assert.throws(bad({ numbers: "t" }), /expected numbers to be "auto"/);
  assert.throws(bad({ level: 5 }), RangeError);
  assert.throws(bad({ markers: { absolute: 0 } }), /markers\.absolute/);
  assert.throws(bad({ markers: { maximum: "some" } }), /markers\.maximum/);
  assert.throws(bad({ columns: ["x"] }), /options of contrasts among/);
  assert.throws(bad({}, [...data, { customer: 3, x: 1 }]), /segment for each of the 3 rows/);
  assert.throws(bad({}, data, given([1, 2], [0, 0])), /at least two segments to compare, got 1/);
  assert.throws(() => contrasts(data, Promise.resolve(segments) as never), /a promise: await it/);
});

test("levels of a number taken as a category stand by size, and what is no number is refused", () => {
  const rated = Array.from({ length: 22 }, (_, i) => ({
    customer: i,
    rating: i % 11,
    odd: i === 3 ? Number.NaN : i % 2,
  }));
  const halves: Segmentation = rules(toTable(rated), {
    rules: [{ name: "First", when: { customer: [0, 10] } }],
  });
  const found = contrasts(toTable(rated), halves, { variables: ["rating"], categories: ["rating"] });
  const levels = (found.markers.objects() as MarkerRow[]).filter(({ label }) => label === 0).map(({ level }) => level);
  assert.deepEqual(levels, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
  assert.throws(() => contrasts(toTable(rated), halves, { variables: ["odd"], categories: ["odd"] }), {
    name: "DataError",
    message: /got NaN.*row 4.*"odd"/,
  });
});
