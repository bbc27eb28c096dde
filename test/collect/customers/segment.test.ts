import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { customers } from "../../../src/collect/customers.js";
import { read } from "../../../src/collect/read.js";
import { defaultEngine } from "../../../src/engine/duckdb.js";
import { literal } from "../../../src/engine/quote.js";
import { readSample } from "./readSample.js";

type Call = { type: string; userId: string | null; messageId: string; timestamp: string; traits?: object };
const call = (userId: string | null, messageId: string, timestamp: string, traits: object): Call => ({
  type: "identify",
  userId,
  messageId,
  timestamp,
  traits,
});

const calls: readonly Call[] = [
  call("u1", "m1", "2024-01-01T00:00:00.000Z", {
    age: 33,
    gender: "F",
    title: "Engineer",
    createdAt: "2023-12-31T23:59:59.000Z",
    address: { city: "Bern", country: "Switzerland", postalCode: "3012", state: "BE", street: "Am Weg 1" },
    company: { name: "Acme", industry: "Energy", employee_count: 120, plan: "gold" },
    email: "ada@example.com",
    favorite: "tea",
  }),
  // Later: a birthday and a move; what is null or empty says nothing, and the country stays.
  call("u1", "m5", "2024-03-01T00:00:00.500Z", { age: 34, gender: null, title: "", address: { city: "Basel" } }),
  // Late in the file, early in time.
  call("u1", "m2", "2023-12-31T00:00:00.000Z", { age: 32, favorite: "coffee" }),
  // At one time: the greater messageId counts.
  call("u2", "m7", "2024-02-01T00:00:00.000Z", { age: "41", industry: "Retail", company: "Beta" }),
  call("u2", "m6", "2024-02-01T00:00:00.000Z", { age: "40", birthday: "1983-05-06", company: "Alpha" }),
  // The same call twice.
  call("u2", "m7", "2024-02-01T00:00:00.000Z", { age: "41", industry: "Retail", company: "Beta" }),
  call(null, "m8", "2024-02-02T00:00:00.000Z", { age: 99 }),
  { type: "track", userId: "u3", messageId: "m9", timestamp: "2024-02-02T00:00:00.000Z" },
  call("u4", "m10", "2024-02-02T00:00:00.000Z", {}),
];
const lines = (list: readonly object[]) => list.map((each) => `${JSON.stringify(each)}\n`).join("");
const nothing = { age: null, birthDate: null, gender: null, occupation: null };
const expected = [
  {
    customer: "u1",
    age: 34,
    birthDate: null,
    gender: "female",
    occupation: "Engineer",
    company: "Acme",
    industry: "Energy",
    employees: 120,
    signedUp: new Date("2023-12-31T23:59:59Z"),
    country: "Switzerland",
    region: "BE",
    city: "Basel",
    postalCode: "3012",
  },
  {
    ...nothing,
    customer: "u2",
    age: 41,
    birthDate: new Date("1983-05-06"),
    company: "Beta",
    industry: "Retail",
    employees: null,
    signedUp: null,
    country: null,
    region: null,
    city: null,
    postalCode: null,
  },
  {
    ...nothing,
    customer: "u4",
    company: null,
    industry: null,
    employees: null,
    signedUp: null,
    country: null,
    region: null,
    city: null,
    postalCode: null,
  },
];

test("identify calls, one a line: the latest value of each trait by time, then by message; visitors are counted", async () => {
  const found = await customers(await readSample("calls.json", lines(calls)), "segment");
  assert.deepEqual(found.table.objects(), expected);
  assert.deepEqual(found.roles, {
    customer: "userId",
    age: "age",
    birthDate: "birthday",
    gender: "gender",
    occupation: "title",
    company: "company.name or company",
    industry: "company.industry or industry",
    employees: "company.employee_count",
    signedUp: "createdAt",
    country: "address.country",
    region: "address.state",
    city: "address.city",
    postalCode: "address.postalCode",
  });
  assert.match(found.warnings[0]!, /^customer: 1 identify call of 8 \(13 %\) has no userId: visitors/);
});

test("calls in memory, with traits as objects or as text, give the same", async () => {
  assert.deepEqual((await customers(calls, "segment")).table.objects(), expected);
  const texts = calls.map((each) => ({ ...each, traits: JSON.stringify(each.traits ?? {}), context: { ip: "::1" } }));
  assert.deepEqual((await customers(texts, "segment")).table.objects(), expected);
});

test("Parquet, where traits are a struct, gives the same", async () => {
  const folder = await mkdtemp(join(tmpdir(), "clientele-segment-"));
  const file = join(folder, "calls.parquet");
  try {
    // A struct has one type a field: the company is always an object here.
    const regular = calls.map((each) => {
      const { company, age, ...traits } = (each.traits ?? {}) as { company?: unknown; age?: unknown };
      return {
        ...each,
        traits: {
          ...traits,
          age: age === undefined ? null : Number(age),
          company: typeof company === "string" ? { name: company } : (company ?? null),
        },
      };
    });
    const rows = `SELECT unnest(from_json(${literal(JSON.stringify(regular))}, '[{"type":"VARCHAR","userId":"VARCHAR","messageId":"VARCHAR","timestamp":"TIMESTAMP","traits":{"age":"BIGINT","birthday":"DATE","gender":"VARCHAR","title":"VARCHAR","industry":"VARCHAR","createdAt":"TIMESTAMP","favorite":"VARCHAR","address":{"city":"VARCHAR","country":"VARCHAR","postalCode":"VARCHAR","state":"VARCHAR"},"company":{"name":"VARCHAR","industry":"VARCHAR","employee_count":"BIGINT"}}}]'), recursive := false) AS call`;
    await defaultEngine().run(`COPY (SELECT call.* FROM (${rows})) TO ${literal(file)} (FORMAT parquet)`);
    const raw = await read(file);
    assert.equal(raw.typeOf("traits"), "other");
    assert.deepEqual((await customers(raw, "segment")).table.objects(), expected);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("other traits by roles, also within objects and with a point in their name; a misspelt one is named", async () => {
  const own = [
    call("a", "m1", "2024-01-01T00:00:00Z", { "fav/shop": "Bern", "plan.name": "gold", "a~b": { '"c"': 5 }, size: 3 }),
    call("b", "m2", "2024-01-01T00:00:00Z", { plan: { name: "silver" }, size: { of: 2 } }),
  ];
  const found = await customers(own, "segment", {
    roles: { region: "fav/shop", stage: "plan.name", children: 'a~b."c"', householdSize: "size", age: null },
  });
  assert.deepEqual(found.table.objects(), [
    { customer: "a", householdSize: 3, children: 5, stage: "gold", region: "Bern" },
    { customer: "b", householdSize: null, children: null, stage: "silver", region: null },
  ]);
  const visitors = own.map((each, i) => ({ ...each, anonymousId: `v${i}` }));
  const devices = await customers(visitors, "segment", { roles: { customer: "anonymousId" } });
  assert.deepEqual(devices.table.array("customer"), ["v0", "v1"]);
  await assert.rejects(
    customers(calls, "segment", { roles: { stage: "favourite" } }),
    /a trait for stage with values, named "favourite", found the traits .*Did you mean "favorite"/,
  );
});

test("what are no calls is refused, with what to do", async () => {
  await assert.rejects(
    customers([{ "Record ID": 1, City: "Bern" }], "segment"),
    /"type", "userId", "traits", "timestamp", found "Record ID", "City"; it looks like an export of "hubspot"/,
  );
  await assert.rejects(customers([{ user: 1 }], "segment"), /as warehouses have, map the columns/);
  await assert.rejects(customers(calls, "hubspot"), /looks like an export of "segment"/);
  await assert.rejects(customers([{ ...calls[7]!, traits: null }], "segment"), /calls of the type identify, got none/);
  await assert.rejects(customers([calls[6]!], "segment"), /with a userId, got 1 call of visitors/);
  const broken = { ...calls[0]!, traits: '{"age": 3' };
  await assert.rejects(customers([broken], "segment"), /traits to be objects in JSON, got "\{\\"age\\": 3"/);
  const late = { ...calls[0]!, timestamp: "yesterday" };
  await assert.rejects(customers([late], "segment"), /dates or times for time/);
});

test("the order of the calls and calls that came twice change nothing; as counting by hand (property)", async () => {
  const arbitrary = fc.record({
    user: fc.constantFrom("a", "b", "c"),
    second: fc.integer({ min: 0, max: 3 }),
    message: fc.integer({ min: 0, max: 9 }),
    age: fc.option(fc.integer({ min: 18, max: 20 })),
    city: fc.option(fc.constantFrom("Bern", "Basel")),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(arbitrary, { minLength: 1, maxLength: 12, selector: (one) => one.message }),
      async (list) => {
        const told = list.map(({ user, second, message, age, city }) =>
          call(user, `m${message}`, `2024-01-01T00:00:0${second}.000Z`, { age, address: { city } }),
        );
        const latest = new Map<string, { age: number | null; city: string | null }>();
        for (const one of [...list].sort((x, y) => x.second - y.second || x.message - y.message)) {
          const before = latest.get(one.user) ?? { age: null, city: null };
          latest.set(one.user, { age: one.age ?? before.age, city: one.city ?? before.city });
        }
        const { table } = await customers([...told, told[0]!].reverse(), "segment");
        const rows = table.objects() as { customer: string; age?: number | null; city?: string | null }[];
        assert.deepEqual(
          rows.map(({ customer, age, city }) => [customer, age ?? null, city ?? null]),
          [...latest].sort(([x], [y]) => (x < y ? -1 : 1)).map(([user, { age, city }]) => [user, age, city]),
        );
      },
    ),
    { numRuns: 15 },
  );
});

test("what is latest is told by UTC, whatever zone the calls wrote", async () => {
  const moved = [
    call("u1", "m1", "2024-01-01T10:00:00+02:00", { gender: "F" }),
    call("u1", "m2", "2024-01-01T09:00:00Z", { gender: "M" }), // an hour later
  ];
  assert.deepEqual((await customers(moved, "segment")).table.array("gender"), ["male"]);
  await assert.rejects(customers(await readSample("zones.json", lines(moved)), "segment"), {
    name: "DataError",
    row: 1,
    column: "timestamp",
    message: /which tell the latest value of a trait, found 1 whose own zone was left off/,
  });
});

test("calls without a time give way to dated ones, and are told", async () => {
  const undated = { ...call("u1", "m2", "", { gender: "M", age: 30 }), timestamp: null as never };
  const found = await customers([undated, call("u1", "m1", "2024-01-01T09:00:00Z", { gender: "F" })], "segment");
  assert.deepEqual([found.table.get("gender", 0), found.table.get("age", 0)], ["female", 30]);
  assert.equal(
    found.warnings[0],
    "customer: 1 identify call has no timestamp; what it tells gives way to every dated call.",
  );
});
