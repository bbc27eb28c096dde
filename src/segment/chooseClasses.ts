import { quoted, requireOptions } from "../errors.js";
import type { Matrix } from "../matrix.js";
import type { Paced } from "../pace.js";
import type { Segmentation } from "../segmentation.js";
import { type Table, toTable } from "../table.js";
import { checkSearch } from "./checkSearch.js";
import { distinctAnswers } from "./distinctAnswers.js";
import { latentClass } from "./latentClass.js";
import { requireRows } from "./prototypeFit.js";
import { seldomFound } from "./seldomFound.js";

/** Options of `chooseClasses`. */
export interface ChooseClassesOptions extends Paced {
  /**
   * The numbers of classes to try; 1 should be among them, for only that can say that there are none. Where absent: 1 to 6, or as many as there are
   * distinct rows.
   */
  k?: readonly number[];
  /** What decides; lower is better. */
  criterion?: "bic" | "aic" | "icl";
  /** Random starts for each k (see `latentClass`). */
  restarts?: number;
  seed?: number;
  /** Threads at most; all of the machine where absent. The result is the same for any number. */
  threads?: number;
}

/** One row per number of classes that was tried. */
export interface ChooseClassesRow {
  k: number;
  logLikelihood: number;
  freeParameters: number;
  bic: number;
  aic: number;
  icl: number;
  /** Null for one class. */
  relativeEntropy: number | null;
  /** Null where answers are missing or there are numbers (see `latentClass`). */
  g2: number | null;
  degreesOfFreedom: number | null;
  /** Rows of the smallest class. */
  smallest: number;
  restarts: number;
  timesFound: number;
  /** Whether a class collapsed in every start: the criteria are then those of the floor, and this k is not recommended. */
  collapsed: boolean;
}

/** What speaks for which number of classes. */
export interface ChooseClasses {
  readonly table: Table<ChooseClassesRow>;
  /** The number of classes at which the criterion is lowest, of those in which no class collapsed. */
  readonly recommended: number;
  /** Why, in words; where one class is best, it begins with "No classes". */
  readonly reason: string;
  /** What speaks against it, one sentence each. */
  readonly dissent: readonly string[];
  /** The classes for each k, in the order of the table. */
  readonly segmentations: readonly Segmentation[];
}

/**
 * Tries several numbers of latent classes, one among them, and recommends the one with the lowest BIC (Schwarz 1978; Nylund, Asparouhov and
 * Muthén 2007 found it the best of the criteria for latent classes). Where that is k = 1, the answers hold no classes, and `reason` begins with
 * that. AIC, ICL, and what makes the recommended classes doubtful are listed in `dissent`.
 *
 * A k with which a class collapsed in every start, as on numbers that take few values, is left out of the decision (see `latentClass`); `dissent` names it. Where
 * that is each k that was tried, the smallest is returned, and `reason` says so.
 *
 * It differs from `chooseK` in what is compared: likelihoods of a model, which can speak for no classes at all, and not distances.
 *
 * When it misleads: BIC takes the model at its word. Items that go together within the classes (the same question asked twice; more or less of
 * one trait) ask for more classes, and more the more rows there are; with few rows and many levels BIC asks for fewer than there are. AIC asks for too
 * many. ICL asks that classes be apart, too. `bootstrapLikelihoodRatio` tests one more class against one less.
 *
 * @throws RangeError where k holds no whole number from 1 to the number of distinct rows or one twice, or the criterion is unknown; and what `latentClass` throws.
 *
 * @example
 * const draw = random(1);
 * const coins = Array.from({ length: 200 }, (_, customer) => ({ customer, a: draw.integer(2) > 0, b: draw.integer(2) > 0, c: draw.integer(2) > 0 }));
 * const choice = await chooseClasses(matrix(coins, { columns: [], categorical: true }), { k: [1, 2, 3] });
 * console.log(choice.recommended); // 1
 * console.log(choice.reason.slice(0, 10)); // No classes
 */
export async function chooseClasses(matrix: Matrix, options: ChooseClassesOptions = {}): Promise<ChooseClasses> {
  requireOptions(options, known, "chooseClasses");
  requireRows(matrix);
  const { k = usual(matrix), criterion = "bic", restarts, seed = 1, threads, onProgress, signal } = options;
  if (!Array.isArray(k)) throw new TypeError(`expected k as a list such as [1, 2, 3], got ${quoted(k)}`);
  if (k.length === 0) throw new RangeError("expected at least one k to try, got none");
  if (new Set(k).size < k.length) throw new RangeError(`expected each k once, got ${k.join(", ")}`);
  for (const one of k) checkSearch({ k: one, restarts, maxIterations: undefined, tolerance: undefined, seed, threads });
  if (criterion !== "bic" && criterion !== "aic" && criterion !== "icl")
    throw new RangeError(`expected criterion to be "bic", "aic" or "icl", got ${quoted(criterion)}`);
  const most = Math.max(...k);
  const distinct = distinctAnswers(matrix, most);
  if (distinct > 0 && distinct < most)
    throw new RangeError(
      `expected k of at most ${distinct}, the number of distinct rows of the matrix, got k: [${k.join(", ")}]; leave out what is above`,
    );
  const tried = [...k].sort((a, b) => a - b);
  const segmentations: Segmentation[] = [];
  for (const [step, one] of tried.entries())
    segmentations.push(
      await latentClass(matrix, {
        k: one,
        seed,
        ...(restarts === undefined ? {} : { restarts }),
        ...(threads === undefined ? {} : { threads }),
        ...(signal === undefined ? {} : { signal }),
        ...(onProgress === undefined
          ? {}
          : { onProgress: (done, total = 1, note) => onProgress(step + done / total, tried.length, note) }),
      }),
    );
  const rows = segmentations.map(
    ({ k: own, quality, sizes, search }): ChooseClassesRow => ({
      k: own,
      logLikelihood: quality.logLikelihood!,
      freeParameters: quality.freeParameters!,
      bic: quality.bic!,
      aic: quality.aic!,
      icl: quality.icl!,
      relativeEntropy: quality.relativeEntropy ?? null,
      g2: quality.g2 ?? null,
      degreesOfFreedom: quality.degreesOfFreedom ?? null,
      smallest: Math.min(...sizes),
      restarts: search!.restarts,
      timesFound: search!.timesFound,
      collapsed: search!.collapsed === true,
    }),
  );
  // The smaller number of classes in a tie.
  const whole = rows.filter(({ collapsed }) => !collapsed);
  const among = whole.length > 0 ? whole : [rows[0]!];
  const lowest = (by: "bic" | "aic" | "icl") => among.reduce((best, row) => (row[by] < best[by] ? row : best));
  const best = lowest(criterion);
  const list = among.map((row) => row.k).join(", ");
  const why =
    whole.length === 0
      ? `With every k that was tried a class collapsed, so nothing speaks for any; k = ${best.k} is the smallest.`
      : `${names[criterion]} is lowest at k = ${best.k} (${best[criterion].toFixed(1)}) of ${rows.length === 1 ? "the one k that was tried" : `k = ${list}`}.`;
  return {
    table: toTable(rows),
    recommended: best.k,
    reason: best.k === 1 ? `No classes: ${why} The answers do not go together as classes would make them.` : why,
    dissent: dissentOf(rows, among, segmentations[rows.indexOf(best)]!, { criterion, lowest }),
    segmentations,
  };
}

const known = {
  k: true,
  criterion: true,
  restarts: true,
  seed: true,
  threads: true,
  onProgress: true,
  signal: true,
} satisfies Record<keyof ChooseClassesOptions, true>;

/** As many classes as a survey may have, as far as its rows tell them apart. */
function usual(matrix: Matrix): number[] {
  return Array.from({ length: Math.max(1, distinctAnswers(matrix, 6)) }, (_, i) => i + 1);
}

const names = { bic: "BIC", aic: "AIC", icl: "ICL" } as const;

function dissentOf(
  rows: readonly ChooseClassesRow[],
  among: readonly ChooseClassesRow[],
  { search, ids, converged }: Segmentation,
  { criterion, lowest }: { criterion: keyof typeof names; lowest: (by: keyof typeof names) => ChooseClassesRow },
): string[] {
  const found: string[] = [];
  const best = lowest(criterion);
  const aside = rows.filter(({ collapsed }) => collapsed);
  if (aside.length > 0)
    found.push(
      `${names[criterion]} at k = ${aside.map((row) => `${row.k} (${row[criterion].toFixed(1)})`).join(", ")} does not count: in every start a class collapsed, as on numbers that take few values. As categorical columns these are welcome.`,
    );
  for (const by of ["bic", "aic", "icl"] as const) {
    const other = lowest(by);
    if (by !== criterion && other.k !== best.k)
      found.push(
        `${names[by]} prefers k = ${other.k} (${other[by].toFixed(1)}, against ${best[by].toFixed(1)}; smaller is better).`,
      );
  }
  if (rows[0]!.k > 1) found.push("k = 1 was not tried, so nothing tells whether there are classes at all.");
  if (among.length > 1 && best === among.at(-1))
    found.push(
      `${names[criterion]} still falls at k = ${best.k}, the largest ${aside.some((row) => row.k > best.k) ? "without a collapsed class" : "that was tried"}.`,
    );
  if (!converged) found.push(`The classes for k = ${best.k} had not converged.`);
  if (search !== undefined && seldomFound(search))
    found.push(
      `The best solution for k = ${best.k} was found in only ${search.timesFound} of ${search.restarts} starts.`,
    );
  if (best.relativeEntropy !== null && best.relativeEntropy < 0.6)
    found.push(
      `The relative entropy at k = ${best.k} is ${best.relativeEntropy.toFixed(2)}: many respondents could belong to several classes.`,
    );
  if (best.smallest < ids.length / 100)
    found.push(`The smallest class at k = ${best.k} holds ${best.smallest} of ${ids.length} rows.`);
  return found;
}
