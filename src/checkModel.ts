import { quoted } from "./errors.js";
import { blocksOf, layerShapes, sizeOf } from "./numeric/network/blocks.js";
import { unpackDoubles } from "./numeric/unpackDoubles.js";
import { unpackSingles } from "./numeric/unpackSingles.js";
import type { Model, ModelPart, NetworkModel, PackedLayers } from "./segmentation.js";

/** The lists that a model of each kind has to hold, and whether it records how its rows were prepared. */
const parts: Readonly<Record<Model["kind"], { lists: readonly string[]; prepared: boolean }>> = {
  centers: { lists: ["columns", "centers"], prepared: true },
  modes: { lists: ["categorical", "modes", "ties"], prepared: true },
  prototypes: { lists: ["columns", "centers", "categorical", "modes", "ties"], prepared: true },
  mixture: { lists: ["columns", "weights", "means", "covariances"], prepared: true },
  classes: { lists: ["columns", "categorical", "weights", "probabilities", "means", "variances"], prepared: true },
  neighbors: { lists: ["columns", "categorical", "segmentOf"], prepared: true },
  density: { lists: ["columns", "clusters", "home"], prepared: true },
  network: { lists: ["columns", "centers", "categorical"], prepared: true },
  combined: { lists: ["parts", "cells"], prepared: false },
  nested: { lists: ["inner"], prepared: false },
  rules: { lists: ["rules"], prepared: false },
};

/**
 * Throws where what labels rows cannot be what a method made: of a kind or version that is not known here, with parts missing, or with packed numbers that
 * do not fit together. What comes from a file may be damaged, or of another version of this package.
 *
 * @throws RangeError that names what was expected and what is there.
 */
export function checkModel(model: Model): void {
  const { kind } = model;
  const known = Object.hasOwn(parts, String(kind)) ? parts[kind] : undefined;
  if (known === undefined)
    throw new RangeError(
      `expected a model of the kind ${Object.keys(parts).join(", ")}, got ${quoted(kind)}; read it with a later version of clientele`,
    );
  const held = model as unknown as Record<string, unknown>;
  if (kind === "network" && held.version !== 1)
    throw new RangeError(
      `expected a network of version 1, got ${quoted(held.version)}; read it with the version of clientele that wrote it, or a later one`,
    );
  for (const name of known.lists)
    if (!Array.isArray(held[name]))
      throw new RangeError(`expected a list called ${name} in the ${kind} model, got none`);
  const preparation = held.preparation as { columns?: unknown; categorical?: unknown } | null | undefined;
  if (known.prepared && !(Array.isArray(preparation?.columns) && Array.isArray(preparation.categorical)))
    throw new RangeError(`expected the preparation of the rows in the ${kind} model, got none`);
  switch (model.kind) {
    case "network":
      checkNetwork(model);
      return;
    case "neighbors":
      unpackDoubles(model.packed, model.segmentOf.length * (model.columns.length + model.categorical.length));
      return;
    case "density":
      unpackDoubles(model.packed, model.home.length * (model.columns.length + 2));
      return;
    case "combined":
      for (const part of model.parts) checkPart(part);
      return;
    case "nested":
      checkPart(model.outer);
      for (const { part } of model.inner) if (part !== undefined) checkPart(part);
  }
}

function checkPart(part: ModelPart | undefined): void {
  if (typeof part?.model !== "object" || part.model === null)
    throw new RangeError(`expected a model in each part of another, got ${quoted(part?.model)}`);
  checkModel(part.model);
}

function checkNetwork({ columns, centers, unit, categorical, encoder, decoder, oddAbove, groups }: NetworkModel): void {
  requireNumbers(centers, columns.length, "means of the columns");
  requireNumbers([unit, oddAbove ?? 0], 2, "numbers for the unit and the bound of odd rows");
  if (!(unit > 0)) throw new RangeError(`expected the unit of the network to be above 0, got ${quoted(unit)}`);
  const width = categorical.reduce((sum, { levels }) => sum + levels.length, columns.length);
  const size = checkLayers(decoder, "decoder").at(0)!;
  const ends = [checkLayers(encoder, "encoder"), decoder.sizes].map((sizes) =>
    [sizes.at(0), sizes.at(-1)].join(" to "),
  );
  const each = groups?.kind === "mixture" ? 2 * size : size;
  const wanted = [`${width} to ${each}`, `${size} to ${width}`];
  if (ends.join() !== wanted.join())
    throw new RangeError(
      `expected an encoder from ${wanted[0]} and a decoder from ${wanted[1]} units, as columns, levels and segments have them, got ${ends.join(" and ")}`,
    );
  const places = groups?.kind === "mixture" ? groups.means : groups?.kind === "centers" ? groups.centers : undefined;
  if (!Array.isArray(places) || places.length === 0)
    throw new RangeError(`expected the places of the segments in the embedding, got ${quoted(groups?.kind)}`);
  for (const place of places) requireNumbers(place, size, "numbers for the place of each segment");
  if (groups.kind !== "mixture") return;
  requireNumbers(groups.weights, places.length, "shares of the segments");
  for (const [c] of places.entries()) requireNumbers(groups.variances?.[c], size, "variances of each segment");
}

/** How many units the layers have, once their weights are seen to be all there. */
function checkLayers(layers: PackedLayers | undefined, name: string): readonly number[] {
  const { sizes, activation, packed } = layers ?? {};
  if (!Array.isArray(sizes) || sizes.length < 2 || sizes.some((units) => !Number.isInteger(units) || units < 1))
    throw new RangeError(`expected the units of the layers of the ${name}, got ${quoted(sizes)}`);
  if (activation !== "relu" && activation !== "tanh")
    throw new RangeError(`expected relu or tanh as activation of the ${name}, got ${quoted(activation)}`);
  if (typeof packed !== "string") throw new RangeError(`expected the packed weights of the ${name}, got none`);
  const count = sizeOf(blocksOf(layerShapes(sizes)));
  let weights: Float32Array;
  try {
    weights = unpackSingles(packed, count);
  } catch (cause) {
    throw new RangeError(`the weights of the ${name} are damaged: ${(cause as Error).message}`, { cause });
  }
  const bad = weights.findIndex((weight) => !Number.isFinite(weight));
  if (bad >= 0) throw new RangeError(`expected finite weights of the ${name}, got ${weights[bad]} in place ${bad + 1}`);
  return sizes;
}

function requireNumbers(values: unknown, count: number, what: string): void {
  const found = Array.isArray(values) ? (values as readonly unknown[]).filter(Number.isFinite).length : 0;
  if (found !== count || (values as readonly unknown[]).length !== count)
    throw new RangeError(`expected ${count} ${what} of the network, got ${found}`);
}
