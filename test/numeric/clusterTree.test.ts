import assert from "node:assert/strict";
import { test } from "node:test";
import { ClusterTree } from "../../src/numeric/clusterTree.js";
import { random } from "../../src/random.js";

/** Sums are added up in another order. */
function same(value: number, expected: number): void {
  assert.ok(Math.abs(value - expected) <= 1e-13 * expected, `${value}, expected ${expected}`);
}

test("finds what comparing all points finds, while they are merged two by two until one is left", () => {
  const draw = random(4);
  for (const [count, width, whole] of [
    [1, 2, false],
    [13, 1, false],
    [300, 3, false],
    [300, 2, true],
    [450, 9, false],
  ] as const) {
    const points = Float64Array.from({ length: count * width }, () =>
      whole ? draw.integer(12) : Math.exp(draw.normal()),
    );
    const weights = Float64Array.from({ length: count }, () => (whole ? 1 : 1 + draw.integer(5)));
    const tree = new ClusterTree(points, weights, width);
    const alive = new Map(
      Array.from({ length: count }, (_, i) => [
        i,
        { x: [...points.subarray(i * width, (i + 1) * width)], weight: weights[i]! },
      ]),
    );
    const apart = (a: number, b: number) => {
      const [one, other] = [alive.get(a)!, alive.get(b)!];
      const squares = one.x.reduce((sum, value, j) => sum + (value - other.x[j]!) ** 2, 0);
      return ((2 * one.weight * other.weight) / (one.weight + other.weight)) * squares;
    };
    while (alive.size > 1) {
      const names = [...alive.keys()].sort((a, b) => a - b);
      for (const name of [names[draw.integer(names.length)]!, names[draw.integer(names.length)]!]) {
        const others = names.filter((other) => other !== name);
        const least = Math.min(...others.map((other) => apart(name, other)));
        tree.find(name, -1, Number.POSITIVE_INFINITY);
        same(tree.distance, least);
        assert.equal(
          tree.nearest,
          others.find((other) => apart(name, other) === least),
        );
        const kept = others[draw.integer(others.length)]!;
        tree.find(name, kept, apart(name, kept));
        same(tree.distance, least);
        if (apart(name, kept) === least) assert.equal(tree.nearest, kept, "the one before stays where it is as near");
      }
      const a = names[draw.integer(names.length)]!;
      tree.find(a, -1, Number.POSITIVE_INFINITY);
      const b = tree.nearest;
      const [one, other] = [alive.get(a)!, alive.get(b)!];
      const weight = one.weight + other.weight;
      const x = one.x.map((value, j) => (one.weight * value + other.weight * other.x[j]!) / weight);
      alive.delete(Math.max(a, b));
      alive.set(tree.merge(a, b), { x, weight });
    }
    tree.find([...alive.keys()][0]!, -1, Number.POSITIVE_INFINITY);
    assert.equal(tree.nearest, -1);
  }
});
