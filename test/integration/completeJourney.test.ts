import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { clean } from "../../src/collect/clean.js";
import { customers } from "../../src/collect/customers.js";
import { read } from "../../src/collect/read.js";
import { transactions } from "../../src/collect/transactions.js";
import { behavioral } from "../../src/represent/behavioral.js";
import { demographic } from "../../src/represent/demographic.js";
import { joinFeatures } from "../../src/represent/joinFeatures.js";
import { responses } from "../../src/represent/responses.js";
import { rfm } from "../../src/represent/rfm.js";
import { sharedFile, skipWithout } from "../sharedData.js";

const published = JSON.parse(readFileSync(new URL("../fixtures/discounts.json", import.meta.url), "utf8")) as {
  completeJourney: { customers: number; columns: Record<string, { missing: number; sum: number; squares: number }> };
};
const file = (name: string) => read(sharedFile(`completejourney_${name}`)!);

test("Complete Journey: households by what they buy, who they are and which campaigns they answered, counts as plain SQL has them", {
  skip: skipWithout("completejourney_transactions.csv.gz"),
}, async () => {
  const [lines, products, households, coupons, campaigns, kinds] = await Promise.all([
    file("transactions.csv.gz"),
    file("products.csv.gz"),
    file("demographics.csv"),
    file("coupon_redemptions.csv"),
    file("campaigns.csv"),
    file("campaign_descriptions.csv"),
  ]);
  const { engine } = lines;
  // The shop's sales hold what makers refund for their coupons; the household pays that less.
  const paid = `round("sales_value" - "coupon_disc", 2)`;
  const off = `round("retail_disc" + "coupon_disc" + "coupon_match_disc", 2)`;
  const named = await read({
    engine,
    sql: `SELECT l.*, p."department", ${paid} AS "paid", ${off} AS "off" FROM (${lines.sql}) AS l LEFT JOIN (${products.sql}) AS p ON l."product_id" = p."product_id"`,
  });
  const { transactions: orders, dropped } = await clean(
    transactions(named, {
      customer: "household_id",
      order: "basket_id",
      time: "transaction_timestamp",
      amount: "sales_value",
      quantity: "quantity",
      product: "product_id",
      category: "department",
      channel: "store_id",
    } as never),
  );
  const { transactions: deals } = await clean(
    transactions(named, {
      customer: "household_id",
      order: "basket_id",
      time: "transaction_timestamp",
      amount: "paid",
      discount: "off",
      quantity: "quantity",
    } as never),
    { returns: "keep" },
  );
  const asOf = "2018-01-01";
  const contacts = await read({
    engine,
    sql: `SELECT c."household_id", c."campaign_id", k."campaign_type", k."start_date" FROM (${campaigns.sql}) AS c LEFT JOIN (${kinds.sql}) AS k ON c."campaign_id" = k."campaign_id"`,
  });
  const answers = await responses(
    contacts,
    { customer: "household_id", campaign: "campaign_id", type: "campaign_type", time: "start_date" },
    {
      asOf,
      redemptions: { data: coupons, customer: "household_id", campaign: "campaign_id", time: "redemption_date" },
    },
  );
  const joined = joinFeatures({
    value: await rfm(orders, { asOf }),
    behavior: await behavioral(orders, { asOf }),
    person: demographic(
      await customers(households, {
        customer: "household_id",
        age: "age",
        income: "income",
        householdSize: "household_size",
        children: "kids_count",
        household: "household_comp",
        maritalStatus: "marital_status",
        homeOwnership: "home_ownership",
      } as never),
      { asOf },
    ),
    campaigns: answers,
  });
  const kept = `SELECT "household_id" FROM ${lines.from} WHERE "quantity" > 0`;
  const rules = (dropped.rules.objects() as { rule: string; rows: number }[]).filter(({ rows }) => rows > 0);
  const zero = await engine.query(`SELECT count(*) AS "n" FROM ${lines.from} WHERE "quantity" = 0`);
  assert.deepEqual(
    rules.map(({ rule, rows }) => [rule, rows]),
    [
      ["zero quantity", Number(zero.get("n", 0))],
      ["kept", 75_000 - Number(zero.get("n", 0))],
    ],
  );
  const counted = await engine.query(`SELECT
    (SELECT count(DISTINCT "household_id") FROM (${kept}) AS k) AS "buyers",
    (SELECT count(*) FROM ${households.from}) AS "known",
    (SELECT count(DISTINCT "household_id") FROM ${campaigns.from}) AS "addressed",
    (SELECT count(DISTINCT "household_id") FROM ${coupons.from}) AS "redeemers",
    (SELECT count(*) FROM (${kept} UNION SELECT "household_id" FROM (${households.sql}) AS h UNION SELECT "household_id" FROM (${campaigns.sql}) AS c) AS u) AS "all",
    (SELECT count(*) FROM (${kept} INTERSECT SELECT "household_id" FROM (${households.sql}) AS h INTERSECT SELECT "household_id" FROM (${campaigns.sql}) AS c) AS i) AS "complete"`);
  const figure = (name: string) => Number(counted.get(name, 0));
  assert.equal(joined.table.numRows(), figure("all"));
  assert.deepEqual(Array.from(joined.coverage.array("customers")), [
    figure("buyers"),
    figure("buyers"),
    figure("known"),
    figure("addressed"),
  ]);
  const patterns = joined.patterns.objects() as { parts: string; customers: number }[];
  assert.equal(
    patterns.find(({ parts }) => parts === "value + behavior + person + campaigns")?.customers,
    figure("complete"),
  );
  assert.equal(figure("known"), 801);
  assert.deepEqual([...new Set(joined.dictionary.array("base"))].sort(), ["behavioral", "demographic"]);
  // Campaigns, household by household.
  const plainAnswers =
    await engine.query(`WITH c AS (SELECT * FROM (${contacts.sql}) AS c), r AS (SELECT * FROM (${coupons.sql}) AS r)
    SELECT CAST(c."household_id" AS VARCHAR) AS "customer", CAST(count(*) AS DOUBLE) AS "campaigns",
      CAST(count(*) FILTER (WHERE "campaign_type" = 'Type A') AS DOUBLE) AS "campaigns=Type A",
      CAST(count(*) FILTER (WHERE "campaign_type" = 'Type B') AS DOUBLE) AS "campaigns=Type B",
      CAST(count(*) FILTER (WHERE "campaign_type" = 'Type C') AS DOUBLE) AS "campaigns=Type C",
      CAST(date_diff('day', max("start_date"), DATE '2018-01-01') AS DOUBLE) AS "lastContactDays",
      CAST((SELECT count(*) FROM r WHERE r."household_id" = c."household_id") AS DOUBLE) AS "redemptions",
      CAST((SELECT count(DISTINCT "campaign_id") FROM r WHERE r."household_id" = c."household_id") AS DOUBLE) AS "campaignsAnswered",
      (SELECT count(DISTINCT "campaign_id") FROM r WHERE r."household_id" = c."household_id") / count(*) AS "responseShare",
      CAST((SELECT date_diff('day', min("redemption_date"), DATE '2018-01-01') FROM r WHERE r."household_id" = c."household_id") AS DOUBLE) AS "firstRedemptionDays",
      CAST((SELECT date_diff('day', max("redemption_date"), DATE '2018-01-01') FROM r WHERE r."household_id" = c."household_id") AS DOUBLE) AS "lastRedemptionDays"
    FROM c GROUP BY c."household_id" ORDER BY 1`);
  assert.equal(plainAnswers.numRows(), 1559);
  assert.deepEqual(answers.table.select(...plainAnswers.columnNames()).objects(), plainAnswers.objects());
  assert.equal(answers.table.array("redemptions").length, figure("addressed"));
  assert.equal(
    Array.from(answers.table.array("redemptions") as ArrayLike<number>).filter((count) => count > 0).length,
    figure("redeemers"),
  );
  assert.deepEqual(answers.warnings, []); // everybody was sent what they redeemed
  // Stores are many: the largest have a column of their own.
  const stores = joined.table.columnNames().filter((name) => name.startsWith("channel="));
  assert.equal(stores.length, 13);
  const store = stores[0]!.slice("channel=".length);
  const plainStores = await engine.query(
    `SELECT CAST("household_id" AS VARCHAR) AS "customer", CAST(count(*) FILTER (WHERE CAST("store_id" AS VARCHAR) = '${store}') AS DOUBLE) / count(*) AS "share" FROM (SELECT DISTINCT "household_id", "basket_id", "store_id" FROM ${lines.from} WHERE "quantity" > 0) AS baskets GROUP BY 1 ORDER BY 1`,
  );
  const shares = new Map(
    plainStores.objects().map((row) => [(row as { customer: string }).customer, (row as { share: number }).share]),
  );
  Array.from(joined.table.array("customer") as ArrayLike<string>).forEach((customer, i) => {
    assert.equal(joined.table.get(stores[0]!, i), shares.get(customer) ?? null);
  });
  // Discounts, as pandas has them.
  const { table: dealing } = await behavioral(deals, { asOf });
  assert.equal(dealing.numRows(), published.completeJourney.customers);
  for (const [name, { missing, sum, squares }] of Object.entries(published.completeJourney.columns)) {
    const values = Array.from(dealing.array(name as "dealShare") as ArrayLike<number | null>);
    assert.equal(values.filter((value) => value === null).length, missing);
    const total = (power: number) => values.reduce<number>((all, value) => all + (value ?? 0) ** power, 0);
    assert.ok(Math.abs(total(1) - sum) < 1e-6 && Math.abs(total(2) - squares) < 1e-6, `${name}: ${total(1)}, ${sum}`);
  }
  // Money by plain SQL, for all and for one department of one household.
  const money = Array.from(joined.table.array("monetary") as (number | null)[]).reduce<number>(
    (sum, one) => sum + (one ?? 0),
    0,
  );
  const plain = await engine.query(`SELECT sum("sales_value") AS "money" FROM ${lines.from}`);
  assert.ok(Math.abs(money - Number(plain.get("money", 0))) < 1e-6);
  const grocery = await engine.query(
    `SELECT CAST(sum("sales_value") FILTER (WHERE "department" = 'GROCERY') AS DOUBLE) / sum("sales_value") AS "share" FROM ${named.from} WHERE "household_id" = (SELECT min("household_id") FROM ${lines.from}) AND "department" IS NOT NULL`,
  );
  const first = await engine.query(`SELECT CAST(min("household_id") AS VARCHAR) AS "id" FROM ${lines.from}`);
  const place = Array.from(joined.table.array("customer")).indexOf(first.get("id", 0));
  assert.ok(
    Math.abs((joined.table.get("category=GROCERY", place) as number) - Number(grocery.get("share", 0))) < 1e-12,
  );
  assert.match(joined.warnings.join("\n"), /person lacks .* customers of/);
});
