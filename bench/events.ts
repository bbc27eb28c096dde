// Events of a website to one row a customer: behavioral and technographic features, each step timed, and the memory that it took.
//   node --expose-gc --import tsx bench/events.ts 5000000 3
// The events are made by the engine from hashes, the same each time: 200,000 visitors, of whom three in four sign in, over 90 days, with 5,000 user agents.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { behavioral, duckdb, events, literal, read, technographic } from "../src/index.js";
import { machineLimits } from "./machineLimits.js";

const [count = 5_000_000, runs = 3] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), "clientele-events-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

/** SQL: a whole number from 0 to below `below`, drawn by the hash of the row and a salt. */
const drawn = (salt: string, below: number) => `CAST(hash(i, ${literal(salt)}) % ${below} AS BIGINT)`;

async function make(path: string): Promise<void> {
  const engine = duckdb();
  const agents = `'Mozilla/5.0 (' || CASE v % 4 WHEN 0 THEN 'iPhone; CPU iPhone OS 1' || v % 8 || '_' || v % 7 || ' like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/1' || v % 8 || '.0 Mobile/15E148 Safari/604.' || v % 1250 WHEN 1 THEN 'Linux; Android 1' || v % 5 || '; SM-G9' || v % 90 || ') AppleWebKit/537.36 (KHTML, like Gecko) Chrome/1' || (10 + v % 20) || '.0.' || v % 1250 || '.0 Mobile Safari/537.36' WHEN 2 THEN 'Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/1' || (10 + v % 20) || '.0.' || v % 1250 || '.0 Safari/537.36' ELSE 'Macintosh; Intel Mac OS X 10_15_' || v % 8 || ') AppleWebKit/605.1.15 (KHTML, like Gecko) Version/1' || v % 8 || '.' || v % 1250 || ' Safari/605.1.15' END`;
  // Visitors come in bursts: a day of the visitor and the event, then minutes within it.
  await engine.run(
    `COPY (SELECT CASE WHEN v % 4 < 3 THEN 'C' || v % 150000 END AS "customer", 'v' || v AS "visitor", TIMESTAMP '2024-03-01 06:00:00' + INTERVAL (CAST(hash(v, day, 'day') % 90 AS BIGINT)) DAY + INTERVAL (CAST(hash(v, day, 'hour') % 57600 AS BIGINT) + ${drawn("second", 2400)}) SECOND AS "time", CASE ${drawn("event", 10)} WHEN 0 THEN 'add_to_cart' WHEN 1 THEN 'search' ELSE 'page_view' END AS "event", '/' || CASE ${drawn("kind", 3)} WHEN 0 THEN 'home' WHEN 1 THEN 'category/' || ${drawn("category", 40)} ELSE 'product/' || ${drawn("product", 2000)} END || CASE WHEN ${drawn("query", 5)} = 0 THEN '?utm_source=mail' ELSE '' END AS "page", 'P' || ${drawn("product", 2000)} AS "product", CASE ${drawn("referrer", 4)} WHEN 0 THEN 'https://www.search.example/find?q=tea' WHEN 1 THEN 'https://news.example/a' END AS "referrer", ${agents} AS "user_agent" FROM (SELECT i, CAST(hash(i, 'visitor') % 200000 AS BIGINT) AS v, CAST(hash(i, 'burst') % 6 AS BIGINT) AS day FROM range(${count}) AS made(i)) AS made) TO ${literal(path)} (FORMAT parquet)`,
  );
  await engine.close();
}

const path = join(folder, "events.parquet");
await make(path);
console.log(`${count.toLocaleString("en-US")} events, ${(statSync(path).size / 1e6).toFixed(0)} MB of Parquet`);
const limits = machineLimits();
console.log(`The machine: ${limits.gigabytesPerSecond.toFixed(1)} GB/s copied, ${limits.gigaflops.toFixed(1)} GFLOP/s`);
const totals: number[] = [];
for (let run = 0; run < runs; run++) {
  globalThis.gc?.();
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().heapUsed);
  }, 20);
  const engine = duckdb();
  const worked = process.cpuUsage();
  const begin = performance.now();
  const raw = await read(path, { engine });
  const clicks = events(raw, {
    customer: "customer",
    visitor: "visitor",
    time: "time",
    event: "event",
    page: "page",
    product: "product",
    referrer: "referrer",
    userAgent: "user_agent",
  } as never);
  const opened = performance.now();
  const visits = await behavioral(clicks, { asOf: "2024-07-01" });
  const counted = performance.now();
  const devices = await technographic(clicks, { asOf: "2024-07-01" });
  const done = performance.now();
  const { user, system } = process.cpuUsage(worked);
  clearInterval(watch);
  most = Math.max(most, process.memoryUsage().heapUsed);
  const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(2);
  console.log(
    `read ${seconds(begin, opened)} s, behavioral ${seconds(opened, counted)} s (${visits.table.numRows()} x ${visits.table.numCols()}), technographic ${seconds(counted, done)} s (${devices.table.numRows()} x ${devices.table.numCols()}), together ${seconds(begin, done)} s (${((user + system) / 1e6).toFixed(2)} s of processor time); JavaScript heap ${(most / 1e6).toFixed(0)} MB at most, process ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`,
  );
  totals.push((done - begin) / 1000);
  await engine.close();
}
totals.sort((a, b) => a - b);
console.log(`median of ${runs}: ${totals[totals.length >> 1]!.toFixed(2)} s`);
