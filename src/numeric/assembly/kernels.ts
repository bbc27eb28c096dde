// The inner loops of clustering in AssemblyScript, compiled to WebAssembly by make.mjs. Each has a twin in plain TypeScript
// (../plainKernels.ts) that gives the same bits: numbers are added up in the same order.
//
// All arguments named after data are addresses: rows of `width` doubles one after the other; labels (-1: none) are integers of 16
// bits, in pairs.ts of 32. Distances are measured for four rows at once, two to a register (eight in 32 bits, in assign.ts); every
// lane adds up its own row, column by column.

export { assign, measure, shrink } from "./assign.ts";
export { exchange, inertia, tally } from "./kmeans.ts";
export { mixture } from "./mixture.ts";
export { distances, extremes } from "./pairs.ts";
export { candidates, nearer } from "./seeding.ts";
