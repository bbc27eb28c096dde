import type { Matrix } from "../../matrix.js";
import type { NetworkFits } from "../../numeric/network/networkFits.js";
import { place } from "../../numeric/network/networkTask.js";
import type { NetworkPlan } from "../../numeric/network/work.js";
import { counted } from "../../readable.js";
import { orderBySize } from "../../segmentation.js";
import { byNetwork } from "../assign/byNetwork.js";
import type { AutoencoderOptions, BaselineRow, DeepSegmentation, SeedRow } from "../autoencoder.js";
import { adjustedRand } from "../evaluate/adjustedRand.js";
import { baselines } from "./baselines.js";
import { groupsInOrder, networkModel } from "./networkModel.js";
import type { RowReading } from "./networkRows.js";
import { oddRows } from "./oddRows.js";
import { trainingEpochs } from "./trainingEpochs.js";
import { verdict } from "./verdict.js";
import { yardstick } from "./yardstick.js";

/** How the trainings ended. */
interface Ended {
  readonly plan: NetworkPlan;
  readonly seed: number;
  readonly interrupted: boolean;
  /** Whether the work has been told to end since. */
  told(): boolean;
  /** Called before each plain method; throws where the work was told to end. */
  beside(note: string): Promise<void>;
}

/**
 * The segmentation of the seed that agrees most with the others, with all seeds and the plain methods beside it; `order` says which row of the matrix the trainings had in each place.
 */
export async function deepReport(
  matrix: Matrix,
  read: RowReading,
  order: Int32Array,
  { fits: all, boards: allBoards, backend, version, reason }: NetworkFits,
  options: AutoencoderOptions & Ended,
): Promise<DeepSegmentation> {
  const { k, plan, seed, interrupted, truth, threads, signal, told } = options;
  // After an interrupt seeds that were not begun say nothing.
  const begun = allBoards.flatMap(({ signals }, i) => (Atomics.load(signals, place.epochs) > 0 ? [i] : []));
  const [fits, boards] = [begun.map((i) => all[i]!), begun.map((i) => allBoards[i]!)];
  const bySeed = fits.map(({ labels }) => {
    const own = new Int32Array(matrix.rows);
    order.forEach((row, i) => {
      own[row] = labels[i]!;
    });
    return own;
  });
  const seedAgreement = bySeed.map((a) => bySeed.map((b) => (a === b ? 1 : adjustedRand(a, b, k))));
  const others = seedAgreement.map((row, i) => row.filter((_, j) => j !== i));
  const mean = (values: readonly number[]) =>
    values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  const agreed = others.map(mean);
  // Not the best seed by some figure, but the one that stands for the others.
  const chosen = agreed.reduce<number>((best, one, i) => ((one ?? 0) > (agreed[best] ?? 0) ? i : best), 0);
  const fit = fits[chosen]!;
  const found = networkModel(read, fit);
  const placed = byNetwork(found, matrix);
  const { labels, sizes, order: groups } = orderBySize(placed.labels, k);
  const { embedding } = placed;
  const errors = placed.errors();
  const odd = oddRows(matrix.ids, errors);

  const stick = yardstick(read, matrix, { seed, truth, threads });
  const seeds: SeedRow[] = [];
  for (const [i, one] of fits.entries())
    seeds.push({
      seed: seed + begun[i]!,
      chosen: i === chosen,
      loss: one.loss,
      epochs: Atomics.load(boards[i]!.signals, place.epochs),
      converged: one.converged && !interrupted,
      agreement: agreed[i]!,
      ...(await stick.measure(
        Int32Array.from(stick.rows, (row) => bySeed[i]![row]!),
        k,
      )),
    });
  const own = Int32Array.from(stick.rows, (row) => labels[row]!);
  const beside: BaselineRow[] = [];
  const wanted = options.baselines !== false && !interrupted;
  // Seeds were measured meanwhile, which takes a while.
  let alone = wanted && told();
  if (wanted && !alone) {
    const paced = { ...(threads === undefined ? {} : { threads }), ...(signal === undefined ? {} : { signal }) };
    const fitted = await baselines(stick.matrix, { k, seed, ...paced }, (method) =>
      options.beside(`${method} beside it`),
    ).catch((cause: unknown) => {
      // What was learned is not thrown away because nobody waits for what would stand beside it.
      if (!told()) throw cause;
      alone = true;
      return [];
    });
    for (const one of fitted)
      beside.push(
        one.found === undefined
          ? {
              method: one.method,
              agreement: null,
              silhouette: null,
              calinskiHarabasz: null,
              daviesBouldin: null,
              reason: one.reason,
            }
          : {
              method: one.method,
              agreement: adjustedRand(own, one.found.labels, k),
              ...(await stick.measure(one.found.labels, k)),
            },
      );
  }
  const size = plan.embedding;
  const converged = fit.converged && !interrupted;
  const pairs = seedAgreement.flatMap((row, i) => row.slice(i + 1));
  return {
    method: "autoencoder",
    k,
    ids: matrix.ids,
    labels,
    sizes,
    parameters: {
      k,
      method: plan.method,
      layers: plan.hidden,
      activation: plan.activation,
      embedding: plan.embedding,
      epochs: plan.epochs,
      ...(plan.method === "kmeans" ? {} : { clusterEpochs: plan.clusterEpochs }),
      batchSize: plan.batch,
      learningRate: plan.rate,
      noise: plan.noise,
      dropout: plan.dropout,
      neighbors: plan.neighbors,
      neighborWeight: plan.neighborWeight,
      validation: plan.validation,
      patience: plan.patience,
      ...(plan.method === "idec" ? { clusterWeight: plan.weight } : {}),
      restarts: fits.length,
    },
    quality: { loss: fit.loss },
    seed: seed + begun[chosen]!,
    converged,
    iterations: seeds[chosen]!.epochs,
    model: { ...found, groups: groupsInOrder(found.groups, groups), oddAbove: odd.above },
    warnings: [
      ...(matrix.preparation.warnings ?? []),
      ...doubts(plan, sizes, { interrupted, alone, converged, epochs: seeds[chosen]!.epochs, restarts: fits.length }),
    ],
    embedding: Array.from({ length: matrix.rows }, (_, i) => Array.from(embedding.subarray(i * size, (i + 1) * size))),
    reconstructionErrors: Array.from(errors),
    odd: odd.rows,
    history: trainingEpochs(boards[chosen]!, seed + begun[chosen]!),
    seeds,
    seedAgreement,
    baselines: beside,
    compared: stick.rows.length,
    verdict: verdict(seeds, pairs, beside),
    tensorflow: { backend, version, reason },
  };
}

function doubts(
  plan: NetworkPlan,
  sizes: readonly number[],
  {
    interrupted,
    alone,
    converged,
    epochs,
    restarts,
  }: { interrupted: boolean; alone: boolean; converged: boolean; epochs: number; restarts: number },
): string[] {
  const found: string[] = [];
  if (interrupted) found.push("The training was interrupted: the segments are those of the best weights until then.");
  else if (!converged)
    found.push(
      `The training had not settled after its ${counted(epochs, "epoch")}: raise epochs${plan.clusterEpochs === 0 ? "" : " or clusterEpochs"}.`,
    );
  if (alone) found.push("It was interrupted before the plain methods beside it were fitted.");
  const empty = sizes.filter((size) => size === 0).length;
  if (empty > 0)
    found.push(`${counted(empty, "segment")} of ${plan.k} lost all customers in the training: ask for fewer segments.`);
  if (restarts < 5)
    found.push(
      `${counted(restarts, "seed was", "seeds were")} tried; fewer than five say little about how far chance decides.`,
    );
  return found;
}
