import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { defaultEngine } from "../../src/engine/duckdb.js";
import { random } from "../../src/random.js";
import { joinFeatures } from "../../src/represent/joinFeatures.js";
import { matrix } from "../../src/represent/matrix.js";
import { type MaxDiffItem, type MaxDiffOptions, maxDiff } from "../../src/represent/maxDiff.js";
import type { Table } from "../../src/table.js";

interface Published {
  items: string[];
  fits: {
    model: "sequential" | "marginal";
    utility: number[];
    standardError: number[];
    clusteredError: number[];
    share: number[];
    logLikelihood: number;
    nullLogLikelihood: number;
  }[];
  individual: {
    priorVariance: number;
    estimatedVariance: number;
    customers: { customer: number; utilities: number[] }[];
  };
  sets: [number, number, string, string, string, string, string, string][];
}

const published = JSON.parse(readFileSync(join(import.meta.dirname, "../fixtures/maxDiff.json"), "utf8")) as Published;
const tasks = published.sets.map(([who, set, a, b, c, d, best, worst]) => ({ who, set, a, b, c, d, best, worst }));
const wide = { customer: "who", set: "set", items: ["a", "b", "c", "d"], best: "best", worst: "worst" } as const;
const near = (found: number | null | undefined, wanted: number, within: number, what: string) =>
  assert.ok(
    typeof found === "number" && Math.abs(found - wanted) < within,
    `${what}: expected ${wanted}, got ${found}`,
  );
const rowOf = (items: Table<MaxDiffItem>, item: string) =>
  (items.objects() as MaxDiffItem[]).find((row) => row.item === item)!;

interface Task {
  who: string | number;
  set: number;
  shown: string[];
  best: string;
  worst: string;
}

/** One row an item that was shown. */
function longOf(sets: readonly Task[]) {
  return sets.flatMap(({ who, set, shown, best, worst }) =>
    shown.map((item) => ({
      who,
      set,
      item,
      choice: item === best ? "best" : item === worst ? "worst" : null,
    })),
  );
}
const long = { customer: "who", set: "set", item: "item", choice: "choice" } as const;
const fit = (sets: readonly Task[], options?: MaxDiffOptions) => maxDiff(longOf(sets), long, options);

for (const one of published.fits)
  test(`matches survival 3.5.3 clogit and cluster() in R 4.2.2: ${one.model}`, async () => {
    const { items, fit, warnings } = await maxDiff(tasks, wide, { model: one.model });
    published.items.forEach((item, i) => {
      const row = rowOf(items, item);
      for (const figure of ["utility", "standardError", "clusteredError", "share"] as const)
        near(row[figure], one[figure][i]!, 1e-9, `${figure} of ${item}`);
      near(row.lower, one.utility[i]! - 1.959963984540054 * one.clusteredError[i]!, 1e-9, `lower of ${item}`);
    });
    near(fit.logLikelihood, one.logLikelihood, 1e-7, "log likelihood");
    near(fit.nullLogLikelihood, one.nullLogLikelihood, 1e-7, "null log likelihood");
    near(fit.pseudoR2, 1 - one.logLikelihood / one.nullLogLikelihood, 1e-9, "pseudo R2");
    assert.equal(fit.converged, true);
    assert.deepEqual(warnings, []);
  });

test("matches scipy 1.17.1 minimize: each customer's most probable utilities around those of all", async () => {
  const { priorVariance, customers } = published.individual;
  const { table, individual } = await maxDiff(tasks, wide, { individual: true, priorVariance });
  assert.deepEqual(individual, { priorVariance, estimated: false, converged: true });
  customers.forEach(({ customer, utilities }) => {
    const row = Array.from(table.array("customer") as ArrayLike<number>).indexOf(customer);
    published.items.forEach((item, i) => {
      near(table.get(`${item}Utility`, row), utilities[i]!, 1e-6, `${item} of ${customer}`);
    });
  });
});

test("matches scipy 1.17.1 minimize_scalar: the variance under which the choices are most probable by Laplace's approximation", async () => {
  const { individual } = await maxDiff(tasks, wide, { individual: true });
  near(
    individual!.priorVariance,
    published.individual.estimatedVariance,
    0.005 * published.individual.estimatedVariance,
    "variance",
  );
  assert.ok(individual!.estimated, "estimated");
});

test("counted by hand: three customers, five sets", async () => {
  const sets: Task[] = [
    { who: "b", set: 1, shown: ["x", "y", "z"], best: "x", worst: "z" },
    { who: "b", set: 2, shown: ["x", "y", "w"], best: "w", worst: "x" },
    { who: "a", set: 1, shown: ["x", "y", "z"], best: "y", worst: "x" },
    { who: "a", set: 2, shown: ["z", "y", "w"], best: "z", worst: "w" },
    { who: "c", set: 1, shown: ["x", "y", "z"], best: "z", worst: "y" },
  ];
  const { table, items, dictionary, id, fit: logit } = await fit(sets);
  assert.deepEqual(table.objects(), [
    { customer: "a", w: -1, x: -1, y: 1 / 2, z: 1 / 2 },
    { customer: "b", w: 1, x: 0, y: 0, z: -1 },
    { customer: "c", w: null, x: 0, y: -1, z: 1 },
  ]);
  assert.equal(id, "customer");
  assert.deepEqual(
    (items.objects() as MaxDiffItem[]).map(({ item, shown, best, worst, score }) => [item, shown, best, worst, score]),
    [
      ["z", 4, 2, 1, 1 / 4],
      ["w", 2, 1, 1, 0],
      ["y", 5, 1, 1, 0],
      ["x", 4, 1, 2, -1 / 4],
    ],
  );
  near(logit.nullLogLikelihood, -5 * Math.log(3 * 2), 1e-12, "null");
  assert.deepEqual(dictionary.array("feature"), ["w", "x", "y", "z"]);
  assert.deepEqual([...new Set(dictionary.array("base") as string[])], ["needs"]);
  assert.match(String(dictionary.get("definition", 0)), /over how often it was shown; missing where it was not/);
});

test("closed form: of sets of two, the log odds of Bradley and Terry, with their standard error", async () => {
  // x won 30 of 40 against y: u_x - u_y = log(3), and the half of it to each; error of the difference sqrt(1/30 + 1/10).
  const sets = Array.from({ length: 40 }, (_, i): Task => {
    const [best, worst] = i < 30 ? ["x", "y"] : ["y", "x"];
    return { who: `c${i}`, set: 1, shown: ["x", "y"], best: best!, worst: worst! };
  });
  const { items, fit: logit } = await fit(sets);
  near(rowOf(items, "x").utility, Math.log(3) / 2, 1e-9, "x");
  near(rowOf(items, "y").utility, -Math.log(3) / 2, 1e-9, "y");
  near(rowOf(items, "x").share, 0.75, 1e-9, "share");
  near(rowOf(items, "x").standardError, Math.sqrt(1 / 30 + 1 / 10) / 2, 1e-9, "error");
  assert.equal(logit.choices, 40);
  near(logit.logLikelihood, 30 * Math.log(0.75) + 10 * Math.log(0.25), 1e-9, "log likelihood");
  // Marginal: the same utilities, each answer counted twice.
  const twice = await fit(sets, { model: "marginal" });
  near(rowOf(twice.items, "x").utility, Math.log(3) / 2, 1e-9, "marginal x");
  near(twice.fit.logLikelihood, 2 * logit.logLikelihood, 1e-9, "marginal log likelihood");
});

test("all layouts, an engine's relation and labels of numbers give the same", async () => {
  const wanted = await maxDiff(tasks, wide);
  const sets = tasks.map(
    ({ who, set, a, b, c, d, best, worst }): Task => ({ who, set, shown: [a, b, c, d], best, worst }),
  );
  const rows = longOf(sets);
  const same = (found: Awaited<ReturnType<typeof maxDiff>>) => {
    assert.deepEqual(found.table.objects(), wanted.table.objects());
    assert.deepEqual(found.items.objects(), wanted.items.objects());
    assert.deepEqual(found.fit, wanted.fit);
  };
  same(await maxDiff(rows, long));
  const numbered = rows.map(({ who, set, item, choice }) => ({
    who,
    set,
    item: published.items.indexOf(item) + 1,
    mark: choice === "best" ? 1 : choice === "worst" ? 2 : 0,
  }));
  const labels = Object.fromEntries(published.items.map((item, i) => [i + 1, item]));
  same(
    await maxDiff(
      numbered,
      { customer: "who", set: "set", item: "item", choice: "mark" },
      { labels, marks: { best: 1, worst: 2 } },
    ),
  );
  same(
    await maxDiff(
      rows.map(({ choice, ...row }) => ({ ...row, best: choice === "best", worst: choice === "worst" ? 1 : 0 })),
      { customer: "who", set: "set", item: "item", best: "best", worst: "worst" },
    ),
  );
  same(await maxDiff(defaultEngine().load(tasks), wide));
});

test("properties: neither the order of rows nor of items in a set changes a bit; other names of items move nothing", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1000 }), async (seed) => {
      const draw = random(seed);
      const names = ["a", "b", "c", "d", "e"];
      const sets = Array.from({ length: 60 }, (_, i): Task => {
        const shown = draw.shuffle([...names]).slice(0, 3);
        const [best, worst] = draw.shuffle([...shown]) as [string, string];
        return { who: i % 12, set: i, shown, best, worst };
      });
      const wanted = await fit(sets);
      const turned = await fit(
        draw.shuffle(sets.map(({ shown, ...rest }) => ({ ...rest, shown: draw.shuffle([...shown]) }))),
      );
      assert.deepEqual(turned.items.objects(), wanted.items.objects());
      assert.deepEqual(turned.table.objects(), wanted.table.objects());
      assert.deepEqual(turned.fit, wanted.fit);
      const other: Record<string, string> = { a: "m", b: "z", c: "k", d: "y", e: "b" };
      const renamed = await fit(
        sets.map((one) => ({
          ...one,
          shown: one.shown.map((item) => other[item]!),
          best: other[one.best]!,
          worst: other[one.worst]!,
        })),
      );
      for (const name of names) {
        const [before, after] = [rowOf(wanted.items, name), rowOf(renamed.items, other[name]!)];
        assert.equal(after.score, before.score);
        near(after.utility, before.utility!, 1e-9, name);
        near(after.standardError, before.standardError!, 1e-9, name);
      }
      // Best and worst turned around: the utilities of the marginal model change their sign.
      const marginal = await fit(sets, { model: "marginal" });
      const negative = await fit(
        sets.map((one) => ({ ...one, best: one.worst, worst: one.best })),
        { model: "marginal" },
      );
      for (const name of names)
        near(rowOf(negative.items, name).utility, -rowOf(marginal.items, name).utility!, 1e-9, name);
      const utilities = (wanted.items.array("utility") as number[]).reduce((sum, value) => sum + value, 0);
      near(utilities, 0, 1e-12, "sum");
    }),
    { seed: 6, numRuns: 10 },
  );
});

test("separation: what never lost or never won has no utility and is named; the others have those of the limit", async () => {
  const pairs: [string, string, number][] = [
    ["x", "y", 3],
    ["y", "x", 1],
    ["top", "x", 2],
    ["y", "low", 2],
    ["low", "lowest", 1],
  ];
  const sets = pairs.flatMap(([best, worst, times]) =>
    Array.from(
      { length: times },
      (_, i): Task => ({ who: `${best}${worst}${i}`, set: 1, shown: [best, worst], best, worst }),
    ),
  );
  sets.push({ who: "z", set: 1, shown: ["p", "q"], best: "p", worst: "q" });
  const { items, fit: logit, warnings } = await fit(sets);
  near(rowOf(items, "x").utility, Math.log(3) / 2, 1e-9, "x");
  near(rowOf(items, "y").utility, -Math.log(3) / 2, 1e-9, "y");
  for (const item of ["top", "low", "lowest", "p", "q"])
    assert.deepEqual([rowOf(items, item).utility, rowOf(items, item).share], [null, null]);
  near(logit.logLikelihood, 3 * Math.log(0.75) + Math.log(0.25), 1e-9, "the likelihood of the limit");
  const said = warnings.join("\n");
  assert.match(
    said,
    /^top: never lost against any of the items that have a utility, so that its own would be infinite/m,
  );
  assert.match(said, /^low, lowest: never won against any/m);
  assert.match(said, /^p, q: never compared/m);
  assert.match(said, /^10 customers, too few to know/m);
  const none = await fit([{ who: 1, set: 1, shown: ["x", "y", "z"], best: "x", worst: "z" }], { individual: true });
  assert.match(none.warnings.join("\n"), /^No item has a utility[\s\S]*^No utilities of customers/m);
  assert.deepEqual(none.items.array("utility"), [null, null, null]);
});

test("customers' own utilities: near the variance that the data were made with, about 0 where customers do not differ", async () => {
  const made = (spread: number) => {
    const draw = random(5);
    const names = ["a", "b", "c", "d", "e", "f"];
    const gumbel = () => -Math.log(-Math.log(draw.uniform()));
    const truth: Record<string, number>[] = [];
    const sets = Array.from({ length: 150 }, (_, who) => {
      const own = Object.fromEntries(names.map((name, i) => [name, (i - 2.5) / 2 + spread * draw.normal()]));
      truth.push(own);
      return Array.from({ length: 9 }, (_, set): Task => {
        const shown = [0, 1, 3, 4].map((step) => names[(set + step) % 6]!);
        const by = (sign: number, among: readonly string[]) =>
          among.map((item) => ({ item, value: sign * own[item]! + gumbel() })).sort((p, q) => q.value - p.value)[0]!
            .item;
        const best = by(1, shown);
        return {
          who,
          set,
          shown,
          best,
          worst: by(
            -1,
            shown.filter((item) => item !== best),
          ),
        };
      });
    }).flat();
    return { sets, truth, names };
  };
  const { sets, truth, names } = made(1);
  const { table, individual } = await fit(sets, { individual: true });
  assert.ok(individual!.estimated && individual!.converged, "estimated and converged");
  // Laplace's approximation is too small where answers are few.
  assert.ok(individual!.priorVariance > 0.5 && individual!.priorVariance < 1.5, `${individual!.priorVariance}`);
  // They go with the truth far better than the utilities of all could.
  let [top, all] = [0, 0];
  truth.forEach((own, row) => {
    const best = (values: (name: string) => number) => names.reduce((a, b) => (values(b) > values(a) ? b : a));
    top += Number(best((name) => own[name]!) === best((name) => table.get(`${name}Utility`, row) as number));
    all += Number(best((name) => own[name]!) === "f");
  });
  assert.ok(top > all * 1.2, `${top} tops found, ${all} by the utilities of all`);
  const alike = await fit(made(0).sets, { individual: true });
  assert.ok(alike.individual!.priorVariance < 0.05, `${alike.individual!.priorVariance}`);
});

test("uneven designs and unanswered sets are said, and nobody is lost", async () => {
  const row = (who: number, set: number, shown: string[], best: string, worst: string): Task => ({
    who,
    set,
    shown,
    best,
    worst,
  });
  const sets = [
    ...Array.from({ length: 8 }, (_, i) =>
      row(i, 1, ["a", "b", "c"], ["a", "b", "c"][i % 3]!, ["b", "c", "a"][i % 3]!),
    ),
    row(0, 2, ["a", "b", "rare", "c"], "a", "rare"),
    row(1, 2, ["a", "b", "c"], "", ""),
    row(9, 1, ["a", "b", "c"], "", ""),
  ];
  const { table, warnings } = await fit(sets);
  const said = warnings.join("\n");
  assert.match(said, /^2 sets without a best and a worst are left out, of 11\./m);
  assert.match(said, /^1 customer of 9 answered nothing/m);
  assert.match(said, /^7 customers of 9 answered fewer sets than others, who answered 2/m);
  assert.match(said, /^Sets are of 3, 4 items/m);
  assert.match(said, /^rare \(1\): shown less than half as often as the 7 times/m);
  assert.deepEqual(table.array("customer"), [0, 1, 2, 3, 4, 5, 6, 7, 9]);
  assert.equal(table.get("a", 8), null);
  assert.deepEqual(matrix(table, { columns: ["a", "b"], impute: "median" }).columns, ["a", "b"]);
  assert.equal(joinFeatures({ needs: await fit(sets) }).dictionary.get("base", 0), "needs");
});

test("mistakes in the sets are named with their rows", async () => {
  const rows = (marks: readonly (string | null)[], items = ["a", "b", "c"]) =>
    items.map((item, i) => ({ who: 7, set: "s2", item, choice: marks[i] ?? null }));
  const bad = (marks: readonly (string | null)[], items?: string[]) => maxDiff(rows(marks, items), long);
  await assert.rejects(bad(["best", "best", "worst"]), {
    name: "DataError",
    message: /expected one best item in set s2 of customer 7, got 2 \(a, b, rows 1, 2\)/,
  });
  await assert.rejects(bad(["best", null, null]), /expected one worst item in set s2 of customer 7, got none/);
  await assert.rejects(
    bad(["best", "worst", null], ["a", "b", "a"]),
    /each item once in a set, got "a" twice.*\(row 3\)/,
  );
  await assert.rejects(bad(["best"], ["a"]), /at least two items in set s2/);
  await assert.rejects(bad([null, null, null]), /got 1 without an answer/);
  await assert.rejects(bad(["best", "2", null]), /expected best, worst or nothing.*got "2"; say with \{ marks/);
  await assert.rejects(
    maxDiff([{ who: null, set: 1, item: "a", choice: 1 }], long),
    /expected an id.*row 1, column "who"/,
  );
  for (const odd of [Number.NaN, new Date(0)])
    await assert.rejects(
      maxDiff([{ who: 1, set: 1, item: odd as unknown as string, choice: 1 }], long),
      /expected text, a finite number or true\/false.*row 1, column "item"/,
    );
  const set = { who: 1, set: 1, a: "x", b: "y", best: "x", worst: "y" };
  const two = { ...wide, items: ["a", "b"] } as const;
  await assert.rejects(maxDiff([{ ...set, worst: "x" }], two), /the best and the worst item to differ.*"x" as both/);
  await assert.rejects(
    maxDiff([{ ...set, best: "z" }], two),
    /an item that was shown \(x, y\), got "z" \(row 1, column "best"\)/,
  );
  await assert.rejects(maxDiff([set, set], two), /one row a set, got set 1 of customer 1 in rows 1 and 2/);
  await assert.rejects(
    maxDiff([{ ...set, a: "customer", best: "customer" }], two),
    /another name for the item "customer"/,
  );
});

test("mistakes in the call are named", async () => {
  const call = (mapping: object, options?: object, data: readonly object[] = tasks) =>
    maxDiff(data as typeof tasks, mapping as typeof wide, options as MaxDiffOptions);
  await assert.rejects(call({ customer: "who", item: "a" }), /expected columns for .*got \{ customer, item \}/);
  await assert.rejects(call({ ...wide, chioce: "x" }), /Did you mean choice/);
  await assert.rejects(call({ ...wide, items: ["a"] }), /at least two columns of items/);
  await assert.rejects(call({ ...wide, items: ["a", "a"] }), /"a" twice/);
  await assert.rejects(call({ ...wide, best: "bests" }), /Did you mean "best"/);
  await assert.rejects(call(wide, { model: "both" }), /model to be "sequential", "marginal"/);
  await assert.rejects(call(wide, { priorVariance: 0 }), /priorVariance above 0/);
  await assert.rejects(call(wide, { marks: { best: 1, worst: 2 } }), /marks with a column for choice/);
  await assert.rejects(call(wide, { labels: { spped: "Speed" } }), /labels of items that were shown.*"spped"/);
  await assert.rejects(call(wide, { labels: { speed: "price" } }), /different labels, got "price"/);
  await assert.rejects(call(wide, { modle: "marginal" }), /Did you mean "model"/);
  await assert.rejects(call(wide, {}, []), /empty table|a column of the sets/);
});
