import { stopRunning } from "../pace.js";
import { kernelGlobals } from "./kernelDisplay.js";

const installed = Symbol.for("clientele.stopOnInterrupt");

/**
 * Lets the interrupt of a cell stop the searches that it started. tslab only stops waiting for them: without this they would
 * go on in the background, and the next cell would wait for their threads. Work that ends early with a result is told to, and the launcher (`kernel.cts`) is told that the cell
 * goes on with it. Outside a kernel an interrupt ends the process anyway.
 */
export function stopOnInterrupt(): void {
  const kernel = kernelGlobals() as { [installed]?: true; goesOn?: boolean } | undefined;
  if (kernel === undefined || kernel[installed]) return;
  kernel[installed] = true;
  process.on("SIGINT", () => {
    kernel.goesOn = stopRunning();
  });
}
