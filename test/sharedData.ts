import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * Path of a file of the reference data (see CONTRIBUTING.md), or undefined where it is not on this machine: the folder
 * that CLIENTELE_DATA names, else ../shared/data beside the project.
 */
export function sharedFile(name: string): string | undefined {
  const folder = process.env.CLIENTELE_DATA ?? resolve(import.meta.dirname, "../../shared/data");
  const path = join(folder, name);
  return existsSync(path) ? path : undefined;
}

/** For node:test's `skip` option: false where the file is there, else why the test does not run. */
export function skipWithout(name: string): false | string {
  return sharedFile(name) === undefined ? `needs ${name} of the reference data (set CLIENTELE_DATA)` : false;
}
