import { escapeHtml } from "./escapeHtml.js";
import { displayInKernel, kernelGlobals, ownHtml } from "./kernelDisplay.js";

/** A progress line. It can be handed over as `onProgress`. */
export interface Progress {
  (done: number, total?: number, note?: string): void;
  /** Ends the line where the work ends before (or without) its total. */
  end(note?: string): void;
}

let lines = 0;

/**
 * Shows how far a long piece of work is: with rate and remaining time while it runs, and only title and count when it is over, so
 * that reports of two runs are the same.
 *
 * In a notebook the display is updated in place, in a terminal the line is; elsewhere (log files) a line is printed at most
 * every ten seconds. The first call starts the clock.
 *
 * @param title What is being done.
 * @param options.total The number of steps; without it only the count and the rate are shown.
 *
 * @example
 * const onProgress = progress("Reading orders", { total: 3 });
 * for (let done = 1; done <= 3; done++) onProgress(done);
 */
export function progress(title: string, options: { total?: number; stream?: NodeJS.WriteStream } = {}): Progress {
  const { stream = process.stderr } = options;
  const place = kernelGlobals() !== undefined ? "notebook" : stream.isTTY ? "terminal" : "log";
  const pause = place === "log" ? 10_000 : 100;
  const id = `clientele-progress-${++lines}`;
  let { total } = options;
  let started: number | undefined;
  let shown = Number.NEGATIVE_INFINITY;
  let displayed = false;
  let ended = false;
  let last = 0;

  const write = (state: State) => {
    if (place === "notebook") {
      const data = { "text/html": html(state), "text/plain": line({ ...state, pace: "" }) };
      displayInKernel(data, { id, update: displayed, metadata: { ...ownHtml } });
      displayed = true;
    } else if (place === "terminal") {
      const text = line(state).slice(0, Math.max(20, (stream.columns ?? 80) - 1));
      stream.write(`\r\u001b[K${text}${state.over ? "\n" : ""}`);
    } else stream.write(`${line(state)}\n`);
  };
  const update = (done: number, newTotal?: number, note?: string) => {
    if (ended) return;
    total = newTotal ?? total;
    last = done;
    const now = performance.now();
    started ??= now;
    if (total !== undefined && done >= total) {
      ended = true;
      write({ title, done, total, note: undefined, pace: "", over: true });
    } else if (now - shown >= pause) {
      // The log's first line waits, so that short work leaves one line and not two.
      if (place !== "log" || now - started >= pause)
        write({ title, done, total, note, pace: pace(done, total, now - started), over: false });
      else return;
      shown = now;
    }
  };
  const end = (note?: string) => {
    if (ended) return;
    ended = true;
    write({ title, done: last, total, note, pace: "", over: true });
  };
  return Object.assign(update, { end });
}

interface State {
  title: string;
  done: number;
  total: number | undefined;
  note: string | undefined;
  pace: string;
  over: boolean;
}

function line({ title, done, total, note, pace }: State): string {
  return [`${title}: ${count(done, total)}`, pace, note].filter(Boolean).join(", ");
}

function html({ title, done, total, note, pace, over }: State): string {
  const bar =
    over || total === undefined ? "" : `<progress value="${done}" max="${total}" style="width:12em"></progress> `;
  // A report leaves out what varies from run to run.
  const varies = pace ? `<span data-varies>, ${escapeHtml(pace)}</span>` : "";
  const remark = note ? `, ${escapeHtml(note)}` : "";
  return `<div class="clientele-progress">${bar}${escapeHtml(title)}: ${count(done, total)}${varies}${remark}</div>`;
}

function count(done: number, total: number | undefined): string {
  const whole = (value: number) => Math.floor(value).toLocaleString("en-US");
  return total === undefined || total === done ? whole(done) : `${whole(done)} of ${whole(total)}`;
}

function pace(done: number, total: number | undefined, milliseconds: number): string {
  if (done <= 0 || milliseconds < 200) return "";
  const rate = (done / milliseconds) * 1000;
  const perSecond = rate >= 1 ? `${Math.round(rate).toLocaleString("en-US")} per s` : `${(1 / rate).toFixed(1)} s each`;
  return total === undefined ? perSecond : `${perSecond}, ${duration((total - done) / rate)} left`;
}

/** How long something takes, in words. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
