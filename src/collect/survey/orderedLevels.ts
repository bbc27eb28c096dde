/** An ordered set of answers that is known in English, and where each of its levels stands. */
export interface KnownOrder {
  /** What the answers tell, such as "agreement"; levels of one set belong together only where this is equal. */
  readonly scale: string;
  readonly ranks: ReadonlyMap<string, number>;
}

const strength: Readonly<Record<string, number>> = {
  "": 2,
  tend: 1,
  "tend to": 1,
  slightly: 1,
  somewhat: 1,
  "a little": 1,
  mildly: 1,
  rather: 1.5,
  moderately: 1.5,
  mostly: 2.5,
  quite: 2.5,
  very: 3,
  "very much": 3,
  highly: 3,
  strongly: 3,
  extremely: 4,
  completely: 4,
  totally: 4,
  fully: 4,
};

/** Words of the two ends of a scale. */
const poles: readonly (readonly [scale: string, positive: string, negative: string])[] = [
  ["agreement", "agree", "disagree"],
  ["likelihood", "likely", "unlikely"],
  ["satisfaction", "satisfied", "dissatisfied"],
  ["importance", "important", "unimportant"],
];

const often: Readonly<Record<string, number>> = {
  never: 0,
  "not at all": 0,
  "almost never": 4,
  "hardly ever": 5,
  "very rarely": 6,
  rarely: 10,
  seldom: 10,
  "once in a while": 20,
  occasionally: 22,
  sometimes: 35,
  "about half the time": 50,
  "half the time": 50,
  often: 65,
  frequently: 66,
  "fairly often": 60,
  usually: 75,
  generally: 74,
  "most of the time": 80,
  "very often": 82,
  "very frequently": 83,
  "almost always": 90,
  always: 100,
  "all the time": 100,
};

const perYear: Readonly<Record<string, number>> = { day: 365, week: 52, month: 12, quarter: 4, year: 1, decade: 0.1 };
const daily: Readonly<Record<string, string>> = {
  daily: "day",
  weekly: "week",
  monthly: "month",
  quarterly: "quarter",
  yearly: "year",
  annually: "year",
};
const counts: Readonly<Record<string, number>> = {
  once: 1,
  one: 1,
  twice: 2,
  two: 2,
  "a couple": 2,
  "a couple of": 2,
  three: 3,
  "a few": 3,
  few: 3,
  several: 4,
  four: 4,
  five: 5,
  six: 6,
  many: 8,
  multiple: 4,
};

const certain: Readonly<Record<string, number>> = {
  "definitely not": 1,
  "definitely will not": 1,
  "probably not": 2,
  "probably will not": 2,
  "might or might not": 3,
  maybe: 3,
  possibly: 3,
  probably: 4,
  "probably will": 4,
  "probably yes": 4,
  definitely: 5,
  "definitely will": 5,
  "definitely yes": 5,
};

const grades: Readonly<Record<string, number>> = {
  terrible: 0,
  "very poor": 1,
  "very bad": 1,
  poor: 2,
  bad: 2,
  fair: 3,
  average: 3.5,
  good: 4,
  "very good": 5,
  excellent: 6,
};

const degrees: readonly (readonly [RegExp, number])[] = [
  [/^not at all\b|\bnot? (.+) at all$|^not\b/, 0],
  [/^(?:slightly|a little|a bit|minimally)\b/, 1],
  [/^(?:somewhat|rather|moderately)\b/, 2],
  [/^(?:fairly|quite|mostly)\b/, 3],
  [/^very\b/, 4],
  [/^(?:extremely|completely|totally|absolutely)\b/, 5],
];

/** Where an answer stands on each of the sets that know it, by the set's name. */
function places(answer: string): Map<string, number> {
  const text = answer
    .toLowerCase()
    .replace(/[’]/g, "'")
    .replace(/^\s*[-+]?\d+\s*[-–=:.)]\s*/, "")
    .replace(/[.!]+$/, "")
    .replace(/\s+/g, " ")
    .trim();
  const found = new Map<string, number>();
  for (const [scale, positive, negative] of poles) {
    const words = text.split(" ");
    const last = words.pop()!;
    const rest = words.join(" ");
    if (last === positive && rest in strength) found.set(scale, strength[rest]!);
    if (last === negative && rest in strength) found.set(scale, -strength[rest]!);
    const middle = new RegExp(`^neither (?:${positive} n?or ${negative}|${negative} n?or ${positive})$`);
    if (middle.test(text) || /^(?:neutral|neither|undecided|neither nor)$/.test(text)) found.set(scale, 0);
  }
  if (text in often) found.set("frequency", often[text]!);
  if (text in certain) found.set("certainty", certain[text]!);
  if (text in grades) found.set("quality", grades[text]!);
  const rate = timesPerYear(text);
  if (rate !== undefined) found.set("times a year", rate);
  const degree = degreeOf(text);
  if (degree !== undefined) found.set(degree.scale, degree.rank);
  return found;
}

/** "A few times per week" as times a year; "or less" and "or more" move it a little. */
function timesPerYear(text: string): number | undefined {
  if (text === "never") return 0;
  const about = / or (?:less|fewer)(?: often)?$|^less than | or more(?: often)?$|^more than /;
  const lean = /less|fewer/.test(text) ? 0.9 : / or more|^more than/.test(text) ? 1.1 : 1;
  const bare = text.replace(about, "").replace(about, "");
  const [, every, count, times, period, adverb] =
    /^(?:(every|each)|(.+?)( times?)? (?:an?|per|each|every)) (day|week|month|quarter|year|decade)$|^(daily|weekly|monthly|quarterly|yearly|annually)$/.exec(
      bare,
    ) ?? [];
  const apart = /^every (\w+) (day|week|month|year)s$/.exec(bare);
  if (apart !== null) {
    const every = Number(apart[1]) || counts[apart[1]!];
    return every === undefined ? undefined : (perYear[apart[2]!]! / every) * lean;
  }
  if (adverb !== undefined) return perYear[daily[adverb]!]! * lean;
  if (period === undefined) return undefined;
  if (every !== undefined) return perYear[period]! * lean;
  const number = /^(\d+)(?:\s*(?:-|–|to|or)\s*(\d+))?$/.exec(count!);
  const many = number ? (Number(number[1]) + Number(number[2] ?? number[1])) / 2 : counts[count!];
  if (many === undefined || (times === undefined && !/^(?:once|twice)$/.test(count!))) return undefined;
  return many * perYear[period]! * lean;
}

/** "Yes, somewhat rude" as rank 2 of the scale of "rude". */
function degreeOf(text: string): { scale: string; rank: number } | undefined {
  const bare = text.replace(/^(?:yes|no),? /, "");
  for (const [pattern, rank] of degrees) {
    if (!pattern.test(bare)) continue;
    const word = bare
      .replace(/\bat all\b/g, "")
      .replace(
        /^(?:not|slightly|a little|a bit|minimally|somewhat|rather|moderately|fairly|quite|mostly|very|extremely|completely|totally|absolutely)\b/,
        "",
      )
      .trim();
    return /^[a-z-]+$/.test(word) ? { scale: `how ${word}`, rank } : undefined;
  }
  return undefined;
}

/**
 * The order of a set of answers, where it is a set of agreement, frequency, likelihood, satisfaction, importance, quality or degree in English, all
 * levels of which are known and stand in different places; undefined for any other, whose order has to be declared.
 */
export function orderedLevels(answers: readonly string[]): KnownOrder | undefined {
  if (answers.length < 2) return undefined;
  const known = answers.map(places);
  for (const scale of known[0]!.keys()) {
    if (!known.every((places) => places.has(scale))) continue;
    const ranks = new Map(answers.map((answer, i) => [answer, known[i]!.get(scale)!]));
    if (new Set(ranks.values()).size === answers.length) return { scale, ranks };
  }
  return undefined;
}
