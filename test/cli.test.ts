import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { ensureBuilt } from "./built.js";
import { clientele, notebook, scratch } from "./commandLine.js";

before(ensureBuilt);

test("help lists every command and says what exit codes mean", () => {
  const { code, out } = clientele("--help");
  assert.equal(code, 0);
  for (const word of ["report", "run", "score", "datasets", "doctor", "lab", "native", "Exit codes"])
    assert.match(out, new RegExp(word));
});

test("a wrong call ends with 2 and says what there is", () => {
  const { code, err } = clientele("reprot");
  assert.equal(code, 2);
  assert.match(err, /Did you mean report\?/);
  assert.equal(clientele("run").code, 2);
});

test("run gives parameters, prints the findings and writes the report", () => {
  const path = notebook(
    "good.ipynb",
    'const name = "nobody"; // parameters',
    'console.log("hello", name); // findings',
  );
  const { code, out, err } = clientele("run", path, "-p", "name=Ada", "-o", "good.html");
  assert.equal(code, 0, err);
  assert.match(out, /hello Ada/);
  assert.match(readFileSync(join(scratch, "good.html"), "utf8"), /hello Ada/);
  assert.ok(!existsSync(join(scratch, "good.partial.ipynb")));
});

test("an unknown parameter is a wrong call that names the closest", () => {
  const path = notebook("good.ipynb", 'const customer = "id"; // parameters');
  const { code, err } = clientele("run", path, "-p", "custmer=x", "-o", "x.html");
  assert.equal(code, 2);
  assert.match(err, /Did you mean customer\?/);
});

test("a notebook that is not there, and an output that cannot be, are said before anything runs", () => {
  const missing = clientele("run", "missing.ipynb", "-o", "x.html");
  assert.equal(missing.code, 1);
  assert.match(missing.err, /^expected a notebook, found no file \(missing\.ipynb\)/);
  const path = notebook("good.ipynb", "1");
  const taken = mkdtempSync(join(scratch, "folder-"));
  renameSync(taken, `${taken}.ipynb`);
  for (const output of ["report.txt", join(path, "report.html"), `${taken}.ipynb`]) {
    const { code, err } = clientele("run", path, "-o", output);
    assert.equal(code, 2);
    assert.match(err, /expected an output/);
  }
  const timeout = clientele("run", path, "--timeout", "soon");
  assert.equal(timeout.code, 2);
  assert.match(timeout.err, /expected a number of seconds above 0, got soon/);
});

test("report refuses flags that it would have to ignore, and values that no run can have", () => {
  for (const [flags, words] of [
    [["--customer", "id"], /expected a file of orders for --customer/],
    [["--as-of", "2024-01-01"], /expected a file of orders for --as-of/],
    [["--missing", "unknown"], /expected a file of orders for --missing/],
    [["--segments", "1"], /expected 2 segments or more/],
    [["x.csv", "--as-of", "yesterday"], /expected --as-of to be a day written as/],
    [["--returns", "burn"], /Allowed choices are net, exclude, keep/],
  ] as const) {
    const { code, err } = clientele("report", ...flags);
    assert.equal(code, 2, err);
    assert.match(err, words);
  }
});

test("lab says where its folder is not, and that a file is none", () => {
  const { code, err } = clientele("lab", "nowhere");
  assert.equal(code, 2);
  assert.match(err, /expected a folder with notebooks, got nowhere, which does not exist/);
  assert.match(clientele("lab", notebook("one.ipynb", "1")).err, /one\.ipynb, which is a file/);
});

test("report says what keeps a column of days text, and reads it where --missing names that value", () => {
  const orders = join(scratch, "orders.csv");
  writeFileSync(
    orders,
    "CustomerID,InvoiceNo,InvoiceDate,Total\n1,1001,2024-01-02,NA\n2,1002,unbekannt,9\n3,1003,2024-02-03,9\n",
  );
  const refused = clientele("report", orders, "--as-of", "2024-03-01");
  assert.equal(refused.code, 2);
  assert.match(refused.err, /expected --time COLUMN[\s\S]*unbekannt[\s\S]*--missing TEXT/);
  const { out, err } = clientele("report", orders, "--missing", "unbekannt");
  assert.match(out, /--time +InvoiceDate/);
  assert.match(out, /--amount +Total/, "the usual marks still stand for missing values");
  assert.match(err, /--as-of 2024-02-04/);
});

test("report proposes the columns, says so, and never guesses the day", () => {
  const orders = join(scratch, "orders.csv");
  writeFileSync(
    orders,
    "Customer ID,Invoice,InvoiceDate,Quantity,Price\n1,1001,2024-01-02 10:00,2,3.5\n2,1002,2024-02-03 11:00,1,9\n",
  );
  const { code, out, err } = clientele("report", orders);
  assert.equal(code, 2);
  assert.match(out, /--customer\s+Customer ID/);
  assert.match(out, /--price\s+Price/);
  assert.match(err, /--as-of 2024-02-04/);
});

test("report names the closest column where one does not exist", () => {
  const orders = join(scratch, "orders.csv");
  writeFileSync(orders, "CustomerID,InvoiceNo,InvoiceDate,Total\n1,1001,2024-01-02,2\n");
  const { code, err } = clientele(
    "report",
    orders,
    "--customer",
    "CustomrID",
    "--time",
    "InvoiceDate",
    "--amount",
    "Total",
    "--as-of",
    "2024-02-01",
  );
  assert.equal(code, 1);
  assert.match(err, /Did you mean "CustomerID"\?/);
});

test("doctor says what works here and how to get the rest", { timeout: 60_000 }, () => {
  const { code, out } = clientele("doctor");
  assert.equal(code, 0, out);
  for (const name of ["Node.js", "DuckDB engine", "tslab kernel", "TensorFlow.js"])
    assert.match(out, new RegExp(`ok +${name}`));
});

test("datasets lists the catalogue with what is here", () => {
  const { code, out } = clientele("datasets");
  assert.equal(code, 0);
  assert.match(out, /online-retail/);
});
