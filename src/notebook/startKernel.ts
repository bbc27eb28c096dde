import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kernelLauncher } from "./kernelspec.js";
import { decode, encode, type WireMessage } from "./wire.js";

/** How a request ended: with the kernel's reply, or because the kernel is gone. */
export type Ending = { reply: WireMessage } | { died: string };

/** A running kernel and the two things one does with it. */
export interface Kernel {
  /** Runs code; `onOutput` gets every iopub message that the code causes, in order, the last one before the promise ends. */
  execute(
    code: string,
    options: { stopOnError: boolean; cell?: string; onOutput: (message: WireMessage) => void },
  ): Promise<Ending>;
  /** Ctrl-C. */
  interrupt(): void;
  /** Ends the kernel at once. */
  kill(): void;
  /** Ends the kernel, politely first. */
  close(): Promise<void>;
}

interface Pending {
  onOutput: (message: WireMessage) => void;
  end: (ending: Ending) => void;
  reply?: WireMessage;
  idle: boolean;
}

/**
 * Starts tslab through the project's launcher and speaks the Jupyter protocol with it over zeromq, without Python.
 * The kernel's working folder is `folder`; it ends when this process ends.
 *
 * @throws Error where the kernel does not answer within `startSeconds`.
 */
export async function startKernel(folder: string, startSeconds = 120): Promise<Kernel> {
  try {
    return await startOnce(folder, Math.min(25, startSeconds));
  } catch (error) {
    // Seldom, and only seen on a busy machine, a kernel starts and never answers; the next one does.
    if (!(error instanceof KernelStartError && error.silent)) throw error;
    return await startOnce(folder, startSeconds);
  }
}

class KernelStartError extends Error {
  /** Whether the kernel was there and did not answer. */
  readonly silent: boolean;

  constructor(why: string, silent: boolean) {
    super(`expected the tslab kernel to start, got: ${why}`);
    this.silent = silent;
  }
}

async function startOnce(folder: string, startSeconds: number): Promise<Kernel> {
  const { Dealer, Subscriber } = await import("zeromq");
  const place = mkdtempSync(join(tmpdir(), "clientele-"));
  const connection = await connectionOf(place);
  const file = join(place, "connection.json");
  writeFileSync(file, JSON.stringify(connection), { mode: 0o600 });
  const { key } = connection;

  const child = spawn(process.execPath, [kernelLauncher(), file], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const lastWords = tail(child);
  const killAtExit = () => child.kill("SIGKILL");
  process.once("exit", killAtExit);

  const session = randomUUID();
  const shell = new Dealer({ linger: 0, sendHighWaterMark: 0, receiveHighWaterMark: 0, reconnectInterval: 20 });
  const control = new Dealer({ linger: 0, reconnectInterval: 20 });
  const iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0, reconnectInterval: 20 });
  const address = (port: number) =>
    connection.transport === "ipc" ? `ipc://${connection.ip}:${port}` : `tcp://${connection.ip}:${port}`;
  shell.connect(address(connection.shell_port));
  control.connect(address(connection.control_port));
  iopub.connect(address(connection.iopub_port));
  iopub.subscribe();

  const pending = new Map<string, Pending>();
  let death: string | undefined;
  const died = new Promise<void>((resolve) => {
    child.once("error", (error) => end(`could not be started: ${error.message}`));
    child.once("exit", (code, signal) => {
      const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
      // What the kernel sent just before may still be under way.
      setTimeout(() => end([how, lastWords()].filter(Boolean).join("\n")), 150);
    });
    function end(how: string) {
      death ??= how;
      for (const request of pending.values()) request.end({ died: death });
      pending.clear();
      resolve();
    }
  });

  const settle = (id: string, request: Pending) => {
    if (request.reply === undefined || !request.idle) return;
    pending.delete(id);
    request.end({ reply: request.reply });
  };
  const listen = async (socket: AsyncIterable<Buffer[]>, take: (message: WireMessage, id: string) => void) => {
    try {
      for await (const frames of socket) {
        const message = decode(frames, key);
        take(message, message.parent.msg_id ?? "");
      }
    } catch (error) {
      if (death === undefined) {
        death = `broken connection: ${(error as Error).message}`;
        child.kill("SIGKILL");
      }
    }
  };
  listen(shell, (message, id) => {
    const request = pending.get(id);
    if (request === undefined) return;
    request.reply = message;
    settle(id, request);
  });
  listen(iopub, (message, id) => {
    const request = pending.get(id);
    if (request === undefined) return;
    if (message.header.msg_type === "status") {
      request.idle = message.content.execution_state === "idle";
      settle(id, request);
    } else request.onOutput(message);
  });

  const request = (
    type: string,
    content: Record<string, unknown>,
    onOutput: (message: WireMessage) => void,
    metadata: Record<string, unknown> = {},
  ) => {
    const id = randomUUID();
    const ended = new Promise<Ending>((resolve) => {
      if (death !== undefined) resolve({ died: death });
      else pending.set(id, { onOutput, end: resolve, idle: false });
    });
    const header = {
      msg_id: id,
      msg_type: type,
      session,
      username: "",
      date: new Date().toISOString(),
      version: "5.3",
    };
    shell.send(encode({ header, parent: {}, metadata, content }, key)).catch(() => undefined);
    return ended;
  };

  const close = async () => {
    if (death === undefined) {
      const header = {
        msg_id: randomUUID(),
        msg_type: "shutdown_request",
        session,
        username: "",
        date: "",
        version: "5.3",
      };
      control
        .send(encode({ header, parent: {}, metadata: {}, content: { restart: false } }, key))
        .catch(() => undefined);
      const timer = setTimeout(() => child.kill("SIGKILL"), 2000);
      await died;
      clearTimeout(timer);
    }
    process.removeListener("exit", killAtExit);
    for (const socket of [shell, control, iopub]) if (!socket.closed) socket.close();
    rmSync(place, { recursive: true, force: true });
  };

  // A subscription takes effect some time after it was asked for, so the kernel is ready when a status has come back. It is
  // asked again and again, and any answer will do: on a busy machine each may take longer than the pause between two questions.
  const deadline = Date.now() + startSeconds * 1000;
  let first: Ending | undefined;
  while (first === undefined && Date.now() < deadline) {
    const answer = request("kernel_info_request", {}, () => undefined).then((ending) => {
      first ??= ending;
    });
    await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 250))]);
  }
  if (first === undefined || "died" in first) {
    const silent = first === undefined; // once it is killed, the questions that wait are answered with that
    const why =
      first === undefined
        ? `no answer in ${startSeconds} s; where the machine is busy with other work, try again after it`
        : first.died;
    child.kill("SIGKILL");
    await died;
    await close();
    throw new KernelStartError(why, silent);
  }

  return {
    execute: (code, { stopOnError, cell, onOutput }) =>
      request(
        "execute_request",
        {
          code,
          silent: false,
          store_history: true,
          user_expressions: {},
          allow_stdin: false,
          stop_on_error: stopOnError,
        },
        onOutput,
        cell === undefined ? {} : { cellId: cell },
      ),
    interrupt: () => child.kill("SIGINT"),
    kill: () => child.kill("SIGKILL"),
    close,
  };
}

interface Connection {
  transport: "ipc" | "tcp";
  ip: string;
  key: string;
  signature_scheme: "hmac-sha256";
  shell_port: number;
  iopub_port: number;
  stdin_port: number;
  control_port: number;
  hb_port: number;
}

/** Sockets in a folder of our own where the system has them (no port to race for, nobody else may connect), else TCP. */
async function connectionOf(place: string): Promise<Connection> {
  // A socket's path has to fit into some 100 bytes.
  const sockets = process.platform !== "win32" && place.length < 80;
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] = sockets ? [1, 2, 3, 4, 5] : await freePorts(5);
  return {
    transport: sockets ? "ipc" : "tcp",
    ip: sockets ? join(place, "kernel") : "127.0.0.1",
    key: randomBytes(32).toString("hex"),
    signature_scheme: "hmac-sha256",
    shell_port: shell_port!,
    iopub_port: iopub_port!,
    stdin_port: stdin_port!,
    control_port: control_port!,
    hb_port: hb_port!,
  };
}

/** Ports that are free at this moment: all are held until the last is known, so that they differ. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
          const server = createServer();
          server.once("error", reject);
          server.listen(0, "127.0.0.1", () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Keeps the last 2,000 characters of what the process itself printed: they tell why it died. */
function tail(child: ChildProcess): () => string {
  let text = "";
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-2000);
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  return () => text.trim();
}
