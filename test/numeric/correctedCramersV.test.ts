import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { chiSquaredTest } from "../../src/numeric/chiSquaredTest.js";
import { correctedCramersV } from "../../src/numeric/correctedCramersV.js";

test("is the corrected V of the whole table of counts (property), whatever the order of rows", () => {
  const code = fc.integer({ min: -1, max: 3 });
  fc.assert(
    fc.property(fc.array(fc.tuple(code, code), { minLength: 1, maxLength: 40 }), (pairs) => {
      const counts = new Float64Array(16);
      for (const [a, b] of pairs) if (a >= 0 && b >= 0) counts[a * 4 + b]!++;
      const of = (rows: readonly (readonly [number, number])[]) =>
        correctedCramersV(
          Int32Array.from(rows, ([a]) => a),
          Int32Array.from(rows, ([, b]) => b),
        );
      const expected = chiSquaredTest(counts, 4, 4)?.correctedV ?? 0;
      assert.ok(Math.abs(of(pairs) - expected) < 1e-6, `${of(pairs)} is ${expected}`);
      // By squares: near 0 the root makes 1e-8 of a rounding of 1e-16.
      assert.ok(Math.abs(of([...pairs].reverse()) ** 2 - of(pairs) ** 2) < 1e-12, "rows in any order");
    }),
  );
});

test("categories of a level for each row tell nothing, by hand, and many thousand levels fit", () => {
  const own = Int32Array.from({ length: 50_000 }, (_, i) => i);
  assert.equal(
    correctedCramersV(
      own,
      own.map((i) => (i * 7) % 50_000),
    ),
    0,
  );
  assert.ok(
    correctedCramersV(
      own,
      own.map((i) => i % 3),
    ) < 1e-5,
    "three levels under a level for each row",
  );
  // 2 by 2, 3 of each: phi squared 1, less 1 / 5; levels 2 - 1 / 5.
  assert.equal(correctedCramersV(Int32Array.of(0, 0, 0, 1, 1, 1), Int32Array.of(1, 1, 1, 0, 0, 0)), 1);
});
