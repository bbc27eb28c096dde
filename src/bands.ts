/** A range of numbers in words, such as "25-34", "$50-75K" or "65+". */
export interface Band {
  /** As it is written. */
  readonly text: string;
  /** The ends as written; null where it is open. */
  readonly low: number | null;
  readonly high: number | null;
  /** The number that stands for it. */
  readonly midpoint: number;
}

/** The bands of a column, lowest first, and those that overlap the one before. */
export interface Bands {
  readonly bands: readonly Band[];
  readonly overlapping: readonly string[];
}

/**
 * Reads the distinct texts of a column as bands; undefined where one is none, or all are plain numbers. "35-49K" is 35,000 to 49,000; "2" beside
 * "3+" is 2 to 2. Fewer texts than `least` are no bands: one alone may be anything, unless it stands where a number has to. The midpoint lies halfway between the ends as written; an open band is taken to be as wide as the closed band beside it, and
 * not to go below 0 where no other does.
 */
export function readBands(texts: readonly string[], least = 2): Bands | undefined {
  const read = texts.map((text) => ({ text, ends: endsOf(text) }));
  if (texts.length < least || read.every(({ ends }) => ends === undefined || ends.plain)) return undefined;
  const known = read.flatMap(({ text, ends }) =>
    ends === undefined ? [] : [{ text, low: ends.low, high: ends.high }],
  );
  if (known.length < read.length) return undefined;
  const from = ({ low, high }: Ends) => low ?? Math.min(0, high!) - 1;
  const to = ({ low, high }: Ends) => high ?? low! + 1e300;
  known.sort((a, b) => from(a) - from(b) || to(a) - to(b));
  const negative = known.some(({ low, high }) => (low ?? 0) < 0 || (high ?? 0) < 0);
  const bands = known.map(({ text, low, high }, i): Band => {
    const width = (place: number) => {
      const beside = known[place];
      return beside === undefined || beside.low === null || beside.high === null ? 0 : beside.high - beside.low;
    };
    const midpoint =
      low !== null && high !== null
        ? (low + high) / 2
        : low === null
          ? negative
            ? high! - width(i + 1) / 2
            : (Math.max(0, high! - width(i + 1)) + high!) / 2
          : low + width(i - 1) / 2;
    return { text, low, high, midpoint };
  });
  const overlapping = known.flatMap(({ text, low }, i) => {
    const before = known[i - 1];
    return before !== undefined && (before.high === null || (low ?? Number.NEGATIVE_INFINITY) < before.high)
      ? [text]
      : [];
  });
  return { bands, overlapping };
}

interface Ends {
  readonly low: number | null;
  readonly high: number | null;
}

// "mil." is a million; "mil" is a thousand in Spanish, and millions to others, so it is read as neither.
const number = String.raw`(-?\d[\d.,' ]*\d|-?\d)\s*(k|tsd|thousand|mm?|mn|mio|mil\.|million|bn?|mrd|billion)?`;
const range = new RegExp(`^${number}\\s*(?:-|to|bis|\\.\\.|a)\\s*${number}$`);
const below = new RegExp(
  `^(?:under|below|less than|fewer than|up to|at most|unter|bis|moins de|jusqu'a|menos de|hasta|<=?)\\s*${number}$`,
);
const belowAfter = new RegExp(
  `^${number}\\s*(?:or|and|oder|und|et|y)\\s*(?:less|fewer|under|below|younger|weniger|junger|moins|menos)$`,
);
const above = new RegExp(`^(?:over|above|more than|at least|from|ab|uber|mehr als|plus de|mas de|>=?)\\s*${number}$`);
const aboveAfter = new RegExp(
  `^${number}\\s*(?:\\+|plus|(?:or|and|oder|und|et|y)\\s*(?:more|over|above|older|mehr|alter|alter|plus|mas))$`,
);
const plain = new RegExp(`^${number}$`);

/** The ends of one band; undefined where the text is none. */
function endsOf(text: string): (Ends & { readonly plain: boolean }) | undefined {
  const bare = text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(/[≤]/g, "<=")
    .replace(/[≥]/g, ">=")
    .replace(
      /[$€£¥]|\b(?:usd|eur|gbp|chf|years?|yrs?|jahren?|ans|anos|old|people|persons?|adults?|children|kids?|employees?|mitarbeiter)\b/g,
      " ",
    )
    .replace(/\s+/g, " ")
    .trim();
  const one = (found: RegExpExecArray, at: number, fallback?: string) =>
    numberOf(found[at]!, found[at + 1] ?? fallback);
  const between = range.exec(bare);
  if (between !== null) {
    // "35-49K" means thousands on both sides.
    const low = one(between, 1, between[4]);
    const high = one(between, 3);
    return low !== undefined && high !== undefined && low <= high ? { low, high, plain: false } : undefined;
  }
  const under = below.exec(bare) ?? belowAfter.exec(bare);
  if (under !== null) {
    const high = one(under, 1);
    return high === undefined ? undefined : { low: null, high, plain: false };
  }
  const over = above.exec(bare) ?? aboveAfter.exec(bare);
  if (over !== null) {
    const low = one(over, 1);
    return low === undefined ? undefined : { low, high: null, plain: false };
  }
  const exact = plain.exec(bare);
  const value = exact === null ? undefined : one(exact, 1);
  return value === undefined ? undefined : { low: value, high: value, plain: true };
}

/** A number with its separators, times a thousand, a million or (1,000 millions) a billion where the unit says so. */
function numberOf(text: string, unit: string | undefined): number | undefined {
  // A mark before exactly three digits separates thousands; another one is the decimal mark.
  const digits = text.replace(/[., '](?=\d{3}(?:\D|$))/g, "").replace(",", ".");
  if (!/^-?\d+(?:\.\d+)?$/.test(digits)) return undefined;
  const times =
    unit === undefined ? 1 : /^(?:k|tsd|thousand)$/.test(unit) ? 1000 : /^(?:bn?|mrd|billion)$/.test(unit) ? 1e9 : 1e6;
  return Number((Number(digits) * times).toPrecision(12));
}
