// What k-means of many rows takes in memory, on the built package (npm run build first):
//   node --expose-gc bench/memory.mjs matrix 10000000 8 2   the rows in memory, as a Matrix, and the number of starts
//   node --expose-gc bench/memory.mjs relation 10000000 8   the rows in a Parquet file, read in batches
// Prints the time of the call and the most memory that the process ever held (VmHWM, megabytes of 10^6 bytes). The data are made
// in a process of their own.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { duckdb, kmeans, kmeansStreamed, random } from "../dist/index.js";

const [what, rowsText = "10000000", widthText = "8", last] = process.argv.slice(2);
const [rows, width, k] = [Number(rowsText), Number(widthText), 6];

/** Normal points around k centers, the same numbers for the same row in both forms but for the generator. */
async function makeFile() {
  const engine = duckdb();
  const columns = Array.from(
    { length: width },
    (_, j) =>
      `(hash(i % ${k}, ${j}) % 1000) / 200.0 + sqrt(-2 * ln(1 - hash(i, ${j}, 1) / 18446744073709551616.0)) * cos(2 * pi() * hash(i, ${j}, 2) / 18446744073709551616.0) AS x${j}`,
  );
  await engine.run(
    `COPY (SELECT i AS customer, ${columns.join(", ")} FROM range(${rows}) AS r(i)) TO '${join(last, "rows.parquet")}' (FORMAT parquet)`,
  );
  await engine.close();
}

function makeMatrix() {
  const draw = random(rows + width);
  const centers = Array.from({ length: k * width }, () => 5 * draw.uniform());
  const values = Array.from({ length: width }, () => new Float64Array(rows));
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < width; j++) values[j][i] = centers[(i % k) * width + j] + draw.normal();
  const ids = new Array(rows);
  for (let i = 0; i < rows; i++) ids[i] = i;
  const columns = values.map((_, j) => `x${j}`);
  const preparation = { id: "row", columns: columns.map((column) => ({ column })), categorical: [] };
  return { rows, ids, columns, values, categorical: [], preparation };
}

/** A line of /proc/self/status, in megabytes. */
function megabytes(line) {
  const kibibytes = new RegExp(`${line}:\\s+(\\d+)`).exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  return Math.round((Number(kibibytes ?? Number.NaN) * 1024) / 1e6);
}

if (what === "file") await makeFile();
else {
  let data;
  let made;
  if (what === "relation") {
    made = mkdtempSync(join(tmpdir(), "clientele-memory-"));
    process.on("exit", () => rmSync(made, { recursive: true, force: true }));
    const { status } = spawnSync(process.execPath, [process.argv[1], "file", rowsText, widthText, made], {
      stdio: "inherit",
    });
    if (status !== 0) throw new Error(`expected the data to be made, got status ${status}`);
  } else data = makeMatrix();
  globalThis.gc?.();
  const before = megabytes("VmRSS");
  const start = performance.now();
  let found;
  if (what === "relation") {
    const { Relation } = await import("../dist/index.js");
    const engine = duckdb({ memoryLimit: "500MB" });
    const sql = `SELECT * FROM read_parquet('${join(made, "rows.parquet")}')`;
    found = await kmeansStreamed(new Relation(engine, sql, await engine.describe(sql)), { k });
    await engine.close();
  } else found = await kmeans(data, { k, restarts: Number(last ?? 10), tolerance: 1e-4 });
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `${what}: ${rows.toLocaleString("en-US")} x ${width}, k ${k}: ${seconds.toFixed(1)} s, at most ${megabytes("VmHWM")} MB resident (${before} before the call), inertia ${found.quality.inertia}`,
  );
  for (const warning of found.warnings) console.log(`  ${warning}`);
}
