import { inPieces } from "./inPieces.js";
import { hasWasm } from "./kernels.js";
import { areStarted, runOnThread, usualThreads } from "./pool.js";
import { type ReachSpace, type ReachTask, reach } from "./reachTask.js";
import { spaceTree } from "./spaceTree.js";

/** A minimum spanning tree of rows by mutual reachability. */
export interface SpanningTree {
  /** Edge e joins the rows `a[e]` and `b[e]` at distance `lengths[e]`; ascending. */
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly lengths: Float64Array;
  /** Core distance of each row: to its neighbor of the given number, itself not counted. */
  readonly core: Float64Array;
}

/** How a spanning tree is searched for. */
export interface SpanningTreePlan {
  /** Neighbors that the core distance counts: from 1 to one below the number of rows. */
  readonly neighbors: number;
  /** A power of two by which values are divided, so that squares neither overflow nor vanish; distances are in this unit. */
  readonly unit: number;
  /** Threads at most; those of the machine where absent. */
  readonly threads?: number;
}

/** Numbers (rows x columns) below which starting threads, or sending to those that run, takes longer than it saves. */
const worth = { starting: 40_000, sending: 5_000 };

/** Places of a piece of work: some milliseconds. */
const piece = 512;

/**
 * The minimum spanning tree of rows by mutual reachability, without comparing all pairs: each component is joined to the one that is nearest to it,
 * until there is one (Boruvka 1926), and a space tree finds the nearest. What is known from the rounds before spares most searches: the
 * nearest place outside stays the nearest while it is outside, and nothing outside comes nearer.
 *
 * Which of several equally short edges is taken may depend on the number of threads; how many edges of each length there are, and which rows hang
 * together by edges up to a length, does not. `between` is called with the share done, to report, pause, or throw to end the work.
 */
export async function spanningTree(
  columns: readonly Float64Array[],
  { neighbors, unit, threads: wanted }: SpanningTreePlan,
  between: (share: number) => Promise<void>,
): Promise<SpanningTree> {
  const rows = columns[0]!.length;
  const size = rows * columns.length;
  const threads =
    hasWasm() && size >= (areStarted() ? worth.sending : worth.starting) ? Math.max(1, wanted ?? usualThreads()) : 1;
  const room = (bytes: number) => (threads > 1 ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
  const tree = spaceTree(columns, rows, unit, threads > 1);
  const space: ReachSpace = {
    tree,
    core: new Float64Array(room(rows * 8)),
    part: new Int32Array(room(rows * 4)),
    whole: new Int32Array(room(tree.from.length * 4)),
    mate: new Int32Array(room(rows * 4)).fill(-1),
    least: new Float64Array(room(rows * 8)),
    bounds: Array.from({ length: threads }, () => new Float64Array(room(rows * 8))),
  };
  const everywhere = (neighbors: number, done: (share: number) => Promise<void>) =>
    inPieces(
      // Fewer and larger pieces for threads, to which a message takes time.
      { count: rows, piece: threads === 1 ? piece : 4 * piece, threads },
      (lo, hi, thread) => {
        const task: ReachTask = { task: "reach", space, neighbors, lo, hi, thread };
        return threads === 1 ? reach(task) : runOnThread(thread, task);
      },
      done,
    );

  await everywhere(neighbors, (share) => between(share / 2));
  const forest = new Forest(rows);
  while (forest.edges < rows - 1) {
    const before = forest.edges;
    prepare(space, forest);
    await everywhere(0, (share) => between(0.5 + (0.5 * (before + (share * (rows - before)) / 2)) / rows));
    join(space, forest);
    if (forest.edges === before)
      throw new Error("expected distances that tell rows apart, got none that joins any two");
  }
  return forest.sorted(tree.order, space.core);
}

/** Brings components up to date: whose each place and node is, which mates are still outside, and the nearest known of each component. */
function prepare({ tree, part, whole, mate, least, bounds }: ReachSpace, forest: Forest): void {
  for (let place = 0; place < part.length; place++) part[place] = forest.find(place);
  const { from, to } = tree;
  const leaves = from.length >> 1;
  for (let node = from.length - 1; node >= 0; node--) {
    if (node < leaves) {
      whole[node] = whole[2 * node + 1] === whole[2 * node + 2] ? whole[2 * node + 1]! : -1;
      continue;
    }
    const own = part[from[node]!]!;
    whole[node] = own;
    for (let place = from[node]! + 1; place < to[node]!; place++)
      if (part[place] !== own) {
        whole[node] = -1;
        break;
      }
  }
  const bound = bounds[0]!;
  bound.fill(Number.POSITIVE_INFINITY);
  for (let place = 0; place < part.length; place++) {
    if (mate[place]! < 0) continue;
    const own = part[place]!;
    if (part[mate[place]!] === own) mate[place] = -1;
    else if (least[place]! < bound[own]!) bound[own] = least[place]!;
  }
  for (const other of bounds) if (other !== bound) other.set(bound);
}

/** Joins each component to the one that is nearest to it. */
function join({ part, mate, least }: ReachSpace, forest: Forest): void {
  const best = new Int32Array(part.length).fill(-1);
  for (let place = 0; place < part.length; place++) {
    if (mate[place]! < 0) continue;
    const own = part[place]!;
    if (best[own]! < 0 || least[place]! < least[best[own]!]!) best[own] = place;
  }
  for (let own = 0; own < best.length; own++) {
    const place = best[own]!;
    if (place >= 0) forest.add(place, mate[place]!, least[place]!);
  }
}

/** Edges so far, and which places they hold together. */
class Forest {
  edges = 0;
  readonly #up: Int32Array;
  readonly #a: Int32Array;
  readonly #b: Int32Array;
  readonly #squares: Float64Array;

  constructor(rows: number) {
    this.#up = Int32Array.from({ length: rows }, (_, i) => i);
    this.#a = new Int32Array(Math.max(0, rows - 1));
    this.#b = new Int32Array(this.#a.length);
    this.#squares = new Float64Array(this.#a.length);
  }

  find(place: number): number {
    const up = this.#up;
    let at = place;
    while (up[at] !== at) {
      up[at] = up[up[at]!]!;
      at = up[at]!;
    }
    return at;
  }

  /** Adds an edge unless the two hang together already, as they may by edges of the same length. */
  add(a: number, b: number, squares: number): void {
    const x = this.find(a);
    const y = this.find(b);
    if (x === y) return;
    this.#up[x] = y;
    this.#a[this.edges] = a;
    this.#b[this.edges] = b;
    this.#squares[this.edges++] = squares;
  }

  sorted(order: Int32Array, squaredCore: Float64Array): SpanningTree {
    const squares = this.#squares;
    const ranks = new Uint32Array(squares.length);
    for (let e = 0; e < ranks.length; e++) ranks[e] = e;
    ranks.sort((e, f) => squares[e]! - squares[f]!);
    const core = new Float64Array(order.length);
    for (let place = 0; place < order.length; place++) core[order[place]!] = Math.sqrt(squaredCore[place]!);
    return {
      a: Int32Array.from(ranks, (e) => order[this.#a[e]!]!),
      b: Int32Array.from(ranks, (e) => order[this.#b[e]!]!),
      lengths: Float64Array.from(ranks, (e) => Math.sqrt(squares[e]!)),
      core,
    };
  }
}
