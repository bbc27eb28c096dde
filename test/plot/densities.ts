// Segmentations by density to draw. (Fitted here once, since examples are made without waiting.)
import { random } from "../../src/random.js";
import { hdbscan } from "../../src/segment/hdbscan.js";
import { matrixOfPoints, shapePoints } from "../segment/densityShapes.js";

const draw = random(8);
const many = Array.from({ length: 3000 }, (_, i) => [(i % 60) * 3 + draw.normal() * 0.4, draw.normal()]);

export const densities = {
  nested: await hdbscan(matrixOfPoints(shapePoints("nested")), { minClusterSize: 15, minSamples: 10 }),
  noise: await hdbscan(matrixOfPoints(shapePoints("one")), { minClusterSize: 60 }),
  equal: await hdbscan(matrixOfPoints(shapePoints("grid").map(([x, y]) => [x! % 3, y! % 2])), { minClusterSize: 5 }),
  single: await hdbscan(matrixOfPoints([[4]]), {}),
  many: await hdbscan(matrixOfPoints(many), { minClusterSize: 3, minSamples: 2 }),
};
