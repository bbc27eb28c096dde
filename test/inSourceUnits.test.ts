import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { inSourceUnits } from "../src/inSourceUnits.js";
import { matrix } from "../src/represent/matrix.js";
import { toTable } from "../src/table.js";

test("by hand: a scale and a logarithm are taken back, in this order", () => {
  const scale = { method: "standard", center: 2, spread: 4 } as const;
  assert.equal(inSourceUnits(0.5, { column: "x" }), 0.5);
  assert.equal(inSourceUnits(0.5, { column: "x", scale }), 4);
  assert.equal(inSourceUnits(Math.log(3), { column: "x", log: { shift: 10 } }), 2 - 10);
  assert.ok(Math.abs(inSourceUnits(-0.5, { column: "x", scale, log: { shift: 0 } }) - 0) < 1e-12);
});

test("is the way back from what matrix does, whatever the steps", () => {
  const numbers = fc.uniqueArray(fc.integer({ min: -9999, max: 9999 }), { minLength: 4, maxLength: 20 });
  const scales = fc.constantFrom("none" as const, "standard" as const, "robust" as const, "range" as const);
  fc.assert(
    fc.property(numbers, scales, fc.boolean(), (values, scale, log) => {
      const prepared = matrix(toTable(values.map((x, customer) => ({ customer, x }))), { columns: ["x"], scale, log });
      const [step] = prepared.preparation.columns;
      values.forEach((value, i) => {
        const back = inSourceUnits(prepared.values[0]![i]!, step!);
        assert.ok(Math.abs(back - value) <= 1e-7 * Math.max(1, Math.abs(value)), `${back} and ${value}`);
      });
    }),
  );
});
