// Compiles kernels.ts and what it imports, and writes it, as text, into ../kernelBytes.ts:   npm run kernels
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const flags = "-O3 --noAssert --runtime stub --enable simd,threads,bulk-memory";
const memory = "--importMemory --sharedMemory --initialMemory 1 --maximumMemory 65536";

const own = readdirSync(new URL(".", import.meta.url)).sort();
const read = (name) => readFileSync(new URL(name, import.meta.url), "utf8");

/** The compiled kernels, as base64. */
export async function compileKernels() {
  const { default: asc } = await import("assemblyscript/asc"); // takes seconds
  let binary;
  const { error, stderr } = await asc.main(
    ["kernels.ts", "--outFile", "kernels.wasm", ...flags.split(" "), ...memory.split(" ")],
    {
      readFile: (asked) => {
        const name = asked.replace(/\.ts\.ts$/, ".ts"); // the compiler adds an ending to those that have one
        return own.includes(name) ? read(name) : null;
      },
      writeFile: (_name, contents) => {
        binary = contents;
      },
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr}`);
  return Buffer.from(binary).toString("base64");
}

/**
 * The text of ../kernelBytes.ts. Its seal is made of the kernels and of all that they are made of, the compiler's version too: a
 * test makes it again in no time, and sees where one was changed without the others.
 */
export function kernelText(base64) {
  const { version } = createRequire(import.meta.url)("assemblyscript/package.json");
  const made = [version, ...own.map(read), base64];
  const seal = createHash("sha256").update(JSON.stringify(made)).digest("hex");
  const lines = base64.match(/.{1,112}/g).map((line) => `  "${line}"`);
  return [
    "// Made of assembly/kernels.ts by assembly/make.mjs; do not edit.",
    `// Seal: ${seal}`,
    `export const kernelBytes: string =\n${lines.join(" +\n")};\n`,
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL("../kernelBytes.ts", import.meta.url), kernelText(await compileKernels()));
}
