import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const src = join(dirname(fileURLToPath(import.meta.url)), "..", "src");
const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => /\.c?ts$/.test(name))
  .sort();

/** What each part of the house may import at run time; `noun` is a file at the root of src/. */
const nouns = ["noun", "numeric"];
const services = [...nouns, "engine"];
const phases = ["collect", "represent", "segment", "target", "track"];
const allowed: Record<string, readonly string[]> = {
  noun: nouns,
  numeric: nouns,
  engine: services,
  plot: [...nouns, "plot"],
  collect: [...services, "collect"],
  represent: [...services, "collect", "represent"],
  // Segments are found in a Matrix, wherever it came from.
  segment: [...services, "segment"],
  target: [...services, "collect", "represent", "segment", "target"],
  track: [...services, ...phases],
};
/** Types alone may also come from here: they are gone at run time. */
const allowedTypes: Record<string, readonly string[]> = { plot: phases };

function partOf(file: string): string {
  if (["index.ts", "browser.ts", "cli.ts"].includes(file) || file.startsWith("cli/")) return "door";
  return file.includes("/") ? file.split("/")[0]! : "noun";
}

interface Import {
  target: string;
  typeOnly: boolean;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(src, file), "utf8");
  const found: Import[] = [];
  for (const match of text.matchAll(
    /^(?:import|export)\s+(type\s+)?(?:([\w*{][^;"'=(]*?)\s*from\s*)?["'](\.[^"']+)["']/gm,
  )) {
    const names = (match[2] ?? "").trim();
    const allTypes =
      /^\{/.test(names) &&
      names
        .slice(1, -1)
        .split(",")
        .every((name) => name.trim() === "" || /^type\s/.test(name.trim()));
    const target = posix
      .join(posix.dirname(file), match[3]!)
      .replace(/\.c?js$/, (end) => (end === ".cjs" ? ".cts" : ".ts"));
    found.push({ target, typeOnly: match[1] !== undefined || allTypes });
  }
  return found;
}

test("imports run one way: nouns and numeric, engine and plot, then the phases in order, then notebook and cli", () => {
  const wrong: string[] = [];
  for (const file of files) {
    const part = partOf(file);
    const may = allowed[part];
    if (may === undefined) continue; // notebook, index and cli stand on top
    for (const { target, typeOnly } of importsOf(file)) {
      const from = partOf(target);
      if (may.includes(from) || (typeOnly && allowedTypes[part]?.includes(from))) continue;
      wrong.push(`${file} imports ${target}: ${part} may not import ${from}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test("every import of a file of ours names a file that exists", () => {
  const missing = files.flatMap((file) =>
    importsOf(file)
      .filter(({ target }) => !files.includes(target))
      .map(({ target }) => `${file} -> ${target}`),
  );
  assert.deepEqual(missing, []);
});

test("no file imports itself in a circle", () => {
  const graph = new Map(
    files.map((file) => [
      file,
      importsOf(file)
        .filter((each) => !each.typeOnly)
        .map((each) => each.target),
    ]),
  );
  const state = new Map<string, "open" | "done">();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === "done") return;
    if (state.get(file) === "open") {
      circles.push([...path.slice(path.indexOf(file)), file].join(" -> "));
      return;
    }
    state.set(file, "open");
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    state.set(file, "done");
  };
  for (const file of files) visit(file, []);
  assert.deepEqual(circles, []);
});

test("no file or folder has a name that says nothing", () => {
  const empty = files.filter((file) =>
    /(^|\/)(utils?|helpers?|common|shared|core|misc|manager)(\.c?ts$|\/)/i.test(file),
  );
  assert.deepEqual(empty, []);
});

test("results know no clock and no global randomness", () => {
  const found = files
    .filter((file) => !file.startsWith("notebook/") && !file.startsWith("cli"))
    .flatMap((file) => {
      const text = readFileSync(join(src, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
      return [...text.matchAll(/Math\.random|Date\.now\(|new Date\(\)/g)].map((match) => `${file}: ${match[0]}`);
    });
  // performance.now() is let through: long fits let go of the event loop by it, and that never touches a result.
  assert.deepEqual(found, []);
});
