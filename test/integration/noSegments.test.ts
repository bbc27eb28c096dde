import assert from "node:assert/strict";
import { test } from "node:test";
import { type Matrix, matrixOf } from "../../src/matrix.js";
import { type Random, random } from "../../src/random.js";
import { chooseK } from "../../src/segment/evaluate/chooseK.js";
import { compare } from "../../src/segment/evaluate/compare.js";
import { ward } from "../../src/segment/ward.js";

const seeds = Array.from({ length: 100 }, (_, i) => i + 1);

/** Rows of four columns, each made by a draw of its own. */
function rowsOf(seed: number, rows: number, row: (draw: Random, i: number) => readonly number[]): Matrix {
  const draw = random(seed);
  const made = Array.from({ length: rows }, (_, i) => row(draw, i));
  return matrixOf(Object.fromEntries(made[0]!.map((_, j) => [`c${j}`, made.map((values) => values[j]!)])));
}

const four = (value: () => number) => Array.from({ length: 4 }, value);

/** Data without segments, of kinds that customers come in; the rows share a common factor where they are correlated. */
const noise: { readonly [kind: string]: (draw: Random) => readonly number[] } = {
  "uniform noise": (draw) => four(draw.uniform),
  "Gaussian noise": (draw) => four(draw.normal),
  "correlated Gaussian noise": (draw) => {
    const factor = draw.normal();
    return [0.9, 0.8, 0.7, 0.1].map((loading) => loading * factor + 0.5 * draw.normal());
  },
  "correlated uniform noise": (draw) => {
    const factor = draw.uniform();
    return [0.9, 0.8, 0.7, 0.1].map((loading) => loading * factor + 0.5 * draw.uniform());
  },
  "correlated answers of yes and no": (draw) => {
    const factor = draw.normal();
    return [-0.5, -0.2, 0.1, 0.4, 0.7].map((bound) => Number(factor + draw.normal() > bound));
  },
};

async function saysNone(data: Matrix, seed: number): Promise<boolean> {
  const { reason, structure } = await chooseK(data, { seed, restarts: 3 });
  assert.equal(reason.startsWith("No segments:"), structure!.found === false);
  return structure!.found === false;
}

for (const [kind, row] of Object.entries(noise))
  test(`on ${kind} chooseK says that there are no segments, in at least 95 of 100 seeds`, async (t) => {
    let none = 0;
    for (const seed of seeds) none += Number(await saysNone(rowsOf(seed, 200, row), seed));
    t.diagnostic(`${none} of ${seeds.length}`);
    assert.ok(none >= 95, `${none} of ${seeds.length}`);
  });

for (const kind of ["uniform noise", "Gaussian noise", "correlated Gaussian noise"])
  test(`on ${kind} compare says that there are no segments, in at least 95 of 100 seeds`, async (t) => {
    let none = 0;
    for (const seed of seeds) {
      const matrix = rowsOf(seed, 200, noise[kind]!);
      const candidates = { three: { matrix, k: 3 }, four: { matrix, k: 4 }, Ward: { matrix, k: 3, method: ward } };
      const { reason, structure } = await compare(candidates, { seed, replicates: 0 });
      assert.equal(reason.startsWith("No segments:"), structure === false);
      none += Number(structure === false);
    }
    t.diagnostic(`${none} of ${seeds.length}`);
    assert.ok(none >= 95, `${none} of ${seeds.length}`);
  });

/** Segments that anybody would see, of several shapes. */
const segments: { readonly [kind: string]: (draw: Random, i: number) => readonly number[] } = {
  "two segments, 4 standard deviations apart in each of two columns": (draw, i) =>
    four(draw.normal).map((value, j) => value + (j < 2 ? 4 * (i % 2) : 0)),
  "four segments at the corners of a square": (draw, i) =>
    four(draw.normal).map((value, j) => value + (j < 2 ? 6 * ((i >> j) & 1) : 0)),
  "a segment of one row in five, 6 standard deviations away in each of two columns": (draw, i) =>
    four(draw.normal).map((value, j) => value + (j < 2 && i % 5 === 0 ? 6 : 0)),
  "three kinds of respondents": (draw, i) =>
    Array.from({ length: 9 }, (_, j) => Number(draw.uniform() < (i % 3 === j % 3 ? 0.9 : 0.1))),
};

for (const [kind, row] of Object.entries(segments))
  test(`with ${kind} chooseK does not say that there are none, in at least 29 of 30 seeds`, async (t) => {
    let none = 0;
    for (const seed of seeds.slice(0, 30)) none += Number(await saysNone(rowsOf(seed, 200, row), seed));
    t.diagnostic(`${none} of 30 say that there are none`);
    assert.ok(none <= 1, `${none} of 30`);
  });
