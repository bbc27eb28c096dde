import assert from "node:assert/strict";
import { test } from "node:test";
import { clean } from "../../src/collect/clean.js";
import { customers } from "../../src/collect/customers.js";
import { read } from "../../src/collect/read.js";
import { transactions } from "../../src/collect/transactions.js";
import { behavioral } from "../../src/represent/behavioral.js";
import { demographic } from "../../src/represent/demographic.js";
import { joinFeatures } from "../../src/represent/joinFeatures.js";
import { rfm } from "../../src/represent/rfm.js";
import { sharedFile, skipWithout } from "../sharedData.js";

const file = (name: string) => read(sharedFile(`completejourney_${name}`)!);

test("Complete Journey: households by what they buy, who they are and which coupons they used, counts as plain SQL has them", {
  skip: skipWithout("completejourney_transactions.csv.gz"),
}, async () => {
  const [lines, products, households, coupons] = await Promise.all([
    file("transactions.csv.gz"),
    file("products.csv.gz"),
    file("demographics.csv"),
    file("coupon_redemptions.csv"),
  ]);
  const { engine } = lines;
  const named = await read({
    engine,
    sql: `SELECT l.*, p."department" FROM (${lines.sql}) AS l LEFT JOIN (${products.sql}) AS p ON l."product_id" = p."product_id"`,
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
    } as never),
  );
  const asOf = "2018-01-01";
  const used = await engine.query(
    `SELECT "household_id" AS "customer", CAST(count(*) AS DOUBLE) AS "coupons" FROM ${coupons.from} GROUP BY 1 ORDER BY 1`,
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
    coupons: used,
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
    (SELECT count(DISTINCT "household_id") FROM ${coupons.from}) AS "redeemers",
    (SELECT count(*) FROM (${kept} UNION SELECT "household_id" FROM (${households.sql}) AS h UNION SELECT "household_id" FROM (${coupons.sql}) AS c) AS u) AS "all",
    (SELECT count(*) FROM (${kept} INTERSECT SELECT "household_id" FROM (${households.sql}) AS h INTERSECT SELECT "household_id" FROM (${coupons.sql}) AS c) AS i) AS "complete"`);
  const figure = (name: string) => Number(counted.get(name, 0));
  assert.equal(joined.table.numRows(), figure("all"));
  assert.deepEqual(Array.from(joined.coverage.array("customers")), [
    figure("buyers"),
    figure("buyers"),
    figure("known"),
    figure("redeemers"),
  ]);
  const patterns = joined.patterns.objects() as { parts: string; customers: number }[];
  assert.equal(
    patterns.find(({ parts }) => parts === "value + behavior + person + coupons")?.customers,
    figure("complete"),
  );
  assert.equal(figure("known"), 801);
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
