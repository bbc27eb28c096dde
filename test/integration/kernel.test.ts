import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { before, test } from "node:test";
import { type Kernel, startKernel } from "../../src/notebook/startKernel.js";
import type { WireMessage } from "../../src/notebook/wire.js";
import { ensureBuilt } from "../built.js";

before(ensureBuilt);

/** Runs code and gives the status, the types of the messages and their texts. */
async function run(kernel: Kernel, code: string, stopOnError = true) {
  const messages: WireMessage[] = [];
  const ending = await kernel.execute(code, { stopOnError, onOutput: (message) => messages.push(message) });
  assert.ok("reply" in ending);
  const { content } = ending.reply;
  return {
    status: content.status,
    count: content.execution_count,
    evalue: content.evalue,
    types: messages.map(({ header }) => header.msg_type),
    messages,
  };
}

async function withKernel(use: (kernel: Kernel) => Promise<void>, folder = tmpdir()): Promise<void> {
  const kernel = await startKernel(folder);
  try {
    await use(kernel);
  } finally {
    await kernel.close();
  }
}

test("execute_input and error messages are sent, as the protocol asks for", () =>
  withKernel(async (kernel) => {
    const fine = await run(kernel, "const a = 1;");
    assert.deepEqual([fine.status, fine.count, fine.types], ["ok", 1, ["execute_input"]]);
    assert.deepEqual(fine.messages[0]?.content, { code: "const a = 1;", execution_count: 1 });
    const thrown = await run(kernel, 'throw new TypeError("no");');
    assert.deepEqual([thrown.status, thrown.count, thrown.evalue], ["error", 2, "no"]);
    assert.deepEqual(thrown.types, ["execute_input", "error"]);
    assert.equal(thrown.messages[1]?.content.ename, "TypeError");
    const caused = await run(kernel, 'await Promise.reject(new Error("outer", { cause: new Error("inner") }));');
    assert.match(String(caused.messages[1]?.content.traceback), /outer[\s\S]*caused by:[\s\S]*inner/);
    const text = await run(kernel, 'throw "just text";');
    assert.deepEqual([text.messages[1]?.content.ename, text.evalue], ["Thrown", "just text"]);
    const diagnostic = await run(kernel, 'const n: number = a + "x";');
    assert.equal(diagnostic.evalue, "line 1:7 - Type 'string' is not assignable to type 'number'.");
    const own = await run(kernel, 'console.error("mine");');
    assert.deepEqual(own.types, ["execute_input", "stream"], "a cell's own console.error is output and no failure");
  }));

test("behind a failed request those that were waiting are refused, and those sent later run", () =>
  withKernel(async (kernel) => {
    const queued = await Promise.all([
      run(kernel, 'throw new Error("first");'),
      run(kernel, "1 + 1;"),
      run(kernel, "2 + 2;"),
    ]);
    assert.deepEqual(
      queued.map(({ status }) => status),
      ["error", "aborted", "aborted"],
    );
    assert.equal((await run(kernel, "3 + 3;")).status, "ok", "sent right after the reply");
  }));

test("a request that says stop_on_error: false stops nothing", () =>
  withKernel(async (kernel) => {
    const queued = await Promise.all([
      run(kernel, 'throw new Error("first");', false),
      run(kernel, 'await Promise.reject(new Error("second"));', false),
      run(kernel, "3 + 3;"),
    ]);
    assert.deepEqual(
      queued.map(({ status, count }) => [status, count]),
      [
        ["error", 1],
        ["error", 2],
        ["ok", 3],
      ],
    );
  }));

test("an interrupted cell says so, and the kernel goes on", () =>
  withKernel(async (kernel) => {
    for (const code of ["for (;;) {}", "await new Promise(() => {});"]) {
      const running = run(kernel, code);
      setTimeout(() => kernel.interrupt(), 1500);
      const { status, messages } = await running;
      assert.deepEqual([status, messages.at(-1)?.content.ename], ["error", "Interrupted"]);
    }
    assert.equal((await run(kernel, "1 + 1;")).status, "ok");
  }));

test("an interrupt stops a running k-means, in all threads, and the next cell's k-means works", () =>
  withKernel(async (kernel) => {
    const lines = [
      'import { kmeans, matrixOf, random } from "clientele";',
      "const draw = random(1);",
      "const noise = (rows: number) => matrixOf({ x: Array.from({ length: rows }, draw.normal), y: Array.from({ length: rows }, draw.normal) });",
      "const [large, small] = [noise(300_000), noise(30_000)];",
      'const state = { ended: "" };',
    ];
    assert.equal((await run(kernel, lines.join("\n"))).status, "ok");
    const search = "const searching = kmeans(large, { k: 12, restarts: 10_000 });";
    const running = run(
      kernel,
      `${search} searching.catch((error) => { state.ended = error.message; }); await searching;`,
    );
    setTimeout(() => kernel.interrupt(), 2500);
    assert.equal((await running).status, "error");
    const next = await run(kernel, "const found = await kmeans(small, { k: 3, restarts: 40 }); found.sizes.length;");
    assert.equal(next.messages.at(-1)?.content.text, "3\n");
    const spent =
      "const before = process.cpuUsage(); await new Promise((done) => setTimeout(done, 500)); const used = process.cpuUsage(before); console.log(state.ended, (used.user + used.system) / 1000 < 300);";
    const after = await run(kernel, spent);
    assert.equal(after.messages.at(-1)?.content.text, "expected to finish, got an interrupt true\n", "nothing goes on");
  }, process.cwd()));

test("an interrupted training ends early, its cell goes on and declares the result; a second interrupt ends the cell", () =>
  withKernel(async (kernel) => {
    const lines = [
      'import { autoencoder, liveHistory, matrixOf, random } from "clientele";',
      "const draw = random(1);",
      "const points = matrixOf({ x: Array.from({ length: 3000 }, draw.normal), y: Array.from({ length: 3000 }, draw.normal) });",
      "const long = { k: 2, restarts: 2, epochs: 50_000, patience: 50_000 };",
    ];
    assert.equal((await run(kernel, lines.join("\n"))).status, "ok");
    const running = run(kernel, "const found = await autoencoder(points, { ...long, onEpochs: liveHistory() });");
    setTimeout(() => kernel.interrupt(), 6000);
    const { status, types, messages, evalue } = await running;
    assert.equal(status, "ok", String(evalue));
    assert.deepEqual([...new Set(types)], ["execute_input", "display_data", "update_display_data"]);
    const last = messages.at(-1)!.content as { data: object };
    assert.ok("application/vnd.plotly.v1+json" in last.data, "the final curve stays");
    const next = await run(kernel, 'found.labels.length + " " + found.warnings[0];');
    assert.match(String(next.messages.at(-1)?.content.text), /^3000 The training was interrupted/);
    const twice = run(kernel, "const more = await autoencoder(points, long); await new Promise(() => {});");
    setTimeout(() => kernel.interrupt(), 4000);
    setTimeout(() => kernel.interrupt(), 8000);
    const second = await twice;
    assert.deepEqual([second.status, second.messages.at(-1)?.content.ename], ["error", "Interrupted"]);
    assert.equal((await run(kernel, "1 + 1;")).status, "ok");
  }, process.cwd()));

test("a variable of an earlier cell can be a short property; assignments by pattern are left alone", () =>
  withKernel(async (kernel) => {
    await run(kernel, "const k = 4; let seed = 1;");
    const shorthand = await run(kernel, "const o = { k, seed, own: { k } }; o;");
    assert.equal(shorthand.messages.at(-1)?.content.text, "{ k: 4, seed: 1, own: { k: 4 } }\n");
    const inner = await run(kernel, "const f = (k: number) => ({ k }); f(9);");
    assert.equal(inner.messages.at(-1)?.content.text, "{ k: 9 }\n", "a nearer variable of the same name wins");
    const pattern = await run(kernel, "({ seed } = { seed: 7 }); seed;");
    assert.equal(pattern.messages.at(-1)?.content.text, "7\n");
  }));

test("await of what stands in parentheses, which TypeScript parses twice", () =>
  withKernel(async (kernel) => {
    await run(kernel, 'import { read } from "clientele"; const file = "data/customers.csv";');
    const nested = await run(kernel, "const names = (await (await read(file)).toTable()).columnNames(); names[0];");
    assert.equal(nested.messages.at(-1)?.content.text, "customer_id\n");
    const typed = await run(kernel, "const table = await (await read(file)).toTable();");
    assert.deepEqual([typed.status, typed.types], ["ok", ["execute_input"]]);
    const own = await run(
      kernel,
      "const rows = async () => await (await (await read(file)).toTable()).numRows(); await (rows());",
    );
    assert.equal(own.messages.at(-1)?.content.text, "2503\n");
    const wrong = await run(kernel, "const n: string = (await (await read(file)).toTable()).numRows();");
    assert.match(String(wrong.evalue), /Type 'number' is not assignable to type 'string'/);
    const inside = await run(kernel, "const f = () => await (read(file));");
    assert.equal(inside.status, "error", "await in a function that is not async");
  }, process.cwd()));

test("for await at the top of a cell, alone and beside others", () =>
  withKernel(async (kernel) => {
    await run(kernel, "async function* numbers() { yield 1; yield 2; } let sum = 0;");
    const alone = await run(kernel, "for await (const n of numbers()) sum += n;");
    assert.equal(alone.status, "ok", String(alone.evalue));
    const shown = await run(kernel, "sum;");
    assert.equal(shown.messages.at(-1)?.content.text, "3\n");
    const within = await run(
      kernel,
      "const add = async () => { for await (const n of numbers()) sum += n; return sum; }; await add();",
    );
    assert.equal(within.messages.at(-1)?.content.text, "6\n");
  }));

test("what ends a cell shows itself, also in the cell that imports the package", () =>
  withKernel(async (kernel) => {
    const cells = [
      'import { toTable } from "clientele";\ntoTable([{ a: 1 }])',
      "toTable([{ a: 2 }])",
      "({ plain: 3 })",
      "const table = await Promise.resolve(toTable([{ a: 4 }]));\ntable",
    ];
    const outputs: unknown[] = [];
    for (const code of cells) {
      const { messages } = await run(kernel, code);
      outputs.push(
        ...messages.slice(1).map(({ content }) => Object.keys((content.data as object | undefined) ?? content)),
      );
    }
    const rich = ["text/html", "text/plain"];
    assert.deepEqual(outputs, [rich, rich, ["name", "text"], rich]);
  }, process.cwd()));

test("a package that the notebook's folder does not have is named with the remedy", () =>
  withKernel(async (kernel) => {
    const { evalue } = await run(kernel, 'import { read } from "clientele";');
    assert.match(String(evalue), /Cannot find module 'clientele'.*run "npm install clientele" in its own/);
  }));
