import assert from "node:assert/strict";
import { test } from "node:test";
import { KmeansSpace, kmeansMemory } from "../../src/numeric/kmeansSpace.js";
import { meanVariance } from "../../src/numeric/meanVariance.js";
import { momentsOf } from "../../src/numeric/moments.js";
import { random } from "../../src/random.js";

/** On a space of three centers, with or without WebAssembly. */
function of(columns: readonly Float64Array[], weights?: readonly number[], wasm = true): number {
  const [rows, width] = [columns[0]!.length, columns.length];
  const shape = { rows, width, k: 3, weighted: weights !== undefined, lanes: 1, threads: 1 };
  const space = new KmeansSpace(kmeansMemory(shape, wasm), shape, 0);
  columns.forEach((column, j) => {
    column.forEach((value, i) => {
      space.x[i * width + j] = value;
    });
  });
  space.weights?.set(weights!);
  return meanVariance(space, (what) => {
    for (let block = 0; block < space.blocks; block++) space.block(what, block, 0);
  });
}

test("by hand: 1, 3 and 5, 5 have variances 1 and 0; a weight counts as so many rows", () => {
  assert.equal(of([Float64Array.of(1, 3), Float64Array.of(5, 5)]), 0.5);
  assert.equal(of([Float64Array.of(1, 3)], [3, 1]), of([Float64Array.of(1, 1, 1, 3)]));
});

test("is that of the moments, over several blocks and far from zero, and the same bits without WebAssembly", () => {
  const draw = random(3);
  const columns = [1, 1e7].map((at) => Float64Array.from({ length: 9001 }, () => at + draw.normal()));
  const { squares, count } = momentsOf(columns);
  assert.ok(Math.abs(of(columns) / ((squares[0]! + squares[1]!) / count / 2) - 1) < 1e-9);
  assert.equal(of(columns), of(columns, undefined, false));
});

test("is 0 where a double cannot hold it", () => assert.equal(of([Float64Array.of(1e300, -1e300)]), 0));
