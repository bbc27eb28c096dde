import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { survey } from "../../src/collect/survey.js";
import { DataError } from "../../src/errors.js";
import { random } from "../../src/random.js";
import { type Factors, type FactorsOptions, factors } from "../../src/represent/factors.js";
import { matrix } from "../../src/represent/matrix.js";
import { parallelAnalysis } from "../../src/represent/parallelAnalysis.js";
import { principalComponents } from "../../src/represent/principalComponents.js";
import type { Table } from "../../src/table.js";
import { hurriedClock } from "../hurriedClock.js";
import { sharedFile, skipWithout } from "../sharedData.js";
import { bfi } from "./bfi.js";

const skip = skipWithout("bfi.csv");
const fixture = JSON.parse(readFileSync(new URL("../fixtures/factors.json", import.meta.url), "utf8"));
const numbers = (table: Table, name: string) => Array.from(table.array(name) as ArrayLike<number>);
const columnsOf = (table: Table, names: readonly string[]) => names.map((name) => numbers(table, name));

/** Largest difference between columns of a table and rows of figures, both in their order. */
function apart(table: Table, names: readonly string[], figures: readonly (readonly number[])[]): number {
  return Math.max(
    ...columnsOf(table, names).flatMap((column, f) => figures.map((row, i) => Math.abs(column[i]! - row[f]!))),
  );
}

/** Answers that follow `k` opinions, each of which `each` items ask for. */
function people(count: number, k: number, each: number, seed = 1, noise = 1) {
  const draw = random(seed);
  return Array.from({ length: count }, (_, customer) => {
    const opinions = Array.from({ length: k }, () => draw.normal());
    return {
      customer,
      ...Object.fromEntries(
        opinions.flatMap((opinion, f) =>
          Array.from({ length: each }, (_, i) => [`f${f}i${i}`, opinion + noise * draw.normal()]),
        ),
      ),
    } as { customer: number; [item: string]: number };
  });
}

const ofBfi = (options: FactorsOptions) => factors(bfi(), { id: "respondent", k: 5, ...options });

test("bfi: eigenvalues, KMO .84865, Bartlett 18146.07 (df 300), SS loadings of minres + varimax (REFERENCE, psych)", {
  skip,
}, async () => {
  const found = await ofBfi({});
  assert.deepEqual(
    found.eigenvalues.slice(0, 6).map((value) => value.toFixed(4)),
    ["5.1343", "2.7519", "2.1427", "1.8523", "1.5482", "1.0736"],
  );
  assert.equal(found.respondents, 2436);
  assert.equal(found.adequacy.kmo?.toFixed(5), "0.84865");
  assert.equal(found.adequacy.bartlett?.chiSquared.toFixed(2), "18146.07");
  assert.equal(found.adequacy.bartlett?.df, 300);
  assert.deepEqual(
    numbers(found.variance, "ssLoadings").map((value) => value.toFixed(4)),
    ["2.7096", "2.4731", "2.0411", "1.8445", "1.5222"],
  );
  assert.ok(found.converged);
  assert.equal(found.unscored.length, 2800 - 2436);
  assert.match(found.warnings[0]!, /^364 respondents of 2,800 did not answer all 25 items/);
});

test("bfi: KMO of each item and eigenvalues of psych 2.2.9 to 1e-8", { skip }, async () => {
  const { adequacy, eigenvalues } = await ofBfi({});
  numbers(adequacy.items, "kmo").forEach((value, i) => {
    assert.ok(Math.abs(value - fixture.bfi.kmoItems[i]) < 1e-8);
  });
  eigenvalues.forEach((value, i) => {
    assert.ok(Math.abs(value - fixture.bfi.eigen[i]) < 1e-8);
  });
});

test("bfi: loadings of fa(minres, varimax) of psych 2.2.9 to 1e-4, of factanal (R 4.2.2) to 1e-4, as they print them", {
  skip,
}, async () => {
  const minres = await ofBfi({});
  assert.ok(apart(minres.loadings, minres.names, fixture.defaults.varimax) < 1e-4);
  const ml = await ofBfi({ method: "ml" });
  assert.ok(apart(ml.loadings, ml.names, fixture.defaults.factanal) < 1e-4);
});

test("bfi: minres and maximum likelihood, varimax turned to the end: R's loadings to 1e-6", { skip }, async () => {
  const minres = await ofBfi({ tolerance: 1e-13 });
  assert.ok(apart(minres.loadings, minres.names, fixture.bfi.minresVarimax) < 1e-6);
  const ml = await ofBfi({ method: "ml", tolerance: 1e-13 });
  assert.ok(apart(ml.loadings, ml.names, fixture.bfi.mlVarimax) < 1e-6);
  numbers(ml.loadings, "uniqueness").forEach((value, i) => {
    assert.ok(Math.abs(value - fixture.bfi.ml.uniquenesses[i]) < 1e-6);
  });
});

test("bfi: chi-squared 1490.587 (df 185), p and TLI of factanal and psych; RMSEA .0538, .0548 for minres", {
  skip,
}, async () => {
  const { fit } = await ofBfi({ method: "ml" });
  assert.equal(fit.df, fixture.bfi.ml.df);
  assert.ok(Math.abs(fit.discrepancy! - fixture.bfi.ml.objective) < 1e-9);
  assert.ok(Math.abs(fit.chiSquared! - fixture.bfi.ml.chi) < 1e-4);
  assert.ok(Math.abs(fit.p! / fixture.bfi.psychMl.p - 1) < 1e-5);
  assert.ok(Math.abs(fit.tli! - fixture.bfi.psychMl.tli) < 1e-7);
  // psych takes n where Steiger takes n - 1 in one of two places.
  assert.ok(Math.abs(fit.rmsea! - fixture.bfi.psychMl.rmsea[0]) < 2e-5);
  const minres = await ofBfi({});
  assert.ok(Math.abs(minres.fit.chiSquared! - fixture.bfi.psychMinres.chi) < 1e-3);
  assert.ok(Math.abs(minres.fit.rmsr - fixture.bfi.psychMinres.rms) < 1e-7);
  assert.ok(Math.abs(minres.fit.tli! - fixture.bfi.psychMinres.tli) < 1e-6);
  assert.ok(Math.abs(minres.fit.rmsea! - fixture.bfi.psychMinres.rmsea[0]) < 2e-5);
});

test("bfi: oblimin (GPArotation 2022.10) and promax (R's stats) to 1e-5, loadings and factor correlations", {
  skip,
}, async () => {
  for (const [options, figures] of [
    [{ rotation: "oblimin" }, fixture.bfi.oblimin],
    [{ rotation: "oblimin", kaiser: true }, fixture.bfi.obliminKaiser],
    [{ rotation: "promax", tolerance: 1e-13 }, fixture.bfi.promax],
  ] as const) {
    const found = await ofBfi(options);
    assert.ok(found.converged);
    assert.ok(apart(found.loadings, found.names, figures.loadings) < 1e-5);
    assert.ok(apart(found.factorCorrelations, found.names, figures.phi) < 1e-5);
  }
  const promax = await ofBfi({ rotation: "promax" });
  assert.ok(apart(promax.loadings, promax.names, fixture.defaults.promax) < 1e-4);
  assert.ok(apart(promax.factorCorrelations, promax.names, fixture.defaults.promaxPhi) < 1e-4);
});

test("bfi: the scores of the first five respondents by factanal and psych's factor.scores to 1e-5", {
  skip,
}, async () => {
  for (const [options, figures] of [
    [{ method: "ml", tolerance: 1e-13 }, fixture.bfi.regression],
    [{ method: "ml", tolerance: 1e-13, scores: "bartlett" }, fixture.bfi.bartlettScores],
    [{ rotation: "oblimin" }, fixture.bfi.thurstoneOblique],
    [{ rotation: "oblimin", scores: "tenBerge" }, fixture.bfi.tenBerge],
  ] as const) {
    const found = await ofBfi(options);
    assert.ok(apart(found.scores!, found.names, figures) < 1e-5);
    const ready = matrix(found.scores!, { id: "respondent" });
    assert.deepEqual([ready.rows, ready.columns], [2436, found.names]);
  }
});

test("bfi, pairwise: KMO of psych on cor(use = 'pairwise') to 1e-9, SS loadings to 1e-3", { skip }, async () => {
  const found = await ofBfi({ missing: "pairwise" });
  assert.ok(Math.abs(found.adequacy.kmo! - fixture.bfi.pairwise.kmo) < 1e-9);
  numbers(found.variance, "ssLoadings").forEach((value, f) => {
    assert.ok(Math.abs(value - fixture.bfi.pairwise.ss[f]) < 1e-3);
  });
  assert.equal(found.missing, "pairwise");
  assert.equal(found.respondents, 2739); // O5 and another: the pair that fewest answered both
  assert.match(found.warnings[0]!, /^Each correlation stands on .* 2739 or more of 2800; the 364 respondents/);
});

test("one factor of three items has the closed form: loadings .8, .7, .6 from correlations .56, .48, .42 (by hand)", async () => {
  // Eight people whose answers have exactly these correlations: sign patterns that are orthogonal, mixed by the Cholesky factor.
  const loadings = [0.8, 0.7, 0.6];
  const base = [
    [1, 1, 1, 1, -1, -1, -1, -1],
    [1, 1, -1, -1, 1, 1, -1, -1],
    [1, -1, 1, -1, 1, -1, 1, -1],
  ];
  const [a, b, c] = [0.56, 0.48, 0.42];
  const second = [a, Math.sqrt(1 - a * a)];
  const third = [b, (c - a * b) / second[1]!];
  const last = Math.sqrt(1 - third[0]! ** 2 - third[1]! ** 2);
  const answers = base[0]!.map((x, row) => {
    const [y, z] = [base[1]![row]!, base[2]![row]!];
    return { customer: row, q1: x, q2: second[0]! * x + second[1]! * y, q3: third[0]! * x + third[1]! * y + last * z };
  });
  for (const method of ["minres", "ml"] as const) {
    const found = await factors(answers, { k: 1, method });
    numbers(found.loadings, "factor1").forEach((value, i) => {
      assert.ok(Math.abs(value - loadings[i]!) < 1e-7, `${method}: ${value}`);
    });
    assert.equal(found.fit.df, 0);
    assert.equal(found.fit.p, null);
    assert.ok(found.fit.rmsr < 1e-8);
  }
});

test("finds the opinions that the answers were made of, and the scores go with them; k by parallel analysis", async () => {
  const found = await factors(people(600, 3, 4));
  assert.equal(found.k, 3);
  assert.equal(found.parallel?.suggested, 3);
  const owners = found.items.map((item) => item[1]);
  const strongest = found.items.map((_, i) => {
    const row = found.names.map((name) => Math.abs(numbers(found.loadings, name)[i]!));
    return row.indexOf(Math.max(...row));
  });
  for (const owner of ["0", "1", "2"]) assert.equal(new Set(strongest.filter((_, i) => owners[i] === owner)).size, 1);
  assert.equal(new Set(strongest).size, 3);
  assert.deepEqual(found.warnings, []);
});

test("order and signs: sums of squares fall, each factor's loadings add up to more than 0, communality + uniqueness = 1", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 1e6 }),
      fc.constantFrom("varimax", "oblimin", "promax", "none"),
      fc.constantFrom("minres", "ml"),
      async (seed, rotation, method) => {
        const found = await factors(people(80, 2, 4, seed), { k: 2, rotation, method });
        const squares = numbers(found.variance, "ssLoadings");
        assert.ok(squares[0]! >= squares[1]! - 1e-9);
        const columns = columnsOf(found.loadings, found.names);
        for (const column of columns) assert.ok(column.reduce((sum, value) => sum + value, 0) > 0);
        const common = numbers(found.loadings, "communality");
        const own = numbers(found.loadings, "uniqueness");
        if (found.heywood.length === 0)
          common.forEach((value, i) => {
            assert.ok(Math.abs(value + own[i]! - 1) < 1e-6);
          });
        assert.ok(Math.abs(squares[0]! + squares[1]! - common.reduce((sum, value) => sum + value, 0)) < 1e-8);
      },
    ),
    { numRuns: 25 },
  );
});

test("rows in another order, items in another order, other units and signs of items change nothing else", async () => {
  const answers = people(200, 2, 4, 7);
  const plain = await factors(answers, { k: 2, rotation: "oblimin" });
  const same = (
    other: Pick<Factors, "loadings" | "items">,
    items: readonly string[],
    sign: (item: string) => number,
  ) => {
    for (const name of plain.names) {
      const by = new Map(other.items.map((item, i) => [item, numbers(other.loadings, name)[i]!]));
      items.forEach((item, i) => {
        assert.ok(Math.abs(by.get(item)! * sign(item) - numbers(plain.loadings, name)[i]!) < 1e-5);
      });
    }
  };
  same(await factors([...answers].reverse(), { k: 2, rotation: "oblimin" }), plain.items, () => 1);
  same(await factors(answers, { k: 2, rotation: "oblimin", items: [...plain.items].reverse() }), plain.items, () => 1);
  const scaled = answers.map((row) => ({ ...row, f0i0: 1e3 * row.f0i0! + 5, f1i2: -0.01 * row.f1i2! }));
  same(await factors(scaled, { k: 2, rotation: "oblimin" }), plain.items, (item) => (item === "f1i2" ? -1 : 1));
});

test("varimax and none claim the same variance of each item; factors stay uncorrelated", async () => {
  const answers = people(150, 2, 4, 3);
  const [turned, plain] = [await factors(answers, { k: 2 }), await factors(answers, { k: 2, rotation: "none" })];
  numbers(turned.loadings, "communality").forEach((value, i) => {
    assert.ok(Math.abs(value - numbers(plain.loadings, "communality")[i]!) < 1e-12);
  });
  assert.deepEqual(columnsOf(turned.factorCorrelations, turned.names), [
    [1, 0],
    [0, 1],
  ]);
});

test("a constant item, an unanswered one and text are refused by name", async () => {
  const answers = people(30, 1, 3);
  const with_ = (value: (row: number) => unknown) =>
    answers.map((row, i) => ({ ...row, odd: value(i) })) as unknown as typeof answers;
  await assert.rejects(
    factors(
      with_(() => 3),
      { k: 1 },
    ),
    /expected answers that differ, got 3 .*column "odd"/,
  );
  await assert.rejects(
    factors(
      with_(() => null),
      { k: 1, items: ["f0i0", "f0i1", "odd"] },
    ),
    /expected answers, got none.*"odd"/,
  );
  await assert.rejects(
    factors(
      with_((row) => (row === 4 ? "often" : 2 + row)),
      { k: 1 },
    ),
    (error: DataError) => error instanceof DataError && error.row === 5 && error.column === "odd",
  );
  await assert.rejects(
    factors(
      with_((row) => (row < 28 ? null : row)),
      { k: 1 },
    ),
    /at least 3 respondents who answered all 4 items, got 2 of 30/,
  );
});

test("duplicate items: maximum likelihood refuses, minres warns of the pair and of the Heywood case", async () => {
  const answers = people(100, 2, 4).map((row) => ({ ...row, copy: row.f0i1! }));
  await assert.rejects(factors(answers, { k: 2, method: "ml" }), /expected correlations that are positive definite/);
  // The third factor is the pair.
  const found = await factors(answers, { k: 3 });
  assert.ok(found.warnings.some((text) => /f0i1 and copy: the same answers/.test(text)));
  assert.ok(found.warnings.some((text) => /^Heywood case: .*copy/.test(text)));
  assert.equal(found.adequacy.kmo, null);
  assert.equal(found.fit.chiSquared, null);
  for (const name of found.names) assert.ok(numbers(found.scores!, name).every(Number.isFinite));
});

test("fewer respondents than items, pairs that contradict each other, and noise are said", async () => {
  const few = await factors(people(9, 2, 5), { k: 2 });
  assert.ok(few.warnings.some((text) => /^9 respondents for 10 items/.test(text)));
  assert.equal(few.adequacy.bartlett, null);
  await assert.rejects(factors(people(9, 2, 5), { k: 2, method: "ml" }), DataError);
  // Each pair of three items is answered by people of its own, who disagree on what goes together.
  const answers = Array.from({ length: 120 }, (_, customer) => {
    const [x, third] = [Math.sin(customer * 7), Math.floor(customer / 40)];
    const wobble = 0.1 * Math.cos(customer * 3);
    return {
      customer,
      a: third === 2 ? null : x,
      b: third === 1 ? null : third === 0 ? x + wobble : x,
      c: third === 0 ? null : third === 1 ? x + wobble : -x + wobble,
      d: Math.cos(customer * 11),
    };
  });
  const odd = await factors(answers, { k: 1, missing: "pairwise" });
  assert.ok(odd.warnings.some((text) => /contradict each other \(the matrix is not positive definite\)/.test(text)));
  const draw = random(5);
  const noise = Array.from({ length: 200 }, (_, customer) => ({
    customer,
    ...Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`q${i}`, draw.normal()])),
  }));
  await assert.rejects(factors(noise), /expected items with something in common/);
  const forced = await factors(noise, { k: 1 });
  assert.ok(forced.warnings.some((text) => /^KMO is|^Bartlett's test does not reject/.test(text)));
});

test("where one factor explains all and two are asked for, promax says so and gives what varimax gives, with kaiser and without", async () => {
  const loadings = [0.9, 0.8, 0.7, 0.6, 0.5];
  const sign = (row: number, bit: number) => (((row >> bit) & 1) === 0 ? 1 : -1);
  const answers = Array.from({ length: 64 }, (_, row) => ({
    customer: row,
    ...Object.fromEntries(
      loadings.map((loading, j) => [`q${j}`, loading * sign(row, 0) + Math.sqrt(1 - loading ** 2) * sign(row, j + 1)]),
    ),
  }));
  for (const kaiser of [true, false]) {
    const found = await factors(answers, { k: 2, rotation: "promax", kaiser });
    assert.match(found.warnings.join(), /do not tell the factors apart enough for promax; these are those of varimax/);
    const varimax = await factors(answers, { k: 2, kaiser });
    assert.deepEqual(found.loadings.objects(), varimax.loadings.objects());
  }
});

test("refuses too many factors, odd options and too few items", async () => {
  const answers = people(50, 2, 3);
  await assert.rejects(factors(answers, { k: 4 }), /at most 3 factors of 6 items .* got 4/);
  await assert.rejects(factors(answers, { k: 0 }), RangeError);
  await assert.rejects(factors(answers, { k: 1.5 }), RangeError);
  await assert.rejects(factors(answers, { k: 1, items: ["f0i0", "f0i1"] }), /at least 3 items, got 2/);
  await assert.rejects(
    factors(answers, { k: 1, method: "pca" as "ml" }),
    /expected method to be "minres", "ml", got "pca"/,
  );
  await assert.rejects(factors(answers, { k: 1, rotaton: "none" } as FactorsOptions), /Did you mean "rotation"/);
  await assert.rejects(factors(answers, { k: 1, missing: "mean" as "complete" }), RangeError);
  await assert.rejects(factors(answers, { k: 1, id: "nobody" }), DataError);
});

test("takes a survey: its rated items, its id", async () => {
  const answers = people(60, 1, 4).map(({ customer, ...rest }) => ({ who: `p${customer}`, ...rest, free: "text" }));
  const { toTable } = await import("../../src/table.js");
  const found = await factors(
    {
      id: "who",
      items: [
        ...["f0i0", "f0i1", "f0i2", "f0i3"].map((name) => ({ name, kind: "likert" })),
        { name: "free", kind: "open" },
      ],
      answers: toTable(answers),
    },
    { k: 1 },
  );
  assert.deepEqual(found.items, ["f0i0", "f0i1", "f0i2", "f0i3"]);
  assert.equal(found.scores!.get("who", 0), "p0");
});

test("a survey's numbers, such as row numbers and ages, are left out by default and named", { skip }, async () => {
  const asked = await survey(sharedFile("bfi.csv")!);
  const numbersLeftOut = /^rowname, education, age: numbers beside rated items/;
  const rated = await principalComponents(asked, { of: "covariance", k: 1 });
  assert.deepEqual(
    rated.items,
    [..."ACENO"].flatMap((trait) => [1, 2, 3, 4, 5].map((n) => `${trait}${n}`)).concat("gender"),
  );
  assert.match(rated.warnings[0]!, numbersLeftOut);
  assert.match((await factors(asked, { k: 5 })).warnings[0]!, numbersLeftOut);
  assert.match((await parallelAnalysis(asked, { replicates: 20 })).warnings[0]!, numbersLeftOut);
  const named = await factors(asked, { k: 1, items: ["A2", "A3", "A5", "age"] });
  assert.doesNotMatch(named.warnings.join(), /left out/);
  // Where nothing is rated, numbers are what there is.
  const money = await survey(people(50, 1, 3), { id: "customer" });
  assert.equal((await factors(money, { k: 1 })).items.length, 3);
});

test("choices without an order are named where too few items are left, with what to declare", async () => {
  const words = ["gar nicht", "teils", "voll"];
  const asked = await survey(
    Array.from({ length: 9 }, (_, i) => ({ id: i, q1: words[i % 3]!, q2: words[(i * i) % 3]! })),
  );
  await assert.rejects(factors(asked), /got none; .*\(q1, q2\) declare its \{ levels \} in survey, lowest first/);
  await assert.rejects(factors(asked, { items: ["q1", "q2", "id"] }), RangeError);
  await assert.rejects(principalComponents(asked, { items: ["q1", "q2"] }), /got a choice whose levels have none/);
});

test("says what it is doing and stops when told, in the random answers and in the extraction", async (context) => {
  hurriedClock(context);
  const answers = people(120, 2, 4);
  const notes: string[] = [];
  await factors(answers, { onProgress: (_done, _total, note) => notes.push(note!) });
  assert.equal(notes.filter((note) => note === "eigenvalues of random answers").length, 201);
  assert.match(notes.at(-1)!, /^\d+ steps of the extraction$/);
  assert.ok(notes.includes("step 1 of the extraction"), notes.at(-2));
  for (const word of ["random answers", "step 1 of the extraction"]) {
    const stop = new AbortController();
    const onProgress = (_done: number, _total?: number, note?: string) => {
      if (note?.includes(word)) stop.abort(new Error(`stopped at ${word}`));
    };
    await assert.rejects(factors(answers, { onProgress, signal: stop.signal }), { message: `stopped at ${word}` });
  }
  await assert.rejects(parallelAnalysis(answers, { signal: { aborted: true, reason: new Error("enough") } }), /enough/);
});
