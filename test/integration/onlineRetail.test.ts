import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { runNotebook } from "../../src/notebook/runNotebook.js";
import { ensureBuilt } from "../built.js";
import { sharedFile, skipWithout } from "../sharedData.js";

const folder = resolve(import.meta.dirname, "../../notebooks");
const names = ["00-start-here.ipynb", "01-can-we-trust-this-data.ipynb", "02-who-are-our-best-customers.ipynb"];

for (const name of names) {
  test(`${name} runs on Online Retail by its parameters`, {
    skip: skipWithout("online_retail.csv.gz"),
    timeout: 240_000,
  }, async () => {
    ensureBuilt();
    const notebook = await runNotebook(join(folder, name), {
      parameters: {
        ordersFile: sharedFile("online_retail.csv.gz")!,
        roles: {
          customer: "CustomerID",
          order: "InvoiceNo",
          time: "InvoiceDate",
          quantity: "Quantity",
          price: "UnitPrice",
          description: "Description",
        },
        asOf: "2011-12-10",
        returns: "exclude",
      },
    });
    const text = JSON.stringify(notebook.cells.flatMap((cell) => cell.outputs ?? []));
    assert.match(text, /397,?884/, "the lines that are left");
  });
}
