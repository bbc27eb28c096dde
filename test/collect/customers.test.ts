import assert from "node:assert/strict";
import { test } from "node:test";
import { type CustomerMapping, customers } from "../../src/collect/customers.js";
import { read } from "../../src/collect/read.js";
import { sharedFile, skipWithout } from "../sharedData.js";

const people = [
  { id: "a", years: 41, sex: "Frau", income: "$25-50K", town: "New York", kids: 2, born: "1985-04-23" },
  { id: "b", years: "", sex: " m ", income: "under $25K", town: "new  york", kids: "3", born: null },
  { id: "c", years: 30.5, sex: "Prefer not to say", income: "n/a", town: "New York", kids: 0, born: "2001-01-01" },
  { id: "d", years: 22, sex: "Divers", income: "over $50K", town: "São Paulo", kids: null, born: "1999-12-31" },
  { id: "e", years: 23, sex: "W.", income: "$25-50K", town: "SAO PAULO", kids: 1, born: "1970-01-01" },
];
const mapping = {
  customer: "id",
  age: "years",
  gender: "sex",
  income: "income",
  city: "town",
  children: "kids",
  birthDate: "born",
} as const;

test("numbers stay numbers, bands keep their words, spellings of one thing are one, unknown is null; all of it is told", async () => {
  const { table, bands, merged, missing, warnings } = await customers(people, mapping);
  assert.deepEqual(table.columnNames(), ["customer", "age", "birthDate", "gender", "income", "children", "city"]);
  assert.deepEqual(table.array("age"), [41, null, 30.5, 22, 23]);
  assert.deepEqual(table.array("gender"), ["female", "male", null, "nonbinary", "female"]);
  assert.deepEqual(table.array("income"), ["$25-50K", "under $25K", null, "over $50K", "$25-50K"]);
  assert.deepEqual(table.array("city"), ["New York", "New York", "New York", "SAO PAULO", "SAO PAULO"]);
  assert.deepEqual(table.array("children"), [2, 3, 0, null, 1]);
  assert.deepEqual((table.get("birthDate", 0) as Date).toISOString(), "1985-04-23T00:00:00.000Z");
  assert.deepEqual(
    bands.income?.map(({ text, midpoint }) => [text, midpoint]),
    [
      ["under $25K", 12_500],
      ["$25-50K", 37_500],
      ["over $50K", 62_500],
    ],
  );
  assert.deepEqual(merged.objects(), [
    { role: "gender", value: " m ", became: "male", rows: 1 },
    { role: "gender", value: "Divers", became: "nonbinary", rows: 1 },
    { role: "gender", value: "Frau", became: "female", rows: 1 },
    { role: "gender", value: "W.", became: "female", rows: 1 },
    { role: "city", value: "new  york", became: "New York", rows: 1 },
    { role: "city", value: "São Paulo", became: "SAO PAULO", rows: 1 },
  ]);
  assert.deepEqual(missing.objects(), [
    { role: "age", value: "(empty)", rows: 1 },
    { role: "birthDate", value: "(empty)", rows: 1 },
    { role: "gender", value: "Prefer not to say", rows: 1 },
    { role: "income", value: "n/a", rows: 1 },
    { role: "children", value: "(empty)", rows: 1 },
  ]);
  assert.deepEqual(warnings, []);
});

test("a relation gives what its table gives, and the order of the rows changes no name", async () => {
  const texts = people.map((person) =>
    Object.fromEntries(Object.entries(person).map(([name, cell]) => [name, cell === null ? null : String(cell)])),
  );
  const plain = await customers(texts, mapping as never);
  const stored = await customers(await read(texts), mapping as never);
  assert.deepEqual(stored.table.objects(), plain.table.objects());
  const turned = await customers([...texts].reverse(), mapping as never);
  assert.deepEqual([...turned.table.objects()].reverse(), plain.table.objects());
});

test("what cannot be right is an error with its place, or a warning", async () => {
  const refused = (rows: object[], roles: object, message: RegExp) =>
    assert.rejects(customers(rows as never, roles as never), message);
  await refused(people, { age: "years" }, /column for the role customer/);
  await refused(people, { customer: "id", agee: "years" }, /Did you mean age\?/);
  await refused(people, { customer: "id", city: "twon" }, /a column for city named "twon".*Did you mean "town"/);
  await refused([{ id: 1 }, { id: 1 }], { customer: "id" }, /got 1 in rows 1 and 2/);
  await refused([{ id: 1 }, { id: null }], { customer: "id" }, /an id for every customer.*row 2, column "id"/);
  await refused(
    [
      { id: 1, a: "old" },
      { id: 2, a: "25-34" },
    ],
    { customer: "id", age: "a" },
    /bands such as.*got "old".*row 1, column "a"/,
  );
  await refused([{ id: 1, b: "23/04/85th" }], { customer: "id", birthDate: "b" }, /a date such as.*row 1, column "b"/);
  await assert.rejects(customers(people, mapping, { mising: [] } as never), /Did you mean "missing"/);
  const { warnings } = await customers(
    [
      { id: 1, a: "18-25", g: "?" },
      { id: 2, a: "20-30", g: null },
      { id: 3, a: null, g: "" },
      { id: 4, a: null, g: null },
      { id: 5, a: null, g: null },
    ],
    { customer: "id", age: "a", gender: "g" },
  );
  assert.deepEqual(warnings, [
    'age: bands overlap ("20-30" with the one before).',
    "age: 60 % of 5 customers have no value.",
    "gender: nobody has a value.",
  ]);
});

test("the shop's accounts and Complete Journey's households read without a word about their bands", {
  skip: skipWithout("completejourney_demographics.csv"),
}, async () => {
  const shop = await customers(await read("data/customers.csv"), {
    customer: "customer_id",
    age: "age_band",
    income: "income_band",
    household: "household",
    city: "city",
  } as CustomerMapping);
  assert.deepEqual(
    shop.bands.age?.map(({ text }) => text),
    ["18-24", "25-34", "35-44", "45-54", "55-64", "65+"],
  );
  assert.deepEqual(shop.bands.income?.at(0)?.text, "under $25K");
  const households = await customers(await read(sharedFile("completejourney_demographics.csv")!), {
    customer: "household_id",
    age: "age",
    income: "income",
    householdSize: "household_size",
    children: "kids_count",
    maritalStatus: "marital_status",
  } as CustomerMapping);
  assert.equal(households.table.numRows(), 801);
  assert.deepEqual(
    households.bands.children?.map(({ text, midpoint }) => [text, midpoint]),
    [
      ["0", 0],
      ["1", 1],
      ["2", 2],
      ["3+", 3],
    ],
  );
  assert.deepEqual(
    households.bands.income?.map(({ text }) => text),
    [
      "Under 15K",
      "15-24K",
      "25-34K",
      "35-49K",
      "50-74K",
      "75-99K",
      "100-124K",
      "125-149K",
      "150-174K",
      "175-199K",
      "200-249K",
      "250K+",
    ],
  );
});

/** What one role makes of cells in a file or in memory. */
const cellsOf = async (role: "revenue" | "signedUp", cells: readonly (string | number | null)[]) => {
  const found = await customers(
    cells.map((cell, id) => ({ id, cell: cell as string })),
    { customer: "id", [role]: "cell" } as { customer: "id" },
  );
  return { values: Array.from(found.table.array(role)), warnings: found.warnings, bands: found.bands[role] };
};

test("numbers as people write them: separators, one currency, percent, parentheses, a decimal comma; each told", async () => {
  const cases: [string[], number[], string][] = [
    [
      ["$1,200,000", "900", "($1,500.50)"],
      [1_200_000, 900, -1500.5],
      'revenue: 2 numbers are written such as "$1,200,000", read as 1200000.',
    ],
    [["12%", "0.5 %"], [12, 0.5], 'revenue: 2 numbers are written such as "12%", read as 12.'],
    [["1.234,50", "7"], [1234.5, 7], 'revenue: 1 number is written such as "1.234,50", read as 1234.5.'],
    [
      ["1,234", "12"],
      [1234, 12],
      'revenue: 1 number is written such as "1,234", read as 1234; if its mark is a decimal one, tell read with { decimal }.',
    ],
  ];
  for (const [cells, values, warning] of cases) {
    assert.deepEqual((await cellsOf("revenue", cells)).values, values);
    assert.deepEqual((await cellsOf("revenue", cells)).warnings, [warning]);
  }
  assert.deepEqual((await cellsOf("revenue", ["11-50", "11-50"])).bands?.[0]?.midpoint, 30.5);
  await assert.rejects(cellsOf("revenue", ["$5", "€6"]), /write all with one currency or unit/);
  await assert.rejects(cellsOf("revenue", ["12%", "0.12"]), /write all with one currency or unit/);
  await assert.rejects(cellsOf("revenue", ["$5", "much"]), /got "much".*row 2/);
});

test("dates as vendors write them, the clock as it is written, whatever the zone of this machine", async () => {
  const day = (text: string) => new Date(`${text}Z`);
  const cases: [(string | number | null)[], (Date | null)[]][] = [
    [
      ["2024-01-31 10:15", "--", "2024-02-01"],
      [day("2024-01-31T10:15"), null, day("2024-02-01T00:00")],
    ],
    [
      ["1/31/2024 10:15 AM", "12/1/2023 12:05 PM"],
      [day("2024-01-31T10:15"), day("2023-12-01T12:05")],
    ],
    [
      ["2024-01-31T10:15:00.000Z", null],
      [day("2024-01-31T10:15"), null],
    ],
    [
      ["31.1.2024", "1.2.2024"],
      [day("2024-01-31T00:00"), day("2024-02-01T00:00")],
    ],
  ];
  for (const [cells, dates] of cases) {
    const { values } = await cellsOf("signedUp", cells);
    assert.deepEqual(values, dates);
  }
  const open = await cellsOf("signedUp", ["1/2/2024", "3/4/2024"]);
  assert.deepEqual(open.values, [day("2024-01-02T00:00"), day("2024-03-04T00:00")]);
  assert.match(open.warnings.join(), /no date tells whether month\/day\/year or day\/month\/year, as in "1\/2\/2024"/);
  const seconds = await cellsOf("signedUp", [1706696100, null]);
  assert.deepEqual(seconds.values, [day("2024-01-31T10:15"), null]);
  assert.match(seconds.warnings.join(), /numbers such as 1706696100 are read as seconds since 1970/);
  await assert.rejects(cellsOf("signedUp", ["1/31/2024", "31/1/2024"]), /dates of one order of day and month.*row 2/);
  await assert.rejects(cellsOf("signedUp", ["2024-02-30"]), /a date such as 1985-04-23, got "2024-02-30"/);
});

test("the columns of the roles come back", async () => {
  const { roles } = await customers(people, mapping);
  assert.deepEqual(roles, mapping);
});

test("NaN is no id", async () => {
  await assert.rejects(customers([{ id: 1 }, { id: Number.NaN }], { customer: "id" }), {
    name: "DataError",
    row: 2,
    message: /expected an id for every customer, got none/,
  });
});

test("marks between digits and a minus tell categories of numbers apart", async () => {
  const rooms = ["2-3", "23", "2 - 3", "1.5", "15", "1,5", "-1", "1", "$25,000-$50,000", "$25,000 - $50,000"];
  const { table } = await customers(
    rooms.map((household, i) => ({ id: i, household })),
    { customer: "id", household: "household" },
  );
  assert.deepEqual(table.array("household"), [
    "2 - 3",
    "23",
    "2 - 3",
    "1,5",
    "15",
    "1,5",
    "-1",
    "1",
    "$25,000 - $50,000",
    "$25,000 - $50,000",
  ]);
});
