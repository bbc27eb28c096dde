// ml-kmeans' side of a case, in a process of its own:  node bench/peer.mjs CASE   (see run.ts)
// As ml-kmeans has it: rows are arrays of numbers (64-bit floats), one thread, at most 100 iterations, until no center moves by more than
// 1e-6 in squared distance.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { kmeans } from "ml-kmeans";

if (process.argv[2] === "version") {
  const { version } = JSON.parse(
    readFileSync(new URL("../node_modules/ml-kmeans/package.json", import.meta.url), "utf8"),
  );
  console.log(`${version} (64-bit floats, one thread)`);
} else {
  const { rows, width, k, folder } = JSON.parse(process.argv[2]);
  const { buffer, byteOffset } = readFileSync(join(folder, `${rows}x${width}k${k}`));
  const numbers = new Float64Array(buffer, byteOffset, rows * width);
  const points = Array.from({ length: rows }, (_, i) => Array.from(numbers.subarray(i * width, (i + 1) * width)));
  kmeans(points.slice(0, 5000), k, { initialization: points.slice(0, k) }); // the compiled code is there
  const start = performance.now();
  const { clusters, centroids } = kmeans(points, k, { initialization: points.slice(0, k) });
  const seconds = (performance.now() - start) / 1000;
  let inertia = 0;
  points.forEach((point, i) => {
    const center = centroids[clusters[i]];
    point.forEach((value, j) => {
      inertia += (value - center[j]) ** 2;
    });
  });
  const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? Number.NaN) / 1024;
  console.log(JSON.stringify({ seconds, megabytes: peak, found: inertia }));
}
