import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { NotHere, run } from "./toolchain.js";

/**
 * The last release whose wheels load on any Linux since 2014. The binding was written for 2.9; TensorFlow keeps its C interface,
 * and 2.21 was tried, too, which is 40% larger.
 */
export const libtensorflowVersion = "2.15.1";

/** Wheels hold libtensorflow beside Python's part. The sums make it the same library wherever a mirror serves it from. */
const wheels: Partial<Record<NodeJS.Architecture, { name: string; platform: string; sha256: string }>> = {
  x64: {
    name: "tensorflow-cpu",
    platform: "manylinux2014_x86_64",
    sha256: "54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26",
  },
  arm64: {
    name: "tensorflow-cpu-aws",
    platform: "manylinux2014_aarch64",
    sha256: "d4c3a3a9363bf42999adedbbd514e3a133be2d62f61fee9cfa46aaefb087c09e",
  },
};

/** Libraries, and the headers of the C interface with what they include. */
const unpack = `
import sys, zipfile
wheel, folder = sys.argv[1:]
wanted = ("tensorflow/libtensorflow_", "tensorflow/include/tensorflow/c/", "tensorflow/include/tensorflow/core/platform/ctstring",
          "tensorflow/include/tsl/c/", "tensorflow/include/tsl/platform/ctstring")
with zipfile.ZipFile(wheel) as archive:
    archive.extractall(folder, [name for name in archive.namelist() if name.startswith(wanted)])
`;

/** @throws NotHere where there is no libtensorflow for this machine. */
export function wheelForHere(): { name: string; platform: string; sha256: string } {
  const wheel = process.platform === "linux" ? wheels[process.arch] : undefined;
  if (wheel === undefined)
    throw new NotHere(`expected Linux on x64 or arm64, got ${process.platform} on ${process.arch}`);
  const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  if (header.glibcVersionRuntime === undefined)
    throw new NotHere("expected a Linux with glibc, such as Debian, Ubuntu or Fedora; got another C library");
  return wheel;
}

/** Brings libtensorflow and its headers into `folder`, from Python's registry or what pip is told to use in its place. */
export function fetchLibtensorflow(python: string, folder: string): { libraries: string; headers: string } {
  const { name, platform, sha256 } = wheelForHere();
  mkdirSync(folder, { recursive: true });
  const wish = join(folder, "wheel.txt");
  writeFileSync(wish, `${name}==${libtensorflowVersion} --hash=sha256:${sha256}\n`);
  // Which Python a wheel is for does not matter to the library in it: the same one is taken whatever Python is here.
  const anyPython = ["--python-version", "3.11", "--implementation", "cp", "--abi", "cp311", "--platform", platform];
  const download = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"];
  run(python, [...download, "--only-binary", ":all:", ...anyPython, "--dest", folder, "--requirement", wish]);
  const wheel = readdirSync(folder).find((file) => file.endsWith(".whl"))!;
  run(python, ["-c", unpack, join(folder, wheel), folder]);
  return { libraries: join(folder, "tensorflow"), headers: join(folder, "tensorflow", "include") };
}
