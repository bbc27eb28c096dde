import { kernelGlobals } from "./kernelDisplay.js";

const installed = Symbol.for("clientele.lastExpression");

/**
 * Lets a cell's last expression show itself under tslab, which has no protocol for that: it only prints the value.
 *
 * tslab assigns `exports.tsLastExpr = value` at the end of a cell and prints what it then finds there. A prototype with an
 * accessor of that name sees the value first: where `showRichly` shows it, tslab finds nothing to print.
 */
export function showLastExpression(showRichly: (value: unknown) => boolean): void {
  const exports = kernelGlobals()?.exports;
  if (exports === undefined || installed in exports) return;
  let held: unknown;
  const prototype = Object.create(Object.getPrototypeOf(exports), {
    [installed]: { value: true },
    tsLastExpr: {
      configurable: true,
      get: () => held,
      set(value: unknown) {
        held = showRichly(value) ? undefined : value;
        // tslab reads the value before the next turn of the event loop; a large table is not kept any longer than that.
        setImmediate(() => {
          held = undefined;
        });
      },
    },
  });
  Object.setPrototypeOf(exports, prototype);
  // A compiled cell begins with `exports.tsLastExpr = void 0`, before its imports: in the cell that imports this package
  // that property would hide the accessor.
  Reflect.deleteProperty(exports, "tsLastExpr");
}
