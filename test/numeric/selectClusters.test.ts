import assert from "node:assert/strict";
import { test } from "node:test";
import type { Condensed } from "../../src/numeric/condense.js";
import { selectClusters, stabilities } from "../../src/numeric/selectClusters.js";

// All rows come apart at 10 into A (1, which comes apart at 4 into 3 and 4) and B (2).
const tree = (inner: number): Condensed => ({
  parent: Int32Array.of(-1, 0, 0, 1, 1),
  birth: Float64Array.of(Number.POSITIVE_INFINITY, 10, 10, 4, 4),
  size: Int32Array.of(6, 4, 2, 2, 2),
  home: Int32Array.of(2, 2, 3, 3, 4, 4),
  left: Float64Array.of(5, 5, inner, inner, inner, inner),
});
const eom = { selection: "eom", epsilon: 0, single: false } as const;

test("by hand: stability is the sum of 1 / distance over the rows, from where the cluster began", () => {
  const found = stabilities(tree(2));
  const expected = [6 / 10, 4 * (1 / 4 - 1 / 10), 2 * (1 / 5 - 1 / 10), 2 * (1 / 2 - 1 / 4), 2 * (1 / 2 - 1 / 4)];
  for (const [cluster, value] of found.entries()) assert.ok(Math.abs(value - expected[cluster]!) < 1e-12);
});

test("excess of mass keeps a cluster unless its parts are worth more", () => {
  assert.deepEqual([...selectClusters(tree(2), eom)], [0, 0, 1, 1, 1]);
  assert.deepEqual([...selectClusters(tree(3.9), eom)], [0, 1, 1, 0, 0]);
  // All rows together: 0.6, against 0.6 + 0.2 at most.
  assert.deepEqual([...selectClusters(tree(3.9), { ...eom, single: true })], [0, 1, 1, 0, 0]);
});

test("leaves, and epsilon in place of what comes apart below it", () => {
  assert.deepEqual([...selectClusters(tree(3.9), { ...eom, selection: "leaf" })], [0, 0, 1, 1, 1]);
  assert.deepEqual([...selectClusters(tree(3.9), { ...eom, selection: "leaf", epsilon: 5 })], [0, 1, 1, 0, 0]);
  assert.deepEqual([...selectClusters(tree(2), { ...eom, epsilon: 5 })], [0, 1, 1, 0, 0]);
  assert.deepEqual([...selectClusters(tree(2), { ...eom, epsilon: 11 })], [0, 1, 1, 0, 0]);
  assert.deepEqual([...selectClusters(tree(2), { ...eom, epsilon: 11, single: true })], [1, 0, 0, 0, 0]);
});

test("a tree that never comes apart has no leaves, and is chosen only where that is allowed", () => {
  const one: Condensed = {
    parent: Int32Array.of(-1),
    birth: Float64Array.of(Number.POSITIVE_INFINITY),
    size: Int32Array.of(3),
    home: new Int32Array(3),
    left: Float64Array.of(1, 1, 2),
  };
  for (const selection of ["eom", "leaf"] as const)
    assert.deepEqual([...selectClusters(one, { ...eom, selection })], [0]);
  assert.deepEqual([...selectClusters(one, { ...eom, single: true })], [1]);
});
