import { createRequire } from "node:module";
import type { MimeBundle } from "./notebook.js";

/** What tslab (and the project's launcher, `kernel.cts`) puts on the global object of a kernel. */
export interface KernelGlobals {
  readonly exports: object;
  /** Id of the running cell, where the front end tells it, and the count of its run. Only under the launcher. */
  readonly cell?: string;
  readonly run?: number;
}

/** The globals of the tslab kernel in which this code runs; undefined outside. */
export function kernelGlobals(): KernelGlobals | undefined {
  return (globalThis as { __tslab__?: KernelGlobals }).__tslab__;
}

type Write = (content: object, update: boolean) => void;

/**
 * Sends a MIME bundle to the front end; `false` outside a kernel. With an id, later calls can replace what is shown.
 *
 * tslab's public display sends one MIME type a message, so this takes the running kernel's own function, which is found
 * among the loaded CommonJS modules; importing tslab would load a second copy that has no connection.
 */
export function displayInKernel(
  data: MimeBundle,
  options: { id?: string; update?: boolean; metadata?: Record<string, unknown> } = {},
): boolean {
  if (kernelGlobals() === undefined) return false;
  const { cache } = createRequire(import.meta.url);
  for (const [path, module] of Object.entries(cache)) {
    if (!/[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(path)) continue;
    const write = (module?.exports as { lastWriteDisplayData?: Write | null } | undefined)?.lastWriteDisplayData;
    if (!write) continue;
    const { id, update = false, metadata = {} } = options;
    write({ data, metadata, transient: id === undefined ? {} : { display_id: id } }, update);
    return true;
  }
  return false;
}

/** The mark of HTML that this package made (and escaped), by which a report tells it from other HTML. */
export const ownHtml: Readonly<Record<string, unknown>> = { clientele: { html: "escaped" } };
