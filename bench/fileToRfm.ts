// From a file of order lines to the RFM table: time, and how far the JavaScript heap grows.
//   node --expose-gc --import tsx bench/fileToRfm.ts FILE    one run in this process, printed as JSON
import { statSync } from "node:fs";
import { clean, read, rfm, transactions } from "../src/index.js";

const file = process.argv[2];
if (file === undefined || globalThis.gc === undefined) {
  console.error("usage: node --expose-gc --import tsx bench/fileToRfm.ts online_retail.csv.gz");
  process.exit(2);
}
globalThis.gc();
const before = process.memoryUsage().heapUsed;
let peak = before;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().heapUsed);
}, 5);
const start = process.hrtime.bigint();

const raw = await read(file);
const lines = transactions(raw, {
  customer: "CustomerID",
  order: "InvoiceNo",
  time: "InvoiceDate",
  quantity: "Quantity",
  price: "UnitPrice",
});
const { transactions: orders } = await clean(lines, { returns: "exclude" });
const customers = await rfm(orders, { asOf: "2011-12-10" });

const seconds = Number(process.hrtime.bigint() - start) / 1e9;
clearInterval(watch);
peak = Math.max(peak, process.memoryUsage().heapUsed);
globalThis.gc();
const kept = process.memoryUsage().heapUsed - before;
console.log(
  JSON.stringify({
    customers: customers.numRows(),
    seconds: Number(seconds.toFixed(2)),
    fileBytes: statSync(file).size,
    heapKeptBytes: kept,
    heapPeakBytes: peak - before,
    residentBytes: process.memoryUsage().rss,
  }),
);
