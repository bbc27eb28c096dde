import assert from "node:assert/strict";
import { test } from "node:test";
import { matrixOf } from "../../src/matrix.js";
import { mixture } from "../../src/plot/mixture.js";
import { gaussianMixture } from "../../src/segment/gaussianMixture.js";
import type { Segmentation } from "../../src/segmentation.js";
import { segmentationOf } from "./examples.js";

type Line = { mode: string; x: (number | null)[]; y: (number | null)[] };
const matrix = matrixOf({ a: [0, 1, 2, 10, 11, 12], b: [0, 1, 1, 5, 4, 5], c: [1, 2, 1, 2, 1, 2] });

/** A mixture as it was put down. */
function made(covariances: number[][][]): Segmentation {
  return {
    ...segmentationOf([0, 0, 0, 1, 1, 1], 2),
    model: {
      kind: "mixture",
      columns: matrix.columns,
      family: "full",
      weights: [0.5, 0.5],
      means: [
        [1, 1, 1],
        [11, 5, 2],
      ],
      covariances,
      preparation: matrix.preparation,
    },
  };
}

const covariance = [
  [4, 1, 0],
  [1, 9, 0],
  [0, 0, 1],
];

test("every point of an ellipse lies -2 log(1 - share) from the mean in squared Mahalanobis distance", () => {
  const figure = mixture(matrix, made([covariance, covariance]));
  const lines = (figure.data as unknown as Line[]).filter(({ mode }) => mode === "lines");
  assert.equal(lines.length, 2);
  const [first] = lines;
  const gap = first!.x.indexOf(null);
  assert.ok(gap > 30 && first!.x.length === 2 * gap + 1);
  first!.x.forEach((x, i) => {
    if (x === null) return;
    const [u, v] = [x - 1, first!.y[i]! - 1];
    const distance = (9 * u * u - 2 * u * v + 4 * v * v) / 35; // the inverse of 4 1 | 1 9
    assert.ok(Math.abs(distance - -2 * Math.log(i < gap ? 0.5 : 0.05)) < 1e-3, `${distance}`);
  });
  // The 95 % ellipse lies within the axes.
  const { range } = figure.layout.xaxis as { range: [number, number] };
  assert.ok(range[0] < 1 - 2.45 * 2 && range[1] > 11 + 2.45 * 2);
});

test("takes the columns asked for, and says that others are not drawn", () => {
  const figure = mixture(matrix, made([covariance, covariance]), { columns: ["c", "a"] });
  assert.deepEqual((figure.data[0] as unknown as Line).x, [1, 2, 1]);
  assert.match(figure.alt, /by c and a, with an ellipse for each segment: Segment 1 3 customers \(50 %\) around 1, 1/);
  assert.match(figure.alt, /Two of 3 features are drawn/);
});

test("variances without covariances give ellipses along the axes", async () => {
  const segmentation = await gaussianMixture(matrix, { k: 2, family: "EEI" });
  assert.doesNotMatch(mixture(matrix, segmentation).alt, /correlation|NaN/);
});

test("says what is wrong", () => {
  const fine = made([covariance, covariance]);
  assert.throws(
    () => mixture(matrix, segmentationOf([0, 0, 0, 1, 1, 1], 2)),
    /made by gaussianMixture, got one made by made/,
  );
  assert.throws(() => mixture(matrix, fine, { columns: ["a", "a"] }), /expected two columns to draw, got a twice/);
  assert.throws(() => mixture(matrix, fine, { columns: ["a", "z"] }), /got "z"/);
  assert.throws(() => mixture(matrixOf({ a: [1, 2, 3, 4, 5, 6] }), fine), /expected two columns to draw, got 1/);
  assert.throws(() => mixture(matrix, fine, { colums: ["a", "b"] } as object), /got "colums".*Did you mean "columns"/);
  const [a, ...rest] = matrix.preparation.columns;
  const scaled = { ...a!, scale: { method: "standard", center: 1, spread: 2 } as const };
  const other = { ...matrix, preparation: { ...matrix.preparation, columns: [scaled, ...rest] } };
  assert.throws(() => mixture(other, fine), /expected a prepared as for the mixture/);
});
