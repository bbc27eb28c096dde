import assert from "node:assert/strict";
import { test } from "node:test";
import { survey } from "../../../src/collect/survey.js";

const taken = [
  ["Apple"],
  ["Apple", "Banana"],
  ["Banana"],
  ["Cherry"],
  ["Apple", "Banana", "Cherry"],
  ["Banana", "Cherry"],
];
const codes = new Map([
  ["Apple", "1"],
  ["Banana", "2"],
  ["Cherry", "3"],
]);
const table = (write: (choices: string[]) => string) =>
  [...taken, ...taken].map((choices, i) => ({ id: i, fruit: write(choices) }));

for (const [form, write] of [
  ["Google Forms", (choices: string[]) => choices.join(", ")],
  ["Microsoft Forms", (choices: string[]) => choices.map((choice) => `${choice};`).join("")],
  ["Qualtrics in words", (choices: string[]) => choices.join(",")],
  ["Qualtrics in codes", (choices: string[]) => choices.map((choice) => codes.get(choice)!).join(",")],
] as const)
  test(`several choices in one cell, as ${form} writes them`, async () => {
    const asked = await survey(table(write));
    assert.deepEqual(
      asked.items.map(({ kind, of }) => [kind, of]),
      [
        ["multiple", "fruit"],
        ["multiple", "fruit"],
        ["multiple", "fruit"],
      ],
    );
    const columns = asked.items.map(({ name }) => asked.answers.array(name).slice(0, 6));
    assert.deepEqual(columns, [
      [1, 1, 0, 0, 1, 0],
      [0, 1, 1, 0, 1, 1],
      [0, 0, 0, 1, 1, 1],
    ]);
  });

test("places and decimals with a comma are no choices", async () => {
  const places = ["London, UK", "Leeds, UK", "Paris, France", "Lyon, France"];
  const decimals = ["1,5", "2,5", "3", "1", "2"];
  const asked = await survey(
    Array.from({ length: 40 }, (_, i) => ({ id: i, place: places[i % 4], hours: decimals[i % 5] })),
  );
  assert.deepEqual(
    asked.items.map(({ name, kind }) => [name, kind]),
    [
      ["place", "choice"],
      ["hours", "choice"],
    ],
  );
});

test("own words beside the choices: a note says what to declare, and so does the error where levels are", async () => {
  const rows = [
    ...table((choices) => choices.map((choice) => `${choice};`).join("")),
    { id: 12, fruit: "Apple;A kiwi;" },
  ];
  const asked = await survey(rows);
  assert.match(asked.report.notes.join("\n"), /fruit: .*declare \{ kind: "multiple", separator: ";" \}/);
  const declared = await survey(rows, { items: { fruit: { kind: "multiple" } } });
  assert.deepEqual(
    declared.items.map(({ question }) => question),
    ["A kiwi", "Apple", "Banana", "Cherry"],
  );
  await assert.rejects(
    survey(rows, { items: { fruit: { kind: "multiple", separator: ";", levels: ["Apple", "Banana", "Cherry"] } } }),
    /got "Apple;A kiwi;"\. Add what people wrote themselves to \{ levels \}.*row 13, column "fruit"/,
  );
});

test("columns of ticks without a question: nobody has a 0, which a warning says; with a question they have", async () => {
  const rows = [
    { id: 1, apple: "Apple", pear: "" },
    { id: 2, apple: "", pear: "Pear" },
    { id: 3, apple: "", pear: "" },
  ];
  const alone = { kind: "multiple" } as const;
  const asked = await survey(rows, { items: { apple: alone, pear: alone } });
  assert.match(
    asked.report.warnings.join("\n"),
    /empty cell of apple, pear is no answer.*declare \{ of: "the question" \}/,
  );
  const together = { ...alone, of: "fruit" };
  const joined = await survey(rows, { items: { apple: together, pear: together } });
  assert.deepEqual(joined.answers.array("apple"), [1, 0, null]);
  assert.doesNotMatch(joined.report.warnings.join("\n"), /empty cell/);
});

test("two parts in every cell, none of them alone, may be a place or a sentence: a choice, and a note", async () => {
  const places = ["London,UK", "Paris,FR", "Berlin,DE"];
  const words = ["Yes,always", "Yes,sometimes", "No"];
  const asked = await survey(
    Array.from({ length: 30 }, (_, i) => ({ id: i, place: places[i % 3], often: words[i % 3] })),
  );
  assert.deepEqual(
    asked.items.map(({ name, kind, levels }) => [name, kind, levels?.length]),
    [
      ["place", "choice", 3],
      ["often", "choice", 3],
    ],
  );
  for (const name of ["place", "often"])
    assert.match(
      asked.report.notes.join("\n"),
      new RegExp(`${name}: answers such as .* may hold several choices: if so, declare \\{ kind: "multiple"`),
    );
});
