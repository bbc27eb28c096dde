import type { Matrix } from "../../matrix.js";
import { rowMajor } from "../../numeric/rowMajor.js";
import { spaceTree } from "../../numeric/spaceTree.js";
import { TreeSearch } from "../../numeric/treeSearch.js";
import type { DensityModel } from "../../segmentation.js";
import { type InTree, readDensity, segmentAt } from "../readDensity.js";
import { columnsOf } from "./columnsOf.js";

/** The segment of the place in the condensed tree where each row joins; -1 outside all of them. */
export function byDensity(model: DensityModel, matrix: Matrix): Int32Array {
  const { home, left } = joinTree(model, matrix);
  return Int32Array.from(home, (cluster, i) => segmentAt(model, cluster, left[i]!));
}

/**
 * Where rows join a condensed tree (the rule of approximate_predict in the hdbscan package, with the same core distance as in the fit and all rows
 * of the fit looked at): by the row of the fit that is nearest by mutual reachability, at that distance. Where that row has left its
 * cluster at a greater distance, the new row leaves with it; else it joins the first of that row's clusters, from the last one
 * up, that came apart at a greater distance. Of rows equally near the nearest by distance decides, then the smallest core
 * distance, then the first row. A row that equals one of the fit takes its place.
 */
export function joinTree(model: DensityModel, matrix: Matrix): InTree {
  const { columns: fitted, core, home, left } = readDensity(model);
  const columns = columnsOf(model, matrix);
  const { clusters, unit, minSamples } = model;
  const rows = home.length;
  const tree = spaceTree(fitted, rows, unit);
  const search = new TreeSearch(tree);
  const squaredCore = Float64Array.from(tree.order, (row) => core[row]! ** 2);
  const points = rowMajor(columns, matrix.rows);
  for (let at = 0; at < points.length; at++) points[at] = points[at]! / unit;
  const { width } = tree;
  const near = new Float64Array(Math.min(minSamples, rows));
  const joined = { home: new Int32Array(matrix.rows), left: new Float64Array(matrix.rows) };
  for (let i = 0; i < matrix.rows; i++) {
    search.nearest(points, i * width, -1, near);
    const same = near[0] === 0 ? search.equal(points, i * width) : -1;
    if (same >= 0) {
      joined.home[i] = home[same]!;
      joined.left[i] = left[same]!;
      continue;
    }
    const row = tree.order[search.nearestByReach(points, i * width, near[near.length - 1]!, squaredCore)]!;
    const distance = Math.sqrt(search.reached);
    let cluster = home[row]!;
    if (distance > left[row]!)
      while (clusters[cluster]!.parent >= 0 && clusters[cluster]!.birth! <= distance)
        cluster = clusters[cluster]!.parent;
    joined.home[i] = cluster;
    joined.left[i] = Math.max(distance, left[row]!);
  }
  return joined;
}
