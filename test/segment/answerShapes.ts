import { compareRows, shares } from "./mixedData.js";

/** Rows of answers, then numbers, sorted; no two are equal, since the kmodes package moves equal rows one by one. */
export interface AnswerShape {
  readonly k: number;
  /** Answers a row, and levels a question. */
  readonly answers: number;
  readonly levels: number;
  readonly rows: readonly (readonly number[])[];
}

type Share = () => number;

interface Making {
  readonly n: number;
  readonly k: number;
  readonly answers: number;
  readonly levels: number;
  /** Chance that an answer is that of the segment, and not any. */
  readonly keep: number;
  readonly seed: number;
  /** The numbers of a row, where it has some. */
  readonly numbers?: (segment: number, share: Share) => number[];
  readonly segmentOf?: (row: number) => number;
}

function made({ n, k, answers, levels, keep, seed, numbers, segmentOf = (row) => row % k }: Making): AnswerShape {
  const share = shares(seed);
  const rows = Array.from({ length: n }, (_, i) => {
    const segment = segmentOf(i);
    const own = Array.from({ length: answers }, (_, j) => {
      const [u, v] = [share(), share()];
      return u < keep ? (segment + j) % levels : Math.floor(v * levels);
    });
    return [...own, ...(numbers?.(segment, share) ?? [])];
  }).sort(compareRows);
  return { k, answers, levels, rows: rows.filter((row, i) => i === 0 || compareRows(row, rows[i - 1]!) !== 0) };
}

/** Three segments, of 1, 3 and 12 rows in 16. */
const unequal = (row: number) => (row % 16 === 0 ? 2 : row % 4 === 0 ? 1 : 0);

/** Answers only. */
export const answerShapes: { readonly [name: string]: AnswerShape } = {
  "clear segments": made({ n: 300, k: 3, answers: 8, levels: 4, keep: 0.7, seed: 1 }),
  "weak segments": made({ n: 300, k: 3, answers: 8, levels: 4, keep: 0.45, seed: 2 }),
  noise: made({ n: 200, k: 4, answers: 6, levels: 3, keep: 0, seed: 3 }),
  "six segments": made({ n: 600, k: 6, answers: 10, levels: 6, keep: 0.6, seed: 4 }),
  "yes or no": made({ n: 300, k: 2, answers: 12, levels: 2, keep: 0.6, seed: 5 }),
  "many levels": made({ n: 300, k: 4, answers: 6, levels: 15, keep: 0.6, seed: 6 }),
  "ten segments": made({ n: 800, k: 10, answers: 12, levels: 12, keep: 0.7, seed: 7 }),
  "more questions than rows": made({ n: 36, k: 4, answers: 40, levels: 4, keep: 0.5, seed: 8 }),
  "unequal sizes": made({ n: 320, k: 3, answers: 8, levels: 4, keep: 0.6, seed: 9, segmentOf: unequal }),
  "more segments asked for than there are": made({
    n: 300,
    k: 5,
    answers: 7,
    levels: 5,
    keep: 0.6,
    seed: 10,
    segmentOf: (row) => row % 2,
  }),
};

const three = (share: Share) => share() + share() + share();
const stepped = (k: number, gap: number) => (segment: number, share: Share) =>
  [1, 2, 3].map((j) => gap * ((segment * j) % k) + three(share));
const four = { answers: 4, levels: 4 };

/** Four answers and some numbers. */
export const mixedShapes: { readonly [name: string]: AnswerShape } = {
  "clear segments": made({ n: 300, k: 3, ...four, keep: 0.7, seed: 5, numbers: stepped(3, 2) }),
  "weak segments": made({ n: 300, k: 3, ...four, keep: 0.5, seed: 6, numbers: stepped(3, 0.6) }),
  noise: made({ n: 200, k: 4, ...four, keep: 0, seed: 7, numbers: stepped(3, 0) }),
  "six segments": made({ n: 500, k: 6, ...four, keep: 0.6, seed: 8, numbers: stepped(6, 1) }),
  "numbers alone tell": made({ n: 300, k: 3, ...four, keep: 0, seed: 9, numbers: stepped(3, 3) }),
  "answers alone tell": made({ n: 300, k: 3, ...four, keep: 0.9, seed: 10, numbers: stepped(3, 0) }),
  rings: made({
    n: 300,
    k: 2,
    ...four,
    keep: 0.6,
    seed: 11,
    numbers: (segment, share) => {
      const angle = 2 * Math.PI * share();
      const radius = [1, 3][segment]! + 0.2 * share();
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    },
  }),
  "unequal densities": made({
    n: 300,
    k: 3,
    ...four,
    keep: 0.5,
    seed: 12,
    numbers: (segment, share) => [0, 1].map((j) => [2, 0.5, 0.1][segment]! * three(share) + (segment === j ? 4 : 0)),
  }),
  anisotropic: made({
    n: 300,
    k: 3,
    ...four,
    keep: 0.5,
    seed: 13,
    numbers: (segment, share) => {
      const [x, y] = [three(share) + 2 * segment, three(share) + 2 * (segment % 2)];
      return [0.6 * x - 0.4 * y, -0.6 * x + 0.8 * y];
    },
  }),
  "unequal sizes": made({ n: 320, k: 3, ...four, keep: 0.6, seed: 14, numbers: stepped(3, 1.5), segmentOf: unequal }),
  "long tails": made({
    n: 300,
    k: 3,
    ...four,
    keep: 0.6,
    seed: 15,
    numbers: (segment, share) => [1 / (0.02 + share()) + 3 * segment, three(share) + segment],
  }),
};
