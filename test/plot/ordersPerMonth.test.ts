import assert from "node:assert/strict";
import { test } from "node:test";
import { audit } from "../../src/plot/audit.js";
import { ordersPerMonth } from "../../src/plot/ordersPerMonth.js";
import { toTable } from "../../src/table.js";
import { viewBox } from "./svgTexts.js";

const table = (rows: [string, number][]) => toTable(rows.map(([period, orders]) => ({ period, orders })));

test("months without orders are filled in and shaded, across the turn of the year", () => {
  const read = ordersPerMonth(
    table([
      ["2021-02", 5],
      ["2020-11", 3],
    ]),
  );
  assert.deepEqual(
    read.months.map(({ period, orders }) => [period, orders]),
    [
      ["2020-11", 3],
      ["2020-12", 0],
      ["2021-01", 0],
      ["2021-02", 5],
    ],
  );
  assert.deepEqual(read.shaded, [
    ["2020-12-01", "2021-01-01"],
    ["2021-01-01", "2021-02-01"],
  ]);
});

test("a stray date of 1900 or 9999 does not push the shop out of the picture", () => {
  for (const stray of ["1900-01", "9999-12"]) {
    const { months, beyond } = ordersPerMonth(
      table([
        ["2011-01", 500],
        [stray, 1],
        ["2011-02", 600],
      ]),
    );
    assert.deepEqual(
      months.map(({ orders }) => orders),
      [500, 600],
    );
    assert.equal(beyond, 1);
  }
});

test("two dates 1,200 months apart are drawn, 1,201 are not", () => {
  const length = (to: string) =>
    ordersPerMonth(
      table([
        ["1900-01", 2],
        [to, 1],
      ]),
    ).months.length;
  assert.equal(length("2000-01"), 1201);
  assert.equal(length("2000-02"), 1);
});

test("gaps end where the months end, and none lies outside of the drawing", () => {
  const perMonth = table([
    ["2011-01", 500],
    ["9999-02", 1],
  ]);
  const gaps = toTable([
    { from: "2011-01-20", to: "9999-01-31", days: 1, expectedOrders: 3 },
    { from: "9999-02-02", to: "9999-02-10", days: 9, expectedOrders: 3 },
  ]);
  const read = ordersPerMonth(perMonth, gaps);
  assert.deepEqual(read.shaded, [["2011-01-20", "2011-02-01"]]);
  assert.equal(read.gaps, 1);
  const findings = toTable([{ check: "a", severity: "note", rows: 1, share: 0.1 }]);
  const { svg } = audit({ findings, perMonth, gaps });
  const shades = [...svg.matchAll(/<rect x="([\d.]+)" [^>]*width="([\d.]+)"[^>]*fill="#f3d9c9"/g)];
  assert.equal(shades.length, 1);
  for (const [, x, width] of shades) assert.ok(Number(x) + Number(width) <= viewBox(svg).width);
});

test("says what is wrong", () => {
  assert.throws(() => ordersPerMonth(table([["March", 1]])), /expected a month like "2011-03", got "March" in row 1/);
});
