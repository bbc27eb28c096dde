import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { matrix } from "../../src/represent/matrix.js";
import { assign } from "../../src/segment/assign.js";
import { rules } from "../../src/segment/rules.js";
import { nameSegments } from "../../src/target/nameSegments.js";
import { profile } from "../../src/target/profile.js";

/** Customers in the given groups, one segment each, all of one size: the numbers are recency, frequency, monetary. */
function shop(groups: readonly (readonly [number, number, number])[]) {
  const rows = groups.map(([recency, frequency, monetary], group) => ({
    customer: group,
    group,
    recency,
    frequency,
    monetary,
  }));
  const found = rules(rows, {
    rules: groups.map((_, group) => ({ name: `g${group}`, when: { group: [group, group] as const } })),
    otherwise: null,
  });
  return { rows, found, described: profile(rows, found, { columns: ["recency", "frequency", "monetary"] }) };
}

test("says what stands out: low recency is recent, from 2.5 and to 0.4 it is very", () => {
  // Means 100, 10, 100: lifts by hand .4 1.5 2.5 | 1 1 1 | 1.6 .5 .3 | 1 1 .2
  const { found, described } = shop([
    [40, 15, 250],
    [100, 10, 100],
    [160, 5, 30],
    [100, 10, 20],
  ]);
  assert.deepEqual(nameSegments(found, described).names, [
    "Very recent, frequent, very high spend",
    "Typical",
    "Lapsed, infrequent, very low spend",
    "Very low spend",
  ]);
});

test("other columns are called high and low; equal segments get a number; an empty segment is Empty", () => {
  const rows = [1, 1, 10].map((calls, customer) => ({ customer, calls }));
  const found = rules(rows, {
    rules: [
      { name: "a", when: { customer: [0, 0] } },
      { name: "b", when: { customer: [1, 1] } },
      { name: "c", when: { customer: [2, 2] } },
      { name: "d", when: { customer: [9, 9] } },
    ],
    otherwise: null,
  });
  assert.deepEqual(nameSegments(found, profile(rows, found)).names, [
    "Very low calls",
    "Very low calls 2",
    "Very high calls",
    "Empty",
  ]);
});

test("segments of one name are told apart by their mean where they differ most", () => {
  // Means 100, 12.5, 1000. Lifts of the first two by hand: .1 and .2 | 2 and 2 | .05 and .25, which lie farthest apart.
  const { found, described } = shop([
    [10, 25, 50],
    [20, 25, 250],
    [185, 0, 1850],
    [185, 0, 1850],
  ]);
  assert.deepEqual(nameSegments(found, described).names, [
    "Very recent, frequent, very low spend (monetary 50)",
    "Very recent, frequent, very low spend (monetary 250)",
    "Lapsed, very infrequent, high spend",
    "Lapsed, very infrequent, high spend 2",
  ]);
});

test("given names are taken as they are, and rules follow them", () => {
  const { rows, found, described } = shop([
    [1, 9, 9],
    [9, 1, 1],
  ]);
  const named = nameSegments(found, described, { names: ["g1", "Others"] });
  assert.deepEqual(named.names, ["g1", "Others"]);
  assert.deepEqual(assign(named, matrix(rows, { columns: ["group"] })), found.labels);
  assert.deepEqual(found.names, ["g0", "g1"]);
});

test("refuses other numbers of names, empty and double ones, and the profile of other segments", () => {
  const { found, described } = shop([
    [1, 9, 9],
    [9, 1, 1],
  ]);
  assert.throws(() => nameSegments(found, described, { names: ["one"] }), /expected 2 names/);
  assert.throws(() => nameSegments(found, described, { names: ["one", " "] }), /a name for segment 1/);
  assert.throws(() => nameSegments(found, described, { names: ["one", "one"] }), /"one" for segments 0 and 1/);
  assert.throws(() => nameSegments(found, shop([[1, 1, 1]]).described), /profile of these 2 segments/);
});

test("names are unique and not empty whatever the figures (property)", () => {
  const figure = fc.oneof(
    fc.integer({ min: -2, max: 20 }),
    fc.constant(0),
    fc.double({ min: -1e9, max: 1e9, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(figure, figure, figure), { minLength: 1, maxLength: 8 }), (groups) => {
      const { found, described } = shop(groups);
      const { names } = nameSegments(found, described);
      assert.equal(new Set(names).size, groups.length);
      assert.ok(names!.every((name) => name.length > 0));
    }),
  );
});
