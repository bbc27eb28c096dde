// Starts tslab 1.0.22 with its protocol gaps mended: `node kernel.cjs CONNECTION_FILE`.
//
// CommonJS, because it has to change tslab's (CommonJS) classes before the kernel starts. Every hook names the gap it
// mends; a hook whose place is not found in the installed tslab warns on stderr, and the kernel starts without it.

import nodeModule = require("node:module");
import path = require("node:path");
import workers = require("node:worker_threads");
import type TypeScript = require("typescript");
import failed = require("./describeFailure.cjs");

/** How long requests that were queued behind a failed cell are collected, to be refused together. */
const drainMilliseconds = 100;

interface Message {
  header: { msg_type: string };
  metadata: { cellId?: string };
  content: ExecuteRequest;
  createReply(): { header: { msg_type: string }; content: object; signAndSend(key: string, socket: object): void };
}
interface ExecuteRequest {
  code: string;
  silent?: boolean;
  stop_on_error?: boolean;
}
interface Server {
  iopub: Socket;
  shell: Socket;
  connInfo: { key: string };
}
interface Socket {
  sendHighWaterMark: number;
  sendTimeout: number;
}
interface Handler {
  execCount: number;
  handleExecuteImpl(request: ExecuteRequest, ...writers: unknown[]): Promise<unknown>;
}
type Method = (this: never, ...parameters: never[]) => unknown;

const connectionFile = process.argv[2];
if (connectionFile === undefined) {
  console.error("usage: node kernel.cjs CONNECTION_FILE");
  process.exit(2);
}
const tslab = path.join(path.dirname(require.resolve("tslab/package.json")), "dist");
// Gap: `{ segments }`, short for `{ segments: segments }`, fails with "segments is not defined" where `segments` comes from an
// earlier cell. tslab prefixes such names with `exports.` while it walks the compiled cell, but does not recognize this form.
// Gap: `await (await read(file)).toTable()` fails with "Debug Failure". At the top of a cell `await (` may be a call of something named await, so
// TypeScript parses such a statement a second time; and then the file's first version, which no program knows, is asked for its path.
mendCompiler();
function mendCompiler(): void {
  const find = nodeModule.createRequire(path.join(tslab, "converter.js"));
  const ts = find("@tslab/typescript-for-tslab") as typeof TypeScript;
  const cached = find.cache[find.resolve("@tslab/typescript-for-tslab")];
  if (cached === undefined || typeof ts.visitEachChild !== "function") {
    console.error(
      "clientele: this tslab compiles otherwise than expected; going on without the mends of { name } and await (",
    );
    return;
  }
  let program: TypeScript.BuilderProgram | undefined;
  const createWatchProgram = (
    host: TypeScript.WatchCompilerHostOfFilesAndCompilerOptions<TypeScript.BuilderProgram>,
  ) => {
    const created = host.afterProgramCreate;
    host.afterProgramCreate = (next) => {
      program = next;
      for (const file of next.getSourceFiles()) (file as { original?: TypeScript.Node }).original = undefined;
      created?.(next);
    };
    return ts.createWatchProgram(host);
  };
  const visitEachChild = (
    node: TypeScript.Node,
    visitor: TypeScript.Visitor,
    context: TypeScript.TransformationContext,
  ) => {
    if (visitor.name === "wrapPrevIdentifier" && ts.isShorthandPropertyAssignment(node)) {
      const symbol = program?.getProgram().getTypeChecker().getShorthandAssignmentValueSymbol(ts.getOriginalNode(node));
      const earlier = symbol?.declarations?.some((one) => one.getSourceFile().fileName.endsWith("__prev__.d.ts"));
      if (earlier && node.objectAssignmentInitializer === undefined) {
        const value = ts.factory.createPropertyAccessExpression(ts.factory.createIdentifier("exports"), node.name);
        return ts.factory.createPropertyAssignment(node.name, value);
      }
    }
    return ts.visitEachChild(node, visitor, context);
  };
  // TypeScript's own exports cannot be changed; tslab, which is not loaded yet, gets a copy.
  cached.exports = { ...ts, createWatchProgram, visitEachChild };
}

// Gap: a cell whose only await is `await (...)` or `for await (...)` fails with "missing )" or "Unexpected reserved word": tslab knows an await at the
// top by the error that it is, and these are none.
const converter = require(path.join(tslab, "converter.js")) as {
  createConverter(options: object): { convert(before: string, source: string): { hasToplevelAwait?: boolean } };
};
const { createConverter } = converter;
converter.createConverter = (options) => {
  const stock = createConverter(options);
  return {
    ...stock,
    convert(before, source) {
      const converted = stock.convert(before, source);
      // A cell that is waited for without need does the same.
      return /\bawait\b/.test(source) ? { ...converted, hasToplevelAwait: true } : converted;
    },
  };
};

// Gap: tslab stops waiting for an interrupted cell and drops what it declares, also where the work that was stopped ends with what it has until then: in
// `const found = await autoencoder(...)` the next cell would not know `found`. Where `stopOnInterrupt` says so the cell goes on with that result; a second interrupt ends it.
const executor = require(path.join(tslab, "executor.js")) as {
  createExecutor(...parameters: unknown[]): { interrupt(): void };
};
const { createExecutor } = executor;
executor.createExecutor = (...parameters) => {
  const stock = createExecutor(...parameters);
  let spared: number | undefined;
  return {
    ...stock,
    interrupt() {
      const shared = (globalThis as { __tslab__?: { goesOn?: boolean; run?: number } }).__tslab__ ?? {};
      const { run } = shared;
      // stopOnInterrupt listens, too, but after tslab.
      setImmediate(() => {
        const { goesOn } = shared;
        shared.goesOn = false;
        if (goesOn && spared !== run) spared = run;
        else if (shared.run === run) stock.interrupt();
      });
    },
  };
};

const { startKernel } = require(path.join(tslab, "main.js")) as {
  startKernel(options: { configPath: string; enableFindLocal: boolean }): void;
};
const jupyter = require(path.join(tslab, "jupyter.js")) as Record<string, { prototype?: object } | null>;
const server = jupyter.ZmqServer?.prototype;
const handler = jupyter.JupyterHandlerImpl?.prototype;

/** Replaces a method by `mend(stock method)`. */
function hook(where: object | undefined, name: string, mend: (stock: Method) => Method): void {
  const methods = where as Record<string, Method> | undefined;
  const stock = methods?.[name];
  if (methods === undefined || typeof stock !== "function") {
    console.error(`clientele: this tslab has no ${name} where it was expected; going on without that mend`);
    return;
  }
  methods[name] = mend(stock);
}

// Gap: a burst of output is lost, and the cell never ends, because zeromq answers EBUSY to a second send while the first
// waits for its turn, and tslab awaits neither. Without a limit and without waiting every send is done at once.
hook(
  server,
  "bindSocket",
  (stock) =>
    function (this: Server, socket: Socket, ...rest: never[]) {
      if (socket === this.iopub || socket === this.shell) {
        socket.sendHighWaterMark = 0;
        socket.sendTimeout = 0;
      }
      return (stock as (this: Server, ...parameters: unknown[]) => unknown).call(this, socket, ...rest);
    } as Method,
);

// The handler sees only the content of a request; this keeps the message, which is what replies are made of.
const origins = new WeakMap<ExecuteRequest, { server: Server; message: Message }>();
hook(
  server,
  "handleExecute",
  (stock) =>
    function (this: Server, socket: Socket, message: Message) {
      origins.set(message.content, { server: this, message });
      return (stock as (this: Server, ...parameters: unknown[]) => unknown).call(this, socket, message);
    } as Method,
);

function publish(request: ExecuteRequest, type: string, content: object): void {
  const origin = origins.get(request);
  if (origin === undefined) return;
  const out = origin.message.createReply();
  out.header.msg_type = type;
  out.content = content;
  out.signAndSend(origin.server.connInfo.key, origin.server.iopub);
}

// Gaps: no `execute_input`, no `error`, and 200 ms after a failure in which every request is refused, even those that
// asked for `stop_on_error: false`. As in ipykernel, the failing request decides: the requests that were waiting behind
// it are refused, and its reply goes out after that, so that a request sent after the reply always runs.
let failures: unknown[][] | undefined;
let generation = 0;
let queue: Promise<unknown> = Promise.resolve();
if (typeof (handler as Handler | undefined)?.handleExecuteImpl === "function") {
  hook(
    handler,
    "handleExecute",
    () =>
      function (this: Handler, request: ExecuteRequest, ...writers: unknown[]) {
        const arrived = generation;
        const turn = queue.then(() =>
          arrived === generation
            ? execute(this, request, writers)
            : { status: "aborted", execution_count: this.execCount },
        );
        queue = turn.catch(() => undefined);
        return turn;
      } as Method,
  );
} else {
  console.error("clientele: this tslab has no handleExecuteImpl where it was expected; going on without that mend");
}

async function execute(kernel: Handler, request: ExecuteRequest, writers: unknown[]): Promise<object> {
  const count = kernel.execCount + 1;
  if (!request.silent) publish(request, "execute_input", { code: request.code, execution_count: count });
  // For rich display: which cell runs, and the how-manieth run it is (see figureBundle).
  const shared = (globalThis as { __tslab__?: object }).__tslab__;
  if (shared) Object.assign(shared, { cell: origins.get(request)?.message.metadata.cellId, run: count });
  const collected: unknown[][] = [];
  failures = collected;
  try {
    await kernel.handleExecuteImpl(request, ...writers);
    return { status: "ok", execution_count: count, payload: [], user_expressions: {} };
  } catch (thrown) {
    // tslab throws a count where the cell failed; anything else is tslab's own failure.
    if (collected.length === 0 && thrown instanceof Error) collected.push([thrown]);
    const failure = failed.describeFailure(collected, request.code, tslab);
    publish(request, "error", failure);
    if (request.stop_on_error !== false) {
      await new Promise((resolve) => setTimeout(resolve, drainMilliseconds));
      generation++;
    }
    return { status: "error", execution_count: count, ...failure };
  } finally {
    failures = undefined;
    if (request.silent) kernel.execCount = count - 1;
  }
}

// Gap: the callback of process.stdout.write is never called, so libraries that wait for it hang.
hook(
  handler,
  "createWriteToIopub",
  (stock) =>
    function (this: Handler, ...parameters: unknown[]) {
      const write = (stock as (this: Handler, ...parameters: unknown[]) => (...chunk: unknown[]) => boolean).call(
        this,
        ...parameters,
      );
      return (chunk: unknown, encoding?: unknown, done?: unknown) => {
        const written = write(chunk, encoding);
        const callback = typeof encoding === "function" ? encoding : done;
        if (typeof callback === "function") process.nextTick(callback as () => void);
        return written;
      };
    } as Method,
);

// Gap: tslab waits for whatever a cell left open (timers, database handles) and so may never end when asked to.
hook(
  server,
  "handleShutdown",
  (stock) =>
    function (this: Server, ...parameters: never[]) {
      setTimeout(() => process.exit(0), 300).unref();
      return stock.apply(this as never, parameters);
    } as Method,
);

// Gap: tslab outlives the program that started it. A thread can watch even while a cell loops.
const watch = `const { workerData } = require("node:worker_threads");
setInterval(() => process.ppid === workerData || process.kill(process.pid, "SIGKILL"), 1000);`;
if (process.ppid > 1) new workers.Worker(watch, { eval: true, workerData: process.ppid }).unref();

// tslab's executor keeps the `console.error` of this moment to print what failed in a cell. It gets one that collects,
// while a cell runs; cells themselves see the real one.
const realError = console.error;
console.error = (...parameters: unknown[]) => {
  if (failures === undefined) realError(...parameters);
  else failures.push(parameters);
};
startKernel({ configPath: connectionFile, enableFindLocal: false });
console.error = realError;
