import assert from "node:assert/strict";
import { test } from "node:test";
import { spaceTree } from "../../src/numeric/spaceTree.js";
import { TreeSearch } from "../../src/numeric/treeSearch.js";
import { random } from "../../src/random.js";

for (const [name, value] of Object.entries({
  "random rows": (draw: ReturnType<typeof random>) => draw.normal(),
  "rows on a grid": (draw: ReturnType<typeof random>) => draw.integer(5),
}))
  test(`finds what comparing all rows finds: ${name}`, () => {
    const draw = random(2);
    const rows = 300;
    const columns = [0, 1, 2].map(() => Float64Array.from({ length: rows }, () => value(draw)));
    const tree = spaceTree(columns, rows);
    const search = new TreeSearch(tree);
    const core = Float64Array.from({ length: rows }, () => value(draw) ** 2 / 4);
    const all = Array.from({ length: rows }, (_, place) => place);
    for (let t = 0; t < 80; t++) {
      const point = Float64Array.from([0, 1, 2], () => value(draw));
      const squares = all.map((place) =>
        columns.reduce((sum, column, j) => sum + (column[tree.order[place]!]! - point[j]!) ** 2, 0),
      );
      const into = new Float64Array(7);
      search.nearest(point, 0, -1, into);
      assert.deepEqual([...into], [...squares].sort((a, b) => a - b).slice(0, 7));

      const floor = value(draw) ** 2 / 4;
      const reach = (place: number) => Math.max(squares[place]!, core[place]!, floor);
      const [best] = [...all].sort(
        (a, b) =>
          reach(a) - reach(b) || squares[a]! - squares[b]! || core[a]! - core[b]! || tree.order[a]! - tree.order[b]!,
      );
      assert.equal(search.nearestByReach(point, 0, floor, core), best);
      assert.equal(search.reached, reach(best!));
      const equal = all.filter((place) => squares[place] === 0).map((place) => tree.order[place]!);
      assert.equal(search.equal(point, 0), equal.length === 0 ? -1 : Math.min(...equal));
    }
  });

test("fewer rows than asked for leave infinities; a row can be left out", () => {
  const search = new TreeSearch(spaceTree([Float64Array.of(3, 5)], 2));
  const into = new Float64Array(3);
  search.nearest(Float64Array.of(3), 0, -1, into);
  assert.deepEqual([...into], [0, 4, Number.POSITIVE_INFINITY]);
  search.nearest(search.tree.x, 0, 0, into);
  assert.deepEqual([...into], [4, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
});
