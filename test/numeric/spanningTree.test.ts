import assert from "node:assert/strict";
import { test } from "node:test";
import { spanningTree } from "../../src/numeric/spanningTree.js";
import { random } from "../../src/random.js";

const quietly = async () => undefined;

/** All pairs compared: core distances, and the lengths of a minimum spanning tree (Prim 1957). */
function slowly(columns: readonly Float64Array[], neighbors: number): { core: number[]; lengths: number[] } {
  const rows = columns[0]!.length;
  const apart = (a: number, b: number) =>
    Math.sqrt(columns.reduce((sum, column) => sum + (column[a]! - column[b]!) ** 2, 0));
  const all = Array.from({ length: rows }, (_, i) => i);
  const core = all.map((a) => all.map((b) => apart(a, b)).sort((x, y) => x - y)[neighbors]!);
  const near = new Array<number>(rows).fill(Number.POSITIVE_INFINITY);
  const outside = new Set(all);
  const lengths: number[] = [];
  for (let row = 0; ; ) {
    outside.delete(row);
    let next = -1;
    for (const other of outside) {
      near[other] = Math.min(near[other]!, Math.max(apart(row, other), core[row]!, core[other]!));
      if (next < 0 || near[other]! < near[next]!) next = other;
    }
    if (next < 0) return { core, lengths: lengths.sort((x, y) => x - y) };
    lengths.push(near[next]!);
    row = next;
  }
}

for (const [name, value] of Object.entries({
  "random rows": (draw: ReturnType<typeof random>) => draw.normal(),
  "rows with many ties and equal ones": (draw: ReturnType<typeof random>) => draw.integer(4),
  "equal rows": () => 2,
}))
  for (const width of [1, 2, 5])
    test(`has the lengths and core distances of all pairs: ${name}, ${width} columns`, async () => {
      const draw = random(width);
      for (const rows of [2, 3, 11, 150])
        for (const neighbors of [1, 4, rows - 1].filter((count) => count < rows)) {
          const columns = Array.from({ length: width }, () => Float64Array.from({ length: rows }, () => value(draw)));
          const { a, b, lengths, core } = await spanningTree(columns, { neighbors, unit: 1 }, quietly);
          const expected = slowly(columns, neighbors);
          assert.deepEqual([...core], expected.core);
          assert.deepEqual([...lengths], expected.lengths);
          // The edges hold all rows together, and each is as long as it says.
          const part = Array.from({ length: rows }, (_, i) => i);
          lengths.forEach((length, e) => {
            const squares = columns.reduce((sum, column) => sum + (column[a[e]!]! - column[b[e]!]!) ** 2, 0);
            assert.equal(length, Math.max(Math.sqrt(squares), core[a[e]!]!, core[b[e]!]!));
            const [from, to] = [part[b[e]!]!, part[a[e]!]!];
            part.forEach((own, i) => {
              if (own === from) part[i] = to;
            });
          });
          assert.equal(new Set(part).size, 1);
        }
    });

test("threads find the same lengths, and the same core distances", async () => {
  const draw = random(4);
  const columns = Array.from({ length: 8 }, () =>
    Float64Array.from({ length: 6000 }, () => Math.round(draw.normal() * 8) / 8),
  );
  const [one, two] = await Promise.all(
    [1, 2].map((threads) => spanningTree(columns, { neighbors: 3, unit: 1, threads }, quietly)),
  );
  assert.deepEqual(two!.lengths, one!.lengths);
  assert.deepEqual(two!.core, one!.core);
});

test("is told to stop between pieces", async () => {
  const columns = [Float64Array.from({ length: 5000 }, (_, i) => Math.sin(i))];
  let times = 0;
  const stop = async () => {
    if (++times === 3) throw new Error("stop");
  };
  await assert.rejects(spanningTree(columns, { neighbors: 2, unit: 1 }, stop), /stop/);
  assert.equal(times, 3);
});
