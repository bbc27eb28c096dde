import assert from "node:assert/strict";
import { test } from "node:test";
import { audit } from "../../src/plot/audit.js";
import { toTable } from "../../src/table.js";
import { headline } from "./headline.js";
import { drawnTexts } from "./svgTexts.js";

const findings = toTable([
  { check: "duplicates", severity: "warning", rows: 5, share: 0.05 },
  { check: "future dates", severity: "problem", rows: 1, share: 0.01 },
  { check: "currencies", severity: "ok", rows: 0, share: 0 },
]);
const perMonth = toTable([
  { period: "2020-11", orders: 10 },
  { period: "2021-02", orders: 20 },
]);

test("the worst comes first, with its count and its word; checks that found nothing are counted", () => {
  const figure = audit({ findings, perMonth });
  const bars = figure.data.filter((trace) => trace.orientation === "h");
  assert.deepEqual(
    bars.map(({ name, x, y }) => [name, x, y]),
    [
      ["problem", [0.01], [0]],
      ["warning", [0.05], [1]],
    ],
  );
  const texts = drawnTexts(figure.svg).map(({ text }) => text);
  for (const wanted of ["future dates", "1 · problem", "duplicates", "5 · warning"])
    assert.ok(texts.includes(wanted), wanted);
  assert.ok(texts.some((text) => text.startsWith("1 check found nothing. 2 months without orders")));
});

test("months without orders are drawn as gaps across the turn of the year", () => {
  const figure = audit({ findings, perMonth });
  const months = figure.data.find((trace) => trace.name === "orders")!;
  assert.deepEqual(months.y, [10, 0, 0, 20]);
  assert.deepEqual(
    (figure.layout.shapes as { x0: string; x1: string }[]).map(({ x0, x1 }) => [x0, x1]),
    [
      ["2020-12-01", "2021-01-01"],
      ["2021-01-01", "2021-02-01"],
    ],
  );
  assert.match(
    figure.alt,
    /from 2020-11 to 2021-02: 30 orders, most in 2021-02 \(20\)\. Months without orders: 2020-12, 2021-01\./,
  );
});

test("findings alone, months alone, and a date of the year 9999", () => {
  const none = toTable<{ period: string; orders: number }>([]);
  assert.equal(audit({ findings, perMonth: none }).data.length, 2);
  const clean = toTable([{ check: "currencies", severity: "ok", rows: 0, share: 0 }]);
  assert.equal(audit({ findings: clean, perMonth }).data.length, 1);
  const far = toTable([
    { period: "2020-01", orders: 1 },
    { period: "9999-12", orders: 1 },
  ]);
  assert.match(audit({ findings, perMonth: far }).alt, /1 order more than a hundred years from the rest not drawn\.$/);
  assert.ok((audit({ findings, perMonth: far }).data.at(-1)!.x as unknown[]).length <= 1201);
});

test("a warning that touches no row (a gap in the calendar) is shown, and its days are shaded", () => {
  const gaps = toTable([{ from: "2020-12-24", to: "2021-01-31", days: 39, expectedOrders: 12 }]);
  const warned = toTable([{ check: "gap in the calendar", severity: "warning", rows: 0, share: 0 }]);
  const figure = audit({ findings: warned, perMonth, gaps });
  assert.ok(drawnTexts(figure.svg).some(({ text }) => text === "warning"));
  const last = (figure.layout.shapes as { x0: string; x1: string }[]).at(-1)!;
  assert.deepEqual([last.x0, last.x1], ["2020-12-24", "2021-02-01"]);
  assert.match(headline(figure), /1 unusual gap in the calendar/);
});

test("says what is wrong", () => {
  const none = toTable<{ period: string; orders: number }>([]);
  assert.throws(
    () =>
      audit({
        findings: toTable<{ check: string; severity: string; rows: number; share: number }>([]),
        perMonth: none,
      }),
    /neither/,
  );
  assert.throws(
    () => audit({ findings: toTable([{ check: "a", severity: "bad", rows: 1, share: 1 }]), perMonth }),
    /expected a severity among problem, warning, note, ok, got "bad" for a/,
  );
  assert.throws(() => audit({ findings, perMonth: toTable([{ period: "March", orders: 1 }]) }), /got "March" in row 1/);
});
