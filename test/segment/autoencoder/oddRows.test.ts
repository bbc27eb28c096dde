import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { oddRows } from "../../../src/segment/autoencoder/oddRows.js";

test("by hand: logarithms 0, 1, 2, 3 and 9 have quartiles 1 and 3, so beyond 6 is odd", () => {
  const errors = [0, 1, 2, 3, 9].map(Math.exp);
  const { rows, above } = oddRows(["a", "b", "c", "d", "e"], errors);
  assert.deepEqual(rows, [{ id: "e", error: errors[4] }]);
  assert.ok(Math.abs(above / Math.exp(6) - 1) < 1e-12, `${above}`);
});

test("equal errors are not odd, whatever rounding does to their logarithms", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
      fc.integer({ min: 1, max: 9 }),
      (error, rows) => {
        const found = oddRows(Array(rows).fill("x"), Array(rows).fill(error));
        assert.deepEqual(found.rows, []);
        assert.ok(Number.isFinite(found.above), "the bound is to survive JSON");
      },
    ),
  );
});

test("odd are those above the bound and no others, the largest first", () => {
  const errors = fc.array(fc.oneof(fc.double({ min: 0, max: 1e300, noNaN: true }), fc.constantFrom(0, 1, 1e-320)), {
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(errors, (given) => {
      const { rows, above } = oddRows([...given.keys()], given);
      assert.deepEqual(
        rows.map(({ error }) => error),
        given.filter((error) => error > above).sort((a, b) => b - a),
      );
      for (const { id, error } of rows) assert.equal(given[Number(id)], error);
    }),
  );
});
