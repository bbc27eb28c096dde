import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { column, type Table, type Value } from "../../src/table.js";

/** What pandas found: test/fixtures/engagement.json, computed from the definitions in the doc comments. */
export interface PandasFeatures {
  readonly pandas: string;
  readonly events: readonly { readonly [name: string]: string | null }[];
  readonly behavioral: Expected;
  readonly technographic: Expected;
  readonly shop: { readonly behavioral: Sums; readonly technographic: Sums };
}

/** Features by person. */
type Expected = { readonly [who: string]: { readonly [feature: string]: number | string | null } };

/** Sums over all customers, and how often each text is there. */
interface Sums {
  readonly rows: number;
  readonly columns: {
    readonly [feature: string]: {
      readonly missing: number;
      readonly sum?: number;
      readonly squares?: number;
      readonly counts?: { readonly [text: string]: number };
    };
  };
}

/** Made events: equal times, pauses of exactly 30 minutes, sign-ins halfway, two customers on a device, blank ids, odd words. */
export function hostileEvents() {
  const { events } = JSON.parse(readFileSync("test/fixtures/engagement.json", "utf8")) as PandasFeatures;
  return events.map((event) => ({
    visitor: event.visitor!,
    customer: event.customer!,
    time: new Date(event.time!),
    event: event.event!,
    page: event.page!,
    product: event.product!,
    referrer: event.referrer!,
    device: event.device!,
    os: event.os!,
    browser: event.browser!,
    screen: event.screen!,
  }));
}

/** The table has these people and features, numbers to 1e-9. */
export function requireSame(table: Table, id: string, expected: Expected): void {
  const people = Object.keys(expected).sort();
  assert.deepEqual(Array.from(column(table, id)), people);
  const features = Object.keys(expected[people[0]!]!);
  assert.deepEqual(
    table
      .columnNames()
      .filter((name) => name !== id)
      .sort(),
    [...features].sort(),
  );
  for (const feature of features)
    people.forEach((who, i) => {
      const [found, wanted] = [column(table, feature)[i] as Value, expected[who]![feature]!];
      if (typeof wanted === "number")
        assert.ok(
          typeof found === "number" && Math.abs(found - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted)),
          `${feature} of ${who} is ${found}, not ${wanted}`,
        );
      else assert.equal(found, wanted, `${feature} of ${who}`);
    });
}

/** The table has these sums, to 1e-9. */
export function requireSums(table: Table, { rows, columns }: Sums): void {
  assert.equal(table.numRows(), rows);
  assert.deepEqual(table.columnNames().slice(1).sort(), Object.keys(columns).sort());
  for (const [feature, { missing, sum, squares, counts }] of Object.entries(columns)) {
    const cells = Array.from(column(table, feature));
    const known = cells.filter((cell) => cell !== null);
    assert.equal(cells.length - known.length, missing, feature);
    const near = (found: number, wanted: number) =>
      assert.ok(
        Math.abs(found - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted)),
        `${feature} sums to ${found}, not ${wanted}`,
      );
    if (counts === undefined) {
      near(
        (known as number[]).reduce((a, b) => a + b, 0),
        sum!,
      );
      near(
        (known as number[]).reduce((a, b) => a + b * b, 0),
        squares!,
      );
    } else
      for (const [text, count] of Object.entries(counts))
        assert.equal(known.filter((cell) => cell === text).length, count, `${feature}: ${text}`);
  }
}
