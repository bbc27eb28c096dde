import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { matrix } from "../../src/represent/matrix.js";
import { assign } from "../../src/segment/assign.js";
import { rules } from "../../src/segment/rules.js";
import { fromJson, toJson } from "../../src/segmentation.js";
import type { Row } from "../../src/table.js";

const customers = [
  { customer: "Ada", recency: 5, monetary: 900 },
  { customer: "Alan", recency: 200, monetary: 700 },
  { customer: "Grace", recency: 8, monetary: 20 },
  { customer: "Joan", recency: 30, monetary: 500 },
  { customer: "Kurt", recency: 400, monetary: null },
];
const written = [
  { name: "Best", when: { recency: [0, 30], monetary: [500, Number.POSITIVE_INFINITY] } },
  { name: "Recent", when: { recency: [0, 30] } },
  { name: "Rich", when: { monetary: [600, Number.POSITIVE_INFINITY] } },
] as const;

const nameOf = (found: ReturnType<typeof rules>) => Array.from(found.labels, (label) => found.names![label]);

test("the first rule that matches wins, both bounds are included, the rest goes to Others", () => {
  const found = rules(customers, { rules: written });
  assert.deepEqual(nameOf(found), ["Best", "Rich", "Recent", "Best", "Others"]);
  assert.deepEqual(found.sizes, [2, 1, 1, 1]);
  assert.deepEqual(found.warnings, [
    "2 of 5 rows match more than one rule; the first rule took them.",
    "1 of 5 rows lack a value that a rule asks for; such a rule did not match them.",
  ]);
});

test("assign follows the rules after JSON, on plain columns, and sends rows without a rule to Others", () => {
  const found = rules(customers.slice(0, 4), { rules: written });
  const back = fromJson(JSON.parse(JSON.stringify(toJson(found))));
  const rest = matrix([...customers.slice(0, 4), { customer: "Lin", recency: 400, monetary: 1 }], {
    columns: ["monetary", "recency"],
  });
  assert.deepEqual(assign(back, rest).slice(0, 4), found.labels);
  assert.equal(found.names![assign(back, rest)[4]!], "Others");
  assert.throws(() => assign(back, matrix(customers.slice(0, 4), { log: true })), /in its own units/);
  assert.throws(() => assign(back, matrix(customers.slice(0, 4), { columns: ["recency"] })), /named "monetary"/);
});

test("rules of one name make one segment; a segment without rows is kept and said", () => {
  const found = rules(customers.slice(0, 4), {
    rules: [
      { name: "Edge", when: { recency: [0, 6] } },
      { name: "Never", when: { recency: [-2, -1] } },
      { name: "Edge", when: { recency: [100, 300] } },
    ],
  });
  assert.deepEqual(found.names, ["Edge", "Others", "Never"]);
  assert.deepEqual(found.sizes, [2, 2, 0]);
  assert.deepEqual(found.warnings, ['No row belongs to "Never".']);
});

test("refuses overlaps and gaps where asked to, and rules that make no sense", () => {
  assert.throws(
    () => rules(customers, { rules: written, firstMatch: false }),
    /several for 2 rows, the first being "Ada"/,
  );
  assert.throws(() => rules(customers, { rules: written, otherwise: null }), /got none for "Kurt".*row 5/);
  const one = (rule: object) => rules(customers as Row[], { rules: [rule as (typeof written)[number]] });
  assert.throws(
    () => one({ name: "x", when: { monetry: [0, 1] } }),
    /rule "x", named "monetry".*Did you mean "monetary"\?/,
  );
  assert.throws(() => one({ name: "x", when: { recency: [2, 1] } }), /low <= high for recency/);
  assert.throws(() => one({ name: "x", when: { recency: [0, Number.NaN] } }), RangeError);
  assert.throws(() => one({ name: "x", when: {} }), /at least one column/);
  assert.throws(() => one({ when: { recency: [0, 1] } }), /a name for rule 1/);
  assert.throws(() => rules(customers, { rules: [] }), /at least one rule/);
  const misspelt = { rules: [{ name: "x", when: { recency: [0, 1] } }], otherwhise: null } as never;
  assert.throws(() => rules(customers, misspelt), /Did you mean "otherwise"\?/);
  assert.throws(() => rules([{ customer: 1, x: Number.NaN }], { rules: [{ name: "x", when: { x: [0, 1] } }] }), {
    name: "DataError",
    row: 1,
    column: "x",
  });
});

test("every row lands in the first rule that holds it, whatever the bounds (property)", () => {
  const bound = fc.integer({ min: -3, max: 3 });
  fc.assert(
    fc.property(
      fc.array(fc.option(bound), { minLength: 1, maxLength: 15 }),
      fc.array(fc.tuple(bound, bound), { minLength: 1, maxLength: 5 }),
      (values, ranges) => {
        const list = ranges.map(([a, b], r) => ({
          name: `r${r}`,
          when: { x: [Math.min(a, b), Math.max(a, b)] as const },
        }));
        const rows = values.map((x, customer) => ({ customer, x }));
        const expected = values.map(
          (x) => list.find(({ when }) => x !== null && x >= when.x[0] && x <= when.x[1])?.name ?? "Others",
        );
        assert.deepEqual(nameOf(rules(rows, { rules: list })), expected);
      },
    ),
  );
});
