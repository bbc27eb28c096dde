import { execFileSync } from "node:child_process";

/** The machine lacks something, which is not a failure of what was tried: continuous integration may go on without it. */
export class NotHere extends Error {}

/** What builds the native backend. */
export interface Toolchain {
  /** A Python that has pip. */
  python: string;
  /** A C++ compiler, with arguments of its own where CXX holds some ("ccache g++"). */
  compiler: readonly [program: string, ...args: string[]];
}

/**
 * Finds what builds the native backend: CLIENTELE_PYTHON or python3, with pip, and CXX, g++, c++ or clang++.
 *
 * @throws NotHere with everything that is missing, and how to get it.
 */
export function toolchain(environment: NodeJS.ProcessEnv = process.env): Toolchain {
  const runs = (program: string, ...args: string[]): boolean => {
    try {
      execFileSync(program, args, { stdio: "ignore", timeout: 30_000, env: environment });
      return true;
    } catch {
      return false;
    }
  };
  const missing: string[] = [];
  const python = environment.CLIENTELE_PYTHON ?? "python3";
  if (!runs(python, "-m", "pip", "--version"))
    missing.push(`${python} with pip (Debian: apt-get install python3 python3-pip; CLIENTELE_PYTHON names another)`);
  const compilers = [environment.CXX ?? "", "g++", "c++", "clang++"]
    .map((words) => words.split(" ").filter((word) => word !== ""))
    .filter((words): words is [string, ...string[]] => words.length > 0);
  const compiler = compilers.find(([program, ...args]) => runs(program, ...args, "--version"));
  if (compiler === undefined) missing.push("a C++ compiler (Debian: apt-get install g++; CXX names another)");
  if (!runs("npm", "--version")) missing.push("npm, which comes with Node.js");
  if (missing.length > 0) throw new NotHere(`expected ${missing.join("; ")}; found none of these`);
  return { python, compiler: compiler! };
}

/** What npm, pip and the resolver of names say where a registry is not reached or does not carry what was asked for. */
const unreached =
  /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|\bE40[1345]\b|No matching distribution|Max retries|timed out/i;

/**
 * Runs a program without showing what it prints.
 *
 * @throws NotHere where a registry did not answer; Error with the last lines that it printed where it failed otherwise.
 */
export function run(program: string, args: readonly string[], { cwd }: { cwd?: string } = {}): void {
  try {
    execFileSync(program, args, { cwd, stdio: ["ignore", "pipe", "pipe"], encoding: "utf8", maxBuffer: 2 ** 26 });
  } catch (error) {
    const { stdout = "", stderr = "", message } = error as Error & { stdout?: string; stderr?: string };
    const said = `${stdout}\n${stderr}`.trim() === "" ? message : `${stdout}\n${stderr}`.trim();
    const last = said.split("\n").slice(-12).join("\n");
    if (unreached.test(said))
      throw new NotHere(`expected a registry that carries what ${program} asked for, got:\n${last}`);
    throw new Error(`${program} ${args[0] ?? ""} failed:\n${last}`);
  }
}
