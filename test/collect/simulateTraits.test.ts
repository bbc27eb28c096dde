import assert from "node:assert/strict";
import { test } from "node:test";
import { sampleCorrelation } from "simple-statistics";
import { simulateTraits } from "../../src/collect/simulateTraits.js";

test("the same seed gives the same customers, another seed others", () => {
  const one = simulateTraits({ customers: 50, seed: 4 });
  assert.deepEqual(simulateTraits({ customers: 50, seed: 4 }).traits.objects(), one.traits.objects());
  assert.notDeepEqual(simulateTraits({ customers: 50, seed: 5 }).traits.objects(), one.traits.objects());
  assert.equal(one.traits.numCols(), 19);
  assert.deepEqual(one.truth.array("customer"), one.traits.array("customer"));
});

test("interactions: no indicator goes with the segment but the four that answer to both traits", () => {
  const { traits, truth } = simulateTraits({ customers: 4000, seed: 2 });
  const segment = Array.from(truth.array("segment"), (name) => +(name === "alike"));
  for (const name of traits.columnNames().slice(1)) {
    const found = Math.abs(sampleCorrelation(Array.from(traits.array(name) as number[]), segment));
    const both = ["samples", "bundles", "referrals", "trials"].includes(name);
    // Five standard errors of a correlation of nothing are .08.
    assert.ok(both ? found > 0.5 : found < 0.08, `${name}: ${found}`);
  }
});

test("rings: no segment's mean is elsewhere, and linear: each is", () => {
  const spread = (truth: "rings" | "linear") => {
    const { traits, truth: known } = simulateTraits({ truth, customers: 4000, seed: 2 });
    const names = [...new Set(known.array("segment") as string[])];
    const values = Array.from(traits.array("visits") as number[]);
    const means = names.map((name) => {
      const own = values.filter((_, i) => known.get("segment", i) === name);
      return own.reduce((sum, value) => sum + value, 0) / own.length;
    });
    return { names, range: Math.max(...means) - Math.min(...means) };
  };
  assert.deepEqual(spread("rings").names.sort(), ["extreme", "moderate"]);
  assert.ok(spread("rings").range < 0.2, `rings: ${spread("rings").range}`);
  assert.equal(spread("linear").names.length, 4);
  assert.ok(spread("linear").range > 0.5, `linear: ${spread("linear").range}`);
});

test("what cannot be invented is refused", () => {
  assert.throws(() => simulateTraits({ customers: 5 }), /expected customers to be a whole number from 10/);
  assert.throws(() => simulateTraits({ truth: "squares" as never }), /expected truth to be "interactions"/);
  assert.throws(() => simulateTraits({ count: 5 } as never), TypeError);
});
