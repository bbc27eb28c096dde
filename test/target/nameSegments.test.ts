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

test("a named segmentation is of the kind that it was", () => {
  const { found, described } = shop([[1, 2, 3]]);
  const named = nameSegments({ ...found, verdict: "more than a Segmentation has" }, described);
  assert.equal(named.verdict satisfies string, "more than a Segmentation has");
});

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

test("scores around 0 are named by standard deviations: half of one and more, very from 1.5; the mean of all does not matter", () => {
  // Population standard deviation of -2 0 0 2: sqrt(2). The segments lie -1.41, 0, 1.41 of them apart, and those of the second score .71 and -2.12.
  const rows = [
    { customer: 0, extravert: -2, open: -3 },
    { customer: 1, extravert: 0, open: 1 },
    { customer: 2, extravert: 0, open: 1 },
    { customer: 3, extravert: 2, open: 1 },
  ];
  const found = rules(rows, {
    rules: rows.map(({ customer }) => ({ name: `g${customer}`, when: { customer: [customer, customer] as const } })),
    otherwise: null,
  });
  for (const by of [0, 1e-14]) {
    const moved = rows.map((row) => ({ ...row, extravert: row.extravert + by }));
    // Of equal names the mean tells the two apart where it can, which is not here.
    const described = profile(moved, found, { columns: ["extravert", "open"] });
    assert.deepEqual(nameSegments(found, described).names, [
      "Low extravert, very low open",
      "High open",
      "High open 2",
      "High extravert, high open",
    ]);
  }
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

/** Segments a, b and so on with the given answers, and a number that is the same everywhere. */
function surveyed(groups: readonly (readonly string[])[]) {
  const rows = groups.flatMap((answers, group) =>
    answers.map((answer, i) => {
      const [cheap, tasty, diet] = answer.split(" ");
      return { customer: group * 100 + i, group, visits: 3, cheap: cheap!, tasty: tasty!, diet: diet! };
    }),
  );
  const found = rules(rows, {
    rules: groups.map((_, group) => ({ name: `g${group}`, when: { group: [group, group] as const } })),
    otherwise: null,
  });
  return nameSegments(found, profile(rows, found, { columns: ["visits", "cheap", "tasty", "diet"] })).names;
}

test("where no number stands out, what most of a segment answered and far fewer of all", () => {
  // By hand, of all: cheap 5 of 9, tasty 6 of 9, vegan 3 of 9. First: cheap 3/3, tasty 3/3, vegan 2/3 (above by .44, .33, .33).
  // Second: not cheap 3/3 (above .56), tasty 2/3 (not above), meat 3/3 (above by .33). Third: not tasty 2/3 (above by .33), cheap 2/3 (by .11), meat.
  assert.deepEqual(
    surveyed([
      ["yes yes vegan", "yes yes vegan", "yes yes meat"],
      ["no yes meat", "no yes meat", "no no meat"],
      ["yes no vegan", "yes no meat", "no yes meat"],
    ]),
    ["Mostly cheap, tasty, diet vegan", "Mostly not cheap, diet meat", "Mostly not tasty"],
  );
});

test("a share that is no more than half, or less than 20 points above all, names nothing; equal names get the share that differs most", () => {
  assert.deepEqual(
    surveyed([
      ["yes yes a", "no no b"],
      ["yes yes b", "no no a"],
    ]),
    ["Typical", "Typical 2"],
  );
  const four = (yes: number) => Array.from({ length: 4 }, (_, i) => `${i < yes ? "yes" : "no"} yes a`);
  // Of all 16, 7 find it cheap (.4375): 4/4 and 3/4 lie above by .56 and .31, 0/4 below by .44.
  assert.deepEqual(surveyed([four(4), four(3), four(0), four(0)]), [
    "Mostly cheap (cheap 100 %)",
    "Mostly cheap (cheap 75 %)",
    "Mostly not cheap",
    "Mostly not cheap 2",
  ]);
});

test("a number that stands out names the segment, whatever the answers", () => {
  const rows = [
    { customer: 1, visits: 1, cheap: "yes" },
    { customer: 2, visits: 9, cheap: "no" },
  ];
  const found = rules(rows, { rules: [{ name: "few", when: { visits: [0, 2] } }], otherwise: "many" });
  assert.deepEqual(nameSegments(found, profile(rows, found, { columns: ["visits", "cheap"] })).names, [
    "Very low visits",
    "High visits",
  ]);
});

test("on a scale from 1 to 6, where no lift is clear, segments go by standard deviations", () => {
  // Means of 4.8 and 4.2 on each: a lift of 1.07 and .93, and one standard deviation above and below.
  const people = Array.from({ length: 20 }, (_, customer) => ({
    customer,
    kind: customer < 10 ? 4.8 : 4.2,
    calm: customer < 10 ? 4.2 : 4.8,
  }));
  const segments = rules(people, {
    rules: [
      { name: "a", when: { customer: [0, 9] } },
      { name: "b", when: { customer: [10, 19] } },
    ],
  });
  const named = nameSegments(segments, profile(people, segments, { columns: ["kind", "calm"] }));
  assert.deepEqual(named.names?.slice(0, 2), ["High kind, low calm", "Low kind, high calm"]);
});
