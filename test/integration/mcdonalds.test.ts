import assert from "node:assert/strict";
import { test } from "node:test";
import { kmeans } from "../../src/segment/kmeans.js";
import { mcdonalds, skipWithout } from "../sharedData.js";

test("a default call finds the best known four segments of McDonald's, SSE 1602.899, for 20 of 20 seeds", {
  skip: skipWithout("mcdonalds.csv"),
}, async () => {
  const people = mcdonalds();
  const found: string[] = [];
  for (let seed = 0; seed < 20; seed++) found.push((await kmeans(people, { k: 4, seed })).quality.inertia!.toFixed(3));
  assert.deepEqual(found, Array<string>(20).fill("1602.899"));
});
