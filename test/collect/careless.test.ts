import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { careless } from "../../src/collect/careless.js";
import { survey } from "../../src/collect/survey.js";
import { DataError } from "../../src/errors.js";

const answers = [
  [1, 2, 1, 5, 4, 5, 3, 3, 2],
  [2, 2, 2, 4, 4, 4, 3, 3, 3],
  [5, 4, 5, 1, 2, 1, 2, 3, 3],
  [4, 5, 4, 2, 2, 1, 5, 4, 5],
  [3, 3, 3, 3, 3, 3, 3, 3, 3],
  [1, 1, 2, 4, 5, 5, 1, 2, 1],
  [2, 1, 1, 5, 5, 4, 4, 5, 4],
  [4, 4, 5, 2, 1, 2, 2, 1, 1],
  [5, 5, 4, 1, 1, 2, 4, 4, 5],
  [1, 4, 2, 5, 1, 3, 2, 5, 1],
  [3, 2, 3, 3, 4, 3, 5, 5, 4],
  [2, 3, 2, 4, 3, 4, 1, 1, 2],
];
const levels = ["1", "2", "3", "4", "5"];
const scales = ["a", "a", "a", "b", "b", "b", "c", "c", "c"];
const items = Object.fromEntries(scales.map((scale, j) => [`q${j + 1}`, { levels, scale }]));

const asked = (
  rows: readonly (readonly (number | null)[])[],
  more: Record<string, readonly unknown[]> = {},
  options = {},
) =>
  survey(
    rows.map((row, i) => ({
      id: `p${i + 1}`,
      ...Object.fromEntries(row.map((value, j) => [`q${j + 1}`, value])),
      ...Object.fromEntries(Object.entries(more).map(([name, values]) => [name, values[i] ?? null])),
    })),
    { items, ...options },
  );

function close(actual: unknown, expected: readonly (number | null)[], digits = 1e-9) {
  Array.from(actual as ArrayLike<number | null>).forEach((value, i) => {
    const want = expected[i]!;
    if (want === null || value === null) assert.equal(value, want, `row ${i + 1}`);
    else assert.ok(Math.abs(value - want) < digits, `row ${i + 1}: ${value}, not ${want}`);
  });
}

// The figures are those of base R 4.2.2 by the formulas that the manual of the R package careless documents: sd() of the answers (irv), max(rle()$lengths)
// (longstring), mahalanobis() (mahad), cor() within pairs with |r| >= .6 (psychsyn, psychant), 2r / (1 + r) of the halves (even-odd, where higher is consistent here).
test("irv, longstring, mahad, psychsyn, psychant and even-odd are those of base R 4.2.2", async () => {
  const { table } = careless(await asked(answers), { mahalanobis: true });
  close(
    table.array("variability"),
    [
      1.536590742882, 0.866025403784, 1.536590742882, 1.509230856356, 0, 1.740051084818, 1.666666666667, 1.509230856356,
      1.666666666667, 1.658312395178, 1.01379375505, 1.130388330521,
    ],
  );
  close(table.array("longString"), [2, 3, 2, 2, 9, 2, 2, 2, 2, 1, 2, 2]);
  close(
    table.array("distance"),
    [
      9.66339696007, 3.34102156239, 9.33677978085, 10.08333333334, 1.94123365147, 9.89669494522, 9.89669494521,
      10.08333333334, 10.08333333334, 10.08333333333, 7.33041710852, 7.26042771298,
    ],
    1e-6,
  );
  close(table.array("synonyms"), [
    0.877776624933,
    1,
    0.852464025783,
    0.89619313723,
    null,
    0.952030465462,
    0.896158718606,
    0.878526606929,
    0.890650702404,
    -0.132453235707,
    0.75056833567,
    0.773722639999,
  ]);
  close(table.array("antonyms"), [
    -0.1490711985,
    null,
    -0.1490711985,
    0.0666666666667,
    null,
    0.0666666666667,
    -0.1490711985,
    -0.1490711985,
    0.0666666666667,
    -0.1961161351382,
    -0.1490711985,
    -0.1490711985,
  ]);
  close(table.array("evenOdd"), [
    0.994845223857,
    1,
    0.994845223857,
    0.899319166173,
    null,
    0.963999423243,
    0.993877321507,
    0.993877321507,
    0.985145237664,
    -1,
    0.861001748086,
    0.791287847478,
  ]);
});

test("each flag has its reason in words, each rule its count, and nobody is dropped", async () => {
  const found = careless(await asked(answers), {
    seconds: [90, 90, 90, 90, 9, 90, 90, 90, 90, null, 90, 17.9],
    leastConsistency: 0.3,
  });
  assert.equal(found.table.numRows(), 12);
  const reasons = found.table.array("reasons") as string[];
  assert.match(
    reasons[4]!,
    /^9 equal answers in a row from q1 on \(limit 5\); .*1 seconds for an answered question \(limit 2\)$/,
  );
  assert.match(reasons[9]!, /a correlation of -0\.13 within 7 pairs of synonyms; halves of 3 scales agree by -1 only/);
  assert.match(reasons[11]!, /1\.99 seconds for an answered question/);
  assert.equal(reasons[0], "");
  const rules = Object.fromEntries(
    (found.rules.objects() as { rule: string; flagged: number; judged: number }[]).map((row) => [row.rule, row]),
  );
  assert.equal(rules["too fast"]!.flagged, 2);
  assert.equal(rules["too fast"]!.judged, 11);
  assert.equal(rules["long string"]!.flagged, 1);
  assert.equal(rules["inconsistent halves"]!.flagged, 1);
  const flags = found.table.array("flags") as number[];
  assert.deepEqual(
    found.flagged,
    flags.flatMap((count, i) => (count > 0 ? [`p${i + 1}`] : [])),
  );
});

test("by default halves of a few scales are compared and nobody is judged by them; of many scales they judge", async () => {
  const few = careless(await asked(answers));
  assert.ok(!few.rules.array("rule").includes("inconsistent halves"));
  assert.ok(few.table.array("evenOdd").some((value) => value === -1));
  assert.match(few.notes.join("\n"), /halves of 3 scales are compared \(evenOdd\), but nobody is judged/);
  // Ten scales of two items each; the last respondent turns the second half of each.
  const names = Array.from({ length: 20 }, (_, j) => `q${j + 1}`);
  const answer = (i: number, scale: number) => 1 + ((i * 3 + scale * (i + 2)) % 5);
  const rows = Array.from({ length: 8 }, (_, i) =>
    names.map((_, j) => {
      const own = answer(i, j >> 1);
      return i === 7 && j % 2 === 1 ? 6 - own : own;
    }),
  );
  const many = careless(
    await survey(
      rows.map((row, i) => ({ id: i, ...Object.fromEntries(row.map((code, j) => [names[j]!, code])) })),
      {
        items: Object.fromEntries(
          names.map((name, j) => [name, { scale: `s${j >> 1}`, levels: ["1", "2", "3", "4", "5"] }]),
        ),
      },
    ),
  );
  assert.deepEqual(
    (many.table.array("reasons") as string[]).map((reason) => /halves of 10 scales agree/.test(reason)),
    [false, false, false, false, false, false, false, true],
  );
});

test("a run ends at a missing answer and at an item with other levels", async () => {
  const rows = [
    [3, 3, 3, null, 3, 3, 1, 1, 1],
    [1, 2, 3, 4, 5, 5, 5, 5, 4],
  ];
  const same = careless(await asked(rows));
  assert.deepEqual(same.table.array("longString"), [3, 4]);
  const seven = [...levels, "6", "7"];
  const split = careless(
    await asked(
      rows,
      {},
      { items: { ...items, ...Object.fromEntries(["q7", "q8", "q9"].map((name) => [name, { levels: seven }])) } },
    ),
  );
  assert.deepEqual(split.table.array("longString"), [3, 2]);
});

test("instructed and impossible items: levels or codes, and the answer given in the reason", async () => {
  const given = await asked(answers.slice(0, 4), {
    check: ["Agree", "Agree", "Disagree", null],
    knows_zorbix: ["No", "Yes", "No", "No"],
  });
  const found = careless(given, { instructed: { check: "Agree" }, impossible: { knows_zorbix: "Yes" } });
  const reasons = found.table.array("reasons") as string[];
  assert.match(reasons[1]!, /answered "Yes" to knows_zorbix, which nobody can/);
  assert.match(reasons[2]!, /answered "Disagree" to check, which said what to answer/);
  const byCode = careless(given, { instructed: { check: [1] }, impossible: { knows_zorbix: 1 } });
  assert.deepEqual(byCode.table.array("reasons"), reasons);
  assert.throws(() => careless(given, { instructed: { check: "Agre" } }), /among "Disagree", "Agree", got "Agre"/);
  assert.throws(() => careless(given, { instructed: { check: 9 } }), /RangeError: .*"check" among 0, 1, got 9/);
  assert.throws(() => careless(given, { instructed: { chek: "Agree" } }), /Did you mean "check"/);
});

test("a number that is listed is the code of a choice, and one without a level is refused", async () => {
  const given = await survey(
    ["red", "blue", "red", "green"].map((color, i) => ({
      id: i + 1,
      color,
      q1: i % 2 ? "Agree" : "Disagree",
      q2: "Agree",
      age: 20 + i,
    })),
    {
      items: {
        color: { kind: "choice", levels: ["red", "green", "blue"], codes: [10, 20, 30] },
        q1: { levels: ["Disagree", "Neutral", "Agree"] },
        q2: { levels: ["Disagree", "Neutral", "Agree"] },
      },
    },
  );
  assert.deepEqual(careless(given, { instructed: { color: 10 } }).flagged, [2, 4]);
  assert.throws(() => careless(given, { instructed: { color: 1 } }), /among 10, 20, 30, got 1/);
  assert.deepEqual(careless(given, { impossible: { age: 23 } }).flagged, [4]);
  assert.throws(
    () => careless(given, { impossible: { age: "old" } }),
    /expected a number as an answer to "age", got "old"/,
  );
});

test("few items are too few for long runs and little variation, which is said; five are enough", async () => {
  // Thirty of 300 give one answer to all. Of the others a third each goes to the ends, near the middle, and off it once, so that three deviations below
  // the median is below 0.
  const answer = (i: number, j: number) => {
    if (i % 10 === 0) return 1 + ((i / 10) % 5);
    return [j % 2 === 0 ? 1 : 5, j % 2 === 0 ? 2 : 4, j === 0 ? 4 : 3][i % 3]!;
  };
  const rows = (width: number) =>
    Array.from({ length: 300 }, (_, i) => Array.from({ length: width }, (_, j) => answer(i, j)));
  const rated = (given: number[][]) =>
    asked(given, {}, { items: Object.fromEntries(given[0]!.map((_, j) => [`q${j + 1}`, { levels }])) });
  const four = careless(await rated(rows(4)));
  assert.deepEqual(four.flagged, []);
  assert.deepEqual(four.rules.array("rule"), []);
  assert.match(four.notes.join("\n"), /no more than 4 items .* so 5 equal answers in a row cannot come about/);
  assert.match(four.notes.join("\n"), /answers to 4 items vary by chance so much/);
  const byLimits = careless(await rated(rows(4)), { longString: 4, leastVariability: 0.01 });
  assert.deepEqual(byLimits.rules.array("flagged"), [30, 30]);
  const six = careless(await rated(rows(6)));
  const variability = six.rules.objects()[1] as { rule: string; limit: number; flagged: number };
  assert.equal(variability.rule, "low variability");
  assert.equal(variability.limit, 0);
  assert.equal(variability.flagged, 30);
});

test("who answered nothing is not judged by runs", async () => {
  const found = careless(await asked([...answers, answers[0]!.map(() => null)]));
  assert.equal(found.rules.get("rule", 0), "long string");
  assert.equal(found.rules.get("judged", 0), 12);
});

test("several choices and a ranking are one question each; seconds below 0 are refused", async () => {
  const brands = Array.from({ length: 20 }, (_, j) => `Brand ${String.fromCharCode(65 + j)}`);
  const given = await survey(
    answers.map((row, i) => ({
      id: i,
      ...Object.fromEntries(row.slice(0, 5).map((value, j) => [`q${j + 1}`, value])),
      bought: brands.filter((_, j) => (i + j) % 4 === 0).join(","),
      first: 1 + (i % 2),
      second: 2 - (i % 2),
    })),
    {
      items: {
        ...Object.fromEntries(Object.entries(items).slice(0, 5)),
        bought: { kind: "multiple", levels: brands },
        first: { kind: "ranking", of: "order" },
        second: { kind: "ranking", of: "order" },
      },
    },
  );
  assert.equal(given.items.length, 27);
  // Five ratings, the brands and the order: seven questions.
  const found = careless(given, { seconds: answers.map(() => 49) });
  close(
    found.table.array("secondsPerItem"),
    answers.map(() => 7),
  );
  assert.throws(
    () => careless(given, { seconds: answers.map((_, i) => (i === 2 ? -5 : 49)) }),
    /expected seconds from 0 up, got -5;.*row 3/,
  );
});

test("pairs that are named take the place of those that are found; their correlation says alike or opposite", async () => {
  // q1 to q3 go with each other and against q4 to q6 (see the figures of base R above).
  const pairs = [
    ["q1", "q2"],
    ["q2", "q3"],
    ["q4", "q5"],
    ["q1", "q4"],
  ] as const;
  const found = careless(await asked(answers), { pairs });
  // The tenth answers 1 4, 4 2 and 5 1: means 10/3 and 7/3, products of deviations -35/9 + -2/9 + -20/9, squares 78/9 and 42/9.
  const tenth = -57 / Math.sqrt(78 * 42);
  close([found.table.get("synonyms", 9)], [tenth]);
  assert.match(String(found.table.get("reasons", 9)), /within 3 pairs of synonyms/);
  assert.match(found.notes.join("\n"), /1 pair of antonyms \(named\): at least 3/);
  const given = await asked(answers);
  assert.throws(() => careless(given, { pairs: [["q1", "q10"]] }), /an item of a pair/);
  assert.throws(
    () =>
      careless(given, {
        pairs: [
          ["q1", "q2"],
          ["q2", "q1"],
        ],
      }),
    /expected every pair once, in whichever order, got \["q1","q2"\] and \["q2","q1"\]/,
  );
  assert.throws(() => careless(given, { pairs: [["q1"]] as never }), /expected pairs of two different items/);
  assert.throws(() => careless(given, { pairs: [["q1", "q1"]] }), TypeError);
});

test("reversed items are turned before the halves are compared", async () => {
  const turned = answers.map((row) => row.map((value, j) => (j % 3 === 1 ? 6 - value : value)));
  const reversed = Object.fromEntries(
    Object.entries(items).map(([name, declared], j) => [name, { ...declared, reversed: j % 3 === 1 }]),
  );
  const plain = careless(await asked(answers)).table.array("evenOdd") as (number | null)[];
  close(careless(await asked(turned, {}, { items: reversed })).table.array("evenOdd"), plain);
});

test("what cannot be judged is said, and calls that cannot be meant are refused", async () => {
  const few = await survey([
    { id: 1, a: "Agree", b: "Agree", c: "open words" },
    { id: 2, a: "Neutral", b: "Neutral", c: "x" },
    { id: 3, a: "Disagree", b: "Disagree", c: "y" },
  ]);
  const found = careless(few, { mahalanobis: true });
  assert.match(found.notes.join("\n"), /pass \{ seconds \}/);
  assert.match(found.notes.join("\n"), /1 pair of synonyms.*at least 3/);
  assert.match(found.notes.join("\n"), /0 scales/);
  assert.match(found.notes.join("\n"), /more respondents with all answers than items/);
  assert.throws(() => careless(few, { item: ["a"] } as object), TypeError);
  assert.throws(() => careless(few, { longString: 0 }), RangeError);
  assert.throws(() => careless(few, { items: ["a"] }), DataError);
  assert.throws(() => careless(few, { items: ["a", "d"] }), DataError);
  assert.throws(() => careless(few, { seconds: [1] }), RangeError);
  assert.throws(() => careless(few, { seconds: "time" }), DataError);
  assert.throws(() => careless(Promise.resolve(few) as never), /await it/);
});

test("the order of respondents changes nothing, and any answers give a row each", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.option(fc.integer({ min: 1, max: 5 })), { minLength: 9, maxLength: 9 }), {
        minLength: 2,
        maxLength: 15,
      }),
      async (rows) => {
        const one = careless(await asked(rows), { mahalanobis: true }).table;
        const other = careless(await asked([...rows].reverse()), { mahalanobis: true }).table;
        assert.equal(one.numRows(), rows.length);
        assert.deepEqual(one.array("longString"), [...(other.array("longString") as number[])].reverse());
        close(one.array("variability"), [...(other.array("variability") as number[])].reverse());
        close(one.array("distance"), [...(other.array("distance") as number[])].reverse(), 1e-6);
      },
    ),
    { numRuns: 60, seed: 5 },
  );
});

test("a duration of unknown unit is not taken for seconds, and a note says what to pass if it is", async () => {
  const rows = Array.from({ length: 30 }, (_, i) => ({
    id: i,
    duration: 2,
    q1: 1 + (i % 5),
    q2: 1 + ((2 * i) % 5),
    q3: 1 + ((3 * i) % 5),
  }));
  const minutes = careless(await survey(rows, { about: ["duration"] }));
  assert.deepEqual(
    minutes.table.array("secondsPerItem"),
    rows.map(() => null),
  );
  assert.match(minutes.notes.join("\n"), /pass \{ seconds: "duration" \} if "duration" is in seconds/);
  const named = rows.map(({ duration, ...row }) => ({ ...row, "Duration (in seconds)": duration }));
  const seconds = careless(await survey(named, { about: ["Duration (in seconds)"] }));
  // 2 seconds for 3 questions.
  assert.deepEqual(
    seconds.table.array("secondsPerItem"),
    rows.map(() => 2 / 3),
  );
});

test("a rule that flags many is doubted", async () => {
  const rows = Array.from({ length: 40 }, (_, i) =>
    Array.from({ length: 9 }, (_, j) => (i < 8 ? 1 : 1 + ((i + 2 * j) % 5))),
  );
  assert.match(
    careless(await asked(rows)).notes.join("\n"),
    /long string flags 20 % of those judged: careless people are seldom so many/,
  );
  const few = [...rows.slice(7), ...rows.slice(8), ...rows.slice(8)];
  assert.doesNotMatch(careless(await asked(few)).notes.join("\n"), /seldom so many/);
});
