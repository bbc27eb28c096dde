import assert from "node:assert/strict";
import { test } from "node:test";
import { calendarGaps } from "../../src/collect/calendarGaps.js";

const start = Date.UTC(2024, 0, 1); // a Monday
const calendar = (days: number, orders: (day: number) => number) =>
  Array.from({ length: days }, (_, day) => ({ day: start + day * 86400000, orders: orders(day) })).filter(
    (each) => each.orders > 0,
  );

test("closed weekends and a single odd Saturday are no gaps", () => {
  assert.deepEqual(calendarGaps(calendar(200, (day) => (day % 7 >= 5 ? 0 : 30))), []);
  assert.deepEqual(calendarGaps(calendar(200, (day) => (day % 7 >= 5 ? (day === 103 ? 30 : 0) : 30))), []);
});

test("a lost week is a gap, with the orders that were due", () => {
  const gaps = calendarGaps(calendar(200, (day) => (day % 7 >= 5 || (day >= 70 && day < 77) ? 0 : 30)));
  // The weekend before belongs to the stretch: day 68 is a Saturday.
  assert.deepEqual(gaps, [{ from: "2024-03-09", to: "2024-03-17", days: 9, expectedOrders: 150 }]);
});

test("in a slow shop an empty day is nothing, an empty season is a gap", () => {
  const slow = (day: number) => (day % 3 === 0 ? 1 : 0);
  assert.deepEqual(calendarGaps(calendar(400, slow)), []);
  const gaps = calendarGaps(calendar(400, (day) => (day > 100 && day < 200 ? 0 : slow(day))));
  assert.equal(gaps.length, 1);
  assert.equal(gaps[0]!.from, "2024-04-10");
});

test("a date of another millennium takes no time to look past", () => {
  const far = (Date.UTC(8999, 11, 31) - start) / 86400000;
  const orders = [...calendar(200, () => 30), { day: start + far * 86400000, orders: 1 }];
  const began = performance.now();
  const [gap] = calendarGaps(orders);
  // Weekdays out of step with the far day have four weeks of 30 around the stretch, the others (30 + 30 + 30 + 1) / 4.
  assert.deepEqual([gap!.from, gap!.to], ["2024-07-19", "8999-12-30"]);
  assert.equal(gap!.days, far - 200);
  const inStep = Math.floor((far - 200) / 7);
  assert.equal(gap!.expectedOrders, Math.round((gap!.days - inStep) * 30 + inStep * ((30 * 3 + 1) / 4)));
  assert.ok(performance.now() - began < 10_000, "seconds, not hours");
});

test("no orders and a single day have no gaps", () => {
  assert.deepEqual(calendarGaps([]), []);
  assert.deepEqual(calendarGaps(calendar(1, () => 5)), []);
});
