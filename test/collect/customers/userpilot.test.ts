import assert from "node:assert/strict";
import { test } from "node:test";
import { customers } from "../../../src/collect/customers.js";
import { readSample } from "./readSample.js";

test("users by the labels of Userpilot's table: technology stays in the source", async () => {
  const users = `User ID,Name,Email,Company ID,Signed up,First seen,Last seen,Web sessions,Country,Browser,OS,Device type
u-1,Ada,ada@example.com,c-9,2024-01-31 10:15,2024-02-01 08:00,2024-03-01 09:00,12,Switzerland,Chrome 121,macOS,Desktop
u-2,Alan,alan@example.com,c-9,2024-02-01 00:00,2024-02-01 08:00,2024-03-01 09:00,1,-,Safari 17,iOS,Mobile
`;
  const found = await customers(await readSample("users.csv", users), "userpilot");
  assert.deepEqual(found.roles, {
    customer: "User ID",
    company: "Company ID",
    signedUp: "Signed up",
    country: "Country",
  });
  assert.deepEqual(found.table.objects(), [
    { customer: "u-1", company: "c-9", signedUp: new Date("2024-01-31T10:15Z"), country: "Switzerland" },
    { customer: "u-2", company: "c-9", signedUp: new Date("2024-02-01T00:00Z"), country: null },
  ]);
  assert.deepEqual(found.warnings, []);
});

test("users by the names that sites send, times in milliseconds, properties of the site's own by roles", async () => {
  const users = `user_id,created_at,company_id,country_code,plan_tier,team
7,1706696100000,c-9,CH,gold,11-50
8,1706745600000,c-8,DE,silver,51-200
`;
  const found = await customers(await readSample("users.csv", users), "userpilot", {
    roles: { employees: "team", company: null },
  });
  assert.deepEqual(found.table.objects(), [
    { customer: 7, employees: "11-50", signedUp: new Date("2024-01-31T10:15Z"), country: "CH" },
    { customer: 8, employees: "51-200", signedUp: new Date("2024-02-01T00:00Z"), country: "DE" },
  ]);
  assert.deepEqual(found.warnings, [
    "signedUp: numbers such as 1706696100000 are read as milliseconds since 1970 (UTC).",
  ]);
});

test("a file of HubSpot is seen to be one", async () => {
  await assert.rejects(
    customers([{ "Record ID": 1, "Lifecycle Stage": "Lead" }], "userpilot"),
    /as exports of Userpilot name it \("User ID", "user_id"\).*looks like an export of "hubspot"/,
  );
});
