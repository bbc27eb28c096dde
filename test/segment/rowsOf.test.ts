import assert from "node:assert/strict";
import { test } from "node:test";
import { matrix } from "../../src/represent/matrix.js";
import { rowsOf } from "../../src/segment/rowsOf.js";

test("takes numbers, categories and ids of the rows, in the order given", () => {
  const all = matrix(
    ["Ada", "Alan", "Grace"].map((customer, i) => ({ customer, x: i, plan: i === 1 ? "free" : "paid" })),
    { columns: ["x"], categorical: ["plan"] },
  );
  const some = rowsOf(all, Int32Array.of(2, 1));
  assert.deepEqual([some.rows, some.ids], [2, ["Grace", "Alan"]]);
  assert.deepEqual([...some.values[0]!], [2, 1]);
  assert.deepEqual(
    [...some.categorical[0]!.codes].map((code) => some.categorical[0]!.levels[code]),
    ["paid", "free"],
  );
});
