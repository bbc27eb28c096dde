import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { survey } from "../../src/collect/survey.js";
import { DataError } from "../../src/errors.js";
import { random } from "../../src/random.js";
import { matrix } from "../../src/represent/matrix.js";
import type { MissingRule } from "../../src/represent/reliability.js";
import { type ScaleItemRow, type ScaleRow, scales } from "../../src/represent/scales.js";
import { type Row, type Table, tableOf } from "../../src/table.js";
import { sharedColumns, skipWithout } from "../sharedData.js";

interface Published {
  psych: string;
  scales: {
    missing: MissingRule;
    scale: string;
    rows: number;
    alpha: number;
    standardizedAlpha: number;
    interItem: number;
    feldt: [number, number];
    itemRest: number[];
    alphaIfDropped: number[];
    mean: number[];
    sd: number[];
    loadings: number[];
    omega: number;
  }[];
  intervals: { scale: string; level: number; alpha: number; interval: [number, number] }[];
}

const published = JSON.parse(readFileSync(join(import.meta.dirname, "../fixtures/scales.json"), "utf8")) as Published;
const skip = skipWithout("bfi.csv");
const keys = {
  A: ["-A1", "A2", "A3", "A4", "A5"],
  C: ["C1", "C2", "C3", "-C4", "-C5"],
  E: ["-E1", "-E2", "E3", "E4", "E5"],
  N: ["N1", "N2", "N3", "N4", "N5"],
  O: ["O1", "-O2", "O3", "O4", "-O5"],
} as const;

/** The 25 answers of bfi.csv, null where missing. */
function bfi(): Table {
  const columns = sharedColumns("bfi.csv");
  const answers = Object.keys(columns).filter((name) => /^[ACENO]\d$/.test(name));
  return tableOf<Row>({
    rowname: columns.rowname!,
    ...Object.fromEntries(answers.map((name) => [name, columns[name]!.map((cell) => (cell === "" ? null : +cell))])),
  });
}

const rowsOf = <T>(table: Table) => table.objects() as T[];
const near = (found: number | null | undefined, wanted: number, within: number, what: string) =>
  assert.ok(
    typeof found === "number" && Math.abs(found - wanted) < within,
    `${what}: expected ${wanted}, got ${found}`,
  );

test("the published alphas (REFERENCE.md), by both rules, to 1e-5", { skip }, () => {
  const answers = bfi();
  // The second row is called item-mean imputation there; the figures are those of the item median, which psych's scoreItems puts for missing answers.
  for (const [missing, wanted] of [
    ["pairwise", [0.70302, 0.72674, 0.76173, 0.81396, 0.60017]],
    ["item median", [0.70124, 0.72469, 0.75969, 0.81178, 0.59677]],
  ] as const) {
    const { summary } = scales(answers, { id: "rowname", scales: keys, range: [1, 6], missing });
    rowsOf<ScaleRow>(summary).forEach((row, i) => {
      near(row.alpha, wanted[i]!, 1e-5, `${missing} ${row.scale}`);
      assert.equal(row.missing, missing);
    });
  }
});

test("the published omega total of N, .8185 (REFERENCE.md), from complete cases", { skip }, () => {
  const { summary } = scales(bfi(), { id: "rowname", scales: { N: keys.N }, missing: "complete" });
  assert.equal(summary.get("omega", 0)?.toFixed(4), "0.8185");
});

test("matches psych 2.2.9 on bfi by four rules: alpha, standardized, intervals, item-rest, if dropped, means, sds, omega", {
  skip,
}, () => {
  const answers = bfi();
  assert.equal(published.scales.length, 20);
  for (const missing of ["pairwise", "complete", "item mean", "item median"] as const) {
    const found = scales(answers, { id: "rowname", scales: keys, range: [1, 6], missing });
    for (const row of rowsOf<ScaleRow>(found.summary)) {
      const peer = published.scales.find((one) => one.missing === missing && one.scale === row.scale)!;
      const what = `${missing} ${row.scale}`;
      near(row.alpha, peer.alpha, 1e-10, what);
      near(row.standardizedAlpha, peer.standardizedAlpha, 1e-10, what);
      near(row.interItem, peer.interItem, 1e-10, what);
      rowsOf<ScaleItemRow>(found.items)
        .filter(({ scale }) => scale === row.scale)
        .forEach((item, i) => {
          near(item.itemRest, peer.itemRest[i]!, 1e-10, `${what} ${item.item}`);
          near(item.alphaIfDropped, peer.alphaIfDropped[i]!, 1e-10, `${what} ${item.item}`);
          near(item.mean, peer.mean[i]!, 1e-10, `${what} ${item.item}`);
          near(item.sd, peer.sd[i]!, 1e-10, `${what} ${item.item}`);
          // psych's factor stops within 1e-5; pairwise it stands on correlations with each pair's own variances, ours on each item's.
          near(item.loading, peer.loadings[i]!, missing === "pairwise" ? 2e-3 : 1e-5, `${what} ${item.item}`);
        });
      near(row.omega, peer.omega, missing === "pairwise" ? 6e-4 : 1e-6, what);
      // Pairwise, psych counts all rows for the interval, ours those of the thinnest pair.
      const wider = missing === "pairwise" ? 3e-4 : 1e-10;
      near(row.alphaLower, peer.feldt[0], wider, what);
      near(row.alphaUpper, peer.feldt[1], wider, what);
      if (missing === "pairwise") assert.ok(row.alphaLower! < peer.feldt[0] && row.alphaUpper! > peer.feldt[1]);
      else assert.equal(row.n, peer.rows);
    }
  }
});

test("matches pingouin 0.7.0 cronbach_alpha on bfi's complete cases: intervals at 90, 95 and 99 %", { skip }, () => {
  const answers = bfi();
  for (const level of [0.9, 0.95, 0.99]) {
    const { summary } = scales(answers, { id: "rowname", scales: keys, range: [1, 6], missing: "complete", level });
    for (const row of rowsOf<ScaleRow>(summary)) {
      const peer = published.intervals.find((one) => one.level === level && one.scale === row.scale)!;
      near(row.alpha, peer.alpha, 1e-10, row.scale);
      // pingouin rounds to three digits.
      near(row.alphaLower, peer.interval[0], 5.1e-4, row.scale);
      near(row.alphaUpper, peer.interval[1], 5.1e-4, row.scale);
      assert.equal(row.level, level);
    }
  }
});

const four = [
  { customer: "a", x: 1, y: 2, z: 5 },
  { customer: "b", x: 2, y: 2, z: 4 },
  { customer: "c", x: 4, y: null, z: 3 },
  { customer: "d", x: 5, y: 4, z: 1 },
];

test("computed by hand: scores by mean and sum, reversed items, the minimum of answers", () => {
  const one = scales(four, { scales: { s: ["x", "y", "-z"] }, range: [1, 5] });
  assert.deepEqual(one.table.columnNames(), ["customer", "s"]);
  assert.deepEqual(one.table.array("s"), [4 / 3, 2, 3.5, 14 / 3]);
  const sum = scales(four, { scales: { s: ["x", "y", "-z"] }, range: [1, 5], score: "sum" });
  assert.deepEqual(sum.table.array("s"), [4, 6, 10.5, 14]);
  const all = scales(four, { scales: { s: ["x", "y", "-z"] }, range: { z: [1, 5] }, minimum: "all" });
  assert.deepEqual(all.table.array("s"), [4 / 3, 2, null, 14 / 3]);
  assert.deepEqual(
    [all.summary.get("scored", 0), all.summary.get("unscored", 0), all.summary.get("minimum", 0)],
    [3, 1, 3],
  );
  assert.match(all.warnings[0]!, /^1 of 4 respondents has no score on s: fewer than 3 of its 3 items answered/);
});

test("computed by hand: alpha, item-rest and alpha if dropped of two and three items", () => {
  // x 1 2 3, y 2 1 3: variances 1 and 1, covariance 1/2; alpha 2 (1 - 2 / 3).
  const rows = [1, 2, 3].map((x, i) => ({ customer: i, x, y: [2, 1, 3][i]!, z: [1, 2, 3][i]! * 2 }));
  const two = scales(rows, { scales: { s: ["x", "y"] } });
  near(two.summary.get("alpha", 0), 2 / 3, 1e-14, "alpha");
  near(two.summary.get("standardizedAlpha", 0), 2 / 3, 1e-14, "standardized");
  near(two.summary.get("interItem", 0), 0.5, 1e-14, "inter-item");
  assert.equal(two.summary.get("omega", 0), null);
  assert.deepEqual(
    two.items.array("itemRest").map((value) => value?.toFixed(12)),
    ["0.500000000000", "0.500000000000"],
  );
  assert.deepEqual(two.items.array("alphaIfDropped"), [null, null]);
  // z = 2 x: variances 1, 1, 4; covariances 1/2, 2, 1; their sum with the variances is 13.
  const three = scales(rows, { scales: { s: ["x", "y", "z"] } });
  near(three.summary.get("alpha", 0), 1.5 * (1 - 6 / 13), 1e-14, "alpha");
  near(three.items.get("itemRest", 1), 1.5 / 3, 1e-14, "y with x + z, whose variance is 1 + 4 + 4");
  near(three.items.get("alphaIfDropped", 1), 2 * (1 - 5 / 9), 1e-14, "without y");
});

test("one factor that fits exactly: loadings .9, .8, .7, .6 come back, and omega is their share", () => {
  const loadings = [0.9, 0.8, 0.7, 0.6];
  // Answers with exactly these correlations: columns of an orthogonal design, mixed by hand.
  const sign = (row: number, bit: number) => (((row >> bit) & 1) === 0 ? 1 : -1);
  const rows = Array.from({ length: 64 }, (_, row) => ({
    customer: row,
    ...Object.fromEntries(
      loadings.map((loading, j) => [`i${j}`, loading * sign(row, 0) + Math.sqrt(1 - loading ** 2) * sign(row, j + 1)]),
    ),
  })) as Row[];
  const found = scales(rows, { id: "customer", scales: { s: ["i0", "i1", "i2", "i3"] } });
  loadings.forEach((loading, j) => {
    near(found.items.get("loading", j), loading, 1e-9, `item ${j}`);
  });
  near(found.summary.get("omega", 0), 9 / (9 + loadings.reduce((sum, one) => sum + 1 - one ** 2, 0)), 1e-9, "omega");
});

test("a table of scores goes into matrix with the respondents' ids", () => {
  const scored = scales(four, { scales: { s: ["x", "-z"], t: ["y"] }, range: [1, 5] });
  const points = matrix(scored.table, { columns: ["s"], scale: "standard" });
  assert.deepEqual(points.ids, ["a", "b", "c", "d"]);
  assert.deepEqual(points.columns, ["s"]);
});

test("a survey brings its id, its keys and the ranges to reverse by", () => {
  const survey = {
    id: "customer",
    items: [
      { name: "x", codes: [1, 2, 3, 4, 5], scale: "s" },
      { name: "z", codes: [1, 2, 3, 4, 5], scale: "s", reversed: true },
      { name: "y", codes: [1, 2, 3, 4, 5] },
    ],
    answers: tableOf<Row>({ customer: ["a", "b", "c", "d"], x: [1, 2, 4, 5], y: [2, 2, null, 4], z: [5, 4, 3, 1] }),
  };
  assert.deepEqual(
    scales(survey).table.objects(),
    scales(four, { scales: { s: ["x", "-z"] }, range: [1, 5] }).table.objects(),
  );
  assert.deepEqual(scales(survey, { scales: { t: ["y", "-x"] } }).table.columnNames(), ["customer", "t"]);
  assert.throws(
    () => scales({ ...survey, items: survey.items.map(({ name }) => ({ name })) }),
    /expected a survey whose items name their scale/,
  );
});

test("takes what survey returns: keys, levels and reversed items of the simulated shop's survey", async () => {
  const declared = (reversed: boolean) =>
    ({ kind: "likert", levels: ["1", "2", "3", "4", "5"], scale: "price", reversed }) as const;
  const asked = await survey("data/survey.csv", {
    items: { q1: declared(false), q2: declared(false), q3: declared(true), q4: declared(false) },
  });
  const scored = scales(asked);
  assert.deepEqual(scored.table.columnNames(), [asked.id, "price"]);
  assert.deepEqual([scored.summary.get("items", 0), scored.summary.get("reversed", 0)], [4, 1]);
  assert.ok(scored.summary.get("alpha", 0)! > 0.6, "the simulated shop's items measure one thing");
  assert.equal(
    scored.warnings.some((text) => text.includes("probably not")),
    false,
  );
  const plain = scales(asked, { scales: { price: ["q1", "q2", "q3", "q4"] } });
  assert.match(plain.warnings.join(), /q3 runs against the rest of price/);
});

test("neither the order of rows nor a change of unit changes the reliability, and reversing an item's codes undoes its minus", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), (seed) => {
      const draw = random(seed);
      const rows = Array.from({ length: 40 }, (_, i) => {
        const person = draw.normal();
        const answer = () =>
          draw.uniform() < 0.1 ? null : Math.max(1, Math.min(7, Math.round(4 + person + draw.normal())));
        return { customer: i, a: answer(), b: answer(), c: answer(), d: answer() };
      });
      const plain = scales(rows, { scales: { s: ["a", "b", "c", "d"] } });
      const same = (other: { summary: Table }, what: string) => {
        for (const name of ["alpha", "alphaLower", "alphaUpper", "standardizedAlpha", "omega", "interItem"])
          near(other.summary.get(name, 0) as number, plain.summary.get(name as "alpha", 0)!, 1e-8, `${what} ${name}`);
      };
      same(scales(draw.shuffle([...rows]), { scales: { s: ["a", "b", "c", "d"] } }), "order");
      const scaled = rows.map(({ customer, ...answers }) => ({
        customer,
        ...Object.fromEntries(Object.entries(answers).map(([name, v]) => [name, v === null ? null : 10 * v - 3])),
      })) as Row[];
      same(scales(scaled, { id: "customer", scales: { s: ["a", "b", "c", "d"] } }), "unit");
      const turned = rows.map((row) => ({ ...row, b: row.b === null ? null : 8 - row.b }));
      const undone = scales(turned, { scales: { s: ["a", "-b", "c", "d"] }, range: [1, 7] });
      same(undone, "reversed");
      assert.deepEqual(undone.table.array("s"), plain.table.array("s"));
    }),
    { seed: 3, numRuns: 20 },
  );
});

test("warns in words of an item that was not reversed, of low alpha, of a constant item and of few respondents", () => {
  const draw = random(5);
  const made = Array.from({ length: 200 }, (_, i) => {
    const person = draw.normal();
    return { customer: i, a: person + draw.normal(), b: person + draw.normal(), c: draw.normal() - person, d: 3 };
  });
  const warned = (items: readonly ("a" | "b" | "c" | "d" | "-c")[], count = 200) =>
    scales(made.slice(0, count), { scales: { s: items }, range: [-9, 9] }).warnings.join("\n");
  assert.match(
    warned(["a", "b", "c"]),
    /c runs against the rest of s \(item-rest correlation -0\.\d+\): it is probably not reversed \(write "-c"\)/,
  );
  assert.equal(warned(["a", "b", "-c"]), "");
  assert.match(warned(["a", "c"]), /Alpha of s is negative/);
  assert.match(warned(["a", "b", "-c", "d"]), /d of s: everybody gave one answer, which tells nobody apart/);
  assert.match(
    warned(["a", "b", "-c"], 12),
    /Too few respondents to know how reliable s is: alpha is .* from 12, and its 95 % interval goes from/,
  );
  assert.match(warned(["a"]), /s has one item/);
  const noise = Array.from({ length: 400 }, (_, i) => ({
    customer: i,
    a: draw.normal(),
    b: draw.normal(),
    c: draw.normal(),
  }));
  assert.match(scales(noise, { scales: { s: ["a", "b", "c"] } }).warnings.join(), /much of a score is noise/);
});

test("what cannot be known is null and said: one respondent, nobody's answers, everybody the same, no complete case", () => {
  const of = (rows: Row[], missing: MissingRule = "pairwise") =>
    scales(rows, { id: "id", scales: { s: ["a", "b", "c"] }, missing });
  const one = of([{ id: 1, a: 1, b: 2, c: 3 }]);
  assert.deepEqual([one.summary.get("alpha", 0), one.summary.get("n", 0)], [null, 1]);
  assert.match(one.warnings.join(), /The reliability of s cannot be known/);
  const silent = of([1, 2, 3].map((id) => ({ id, a: id, b: 4 - id, c: null })));
  assert.match(silent.warnings.join(), /c of s: nobody answered/);
  assert.equal(silent.summary.get("alpha", 0), null);
  const alike = of([1, 2, 3].map((id) => ({ id, a: 0.1, b: 0.3, c: 0.7 })));
  assert.deepEqual([alike.summary.get("alpha", 0), alike.summary.get("omega", 0)], [null, null]);
  const holes = of(
    [
      { id: 1, a: 1, b: null, c: 2 },
      { id: 2, a: null, b: 2, c: 1 },
    ],
    "complete",
  );
  assert.deepEqual([holes.summary.get("alpha", 0), holes.summary.get("n", 0)], [null, 0]);
  assert.deepEqual(holes.table.array("s"), [1.5, 1.5]);
});

test("mistakes are named: an unknown item, a range that is missing or broken, answers outside it, doubled items and options", () => {
  const bad =
    (options: object, data: readonly Row[] = four) =>
    () =>
      scales(data, options as { scales: { s: string[] } });
  assert.throws(bad({ scales: { s: ["x", "zz"] } }), /an item of the scale "s" named "zz"/);
  assert.throws(bad({ scales: { s: ["x", "-z"] } }), TypeError);
  assert.throws(bad({ scales: { s: ["x", "-z"] } }), /expected the range of answers to reverse "z"/);
  assert.throws(bad({ scales: { s: ["x"] }, range: [5, 1] }), /expected range as \[lowest, highest\]/);
  assert.throws(bad({ scales: { s: ["x"] }, range: { x: [1] } }), /expected range of "x"/);
  assert.throws(bad({ scales: { s: ["x"] }, range: [1, 4] }), (error: unknown) => {
    assert.ok(error instanceof DataError);
    assert.deepEqual([error.row, error.column], [4, "x"]);
    return true;
  });
  assert.throws(bad({ scales: { s: ["x", "-x"] }, range: [1, 5] }), /each item once in the scale "s", got "x" twice/);
  assert.throws(bad({ scales: { s: [] } }), RangeError);
  assert.throws(bad({ scales: {} }), RangeError);
  assert.throws(bad({ scales: { customer: ["x"] } }), /another name for the scale/);
  assert.throws(bad({ scales: { s: ["customer"] } }), /got the id/);
  assert.throws(bad({ scales: { s: "x" } }), TypeError);
  assert.throws(bad({}), /expected scales such as/);
  assert.throws(bad({ scales: { s: ["x"] }, minimum: 2 }), /whole number from 1 to the 1 items of "s", got 2/);
  assert.throws(bad({ scales: { s: ["x"] }, missing: "listwise" }), /expected missing to be "pairwise"/);
  assert.throws(bad({ scales: { s: ["x"] }, level: 95 }), RangeError);
  assert.throws(bad({ scales: { s: ["x"] }, reverse: ["x"] }), /options of scales among/);
  assert.throws(bad({ scales: { s: ["x"] } }, []), DataError);
  assert.throws(bad({ scales: { s: ["x"] } }, [{ customer: 1, x: "often" }]), /expected a finite number, got "often"/);
  assert.throws(bad({ scales: { s: ["-a"] }, range: [1, 5] }, [{ customer: 1, a: 1, "-a": 2 }]), /got two/);
});

test("a thousand items, by the formula of Spearman and Brown: alpha and omega to 2e-3", () => {
  const draw = random(2);
  const items = Array.from({ length: 1000 }, (_, j) => `i${j}`);
  const rows = Array.from({ length: 200 }, (_, id) => {
    const person = draw.normal();
    return { id, ...Object.fromEntries(items.map((name) => [name, person + 2 * draw.normal()])) } as Row;
  });
  const { summary } = scales(rows, { id: "id", scales: { s: items } });
  // Spearman-Brown: 1,000 items of correlation .2.
  near(summary.get("alpha", 0), (1000 * 0.2) / (1 + 999 * 0.2), 2e-3, "alpha");
  near(summary.get("omega", 0), (1000 * 0.2) / (1 + 999 * 0.2), 2e-3, "omega");
});

test("an item is told to be reversed only where it runs against the others beyond chance (by hand)", () => {
  // a = b goes through 1 to 5 twice; c is 3 but for a 2 where a is 5. The deviations give -4 / sqrt(0.9 * 80) = -.471, whatever the number of tens.
  const people = (tens: number) =>
    Array.from({ length: 10 * tens }, (_, i) => ({
      customer: i,
      a: 1 + (i % 5),
      b: 1 + (i % 5),
      c: i % 10 === 9 ? 2 : 3,
    }));
  const keys = { scales: { s: ["a", "b", "c"] } } as const;
  // 2 / sqrt(10) = .63: chance. 2 / sqrt(40) = .32: more than chance.
  const few = scales(people(1), keys).warnings.join("\n");
  assert.match(few, /c does not go with the rest of s \(item-rest correlation -0\.47\): it measures something else/);
  assert.doesNotMatch(few, /reversed/);
  assert.match(scales(people(4), keys).warnings.join("\n"), /c runs against the rest of s .*probably not reversed/);
});

test("a choice, whose levels have no order, is refused with what to declare", async () => {
  const words = ["gar nicht", "teils", "voll"];
  const asked = await survey(
    Array.from({ length: 9 }, (_, i) => ({ id: i, q1: words[i % 3]!, q2: words[(i * i) % 3]! })),
  );
  assert.throws(() => scales(asked, { scales: { s: ["q1", "q2"] } }), {
    name: "DataError",
    message:
      /expected answers in an order, got a choice .*declare \{ levels: \[lowest, \.\.\., highest\] \} of it in survey.*q1/,
  });
});
