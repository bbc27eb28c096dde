import assert from "node:assert/strict";
import { test } from "node:test";
import { mean } from "d3-array";
import type { Matrix } from "../../src/matrix.js";
import { random } from "../../src/random.js";
import { assign } from "../../src/segment/assign.js";
import type { Method } from "../../src/segment/evaluate/method.js";
import { stability } from "../../src/segment/evaluate/stability.js";
import { kmeans } from "../../src/segment/kmeans.js";
import { column } from "../../src/table.js";
import { labeled } from "../segment/evaluate/labeled.js";
import { mcdonalds, skipWithout } from "../sharedData.js";

const skip = skipWithout("mcdonalds.csv");

test("a default call finds the best known four segments of McDonald's, SSE 1602.899, for 20 of 20 seeds", {
  skip,
}, async () => {
  const people = mcdonalds();
  const found: string[] = [];
  for (let seed = 0; seed < 20; seed++) found.push((await kmeans(people, { k: 4, seed })).quality.inertia!.toFixed(3));
  assert.deepEqual(found, Array<string>(20).fill("1602.899"));
});

/**
 * k-means as R's flexclust does it in bootFlexclust: starts at different rows, of equally near centers one at random, no single moves,
 * and of the starts the one with the least sum of distances, not of their squares.
 */
const flexclust: Method = async (matrix: Matrix, { k, restarts = 10, seed = 1 }) => {
  const draw = random(seed);
  const width = matrix.columns.length;
  const copies = new Map<string, { row: number[]; count: number }>();
  for (let i = 0; i < matrix.rows; i++) {
    const row = matrix.values.map((values) => values[i]!);
    const same = copies.get(row.join());
    if (same === undefined) copies.set(row.join(), { row, count: 1 });
    else same.count++;
  }
  const different = [...copies.values()];
  let [least, best]: [number, number[][]] = [Number.POSITIVE_INFINITY, []];
  for (let start = 0; start < restarts; start++) {
    const order = draw.shuffle(different.map((_, i) => i));
    let centers = Array.from({ length: k }, (_, c) => different[order[c]!]!.row);
    let [sum, before] = [0, -1];
    for (let iteration = 0; sum !== before && iteration < 200; iteration++) {
      before = sum;
      sum = 0;
      const totals = centers.map(() => new Array<number>(width).fill(0));
      const sizes = new Array<number>(k).fill(0);
      for (const { row, count } of different) {
        let nearest = Number.POSITIVE_INFINITY;
        let ties: number[] = [];
        for (let c = 0; c < k; c++) {
          const center = centers[c]!;
          let squares = 0;
          for (let j = 0; j < width; j++) squares += (row[j]! - center[j]!) ** 2;
          if (squares > nearest + 1e-12) continue;
          ties = squares < nearest - 1e-12 ? [c] : [...ties, c];
          nearest = Math.min(nearest, squares);
        }
        sum += count * Math.sqrt(nearest);
        for (let copy = 0; copy < count; copy++) {
          const own = ties.length === 1 ? ties[0]! : ties[draw.integer(ties.length)]!;
          sizes[own]!++;
          for (let j = 0; j < width; j++) totals[own]![j]! += row[j]!;
        }
      }
      centers = totals.map((total, c) => (sizes[c] === 0 ? centers[c]! : total.map((value) => value / sizes[c]!)));
    }
    if (sum < least) [least, best] = [sum, centers];
  }
  const { columns, preparation } = matrix;
  const model = { kind: "centers", columns, centers: best, preparation } as const;
  const labels = assign({ ...labeled([0]), k, model }, matrix);
  return { ...labeled(Array.from(labels)), k, model };
};

// R's flexclust, bootFlexclust with 100 pairs and 10 starts, k 2 to 8 (REFERENCE).
const published = [0.956, 0.871, 0.839, 0.717, 0.659, 0.632, 0.615];
const k = published.map((_, at) => at + 2);

test("stability by flexclust's own k-means has the medians of its bootFlexclust: .03 apart on average, none .06", {
  skip,
}, async () => {
  // At k 3 to 5 pairs fall into two heaps, and medians of 100 move by .02 to .05 with the seed.
  const { summary } = await stability(mcdonalds(), { k, replicates: 100, divisions: 0, method: flexclust });
  const apart = Array.from(column(summary, "median"), (own, at) => Math.abs(Number(own) - published[at]!));
  assert.ok(Math.max(...apart) < 0.06 && mean(apart)! <= 0.03, `apart by ${apart.map((one) => one.toFixed(3))}`);
});

test("stability by our k-means, which is stuck less often, has the median of flexclust at k 2 and higher ones beyond", {
  skip,
}, async () => {
  const { summary } = await stability(mcdonalds(), { k, replicates: 100, divisions: 0 });
  Array.from(column(summary, "median"), Number).forEach((own, at) => {
    if (at === 0) assert.ok(Math.abs(own - published[at]!) < 0.03, `k 2: ${own}`);
    else assert.ok(own > published[at]!, `k ${k[at]}: ${own} is not above ${published[at]}`);
  });
});
