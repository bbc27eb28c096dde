// Prototypes, single moves, starts and medians beside the same counted anew.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { CategoricalColumn } from "../../src/matrix.js";
import { type MixedRows, mixedRows } from "../../src/numeric/mixedRows.js";
import { nearestPrototype } from "../../src/numeric/nearestPrototype.js";
import { prototypeStart } from "../../src/numeric/prototypeStart.js";
import { answerCost, type PrototypeMeasure, Prototypes } from "../../src/numeric/prototypes.js";
import { singleMoves } from "../../src/numeric/singleMoves.js";
import { renewMedians, sortedColumns } from "../../src/numeric/weightedMedians.js";
import { type Random, random } from "../../src/random.js";

function someRows(draw: Random, count: number): MixedRows {
  const values = [0, 1].map(() => Float64Array.from({ length: count }, () => draw.integer(20) / 4));
  const column = (name: string): CategoricalColumn => ({
    name,
    levels: ["a", "b", "c"],
    codes: Int32Array.from({ length: count }, () => draw.integer(4) - 1),
  });
  return mixedRows(values, [column("p"), column("q")], count, false).mixed;
}

/** The least that the segments of these labels can cost, from the definition. */
function costOf({ rows, labels, k, gamma, rarity }: Prototypes): number {
  const { count, width, x, answers, slots, begins, weights } = rows;
  let total = 0;
  for (let c = 0; c < k; c++) {
    const own = Array.from({ length: count }, (_, i) => i).filter((i) => labels[i] === c);
    const mass = own.reduce((sum, i) => sum + weights[i]!, 0);
    for (let j = 0; j < width; j++) {
      const mean = own.reduce((sum, i) => sum + weights[i]! * x[i * width + j]!, 0) / mass;
      for (const i of own) total += weights[i]! * (x[i * width + j]! - mean) ** 2;
    }
    for (let j = 0; j < answers; j++) {
      const given = own.filter((i) => slots[i * answers + j]! < begins[j + 1]! - 1);
      const costs: number[] = [];
      for (let mode = begins[j]!; mode < begins[j + 1]! - 1; mode++)
        if (rarity === undefined || rarity[mode]! > 0)
          costs.push(
            given.reduce((sum, i) => sum + weights[i]! * answerCost(slots[i * answers + j]!, mode, rarity), 0),
          );
      if (given.length > 0) total += gamma * Math.min(...costs);
    }
  }
  return total;
}

/** The sum of distances of the rows to the prototypes of their own segments. */
function ownCost(prototypes: Prototypes): number {
  return Array.from(prototypes.labels).reduce(
    (sum, label, i) => sum + prototypes.rows.weights[i]! * prototypes.distance(i, label),
    0,
  );
}

function measures(rows: MixedRows): PrototypeMeasure[] {
  const rarity = new Float64Array(rows.begins[rows.answers]!);
  for (let at = 0; at < rows.slots.length; at++)
    rarity[rows.slots[at]!]! += rows.weights[Math.floor(at / rows.answers)]!;
  return [
    { k: 3, gamma: 0.7 },
    { k: 3, gamma: 0.7, rarity: rarity.map((count) => (count > 0 ? 1 / count : 0)) },
  ];
}

test("moving rows one by one leaves what counting anew does, and single moves lower the cost to where none helps", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const draw = random(seed);
    const rows = someRows(draw, 40);
    for (const measure of measures(rows)) {
      const moved = new Prototypes(rows, measure);
      prototypeStart(moved, "spread", draw);
      moved.assign();
      moved.renew(false);
      moved.fillEmpty();
      for (let move = 0; move < 30; move++) {
        const i = draw.integer(rows.count);
        if (moved.groups[moved.labels[i]!]! > 1) moved.move(i, draw.integer(3));
        const cost = costOf(moved);
        assert.ok(Math.abs(ownCost(moved) - cost) < 1e-9, `${ownCost(moved)} of ${cost}`);
      }
      let before = costOf(moved);
      while (singleMoves(moved) > 0) {
        const now = costOf(moved);
        assert.ok(now < before);
        before = now;
      }
      // Brute force: no row can go anywhere else for less.
      for (let i = 0; i < rows.count; i++) {
        const own = moved.labels[i]!;
        if (moved.groups[own]! < 2) continue;
        for (let c = 0; c < 3; c++) {
          moved.labels[i] = c;
          assert.ok(costOf(moved) >= before * (1 - 1e-9) - 1e-12);
        }
        moved.labels[i] = own;
      }
    }
  }
});

test("the nearest prototype, of equally near ones the first", () => {
  const rows = someRows(random(3), 60);
  for (const absolute of [false, true]) {
    const prototypes = new Prototypes(rows, { k: 4, gamma: 0.5, absolute });
    for (let c = 0; c < 3; c++) prototypes.putOn(c, 7 * c);
    prototypes.putOn(3, 7);
    for (let i = 0; i < rows.count; i++) {
      const distances = [0, 1, 2, 3].map((c) => prototypes.distance(i, c));
      assert.equal(nearestPrototype(rows, prototypes, i), distances.indexOf(Math.min(...distances)));
      assert.equal(prototypes.least, Math.min(...distances));
    }
  }
});

test("every start puts the prototypes on rows, and the same seed on the same", () => {
  const rows = someRows(random(5), 80);
  for (const rule of ["cao", "huang", "spread"] as const) {
    const [a, b] = [4, 4].map((seed) => {
      const prototypes = new Prototypes(rows, { k: 5, gamma: 0.5 });
      prototypeStart(prototypes, rule, random(seed));
      return prototypes;
    });
    assert.deepEqual(a!.centers, b!.centers);
    assert.deepEqual(a!.modes, b!.modes);
    for (let c = 0; c < 5; c++)
      assert.ok(Array.from({ length: rows.count }, (_, i) => a!.distance(i, c)).includes(0), rule);
  }
});

test("Cao's start, hand-computed: the densest row, then the largest product of frequency and distance", () => {
  // Rows aa x3, ab, bb x2, cc: frequencies a 4 b 2 c 1 and a 3 b 3 c 1, so densities aa 7, ab 7, bb 5, cc 2; of the rest
  // times their distance to aa: ab 7 * 1, bb 5 * 2, cc 2 * 2.
  const codes = [
    [0, 0],
    [0, 0],
    [0, 0],
    [0, 1],
    [1, 1],
    [1, 1],
    [2, 2],
  ];
  const columns = [0, 1].map((j) => ({
    name: `${j}`,
    levels: ["a", "b", "c"],
    codes: Int32Array.from(codes, (row) => row[j]!),
  }));
  const { mixed } = mixedRows([], columns, 7, false);
  const prototypes = new Prototypes(mixed, { k: 3, gamma: 1 });
  prototypeStart(prototypes, "cao", random(1));
  // Then the least of both products: ab min(7 * 1, 7 * 1), cc min(2 * 2, 2 * 2).
  assert.deepEqual([...prototypes.modes], [0, 4, 1, 5, 0, 5]);
});

test("weighted medians: of two middle values the lower", () => {
  const values = [1, 1, 2, 3, 10, 10, 20, 21];
  const { mixed } = mixedRows([Float64Array.from(values)], [], 8, false);
  const prototypes = new Prototypes(mixed, { k: 2, gamma: 1, absolute: true });
  prototypes.labels.set(Array.from(mixed.x, (value) => Number(value >= 10)));
  prototypes.renew(false);
  renewMedians(prototypes, sortedColumns(mixed));
  assert.deepEqual([...prototypes.centers], [1, 10]);
});
