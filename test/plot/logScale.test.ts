import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { logScale } from "../../src/plot/logScale.js";

test("by hand: ticks at powers of ten, with steps between them where there are few", () => {
  const ticks = (low: number, high: number) => logScale(low, high).tickvals;
  assert.deepEqual(ticks(1, 10), [1, 2, 5, 10]);
  assert.deepEqual(ticks(0.1, 10), [0.1, 0.3, 1, 3, 10]);
  assert.deepEqual(ticks(1, 1e5), [1, 10, 100, 1000, 10_000, 100_000]);
  assert.deepEqual(logScale(1000, 5000).ticktext, ["1,000", "2,000", "5,000"]);
});

test("never more than nine ticks, ascending, about within the range", () => {
  const positive = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(positive, positive, (a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b) * 2];
      const ticks = logScale(low, high).tickvals as number[];
      assert.ok(ticks.length <= 9, String(ticks));
      ticks.forEach((tick, i) => {
        assert.ok(tick >= low * 0.8 && tick <= high * 1.25 && (i === 0 || tick > ticks[i - 1]!), String(ticks));
      });
    }),
  );
});
