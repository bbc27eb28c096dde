import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { matrixOf } from "../../src/matrix.js";
import { random } from "../../src/random.js";
import { matrix } from "../../src/represent/matrix.js";
import { byNetwork } from "../../src/segment/assign/byNetwork.js";
import { autoencoder } from "../../src/segment/autoencoder.js";
import { combine } from "../../src/segment/combine.js";
import { gaussianMixture } from "../../src/segment/gaussianMixture.js";
import { hdbscan } from "../../src/segment/hdbscan.js";
import { kmeans } from "../../src/segment/kmeans.js";
import { kmodes } from "../../src/segment/kmodes.js";
import { latentClass } from "../../src/segment/latentClass.js";
import { memberships } from "../../src/segment/memberships.js";
import { responsibilities } from "../../src/segment/responsibilities.js";
import { rules } from "../../src/segment/rules.js";
import { subsegments } from "../../src/segment/subsegments.js";
import type { NetworkModel } from "../../src/segmentation.js";
import { column, type Table, tableOf, toTable } from "../../src/table.js";
import { score } from "../../src/target/score.js";

const draw = random(5);
const people = Array.from({ length: 60 }, (_, i) => ({
  customer: `c${i}`,
  orders: (i % 3) * 20 + draw.uniform() * 4,
  money: (i % 3) * 500 + draw.uniform() * 90,
  channel: ["web", "store", "app"][i % 3]!,
}));
const numbers = matrix(people, { columns: ["orders", "money"], log: true, scale: "standard" });
const fast = { k: 3, layers: [8], embedding: 2, epochs: 40, restarts: 1, baselines: false, batchSize: 20 } as const;

test("by hand: recorded figures prepare the rows, other columns are not looked at, ids keep name and order", async () => {
  const segments = await kmeans(matrix(people, { columns: ["money"], scale: "range" }), { k: 3 });
  const fresh = [
    { who: 7, name: "Ada", money: 1080 },
    { who: "8", name: null, money: 20 },
  ];
  const scored = score(segments, fresh, { id: "who" });
  assert.deepEqual(scored.columnNames(), ["who", "segment", "label"]);
  const [rich, poor] = [segments.labels[2]!, segments.labels[0]!];
  assert.deepEqual(scored.objects(), [
    { who: 7, segment: `Segment ${rich + 1}`, label: rich },
    { who: "8", segment: `Segment ${poor + 1}`, label: poor },
  ]);
  const named = { ...segments, names: ["First", "Second", "Third"] };
  assert.equal(score(named, fresh, { id: "who" }).get("segment", 0), named.names[rich]);
});

test("mixtures and classes say how probable the segment is, densities how firmly a row belongs", async () => {
  const mixture = await gaussianMixture(numbers, { k: 3 });
  const between = [...people, { customer: "new", orders: 30, money: 740, channel: "web" }];
  const scored = score(mixture, between);
  const shares = responsibilities(mixture, matrix(between, { like: numbers }));
  assert.deepEqual(scored.columnNames(), ["customer", "segment", "label", "probability"]);
  between.forEach((_, i) => {
    assert.equal(scored.get("probability", i), Math.max(...shares.map((own) => own[i]!)));
  });
  const answers = matrix(people, { columns: [], categorical: ["channel"] });
  assert.deepEqual(
    [...score(await latentClass(answers, { k: 1 }), people).array("probability")],
    people.map(() => 1),
  );
  const density = await hdbscan(numbers, { minClusterSize: 5 });
  const found = score(density, people);
  assert.deepEqual([...found.array("membership")], [...memberships(density)]);
  const far = score(density, [{ customer: "x", orders: 1e9, money: 1e9 }]);
  assert.deepEqual(far.objects(), [{ customer: "x", segment: "Noise", label: -1, membership: 0 }]);
});

test("an autoencoder says what it loses of a row and whether that is odd: as in the fit, and for others", async () => {
  const both = matrix(people, { columns: ["orders", "money"], categorical: ["channel"], scale: "standard" });
  const segments = await autoencoder(both, fast);
  const scored = score(segments, people);
  assert.deepEqual(scored.columnNames(), ["customer", "segment", "label", "reconstructionError", "odd"]);
  assert.deepEqual([...scored.array("label")], [...segments.labels]);
  assert.deepEqual([...scored.array("reconstructionError")], [...segments.reconstructionErrors]);
  assert.deepEqual(
    segments.ids.filter((_, i) => scored.get("odd", i)),
    segments.odd.map(({ id }) => id).sort((a, b) => segments.ids.indexOf(a) - segments.ids.indexOf(b)),
  );
  const strange = score(segments, [{ customer: "x", orders: 4000, money: -90000, channel: "web" }]);
  assert.equal(strange.get("odd", 0), true);
  const { oddAbove: _, ...older } = segments.model as NetworkModel;
  assert.ok(
    !score({ ...segments, model: older }, people)
      .columnNames()
      .includes("odd"),
    "odd without a bound",
  );
});

test("vade: the probabilities are the softmax of what each normal distribution says of the row, and the label has the largest", async () => {
  const segments = await autoencoder(numbers, { ...fast, method: "vade", clusterEpochs: 20 });
  const scored = score(segments, people);
  const model = segments.model as NetworkModel;
  assert.ok(model.groups.kind === "mixture", model.groups.kind);
  const { weights, means, variances } = model.groups;
  // Equation 16 of Jiang and others (2017), written out; the logarithms of variances stand behind the means of a row.
  const encoded = byNetwork(
    { ...model, groups: { kind: "centers", centers: [] }, decoder: wide(model) },
    numbers,
  ).embedding;
  const size = means[0]!.length;
  const shares = responsibilities(segments, numbers);
  for (let i = 0; i < people.length; i++) {
    const row = encoded.subarray(i * 2 * size, (i + 1) * 2 * size);
    const logs = weights.map((weight, c) =>
      means[c]!.reduce(
        (sum, mean, j) =>
          sum -
          0.5 * (Math.log(variances[c]![j]!) + (Math.exp(row[size + j]!) + (row[j]! - mean) ** 2) / variances[c]![j]!),
        Math.log(weight),
      ),
    );
    const most = Math.max(...logs);
    const total = logs.reduce((sum, log) => sum + Math.exp(log - most), 0);
    const wanted = logs.map((log) => Math.exp(log - most) / total);
    wanted.forEach((share, c) => {
      assert.ok(Math.abs(share - shares[c]![i]!) < 1e-9, `row ${i}, segment ${c}: ${share} and ${shares[c]![i]}`);
    });
    assert.equal(scored.get("probability", i), shares[segments.labels[i]!]![i]);
    assert.equal(scored.get("probability", i), Math.max(...shares.map((own) => own[i]!)));
  }
});

/** A decoder that takes all that the encoder gives, so that it is seen; what it makes of it does not count. */
function wide({ encoder, decoder }: NetworkModel): NetworkModel["decoder"] {
  const sizes = [encoder.sizes.at(-1)!, decoder.sizes.at(-1)!];
  const bytes = 4 * (sizes[0]! * sizes[1]! + sizes[1]!);
  return { sizes, activation: "relu", packed: Buffer.alloc(bytes).toString("base64") };
}

test("rules take missing values as they do in the fit, alone and beside another method that fills them in", async () => {
  const some = people.map((row, i) => ({ ...row, orders: i % 7 === 0 ? null : row.orders }));
  const bands = rules(some, { rules: [{ name: "Few", when: { orders: [0, 10] } }], otherwise: "Others" });
  assert.deepEqual([...score(bands, some).array("label")], [...bands.labels]);
  const filled = matrix(some, { columns: ["orders", "money"], impute: "median" });
  const centers = await kmeans(filled, { k: 2 });
  for (const both of [combine(bands, centers), combine(centers, bands)])
    assert.deepEqual([...score(both, some).array("label")], [...both.labels]);
  const open = rules(people, { rules: [{ name: "All", when: { orders: [-1, 1e9] } }], otherwise: null });
  const scored = score(open, [{ customer: 1, orders: -5 }]);
  assert.deepEqual(scored.objects(), [{ customer: 1, segment: "Noise", label: -1 }]);
});

test("stages that were prepared differently each get their own columns", async () => {
  const outer = await kmeans(matrix(people, { columns: ["orders"], scale: "standard" }), { k: 2 });
  const inner = matrix(people, { columns: ["money"], log: true, scale: "range" });
  const nested = await subsegments(outer, inner, { k: 2 });
  assert.deepEqual([...score(nested, people).array("label")], [...nested.labels]);
});

test("stages that pooled the levels of one column differently each get their own", async () => {
  const some = people.map((row, i) => ({ ...row, channel: i < 8 ? `rare ${i % 2}` : row.channel }));
  const modes = (leastShare: number) => matrix(some, { columns: [], categorical: ["channel"], leastShare });
  const [pooled, plain] = [await kmodes(modes(0.1), { k: 4 }), await kmodes(modes(0), { k: 5 })];
  for (const both of [combine(pooled, plain), combine(plain, pooled)])
    assert.deepEqual([...score(both, some).array("label")], [...both.labels]);
});

test("levels that were pooled take those that are new; without a pool these are refused with row and column", async () => {
  const pooled = matrix(
    people.map((row, i) => ({ ...row, channel: i < 4 ? `rare ${i}` : row.channel })),
    { columns: [], categorical: ["channel"], leastShare: 0.1 },
  );
  const segments = await kmodes(pooled, { k: 4 });
  const scored = score(segments, [{ customer: 1, channel: "never seen" }]);
  assert.equal(scored.get("label", 0), segments.labels[0]);
  const strict = await kmodes(matrix(people, { columns: ["money"], categorical: ["channel"] }), { k: 2 });
  assert.deepEqual(score(strict, [{ customer: 1, channel: "app" }]).numRows(), 1); // money is not read by k-modes
  assert.throws(() => score(strict, [...people, { customer: 1, channel: "phone" }]), {
    name: "DataError",
    row: 61,
    column: "channel",
    message: /got "phone"/,
  });
});

test("missing and misspelt columns: the closest is named, and all that the model reads", async () => {
  const both = matrix(people, { columns: ["orders", "money"], oneHot: ["channel"] });
  const segments = await kmeans(both, { k: 2 });
  const { money: _, ...rest } = people[0]!;
  assert.throws(() => score(segments, [{ ...rest, mony: 3 }]), {
    name: "DataError",
    column: "money",
    message:
      /^expected the columns that the model reads \("orders", "money", "channel"\), found none called "money" among "customer", "orders", "channel", "mony"\. Did you mean "mony"\? \(column "money"\)$/,
  });
  assert.throws(() => score(segments, [{ customer: 1, Orders: 3, chanel: 3 }]), {
    message:
      /none called "orders", "money", "channel" among .* Did you mean "Orders" for "orders", "chanel" for "channel"\?$/,
  });
  assert.throws(() => score(segments, []), { name: "DataError" });
});

test("missing values without a rule, ids that are missing or there twice, and a taken name are refused", async () => {
  const segments = await kmeans(numbers, { k: 2 });
  const [a, b] = people;
  assert.throws(() => score(segments, [a!, { ...b!, money: null }]), { name: "DataError", row: 2, column: "money" });
  assert.throws(() => score(segments, [a!, a!]), { name: "DataError", row: 2, column: "customer" });
  assert.throws(() => score(segments, [{ ...a!, customer: null }]), { name: "DataError", row: 1, column: "customer" });
  assert.throws(
    () =>
      score(
        segments,
        people.map((row) => ({ ...row, label: row.customer })),
        { id: "label" },
      ),
    {
      name: "DataError",
      message: /another name for the column of ids/,
    },
  );
  const { customer: _, ...anonymous } = a!;
  assert.throws(() => score(segments, [anonymous]), {
    message: /there is no "customer", so pass id as one of "orders", "money", "channel"/,
  });
  assert.throws(() => score(segments, people, { ids: "customer" } as never), /Did you mean "id"\?/);
  assert.throws(() => score(Promise.resolve(segments) as never, people), /a promise: await it/);
});

test("the id of the fit is found by its name, and no row gives an empty table", async () => {
  const named = people.map(({ customer, ...rest }) => ({ account: customer, ...rest }));
  const segments = await kmeans(matrix(named, { id: "account", columns: ["money"] }), { k: 2 });
  assert.deepEqual(score(segments, named).columnNames(), ["account", "segment", "label"]);
  assert.deepEqual(score(segments, people).columnNames(), ["customer", "segment", "label"]);
  const none = score(segments, toTable(named).slice(0, 0) as Table);
  assert.deepEqual([none.numRows(), none.columnNames()], [0, ["account", "segment", "label"]]);
  assert.throws(() => score(matrixLess(), people), { message: /there is no "row"|none called "x"/ });
});

function matrixLess() {
  const points = matrixOf({ x: [1] });
  const model = { kind: "centers", columns: ["x"], centers: [[1]], preparation: points.preparation } as const;
  return {
    ...{ method: "kmeans", k: 1, ids: [0], labels: Int32Array.of(0), sizes: [1], parameters: {}, quality: {} },
    ...{ converged: true, iterations: 1, warnings: [], model },
  };
}

test("names of columns and levels that mean something in JavaScript, and odd ids", async () => {
  const odd = ["constructor", "toString", "a,b", 'say "hi"', "☕"];
  const table = tableOf({
    hasOwnProperty: ["__proto__", "x", "", "\u{1f600}", "constructor"],
    constructor: [1, 2, 3, 40, 50],
    valueOf: odd,
  });
  const data = matrix(table, { id: "hasOwnProperty", columns: ["constructor"], categorical: ["valueOf"] });
  const segments = await autoencoder(data, { ...fast, k: 2 });
  const scored = score(segments, table);
  assert.deepEqual([...scored.array("label")], [...segments.labels]);
  assert.deepEqual(column(scored as Table, "hasOwnProperty"), column(table, "hasOwnProperty"));
});

test("a row is scored alone as it is among others, in any order", async () => {
  const mixture = await gaussianMixture(numbers, { k: 3 });
  const all = new Map(
    score(mixture, people)
      .objects()
      .map((row, i) => [people[i]!.customer, row]),
  );
  fc.assert(
    fc.property(fc.shuffledSubarray(people, { minLength: 1 }), (some) => {
      assert.deepEqual(
        score(mixture, some).objects(),
        some.map(({ customer }) => all.get(customer)),
      );
    }),
    { numRuns: 30 },
  );
});
