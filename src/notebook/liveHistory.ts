import { trainingHistory } from "../plot/trainingHistory.js";
import { counted, grouped } from "../readable.js";
import type { TrainingEpoch } from "../segment/autoencoder.js";
import { escapeHtml } from "./escapeHtml.js";
import { figureBundle, stillImage } from "./figureBundle.js";
import { displayInKernel, kernelGlobals, ownHtml } from "./kernelDisplay.js";
import { duration } from "./progress.js";

/** What `onEpochs` of `autoencoder` takes. */
export type LiveHistory = (epochs: readonly TrainingEpoch[], total: number) => void;

/** Milliseconds between two pictures. */
const pause = 500;

let displays = 0;

/**
 * Draws a training while it runs, to be handed over as `onEpochs` of `autoencoder`: the figure of `plot.trainingHistory` with a line for each seed, updated in place about twice a
 * second, and how long it takes at most. While it runs that is a still image, which is small; the last one is interactive and says nothing of time, so that reports of two runs are the same.
 *
 * In a terminal or a log file it draws nothing: `progress` tells there how far the work is, and both can be used at once.
 *
 * An interrupt of the cell ends the training with the best weights until then; the curve up to there stays, and the cell goes on with the result (see `autoencoder`).
 *
 * @param title Heading of the figure.
 *
 * @example
 * const points = matrixOf({ x: [0, 1, 2, 20, 21, 22], y: [1, 0, 1, 9, 8, 9] });
 * const segments = await autoencoder(points, { k: 2, layers: [8], embedding: 1, epochs: 40, onEpochs: liveHistory() });
 * console.log(segments.k); // 2
 */
export function liveHistory(title?: string): LiveHistory {
  let id: string | undefined;
  let started = 0;
  let shown = Number.NEGATIVE_INFINITY;
  let ended: readonly TrainingEpoch[] | undefined;
  return (epochs, total) => {
    if (kernelGlobals() === undefined || epochs.length === 0) return;
    if (ended !== undefined) {
      if (isSame(ended, epochs)) return;
      // Another training has begun.
      [id, ended, shown] = [undefined, undefined, Number.NEGATIVE_INFINITY];
    }
    const now = performance.now();
    const over = epochs.length >= total;
    if (!over && now - shown < pause) return;
    const update = id !== undefined;
    if (id === undefined) {
      id = `clientele-history-${++displays}`;
      started = now;
    }
    const figure = trainingHistory(epochs, title === undefined ? {} : { title });
    shown = now;
    // The first figure of a notebook brings plotly.js along, and counts: only the one that stays may.
    const data = over
      ? figureBundle(figure)
      : {
          "text/html": `${line(title ?? "Training", epochs.length, total, now - started)}\n${stillImage(figure)}`,
          "text/plain": `${figure.title}\n${figure.alt}`,
        };
    displayInKernel(data, { id, update, metadata: { ...ownHtml } });
    if (over) ended = epochs;
  };
}

function isSame(a: readonly TrainingEpoch[], b: readonly TrainingEpoch[]): boolean {
  return a.length === b.length && a.at(-1)!.loss === b.at(-1)!.loss && a.at(-1)!.seed === b.at(-1)!.seed;
}

/** A progress line: what varies from run to run is marked as such, and left out of reports. */
function line(title: string, done: number, total: number, milliseconds: number): string {
  const left = milliseconds < 200 ? "" : `, at most ${duration(((total - done) / done) * (milliseconds / 1000))} left`;
  return `<div class="clientele-progress">${escapeHtml(title)}: ${grouped(done)} of at most ${counted(total, "epoch")}<span data-varies>${left}</span></div>`;
}
