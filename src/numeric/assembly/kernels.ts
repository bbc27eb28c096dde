// The inner loops of clustering in AssemblyScript, compiled to WebAssembly by make.mjs. Each has a twin in plain TypeScript
// (../plainKernels.ts) that does the same operations in the same order, so that both give the same bits.
//
// All arguments named after data are addresses: rows of `width` doubles one after the other, labels as 16-bit integers
// (-1: none).
// Four rows are worked on at once, two to a register; every lane adds up its own row, column by column.

export { assign, measure, shrink } from "./assign.ts";
export { exchange, inertia, tally } from "./kmeans.ts";
export { distances, extremes } from "./pairs.ts";
export { candidates, nearer } from "./seeding.ts";
