import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { read } from "../../src/collect/read.js";
import { survey } from "../../src/collect/survey.js";
import { random } from "../../src/random.js";
import { ipsatize } from "../../src/represent/ipsatize.js";
import { joinFeatures } from "../../src/represent/joinFeatures.js";
import { type NeedsOptions, needs } from "../../src/represent/needs.js";
import type { Row } from "../../src/table.js";

const answers = [
  { customer: "d", price: 7, taste: 7, origin: 1, gift: 5 },
  { customer: "a", price: 2, taste: 6, origin: null, gift: 4 },
  { customer: "c", price: 5, taste: 5, origin: 5, gift: 5 },
  { customer: "b", price: null, taste: null, origin: 3, gift: null },
];
const importance = ["price", "taste", "origin", "gift"] as const;

test("computed by hand: as given, less the own mean, ranks, and the need that stands out", () => {
  const found = needs(answers, { importance, ranks: true });
  const none = { priceRelative: null, tasteRelative: null, originRelative: null, giftRelative: null };
  assert.deepEqual(found.table.objects(), [
    {
      ...{ customer: "a", price: 2, taste: 6, origin: null, gift: 4 },
      ...{ priceRelative: -2, tasteRelative: 2, originRelative: null, giftRelative: 0 },
      ...{ priceRank: 3, tasteRank: 1, originRank: null, giftRank: 2, topNeed: "taste" },
    },
    {
      ...{ customer: "b", price: null, taste: null, origin: 3, gift: null },
      ...none,
      ...{ priceRank: null, tasteRank: null, originRank: null, giftRank: null, topNeed: null },
    },
    {
      ...{ customer: "c", price: 5, taste: 5, origin: 5, gift: 5 },
      ...{ priceRelative: 0, tasteRelative: 0, originRelative: 0, giftRelative: 0 },
      ...{ priceRank: 2.5, tasteRank: 2.5, originRank: 2.5, giftRank: 2.5, topNeed: null },
    },
    {
      ...{ customer: "d", price: 7, taste: 7, origin: 1, gift: 5 },
      ...{ priceRelative: 2, tasteRelative: 2, originRelative: -4, giftRelative: 0 },
      ...{ priceRank: 1.5, tasteRank: 1.5, originRank: 4, giftRank: 3, topNeed: "price" },
    },
  ]);
  assert.deepEqual(found.straightliners, ["c"]);
  assert.equal(found.minimum, 2);
  assert.deepEqual(found.summary.objects()[0], {
    need: "price",
    answered: 3,
    mean: 14 / 3,
    relative: 0,
    top: 1,
    topShare: 0.5,
  });
  const said = found.warnings.join("\n");
  assert.match(said, /^1 of 4 customers \(25 %\) rated fewer than 2 of 4 needs: no topNeed/m);
  assert.match(said, /^1 of 4 customers \(25 %\) rated all needs alike: no topNeed/m);
  assert.match(said, /^1 of 4 customers \(25 %\) rated several needs highest: their topNeed is the first/m);
  assert.match(said, /^Relative values: a mean of 4 items/m);
  assert.deepEqual(found.dictionary.array("feature"), found.table.columnNames().slice(1));
  assert.deepEqual([...new Set(found.dictionary.array("base") as string[])], ["needs"]);
});

test("matches pandas 3.1.1 on the simulated shop: means, sub(mean(axis=1)), idxmax, nunique == 1", async () => {
  const columns = [
    "need_low_price",
    "need_freshness",
    "need_fast_delivery",
    "need_wide_choice",
    "need_known_origin",
    "need_nice_gift",
  ];
  const asked = await survey(await read("data/survey.csv"), { id: "customer_id" });
  const found = needs(asked, { importance: columns });
  assert.equal(found.id, "customer_id");
  assert.match(String(found.dictionary.get("unit", 0)), /rating from 1 to 7/);
  const near = (found: number[], wanted: number[]) =>
    found.forEach((value, i) => {
      assert.ok(Math.abs(value - wanted[i]!) < 1e-9, `${value} for ${wanted[i]}`);
    });
  near(found.summary.array("answered") as number[], [1007, 1009, 1001, 1010, 1003, 1007]);
  near(
    found.summary.array("mean") as number[],
    [4.246276067527309, 4.932606541129831, 4.6693306693306695, 4.305940594059406, 4.056829511465603, 3.843098311817279],
  );
  near(
    found.summary.array("relative") as number[],
    [
      -0.08995365772922874, 0.5840601255368352, 0.31739926739926744, -0.03235973597359735, -0.28477899634430043,
      -0.4946706388613042,
    ],
  );
  assert.deepEqual(found.summary.array("top"), [233, 297, 173, 100, 120, 71]);
  assert.equal(found.straightliners.length, 35);
  assert.match(found.warnings.join("\n"), /^338 of 1,029 customers \(33 %\) rated several needs highest/m);
  // The same values as ipsatize, which they are made by.
  const own = ipsatize(asked, { items: columns, minimum: 3 });
  const byId = new Map(own.table.objects().map((row) => [(row as Row).customer_id, row as Row]));
  for (const row of found.table.objects() as Row[])
    for (const name of columns) assert.equal(row[`${name}Relative`], byId.get(row.customer_id)![name]);
  assert.equal(joinFeatures({ says: found }).table.numRows(), found.table.numRows());
});

test("properties: the order of rows changes nothing; a constant added to all ratings of a person moves the ratings alone", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), (seed) => {
      const draw = random(seed);
      const rows = Array.from({ length: 12 }, (_, customer) => {
        const one = () => (draw.uniform() < 0.2 ? null : 1 + draw.integer(5));
        return { customer, price: one(), taste: one(), origin: one(), gift: one() };
      });
      const options = { importance, ranks: true, minimum: 3 } as const;
      const found = needs(rows, options);
      assert.deepEqual(needs(draw.shuffle([...rows]), options).table.objects(), found.table.objects());
      const moved = needs(
        rows.map((row) => ({
          customer: row.customer,
          ...(Object.fromEntries(
            importance.map((name) => [name, row[name] === null ? null : row[name] + 8 * row.customer]),
          ) as Record<(typeof importance)[number], number | null>),
        })),
        options,
      );
      for (const name of found.table.columnNames().filter((one) => /Rank|topNeed/.test(one)))
        assert.deepEqual(moved.table.array(name), found.table.array(name), name);
      for (const row of found.table.objects() as Row[]) {
        const ranks = importance.map((name) => row[`${name}Rank`]).filter((rank) => rank !== null);
        const sum = ranks.reduce((all, rank) => all + rank, 0);
        assert.equal(sum, (ranks.length * (ranks.length + 1)) / 2);
      }
    }),
    { seed: 3, numRuns: 25 },
  );
});

test("what is left out is left out, and mistakes are named", () => {
  const plain = needs(answers, { importance, relative: false });
  assert.deepEqual(plain.table.columnNames(), ["customer", ...importance, "topNeed"]);
  assert.doesNotMatch(plain.warnings.join(), /Relative/);
  assert.match(
    needs(
      answers.map((row) => ({ ...row, gift: null as number | null })),
      { importance },
    ).warnings[0]!,
    /^gift: nobody rated it/,
  );
  const bad =
    (options: object, data: readonly Row[] = answers) =>
    () =>
      needs(data, options as NeedsOptions<string, "customer">);
  assert.throws(bad({}), /expected importance as a list/);
  assert.throws(bad({ importance: ["price"] }), /at least two needs/);
  assert.throws(bad({ importance: ["price", "tasty"] }), /Did you mean "taste"/);
  assert.throws(bad({ importance: ["price", "price"] }), /"price" twice/);
  assert.throws(bad({ importance, minimum: 5 }), /from 2 to the 4 items, got 5/);
  assert.throws(bad({ importance, ranks: 1 }), /ranks to be true or false/);
  assert.throws(bad({ importance, rank: true }), /Did you mean "ranks"/);
  assert.throws(bad({ importance }, [{ customer: 1, price: "high", taste: 1, origin: 1, gift: 1 }]), /finite number/);
  assert.throws(
    bad({ importance: ["a", "aRelative"] }, [{ customer: 1, a: 1, aRelative: 2 }]),
    /"aRelative", which is a column to be made/,
  );
});
