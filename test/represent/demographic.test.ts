import assert from "node:assert/strict";
import { test } from "node:test";
import { customers } from "../../src/collect/customers.js";
import { demographic } from "../../src/represent/demographic.js";
import { matrix } from "../../src/represent/matrix.js";

test("bands become midpoints with the band beside, numbers stay, and the dictionary says which", async () => {
  const accounts = await customers(
    [
      { id: "a", age: "25-34", pay: 31_000, size: "5+", sex: "f" },
      { id: "b", age: null, pay: null, size: "1", sex: "m" },
      { id: "c", age: "65+", pay: 64_000, size: "2", sex: null },
    ],
    { customer: "id", age: "age", income: "pay", householdSize: "size", gender: "sex" },
  );
  const found = demographic(accounts, { asOf: "2026-06-30" });
  assert.deepEqual(found.table.columnNames(), [
    "customer",
    "age",
    "ageBand",
    "generation",
    "income",
    "householdSize",
    "householdSizeBand",
    "gender",
  ]);
  assert.deepEqual(found.table.array("age"), [29.5, null, 69.5]);
  assert.deepEqual(found.table.array("ageBand"), ["25-34", null, "65+"]);
  assert.deepEqual(found.table.array("generation"), ["Millennial", null, "Boomer"]); // born 1996, 1956
  assert.deepEqual(found.table.array("income"), [31_000, null, 64_000]);
  assert.deepEqual(found.table.array("householdSize"), [5, 1, 2]);
  assert.deepEqual(found.dictionary.array("feature"), found.table.columnNames().slice(1));
  assert.match(String(found.dictionary.get("definition", 1)), /the band, of 25-34, 65\+/);
  assert.equal(matrix(found.table, { columns: ["age", "income"], impute: "median" }).values[0]![1], 49.5);
});

test("birth dates: completed years on the day, also the day before a birthday; the last years of each generation", async () => {
  const born = ["1996-12-31", "1997-01-01", "1980-06-30", "1980-07-01", "1945-12-31", "2012-12-31", "1900-01-01"];
  const accounts = await customers(
    born.map((date, id) => ({ id, date })),
    { customer: "id", birthDate: "date" },
  );
  const { table } = demographic(accounts, { asOf: "2026-06-30" });
  assert.deepEqual(table.array("age"), [29, 29, 46, 45, 80, 13, 126]);
  assert.deepEqual(table.array("generation"), ["Millennial", "Z", "X", "X", "Silent", "Z", "Greatest"]);
  assert.throws(() => demographic(accounts), /expected asOf/);
  assert.throws(
    () => demographic(accounts, { asOf: "2012-01-01" }),
    /birth dates up to asOf.*2012-12-31 of customer 5/,
  );
});

test("says what is not there, and refuses other things", async () => {
  const plain = await customers([{ id: 1, age: 40 }], { customer: "id", age: "age" });
  assert.match(demographic(plain).warnings.join(), /No generations: pass asOf/);
  const bare = await customers([{ id: 1 }], { customer: "id" });
  assert.match(demographic(bare).warnings.join(), /no features/);
  assert.throws(() => demographic(customers([{ id: 1 }], { customer: "id" }) as never), /a promise: await it/);
  assert.throws(() => demographic(plain, { asof: "2026-01-01" } as never), /Did you mean "asOf"/);
});

test("companies: size classes change at 10, 50 and 250 employees; bands by their midpoint; tenure in days of the calendar", async () => {
  const firms = await customers(
    [
      { id: 1, staff: 9, turnover: "$1M-$10M", trade: "Retail", since: "2025-12-31 23:59" },
      { id: 2, staff: 10, turnover: "$10M-$50M", trade: "retail", since: "2024-02-28" },
      { id: 3, staff: 49, turnover: "$1B+", trade: "Software", since: "2026-01-01" },
      { id: 4, staff: 50, turnover: null, trade: null, since: "2026-01-02" },
      { id: 5, staff: 249, turnover: "Under $1M", trade: "Software", since: null },
      { id: 6, staff: 250, turnover: "$50M-$1B", trade: "Software", since: "2026-01-01 08:00" },
      { id: 7, staff: null, turnover: null, trade: null, since: null },
    ],
    { customer: "id", employees: "staff", revenue: "turnover", industry: "trade", signedUp: "since" },
  );
  const found = demographic(firms, { asOf: "2026-01-01" });
  const { table, dictionary, warnings } = found;
  assert.deepEqual(table.columnNames(), [
    "customer",
    "industry",
    "employees",
    "companySize",
    "revenue",
    "revenueBand",
    "tenureDays",
  ]);
  assert.deepEqual(table.array("companySize"), ["micro", "small", "small", "medium", "medium", "large", null]);
  // Halfway between the ends; "Under" and "+" as wide as the band beside, and not below 0.
  assert.deepEqual(table.array("revenue"), [5.5e6, 30e6, 1.475e9, null, 0.5e6, 525e6, null]);
  // 2024 is a leap year: 29 February to 31 December 2024 are 307 days, 2025 has 365, and one more.
  assert.deepEqual(table.array("tenureDays"), [1, 307 + 365 + 1, 0, null, null, 0, null]);
  assert.deepEqual(dictionary.array("feature"), table.columnNames().slice(1));
  assert.deepEqual([...new Set(dictionary.array("base"))], ["demographic"]);
  assert.deepEqual(dictionary.array("unit"), ["category", "people", "category", "money", "category", "days"]);
  assert.match(warnings.join(), /tenureDays: 1 customer signed up after 2026-01-01 and has none/);
  assert.match(demographic(firms).warnings.join(), /No tenure: pass asOf/);
  const sizes = await customers(
    [
      { id: 1, staff: "11-50" },
      { id: 2, staff: "1,000+" },
      { id: 3, staff: "1-10" },
    ],
    { customer: "id", employees: "staff" },
  );
  assert.deepEqual(demographic(sizes).table.array("companySize"), ["small", "large", "micro"]);
});
