import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { read } from "../../src/collect/read.js";
import { type Survey, survey } from "../../src/collect/survey.js";
import { DataError } from "../../src/errors.js";
import { toTable } from "../../src/table.js";
import { sharedFile, skipWithout } from "../sharedData.js";

const folder = mkdtempSync(join(tmpdir(), "clientele-survey-"));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const csv = (rows: readonly (readonly string[])[]) =>
  `${rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")).join("\n")}\n`;

const item = (asked: Survey, name: string) => asked.items.find((one) => one.name === name)!;

/** How often each answer was given, by its level. */
function counts(asked: Survey, name: string): Record<string, number> {
  const { levels = [], codes = [] } = item(asked, name);
  const found: Record<string, number> = {};
  for (const value of asked.answers.array(name) as (string | number | null)[]) {
    if (value === null) continue;
    const level = typeof value === "number" ? levels[codes.indexOf(value)]! : value;
    found[level] = (found[level] ?? 0) + 1;
  }
  return found;
}

test("flying_etiquette.csv is read without a mapping: kinds, ordered levels, short names, and the counts of pandas 3.1.1", {
  skip: skipWithout("flying_etiquette.csv"),
}, async () => {
  const asked = await survey(sharedFile("flying_etiquette.csv")!);
  assert.equal(asked.id, "RespondentID");
  assert.equal(asked.ids.length, 1040);
  assert.equal(asked.ids[0], 3436139758);
  assert.equal(asked.items.length, 26);
  assert.equal(item(asked, "often_travel_plane").question, "How often do you travel by plane?");
  assert.deepEqual(item(asked, "often_travel_plane").levels, [
    "Never",
    "Once a year or less",
    "Once a month or less",
    "A few times per month",
    "A few times per week",
    "Every day",
  ]);
  assert.deepEqual(counts(asked, "often_travel_plane"), {
    "Once a year or less": 633,
    "Once a month or less": 205,
    Never: 166,
    "A few times per month": 29,
    "A few times per week": 4,
    "Every day": 3,
  });
  assert.deepEqual(item(asked, "recline_seat_fly").levels, [
    "Never",
    "Once in a while",
    "About half the time",
    "Usually",
    "Always",
  ]);
  assert.deepEqual(counts(asked, "recline_seat_fly"), {
    "Once in a while": 257,
    Usually: 175,
    Never: 171,
    Always: 137,
    "About half the time": 118,
  });
  const rude = asked.items.filter(({ kind, levels }) => kind === "likert" && levels!.at(-1) === "Yes, very rude");
  assert.equal(rude.length, 9);
  for (const { levels, codes } of rude) {
    assert.match(levels![0]!, /^No, not (at all rude|rude at all)$/);
    assert.equal(levels![1], "Yes, somewhat rude");
    assert.deepEqual(codes, [1, 2, 3]);
  }
  assert.deepEqual(counts(asked, "rude_knowingly_bring_unruly"), {
    "Yes, very rude": 351,
    "Yes, somewhat rude": 351,
    "No, not at all rude": 147,
  });
  assert.deepEqual(counts(asked, "smoked_cigarette_airplane_bathroom"), { No: 842, Yes: 7 });
  assert.equal(item(asked, "smoked_cigarette_airplane_bathroom").kind, "binary");
  assert.deepEqual(item(asked, "Age").levels, ["18-29", "30-44", "45-60", "> 60"]);
  assert.deepEqual(counts(asked, "Age"), { "45-60": 275, "> 60": 258, "30-44": 254, "18-29": 220 });
  assert.deepEqual(item(asked, "household_income").levels, [
    "$0 - $24,999",
    "$25,000 - $49,999",
    "$50,000 - $99,999",
    "$100,000 - $149,999",
    "150000",
  ]);
  assert.equal(item(asked, "Gender").kind, "choice");
  assert.equal(item(asked, "location_census_region").levels!.length, 9);
  const missing = asked.report.missing.objects() as { item: string; code: string; count: number }[];
  assert.deepEqual(
    missing.filter((row) => ["recline_seat_fly", "Age", "Education"].includes(row.item)),
    [
      { item: "recline_seat_fly", code: "(empty)", count: 182 },
      { item: "Age", code: "(empty)", count: 33 },
      { item: "Education", code: "(empty)", count: 39 },
    ],
  );
  const because = asked.report.items.objects() as { item: string; because: string }[];
  assert.match(because.find((row) => row.item === "Education")!.because, /without an order that is known/);
});

test("the same from what read returns, and from its rows", { skip: skipWithout("flying_etiquette.csv") }, async () => {
  const source = await read(sharedFile("flying_etiquette.csv")!);
  const [one, other] = [await survey(source), await survey(await source.toTable())];
  assert.deepEqual(one.items, other.items);
  assert.deepEqual(one.answers.objects(), other.answers.objects());
});

test("bfi.csv: 25 items of six levels, gender binary, age a number (99 is no code of an age)", {
  skip: skipWithout("bfi.csv"),
}, async () => {
  const asked = await survey(sharedFile("bfi.csv")!);
  const likert = asked.items.filter(({ kind }) => kind === "likert");
  assert.equal(likert.length, 25);
  for (const { codes } of likert) assert.deepEqual(codes, [1, 2, 3, 4, 5, 6]);
  assert.equal(item(asked, "gender").kind, "binary");
  assert.equal(item(asked, "age").kind, "number");
});

// Rows as Qualtrics documents its CSV export: names, question texts (with HTML and piped statements), import ids, answers.
const names = [
  "StartDate",
  "Duration (in seconds)",
  "ResponseId",
  "Q1",
  "Q1_3_TEXT",
  "Q5_1",
  "Q5_2",
  "Q5_3",
  "Q7_1",
  "Q7_2",
  "Q9",
];
const texts = [
  "Start Date",
  "Duration (in seconds)",
  "Response ID",
  "<p>How did you <b>hear</b> of us?</p>\n- Selected Choice",
  "<p>How did you <b>hear</b> of us?</p> - Other &ndash; which? - Text",
  "How far do you&nbsp;agree? - Prices are <em>fair</em>",
  "How far do you&nbsp;agree? - The staff is kind - always",
  "How far do you&nbsp;agree? - I would come back",
  "What do you buy? - Coffee &amp; tea",
  "What do you buy? - Cake",
  "Anything <span style='color:red'>else</span>?",
];
const imports = names.map((name) => `{"ImportId":"${name.startsWith("Q") ? `QID${name.slice(1)}` : name}"}`);
const people = [
  ["2025-01-01 10:00:00", "300", "R_1", "Friends", "", "Agree", "Strongly agree", "Agree", "Coffee & tea", "", "Nice"],
  [
    "2025-01-01 11:00:00",
    "60",
    "R_2",
    "Other – which?",
    "A bus",
    "Disagree",
    "Agree",
    "Agree",
    "Coffee & tea",
    "Cake",
    "",
  ],
  ["2025-01-01 12:00:00", "200", "R_3", "Friends", "", "Strongly disagree", "", "Agree", "", "", "I liked it, really"],
  ["2025-01-02 12:00:00", "250", "R_4", "Radio", "", "Neither agree nor disagree", "Agree", "Agree", "", "Cake", "-"],
];

for (const [form, header] of [
  ["three", [names, texts, imports]],
  ["two", [names, texts]],
] as const)
  test(`a Qualtrics CSV export with ${form} header rows reads without a mapping`, async () => {
    const asked = await survey(file(`q-${form}.csv`, csv([...header, ...people])));
    assert.equal(asked.report.form, `a Qualtrics CSV export with ${form} header rows`);
    assert.equal(asked.id, "ResponseId");
    assert.deepEqual(asked.ids, ["R_1", "R_2", "R_3", "R_4"]);
    assert.deepEqual(asked.about.columnNames(), ["ResponseId", "StartDate", "Duration (in seconds)"]);
    assert.deepEqual(Array.from(asked.about.array("Duration (in seconds)")), [300, 60, 200, 250]);
    assert.equal(item(asked, "Q1").question, "How did you hear of us?");
    assert.deepEqual(
      { ...item(asked, "Q1_3_TEXT") },
      { name: "Q1_3_TEXT", question: "How did you hear of us? - Other – which? - Text", kind: "open", of: "Q1" },
    );
    assert.deepEqual(item(asked, "Q5_2"), {
      name: "Q5_2",
      question: "The staff is kind - always",
      stem: "How far do you agree?",
      kind: "likert",
      levels: ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"],
      codes: [1, 2, 3, 4, 5],
      of: "Q5",
    });
    assert.deepEqual(asked.answers.array("Q5_1"), [4, 2, 1, 3]);
    assert.deepEqual(asked.answers.array("Q5_2"), [5, 4, null, 4]);
    assert.deepEqual(asked.answers.array("Q5_3"), [4, 4, 4, 4]);
    assert.equal(item(asked, "Q7_1").question, "Coffee & tea");
    assert.equal(item(asked, "Q7_1").kind, "multiple");
    // R_3 ticked nothing: whether the question was seen is not known.
    assert.deepEqual(asked.answers.array("Q7_1"), [1, 1, null, 0]);
    assert.deepEqual(asked.answers.array("Q7_2"), [0, 1, null, 1]);
    assert.ok(asked.report.notes.some((note) => /Q7: .*1 respondent took none/.test(note)));
    assert.ok(asked.report.warnings.some((warning) => /same answer to Q5_3/.test(warning)));
  });

test("a Qualtrics JSON export: codes with their labels, several choices, written answers", async () => {
  const responses = [
    {
      responseId: "R_1",
      values: {
        startDate: "2025-01-01T10:00:00Z",
        duration: 300,
        QID1: 2,
        QID5_1: 4,
        QID7: ["1", "2"],
        QID1_3_TEXT: "x",
      },
      labels: { QID1: "Radio", QID5_1: "Agree", QID7: ["Coffee &amp; tea", "Cake"] },
      displayedFields: ["QID1", "QID5_1", "QID7"],
    },
    {
      responseId: "R_2",
      values: { startDate: "2025-01-02T10:00:00Z", duration: 40, QID1: 1, QID5_1: 2, QID7: ["2"] },
      labels: { QID1: "Friends", QID5_1: "Disagree", QID7: ["Cake"] },
    },
    { responseId: "R_3", values: { duration: 90, QID1: 1 }, labels: { QID1: "Friends" } },
  ];
  const asked = await survey(file("q.json", JSON.stringify({ responses })));
  assert.equal(asked.report.form, "a Qualtrics JSON export");
  assert.deepEqual(asked.ids, ["R_1", "R_2", "R_3"]);
  assert.deepEqual(asked.answers.array("QID7_1"), [1, 0, null]);
  assert.deepEqual(asked.answers.array("QID7_2"), [1, 1, null]);
  assert.equal(item(asked, "QID7_1").question, "Coffee & tea");
  assert.equal(item(asked, "QID7_1").of, "QID7");
  assert.equal(item(asked, "QID1_3_TEXT").kind, "open");
  assert.deepEqual(counts(asked, "QID1"), { Radio: 1, Friends: 2 });
  assert.deepEqual(asked.about.array("duration"), [300, 40, 90]);
});

test("an SPSS file written by pyreadstat 1.3.7: labels are levels, missing values and ranges are no answers", async () => {
  for (const name of ["answers.sav", "answers.zsav"]) {
    const asked = await survey(join(import.meta.dirname, "../fixtures/survey", name), {
      id: "respondent",
      items: { remark: { kind: "open" } },
    });
    assert.deepEqual(asked.answers.array("coffee_matters"), [1, 5, null, 3, null]);
    assert.deepEqual(asked.answers.array("how_often"), [1, 2, 3, null, null]);
    assert.deepEqual(item(asked, "how_often").levels, ["Nie", "Manchmal", "Täglich"]);
    assert.deepEqual(item(asked, "drinks_tea").levels, ["Nein", "Ja"]);
    assert.deepEqual(asked.answers.array("age"), [23, 41, 35.5, null, 60]);
    assert.deepEqual(
      (asked.report.missing.objects() as { item: string; code: string; count: number }[]).filter(
        (row) => row.code !== "(empty)",
      ),
      [
        { item: "coffee_matters", code: "9", count: 1 },
        { item: "how_often", code: "98", count: 1 },
        { item: "how_often", code: "99", count: 1 },
        { item: "age", code: "-1", count: 1 },
      ],
    );
  }
});

test("missing codes: the default counts numbers only in ratings, a list counts everywhere, a declared level never", async () => {
  const rows = [
    { id: 1, mood: 3, age: 99, tea: "Agree" },
    { id: 2, mood: 99, age: 20, tea: "Prefer not to say" },
    { id: 3, mood: -1, age: 44, tea: "Don't know" },
    { id: 4, mood: 5, age: 31, tea: "Disagree" },
  ];
  const asked = await survey(rows);
  assert.deepEqual(asked.answers.array("mood"), [3, null, null, 5]);
  assert.deepEqual(asked.answers.array("age"), [99, 20, 44, 31]);
  // Two levels are binary: 0 and 1.
  assert.deepEqual(asked.answers.array("tea"), [1, null, null, 0]);
  assert.deepEqual(asked.report.missing.objects(), [
    { item: "mood", code: "-1", count: 1 },
    { item: "mood", code: "99", count: 1 },
    { item: "tea", code: "Don't know", count: 1 },
    { item: "tea", code: "Prefer not to say", count: 1 },
  ]);
  const all = await survey(rows, {
    missing: [99, "Prefer not to say"],
    items: { tea: { levels: ["Disagree", "Don't know", "Agree"] } },
  });
  assert.deepEqual(all.answers.array("age"), [null, 20, 44, 31]);
  assert.deepEqual(all.answers.array("mood"), [3, null, -1, 5]);
  assert.deepEqual(all.answers.array("tea"), [3, null, 2, 1]);
});

test("several choices in one cell, also where a choice holds the separator", async () => {
  const asked = await survey(
    [
      { id: "a", buys: "Tea, green,Coffee" },
      { id: "b", buys: "Coffee" },
      { id: "c", buys: null },
    ],
    { items: { buys: { kind: "multiple", levels: ["Coffee", "Tea", "Tea, green"], question: "What do you buy?" } } },
  );
  assert.deepEqual(
    asked.items.map(({ name, of, question, stem }) => [name, of, question, stem]),
    [
      ["buys_coffee", "buys", "Coffee", "What do you buy?"],
      ["buys_tea", "buys", "Tea", "What do you buy?"],
      ["buys_tea_green", "buys", "Tea, green", "What do you buy?"],
    ],
  );
  assert.deepEqual(asked.answers.objects(), [
    { id: "a", buys_coffee: 1, buys_tea: 0, buys_tea_green: 1 },
    { id: "b", buys_coffee: 1, buys_tea: 0, buys_tea_green: 0 },
    { id: "c", buys_coffee: null, buys_tea: null, buys_tea_green: null },
  ]);
});

test("a ranking is recognized where everybody gives each rank once; ties of a declared one are named", async () => {
  const header = ["StartDate", "EndDate", "ResponseId", "Q2_1", "Q2_2", "Q2_3"];
  const below = ["Start Date", "End Date", "Response ID", "Rank - Price", "Rank - Taste", "Rank - Origin"];
  const rows = [
    ["x", "x", "R_1", "1", "2", "3"],
    ["x", "x", "R_2", "3", "1", "2"],
    ["x", "x", "R_3", "2", "3", "1"],
  ];
  const asked = await survey(file("rank.csv", csv([header, below, ...rows])));
  assert.deepEqual(
    asked.items.map(({ kind, of, question }) => [kind, of, question]),
    [
      ["ranking", "Q2", "Price"],
      ["ranking", "Q2", "Taste"],
      ["ranking", "Q2", "Origin"],
    ],
  );
  const ranked = { kind: "ranking", of: "r" } as const;
  const tied = await survey(
    [
      { id: 1, a: 1, b: 1 },
      { id: 2, a: 2, b: 1 },
    ],
    { items: { a: ranked, b: ranked } },
  );
  assert.ok(tied.report.warnings.some((warning) => /1 respondent gave a rank of r twice: 1/.test(warning)));
  await assert.rejects(survey([{ id: 1, a: 0 }], { items: { a: ranked } }), /expected a rank.*row 1, column "a"/);
});

test("an item where nobody took the lowest level keeps the numbers of its matrix and says so", async () => {
  const levels = ["Strongly disagree", "Disagree", "Agree", "Strongly agree"];
  const asked = await survey(
    [0, 1, 2, 3].map((i) => ({ id: i, a: levels[i], b: levels[Math.max(1, i)], c: levels[3 - i] })),
  );
  assert.deepEqual(asked.answers.array("b"), [2, 2, 3, 4]);
  assert.ok(asked.report.notes.some((note) => /^b: nobody answered "Strongly disagree"/.test(note)));
});

test("an answer outside its declared levels is an error with row and column, and the level that may be meant", async () => {
  await assert.rejects(
    survey(
      [
        { id: 1, q: "Agree" },
        { id: 2, q: "Agre" },
        { id: 3, q: "Hm" },
      ],
      {
        items: { q: { levels: ["Disagree", "Agree"] } },
      },
    ),
    (error) =>
      error instanceof DataError &&
      error.row === 2 &&
      error.column === "q" &&
      /got "Agre"; 2 answers are outside the levels\. Did they mean "Agree"\?/.test(error.message),
  );
});

test("two respondents with one id, and one without, are errors with both rows", async () => {
  await assert.rejects(
    survey([
      { id: "a", q: 1 },
      { id: "b", q: 2 },
      { id: "a", q: 1 },
    ]),
    /id "a" in rows 1 and 3.*row 3, column "id"/s,
  );
  await assert.rejects(
    survey([
      { id: "a", q: 1 },
      { id: null, q: 2 },
    ]),
    /expected an id for every respondent.*row 2/,
  );
});

test("no answer at all, a constant item, and an item nobody answered are flagged and stay", async () => {
  const asked = await survey([
    { id: 1, a: "Yes", b: "Agree", c: null },
    { id: 2, a: null, b: null, c: "" },
    { id: 3, a: "No", b: "Agree", c: null },
  ]);
  assert.equal(asked.answers.numRows(), 3);
  assert.deepEqual(asked.report.empty, [2]);
  assert.match(asked.report.warnings.join("\n"), /1 respondent of 3 \(33 %\) answered nothing: 2/);
  assert.match(asked.report.warnings.join("\n"), /nobody answered c/);
  assert.match(asked.report.warnings.join("\n"), /same answer to b/);
});

test("levels in another language are a choice with a note until they are declared", async () => {
  const levels = ["stimme nicht zu", "teils/teils", "stimme zu"];
  const rows = Array.from({ length: 9 }, (_, i) => ({
    id: i,
    a: levels[i % 3],
    b: levels[(i + 1) % 3],
    c: levels[(2 * i) % 3],
  }));
  const proposed = await survey(rows);
  assert.deepEqual(
    proposed.items.map(({ kind }) => kind),
    ["choice", "choice", "choice"],
  );
  assert.match(proposed.report.notes.join("\n"), /3 items share the levels "stimme nicht zu".*declare/);
  const declared = await survey(rows, { items: Object.fromEntries(["a", "b", "c"].map((name) => [name, { levels }])) });
  assert.deepEqual(
    declared.items.map(({ kind }) => kind),
    ["likert", "likert", "likert"],
  );
  assert.deepEqual(declared.answers.array("a"), [1, 2, 3, 1, 2, 3, 1, 2, 3]);
  await assert.rejects(
    survey(rows, { items: { a: { kind: "likert" } } }),
    /declare \{ levels: \[lowest, \.\.\., highest\] \}.*column "a"/,
  );
});

test("a thousand items of five hundred respondents take no more than seconds", async () => {
  const columns = Array.from({ length: 1000 }, (_, j) => `q${j}`);
  const rows = Array.from({ length: 500 }, (_, i) =>
    Object.fromEntries([["id", i] as const, ...columns.map((name, j) => [name, 1 + ((i * (j + 3)) % 5)] as const)]),
  );
  const asked = await survey(toTable(rows));
  assert.equal(asked.items.length, 1000);
  assert.equal(asked.answers.numCols(), 1001);
});

test("calls that cannot be meant are refused", async () => {
  const rows = [{ id: 1, q: "Agree" }];
  const bad = (options: unknown) => survey(rows, options as object);
  await assert.rejects(bad({ item: {} }), TypeError);
  await assert.rejects(bad({ items: { q: { kind: "lickert" } } }), /RangeError|expected the kind/);
  await assert.rejects(bad({ items: { q: { levles: [] } } }), /Did you mean "levels"/);
  await assert.rejects(bad({ items: { q: { levels: ["a", "a"] } } }), RangeError);
  await assert.rejects(bad({ items: { q: { levels: ["a", "b"], codes: [1] } } }), RangeError);
  await assert.rejects(bad({ items: { taste: {} } }), /expected a column named "taste"/);
  await assert.rejects(bad({ id: "person" }), DataError);
  await assert.rejects(bad({ id: 5 }), /expected id as the name of a column, or null.*got 5/);
  await assert.rejects(bad({ about: "q" }), /expected about as a list of columns.*got "q"/);
  await assert.rejects(bad({ missing: 99 }), /expected missing as a list of texts and numbers.*got 99/);
  await assert.rejects(bad({ items: { q: { missing: 99 } } }), /expected missing of "q" as a list/);
  await assert.rejects(bad({ items: { q: { separator: "" } } }), /expected the separator of "q"/);
  await assert.rejects(survey(Promise.resolve(rows) as never), /await it/);
  await assert.rejects(survey([]), DataError);
  await assert.rejects(survey([{ id: 1 }]), /expected at least one item/);
});

test("whatever is in the cells: a survey of as many rows, or a clear error; every answer is kept or counted", async () => {
  const cell = fc.oneof(
    fc.constantFrom("Agree", "Disagree", "Yes", "No", "", "NA", "99", '{"ImportId":"x"}', "__proto__", "a,b", "<b>x"),
    fc.integer({ min: -2, max: 12 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ maxLength: 6 }),
    fc.constant(null),
    fc.boolean(),
    fc.date({ noInvalidDate: true }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 12 }), async (cells) => {
      const rows = cells.map(([a, b, Q1_1], i) => ({ id: i + 1, a, b, Q1_1 }));
      let asked: Survey;
      try {
        asked = await survey(rows);
      } catch (error) {
        assert.ok(error instanceof DataError, String((error as Error).stack));
        return;
      }
      assert.equal(asked.answers.numRows(), asked.ids.length);
      assert.deepEqual(asked.answers.columnNames(), ["id", ...asked.items.map(({ name }) => name)]);
      const missing = asked.report.missing.objects() as { item: string; count: number }[];
      for (const { name, kind, codes } of asked.items) {
        const values = asked.answers.array(name) as (number | string | null)[];
        const nulls = values.filter((value) => value === null).length;
        if (kind !== "multiple")
          assert.equal(
            nulls,
            missing.filter((row) => row.item === name).reduce((sum, row) => sum + row.count, 0),
          );
        for (const value of values)
          if (typeof value === "number" && codes !== undefined) assert.ok(codes.includes(value));
      }
    }),
    { numRuns: 150, seed: 3 },
  );
});

test("levels that differ in capitals only are told, not joined; declared levels join them and say so", async () => {
  const rows = [
    { id: 1, a: "Yes" },
    { id: 2, a: "no" },
    { id: 3, a: "No" },
  ];
  const proposed = await survey(rows);
  assert.deepEqual(item(proposed, "a").levels, ["No", "Yes", "no"]);
  assert.match(proposed.report.notes.join("\n"), /"no" also stands in other capitals/);
  const declared = await survey(rows, { items: { a: { levels: ["No", "Yes"] } } });
  assert.deepEqual(declared.answers.array("a"), [1, 0, 0]);
  assert.match(declared.report.notes.join("\n"), /1 answer of a differ/);
});

test("respondents in leaveOut do not count, are named, and change neither what answers mean nor where an error lies", async () => {
  const rows = [
    { id: "a", taste: "Agree", price: "N/A", when: "2026-01-01" },
    { id: "b", taste: "Neutral", price: 2, when: "2026-01-02" },
    { id: "c", taste: "Strongly disagree", price: 3, when: "2026-01-03" },
    { id: "d", taste: null, price: null, when: "2026-01-04" },
  ];
  const all = await survey(rows, { about: ["when"] });
  const some = await survey(rows, { about: ["when"], leaveOut: ["d", "a"] });
  assert.deepEqual(some.ids, ["b", "c"]);
  assert.deepEqual(some.report.leftOut, ["a", "d"]);
  assert.deepEqual(all.report.leftOut, []);
  assert.deepEqual(some.items, all.items);
  assert.deepEqual(some.answers.objects(), all.answers.objects().slice(1, 3));
  assert.deepEqual(some.about.array("when"), ["2026-01-02", "2026-01-03"]);
  assert.equal(some.report.respondents, 2);
  assert.deepEqual(some.report.items.array("answered"), [2, 2]);
  assert.equal(some.report.missing.numRows(), 0);
  assert.deepEqual([all.report.empty, some.report.empty], [["d"], []]);
  await assert.rejects(survey(rows, { leaveOut: ["e"] }), /those of respondents, got "e"/);
  await assert.rejects(survey(rows, { leaveOut: "a" as unknown as string[] }), TypeError);
  await assert.rejects(survey(rows, { leaveOut: ["a", "b", "c", "d"] }), /somebody to stay, got all 4/);
  const odd = [...rows.slice(1), { id: "e", taste: "Sometimes", price: 1, when: "2026-01-05" }];
  await assert.rejects(
    survey(odd, {
      items: { taste: { levels: ["Strongly disagree", "Neutral", "Agree"] } },
      about: ["when"],
      leaveOut: ["b"],
    }),
    { row: 4, column: "taste" },
  );
});

test("choices that are numbers stand by size, before those that are words", async () => {
  const asked = await survey(
    Array.from({ length: 40 }, (_, i) => ({ id: i, stores: ["10", "2", "1", "other"][i % 4]! })),
    { id: "id", items: { stores: { kind: "choice" } } },
  );
  assert.deepEqual(asked.items[0]!.levels, ["1", "2", "10", "other"]);
});

test("like another survey: kinds, levels and codes stay, also where a level is not answered any more", async () => {
  const first = await survey(
    [
      { id: "a", rude: "Not at all", fly: "No", kids: 2, city: "Bern" },
      { id: "b", rude: "Somewhat", fly: "Yes", kids: 0, city: "Basel" },
      { id: "c", rude: "Very", fly: "Yes", kids: 1, city: "Bern" },
    ],
    { items: { rude: { levels: ["Not at all", "Somewhat", "Very"], scale: "rudeness" } }, about: ["city"] },
  );
  const wave = [
    { id: "d", rude: "Very", fly: "Yes", kids: 3, city: "Genf", extra: "x" },
    { id: "e", rude: "Not at all", fly: "Yes", kids: 5, city: "Bern", extra: "y" },
  ];
  const second = await survey(wave, { like: first });
  assert.deepEqual(second.answers.array("rude"), [3, 1]);
  assert.deepEqual(second.answers.array("fly"), [1, 1]);
  assert.deepEqual(second.items.slice(0, 3), first.items);
  assert.deepEqual(second.about.columnNames(), ["id", "city"]);
  assert.equal(second.items[3]?.name, "extra");
  assert.equal((await survey(wave, { like: first, items: { rude: { kind: "choice" } } })).items[0]?.kind, "choice");
  const { rude: _, ...without } = wave[0]!;
  await assert.rejects(survey([without], { like: first }), /named "rude", as \{ like \} says/);
  await assert.rejects(survey([{ ...wave[0]!, rude: "Extremely" }], { like: first }), /Extremely/);
  await assert.rejects(survey(wave, { like: {} as never }), /expected what survey returns/);
});

test("who answered a tenth of the items or fewer is named", async () => {
  const rows = Array.from({ length: 30 }, (_, i) => ({
    id: i,
    ...Object.fromEntries(Array.from({ length: 10 }, (_, j) => [`q${j}`, i === 7 && j > 0 ? null : 1 + ((i + j) % 5)])),
  }));
  assert.match(
    (await survey(rows)).report.warnings.join(),
    /1 respondent of 30 \(3\.3 %\) answered a tenth of the 10 items or fewer: 7/,
  );
});
