// Compiles kernels.ts and what it imports, and writes it, as text, into ../kernelBytes.ts:   npm run kernels
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const flags = "-O3 --noAssert --runtime stub --enable simd,threads,bulk-memory";
const memory = "--importMemory --sharedMemory --initialMemory 1 --maximumMemory 65536";

const own = readdirSync(new URL(".", import.meta.url));

/** The compiled kernels, as base64. */
export async function compileKernels() {
  let binary;
  const { error, stderr } = await asc.main(
    ["kernels.ts", "--outFile", "kernels.wasm", ...flags.split(" "), ...memory.split(" ")],
    {
      readFile: (asked) => {
        const name = asked.replace(/\.ts\.ts$/, ".ts"); // the compiler adds an ending to those that have one
        return own.includes(name) ? readFileSync(new URL(name, import.meta.url), "utf8") : null;
      },
      writeFile: (_name, contents) => {
        binary = contents;
      },
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr}`);
  return Buffer.from(binary).toString("base64");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lines = (await compileKernels()).match(/.{1,112}/g).map((line) => `  "${line}"`);
  writeFileSync(
    new URL("../kernelBytes.ts", import.meta.url),
    `// Made of assembly/kernels.ts by assembly/make.mjs; do not edit.\nexport const kernelBytes: string =\n${lines.join(" +\n")};\n`,
  );
}
