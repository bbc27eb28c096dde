import { type Cell, type DisplayOutput, type MimeBundle, type Output, textOf } from "./notebook.js";
import type { WireMessage } from "./wire.js";

/** Gathers what a kernel sends while cells run into the outputs of those cells, as Jupyter front ends do. */
export interface OutputCollector {
  /** Takes one message that `cell` caused. */
  take(cell: Cell, message: WireMessage): void;
}

/** Makes a collector for one notebook: displays are updated by their id, also from later cells. */
export function collectOutputs(): OutputCollector {
  const displays = new Map<string, DisplayOutput[]>();
  const clearing = new Set<Cell>();

  return {
    take(cell, { header, content }) {
      cell.outputs ??= [];
      const add = (output: Output) => {
        if (clearing.delete(cell)) cell.outputs = [];
        cell.outputs!.push(output);
      };
      switch (header.msg_type) {
        case "execute_input":
          cell.execution_count = content.execution_count as number;
          break;
        case "stream": {
          const { name, text } = content as { name: "stdout" | "stderr"; text: string };
          const last = clearing.has(cell) ? undefined : cell.outputs.at(-1);
          if (last?.output_type === "stream" && last.name === name) last.text = textOf(last.text) + text;
          else add({ output_type: "stream", name, text });
          break;
        }
        case "display_data":
        case "update_display_data":
        case "execute_result": {
          const { data, metadata, transient } = content as {
            data: MimeBundle;
            metadata?: Record<string, unknown>;
            transient?: { display_id?: string };
          };
          const id = transient?.display_id;
          const shown = id === undefined ? undefined : displays.get(id);
          for (const output of shown ?? []) Object.assign(output, { data, metadata: metadata ?? {} });
          if (header.msg_type === "update_display_data") break;
          const output: DisplayOutput = { output_type: "display_data", data, metadata: metadata ?? {} };
          if (id !== undefined) displays.set(id, [...(shown ?? []), output]);
          add(output);
          break;
        }
        case "error": {
          const { ename, evalue, traceback } = content as { ename: string; evalue: string; traceback: string[] };
          add({ output_type: "error", ename, evalue, traceback });
          break;
        }
        case "clear_output":
          if (content.wait === true) clearing.add(cell);
          else cell.outputs = [];
          break;
      }
    },
  };
}
