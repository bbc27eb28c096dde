import assert from "node:assert/strict";
import { test } from "node:test";
import { customers } from "../../../src/collect/customers.js";
import { demographic } from "../../../src/represent/demographic.js";
import { readSample } from "./readSample.js";

// Contacts as the CRM exports them: labels, UTF-8 with a byte order mark, the day of the portal.
const contacts = `\ufeffRecord ID,First Name,Last Name,Email,Phone Number,Job Title,Company Name,City,State/Region,Country/Region,Postal Code,Preferred language,Lifecycle Stage,Original Source,Create Date,Marketing contact status
51,Ada,Byron,ada@example.com,,Analyst,Acme GmbH,Zürich,ZH,Switzerland,8001,German,Customer,Organic Search,2024-01-31 10:15,Marketing contact
151,Alan,T,alan@example.com,, analyst ,Acme GmbH,Bern,BE,Switzerland,03012,--,Lead,Direct Traffic,2024-02-29 23:59,Non-marketing contact
9000000123,Grace,H,grace@example.com,,Analyst,,zürich ,ZH,Switzerland,8002,French,Customer,Offline Sources,2023-12-01 00:00,Marketing contact
`;

test("a file of contacts: columns by their labels, names and addresses of persons left alone, spellings and dashes told", async () => {
  const found = await customers(await readSample("hubspot-crm-exports-contacts.csv", contacts), "hubspot");
  assert.deepEqual(found.roles, {
    customer: "Record ID",
    occupation: "Job Title",
    company: "Company Name",
    stage: "Lifecycle Stage",
    acquisition: "Original Source",
    signedUp: "Create Date",
    language: "Preferred language",
    country: "Country/Region",
    region: "State/Region",
    city: "City",
    postalCode: "Postal Code",
  });
  const day = (text: string) => new Date(`${text}Z`);
  const rows = [
    [51, "Analyst", "Acme GmbH", "Customer", "Organic Search", day("2024-01-31T10:15"), "German", "Switzerland"],
    [151, "Analyst", "Acme GmbH", "Lead", "Direct Traffic", day("2024-02-29T23:59"), null, "Switzerland"],
    [9000000123, "Analyst", null, "Customer", "Offline Sources", day("2023-12-01T00:00"), "French", "Switzerland"],
  ];
  const places = [
    ["ZH", "Zürich", "8001"],
    ["BE", "Bern", "03012"],
    ["ZH", "Zürich", "8002"],
  ];
  assert.deepEqual(
    found.table.objects().map((row) => Object.values(row)),
    rows.map((row, i) => [...row, ...places[i]!]),
  );
  assert.deepEqual(found.missing.objects(), [
    { role: "company", value: "(empty)", rows: 1 },
    { role: "language", value: "--", rows: 1 },
  ]);
  assert.deepEqual(
    [found.merged.array("value"), found.merged.array("became")],
    [
      [" analyst ", "zürich "],
      ["Analyst", "Zürich"],
    ],
  );
  assert.deepEqual(found.warnings, []);
});

test("a file of companies by internal names: amounts with signs, bands of employees, and what demographic makes of them", async () => {
  const companies = `"hs_object_id","name","domain","industry","numberofemployees","annualrevenue","lifecyclestage","createdate","city","state","country","zip"
"701","Acme","acme.example","MANUFACTURING","11-50","$1,200,000","customer","1/31/2024 10:15 AM","Austin","TX","United States","78701"
"702","Beta","beta.example","RETAIL","1,000+","--","lead","12/1/2023 1:05 PM","Boston","MA","United States","02108"
"703","Gamma","gamma.example","--","1-10","$90,000","lead","2/2/2024 12:00 AM","Reno","NV","United States","89501"
`;
  const found = await customers(await readSample("companies.csv", companies), "hubspot");
  assert.deepEqual(found.roles, {
    customer: "hs_object_id",
    industry: "industry",
    employees: "numberofemployees",
    revenue: "annualrevenue",
    stage: "lifecyclestage",
    signedUp: "createdate",
    country: "country",
    region: "state",
    city: "city",
    postalCode: "zip",
  });
  assert.deepEqual(found.table.array("revenue"), [1_200_000, null, 90_000]);
  assert.deepEqual(found.table.array("postalCode"), ["78701", "02108", "89501"]);
  assert.deepEqual(
    found.table.array("signedUp"),
    ["2024-01-31T10:15Z", "2023-12-01T13:05Z", "2024-02-02T00:00Z"].map((text) => new Date(text)),
  );
  assert.deepEqual(found.warnings, ['revenue: 2 numbers are written such as "$1,200,000", read as 1200000.']);
  const firms = demographic(found, { asOf: "2024-02-02" }).table;
  assert.deepEqual(firms.array("employees"), [30.5, 1019.5, 5.5]);
  assert.deepEqual(firms.array("companySize"), ["small", "large", "micro"]);
  assert.deepEqual(firms.array("tenureDays"), [2, 63, 0]);
});

test("the analyst goes before the preset: another column, a role left out, a misspelt one; the id may be the address", async () => {
  const raw = await readSample("contacts.csv", contacts);
  const found = await customers(raw, "hubspot", {
    roles: { region: "Marketing contact status", city: null, customer: "Email", stage: undefined },
  });
  assert.equal(found.roles.region, "Marketing contact status");
  assert.equal(found.roles.city, undefined);
  assert.equal(found.roles.stage, "Lifecycle Stage");
  assert.equal(found.table.get("customer", 0), "ada@example.com");
  assert.deepEqual(found.table.array("region"), ["Marketing contact", "Non-marketing contact", "Marketing contact"]);
  // A column that is taken for one role is no other's.
  const moved = await customers(raw, "hubspot", { roles: { region: "City" } });
  assert.deepEqual([moved.roles.region, moved.roles.city], ["City", undefined]);
  await assert.rejects(
    customers(raw, "hubspot", { roles: { region: "Cty" } }),
    /a column for region.*Did you mean "City"/,
  );
  await assert.rejects(customers(raw, "hubspot", { roles: { regoin: "City" } } as never), /Did you mean region/);
  await assert.rejects(customers(raw, "hubspot", { roles: "City" } as never), TypeError);
  await assert.rejects(customers(raw, "hubspott" as never), /RangeError.*Did you mean "hubspot"/);
  await assert.rejects(
    customers(raw, { customer: "Record ID" }, { roles: {} } as never),
    /options of customers among missing, got "roles"/,
  );
});

test("a file of someone else is refused with what was looked for, and with whose it seems", async () => {
  const report = await readSample(
    "report.csv",
    `"Account ID","Billing City","Employees"\n"0015e00000AbCdE","Paris","5"\n`,
  );
  await assert.rejects(
    customers(report, "hubspot"),
    /as exports of HubSpot name it \("Record ID", "hs_object_id".*found "Account ID".*looks like an export of "salesforce"/,
  );
  await assert.rejects(
    customers([{ Name: "x", City: "y" }], "hubspot"),
    /found "Name", "City"; export the property Record ID.*\{ roles: \{ customer/,
  );
  const marked = await customers([{ "\ufeffRECORD ID": 1, "city ": "Bern" }], "hubspot");
  assert.deepEqual(marked.table.objects(), [{ customer: 1, city: "Bern" }]);
  const bare = await customers([{ "Record ID": 1, Note: "x" }], "hubspot");
  assert.deepEqual(bare.warnings, [
    "No column but the id has a name that exports of hubspot give: name them with { roles }.",
  ]);
});

test("customers who are twice, cells that are no date: the rows are named, and how to go on", async () => {
  const raw = [1, 2, 1, 2, 1].map((id) => ({ "Record ID": ` ${id}`, "Date of birth": "soon" }));
  await assert.rejects(
    customers(raw, "hubspot"),
    /one row a customer, got "1" in rows 1, 3 and 5 \(and 1 other id more than once\); keep one of them \(row 3, column "Record ID"\)/,
  );
  await assert.rejects(
    customers(raw.slice(0, 2), "hubspot"),
    /a date such as 1985-04-23, got "soon".*leave the role out with \{ roles: \{ birthDate: null \} \}/,
  );
  const found = await customers(raw.slice(0, 2), "hubspot", { roles: { birthDate: null } });
  assert.deepEqual(found.warnings, [
    "No column but the id has a name that exports of hubspot give: name them with { roles }.",
    "customer: spaces around 2 ids were taken off.",
  ]);
});
