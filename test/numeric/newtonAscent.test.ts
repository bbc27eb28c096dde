import assert from "node:assert/strict";
import { test } from "node:test";
import { newtonAscent } from "../../src/numeric/newtonAscent.js";

test("closed form: a parabola in one step, the logarithm's peak from where a whole step would leave its domain", () => {
  // -(x - 3)^2 / 2
  const parabola = newtonAscent(
    Float64Array.of(10),
    ([x]) => ({ value: -((x! - 3) ** 2) / 2, score: Float64Array.of(3 - x!), curvature: Float64Array.of(1) }),
    50,
  )!;
  assert.equal(parabola.parameters[0], 3);
  assert.ok(parabola.converged, "converged");
  // 2 log(x) - x has its peak at 2; from 5 the whole step leads below 0, where the value is no number.
  const log = newtonAscent(
    Float64Array.of(5),
    ([x]) => ({
      value: 2 * Math.log(x!) - x!,
      score: Float64Array.of(2 / x! - 1),
      curvature: Float64Array.of(2 / x! ** 2),
    }),
    50,
  )!;
  assert.ok(Math.abs(log.parameters[0]! - 2) < 1e-6, `${log.parameters[0]}`);
  assert.ok(log.converged, "converged");
});

test("takes the other matrix where the curvature bends the wrong way, and gives up without one", () => {
  const height = (complete?: Float64Array) => () => ({
    value: 0,
    score: Float64Array.of(0),
    curvature: Float64Array.of(-1),
    ...(complete === undefined ? {} : { complete }),
  });
  assert.equal(newtonAscent(Float64Array.of(1), height(), 5), undefined);
  assert.equal(newtonAscent(Float64Array.of(1), height(Float64Array.of(1)), 5)?.converged, true);
});
